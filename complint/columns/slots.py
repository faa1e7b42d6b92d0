"""What depends on place and instant alone, looked up in a table: one cell a quarter of an hour, filled when first needed.

Exact, since every offset from 2000 on and every window of the packs is a multiple of a quarter hour (a table may be finer).
A cell holds the number of an outcome: which rules of hours and days fail at any instant of that quarter, in any zone of
the place. 0 is lawful.
"""

from __future__ import annotations

import numpy as np

from complint.columns.clocks import DAY, LAST, offsets_at
from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

QUARTER = 900
BLOCK = 32  # days
SPAN = BLOCK * DAY
BLOCKS = LAST // SPAN + 3


@record
class LocalTime:
    """A stretch of slots on one clock: `day` (from 1970-01-01), `weekday` (0 is Monday), `second` of the day; int64 each."""

    day: Any
    weekday: Any
    second: Any


def local_time(at: Any, offset: Any) -> LocalTime:
    """Return instants (UNIX seconds) on a clock that is `offset` seconds ahead of UTC."""
    local = at + offset
    day = local // DAY
    return LocalTime(day, (day + 3) % 7, local - day * DAY)


class Slots:
    """Rows of outcome numbers by (key, block of days); `fill(key, at)` computes the outcomes of a row of slot starts.

    Keys are small integers. `fill` gets int64 instants, one a slot, and returns as many outcome numbers.
    """

    def __init__(self, fill: Callable[[int, Any], Any], step: int = QUARTER) -> None:
        self.fill = fill
        self.step = step
        self.per_block = SPAN // step
        self._row = np.zeros((64, BLOCKS), np.int32) - 1
        self._cells = np.zeros((64, self.per_block), np.uint16)
        self._used = 0

    def at(self, keys: Any, at: Any) -> Any:
        """Return the outcome of each (key, instant); instants lie in what `clocks` reads."""
        if len(keys) == 0:
            return np.zeros(0, np.uint16)
        # instants fit into 32 bits without a sign, and division of such by a constant is many times as fast
        small = at.astype(np.uint32)
        block = small // np.uint32(SPAN)
        self._grow(int(keys.max()))
        row = self._row[keys, block]
        if row.min() < 0:
            for key, number in np.unique(np.stack((keys[row < 0], block[row < 0])), axis=1).T.tolist():
                self._build(key, number)
            row = self._row[keys, block]
        slot = (small - block * np.uint32(SPAN)) // np.uint32(self.step)
        return self._cells.reshape(-1)[row * np.int64(self.per_block) + slot]

    def stretch(self, key: int, first: int, last: int) -> tuple[int, Any]:
        """Return (start instant, outcomes) of the whole blocks of a key that cover the instants from `first` to `last`."""
        low, high = first // SPAN, last // SPAN
        self._grow(key)
        rows = []
        for number in range(low, high + 1):
            if self._row[key, number] < 0:
                self._build(key, number)
            rows.append(self._cells[self._row[key, number]])
        return low * SPAN, np.concatenate(rows)

    def known(self, key: int) -> Iterator[tuple[int, Any]]:
        """Yield (start instant, outcomes) of the blocks of a key that were asked for."""
        self._grow(key)
        for number in np.flatnonzero(self._row[key] >= 0).tolist():
            yield number * SPAN, self._cells[self._row[key, number]]

    def _grow(self, key: int) -> None:
        if key >= len(self._row):
            more = np.zeros((max(len(self._row), key + 1 - len(self._row)), BLOCKS), np.int32) - 1
            self._row = np.concatenate((self._row, more))

    def _build(self, key: int, block: int) -> None:
        if self._used == len(self._cells):
            self._cells = np.concatenate((self._cells, np.zeros_like(self._cells)))
        starts = np.arange(self.per_block, dtype=np.int64) * self.step + block * SPAN
        self._cells[self._used] = self.fill(key, starts)
        self._row[key, block] = self._used
        self._used += 1


def zone_offsets(zones: tuple[str, ...], at: Any) -> Any:
    """Return the offsets of several zones, in seconds, as a matrix: one row a zone."""
    return np.stack([offsets_at(zone, at) for zone in zones])


def next_open(closed: Any) -> Any:
    """Return for each slot the index of the first slot from it on that is not closed; the length where there is none."""
    size = len(closed)
    index = np.where(closed, size, np.arange(size))
    return np.minimum.accumulate(index[::-1])[::-1]
