"""Dials to the same number counted over the hours before each: sorted once, then differences of running sums."""

from __future__ import annotations

import numpy as np

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_BITS = np.int64(32)  # instants up to 2038 fit, and as many numbers as a schedule has


class Dials:
    """Dials in the order of (number, instant, input).

    `key` are numbers (int64), `at` UNIX seconds, `attempts` how many dials each row makes at its instant. Equal
    instants keep the order in which they are given.
    """

    def __init__(self, key: Any, at: Any, attempts: Any) -> None:
        self.numbers, rank = np.unique(key, return_inverse=True)
        place = (rank.astype(np.int64) << _BITS) | at
        self.order = np.argsort(place, kind="stable")
        self.place = place[self.order]
        self.total = np.concatenate(([0], np.cumsum(np.broadcast_to(attempts, place.shape)[self.order])))
        self.position = np.empty(len(place), np.int64)
        self.position[self.order] = np.arange(len(place))

    def before(self, rows: Any, seconds: int) -> Any:
        """Return for each given row how many dials to its number lie in the `seconds` before it.

        Dials that are older by exactly that do not; those of the same instant that come before it in the input do.
        """
        at = self.position[rows]
        start = np.searchsorted(self.place, self.place[at] - seconds, "right")
        first = np.searchsorted(self.place, (self.place[at] >> _BITS) << _BITS, "left")
        return self.total[at] - self.total[np.maximum(start, first)]

    def others(self, row: int, moment: int, seconds: int) -> tuple[int, list[int]]:
        """Return (dials, their instants) of other rows to a row's number in the `seconds` before a moment.

        Those of that very moment count where they come before the row in the input.
        """
        own = int(self.position[row])
        rank = (int(self.place[own]) >> int(_BITS)) << int(_BITS)
        start = int(np.searchsorted(self.place, rank | max(moment - seconds, 0), "right"))
        end = int(np.searchsorted(self.place, rank | moment, "right"))
        found, many = [], 0
        for one in range(start, end):
            instant = int(self.place[one]) - rank
            if one != own and instant >= 0 and (instant < moment or int(self.order[one]) < row):
                found.append(instant)
                many += int(self.total[one + 1] - self.total[one])
        return many, found
