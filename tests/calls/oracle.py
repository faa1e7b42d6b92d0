"""A second opinion on hours and days: tables written out by hand, read with zoneinfo, one call at a time.

It knows nothing of packs. Windows are (first hour, last hour) for Monday to Friday, Saturday, Sunday; None: no calls.
"""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

Window = tuple[int, int] | None
Week = tuple[Window, Window, Window]

FEDERAL: Week = ((8, 21), (8, 21), (8, 21))


def _all(first: int, last: int) -> Week:
    return ((first, last), (first, last), (first, last))


LIVE: dict[str, Week] = {
    "AL": ((8, 20), (8, 20), None),
    "CT": _all(9, 20),
    "FL": _all(8, 20),
    "KY": _all(10, 21),
    "LA": ((8, 20), (8, 20), None),
    "MA": _all(8, 20),
    "MD": _all(8, 20),
    "MN": _all(9, 21),
    "MS": ((8, 20), (8, 20), None),
    "NM": _all(9, 21),
    "NV": _all(9, 20),
    "OK": _all(8, 20),
    "OR": _all(8, 20),
    "PA": ((9, 19), (9, 19), None),
    "PR": _all(9, 21),
    "RI": ((9, 18), (10, 17), None),
    "SD": ((9, 21), (9, 21), None),
    "TX": ((9, 21), (9, 21), (12, 21)),
    "UT": ((8, 21), (8, 21), None),
    "WA": _all(8, 20),
    "WY": _all(8, 20),
}
AUTOMATED: dict[str, Week] = {
    "CA": _all(9, 21),
    "IL": _all(9, 21),
    "IN": _all(9, 20),
    "ME": ((9, 17), None, None),
    "NE": ((8, 21), (8, 21), (13, 21)),
    "NV": _all(9, 21),
    "SD": ((9, 21), None, None),
}
FIXED_2026 = ["01-01", "01-19", "02-16", "05-25", "07-03", "07-04", "09-07", "11-11", "11-26", "12-25"]
FIXED_2027 = [
    *("01-01", "01-18", "02-15", "05-31", "07-04", "07-05", "09-06", "11-11", "11-25", "12-24", "12-25", "12-31"),
]
JUNE_2026, JUNE_2027 = ["06-19"], ["06-18", "06-19"]
OCTOBER_2026, OCTOBER_2027 = ["10-12"], ["10-11"]
HOLIDAYS: dict[str, list[str]] = {
    state: [f"2026-{day}" for day in (*FIXED_2026, *more_2026)] + [f"2027-{day}" for day in (*FIXED_2027, *more_2027)]
    for state, more_2026, more_2027 in (
        (
            "AL",
            [*JUNE_2026, *OCTOBER_2026, "04-27", "06-01"],
            [*JUNE_2027, *OCTOBER_2027, "04-26", "06-07"],
        ),
        ("LA", [*JUNE_2026, "02-17", "11-03"], [*JUNE_2027, "02-09"]),
        ("RI", [*JUNE_2026, *OCTOBER_2026, "08-10"], [*JUNE_2027, *OCTOBER_2027, "08-09"]),
        ("UT", [*OCTOBER_2026, "07-24"], [*OCTOBER_2027, "07-23", "07-24"]),
        ("PA", OCTOBER_2026, OCTOBER_2027),
        ("NE", [*JUNE_2026, *OCTOBER_2026, "04-24"], [*JUNE_2027, *OCTOBER_2027, "04-30"]),
    )
}
BANNED_ON_HOLIDAYS = ("AL", "LA", "PA", "RI", "UT")
CST = datetime.timezone(datetime.timedelta(hours=-6))


def blocked(state: str, zone: str, instant: datetime.datetime, *, automated: bool) -> bool:
    """Tell whether hours or days (but for what is in doubt) forbid a call to a state on a zone's clock."""
    local = instant.astimezone(ZoneInfo(zone))
    laws: list[tuple[Week, datetime.datetime]] = [(FEDERAL, local)]
    if state == "OR" and local.date() < datetime.date(2026, 1, 1):
        pass
    elif state == "PA" and local.date() < datetime.date(2026, 10, 18):
        pass
    elif state in LIVE:
        laws.append((LIVE[state], local))
        if state == "MS":
            laws.append((LIVE[state], instant.astimezone(CST)))
    day = local.date().isoformat()
    if automated and state in AUTOMATED:
        laws.append((AUTOMATED[state], local))
        if state == "NE" and day in HOLIDAYS["NE"] and local.hour < 13:
            return True
    if state in BANNED_ON_HOLIDAYS and day in HOLIDAYS[state]:
        return True
    return any(_shut(week, clock) for week, clock in laws)


def _shut(week: Week, clock: datetime.datetime) -> bool:
    window = week[max(0, clock.weekday() - 4)]
    return window is None or not window[0] <= clock.hour < window[1]
