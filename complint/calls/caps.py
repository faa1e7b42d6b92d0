"""Caps on the calls to one number: all dials of the schedule and its history together, so they are counted in a second phase."""

from __future__ import annotations

import numpy as np

from complint.calls.cells import CALL_TYPES, PURPOSES
from complint.calls.numbers import Numbers
from complint.calls.tables import frames
from complint.columns.clocks import DAY
from complint.columns.dials import Dials
from complint.core.record import record
from complint.engine.catalog import load_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.calls.batch import Batch
    from complint.calls.duties import Duty, Edition
    from complint.calls.places import Places
    from complint.calls.raw import Source

RULE = "calls/too-many-calls"
_LAW_COLUMNS = frozenset({"recipient_zip", "recipient_state", "recipient_address_state"})
_PARTS = ("row", "key", "at", "attempts", "purpose", "call_type", "place", "ebr", "day")


@record
class Capped:
    """The rows under one cap whose numbers are dialled often enough for it to matter.

    `rows` are indices in the schedule, ascending; `over` masks those that exceed the cap.

    `index` are their places in `dials`, `attempts` their dials within the cap's hours: for the search for a later instant.
    """

    duty: Duty
    edition: Edition
    rows: Any
    over: Any
    index: Any
    attempts: Any
    dials: Dials

    def room(self, position: int, moment: int) -> int | None:
        """Return None where the row at a position may be dialled at a moment, else the next moment worth asking (0: none)."""
        most, seconds = int(self.edition.value["max_calls"]), int(self.edition.value["per_hours"]) * 3600
        own = int(self.attempts[position])
        if own > most:
            return 0
        many, found = self.dials.others(int(self.index[position]), moment, seconds)
        return None if many + own - 1 < most else found[0] + seconds


class CapCount:
    """Gathers the dials that may matter, batch by batch; then tells which rows exceed a cap.

    `by_code` tells that the law of every row is that of its area code alone (see `by_area_code`).
    """

    def __init__(
        self, duties: list[Duty], places: Places, retry_seconds: int | None = None, *, by_code: bool = False
    ) -> None:
        self.duties = [duty for duty in duties if duty.rule == RULE]
        self.places = places
        self.retry_seconds = retry_seconds
        self.gathered: list[dict[str, Any]] = []
        self.check = load_rule(RULE).check if self.duties else None
        self.by_code = by_code

    def add(self, batch: Batch) -> Any:
        """Take the dials of a batch; return the rows taken (indices in the batch), None where no cap can matter."""
        if not self.duties:
            return None
        calls, times = batch.calls, batch.times
        rows = (calls.purpose == 0) & times.timed & (batch.numbers.key > 0)
        if self.by_code:
            # numbers of other area codes can have nothing to do with a cap
            rows = rows & self.capped()[batch.place]
        taken = np.flatnonzero(np.broadcast_to(rows, (batch.count,)))
        at = times.at[taken]
        if batch.low is not None:
            low = batch.low[taken]
        else:
            low = self.places.offsets(batch.place[taken], at)[0] if self._dated(at) else 0
        self.gathered.append(
            {
                "row": taken + batch.first,
                "key": batch.numbers.key[taken],
                "at": at,
                "attempts": _of(batch.attempts, taken),
                "purpose": _of(calls.purpose, taken),
                "call_type": _of(calls.call_type, taken),
                "place": batch.place[taken],
                "ebr": _of(calls.ebr, taken),
                "day": (at + low) // DAY,
            }
        )
        return taken

    def dials(self, **more: list[Any]) -> dict[str, Any] | None:
        """Return the columns of all dials gathered, and `more` of them; None where there is none."""
        if not self.gathered:
            return None
        found = {name: self.column(name) for name in _PARTS}
        return {**found, **{name: np.concatenate(parts) for name, parts in more.items()}}

    def column(self, name: str) -> Any:
        """Return one column of all dials gathered, in the order of the input."""
        return np.concatenate([part[name] for part in self.gathered])

    def merge(self, dials: dict[str, Any], places: Any) -> None:
        """Take the dials of the rows that follow, gathered elsewhere; `places` are our numbers of their places."""
        self.gathered.append({**dials, "place": places[dials["place"]]})

    def _dated(self, at: Any) -> bool:
        """Tell whether the law of a cap changes near some instants, so that local dates matter."""
        if not len(at):
            return False
        first, last = int(at.min()) // DAY - 1, int(at.max()) // DAY + 1
        editions = [edition for duty in self.duties for edition in duty.editions]
        return any(first <= edge <= last for one in editions for edge in (one.since, one.until + 1))

    def capped(self) -> Any:
        """Return a mask of places under any cap."""
        found = np.zeros(len(self.places.spots), bool)
        for duty in self.duties:
            found |= self.places.under(duty.jurisdiction)
        return found

    def results(self, history: tuple[Any, Any, Any] | None) -> list[Capped]:
        """Return the rows under each cap, and which exceed it; `history` is (key, at, call type) of earlier marketing dials."""
        if not self.gathered or self.check is None:
            return []
        own = {name: self.column(name) for name in _PARTS}
        found = []
        for duty in self.duties:
            for edition in duty.editions:
                made = self._one(duty, edition, own, history)
                if made is not None:
                    found.append(made)
        return found

    def _one(self, duty: Duty, edition: Edition, own: dict[str, Any], history: Any) -> Capped | None:
        counted = _binds(duty, own)
        there = self.places.under(duty.jurisdiction)[own["place"]]
        bound = counted & there
        bound &= (own["day"] >= edition.since) & (own["day"] <= edition.until)
        if "ebr" in (edition.value.get("unless") or ()):
            bound &= ~own["ebr"]
        if not bound.any():
            return None
        # dials to numbers that no row under this cap calls do not matter
        counted = np.flatnonzero(
            counted & (there if self.by_code else np.isin(own["key"], np.unique(own["key"][bound])))
        )
        earlier = 0
        key, at = own["key"][counted], own["at"][counted]
        seconds = int(edition.value["per_hours"]) * 3600
        attempts = self._attempts(own["attempts"][counted], seconds)
        if history is not None:
            wanted = np.isin(history[0], key) & _of_types(duty, history[2])
            earlier = int(wanted.sum())
            key, at = np.concatenate((history[0][wanted], key)), np.concatenate((history[1][wanted], at))
            attempts = np.concatenate((np.ones(earlier, np.int64), attempts))
        most = int(edition.value["max_calls"])
        asked = np.concatenate((np.zeros(earlier, bool), bound[counted]))
        row = np.concatenate((np.full(earlier, -1), own["row"][counted]))
        busy = _busy(key, attempts, most)
        asked, row, attempts = np.flatnonzero(asked[busy]), row[busy], attempts[busy]
        dials = Dials(key[busy], at[busy], attempts)
        assert self.check is not None
        over = self.check(dials.before(asked, seconds), attempts[asked], most)
        return Capped(duty, edition, row[asked], over, asked, attempts[asked], dials)

    def _attempts(self, attempts: Any, seconds: int) -> Any:
        """Return how many dials of a row fall into a cap's hours: retries of a campaign lie apart."""
        if not self.retry_seconds:
            return attempts
        return np.minimum(attempts, -(-seconds // self.retry_seconds))


def by_area_code(source: Source) -> bool:
    """Tell whether a schedule has no column by which the law of a row may be another than its area code's."""
    return source.settled and not _LAW_COLUMNS & source.matched.keys()


def _busy(key: Any, attempts: Any, most: int) -> Any:
    """Return a mask of dials to numbers that are dialled more often than a cap allows at any time; most never are."""
    _, rank = np.unique(key, return_inverse=True)
    return np.bincount(rank, attempts)[rank] > most


def _binds(duty: Duty, own: dict[str, Any]) -> Any:
    found = _of_types(duty, own["call_type"])
    if duty.purposes is not None:
        found = found & np.isin(own["purpose"], [PURPOSES.index(name) for name in duty.purposes])
    return found


def _of_types(duty: Duty, call_type: Any) -> Any:
    if duty.call_types is None:
        return np.ones(len(call_type), bool)
    return np.isin(call_type, [CALL_TYPES.index(name) for name in duty.call_types])


def _of(column: Any, rows: Any) -> Any:
    return column[rows] if np.ndim(column) else np.full(len(rows), column)


def read_history(path: str, region: str) -> tuple[Any, Any, Any]:
    """Return (key, at, call type) of the marketing dials of a history file; rows without a number or an instant are none."""
    names = {"phone_number": ("phone_e164",), "called_at": ("dialled_at", "dialed_at"), "purpose": (), "call_type": ()}
    keys, times, types = [], [], []
    for frame in frames(path, "history", names):
        column = frame.raw.columns.get("phone_number")
        moments = frame.moments("called_at", dates=False)
        if column is None or moments is None:
            continue
        purpose, kind = frame.words("purpose"), frame.words("call_type")
        key = Numbers(column, region).key
        rows = (moments[1] == 1) & (key > 0)
        if purpose is not None:
            rows &= purpose <= 0
        keys.append(key[rows])
        times.append(moments[0][rows])
        types.append(np.zeros(rows.sum(), np.int8) if kind is None else np.maximum(kind[rows], 0))
    empty = np.zeros(0, np.int64)
    return (
        np.concatenate([*keys, empty]),
        np.concatenate([*times, empty]),
        np.concatenate([*types, empty.astype(np.int8)]),
    )
