"""Caps over rows, attempts and history against a naive count; the next lawful instant against a search by the quarter hour."""

from __future__ import annotations

import datetime
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, os.path.dirname(__file__))

from shipped import shipped

from complint.calls.place import place

Verdicts = Callable[..., list[dict[str, str]]]
UTC = datetime.UTC
START = datetime.datetime(2026, 11, 30, 15, tzinfo=UTC)
CONFIG = (
    "calls: {internal_dnc: none.csv, national_dnc: {path: none.txt, downloaded_at: 2026-11-20}, history: history.csv}"
)


def capped(
    rows: list[tuple[str, datetime.datetime, int]], history: list[tuple[str, datetime.datetime]], row: int
) -> bool:
    """Tell whether a row exceeds Florida's three calls in 24 hours, counting one by one."""
    number, at, attempts = rows[row]
    before = sum(number == other and at - datetime.timedelta(hours=24) < then <= at for other, then in history)
    for index, (other, then, many) in enumerate(rows):
        if (
            other == number
            and index != row
            and at - datetime.timedelta(hours=24) < then <= at
            and (then < at or index < row)
        ):
            before += many
    return before + attempts > 3


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("output", [True, False])
def test_caps_equal_a_naive_count(
    seed: int, output: bool, verdicts: Verdicts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("complint.calls.csv_rows._BLOCK", 1_500)
    chance = random.Random(seed)

    def at() -> datetime.datetime:
        return START + datetime.timedelta(hours=chance.choice((0, 1, 2, 5, 23, 24, 25, 48)))

    numbers = [f"+1305555{number:04d}" for number in range(100, 112)]
    rows = [(chance.choice(numbers), at(), chance.choice((1, 1, 2))) for _ in range(120)]
    history = [(chance.choice(numbers), at() - datetime.timedelta(hours=24)) for _ in range(12)]
    (tmp_path / "none.csv").write_text("phone_number\n")
    (tmp_path / "none.txt").write_text("2015550100\n")
    lines = "\n".join(f"{number},{then.isoformat()}" for number, then in history)
    (tmp_path / "history.csv").write_text("phone_number,called_at\n" + lines + "\n")
    text = "phone,scheduled_at,attempts,call_type\n"
    text += "".join(f"{number},{then.isoformat()},{many},live\n" for number, then, many in rows)
    expected = [capped(rows, history, row) for row in range(len(rows))]
    if output:
        found = verdicts(text, config=CONFIG)
        got = ["calls/too-many-calls" in row["rules"] for row in found]
        assert got == expected
        for row, verdict in enumerate(found):
            if expected[row] and verdict["rules"] == "calls/too-many-calls" and verdict["next_lawful_utc"]:
                then = datetime.datetime.fromisoformat(verdict["next_lawful_utc"])
                assert then > rows[row][1]
                moved = [*rows[:row], (rows[row][0], then, rows[row][2]), *rows[row + 1 :]]
                assert not capped(moved, history, row)
    else:  # the sums of a check without a table, which reads once
        from complint.config import load_settings
        from complint.schedules.check import check_schedule

        (tmp_path / "complint.yaml").write_text(CONFIG)
        (tmp_path / "calls.csv").write_text(text)
        monkeypatch.chdir(tmp_path)
        _, result = check_schedule(str(tmp_path / "calls.csv"), load_settings("."), {}, 1_795_348_800)
        assert result.by_rule.get("calls/too-many-calls", 0) == sum(expected)
        assert sum(result.verdicts) == len(rows)
        found = verdicts(text, config=CONFIG)
        assert result.verdicts[1] == sum(row["verdict"] == "blocked" for row in found)


def test_next_lawful_is_the_first_open_quarter(verdicts: Verdicts, tmp_path: Path) -> None:
    chance = random.Random(5)
    law = shipped()
    numbers = [
        "+12055550142",
        "+12125550142",
        "+16015550142",
        "+14015550142",
        "+19075550142",
        "+18505550142",
        "+16055550142",
    ]
    rows: list[tuple[str, datetime.datetime]] = []
    for _ in range(120):
        day = chance.choice(("2026-11-25", "2026-12-24", "2026-12-31", "2027-03-13", "2026-11-01"))
        at = datetime.datetime.fromisoformat(day + "T00:00:00+00:00") + datetime.timedelta(
            seconds=chance.randrange(2 * 86400)
        )
        rows.append((chance.choice(numbers)[:-4] + f"{len(rows):04d}", at))
    (tmp_path / "none.csv").write_text("phone_number\n")
    header = "phone,scheduled_at,call_type,national_dnc,dnc_checked_at,internal_dnc\n"
    found = verdicts(header + "".join(f"{n},{t.isoformat()},live,no,2026-12-20,no\n" for n, t in rows))
    for (number, at), row in zip(rows, found, strict=True):
        if "stale-dnc-list" in row["rules"]:
            assert row["next_lawful_utc"] == ""
            continue
        where = place(number)
        moment = at
        while any(r.blocks for r in law.judge(where.zones, where.jurisdictions, moment, "live", "marketing")):
            moment = datetime.datetime.fromtimestamp((int(moment.timestamp()) // 900 + 1) * 900, UTC)
        assert row["next_lawful_utc"] == moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_only_what_time_cures_has_a_next_instant(verdicts: Verdicts) -> None:
    found = verdicts(
        "phone,scheduled_at,consent,internal_dnc\n+12125550142,2026-12-01T05:00Z,none,no\n+18005550142,2026-12-01T05:00Z,none,no\n"
    )
    assert [row["next_lawful_utc"] for row in found] == ["", ""]
