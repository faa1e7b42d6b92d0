"""A batch call split into parts: each begins when all of its recipients may be called and lasts while they may."""

from __future__ import annotations

import heapq
import json
import os

import numpy as np

from complint.calls.fired import ALLOWED
from complint.calls.plan_caps import Dialler, Ledger, diallers
from complint.calls.plan_find import Openings, curable, joined, judged_at, taken
from complint.calls.plan_rows import KEPT, MOVED, QUARANTINED, Rows, notes_of
from complint.columns.clocks import DAY
from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.calls.check import Check
    from complint.calls.raw import Raw

MOST = 10_000  # recipients of a batch, by the vendor's schema


@record
class Waiting:
    """One recipient that waits for its turn; `first` tells that it was allowed already, and is not to come later than `own`."""

    index: int
    own: int
    key: int
    kind: int
    first: bool
    dialler: Dialler


class Queue:
    """The recipients of a batch, and everything that decides their turns."""

    def __init__(self, check: Check, horizon: int) -> None:
        """Read and judge the batch of a check that has a dispatch model."""
        assert check.dispatch is not None
        self.check = check
        self.start = check.dispatch.start
        self.seconds = check.dispatch.call_seconds
        self.wave = min(check.dispatch.concurrency, MOST)
        self.horizon = horizon
        self.rows = Rows()
        self.waiting: list[Waiting] = []
        self.not_before: dict[int, int] = {}
        raws: list[Raw] = []
        self.counter = check.counter()
        self._read(raws)
        self.raw: Raw = joined(raws) if raws else None  # type: ignore[assignment]
        last = max((one.own for one in self.waiting), default=self.start)
        self.openings = Openings(check.judge.clock, self.start, last + horizon)

    def _read(self, raws: list[Raw]) -> None:
        parts = []
        for judged in self.check.judged():
            batch, verdict = judged.batch, judged.verdict
            self.counter.add(batch)
            movable = curable(judged)
            state = np.where(verdict == ALLOWED, KEPT, np.where(movable, MOVED, QUARANTINED)).astype(np.uint8)
            parts.append((state, batch.times.at))
            there = np.flatnonzero(state != QUARANTINED)
            people = diallers(batch, there)
            for row, dialler in zip(there.tolist(), people, strict=True):
                key, kind = int(judged.keys[row]), int(judged.kind[row])
                first = state[row] == KEPT
                self.waiting.append(
                    Waiting(batch.first + row, int(batch.times.at[row]), key, kind, bool(first), dialler)
                )
            for note in notes_of(judged, verdict, np.flatnonzero(verdict != ALLOWED)):
                self.rows.notes[note.row - 1] = note
            raws.append(batch.raw)
        if parts:
            self.rows.state, self.rows.own = (np.concatenate(column) for column in zip(*parts, strict=True))
        self.rows.at = self.rows.own.copy()
        self.rows.dispatched = np.ones(len(self.rows.own), bool)

    def waves(self) -> list[tuple[int, list[int]]]:
        """Return (instant, indices of recipients) of each wave of calls, in order; who finds none is quarantined."""
        if not self.waiting:
            return []
        for _ in range(self.horizon // DAY + 4):
            found = self._simulate()
            wrong = self._wrong(found)
            if not wrong:
                break
            for index, at in wrong.items():
                kept = self.rows.state[index] == KEPT
                self.not_before[index] = int(self.rows.own[index]) if kept else (at // DAY + 1) * DAY
        else:
            self._drop(set(wrong))
            found = self._simulate()
        placed = {index for _, indices in found for index in indices}
        self._drop({one.index for one in self.waiting} - placed)
        for at, indices in found:
            self.rows.at[indices] = at
        return found

    def _drop(self, indices: set[int]) -> None:
        self.rows.state[sorted(indices)] = QUARANTINED
        self.waiting = [one for one in self.waiting if one.index not in indices]

    def remove(self, indices: set[int]) -> None:
        """Take recipients out for good."""
        self._drop(indices)

    def _wrong(self, found: list[tuple[int, list[int]]]) -> dict[int, int]:
        """Return the recipients, with their turns, that the whole check does not allow then."""
        at = {index: moment for moment, indices in found for index in indices}
        changed = [index for index in at if self.rows.state[index] != KEPT or at[index] != self.rows.own[index]]
        if not changed:
            return {}
        verdict = judged_at(
            self.check, taken(self.raw, np.array(changed)), np.array([at[index] for index in changed])
        ).verdict
        return {index: at[index] for index, one in zip(changed, verdict.tolist(), strict=True) if one != ALLOWED}

    def _simulate(self) -> list[tuple[int, list[int]]]:
        return _Turns(self).run()


class _Turns:
    """One run through time: at each wave the first recipients that may be called are, those that must not wait before others."""

    def __init__(self, queue: Queue) -> None:
        self.queue = queue
        people = np.array([one.dialler.number for one in queue.waiting], np.int64)
        numbers, many = np.unique(people, return_counts=True)
        many_attempts = {one.dialler.number for one in queue.waiting if one.dialler.attempts > 1}
        known = np.unique(queue.check.history[0]) if queue.check.history is not None else np.zeros(0, np.int64)
        self.shared = (
            {*numbers[(many > 1) | np.isin(numbers, known)].tolist(), *many_attempts} if queue.counter.duties else set()
        )
        self.ledger = Ledger(queue.counter, queue.check.history, np.array(sorted(self.shared), np.int64))
        self.first = 0
        self.ready: dict[tuple[int, int], list[tuple[bool, int, Waiting]]] = {}
        self.delayed: list[tuple[int, int, Waiting]] = []
        for one in queue.waiting:
            self.first += one.first
            if one.first and one.dialler.number in self.shared:
                self.ledger.add(one.dialler, one.own)
            if one.index in queue.not_before:
                self._delay(one, queue.not_before[one.index])
            else:
                self._enter(one)

    def run(self) -> list[tuple[int, list[int]]]:
        """Return (instant, indices) of each wave."""
        found = []
        at = self._next(self.queue.start)
        while at is not None:
            while self.delayed and self.delayed[0][0] <= at:
                self._enter(heapq.heappop(self.delayed)[2])
            chosen = self._choose(at)
            if chosen:
                found.append((at, sorted(chosen)))
            at = self._next(at + self.queue.seconds if chosen else at)
        return found

    def _enter(self, one: Waiting) -> None:
        heapq.heappush(self.ready.setdefault((one.key, one.kind), []), (not one.first, one.index, one))

    def _delay(self, one: Waiting, until: int) -> None:
        heapq.heappush(self.delayed, (until, one.index, one))

    def _choose(self, at: int) -> list[int]:
        """Take up to a wave of those that may be called at an instant: the ones allowed before first, in input order."""
        heads = []
        for kind, waiting in self.ready.items():
            if waiting and self.queue.openings.after(*kind, at) == at:
                heads.append((waiting[0][:2], kind))
        heapq.heapify(heads)
        chosen: list[int] = []
        while heads and len(chosen) < self.queue.wave:
            _, kind = heapq.heappop(heads)
            waiting = self.ready[kind]
            one = heapq.heappop(waiting)[2]
            if waiting:
                heapq.heappush(heads, (waiting[0][:2], kind))
            if self._may(one, at):
                chosen.append(one.index)
                self.first -= one.first
        return chosen

    def _may(self, one: Waiting, at: int) -> bool:
        """Tell whether caps let a recipient be called now, and settle the call; else let it wait, or drop it."""
        if at > one.own + self.queue.horizon:
            return False
        if one.dialler.number not in self.shared:
            return True
        if one.first:
            self.ledger.remove(one.dialler, one.own)
            early = at < one.own and not self.ledger.allows(one.dialler, at)
            self.ledger.add(one.dialler, one.own if early else at)
            if early:
                self._delay(one, one.own)
            return not early
        if self.ledger.allows(one.dialler, at):
            self.ledger.add(one.dialler, at)
            return True
        again = self.ledger.ask_again(one.dialler, at)
        if again is not None:
            self._delay(one, again)
        return False

    def _next(self, at: int) -> int | None:
        """Return the next instant from `at` on at which somebody may be called."""
        moments = [max(self.delayed[0][0], at)] if self.delayed else []
        for kind in [kind for kind, waiting in self.ready.items() if not waiting]:
            del self.ready[kind]
        for kind in list(self.ready):
            opens = self.queue.openings.after(*kind, at)
            if opens is None:
                del self.ready[kind]
            else:
                moments.append(opens)
        found = min(moments, default=None)
        if found is not None and self.first:
            # turns keep their pace while somebody waits who must not come later than without a plan
            found += (self.queue.start - found) % self.queue.seconds
        return found


def parts_of(waves: list[tuple[int, list[int]]], wave: int, seconds: int) -> list[tuple[int, list[int]]]:
    """Return (start, indices in the order of their turns) of each part: waves that follow one another, full but for the last."""
    parts: list[tuple[int, list[int]]] = []
    expected = None
    for at, indices in waves:
        if at == expected and len(parts[-1][1]) + wave <= MOST:
            parts[-1][1].extend(indices)
        else:
            parts.append((at, list(indices)))
        expected = at + seconds if len(indices) == wave else None
    return parts


def write_parts(folder: str, body: dict[str, Any], parts: list[tuple[int, list[int]]]) -> list[str]:
    """Write batch-001.json and so on: the body with its share of recipients and its start; return the names."""
    names = []
    for number, (start, indices) in enumerate(parts, 1):
        recipients = [body["recipients"][index] for index in indices]
        names.append(f"batch-{number:03d}.json")
        write_body(os.path.join(folder, names[-1]), {**body, "recipients": recipients, "scheduled_time_unix": start})
    return names


def write_body(path: str, body: dict[str, Any]) -> None:
    """Write a body as JSON."""
    with open(path, "w", encoding="utf-8", errors="backslashreplace") as out:
        out.write(json.dumps(body, ensure_ascii=False, indent=2, default=str) + "\n")
