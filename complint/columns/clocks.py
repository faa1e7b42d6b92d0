"""Time zones as columns: the transitions of a zone, offsets at instants, and local times turned into instants."""

from __future__ import annotations

from functools import cache

import numpy as np

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DAY = 86_400
# instants that are read: before, zone data is of no use to a schedule; after, pytz has no more transitions
FIRST, LAST = 946_684_800, 2_145_916_800  # 2000-01-01, 2038-01-01 (excluded)


@cache
def transitions(zone: str) -> tuple[Any, Any]:
    """Return (instants int64, offsets int64) of an IANA zone from pytz: from each instant on, that many seconds are added.

    KeyError for a name that pytz does not know.
    """
    import datetime

    import pytz

    try:
        found = pytz.timezone(zone)
    except pytz.UnknownTimeZoneError:
        raise KeyError(zone) from None
    times = getattr(found, "_utc_transition_times", None)
    if not times:
        fixed = found.utcoffset(datetime.datetime(2020, 1, 1))  # noqa: DTZ001 - a zone without transitions
        return np.array([-(2**62)]), np.array([int(fixed.total_seconds())])
    epoch = datetime.datetime(1970, 1, 1)  # noqa: DTZ001 - pytz keeps UTC without a zone
    since = [(moment - epoch) // datetime.timedelta(seconds=1) for moment in times]
    since[0] = -(2**62)
    kept: Any = found
    offsets = [int(info[0].total_seconds()) for info in kept._transition_info]
    return np.array(since, np.int64), np.array(offsets, np.int64)


def offsets_at(zone: str, at: Any) -> Any:
    """Return the offset of a zone, in seconds, at each instant (int64, UNIX seconds)."""
    since, offsets = transitions(zone)
    return offsets[np.searchsorted(since, at, "right") - 1]


def instants(local: Any, zone: str) -> tuple[Any, Any, Any]:
    """Return (first, second, exists) of local times (seconds since 1970-01-01 on that clock) of a zone.

    A local time that happens once has the same first and second; in a gap `exists` is False. Exact where transitions are
    more than a day apart.
    """
    before = offsets_at(zone, local - DAY)
    after = offsets_at(zone, local + DAY)
    early, late = local - before, local - after
    early_holds = offsets_at(zone, early) == before
    late_holds = offsets_at(zone, late) == after
    first = np.where(early_holds, early, late)
    second = np.where(late_holds, late, early)
    return np.minimum(first, second), np.maximum(first, second), early_holds | late_holds


def add_months(day: Any, months: Any) -> Any:
    """Return the days that many months later; the 31st becomes the last day of a shorter month."""
    dates = np.asarray(day).astype("datetime64[D]")
    month = dates.astype("datetime64[M]")
    within = (dates - month).astype(np.int64)
    target = month + months
    last = ((target + 1).astype("datetime64[D]") - target.astype("datetime64[D]")).astype(np.int64) - 1
    return (target.astype("datetime64[D]") + np.minimum(within, last)).astype(np.int64)
