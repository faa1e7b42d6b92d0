"""The provisions on calls as values: windows, forbidden days, caps and prohibitions, read from the requirements of packs."""

from __future__ import annotations

import datetime
import re
from functools import cache

from complint.calls.holidays import WEEKDAYS, days_of_year
from complint.core.errors import BrokenPart
from complint.core.record import record, replace
from complint.policy.law import Bound

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

HOURS = "calls/outside-calling-hours"
DAYS = "calls/forbidden-day"
CAPS = "calls/too-many-calls"
BANS = "calls/prohibited-call"
CLOCKS = ("local", "us-central-standard")
BAN_WHEN = ("always", "unsolicited", "without-ebr")
_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@record
class Hours:
    """A window by weekday (Monday first), in minutes from midnight, end excluded; None: no window, and no matter of this law.

    `standard`: the window must be open at UTC-6 too. `holiday` is the window of the `holidays`, where they have their own.
    """

    bound: Bound
    windows: tuple[tuple[int, int] | None, ...]
    standard: bool = False
    holiday: tuple[int, int] | None = None
    holidays: Calendar | None = None

    def window(self, day: datetime.date) -> tuple[int, int] | None:
        """Return the window of a local date, or None where the day has none."""
        if self.holidays is not None and day in self.holidays.days(day.year):
            return self.holiday
        return self.windows[day.weekday()]


@record
class Days:
    """Days on which nobody may be called: weekdays (0 is Monday), holidays, and declared emergencies."""

    bound: Bound
    weekdays: frozenset[int]
    holidays: Calendar
    emergencies: bool = False

    def forbidden(self, day: datetime.date) -> str | None:
        """Return why a local date is forbidden (`a Sunday`, the holiday's name), or None."""
        name = self.holidays.days(day.year).get(day)
        if name is None and day.weekday() in self.weekdays:
            name = "a " + _DAY_NAMES[day.weekday()]
        return name


@record
class Cap:
    """At most `max_calls` in `per_hours`; `unless` names what lifts it (`ebr`)."""

    bound: Bound
    max_calls: int
    per_hours: int
    unless: tuple[str, ...] = ()


@record
class Ban:
    """A prohibited call: `when` always, unsolicited or without-ebr; `line_types` None means every line."""

    bound: Bound
    when: str
    line_types: tuple[str, ...] | None = None


@record
class Provisions:
    """What one jurisdiction says in one edition of the law."""

    hours: tuple[Hours, ...] = ()
    days: tuple[Days, ...] = ()
    caps: tuple[Cap, ...] = ()
    bans: tuple[Ban, ...] = ()

    def and_everywhere(self, other: Provisions) -> Provisions:
        """Return these with those of packs that hold everywhere; a jurisdiction's own law on emergencies comes before theirs."""
        days = other.days
        if any(one.emergencies for one in self.days):
            days = tuple(replace(one, emergencies=False) for one in days)
        return Provisions(self.hours + other.hours, self.days + days, self.caps + other.caps, self.bans + other.bans)


class Calendar:
    """Holidays of a law, with their dates by year."""

    __slots__ = ("_years", "holidays")

    def __init__(self, holidays: tuple[dict[str, Any], ...]) -> None:
        self.holidays = holidays
        self._years: dict[int, dict[datetime.date, str]] = {}
        self.days(2000)  # a day that is none must break here, not at the first call in its year

    def days(self, year: int) -> dict[datetime.date, str]:
        """Return the holidays of a year by date, the observed days among them."""
        if year not in self._years:
            self._years[year] = days_of_year(self.holidays, year) if self.holidays else {}
        return self._years[year]


def read(bounds: Iterable[Bound]) -> Provisions:
    """Return the provisions that requirements in force state. Raises BrokenPart where a value is not of its rule's shape."""
    found: dict[str, list[Any]] = {HOURS: [], DAYS: [], CAPS: [], BANS: []}
    for bound in bounds:
        if bound.law is not None and bound.rule in found:
            try:
                found[bound.rule].append(_READERS[bound.rule](bound, bound.law.value))
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise BrokenPart(f"{bound.id}: its value is not what {bound.rule} reads: {error!r}") from error
    return Provisions(*(tuple(found[rule]) for rule in (HOURS, DAYS, CAPS, BANS)))


def applies(bound: Bound, call_type: str, purpose: str) -> bool:
    """Tell whether a requirement binds calls of a type and purpose."""
    when = bound.when
    types, purposes = when.get("call_type"), when.get("purpose")
    return (types is None or call_type in types) and (purposes is None or purpose in purposes)


def window_text(window: tuple[int, int]) -> str:
    """Return a window in words: `08:00–20:00`."""
    return "–".join(f"{minute // 60:02d}:{minute % 60:02d}" for minute in window)


def texts_of(value: dict[str, Any]) -> list[str]:
    """Return all times of day that a value of windows names, as written."""
    windows = [*(value.get("windows") or {}).values(), (value.get("on_holidays") or {}).get("window")]
    return [text for window in windows for text in window or ()]


def _hours(bound: Bound, value: dict[str, Any]) -> Hours:
    if value["clock"] not in CLOCKS:
        raise ValueError(f"clock {value['clock']!r}")
    unknown = set(value["windows"]) - set(WEEKDAYS)
    if unknown:
        raise ValueError(f"no weekday: {sorted(unknown)[0]!r}")
    windows = tuple(_window(value["windows"].get(day)) for day in WEEKDAYS)
    holiday = value.get("on_holidays") or {}
    return Hours(
        bound,
        windows,
        value["clock"] == "us-central-standard",
        _window(holiday.get("window")),
        _calendar(holiday["holidays"]) if holiday else None,
    )


def _days(bound: Bound, value: dict[str, Any]) -> Days:
    weekdays = frozenset(WEEKDAYS.index(day) for day in value.get("weekdays") or ())
    return Days(bound, weekdays, _calendar(value.get("holidays") or ()), value.get("emergencies") is True)


def _cap(bound: Bound, value: dict[str, Any]) -> Cap:
    return Cap(bound, int(value["max_calls"]), int(value["per_hours"]), tuple(value.get("unless") or ()))


def _ban(bound: Bound, value: dict[str, Any]) -> Ban:
    if value["when"] not in BAN_WHEN:
        raise ValueError(f"when {value['when']!r}")
    lines = value.get("line_types")
    return Ban(bound, value["when"], tuple(lines) if lines is not None else None)


_READERS = {HOURS: _hours, DAYS: _days, CAPS: _cap, BANS: _ban}


def _calendar(holidays: Iterable[dict[str, Any]]) -> Calendar:
    return Calendar(tuple(holidays))


def _window(value: Any) -> tuple[int, int] | None:
    if value is None:
        return None
    first, last = (_minute(text) for text in value)
    if first >= last:
        raise ValueError(f"a window begins before it ends, on one day: {value}")
    return first, last


def _minute(text: str) -> int:
    match = _clock().fullmatch(text)
    if match is None:
        raise ValueError(f"no time of day: {text!r}")
    return int(match[1]) * 60 + int(match[2])


@cache
def _clock() -> re.Pattern[str]:
    return re.compile(r"([01]\d|2[0-3]|24(?=:00)):([0-5]\d)")
