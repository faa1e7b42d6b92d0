"""Holidays by rule: the listed years of the federal and state calendars, an independent package for the others, business days."""

from __future__ import annotations

import datetime
import os
import sys

import holidays as package
import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, os.path.dirname(__file__))

from oracle import HOLIDAYS
from shipped import shipped

from complint.calls.holidays import (
    add_business_days,
    date_of,
    days_of_year,
    easter,
    federal_holidays,
    is_business_day,
)

FEDERAL_LISTED = {
    2026: "01-01 01-19 02-16 05-25 06-19 07-03 07-04 09-07 10-12 11-11 11-26 12-25",
    2027: "01-01 01-18 02-15 05-31 06-18 06-19 07-04 07-05 09-06 10-11 11-11 11-25 12-24 12-25 12-31",
}
DAY = datetime.date(2026, 11, 22)


@pytest.mark.parametrize("year", FEDERAL_LISTED)
def test_federal_holidays_of_the_listed_years(year: int) -> None:
    assert [f"{day:%m-%d}" for day in federal_holidays(year)] == FEDERAL_LISTED[year].split()


@pytest.mark.parametrize("year", range(2021, 2060))
def test_federal_holidays_of_other_years(year: int) -> None:
    assert set(federal_holidays(year)) == set(package.country_holidays("US", years=year))


def state_days(state: str, year: int) -> set[str]:
    (law,) = [d for d in shipped().of(f"US-{state}", DAY).days if d.bound.id.endswith("/forbidden-days")]
    return {day.isoformat() for day in law.holidays.days(year)}


@pytest.mark.parametrize("state", ["AL", "LA", "PA", "RI", "UT"])
def test_state_holidays_of_the_listed_years(state: str) -> None:
    assert state_days(state, 2026) | state_days(state, 2027) == set(HOLIDAYS[state])


# what the package has and no law of calls: inaugurations, and the days in doubt
_DOUBTFUL = ("Juneteenth", "Good Friday", "Day After Thanksgiving", "Inauguration")


@pytest.mark.parametrize("state", ["AL", "LA", "PA", "RI", "UT"])
def test_state_holidays_of_other_years(state: str) -> None:
    for year in range(2028, 2045):
        listed = package.country_holidays("US", subdiv=state, years=year)
        doubtful = _DOUBTFUL if state in ("UT", "PA") else ("Good Friday", "Inauguration")
        expected = {day.isoformat() for day, name in listed.items() if not any(word in name for word in doubtful)}
        assert state_days(state, year) == expected, year


@pytest.mark.parametrize(
    ("on", "year", "day"),
    [
        ("07-04", 2026, "2026-07-04"),
        ("mon-3-01", 2026, "2026-01-19"),
        ("mon--1-05", 2027, "2027-05-31"),
        ("fri--1-04", 2026, "2026-04-24"),
        ("mon-1-11+1", 2026, "2026-11-03"),
        ("thu-4-11+1", 2026, "2026-11-27"),
        ("easter", 2026, "2026-04-05"),
        ("easter-2", 2027, "2027-03-26"),
        ("easter-47", 2027, "2027-02-09"),
    ],
)
def test_forms_of_a_day(on: str, year: int, day: str) -> None:
    assert str(date_of(on, year)) == day


def test_days_that_a_year_has_not() -> None:
    assert date_of("02-29", 2027) is None
    assert date_of("mon-5-02", 2027) is None


@pytest.mark.parametrize("on", ["", "7-4", "02-30", "13-01", "mon-6-01", "mon-0-01", "xmas", "mon-1-13"])
def test_what_is_no_day_is_refused(on: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        date_of(on, 2026)


def test_observed_days() -> None:
    new_year = {"name": "First", "on": "01-01", "observed": "nearest-weekday"}
    assert days_of_year((new_year,), 2027) == {
        datetime.date(2027, 1, 1): "First",
        datetime.date(2027, 12, 31): "First (observed)",
    }
    monday = {"name": "First", "on": "01-01", "observed": "sunday-to-monday"}
    assert list(days_of_year((monday,), 2022)) == [datetime.date(2022, 1, 1)]
    assert list(days_of_year((monday,), 2023)) == [datetime.date(2023, 1, 1), datetime.date(2023, 1, 2)]
    since = {"name": "New", "on": "06-19", "from_year": 2021, "until_year": 2022}
    assert [bool(days_of_year((since,), year)) for year in (2020, 2021, 2022, 2023)] == [False, True, True, False]
    with pytest.raises(ValueError, match="observe"):
        days_of_year(({"name": "X", "on": "06-19", "observed": "maybe"},), 2026)


def test_easter() -> None:
    known = {1961: "04-02", 2000: "04-23", 2019: "04-21", 2024: "03-31", 2038: "04-25", 2285: "03-22"}
    assert {year: f"{easter(year):%m-%d}" for year in known} == known


def test_business_days() -> None:
    monday = datetime.date(2026, 11, 9)
    # Veterans Day on Wednesday, Thanksgiving on the 26th
    assert add_business_days(monday, 10) == datetime.date(2026, 11, 24)
    assert add_business_days(datetime.date(2026, 11, 21), 1) == datetime.date(2026, 11, 23)
    assert add_business_days(monday, 0) == monday
    assert not is_business_day(datetime.date(2027, 12, 24))


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1)), st.integers(1, 30))
def test_business_days_are_counted_one_by_one(day: datetime.date, count: int) -> None:
    last = add_business_days(day, count)
    between = [day + datetime.timedelta(n) for n in range(1, (last - day).days + 1)]
    assert is_business_day(last)
    assert sum(is_business_day(one) for one in between) == count
