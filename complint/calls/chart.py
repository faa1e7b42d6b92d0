"""Calls by local hour and clock, and the hours in which law lets them be made: sums over batches, for reports that draw."""

from __future__ import annotations

import numpy as np

from complint.calls.clock_rules import KINDS
from complint.calls.fired import ALLOWED, BLOCKED
from complint.calls.provisions import HOURS
from complint.columns.clocks import DAY, offsets_at
from complint.columns.slots import QUARTER
from complint.core.finding import ERROR
from complint.core.schedule import CLASSES, Chart, Clock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.calls.clock_rules import ClockRules
    from complint.calls.fired import Judgement
    from complint.calls.places import Places

CAMPAIGN_NOTE = "A campaign may dial at any instant of its calling periods, so its calls have no hour of their own."
RESUMED_NOTE = "The check was continued after an interruption; the hours of the calls before it were not kept."
_OUTSIDE, _OTHERWISE, _UNDECIDED = (CLASSES.index(name) for name in ("outside", "blocked", "unknown"))
_CELLS = 24 * len(CLASSES)
_QUARTERS = DAY // QUARTER


class HourCounts:
    """Counts calls by zones, local hour and class; group 0 are those without a known local time."""

    def __init__(self, places: Places, clock: ClockRules, *, campaign: bool = False) -> None:
        self._note = CAMPAIGN_NOTE if campaign else None
        self._places = places
        self._clock = clock
        self._groups: dict[tuple[str, ...], int] = {(): 0}
        self._of_place = np.zeros(0, np.int64)
        self._counts = np.zeros(_CELLS, np.int64)
        self._used = np.zeros(0, np.int64)
        self._first, self._last = 2**62, 0

    def add(self, judged: Judgement, verdict: Any) -> Any:
        """Take a judged batch; return the cell of each row, for `block`."""
        batch = judged.batch
        if self._note is not None:
            return np.zeros(batch.count, np.int64)
        at, timed = batch.times.at, batch.times.timed
        if batch.low is None:
            batch.low, batch.high = self._places.offsets(batch.place, at)
        group = np.where(timed, self._group(batch.place), 0)
        hour = np.where(group > 0, (at + batch.low) % DAY // 3600, 0)
        blocked = verdict == BLOCKED
        by_hours = blocked & self._clock.blocking()[judged.kind, judged.codes]
        kind = np.where(by_hours, _OUTSIDE, np.where(blocked, _OTHERWISE, np.where(verdict == ALLOWED, 0, _UNDECIDED)))
        cell = group * _CELLS + hour * len(CLASSES) + kind
        self._counts = _sum(self._counts, np.bincount(cell))
        known = (group > 0) & (judged.keys >= 0)
        if known.any():
            self._used = _sum(self._used, np.bincount(judged.keys[known] * len(KINDS) + judged.kind[known]))
            self._first = min(self._first, int(at[known].min()))
            self._last = max(self._last, int(at[known].max()))
        return cell

    def miss(self) -> None:
        """Take note of rows that were judged by an earlier run: what is drawn without them would mislead."""
        self._note = RESUMED_NOTE

    def block(self, cells: Any, verdicts: Any) -> None:
        """Count calls as blocked that a cap blocks, found after their batches; `verdicts` are what they had been."""
        if self._note is not None:
            return
        moved = cells[verdicts != BLOCKED]
        np.subtract.at(self._counts, moved, 1)
        np.add.at(self._counts, moved - moved % len(CLASSES) + _OTHERWISE, 1)

    def chart(self) -> Chart:
        """Return the clocks, those with the most calls first."""
        if self._note is not None:
            return Chart(note=self._note)
        counts = _sum(self._counts, np.zeros(len(self._groups) * _CELLS, np.int64)).reshape(-1, 24, len(CLASSES))
        windows = self._windows()
        clocks = []
        for zones, group in self._groups.items():
            if group and counts[group].any():
                hours = tuple(tuple(row) for row in counts[group].tolist())
                clocks.append(Clock(zones, hours, *windows.get(zones, ((), ()))))
        elsewhere = tuple(counts[0].sum(axis=0).tolist())
        return Chart(tuple(sorted(clocks, key=lambda one: (-one.calls, one.zones))), elsewhere)

    def _group(self, place: Any) -> Any:
        for spot in self._places.spots[len(self._of_place) :]:
            number = self._groups.setdefault(spot.zones, len(self._groups))
            self._of_place = np.append(self._of_place, number)
        return self._of_place[place]

    def _windows(self) -> dict[tuple[str, ...], Any]:
        """Return (always, partly) open stretches by zones, over the days from the first call to the last one."""
        table = self._clock.hours
        by_hours, by_days = self._shut()
        found: dict[tuple[str, ...], Any] = {}
        for key in np.unique(np.flatnonzero(self._used) // len(KINDS)).tolist():
            zones = table.keys[key][0]
            opened, closed = found.setdefault(zones, (np.zeros(_QUARTERS, bool), np.zeros(_QUARTERS, bool)))
            kinds = np.flatnonzero(self._used[key * len(KINDS) : (key + 1) * len(KINDS)])
            for start, codes in table.slots.known(key):
                at = start + np.arange(len(codes), dtype=np.int64) * table.slots.step
                inside, quarter = self._quarters(zones, at)
                for kind in kinds.tolist():
                    open_days = inside & ~by_days[kind][codes]
                    shut = by_hours[kind][codes]
                    closed |= np.bincount(quarter[open_days & shut], minlength=_QUARTERS) > 0
                    opened |= np.bincount(quarter[open_days & ~shut], minlength=_QUARTERS) > 0
        return {zones: (_runs(opened & ~closed), _runs(opened & closed)) for zones, (opened, closed) in found.items()}

    def _quarters(self, zones: tuple[str, ...], at: Any) -> tuple[Any, Any]:
        """Return a mask of the instants on days of the schedule, and the quarter of the local day of each."""
        offset = np.min([offsets_at(zone, at) for zone in zones], axis=0)
        ends = np.array([self._first, self._last])
        first, last = (ends + np.min([offsets_at(zone, ends) for zone in zones], axis=0)) // DAY
        local = at + offset
        return (local // DAY >= first) & (local // DAY <= last), local % DAY // QUARTER

    def _shut(self) -> tuple[Any, Any]:
        """Return masks over (kind, outcome): whether an outcome blocks for the hour, and whether for the day."""
        clock = self._clock

        def mask(wanted: Any) -> Any:
            return np.array(
                [[any(wanted(one, kind) for one in fails) for fails in clock.hours.outcomes] for kind in KINDS]
            )

        def is_hours(one: Any) -> bool:
            return one.bound.rule == HOURS and not one.emergency

        return (
            mask(lambda one, kind: is_hours(one) and clock.severity(one, kind) == ERROR),
            mask(lambda one, kind: not is_hours(one) and clock.severity(one, kind) == ERROR),
        )


def _sum(left: Any, right: Any) -> Any:
    """Return the sum of two vectors, the shorter one filled with zeros."""
    size = max(len(left), len(right))
    total = np.zeros(size, np.int64)
    total[: len(left)] += left
    total[: len(right)] += right
    return total


def _runs(mask: Any) -> tuple[tuple[int, int], ...]:
    """Return the stretches of a mask over quarters of an hour, in minutes of the day, the end excluded."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False])).astype(np.int8))) * (QUARTER // 60)
    return tuple(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
