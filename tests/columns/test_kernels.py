"""Kernels equal their scalar twins: numbers, clocks with gaps and overlaps, months, business days, dials, slots."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complint.columns.clocks import add_months, instants, offsets_at
from complint.columns.days import BusinessDays, within_months
from complint.columns.dials import Dials
from complint.columns.phones import national
from complint.columns.slots import Slots, local_time, next_open
from complint.columns.times import LOCAL, ODD, ZONED, iso_seconds

UTC = datetime.UTC
ZONES = ("America/New_York", "America/Phoenix", "Australia/Lord_Howe", "Europe/London", "Asia/Kathmandu")
EPOCH = datetime.datetime(1970, 1, 1)


def one_national(text: str | None) -> int:
    """The twin: ten digits, or eleven that begin with 1, with nothing but the usual signs between them."""
    if text is None:
        return 0
    body = text.encode()
    plus = body[:1] == b"+"
    rest = body[1:] if plus else body
    if any(byte not in b"0123456789 .-()" for byte in rest):
        return 0
    digits = bytes(byte for byte in rest if 48 <= byte <= 57)
    if len(digits) == 11 and digits[:1] == b"1":
        return int(digits[1:])
    return int(digits) if len(digits) == 10 and not plus else 0


numbers = st.one_of(
    st.from_regex(r"\+1[0-9]{10}", fullmatch=True),
    st.from_regex(r"[+]?1?[ .(-]{0,2}[0-9]{3}[) .-]{0,2}[0-9]{3}[ .-]?[0-9]{3,5}", fullmatch=True),
    st.text(max_size=14),
    st.none(),
)


@given(st.lists(numbers, max_size=30), st.integers(0, 5))
@settings(max_examples=300, deadline=None)
def test_numbers(texts: list[str | None], cut: int) -> None:
    for kind in (pa.string(), pa.binary()):
        column = pa.array([t if t is None or kind == pa.string() else t.encode() for t in texts], kind).slice(cut)
        assert national(column).tolist() == [one_national(text) for text in texts[cut:]]


def test_numbers_that_all_have_the_usual_length() -> None:
    texts = ["+12125550142", "+1212555014x", "+1/125550142", "x12125550142", "+11234567890"]
    assert national(pa.array(texts)).tolist() == [2125550142, 0, 0, 0, 1234567890]


@given(st.datetimes(datetime.datetime(2001, 1, 1), datetime.datetime(2036, 1, 1)), st.sampled_from(ZONES))
@settings(max_examples=300, deadline=None)
def test_offsets_and_local_times(moment: datetime.datetime, zone: str) -> None:
    moment = moment.replace(microsecond=0)
    at = int(moment.replace(tzinfo=UTC).timestamp())
    local = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    offset = local.utcoffset()
    assert offset is not None
    assert offsets_at(zone, np.array([at]))[0] == offset.total_seconds()
    told = local_time(np.array([at]), np.array([int(offset.total_seconds())]))
    assert (told.weekday[0], told.second[0]) == (local.weekday(), local.hour * 3600 + local.minute * 60 + local.second)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    "day", ["2026-03-08", "2026-11-01", "2026-03-29", "2026-10-25", "2026-04-05", "2026-10-04", "2026-07-01"]
)
def test_every_local_quarter_of_a_day(zone: str, day: str) -> None:
    start = datetime.datetime.fromisoformat(day)
    times = [start + datetime.timedelta(minutes=15 * step) for step in range(96)]
    local = np.array([(one - EPOCH) // datetime.timedelta(seconds=1) for one in times])
    first, second, exists = instants(local, zone)
    for at, one in enumerate(times):
        both = sorted({int(one.replace(tzinfo=ZoneInfo(zone), fold=fold).timestamp()) for fold in (0, 1)})
        real = [s for s in both if datetime.datetime.fromtimestamp(s, ZoneInfo(zone)).replace(tzinfo=None) == one]
        assert exists[at] == bool(real)
        if real:
            assert (first[at], second[at]) == (real[0], real[-1])


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2037, 1, 1)), st.integers(0, 40), st.integers(-3, 3))
@settings(max_examples=300, deadline=None)
def test_months(day: datetime.date, months: int, around: int) -> None:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = datetime.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (following - datetime.timedelta(1)).day
    expected = datetime.date(year, month + 1, min(day.day, last))
    number = day.toordinal() - 719_163
    got = int(add_months(np.array([number]), np.array([months]))[0])
    assert got == expected.toordinal() - 719_163
    asked = np.array([got + around])
    assert within_months(np.array([number]), asked, np.array([months]))[0] == (number <= asked[0] <= got)


@given(st.integers(20_000, 20_400), st.integers(0, 60), st.sets(st.integers(20_000, 20_460), max_size=12))
@settings(max_examples=200, deadline=None)
def test_business_days(start: int, length: int, holidays: set[int]) -> None:
    counted = BusinessDays(holidays, 19_900, 20_500).since(np.array([start]), np.array([start + length]))[0]
    expected = sum((day + 3) % 7 < 5 and day not in holidays for day in range(start + 1, start + length + 1))
    assert counted == expected


dial = st.tuples(st.sampled_from([5, 7]), st.integers(1_000_000, 1_000_000 + 40), st.integers(1, 3))


@given(st.lists(dial, min_size=1, max_size=25), st.integers(1, 30))
@settings(max_examples=300, deadline=None)
def test_dials_before(rows: list[tuple[int, int, int]], seconds: int) -> None:
    key, at, attempts = (np.array(column, np.int64) for column in zip(*rows, strict=True))
    dials = Dials(key, at, attempts)
    got = dials.before(np.arange(len(rows)), seconds)
    for row, (number, moment, _) in enumerate(rows):
        before = [
            other
            for index, other in enumerate(rows)
            if other[0] == number and moment - seconds < other[1] <= moment and (other[1] < moment or index < row)
        ]
        assert got[row] == sum(other[2] for other in before)
        assert dials.others(row, moment, seconds)[0] == got[row]


def test_iso_texts_by_form() -> None:
    texts = ["2026-12-01T15:00:00Z", "2026-12-01 10:00-05:00", "2026-12-01T15:00", "soon", None, "2026-02-30T10:00:00Z"]
    seconds, forms = iso_seconds(pa.array(texts[:5]))
    assert forms.tolist() == [ZONED, ZONED, LOCAL, ODD, ODD]
    assert set(seconds[:3].tolist()) == {1796137200}
    assert iso_seconds(pa.array([texts[5], texts[0]]))[1][0] == ODD


def test_slots_are_filled_once_and_looked_up() -> None:
    filled: list[tuple[int, int]] = []

    def fill(key: int, at: Any) -> Any:
        filled.append((key, int(at[0])))
        return (at // 900 + key) % 7

    slots = Slots(fill)
    at = np.array([1_796_130_000, 1_796_133_600, 1_796_130_899, 1_900_000_000])
    keys = np.array([3, 3, 80, 3])
    for _ in range(2):
        assert slots.at(keys, at).tolist() == ((at // 900 + keys) % 7).tolist()
    assert len(filled) == 3
    start, cells = slots.stretch(3, 1_796_130_000, 1_799_000_000)
    assert cells[(1_796_133_600 - start) // 900] == (1_796_133_600 // 900 + 3) % 7


@given(st.lists(st.booleans(), max_size=40))
def test_next_open(closed: list[bool]) -> None:
    got = next_open(np.array(closed, bool)).tolist()
    assert got == [
        next((at for at in range(here, len(closed)) if not closed[at]), len(closed)) for here in range(len(closed))
    ]
