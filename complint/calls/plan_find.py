"""Where a call may be moved: its rows judged again at other instants, until the whole check but for caps allows them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from complint.calls.fired import ALLOWED, BLOCKED, UNDECIDED
from complint.calls.next_lawful import CURABLE, NONE, Search
from complint.calls.raw import Raw
from complint.columns.clocks import DAY, LAST
from complint.columns.slots import next_open
from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.calls.check import Check
    from complint.calls.clock_rules import ClockRules
    from complint.calls.fired import Judgement


def curable(judged: Judgement) -> Any:
    """Return a mask of the blocked rows that time alone may cure: nothing else blocks them, and nothing is undecided."""
    rows = judged.blocked & ~judged.unknown & judged.batch.times.timed & (judged.keys >= 0)
    for fired in judged.fired:
        if fired.counts == UNDECIDED or (fired.counts == BLOCKED and fired.rule not in CURABLE):
            rows[fired.rows] = False
    return rows


def taken(raw: Raw, rows: Any) -> Raw:
    """Return some rows (indices) of a batch as a batch of their own."""
    index = pa.array(rows, pa.int64())
    return Raw(0, len(rows), {name: column.take(index) for name, column in raw.columns.items()}, {})


def joined(raws: list[Raw]) -> Raw:
    """Return batches as one, in order; a column that one of them lacks is null there."""
    names = dict.fromkeys(name for raw in raws for name in raw.columns)
    columns = {}
    for name in names:
        kind = next(raw.columns[name].type for raw in raws if name in raw.columns)
        parts = [raw.columns.get(name, pa.nulls(raw.count, kind)) for raw in raws]
        columns[name] = pa.concat_arrays([part if part.type == kind else part.cast(kind) for part in parts])
    return Raw(0, sum(raw.count for raw in raws), columns, {})


def judged_at(check: Check, raw: Raw, at: Any) -> Judgement:
    """Return rows judged as if they were dialled at the instants `at` (UNIX seconds); caps are not looked at."""
    times = pa.array(at, pa.timestamp("s", tz="UTC"))
    moved = Raw(0, raw.count, {**raw.columns, "scheduled_at": times}, {})
    return check.judge.judge(check.reader.read(moved, check.source, None), None)


@record
class Found:
    """The instants found for some rows, NONE where there is none, and what the judge knows of each row at its instant."""

    at: Any
    keys: Any
    kind: Any
    ebr: Any


def find(check: Check, raw: Raw, judged: Judgement, rows: Any, own: Any, horizon: int) -> Found:
    """Return the next instant, not before their own, at which the whole check but for caps allows some rows.

    `rows` are indices in the judged batch, `raw` holds those rows alone. `own` are their instants; `horizon` is in seconds.
    """
    limit = np.minimum(own + horizon, LAST - 2 * DAY)
    keys, kind = judged.keys[rows].copy(), judged.kind[rows].copy()
    second = judged.batch.times.second
    start = own if second is None else np.maximum(own, second[rows])
    at = Search(check.judge.clock).open_from(keys, kind, start, limit)
    ebr = np.broadcast_to(judged.batch.calls.ebr, (judged.batch.count,))[rows].copy()
    pending = np.flatnonzero(at != NONE)
    while len(pending):
        again = judged_at(check, taken(raw, pending), at[pending])
        keys[pending], kind[pending] = again.keys, again.kind
        ebr[pending] = np.broadcast_to(again.batch.calls.ebr, (len(pending),))
        # what the facts of another day forbid, those of the day after may not
        pending = pending[again.verdict != ALLOWED]
        if len(pending):
            later = (at[pending] // DAY + 1) * DAY
            at[pending] = Search(check.judge.clock).open_from(keys[pending], kind[pending], later, limit[pending])
            pending = pending[at[pending] != NONE]
    return Found(at, keys, kind, ebr)


class Openings:
    """The next open instant of one kind of call, asked one at a time; each kind's table is made once."""

    def __init__(self, clock: ClockRules, first: int, last: int) -> None:
        """Take the span of instants that will be asked for."""
        self.clock = clock
        self.first = first
        self.last = min(last, LAST - 2 * DAY)
        self._tables: dict[tuple[int, int], tuple[int, list[int]]] = {}

    def after(self, key: int, kind: int, at: int) -> int | None:
        """Return the first open instant from `at` on, or None where there is none in the span."""
        if not self.first <= at <= self.last:
            return None
        if (key, kind) not in self._tables:
            begin, codes = self.clock.hours.slots.stretch(key, self.first, self.last)
            self._tables[key, kind] = begin, next_open(self.clock.blocking()[kind][codes]).tolist()
        begin, following = self._tables[key, kind]
        step = self.clock.hours.slots.step
        slot = (at - begin) // step
        if following[slot] == slot:
            return at
        found = begin + following[slot] * step
        return found if following[slot] < len(following) and found <= self.last else None
