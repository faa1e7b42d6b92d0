"""The earliest instant, within two weeks, at which hours, days and caps no longer block a call."""

from __future__ import annotations

import numpy as np

from complint.calls.clock_rules import BY_CLOCK, KINDS, TOO_WIDE
from complint.calls.fired import BLOCKED, UNDECIDED
from complint.calls.provisions import CAPS
from complint.columns.clocks import DAY, LAST
from complint.columns.slots import next_open

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.calls.caps import Capped
    from complint.calls.clock_rules import ClockRules
    from complint.calls.fired import Judgement

# what moving the call to another time may cure; a campaign's periods it cannot
CURABLE = (BY_CLOCK | {CAPS}) - {TOO_WIDE}
HORIZON = 14 * DAY
NONE = -1


def next_lawful(judged: Judgement, clock: ClockRules, caps: list[Capped]) -> Any:
    """Return for each row the earliest such instant (UNIX seconds); NONE where another rule decides, or none is near."""
    batch, times = judged.batch, judged.batch.times
    hopeless = judged.unknown | ~times.timed | (judged.keys < 0)
    for fired in judged.fired:
        if fired.counts == UNDECIDED or (fired.counts == BLOCKED and fired.rule not in CURABLE):
            hopeless[fired.rows] = True
    found = np.where(hopeless, NONE, times.at)
    start = times.at if times.second is None else np.where(_blocked(judged, clock), times.second, times.at)
    rows = np.flatnonzero(~hopeless & _blocked(judged, clock))
    if len(rows):
        found[rows] = Search(clock).open_from(
            judged.keys[rows], judged.kind[rows], start[rows], times.at[rows] + HORIZON
        )
    _caps(found, judged, clock, caps, batch.first)
    return found


def _blocked(judged: Judgement, clock: ClockRules) -> Any:
    """Return a mask of rows that hours or days block at their instant, or at the second one that it may be."""
    times = judged.batch.times
    codes = clock.codes_at(judged.keys, times.at, times.timed)
    blocked = clock.blocking()[judged.kind, codes]
    if times.second is not None:
        again = clock.codes_at(judged.keys, times.second, times.timed)
        blocked = blocked | clock.blocking()[judged.kind, again]
    return blocked


class Search:
    """Finds open instants in the table of hours."""

    def __init__(self, clock: ClockRules) -> None:
        self.clock = clock

    def open_from(self, keys: Any, kind: Any, start: Any, limit: Any) -> Any:
        """Return the first open instant of each row from `start` through `limit`; NONE where there is none."""
        found = np.full(len(keys), NONE, np.int64)
        slots = self.clock.hours.slots
        combined = keys.astype(np.int64) * len(KINDS) + kind
        for one in np.unique(combined).tolist():
            rows = np.flatnonzero(combined == one)
            key, of_kind = divmod(one, len(KINDS))
            last = min(int(limit[rows].max()), LAST - DAY)
            begin, codes = slots.stretch(key, int(start[rows].min()), last)
            following = next_open(self.clock.blocking()[of_kind][codes])
            slot = (start[rows] - begin) // slots.step
            open_ = following[slot]
            instant = np.where(open_ == slot, start[rows], begin + open_ * slots.step)
            found[rows] = np.where((open_ < len(codes)) & (instant <= limit[rows]), instant, NONE)
        return found


def _caps(found: Any, judged: Judgement, clock: ClockRules, caps: list[Capped], first: int) -> None:
    """Move rows under a cap on until hours and caps both let them be."""
    batch = judged.batch
    under: dict[int, list[tuple[Capped, int]]] = {}
    for cap in caps:
        low, high = np.searchsorted(cap.rows, [first, first + batch.count])
        for position in range(int(low), int(high)):
            row = int(cap.rows[position]) - first
            if found[row] != NONE and (cap.over[position] or found[row] != batch.times.at[row]):
                under.setdefault(row, []).append((cap, position))
    for row, own in under.items():
        found[row] = _settled(row, own, int(found[row]), judged, clock)


def _settled(row: int, caps: list[tuple[Capped, int]], moment: int, judged: Judgement, clock: ClockRules) -> int:
    limit = int(judged.batch.times.at[row]) + HORIZON
    one = slice(row, row + 1)
    while moment != NONE:
        later = [then for cap, position in caps if (then := cap.room(position, moment)) is not None]
        if not later:
            return moment
        if min(later) == 0 or max(later) > limit:
            return NONE
        start = np.array([max(later)])
        moment = int(Search(clock).open_from(judged.keys[one], judged.kind[one], start, np.array([limit]))[0])
    return NONE
