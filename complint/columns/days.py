"""Business days and business relationships, counted in columns of days from 1970-01-01."""

from __future__ import annotations

import numpy as np

from complint.columns.clocks import add_months

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


class BusinessDays:
    """Counts business days: no weekend days, none of the `holidays` (days from 1970-01-01), between `first` and `last`."""

    def __init__(self, holidays: Iterable[int], first: int, last: int) -> None:
        days = np.arange(first, last + 1)
        open_ = (days + 3) % 7 < 5
        off = np.array(sorted(holidays), np.int64)
        open_[off[(off >= first) & (off <= last)] - first] = False
        self.first = first
        self.count = np.cumsum(open_)

    def since(self, start: Any, end: Any) -> Any:
        """Return how many business days lie after `start`, up to and including `end`."""
        top = len(self.count) - 1
        return self.count[np.clip(end - self.first, 0, top)] - self.count[np.clip(start - self.first, 0, top)]


def within_months(start: Any, day: Any, months: Any) -> Any:
    """Tell whether `day` is on or after `start` and no later than that many months after it."""
    return (day >= start) & (day <= add_months(start, months))
