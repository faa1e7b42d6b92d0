"""The opening texts in the rows of a table."""

from pathlib import Path

import pytest

from complint.calls import own_texts
from complint.schedules.check import prepare
from complint.settings import Settings


def test_texts_that_were_not_judged_are_said_to_be_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_texts, "MOST", 3)
    lines = [f'+12125550142,2026-12-01T17:00:00Z,"Hello {number}, I am a virtual assistant."' for number in range(5)]
    path = tmp_path / "calls.csv"
    path.write_text("phone_number,scheduled_at,first_message\n" + "\n".join([*lines, lines[0]]) + "\n")
    report, _ = prepare(str(path), Settings(), {}, 1_795_348_800)
    told = [one for one in report.findings if "were not judged" in one.message]
    assert [(one.rule, one.outcome, one.rows and one.rows.first) for one in told] == [
        ("disclosure/unverifiable-opening", "unknown", (4, 5))
    ]
