"""Lists of numbers beside a schedule: the company's own Do-Not-Call list, copies of the national one, reassigned numbers."""

from __future__ import annotations

import os
import re

import numpy as np

from complint.calls.numbers import NANP, Numbers
from complint.calls.tables import frames
from complint.columns.calls import NEVER, NO, NO_ANSWER, YES
from complint.columns.clocks import DAY
from complint.core.errors import ComplintError
from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_PER_CODE = 10_000_000  # numbers of an area code
_CHUNK = 8 * 1024 * 1024


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
    """One copy of the national registry: a bit for each number of an area code; `day` it was downloaded (None: undated)."""

    def __init__(self, path: str, day: int | None) -> None:
        self.day = day
        self.codes: dict[int, Any] = {}
        if not os.path.isfile(path):
            raise ComplintError("there is no such file (national_dnc)", path)
        with open(path, "rb") as stream:
            rest, line = b"", 1
            while chunk := stream.read(_CHUNK):
                data = rest + chunk
                cut = data.rfind(b"\n") + 1
                if cut == 0 and len(data) > _CHUNK * 2:
                    raise ComplintError("not a list of numbers, one a line", path, line)
                self._add(data[:cut], path, line)
                line += data.count(b"\n", 0, cut)
                rest = data[cut:]
            self._add(rest, path, line)

    def _add(self, data: bytes, path: str, line: int) -> None:
        if not data:
            return
        numbers = _ten_digits(data)
        if numbers is None:
            numbers = _by_hand(data, path, line)
        for code in np.unique(numbers // _PER_CODE).tolist():
            local = numbers[numbers // _PER_CODE == code] - code * _PER_CODE
            bits = self.codes.setdefault(code, None)
            if bits is None:
                bits = self.codes[code] = np.zeros(_PER_CODE // 8, np.uint8)
            np.bitwise_or.at(bits, local >> 3, (1 << (local & 7)).astype(np.uint8))

    def listed(self, key: Any) -> Any:
        """Return YES or NO by E.164 digits."""
        found = np.full(len(key), NO, np.int8)
        number = key - NANP
        ours = (number >= 0) & (number < NANP)
        code = np.where(ours, number // _PER_CODE, -1)
        for one in np.unique(code).tolist():
            bits = self.codes.get(one)
            if bits is not None:
                rows = np.flatnonzero(code == one)
                local = number[rows] - one * _PER_CODE
                found[rows] = (bits[local >> 3] >> (local & 7).astype(np.uint8)) & 1
        return found


def _ten_digits(data: bytes) -> Any:
    """Return the numbers of lines that are all ten digits, or `AAA,NNNNNNN`, with LF or CR LF; None for anything else."""
    plain = data.replace(b"\r\n", b"\n").replace(b",", b"")
    if not plain.endswith(b"\n"):
        plain += b"\n"
    if len(plain) % 11 or data.count(b",") not in (0, plain.count(b"\n")):
        return None
    table = np.frombuffer(plain, np.uint8).reshape(-1, 11)
    digits = table[:, :10] - 48
    if not ((table[:, 10] == 10).all() and (digits < 10).all()):
        return None
    value = np.zeros(len(table), np.int64)
    for position in range(10):
        value = value * 10 + digits[:, position]
    return value


_LINE = re.compile(rb'\s*"?(?:\+?1[-,. ]?)?\(?(\d{3})\)?"?[-,;.\t ]*"?(\d{3})[-. ]?(\d{4})"?\s*', re.ASCII)


def _by_hand(data: bytes, path: str, line: int) -> Any:
    found = []
    for number, text in enumerate(data.split(b"\n"), line):
        if not text.strip(b"\r \t\xef\xbb\xbf"):
            continue
        match = _LINE.fullmatch(text.removeprefix(b"\xef\xbb\xbf"))
        if match is None:
            if number == 1 and sum(48 <= byte <= 57 for byte in text) < 7:  # a header
                continue
            raise ComplintError("not a number of ten digits, nor `AAA,NNNNNNN` (national_dnc)", path, number)
        found.append(int(b"".join(match.groups())))
    return np.array(found, np.int64)


@record
class NationalList:
    """The copies of the national registry, oldest first, undated ones before."""

    copies: tuple[NationalCopy, ...]

    def answer(self, key: Any, day: Any) -> tuple[Any, Any, Any]:
        """Return (answer, dated, age in days) by number and local day of the call, from the newest copy not later than it.

        NO_ANSWER where no copy is as old as the call.
        """
        answer = np.full(len(key), NO_ANSWER, np.int8)
        dated = np.zeros(len(key), bool)
        age = np.zeros(len(key), np.int64)
        for copy in self.copies:
            rows = np.flatnonzero(day >= copy.day) if copy.day is not None else np.arange(len(key))
            if len(rows):
                answer[rows] = copy.listed(key[rows])
                dated[rows] = copy.day is not None
                age[rows] = day[rows] - copy.day if copy.day is not None else 0
        return answer, dated, age


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
