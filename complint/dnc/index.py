"""A built index, mapped read-only: numbers in, listed or not out. Processes share its pages; workers get it by its path."""

from __future__ import annotations

import mmap
import os
import zlib

import numpy as np

from complint.columns.calls import NO, NO_ANSWER, YES
from complint.core.errors import ComplintError
from complint.dnc.bitmap import BLOCK, PER_CODE
from complint.dnc.layout import NATIONAL, damaged, decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.dnc.layout import Header

_CODES = 1000
_TOP = _CODES * PER_CODE
_BATCH = 32_768  # numbers looked up at a time: their columns stay in the processor's cache


class Index:
    """An index at a path: its header is checked now, and each block when the first number of its area code is asked for.

    It pickles as its path and header, so that workers map the same file, or refuse another that took its place. Raises
    ComplintError for a file that cannot be read or is not, to the bit, what was written.
    """

    def __init__(self, path: str, expected: Header | None = None) -> None:
        self.path = path
        try:
            with open(path, "rb") as stream:
                stat = os.fstat(stream.fileno())
                self.header, begin = decode(stream, stat.st_size, path)
                mapped = mmap.mmap(stream.fileno(), stat.st_size, access=mmap.ACCESS_READ)
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            raise ComplintError(f"the index cannot be read: {reason}", path) from None
        if expected is not None and self.header != expected:
            raise ComplintError("the index was replaced during the run; run again", path)
        self.identity = (stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns)
        self._bytes: Any = np.frombuffer(mapped, np.uint8)[begin:]
        self._slot = np.full(_CODES, -1, np.int64)
        for number, block in enumerate(self.header.blocks):
            self._slot[block.code] = number
        self._shift = (
            self._slot - np.arange(_CODES)
        ) * PER_CODE  # from a number to its bit; negative where no block is
        self._unchecked = self._slot >= 0

    def __reduce__(self) -> tuple[type[Index], tuple[str, Header]]:
        return Index, (self.path, self.header)

    def listed(self, number: Any) -> Any:
        """Return YES or NO (int8) by national ten-digit numbers (int64); NO for what is no such number.

        NO_ANSWER for area codes that the index says nothing of.
        """
        found = np.empty(len(number), np.int8)
        for start in range(0, len(number), _BATCH):
            found[start : start + _BATCH] = self._listed(number[start : start + _BATCH])
        return found

    def _listed(self, number: Any) -> Any:
        if number.min() < 0 or number.max() >= _TOP:
            ours = (number >= 0) & (number < _TOP)
            found = np.full(len(number), NO, np.int8)
            if ours.any():
                found[ours] = self._listed(number[ours])
            return found
        code = number // PER_CODE
        if self._unchecked.any():
            self._check(np.flatnonzero((np.bincount(code, minlength=_CODES) > 0) & self._unchecked).tolist())
        at = self._shift.take(code)
        at += number
        there = None
        if at.min() < 0:
            there = at >= 0
            at = at[there]
        bits = self._bytes.take(at >> 3) if len(at) else np.zeros(0, np.uint8)
        at &= 7
        bits >>= at.astype(np.uint8)
        bits &= np.uint8(YES)
        if there is None:
            return bits.view(np.int8)
        found = np.full(len(number), NO if self.header.covers == NATIONAL else NO_ANSWER, np.int8)
        found[there] = bits
        return found

    def check(self) -> None:
        """Compare every block with its checksum. Raises ComplintError for one that is not what was written."""
        self._check([block.code for block in self.header.blocks])

    def block(self, code: int) -> Any:
        """Return the bits of an area code (uint8, `BLOCK` of them, read-only), checked."""
        self._check([code])
        start = int(self._slot[code]) * BLOCK
        return self._bytes[start : start + BLOCK]

    def _check(self, codes: list[int]) -> None:
        for code in codes:
            slot = int(self._slot[code])
            if zlib.crc32(self._bytes[slot * BLOCK : (slot + 1) * BLOCK]) != self.header.blocks[slot].crc:
                raise damaged(self.path, f"the numbers of area code {code} are not what was written")
            self._unchecked[code] = False
