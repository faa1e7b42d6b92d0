"""Decimal digits read eight at a time."""

from __future__ import annotations

import numpy as np

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def join_eight(value: Any) -> None:
    """Turn eight digits a row into their number, in place: pairs, then fours, then all, in three multiplications (SWAR).

    `value` is uint64; its bytes, little-endian, are the values 0 to 9 of the digits, the first digit in the lowest byte.
    """
    value *= np.uint64(2561)
    value >>= np.uint64(8)
    value &= np.uint64(0x00FF00FF00FF00FF)
    value *= np.uint64(6553601)
    value >>= np.uint64(16)
    value &= np.uint64(0x0000FFFF0000FFFF)
    value *= np.uint64(42949672960001)
    value >>= np.uint64(32)
