"""When each call is made: the time of its row, or the turn it has in a batch that is dialled at a pace."""

from __future__ import annotations

import numpy as np

from complint.calls.bodies import OWN
from complint.calls.cells import LOCAL, ZONED, read_moment
from complint.calls.options import CALL_SECONDS, CONCURRENCY
from complint.columns.clocks import DAY, FIRST, LAST, instants, transitions
from complint.core.errors import ComplintError
from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.calls.frames import Frame
    from complint.calls.options import CallOptions
    from complint.calls.raw import Source


_MOST = 1 << 31  # of what a body says, whatever it says: the arithmetic has 64 bits


@record
class Dispatch:
    """The dispatch model of a schedule: row i is dialled at `start + i // concurrency * call_seconds`.

    `assumed` names what nobody said.
    """

    start: int
    concurrency: int
    call_seconds: int
    assumed: tuple[str, ...] = ()


@record
class Times:
    """The instants of a batch: `at`, and `second` where a local time happens twice (None: nowhere).

    `timed` and `dispatched` are masks; where not `timed`, `at` is the run's own instant.
    """

    at: Any
    second: Any
    timed: Any
    dispatched: Any


def model(source: Source, options: CallOptions) -> Dispatch | None:
    """Return the dispatch model of a schedule, or None where its rows tell their own times.

    A start in the body that cannot be read is added to the source's problems.
    """
    if not source.dispatched and options.start is None:
        return None
    start, assumed = None, []
    if source.start_text:
        start = _instant(read_moment(source.start_text), source.timezone or options.timezone)
        if start is None:
            source.problems.append(f"the start is no instant: {source.start_text!r}")
    if start is None:
        start = _instant(options.start, options.timezone)
    if start is None:
        start, assumed = options.now, ["start"]
    concurrency = source.concurrency or options.concurrency
    seconds = (source.call_seconds if source.what == OWN else None) or options.call_seconds
    if concurrency is None:
        assumed.append("concurrency")
    if seconds is None:
        assumed.append("call_seconds")
    return Dispatch(start, concurrency or CONCURRENCY, seconds or CALL_SECONDS, tuple(assumed))


def _instant(moment: tuple[int, int] | None, zone: str | None) -> int | None:
    if moment is None or moment[1] not in (ZONED, LOCAL):
        return None
    if moment[1] == ZONED:
        return moment[0]
    try:
        transitions(zone or "")
    except KeyError:
        return None
    first, _, exists = instants(np.array([moment[0]]), str(zone))
    if not exists[0]:
        raise ComplintError(f"the start does not exist on the clock of {zone}")
    return int(first[0])


def times(frame: Frame, first: int, source: Source, dispatch: Dispatch | None, options: CallOptions) -> Times:
    """Return the instants of a batch whose first row has the index `first` in the schedule."""
    count = frame.count
    found = frame.moments("scheduled_at", dates=False)
    at = np.full(count, options.now, np.int64)
    timed = np.zeros(count, bool)
    second = None
    zones = _zones(frame, source.timezone or options.timezone, options)
    if found is not None:
        seconds, forms = found
        timed = forms == ZONED
        at = np.where(timed, seconds, at) if not timed.all() else seconds
        local = np.flatnonzero(forms == LOCAL)
        if len(local):
            second = _local(local, seconds, at, timed, zones)
        empty = forms == 0
    else:
        empty = np.ones(count, bool)
    dispatched = np.zeros(count, bool)
    if dispatch is not None and empty.any():
        at_once, seconds = (min(one, _MOST) for one in (dispatch.concurrency, dispatch.call_seconds))
        turn = dispatch.start + (np.arange(first, first + count) // at_once) * seconds
        dispatched = empty & (turn < LAST - DAY) & (turn >= FIRST + DAY)
        at = np.where(dispatched, turn, at)
        timed = timed | dispatched
    return Times(at, second, timed, dispatched)


def _zones(frame: Frame, common: str | None, options: CallOptions) -> tuple[list[str | None], Any]:
    """Return zones, and which of them each row's local time is in; a cell that names none is told, needed or not."""
    names = frame.texts("timezone")
    zones: list[str | None] = [known(common) or known(options.timezone)]
    if names is None:
        return zones, np.zeros(frame.count, np.int64)
    given = [known(name) for name in names[1]]
    bad = np.array([zone is None for zone in given] + [False])
    frame.mark("timezone", bad[names[0]])
    return zones + [zone or zones[0] for zone in given], names[0].astype(np.int64) + 1


def _local(rows: Any, seconds: Any, at: Any, timed: Any, places: tuple[list[str | None], Any]) -> Any:
    """Read the local times of rows, each in its zone; return the second instants, or None."""
    zones, codes = places
    second = at.copy()
    for code in np.unique(codes[rows]).tolist():
        zone = zones[code]
        if zone is None:
            continue
        own = rows[codes[rows] == code]
        one, other, exists = instants(seconds[own], zone)
        at[own] = np.where(exists, one, at[own])
        second[own] = np.where(exists, other, at[own])
        timed[own] = exists
    ours = np.zeros(len(at), bool)
    ours[rows] = True
    second = np.where(ours, second, at)
    return second if (second != at).any() else None


def known(name: str | None) -> str | None:
    """Return an IANA zone as it is written, or None where there is none of the name."""
    if not name:
        return None
    from complint.calls.zones import known_zones

    return known_zones().get(name.strip().lower())
