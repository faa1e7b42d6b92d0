"""Numbers as bits in memory, a block for each area code: filled in any order, by groups that fit the processor's cache."""

from __future__ import annotations

import numpy as np

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PER_CODE = 10_000_000  # numbers of an area code
BLOCK = PER_CODE // 8  # bytes: bit `local & 7` of byte `local >> 3`
_CODES = 1000
_WAITING = 131_072  # numbers of an area code that are set together
_ONE = np.uint8(1)


class Bitmap:
    """Sets of numbers by area code. What was added waits until `settle`, or until there is enough of it."""

    def __init__(self) -> None:
        self.blocks: dict[int, Any] = {}
        self._waiting: dict[int, Any] = {}
        self._many = [0] * _CODES

    def add(self, code: Any, local: Any) -> None:
        """Add numbers: area codes (uint16) and the seven digits after them (uint32), of one length."""
        for one, part in _groups(code, local):
            used = self._many[one]
            if used + len(part) > _WAITING:
                self._settle(one)
                used = 0
            if len(part) > _WAITING:
                _set(self._block(one), part)
                continue
            if one not in self._waiting:
                self._block(one)
                self._waiting[one] = np.empty(_WAITING, np.uint32)
            self._waiting[one][used : used + len(part)] = part
            self._many[one] = used + len(part)

    def remove(self, code: Any, local: Any) -> None:
        """Take numbers out; those that are not in stay out."""
        for one, part in _groups(code, local):
            if one in self.blocks:
                self._settle(one)
                at, mask = _bits(part)
                np.bitwise_and.at(self.blocks[one], at, ~mask)

    def settle(self) -> None:
        """Set all that waits."""
        for one in list(self._waiting):
            self._settle(one)
        self._waiting.clear()

    def _settle(self, code: int) -> None:
        if self._many[code]:
            _set(self.blocks[code], self._waiting[code][: self._many[code]])
            self._many[code] = 0

    def _block(self, code: int) -> Any:
        block = self.blocks.get(code)
        if block is None:
            block = self.blocks[code] = np.zeros(BLOCK, np.uint8)
        return block


def _groups(code: Any, local: Any) -> list[tuple[int, Any]]:
    """Return (area code, its local numbers in their order) of each area code."""
    many = np.bincount(code, minlength=_CODES)
    there = np.flatnonzero(many).tolist()
    if len(there) == 1:
        return [(there[0], local)]
    grouped = local[np.argsort(code, kind="stable")]  # of 16 bits: a radix sort
    ends = np.cumsum(many)
    return [(one, grouped[ends[one] - many[one] : ends[one]]) for one in there]


def _bits(local: Any) -> tuple[Any, Any]:
    at = (local >> np.uint32(3)).astype(np.intp)
    return at, np.left_shift(_ONE, (local & np.uint32(7)).astype(np.uint8))


def _set(block: Any, local: Any) -> None:
    """Set bits of a block. Of several bits of one byte in one pass the last wins, so what is lost is set again.

    Two to five times as fast as `np.bitwise_or.at`.
    """
    at, mask = _bits(local)
    while len(at):
        value = block.take(at)
        value |= mask
        block[at] = value
        lost = np.flatnonzero((block.take(at) & mask) == 0)
        at, mask = at[lost], mask[lost]


def counted(block: Any) -> int:
    """Return how many numbers a block holds."""
    return int.from_bytes(block, "little").bit_count()
