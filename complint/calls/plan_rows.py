"""Which rows of a schedule stay, which go to another instant and which to quarantine: one pass, then what rows contend for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort

import numpy as np

from complint.calls.fired import ALLOWED, UNDECIDED
from complint.calls.next_lawful import NONE
from complint.calls.plan_caps import Dialler, Ledger, diallers
from complint.calls.plan_find import Openings, curable, find, joined, judged_at, taken
from complint.calls.verdicts import number_text
from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from complint.calls.caps import CapCount
    from complint.calls.check import Check
    from complint.calls.fired import Fired, Judgement
    from complint.calls.raw import Raw

KEPT, MOVED, QUARANTINED = 0, 1, 2


@record
class Note:
    """A row for the quarantine: its number from 1, and why it is there."""

    row: int
    call_id: str
    phone_number: str
    unknown: bool
    rules: tuple[str, ...]
    notices: tuple[str, ...]


class Rows:
    """What becomes of each row: `state` (KEPT, MOVED, QUARANTINED), its instant `at`, its `own` one, both UNIX seconds.

    `dispatched` masks rows that follow the dispatch model; `notes` tell of rows by index, of every quarantined one at least.
    """

    def __init__(self) -> None:
        self.state = np.zeros(0, np.uint8)
        self.own = np.zeros(0, np.int64)
        self.at = np.zeros(0, np.int64)
        self.dispatched = np.zeros(0, bool)
        self.notes: dict[int, Note] = {}

    def quarantine(self, notes: list[Note]) -> None:
        """Take rows out that were kept or moved."""
        for note in notes:
            self.state[note.row - 1] = QUARANTINED
            self.notes.setdefault(note.row - 1, note)

    def counts(self) -> tuple[int, int, int]:
        """Return how many rows are kept, moved and quarantined."""
        kept, moved, quarantined = np.bincount(self.state, minlength=3).tolist()
        return kept, moved, quarantined


@record
class Contender:
    """A movable row that shares something with others: a number under a cap, or the lines of the dispatch model."""

    index: int
    own: int
    at: int
    key: int
    kind: int
    dispatched: bool
    dialler: Dialler | None


def notes_of(judged: Judgement, verdict: Any, rows: Any) -> list[Note]:
    """Return the notes on some rows (indices) of a judged batch."""
    if not len(rows):
        return []
    batch = judged.batch
    wanted = np.zeros(batch.count, bool)
    wanted[rows] = True
    fired_on: dict[int, list[Fired]] = {row: [] for row in rows.tolist()}
    for fired in judged.fired:
        mask = np.zeros(batch.count, bool)
        mask[fired.rows] = True
        for row in np.flatnonzero(mask & wanted).tolist():
            fired_on[row].append(fired)
    ids = batch.frame.texts("call_id")
    found = []
    for row, there in fired_on.items():
        number = batch.first + row + 1
        code = -1 if ids is None else int(ids[0][row])
        call_id = (ids[1][code] if ids is not None and code >= 0 else None) or str(number)
        deciding = int(verdict[row])
        rules = sorted({fired.rule for fired in there if fired.counts == deciding and deciding != ALLOWED})
        notices = sorted({fired.rule for fired in there} - set(rules))
        found.append(
            Note(number, call_id, number_text(batch, row), deciding == UNDECIDED, tuple(rules), tuple(notices))
        )
    return found


def settle(
    check: Check, horizon: int, progress: Callable[[int, float | None], None] = lambda _rows, _share: None
) -> Rows:
    """Return what becomes of the rows of a table or a complint schedule; `horizon` in seconds from a row's own instant."""
    made = Rows()
    counter = check.counter()
    parts: list[tuple[Any, ...]] = []
    contenders: list[Contender] = []
    raws: list[Raw] = []
    for judged in check.judged():
        batch, verdict = judged.batch, judged.verdict
        capped = np.zeros(batch.count, bool)
        counted = counter.add(batch)
        if counted is not None:
            capped[counted] = True
        own, dispatched = batch.times.at, batch.times.dispatched
        at = own.copy()
        rows = np.flatnonzero(curable(judged))
        state = np.where(verdict == ALLOWED, KEPT, QUARANTINED).astype(np.uint8)
        shared = np.zeros(0, np.int64)
        if len(rows):
            raw = taken(batch.raw, rows)
            found = find(check, raw, judged, rows, own[rows], horizon)
            at[rows] = found.at
            state[rows[found.at != NONE]] = MOVED
            chosen = np.flatnonzero((found.at != NONE) & (dispatched | capped)[rows])
            shared = rows[chosen]
            contenders += _contenders(judged, found, chosen, shared, capped, dispatched)
            if len(chosen):
                raws.append(taken(raw, chosen))
        wanted = state == QUARANTINED
        wanted[shared] = True
        for note in notes_of(judged, verdict, np.flatnonzero(wanted)):
            made.notes[note.row - 1] = note
        parts.append((state, own, at, np.broadcast_to(dispatched, (batch.count,)).copy()))
        progress(batch.first + batch.count, None)
    if parts:
        made.state, made.own, made.at, made.dispatched = (np.concatenate(column) for column in zip(*parts, strict=True))
    if contenders:
        _share(check, made, counter, contenders, joined(raws), horizon)
    return made


def _contenders(judged: Judgement, found: Any, chosen: Any, rows: Any, capped: Any, dispatched: Any) -> list[Contender]:
    """Return the rows (indices in the batch; `chosen` are theirs in what was found) that contend with others."""
    batch = judged.batch
    made = []
    people = diallers(batch, rows)
    for position, row, dialler in zip(chosen.tolist(), rows.tolist(), people, strict=True):
        ebr = bool(found.ebr[position])
        own = Dialler(
            dialler.row, dialler.number, dialler.attempts, dialler.purpose, dialler.call_type, dialler.place, ebr=ebr
        )
        made.append(
            Contender(
                batch.first + row,
                int(batch.times.at[row]),
                int(found.at[position]),
                int(found.keys[position]),
                int(found.kind[position]),
                bool(dispatched[row]),
                own if capped[row] else None,
            )
        )
    return made


def _share(check: Check, made: Rows, counter: CapCount, contenders: list[Contender], raw: Raw, horizon: int) -> None:
    """Give each contender, in the order of their own instants, the first one that hours, caps and lines all leave free."""
    ledger = _ledger(check, made, counter, contenders)
    lines = _lines(check, made)
    first, last = min(one.at for one in contenders), max(one.own for one in contenders) + horizon
    openings = Openings(check.judge.clock, first, last)
    for one in sorted(contenders, key=lambda one: (one.own, one.index)):
        at = _first_free(one, one.own + horizon, ledger, lines, openings)
        if at is None:
            made.state[one.index] = QUARANTINED
            continue
        made.at[one.index] = at
        if one.dispatched and lines is not None:
            lines.take(at)
        if one.dialler is not None:
            ledger.add(one.dialler, at)
    later = np.array([made.state[one.index] == MOVED and made.at[one.index] != one.at for one in contenders])
    rows = np.flatnonzero(later)
    if len(rows):
        index = np.array([one.index for one in contenders])[rows]
        verdict = judged_at(check, taken(raw, rows), made.at[index]).verdict
        made.state[index[verdict != ALLOWED]] = QUARANTINED


def _first_free(one: Contender, limit: int, ledger: Ledger, lines: Lines | None, openings: Openings) -> int | None:
    at: int | None = one.at
    while at is not None and at <= limit:
        begun = at
        if one.dispatched and lines is not None:
            at = lines.free(at)
        if at == begun and one.dialler is not None and not ledger.allows(one.dialler, at):
            again = ledger.ask_again(one.dialler, at)
            if again is None:
                return None
            at = again
        if at == begun:
            return at
        at = openings.after(one.key, one.kind, at)
    return None


def _ledger(check: Check, made: Rows, counter: CapCount, contenders: list[Contender]) -> Ledger:
    """Return the ledger of the numbers that contenders call, with the kept rows settled at their own instants."""
    numbers = np.array(sorted({one.dialler.number for one in contenders if one.dialler is not None}), np.int64)
    ledger = Ledger(counter, check.history, numbers)
    for part in counter.gathered:
        rows = np.flatnonzero(np.isin(part["key"], numbers) & (made.state[part["row"]] == KEPT))
        names = ("row", "key", "attempts", "purpose", "call_type", "place", "ebr")
        for at, *values in zip(part["at"][rows].tolist(), *(part[name][rows].tolist() for name in names), strict=True):
            ledger.add(Dialler(*values), at)
    return ledger


def _lines(check: Check, made: Rows) -> Lines | None:
    if check.dispatch is None:
        return None
    instants, counts = np.unique(made.at[made.dispatched & (made.state == KEPT)], return_counts=True)
    return Lines(instants.tolist(), counts.tolist(), check.dispatch.concurrency, check.dispatch.call_seconds)


class Lines:
    """The lines of the dispatch model: at no time are more than `concurrency` calls of `seconds` on."""

    def __init__(self, instants: list[int], counts: list[int], concurrency: int, seconds: int) -> None:
        """Take the calls there are: ascending instants, and how many begin at each."""
        self.instants = instants
        self.counts = dict(zip(instants, counts, strict=True))
        self.concurrency = concurrency
        self.seconds = seconds
        self._next: dict[int, int] = {}

    def free(self, at: int) -> int:
        """Return the first instant from `at` on at which one more call may begin."""
        path = []
        while True:
            if at in self._next:  # lines that were taken once stay so
                path.append(at)
                at = self._next[at]
                continue
            first = bisect_right(self.instants, at - self.seconds)
            near = self.instants[first : bisect_left(self.instants, at + self.seconds)]
            if sum(self.counts[one] for one in near) < self.concurrency:
                break
            path.append(at)
            at = near[0] + self.seconds
        for one in path:
            self._next[one] = at
        return at

    def take(self, at: int) -> None:
        """Let a call begin at an instant."""
        if at not in self.counts:
            insort(self.instants, at)
            self.counts[at] = 0
        self.counts[at] += 1


__all__ = ["KEPT", "MOVED", "QUARANTINED", "Note", "Rows", "notes_of", "settle"]
