"""Hours and days of a law on a local clock: masks over instants that know no law, only numbers."""

from __future__ import annotations

import numpy as np

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.columns.slots import LocalTime

NO_WINDOW = -1


def outside(local: LocalTime, begin: Any, end: Any) -> Any:
    """Tell where the time of day lies outside its day's window; `begin` and `end` are seconds by row, NO_WINDOW where none.

    A day without a window is not outside of one. The beginning is inside, the end is not.
    """
    return (begin != NO_WINDOW) & ((local.second < begin) | (local.second >= end))


def closed(local: LocalTime, begin: Any, end: Any) -> Any:
    """Tell where the window is not open: outside of it, or there is none."""
    return (begin == NO_WINDOW) | (local.second < begin) | (local.second >= end)


def on_days(local: LocalTime, weekdays: tuple[int, ...], days: Any) -> Any:
    """Tell where the local date is one of some weekdays (0 is Monday) or of some days (sorted, from 1970-01-01)."""
    of_week = np.zeros(7, bool)
    of_week[list(weekdays)] = True
    found = of_week[local.weekday]
    if len(days):
        at = np.minimum(np.searchsorted(days, local.day), len(days) - 1)
        found |= days[at] == local.day
    return found
