"""Lists of numbers beside a schedule: the company's own Do-Not-Call list, copies of the national one, reassigned numbers."""

from __future__ import annotations

import os

import numpy as np

from complint.calls.numbers import NANP, Numbers
from complint.calls.tables import frames
from complint.columns.calls import NEVER, NO, NO_ANSWER, YES
from complint.columns.clocks import DAY
from complint.core.errors import ComplintError
from complint.core.record import record
from complint.dnc.bitmap import PER_CODE, Bitmap
from complint.dnc.index import Index
from complint.dnc.layout import is_index
from complint.dnc.reading import Reading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


class InternalList:
    """The company's own list: `key` (E.164 digits, sorted) with the days from and through which each entry holds."""

    def __init__(self, path: str, region: str) -> None:
        keys, since, until = [], [], []
        columns: dict[str, tuple[str, ...]] = {"phone_number": ("phone_e164",)}
        columns |= {"requested_at": ("requested",), "expires_at": ("expires",)}
        for frame in frames(path, "internal_dnc", columns):
            if "phone_number" not in frame.raw.columns:
                continue
            keys.append(Numbers(frame.raw.columns["phone_number"], region).key)
            since.append(_days(frame, "requested_at", NEVER))
            until.append(_days(frame, "expires_at", -NEVER))
        order = np.argsort(np.concatenate([*keys, np.zeros(0, np.int64)]), kind="stable")
        self.key = np.concatenate([*keys, np.zeros(0, np.int64)])[order]
        self.since = np.concatenate([*since, np.zeros(0, np.int64)])[order]
        self.until = np.concatenate([*until, np.zeros(0, np.int64)])[order]

    def listed(self, key: Any, day_low: Any, day_high: Any) -> Any:
        """Return YES or NO: whether an entry of the number holds on the local day (either of two, where they differ)."""
        start = np.searchsorted(self.key, key, "left")
        end = np.searchsorted(self.key, key, "right")
        found = np.zeros(len(key), bool)
        for step in range(int((end - start).max(initial=0))):
            at = np.minimum(start + step, len(self.key) - 1)
            holds = (start + step < end) & (self.since[at] <= day_high) & (self.until[at] >= day_low)
            found |= holds & (key > 0)
        return np.where(found, YES, NO).astype(np.int8)


def _days(frame: Any, name: str, empty: int) -> Any:
    found = frame.moments(name, dates=True)
    if found is None:
        return np.full(frame.count, empty, np.int64)
    seconds, forms = found
    # an unreadable date never ends an entry, and never delays one
    return np.where(forms == 0, empty, seconds // DAY)


class NationalCopy:
    """One copy of the national registry in memory, from a list; `day` it was downloaded (None: undated)."""

    def __init__(self, path: str, day: int | None) -> None:
        self.day = day
        self.numbers = Bitmap()
        if not os.path.isfile(path):
            raise ComplintError("there is no such file (national_dnc)", path)
        for batch in Reading(path).batches():
            lines = batch.lines
            if lines.odd:
                raise ComplintError(_NO_NUMBER, batch.name, batch.first + lines.odd[0][0])
            if lines.removed is not None:
                raise ComplintError("a list of changes is no copy of the registry: see complint dnc update", batch.name)
            self.numbers.add(lines.code, lines.local)
        self.numbers.settle()

    def listed(self, number: Any) -> Any:
        """Return YES or NO by national ten-digit numbers; NO for what is none."""
        found = np.full(len(number), NO, np.int8)
        code = number // PER_CODE
        for one in np.unique(code).tolist():
            bits = self.numbers.blocks.get(one)
            if bits is not None:
                rows = np.flatnonzero(code == one)
                local = number[rows] - one * PER_CODE
                found[rows] = (bits[local >> 3] >> (local & 7).astype(np.uint8)) & 1
        return found


_NO_NUMBER = "not a number of ten digits, nor `AAA,NNNNNNN` (national_dnc)"


class IndexedCopy:
    """One copy of the national registry as a built index; its own date is the `day` it was downloaded.

    Raises ComplintError where another day is given for it.
    """

    def __init__(self, path: str, day: int | None) -> None:
        self.index = Index(path)
        own = self.index.header.day
        if own is not None and day is not None and own != day:
            raise ComplintError(
                f"the index is of {self.index.header.date}, and another day is given for it (national_dnc): leave one out",
                path,
            )
        self.day = day if own is None else own

    def listed(self, number: Any) -> Any:
        """Return YES, NO or NO_ANSWER by national ten-digit numbers; NO for what is none."""
        return self.index.listed(number)


@record
class NationalList:
    """The copies of the national registry, oldest first, undated ones before."""

    copies: tuple[NationalCopy | IndexedCopy, ...]

    def answer(self, key: Any, day: Any) -> tuple[Any, Any, Any]:
        """Return (answer, dated, age in days) by number and local day of the call, from the newest copy not later than it.

        A copy that says nothing of the area code is passed over. NO_ANSWER where no copy is left.
        """
        number = key - NANP
        answer = np.full(len(key), NO_ANSWER, np.int8)
        dated = np.zeros(len(key), bool)
        age = np.zeros(len(key), np.int64)
        for copy in self.copies:
            rows = np.flatnonzero(day >= copy.day) if copy.day is not None else np.arange(len(key))
            if len(rows):
                found = copy.listed(number[rows])
                rows, found = _told(rows, found)
                answer[rows] = found
                dated[rows] = copy.day is not None
                age[rows] = day[rows] - copy.day if copy.day is not None else 0
        return answer, dated, age


def _told(rows: Any, found: Any) -> tuple[Any, Any]:
    """Return rows and answers, without those that are none."""
    told = found != NO_ANSWER
    return (rows, found) if told.all() else (rows[told], found[told])


def national_list(copies: Iterable[tuple[str, int | None]]) -> NationalList | None:
    """Return the copies at (path, day or None), each a list or a built index; None for no copies."""
    opened = [(IndexedCopy if is_index(path) else NationalCopy)(path, day) for path, day in copies]
    opened.sort(key=lambda copy: NEVER if copy.day is None else copy.day)
    return NationalList(tuple(opened)) if opened else None


class Reassigned:
    """Answers of the reassigned numbers database: `key` sorted, `answer` as in `complint.columns.calls`; the last one wins."""

    def __init__(self, path: str, region: str) -> None:
        keys, answers = [], []
        for frame in frames(
            path, "reassigned", {"phone_number": ("phone_e164",), "rnd_result": ("result", "disconnected")}
        ):
            answer = frame.words("rnd_result")
            if answer is None or "phone_number" not in frame.raw.columns:
                continue
            keys.append(Numbers(frame.raw.columns["phone_number"], region).key)
            answers.append(np.where(answer < 0, 0, answer))
        key = np.concatenate([*keys, np.zeros(0, np.int64)])
        answer = np.concatenate([*answers, np.zeros(0, np.int8)])
        order = np.argsort(key, kind="stable")
        self.key, self.answer = key[order], answer[order].astype(np.int8)

    def of(self, key: Any) -> Any:
        """Return the answers by number; 0 where there is none."""
        if not len(self.key):
            return np.zeros(len(key), np.int8)
        at = np.searchsorted(self.key, key, "right") - 1
        found = (at >= 0) & (self.key[np.maximum(at, 0)] == key) & (key > 0)
        return np.where(found, self.answer[np.maximum(at, 0)], 0).astype(np.int8)
