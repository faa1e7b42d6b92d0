"""Helpers for tests of plans: random schedules, a plan made in a folder, and the check of what it wrote."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from complint.calls.check import Choice
from complint.calls.plan import Plan, make_plan
from complint.schedules.check import check_schedule, prepare
from complint.settings import Settings

NOW = 1_795_348_800  # 2026-11-22T12:00:00Z
DAY = 86_400

Row = dict[str, Any]

# area codes of single zones, of several, of caps (Florida, Oklahoma, Oregon, Maine, Maryland), of days without a window
AREAS = ("212", "270", "305", "405", "503", "207", "410", "504", "907", "808", "602", "787", "800", "011")
NUMBERS = [f"+1{area}55501{line}" for area in AREAS for line in ("42", "43")] + ["nonsense", ""]

CONSENT = (
    "I authorize Example Company to call me with offers at (212) 555-0142 using an artificial or prerecorded voice. "
    "I understand that my consent is not a condition of any purchase."
)
_SPANS = (
    (NOW - 2 * DAY, NOW + 20 * DAY),
    (1_804_550_400, 1_805_155_200),
)  # the second: clocks go forward on 2027-03-14


def instants() -> st.SearchStrategy[int]:
    return st.one_of(*(st.integers(first, last) for first, last in _SPANS))


def utc(at: int) -> str:
    import datetime

    return datetime.datetime.fromtimestamp(at, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def day(at: int) -> str:
    return utc(at)[:10]


@st.composite
def facts(draw: st.DrawFn) -> Row:
    """Draw what a row says of its call beside number and time; most calls could be made at some time."""
    row: Row = {
        "purpose": draw(st.sampled_from(["marketing", "marketing", "informational", ""])),
        "call_type": draw(st.sampled_from(["live", "live", "live", "artificial_voice"])),
        "internal_dnc": draw(st.sampled_from(["no"] * 9 + ["yes", ""])),
        "national_dnc": draw(st.sampled_from(["no"] * 9 + ["yes"])),
        "national_dnc_checked_at": day(NOW - draw(st.integers(-10, 40)) * DAY),
    }
    if draw(st.booleans()):
        row |= {
            "consent_type": draw(st.sampled_from(["pewc", "pec", "none"])),
            "consent_at": utc(NOW - draw(st.integers(-5, 30)) * DAY),
            "consent_source": "form",
            "consent_signer": "Ada Example",
            "consent_method": "typed",
            "consent_text": CONSENT,
        }
    if draw(st.integers(0, 5)) == 0:
        row |= {"ebr_type": "inquiry", "ebr_at": day(NOW - draw(st.integers(70, 95)) * DAY)}
    if draw(st.integers(0, 9)) == 0:
        row["revoked_at"] = day(NOW + draw(st.integers(-20, 10)) * DAY)
    if draw(st.integers(0, 9)) == 0:
        row["recipient_state"] = draw(st.sampled_from(["FL", "CA", "HI", "ZZ"]))
    return row


@st.composite
def table_rows(draw: st.DrawFn, *, timed: bool = True) -> list[Row]:
    """Draw rows with instants near one another, so that caps and lines matter."""
    near = draw(instants())
    rows = []
    for number in range(draw(st.integers(1, 14))):
        at = near + draw(st.integers(0, 30 * 3600))
        row = {"id": f"id{number}", "phone": draw(st.sampled_from(NUMBERS)), **draw(facts())}
        row["scheduled_at"] = utc(at) if timed or draw(st.integers(0, 2)) == 0 else ""
        row["attempts"] = draw(st.sampled_from([""] * 8 + ["2", "many"]))
        row["note"] = draw(st.sampled_from(["", "plain", 'a "quoted", one; yes', "two\nlines", "é"]))
        rows.append(row)
    return rows


def csv_text(rows: list[Row], delimiter: str = ",") -> str:
    headers = list(dict.fromkeys(key for row in rows for key in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, headers, delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def read_csv(path: str | Path, delimiter: str = ",") -> list[dict[str, str]]:
    with open(path, newline="", encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


def save(path: Path, content: Any) -> str:
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8", newline="")
    return str(path)


def planned(path: str, out: str, horizon_days: int = 14, **values: Any) -> Plan:
    _, check = prepare(path, Settings(), values, NOW)
    made = make_plan(check, Settings(), Choice(), out, horizon_days)
    with open(os.path.join(out, "plan.json"), encoding="utf-8") as stream:
        assert json.load(stream) == made.data
    data = made.data
    assert data["input"] == data["kept"] + data["moved"] + data["quarantined"]
    assert len(read_csv(os.path.join(out, "quarantine.csv"))) == data["quarantined"]
    return made


def verdicts_of(path: str, **values: Any) -> list[dict[str, str]]:
    table = f"{path}.verdicts.csv"
    check_schedule(path, Settings(), values, NOW, output=table)
    found = read_csv(table)
    os.unlink(table)
    return found


def assert_allowed(out: str, made: Plan, **values: Any) -> None:
    """Check every file of a plan with the same options, and its rows together."""
    total = 0
    for name in made.data["files"]:
        found = verdicts_of(os.path.join(out, name), **values)
        assert [row for row in found if row["verdict"] != "allowed"] == []
        total += len(found)
    assert total == made.data["kept"] + made.data["moved"]
