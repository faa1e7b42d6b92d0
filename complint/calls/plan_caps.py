"""The dials to each number under a cap while a plan is made: whether one more may be made, and when to ask again."""

from __future__ import annotations

from bisect import bisect_left, insort
from functools import lru_cache

import numpy as np

from complint.calls.cells import CALL_TYPES, PURPOSES
from complint.calls.duties import blocks
from complint.columns.clocks import DAY
from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.calls.caps import CapCount
    from complint.calls.duties import Duty, Edition

_FOREVER = -1  # the order of dials of the history, which come before all of the schedule


@record
class Dialler:
    """One row as the caps see it: `row` is its index, `attempts` the dials it makes, `place` the index of its place."""

    row: int
    number: int
    attempts: int
    purpose: int
    call_type: int
    place: int
    ebr: bool


class Ledger:
    """Dials by number, those of the history and those that a plan has settled so far."""

    def __init__(self, counter: CapCount, history: tuple[Any, Any, Any] | None, numbers: Any) -> None:
        """Take the caps of a check (`counter`) and the numbers (int64) that will be asked about."""
        self.places = counter.places
        self.caps = [(duty, edition) for duty in counter.duties for edition in duty.editions if blocks(edition)]
        self.retry = counter.retry_seconds
        self._dials: dict[int, list[tuple[int, int, Dialler]]] = {}
        self._under = {duty.jurisdiction: self.places.under(duty.jurisdiction) for duty in counter.duties}
        self.day = lru_cache(100_000)(self._day)
        if history is not None:
            there = np.isin(history[0], numbers)
            for key, at, kind in zip(*(column[there].tolist() for column in history), strict=True):
                self._put(at, _FOREVER, Dialler(_FOREVER, key, 1, 0, kind, -1, ebr=False))

    def allows(self, dialler: Dialler, at: int) -> bool:
        """Tell whether the row may be dialled at an instant: neither it nor a settled dial after it exceeds a cap."""
        return all(self._holds(duty, edition, dialler, at) for duty, edition in self.caps)

    def ask_again(self, dialler: Dialler, at: int) -> int | None:
        """Return the next instant at which the answer may be another, or None."""
        found = []
        for _, edition in self.caps:
            seconds = _seconds(edition)
            for then, _, _ in self._near(dialler.number, at - seconds, at + seconds):
                found += [moment for moment in (then + 1, then + seconds) if moment > at]
        return min(found, default=None)

    def add(self, dialler: Dialler, at: int) -> None:
        """Settle a dial."""
        self._put(at, dialler.row, dialler)

    def remove(self, dialler: Dialler, at: int) -> None:
        """Take a settled dial back."""
        self._dials[dialler.number].remove((at, dialler.row, dialler))

    def _put(self, at: int, order: int, dialler: Dialler) -> None:
        insort(self._dials.setdefault(dialler.number, []), (at, order, dialler), key=lambda dial: dial[:2])

    def _near(self, number: int, first: int, last: int) -> list[tuple[int, int, Dialler]]:
        """Return the dials to a number after `first`, through `last`."""
        dials = self._dials.get(number, [])
        begin = bisect_left(dials, (first + 1, -2), key=lambda dial: dial[:2])
        end = bisect_left(dials, (last + 1, -2), key=lambda dial: dial[:2])
        return dials[begin:end]

    def _holds(self, duty: Duty, edition: Edition, dialler: Dialler, at: int) -> bool:
        if not _counts(duty, dialler):
            return True
        seconds, most = _seconds(edition), int(edition.value["max_calls"])
        here = (at, dialler.row)
        if (
            self._binds(duty, edition, dialler, at)
            and self._before(duty, dialler.number, here, seconds) + self._many(dialler, seconds) > most
        ):
            return False
        own = self._many(dialler, seconds)
        for then, order, other in self._near(dialler.number, at - 1, at + seconds - 1):
            if (then, order) <= here or order == _FOREVER or not self._binds(duty, edition, other, then):
                continue
            before = self._before(duty, dialler.number, (then, order), seconds)
            if before + own + self._many(other, seconds) > most:
                return False
        return True

    def _before(self, duty: Duty, number: int, here: tuple[int, int], seconds: int) -> int:
        near = self._near(number, here[0] - seconds, here[0])
        return sum(
            self._many(other, seconds) for then, order, other in near if (then, order) < here and _counts(duty, other)
        )

    def _many(self, dialler: Dialler, seconds: int) -> int:
        return min(dialler.attempts, -(-seconds // self.retry)) if self.retry else dialler.attempts

    def _binds(self, duty: Duty, edition: Edition, dialler: Dialler, at: int) -> bool:
        if dialler.place < 0 or not _counts(duty, dialler) or not self._under[duty.jurisdiction][dialler.place]:
            return False
        if dialler.ebr and "ebr" in (edition.value.get("unless") or ()):
            return False
        return edition.since <= self.day(dialler.place, at) <= edition.until

    def _day(self, place: int, at: int) -> int:
        low, _ = self.places.offsets(np.array([place]), np.array([at]))
        return int((at + low[0]) // DAY)


def diallers(batch: Any, rows: Any) -> list[Dialler]:
    """Return rows (indices) of a batch as diallers."""

    def of(column: Any) -> list[Any]:
        found: list[Any] = np.broadcast_to(column, (batch.count,))[rows].tolist()
        return found

    calls = batch.calls
    parts = (batch.numbers.key, batch.attempts, calls.purpose, calls.call_type, batch.place, calls.ebr)
    columns = [of(column) for column in parts]
    return [Dialler(batch.first + row, *values) for row, *values in zip(rows.tolist(), *columns, strict=True)]


def _counts(duty: Duty, dialler: Dialler) -> bool:
    """Tell whether a cap counts a dial: marketing always is what caps are about."""
    if dialler.purpose != 0 or (duty.purposes is not None and PURPOSES[dialler.purpose] not in duty.purposes):
        return False
    return duty.call_types is None or CALL_TYPES[dialler.call_type] in duty.call_types


def _seconds(edition: Edition) -> int:
    return int(edition.value["per_hours"]) * 3600
