"""`complint calls plan` on tables and complint schedules: nothing is lost, and all that is written may be dialled."""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from complint.calls import plan as plan_module
from complint.core.errors import ComplintError

sys.path.insert(0, os.path.dirname(__file__))

import planning
from planning import Row, assert_allowed, csv_text, planned, read_csv, save, utc, verdicts_of

LAWFUL: Row = {"call_type": "live", "purpose": "informational", "internal_dnc": "no"}
SELLING: Row = {
    "call_type": "live",
    "purpose": "marketing",
    "internal_dnc": "no",
    "national_dnc": "no",
    "national_dnc_checked_at": "2026-11-20",
}
FORMS = ("csv", "semicolon", "jsonl", "parquet", "typed", "body", "yaml")


def write_form(folder: Path, form: str, rows: list[Row]) -> str:
    if form == "csv":
        return save(folder / "calls.csv", csv_text(rows))
    if form == "semicolon":
        return save(folder / "calls.csv", b"\xef\xbb\xbf" + re.sub("(?<!\r)\n", "\r\n", csv_text(rows, ";")).encode())
    if form == "jsonl":
        return save(folder / "calls.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    if form == "body":
        return save(folder / "calls.json", {"schema": "complint-calls/1", "calls": rows})
    if form == "yaml":
        return save(folder / "calls.yaml", {"calls": rows})  # JSON is YAML
    headers = list(dict.fromkeys(key for row in rows for key in row))
    columns: dict[str, Any] = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in headers}
    if form == "typed":
        texts = [row["scheduled_at"].rstrip("Z") or None for row in rows]
        columns["scheduled_at"] = (
            pa.array(texts, pa.string()).cast(pa.timestamp("ms")).cast(pa.timestamp("ms", tz="UTC"))
        )
    path = str(folder / "calls.parquet")
    pq.write_table(pa.table(columns), path)
    return path


def read_form(path: str, form: str) -> list[Row]:
    if form in ("csv", "semicolon"):
        return list(read_csv(path, ";" if form == "semicolon" else ","))
    if form == "jsonl":
        return [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]
    if form in ("body", "yaml"):
        from complint.text.load import load
        from complint.text.source import read_source

        data: Any = load(read_source(path, max_bytes=10**6)).documents[0]
        return list(data["calls"])
    found: list[Row] = pq.read_table(path).to_pylist()
    return found


def text(value: Any) -> str:
    return "" if value is None else utc(int(value.timestamp())) if hasattr(value, "timestamp") else str(value)


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
@settings(
    max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)
def test_nothing_is_lost_and_what_is_written_is_allowed(form: str, data: st.DataObject) -> None:
    model = data.draw(st.booleans())
    rows = data.draw(planning.table_rows(timed=not model))
    rows = [
        {key: value.replace("\n", "\r\n") if form == "semicolon" else value for key, value in row.items()}
        for row in rows
    ]
    values: dict[str, Any] = {}
    if model:
        start = data.draw(planning.instants())
        values = {"start": utc(start), "concurrency": data.draw(st.integers(1, 3)), "call_seconds": 600}
    writes = 0
    write_once = plan_module._Maker._write_once

    def counted(self: Any) -> Any:
        nonlocal writes
        writes += 1
        return write_once(self)

    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan_module._Maker, "_write_once", counted)
        path, out = write_form(Path(folder), form, rows), os.path.join(folder, "out")
        before = verdicts_of(path, **values)
        made = planned(path, out, **values)
        assert_allowed(out, made, **values)
        assert writes == 1  # what the plan says is right at once, not by taking out what turned out wrong
        after = {row["id"]: row for row in read_form(os.path.join(out, made.data["files"][0]), form)}
        apart = {row["call_id"] for row in read_csv(os.path.join(out, "quarantine.csv"))}
    assert made.data["input"] == len(rows)
    assert apart | set(after) == {row["id"] for row in rows}
    assert not apart & set(after)
    kept = 0
    for row, verdict in zip(rows, before, strict=True):
        if verdict["verdict"] == "allowed":
            kept += 1
            assert row["id"] in after
            if row["scheduled_at"]:
                assert {key: text(after[row["id"]][key]) for key in row} == row
        elif row["id"] in after:
            assert verdict["verdict"] == "blocked"
            changed = {key for key in row if text(after[row["id"]][key]) != row[key]}
            assert changed == {"scheduled_at"}
            if row["scheduled_at"]:
                assert text(after[row["id"]]["original_scheduled_at"]) == row["scheduled_at"]
    assert made.data["kept"] == kept
    if model:
        assert_lines(after, rows, values)


def assert_lines(after: dict[str, Row], rows: list[Row], values: dict[str, Any]) -> None:
    """Of the calls that had no time of their own, no more than the lines are on at once."""
    import datetime

    begun = [
        int(datetime.datetime.fromisoformat(text(after[row["id"]]["scheduled_at"])).timestamp())
        for row in rows
        if not row["scheduled_at"] and row["id"] in after
    ]
    for one in begun:
        assert sum(one - values["call_seconds"] < other <= one for other in begun) <= values["concurrency"]


@given(data=st.data())
@settings(
    max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)
def test_a_call_by_itself_goes_to_the_next_lawful_instant_of_the_check(data: st.DataObject) -> None:
    at = data.draw(planning.instants())
    number = data.draw(st.sampled_from(planning.NUMBERS))
    row = {"id": "one", "phone": number, "scheduled_at": utc(at), **data.draw(st.sampled_from([LAWFUL, SELLING]))}
    row["national_dnc_checked_at"] = utc(at)
    with tempfile.TemporaryDirectory() as folder:
        path, out = save(Path(folder) / "calls.csv", csv_text([row])), os.path.join(folder, "out")
        (verdict,) = verdicts_of(path)
        planned(path, out)
        found = [one["scheduled_at"] for one in read_csv(os.path.join(out, "plan.csv"))]
    assert found == ([verdict["next_lawful_utc"]] if verdict["next_lawful_utc"] else [])


def plan_rows(folder: Path, rows: list[Row], **values: Any) -> dict[str, dict[str, str]]:
    path = save(folder / "calls.csv", csv_text(rows))
    made = planned(path, str(folder / "out"), **values)
    assert_allowed(str(folder / "out"), made, **values)
    return {row["id"]: row for row in read_csv(folder / "out" / "plan.csv")}


def test_what_time_cures_and_what_it_does_not(tmp_path: Path) -> None:
    rows: list[Row] = [
        {"id": "kept", "phone": "+12125550142", "scheduled_at": "2026-12-01T15:00:00Z", **LAWFUL},
        {"id": "late", "phone": "+12125550143", "scheduled_at": "2026-12-02T02:30:00Z", **LAWFUL},
        {"id": "sunday", "phone": "+15045550142", "scheduled_at": "2026-12-06T18:00:00Z", **SELLING},
        {
            "id": "listed",
            "phone": "+12125550144",
            "scheduled_at": "2026-12-02T02:30:00Z",
            **LAWFUL,
            "internal_dnc": "yes",
        },
        {"id": "unknown", "phone": "+18005550142", "scheduled_at": "2026-12-01T15:00:00Z", **LAWFUL},
        {"id": "timeless", "phone": "+12125550145", "scheduled_at": "", **LAWFUL},
    ]
    found = plan_rows(tmp_path, rows)
    assert {key: (row["scheduled_at"], row["original_scheduled_at"]) for key, row in found.items()} == {
        "kept": ("2026-12-01T15:00:00Z", ""),
        "late": ("2026-12-02T13:00:00Z", "2026-12-02T02:30:00Z"),
        "sunday": ("2026-12-07T14:00:00Z", "2026-12-06T18:00:00Z"),
    }
    apart = {row["call_id"]: row["rules"] for row in read_csv(tmp_path / "out" / "quarantine.csv")}
    assert apart == {
        "listed": "calls/on-internal-dnc;calls/outside-calling-hours",
        "unknown": "calls/unknown-time-zone",
        "timeless": "calls/unzoned-timestamp",
    }


def test_a_registry_copy_that_grows_too_old_on_the_way(tmp_path: Path) -> None:
    late = {"phone": "+12125550142", "scheduled_at": "2026-12-02T02:30:00Z", **SELLING}
    rows = [
        {**late, "id": "fresh", "national_dnc_checked_at": "2026-11-01"},
        {**late, "id": "stale", "national_dnc_checked_at": "2026-10-31", "phone": "+12125550143"},
    ]
    assert list(plan_rows(tmp_path, rows)) == ["fresh"]


def test_a_cap_moves_later_dials_and_never_those_that_were_lawful(tmp_path: Path) -> None:
    times = [f"2026-12-01T{hour}:00:00Z" for hour in ("09", "15", "16", "17", "18")]
    rows = [{"id": str(n), "phone": "+13055550142", "scheduled_at": at, **SELLING} for n, at in enumerate(times)]
    found = {key: row["scheduled_at"] for key, row in plan_rows(tmp_path, rows).items()}
    # row 0 counts as a dial although it is blocked, so rows 3 and 4 exceed the cap of three
    assert found == {
        "0": "2026-12-01T13:00:00Z",
        "1": times[1],
        "2": times[2],
        "3": "2026-12-02T13:00:00Z",
        "4": "2026-12-02T15:00:00Z",
    }


def test_dials_of_the_history_count(tmp_path: Path) -> None:
    history = save(tmp_path / "dialled.csv", "phone_number,called_at\n" + "+13055550142,2026-12-01T14:00:00Z\n" * 3)
    row = {"id": "a", "phone": "+13055550142", "scheduled_at": "2026-12-01T15:00:00Z", **SELLING}
    assert plan_rows(tmp_path, [row], history=history)["a"]["scheduled_at"] == "2026-12-02T14:00:00Z"


def test_the_horizon_ends_the_search(tmp_path: Path) -> None:
    row = {"id": "a", "phone": "+15045550142", "scheduled_at": "2026-12-06T13:59:00Z", **SELLING}
    path = save(tmp_path / "calls.csv", csv_text([row]))
    assert planned(path, str(tmp_path / "one"), 1).data["quarantined"] == 1
    assert planned(path, str(tmp_path / "two"), 2).data["moved"] == 1


def test_moved_calls_share_the_lines(tmp_path: Path) -> None:
    rows = [{"id": str(n), "phone": f"+1212555014{n}", **LAWFUL} for n in range(5)]
    found = plan_rows(tmp_path, rows, start="2026-12-02T02:30:00Z", concurrency=2, call_seconds=120)
    assert [row["scheduled_at"] for row in found.values()] == [
        "2026-12-02T13:00:00Z",
        "2026-12-02T13:00:00Z",
        "2026-12-02T13:02:00Z",
        "2026-12-02T13:02:00Z",
        "2026-12-02T13:04:00Z",
    ]


def test_times_keep_the_writing_of_their_column(tmp_path: Path) -> None:
    seconds = 1_796_178_600  # 2026-12-02T02:30:00Z
    path = save(tmp_path / "calls.jsonl", json.dumps({"phone": "+12125550142", "call_at": seconds, **LAWFUL}) + "\n")
    planned(path, str(tmp_path / "lines"))
    (row,) = read_form(str(tmp_path / "lines" / "plan.jsonl"), "jsonl")
    assert (row["call_at"], row["original_scheduled_at"]) == (seconds + 37_800, seconds)
    local = pa.array([1_796_178_600 - 5 * 3600], pa.timestamp("s")).cast(pa.timestamp("ms"))
    columns = {"phone": ["+12125550142"], "start_time": local, **{name: [value] for name, value in LAWFUL.items()}}
    pq.write_table(pa.table(columns), tmp_path / "calls.parquet")
    planned(str(tmp_path / "calls.parquet"), str(tmp_path / "typed"), timezone="America/New_York")
    found = pq.read_table(tmp_path / "typed" / "plan.parquet")
    assert found.schema.field("start_time").type == pa.timestamp("ms")
    assert found.column("start_time").to_pylist()[0].isoformat() == "2026-12-02T08:00:00"
    assert found.column("original_scheduled_at").to_pylist() == ["2026-12-01T21:30:00"]


def test_the_bytes_of_other_cells_stay(tmp_path: Path) -> None:
    body = b"phone,scheduled_at,call_type,purpose,internal_dnc,name\n+12125550142,%s,live,service,no,Ren\xe9\n"
    path = save(tmp_path / "calls.csv", body % b"2026-12-01T15:00:00Z")
    planned(path, str(tmp_path / "out"))
    assert b"Ren\xe9," in (tmp_path / "out" / "plan.csv").read_bytes()


def test_a_plan_is_planned_again_without_a_change(tmp_path: Path) -> None:
    rows = [{"id": "late", "phone": "+12125550143", "scheduled_at": "2026-12-02T02:30:00Z", **LAWFUL}]
    first = plan_rows(tmp_path, rows)
    made = planned(str(tmp_path / "out" / "plan.csv"), str(tmp_path / "again"))
    assert made.data["kept"] == 1
    assert {row["id"]: row for row in read_csv(tmp_path / "again" / "plan.csv")} == first


def test_a_schedule_body_keeps_what_else_it_says(tmp_path: Path) -> None:
    late = {"phone_number": "+12125550142", "when_to_call": "x", "scheduled_at": "2026-12-02T02:30:00Z"}
    body = {
        "schema": "complint-calls/1",
        "timezone": "America/New_York",
        "defaults": LAWFUL,
        "calls": [late, {"phone_number": ""}],
    }
    planned(save(tmp_path / "calls.json", body), str(tmp_path / "out"))
    moved = {**late, "scheduled_at": "2026-12-02T13:00:00Z", "original_scheduled_at": late["scheduled_at"]}
    assert json.loads((tmp_path / "out" / "plan.calls.json").read_text("utf-8")) == {**body, "calls": [moved]}


def test_a_single_call_is_refused(tmp_path: Path) -> None:
    path = save(tmp_path / "call.json", {"agent_id": "agent_a", "to_number": "+12125550142"})
    with pytest.raises(ComplintError, match="calls when"):
        planned(path, str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()
