"""What the text of a cell means."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complint.calls.cells import DATE, LOCAL, ZONED, name_key, read_count, read_moment, read_word

AT = 1_796_137_200  # 2026-12-01T15:00:00Z


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-12-01T15:00:00Z", (AT, ZONED)),
        ("2026-12-01t15:00z", (AT, ZONED)),
        ("2026-12-01 10:00:00-05:00", (AT, ZONED)),
        ("2026-12-01 10:00:00 -0500", (AT, ZONED)),
        ("20261201T150000Z", (AT, ZONED)),
        ("2026-12-01T15:00:00.999Z", (AT, ZONED)),
        ("1796137200", (AT, ZONED)),
        ("1796137200.0", (AT, ZONED)),
        ("2026-12-01 15:00", (AT, LOCAL)),
        ("2026-12-01", (AT - 15 * 3600, DATE)),
    ],
)
def test_moments(text: str, moment: tuple[int, int]) -> None:
    assert read_moment(text) == moment


@pytest.mark.parametrize(
    "text",
    ["tomorrow", "12/01/2026", "2026-02-30T10:00Z", "1796137200000", "2099-01-01T00:00Z", "15:00", "", "2026", "12"],
)
def test_no_moments(text: str) -> None:
    assert read_moment(text) is None


@given(st.datetimes(datetime.datetime(2000, 1, 3), datetime.datetime(2037, 12, 30)), st.integers(-14 * 4, 14 * 4))
@settings(max_examples=200)
def test_a_written_instant_is_read(moment: datetime.datetime, quarters: int) -> None:
    aware = moment.replace(microsecond=0, tzinfo=datetime.timezone(datetime.timedelta(minutes=15 * quarters)))
    assert read_moment(aware.isoformat()) == (int(aware.timestamp()), ZONED)


@given(st.text(max_size=30))
def test_nothing_raises(text: str) -> None:
    read_moment(text)
    read_count(text)
    name_key(text)
    for name in ("purpose", "call_type", "yes_no", "consent_type"):
        read_word(name, text)


@pytest.mark.parametrize(
    ("column", "text", "index"),
    [
        ("purpose", "Sales", 0),
        ("purpose", "non-marketing", 1),
        ("call_type", "AI voice", 0),
        ("call_type", "human", 1),
        ("line_type", "Wireless", 1),
        ("consent_type", "PEWC", 2),
        ("rnd_result", "no data", 3),
        ("yes_no", "Y", 1),
        ("yes_no", "0", 0),
        ("yes_no", "perhaps", None),
    ],
)
def test_words(column: str, text: str, index: int | None) -> None:
    assert read_word(column, text) == index


def test_company_names() -> None:
    assert name_key("Larkspur Dental, LLC") == name_key("LARKSPUR  dental") != name_key("Larkspur Books")
    assert name_key("R&V Inc.") == name_key("R and V")
