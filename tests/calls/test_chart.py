"""Calls by local hour: counts equal those made from the verdict table, windows equal a search by the quarter hour."""

from __future__ import annotations

import datetime
import json
import os
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import pytest

sys.path.insert(0, os.path.dirname(__file__))


from shipped import shipped

import complint.report
from complint.core.schedule import CLASSES, Chart
from complint.schedules.check import check_schedule
from complint.settings import Settings

UTC = datetime.UTC
NOW = 1_795_348_800  # 2026-11-22T12:00:00Z
SUNDAY = datetime.datetime(2026, 12, 6, tzinfo=UTC)
HEAD = "phone_number,scheduled_at,call_type,purpose,national_dnc,national_dnc_checked_at,internal_dnc\n"
BY_HOUR = {"calls/outside-calling-hours", "calls/forbidden-day"}


def chart_of(path: Path, output: str | None = None, **values: Any) -> Chart:
    report, _ = check_schedule(str(path), Settings(), values, NOW, output=output, whole=True)
    (schedule,) = report.schedules
    assert schedule.chart is not None
    return schedule.chart


def counted(chart: Chart) -> Counter[tuple[tuple[str, ...], int, str]]:
    found: Counter[tuple[tuple[str, ...], int, str]] = Counter()
    for clock in chart.clocks:
        for hour, row in enumerate(clock.hours):
            for name, number in zip(CLASSES, row, strict=True):
                if number:
                    found[clock.zones, hour, name] = number
    for name, number in zip(CLASSES, chart.elsewhere, strict=True):
        if number:
            found[(), 0, name] = number
    return found


def from_table(path: Path) -> Counter[tuple[tuple[str, ...], int, str]]:
    """Count the rows of a verdict table one by one."""
    import csv

    found: Counter[tuple[tuple[str, ...], int, str]] = Counter()
    with path.open(newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            kind = row["verdict"]
            if kind == "blocked" and BY_HOUR & set(row["rules"].split(";")):
                kind = "outside"
            times = [datetime.datetime.fromisoformat(one) for one in row["local_time"].split(";") if one]
            zones = tuple(row["zones"].split(";")) if times else ()
            hour = min(one.replace(tzinfo=None) for one in times).hour if times else 0
            found[zones, hour, kind] += 1
    return found


@pytest.mark.parametrize("seed", range(4))
def test_counts_equal_the_verdict_table(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("complint.calls.csv_rows._BLOCK", 2_000)
    chance = random.Random(seed)
    lines = [HEAD]
    for _ in range(200):
        # Florida's cap moves calls to "blocked" after their batch was counted; 270 and 208 lie in two zones
        area = chance.choice((305, 305, 212, 270, 208, 808, 999))
        at = SUNDAY + datetime.timedelta(minutes=15 * chance.randrange(0, 200))
        when = "" if chance.random() < 0.05 else f"{at:%Y-%m-%dT%H:%M:%SZ}"
        listed = chance.choice(("no", "no", "no", "yes", ""))
        number = f"+1{area}5550{chance.randrange(100, 104)}"
        lines.append(f"{number},{when},{chance.choice(('live', 'live', 'ai'))},marketing,no,2026-11-20,{listed}\n")
    path = tmp_path / "calls.csv"
    path.write_text("".join(lines), "utf-8")
    once = chart_of(path)
    twice = chart_of(path, output=str(tmp_path / "verdicts.csv"))
    assert counted(once) == counted(twice) == from_table(tmp_path / "verdicts.csv")
    assert once == twice
    assert sum(one.calls for one in once.clocks) + sum(once.elsewhere) == 200


def test_the_lawful_hours_are_those_of_every_law_and_of_some(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    law = shipped()
    days = [datetime.date(2026, 12, day) for day in (4, 5, 6, 7)]
    places = {"+12125550101": "US-NY", "+13055550101": "US-FL", "+12025550101": "US-DC"}
    rows = [
        f"{number},{day}T17:00:00Z,live,informational,no,2026-11-20,no\n"
        for number in places
        for day in (days[0], days[-1])
    ]
    path = tmp_path / "calls.csv"
    path.write_text(HEAD + "".join(rows), "utf-8")
    (clock,) = chart_of(path).clocks
    opened: set[int] = set()
    closed: set[int] = set()
    for day in days:
        for quarter in range(96):
            at = datetime.datetime(day.year, day.month, day.day, 5, tzinfo=UTC) + datetime.timedelta(
                minutes=15 * quarter
            )
            for place in places.values():
                broken = law.judge(clock.zones, ("US", place), at, "live", "informational")
                weights = {one.rule for one in broken if one.bound.weight == "error"}
                if "calls/forbidden-day" not in weights:
                    (closed if weights else opened).add(quarter)
    assert _quarters(clock.always) == opened - closed
    assert _quarters(clock.partly) == opened & closed


def _quarters(stretches: tuple[tuple[int, int], ...]) -> set[int]:
    return {minute // 15 for start, end in stretches for minute in range(start, end, 15)}


def test_a_campaign_has_no_hours_of_its_own_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "campaign.json"
    path.write_text(
        '{"call_name": "Spring", "agent_id": "agent_1", "policy": {"variant": "simple"},'
        ' "recipients": [{"phone_number": "+12125550101"}]}',
        "utf-8",
    )
    chart = chart_of(path)
    assert chart.clocks == ()
    assert "calling periods" in (chart.note or "")


def test_nothing_is_counted_unless_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "calls.csv"
    path.write_text(HEAD + "+12125550101,2026-12-01T17:00:00Z,live,informational,no,2026-11-20,no\n", "utf-8")
    report, result = check_schedule(str(path), Settings(), {}, NOW)
    assert result.chart is None
    assert report.schedules == ()


def test_check_tells_the_numbers_of_the_schedules_it_met(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from complint.report import load
    from complint.report.view import View
    from complint.run import Options, check

    monkeypatch.chdir(tmp_path)
    (tmp_path / "calls.csv").write_text(
        HEAD + "+12125550101,2026-12-01T05:00:00Z,live,informational,no,2026-11-20,no\n"
    )
    (tmp_path / "batch.json").write_text(
        '{"call_name": "Spring", "agent_id": "agent_1", "recipients": [{"phone_number": "+12125550101"}]}'
    )
    plain = check(Options((".",), "2026-11-22"), Settings())
    assert {one.path: one.chart for one in plain.schedules} == {"batch.json": None, "calls.csv": None}
    drawn = {one.path: one for one in check(Options((".",), "2026-11-22", charts=True), Settings()).schedules}
    chart = drawn["calls.csv"].chart
    assert chart is not None
    assert chart.clocks[0].hours[0] == (0, 1, 0, 0)
    timeless = drawn["batch.json"].chart
    assert timeless is not None
    assert "no start" in (timeless.note or "")
    data = json.loads(load("json").render(plain, View()))
    jsonschema.validate(data, json.loads((Path(complint.report.__file__).parent / "schema.json").read_text("utf-8")))
    assert [one["path"] for one in data["schedules"]] == ["batch.json", "calls.csv"]
    assert data["schedules"][1]["calls"]["blocked"] == 1
