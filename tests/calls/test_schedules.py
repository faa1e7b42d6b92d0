"""Whole schedules: the dispatch model, bodies, lists from the configuration, exit codes and formats of the command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Verdicts = Callable[..., list[dict[str, str]]]
ROOT = Path(__file__).parents[2]
GOOD = (
    "phone,scheduled_at,call_type,national_dnc,dnc_checked_at,internal_dnc\n"
    "+12125550142,2026-12-01T15:00:00Z,live,no,2026-11-20,no\n"
)


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COMPLINT_CACHE_DIR": str(folder / ".cache"), "NO_COLOR": "1"}
    command = [sys.executable, "-P", "-m", "complint", "calls", "check", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("content", "arguments", "code", "words"),
    [
        (GOOD, (), 0, "1 allowed"),
        (GOOD.replace("15:00:00Z", "05:00:00Z"), (), 1, "1 blocked"),
        (GOOD.replace("live,no,2026-11-20", "live,,"), (), 1, "1 unknown"),
        (GOOD.replace("live,no,2026-11-20", "live,,"), ("--allow-unknown",), 0, "1 unknown"),
        (GOOD.split("\n")[0] + "\n", (), 3, "0 calls"),
        (GOOD.split("\n")[0] + "\n", ("--allow-empty",), 0, "0 calls"),
        ("", (), 3, "0 calls"),
        ("a,b\n1,2\n", (), 2, "no column holds phone numbers"),
        ("phone,mobile\n1,2\n", (), 2, "both mean phone_number"),
        ("phone,mobile\n1,2\n", ("--column", "phone_number=mobile"), 1, "1 blocked"),
        (GOOD, ("--timezone", "Mars"), 2, "IANA zone"),
        (GOOD, ("--start", "10:00"), 2, "--start takes an instant"),
        (GOOD, ("--output", "x.xlsx"), 2, ".parquet"),
        (GOOD, ("--consents", "nowhere.csv"), 2, "no such file"),
        (GOOD, ("--profile", "nobody"), 2, "no profile"),
    ],
)
def test_exit_codes(tmp_path: Path, content: str, arguments: tuple[str, ...], code: int, words: str) -> None:
    (tmp_path / "calls.csv").write_text(content)
    done = run(tmp_path, "calls.csv", *arguments)
    assert done.returncode == code, done.stdout + done.stderr
    assert words in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_the_json_report(tmp_path: Path) -> None:
    import jsonschema

    (tmp_path / "calls.csv").write_text(GOOD + GOOD.split("\n")[1].replace("15:00:00Z", "05:00:00Z") + "\n")
    done = run(tmp_path, "calls.csv", "--format", "json")
    report = json.loads(done.stdout)
    jsonschema.validate(report, json.loads((ROOT / "complint/report/schema.json").read_text()))
    assert report["calls"] | {"data": {}} == {
        "rows": 2,
        "allowed": 1,
        "blocked": 1,
        "unknown": 0,
        "by_rule": {"calls/outside-calling-hours": 1},
        "dispatch": None,
        "data": {},
    }
    finding = next(one for one in report["findings"] if one["requirement"] == "us/federal/tcpa/calling-hours")
    assert finding["rows"] == {"count": 1, "first": [2]}
    assert finding["pointer"] is None
    sarif = json.loads(run(tmp_path, "calls.csv", "--format", "sarif").stdout)
    assert sarif["runs"][0]["properties"]["calls"]["rows"] == 2


def test_text_for_people(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text(GOOD.replace("15:00:00Z", "05:00:00Z"))
    text = run(tmp_path, "calls.csv").stdout
    assert "calls/outside-calling-hours" in text
    assert "2026-12-01T00:00:00-05:00 in America/New_York" in text
    assert "US-NY" in text
    assert "47 CFR" in text
    assert "no legal advice" in text


def batch(**more: Any) -> dict[str, Any]:
    people = [{"id": f"p{number}", "phone_number": f"+1212555{number:04d}"} for number in range(100, 106)]
    return {"call_name": "Spring", "agent_id": "agent_spring", "recipients": people, **more}


def test_a_batch_is_dialled_at_a_pace(verdicts: Verdicts) -> None:
    # 20:58 in New York; two at a time, a minute each
    found = verdicts(batch(scheduled_time_unix=1796176680, target_concurrency_limit=2), "b.json", call_seconds=60)
    assert [row["local_time"][11:16] for row in found] == ["20:58", "20:58", "20:59", "20:59", "21:00", "21:00"]
    late = ["calls/dispatch-outlasts-window" in row["rules"] for row in found]
    assert late == [False] * 4 + [True] * 2
    assert all("calls/outside-calling-hours" in row["rules"] for row in found[4:])
    assert found[0]["call_id"] == "p100"


def test_a_start_that_is_no_instant(verdicts: Verdicts) -> None:
    found = verdicts(batch(scheduled_time_unix="soon"), "b.json", start="2026-12-01T16:00:00Z")
    assert all("document/schema-violation" in row["notices"] for row in found)
    assert found[0]["local_time"] == "2026-12-01T11:00:00-05:00"


def test_only_variables_that_speak_of_the_call_decide(verdicts: Verdicts) -> None:
    body = batch(scheduled_time_unix=1796137200)
    variables = {
        "state": "HI",
        "number": "+18085550142",
        "phone": "x",
        "recipient_state": "KY",
        "internal_dnc": "yes",
        "purpose": "service",
    }
    body["recipients"] = [
        {"phone_number": "+12125550142", "conversation_initiation_client_data": {"dynamic_variables": variables}}
    ]
    (row,) = verdicts(body, "b.json")
    assert row["phone_number"] == "+12125550142"
    assert row["jurisdictions"] == "US;US-KY;US-NY"
    assert "calls/on-internal-dnc" in row["rules"]
    assert "calls/on-national-dnc" not in row["rules"] + row["notices"]


def test_a_single_call(verdicts: Verdicts) -> None:
    (row,) = verdicts({"agent_id": "a", "to_number": "+12125550142"}, "c.json", start="2026-12-01T16:00:00Z")
    assert row["local_time"] == "2026-12-01T11:00:00-05:00"


def test_a_campaign_counts_its_retries(verdicts: Verdicts) -> None:
    body = {
        "call_name": "Spring",
        "agent_id": "a",
        "channel_config": {"channel": "phone"},
        "scheduled_time_unix": 1796137200,
        "recipients": [{"phone_number": "+13055550142"}],
        "policy": {
            "timezone": "America/New_York",
            "calling_periods": [{"weekdays": [1], "intervals": [{"start": "10:00", "end": "12:00"}]}],
        },
    }
    for retry, capped in (
        ({"max_total_calls": 4, "retry_delay_seconds": 3600}, True),
        ({"max_total_calls": 4, "retry_delay_seconds": 36000}, False),
        ({"max_total_calls": 3, "retry_delay_seconds": 60}, False),
    ):
        body["policy"] = {**body["policy"], "retry": retry}  # type: ignore[dict-item]
        (row,) = verdicts(body, "c.json")
        assert ("calls/too-many-calls" in row["rules"]) is capped
        assert "calls/campaign-window-too-wide" not in row["rules"]


def test_a_time_that_happens_twice_must_be_lawful_twice(verdicts: Verdicts) -> None:
    # read in Honolulu's neighbour on the other side: 01:30 in New York is 05:30 or 06:30 in London, lawful for neither
    twice = "phone,scheduled_at,timezone,recipient_timezone\n+12125550142,2026-11-01 01:30,America/New_York,{}\n"
    found = [verdicts(twice.format(zone))[0]["rules"] for zone in ("Asia/Tokyo", "Asia/Karachi")]
    # 14:30 and 15:30 in Tokyo; 10:30 and 11:30 in Karachi: both lawful
    assert not any("outside" in rules for rules in found)
    (row,) = verdicts(twice.format("Asia/Brunei").replace("01:30", "01:30"))
    assert "outside" not in row["rules"]
    (row,) = verdicts(twice.format("Pacific/Kiritimati"))  # 19:30 and 20:30
    assert "outside" not in row["rules"]
    (row,) = verdicts(twice.format("Pacific/Kiritimati").replace("01:30", "01:45").replace("+1212", "+1305"))
    assert "outside" in row["rules"]  # 19:45 is inside Florida's window, 20:45 is not


def test_zero_retention_blocks_every_row_of_a_batch(verdicts: Verdicts, tmp_path: Path) -> None:
    (tmp_path / "agents.json").write_text('{"agents": [{"config": "agent_configs/clinic.json", "id": "agent_spring"}]}')
    (tmp_path / "agent_configs").mkdir()
    agent = {
        "name": "Clinic",
        "conversation_config": {"agent": {"prompt": {"prompt": "Remind."}}},
        "platform_settings": {"privacy": {"zero_retention_mode": True}},
    }
    (tmp_path / "agent_configs/clinic.json").write_text(json.dumps(agent))
    found = verdicts(batch(scheduled_time_unix=1796137200), "b.json")
    assert all("hipaa/batch-call-under-zero-retention" in row["rules"] for row in found)


def test_texts_of_a_table_are_judged_by_distinct_value(tmp_path: Path) -> None:
    rows = "".join(f'+1212555{number:04d},2026-12-01T15:00:00Z,"Hi, this is Larkspur."\n' for number in range(100, 130))
    (tmp_path / "calls.csv").write_text("phone,scheduled_at,first_message\n" + rows)
    report = json.loads(run(tmp_path, "calls.csv", "--format", "json").stdout)
    found = [one for one in report["findings"] if one["rule"] == "disclosure/undisclosed-ai"]
    assert [one["rows"]["count"] for one in found] == [30]
    assert found[0]["rows"]["first"] == list(range(1, 21))


def test_tables_in_a_project(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text(GOOD.replace("15:00:00Z", "05:00:00Z"))
    (tmp_path / "people.csv").write_text("phone,name\n+12125550142,x\n")
    (tmp_path / "dnc.csv").write_text("phone,scheduled_at\n+12125550142,2026-12-01T05:00:00Z\n")
    (tmp_path / "complint.yaml").write_text("calls: {internal_dnc: dnc.csv}\n")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COMPLINT_CACHE_DIR": str(tmp_path / ".cache")}
    command = [sys.executable, "-P", "-m", "complint", "check", ".", "--format", "json"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    kinds = {one["path"]: one.get("kind") or one["skipped"] for one in report["documents"]}
    assert kinds["calls.csv"] == "schedule"
    assert "under calls" in kinds["dnc.csv"]
    assert "without a column" in kinds["people.csv"]
    found = [one for one in report["findings"] if one["path"] == "calls.csv"]
    assert {one["rule"] for one in found} == {"calls/outside-calling-hours"}
    assert all(one["pointer"] is None and one["rows"]["count"] == 1 for one in found)
    assert done.returncode == 1


def test_a_zone_that_is_none_is_told_whatever_other_rows_need(verdicts: Verdicts) -> None:
    found = verdicts("phone,scheduled_at,timezone\n+12125550142,2026-12-01T15:00:00Z,Nowhere/Land\n")
    assert "document/schema-violation" in found[0]["rules"] + found[0]["notices"]
