"""`complint calls plan` on batch calls and campaigns: parts that may be dialled as a whole."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from complint.calls import plan as plan_module
from complint.calls.schema import VARIABLES
from complint.schema.check import examine

sys.path.insert(0, os.path.dirname(__file__))

import planning
from planning import DAY, assert_allowed, planned, read_csv, save, verdicts_of

GOOD = {
    "purpose": "informational",
    "internal_dnc": "no",
    "consent_type": "pec",
    "consent_at": "2026-01-05",
    "consent_source": "form",
    "consent_signer": "Ada Example",
    "consent_method": "typed",
}
EVENING = 1_796_178_600  # 2026-12-02T02:30:00Z, a Tuesday evening in New York
_FULL = {"phases": [Phase.explicit, Phase.generate], "deadline": None, "suppress_health_check": list(HealthCheck)}


def recipient(number: str, **facts: Any) -> dict[str, Any]:
    variables = {"name": "Zoë", **GOOD, **facts}
    return {"phone_number": number, "conversation_initiation_client_data": {"dynamic_variables": variables}}


def batch(recipients: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {"call_name": "Reminder", "agent_id": "agent_a", "recipients": recipients, **more}


@st.composite
def recipients(draw: st.DrawFn) -> list[dict[str, Any]]:
    found = []
    for number in range(draw(st.integers(1, 20))):
        facts = draw(planning.facts()) if draw(st.integers(0, 2)) == 0 else {}
        facts = {key: value for key, value in facts.items() if key in VARIABLES and value}
        found.append({"id": f"id{number}", **recipient(draw(st.sampled_from(planning.NUMBERS)), **facts)})
    return found


def parts(out: str, names: list[str]) -> list[dict[str, Any]]:
    return [json.loads(Path(out, name).read_text("utf-8")) for name in names]


class Writes:
    """Counts how often a plan writes its files: more than once is a plan that turned out wrong."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.count = 0
        write_once = plan_module._Maker._write_once

        def counted(maker: Any) -> Any:
            self.count += 1
            return write_once(maker)

        patch.setattr(plan_module._Maker, "_write_once", counted)


@given(recipients(), planning.instants(), st.integers(1, 4), st.sampled_from([60, 900]))
@settings(max_examples=25, **_FULL)  # type: ignore[arg-type]
def test_batches_lose_nobody_and_their_parts_are_allowed(
    people: list[dict[str, Any]], start: int, lines: int, seconds: int
) -> None:
    body = batch(people, scheduled_time_unix=start, target_concurrency_limit=lines)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        writes = Writes(patch)
        path, out = save(Path(folder) / "batch.json", body), os.path.join(folder, "out")
        before = verdicts_of(path, call_seconds=seconds)
        made = planned(path, out, call_seconds=seconds)
        assert_allowed(out, made, call_seconds=seconds)
        found = parts(out, made.data["files"])
        apart = [row["call_id"] for row in read_csv(os.path.join(out, "quarantine.csv"))]
        assert writes.count == 1
    assert sorted(apart + [one["id"] for part in found for one in part["recipients"]]) == sorted(
        one["id"] for one in people
    )
    by_id = {one["id"]: one for one in people}
    turns: dict[str, int] = {}
    for part in found:
        assert {**part, "recipients": 0, "scheduled_time_unix": 0} == {
            **body,
            "recipients": 0,
            "scheduled_time_unix": 0,
        }
        assert examine("batch-call", part).valid
        for index, one in enumerate(part["recipients"]):
            assert one == by_id[one["id"]]
            turns[one["id"]] = part["scheduled_time_unix"] + index // lines * seconds
    for at in turns.values():
        assert sum(at - seconds < other <= at for other in turns.values()) <= lines
    assert made.data["kept"] == sum(row["verdict"] == "allowed" for row in before)
    for index, row in enumerate(before):
        if row["verdict"] == "allowed":  # what was allowed is not delayed by what is moved
            assert start <= turns[row["call_id"]] <= start + index // lines * seconds


def test_a_batch_is_split_where_windows_open(tmp_path: Path) -> None:
    numbers = [f"+1{area}555014{line}" for line in range(3) for area in ("212", "303", "808")]
    body = batch([recipient(number) for number in numbers], scheduled_time_unix=EVENING, target_concurrency_limit=2)
    out = str(tmp_path / "out")
    made = planned(save(tmp_path / "batch.json", body), out)
    found = [
        (part["scheduled_time_unix"] - EVENING, [one["phone_number"][2:5] for one in part["recipients"]])
        for part in parts(out, made.data["files"])
    ]
    # 19:30 in Denver and 16:30 in Honolulu are lawful at once; New York waits for 08:00
    assert found == [(0, ["303", "808", "303", "808", "303", "808"]), (10 * 3600 + 1800, ["212", "212", "212"])]
    assert (made.data["kept"], made.data["moved"]) == (6, 3)


def test_a_batch_that_outlasts_its_window_goes_on_in_the_morning(tmp_path: Path) -> None:
    people = [recipient(f"+1212555{line:04d}") for line in range(100, 120)]
    start = EVENING - 3600  # 20:30 in New York
    body = batch(people, scheduled_time_unix=start, target_concurrency_limit=1)
    out = str(tmp_path / "out")
    made = planned(save(tmp_path / "batch.json", body), out)
    found = parts(out, made.data["files"])
    assert [len(part["recipients"]) for part in found] == [15, 5]
    assert [part["scheduled_time_unix"] for part in found] == [start, EVENING + 10 * 3600 + 1800]
    assert [one for part in found for one in part["recipients"]] == people


def test_a_plan_of_parts_is_kept_when_planned_again(tmp_path: Path) -> None:
    body = batch([recipient("+12125550142"), recipient("nonsense")], scheduled_time_unix=EVENING)
    planned(save(tmp_path / "batch.json", body), str(tmp_path / "one"))
    made = planned(str(tmp_path / "one" / "batch-001.json"), str(tmp_path / "two"))
    assert (made.data["input"], made.data["kept"]) == (1, 1)
    assert (tmp_path / "two" / "batch-001.json").read_bytes() == (tmp_path / "one" / "batch-001.json").read_bytes()


def test_nobody_left_is_no_part(tmp_path: Path) -> None:
    made = planned(save(tmp_path / "batch.json", batch([recipient("nonsense"), recipient("")])), str(tmp_path / "out"))
    assert (made.data["files"], made.data["quarantined"]) == ([], 2)


def campaign(people: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return batch(people, channel_config={"channel": "phone", "agent_phone_number_id": "phnum_1"}, **more)


_CLOCK = st.integers(0, 47).map(lambda half: f"{half // 2:02d}:{half % 2 * 30:02d}")
_PERIOD = st.fixed_dictionaries(
    {
        "weekdays": st.lists(st.integers(0, 6), min_size=1, max_size=7, unique=True),
        "intervals": st.lists(st.fixed_dictionaries({"start": _CLOCK, "end": _CLOCK}), min_size=1, max_size=2),
    }
)


@st.composite
def policies(draw: st.DrawFn) -> dict[str, Any]:
    zone = draw(st.sampled_from(["America/New_York", "America/Los_Angeles", "Asia/Kolkata", None]))
    if zone is None:
        return draw(st.sampled_from([{}, {"variant": "simple"}, {"policy": {"timezone": "UTC"}}]))
    policy: dict[str, Any] = {"timezone": zone, "calling_periods": draw(st.lists(_PERIOD, max_size=2))}
    if draw(st.integers(0, 3)) == 0:
        policy["retry"] = {"max_total_calls": draw(st.integers(1, 4)), "retry_delay_seconds": 3600}
    return {"policy": policy, **draw(st.sampled_from([{}, {"variant": "simple"}, {"variant": "advanced"}]))}


@given(recipients(), planning.instants(), policies())
@settings(max_examples=25, **_FULL)  # type: ignore[arg-type]
def test_campaigns_lose_nobody_and_their_parts_are_allowed(
    people: list[dict[str, Any]], start: int, policy: dict[str, Any]
) -> None:
    body = campaign(people, scheduled_time_unix=start, **policy)
    with tempfile.TemporaryDirectory() as folder:
        path, out = save(Path(folder) / "campaign.json", body), os.path.join(folder, "out")
        made = planned(path, out)
        assert_allowed(out, made)
        found = parts(out, made.data["files"])
        apart = [row["call_id"] for row in read_csv(os.path.join(out, "quarantine.csv"))]
    assert sorted(apart + [one["id"] for part in found for one in part["recipients"]]) == sorted(
        one["id"] for one in people
    )
    for part in found:
        assert set(part) <= set(body) | {"policy"}
        assert part["channel_config"] == body["channel_config"]


def test_a_campaign_is_narrowed_for_each_zone(tmp_path: Path) -> None:
    policy = {
        "timezone": "America/New_York",
        "calling_periods": [{"weekdays": [1, 3], "intervals": [{"start": "07:00", "end": "20:00"}]}],
    }
    body = campaign(
        [recipient("+12125550142"), recipient("+13035550142"), recipient("+12125550143")],
        scheduled_time_unix=EVENING,
        policy=policy,
    )
    out = str(tmp_path / "out")
    made = planned(save(tmp_path / "campaign.json", body), out)
    found = [(len(part["recipients"]), part["policy"]["calling_periods"]) for part in parts(out, made.data["files"])]
    assert found == [
        (2, [{"weekdays": [1, 3], "intervals": [{"start": "08:00", "end": "20:00"}]}]),
        (1, [{"weekdays": [1, 3], "intervals": [{"start": "10:00", "end": "20:00"}]}]),
    ]
    assert made.data["moved"] == 3


def test_a_holiday_in_the_week_takes_its_weekday(tmp_path: Path) -> None:
    body = campaign([recipient("+15045550142")], scheduled_time_unix=planning.NOW + DAY, variant="simple")
    out = str(tmp_path / "out")
    made = planned(save(tmp_path / "campaign.json", body), out)
    (part,) = parts(out, made.data["files"])
    assert part["variant"] == "advanced"
    assert part["policy"]["timezone"] == "America/Chicago"
    days = {day for period in part["policy"]["calling_periods"] for day in period["weekdays"]}
    assert 6 not in days  # Louisiana: no Sundays
    assert 3 not in days  # Thanksgiving is in the seven days
