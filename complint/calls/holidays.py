"""Holidays by rule: the dates of a year from how a law names its days, so that no year is ever without them.

A holiday is `{name, on, observed?, from_year?, until_year?, years?}`. `on` is a fixed day `07-04`; the nth weekday of a month
`mon-3-01` (third Monday of January; -1 is the last); or days from Easter Sunday `easter-2`. Either of the last two may end in
days after it: `thu-4-11+1`, `mon-1-11+1` (election day), `easter+1`. `observed` moves a further day off beside the day itself:
`none`, `sunday-to-monday`, `nearest-weekday` (Saturday to Friday too, even into the year before). `years` is `even`
where only those count.
"""

from __future__ import annotations

import datetime
import re
from functools import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OBSERVED = ("none", "sunday-to-monday", "nearest-weekday")
_ON = re.compile(r"(\d\d)-(\d\d)|(mon|tue|wed|thu|fri|sat|sun)-(-1|[1-5])-(\d\d)(?:\+(\d+))?|easter([+-]\d+)?")

# 5 USC 6103: days that are no business days; the days of each state's law stand in its pack
FEDERAL: tuple[dict[str, Any], ...] = (
    {"name": "New Year's Day", "on": "01-01", "observed": "nearest-weekday"},
    {"name": "Martin Luther King Jr. Day", "on": "mon-3-01"},
    {"name": "Washington's Birthday", "on": "mon-3-02"},
    {"name": "Memorial Day", "on": "mon--1-05"},
    {"name": "Juneteenth", "on": "06-19", "observed": "nearest-weekday", "from_year": 2021},
    {"name": "Independence Day", "on": "07-04", "observed": "nearest-weekday"},
    {"name": "Labor Day", "on": "mon-1-09"},
    {"name": "Columbus Day", "on": "mon-2-10"},
    {"name": "Veterans Day", "on": "11-11", "observed": "nearest-weekday"},
    {"name": "Thanksgiving Day", "on": "thu-4-11"},
    {"name": "Christmas Day", "on": "12-25", "observed": "nearest-weekday"},
)


def days_of_year(holidays: list[dict[str, Any]] | tuple[dict[str, Any], ...], year: int) -> dict[datetime.date, str]:
    """Return the banned days of a year with their names; days moved in from the next or last year are among them.

    Raises ValueError for an `on` or `observed` that is none of the forms.
    """
    found: dict[datetime.date, str] = {}
    for holiday in holidays:
        for source in (year - 1, year, year + 1):
            if not datetime.MINYEAR < source < datetime.MAXYEAR:
                continue
            for day, moved in _days(holiday, source):
                if day.year == year:
                    found.setdefault(day, holiday["name"] + (" (observed)" if moved else ""))
    return dict(sorted(found.items()))


def _days(holiday: dict[str, Any], year: int) -> list[tuple[datetime.date, bool]]:
    if (holiday.get("from_year") or year) > year or (holiday.get("until_year") or year) < year:
        return []
    if holiday.get("years") == "even" and year % 2:
        return []
    day = date_of(holiday["on"], year)
    if day is None:
        return []
    days = [(day, False)]
    observed = holiday.get("observed") or "none"
    if observed not in OBSERVED:
        raise ValueError(f"{observed!r} is no way to observe a holiday: {', '.join(OBSERVED)}")
    if day.weekday() == 6 and observed != "none":
        days.append((day + datetime.timedelta(1), True))
    if day.weekday() == 5 and observed == "nearest-weekday":
        days.append((day - datetime.timedelta(1), True))
    return days


def date_of(on: str, year: int) -> datetime.date | None:
    """Return the date that `on` means in a year, or None where the year has none (02-29, a fifth Monday).

    Raises ValueError for another form.
    """
    match = _ON.fullmatch(on)
    if match is None:
        raise ValueError(f"{on!r} is no day: write 07-04, mon-3-01 or easter-2")
    month, day, weekday, count, of_month, after, easter_days = match.groups()
    try:
        if month:
            return datetime.date(year, int(month), int(day))
        if weekday:
            found = _weekday_of(year, int(of_month), WEEKDAYS.index(weekday), int(count))
            return found + datetime.timedelta(int(after or 0)) if found else None
    except ValueError:
        if (month, day) != ("02", "29"):
            raise
        return None
    return easter(year) + datetime.timedelta(int(easter_days or 0))


def _weekday_of(year: int, month: int, weekday: int, count: int) -> datetime.date | None:
    first = datetime.date(year, month, 1)
    day = first + datetime.timedelta((weekday - first.weekday()) % 7 + 7 * (count - 1 if count > 0 else 4))
    if count < 0 and day.month != month:
        day -= datetime.timedelta(7)
    return day if day.month == month else None


def easter(year: int) -> datetime.date:
    """Return Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    ell = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * ell) // 451
    month, day = divmod(h + ell - 7 * m + 114, 31)
    return datetime.date(year, month, day + 1)


@cache
def federal_holidays(year: int) -> dict[datetime.date, str]:
    """Return the legal holidays of 5 USC 6103 of a year, the observed days among them."""
    return days_of_year(FEDERAL, year)


def is_business_day(day: datetime.date) -> bool:
    """Tell whether a day is neither a weekend day nor a federal holiday, as observed."""
    return day.weekday() < 5 and day not in federal_holidays(day.year)


def add_business_days(day: datetime.date, count: int) -> datetime.date:
    """Return the count-th business day after a day; the day itself is day 0, whether a business day or not."""
    while count > 0:
        day += datetime.timedelta(1)
        count -= is_business_day(day)
    return day
