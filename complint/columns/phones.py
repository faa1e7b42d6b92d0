"""Telephone numbers of North America out of Arrow text, without a loop: what is plainly ten digits, with or without +1."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from complint.columns.digits import join_eight

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_LOW = np.uint64(0x3030303030303030)
_HIGH = np.uint64(0x4646464646464646)
_TOP = np.uint64(0x8080808080808080)
_E164 = 12  # bytes of +1 and ten digits
_PLUS_ONE = 0x312B  # "+1", little-endian
_DIGIT = np.zeros(256, bool)
_DIGIT[48:58] = True
_BETWEEN = np.zeros(256, bool)
_BETWEEN[list(b" .-()")] = True


def national(texts: Any) -> Any:
    """Return int64: the ten national digits of each plain +1 number, 0 for any other text.

    `texts` is an Arrow binary or string array. Plain: digits with spaces, dots, hyphens and brackets between them, ten of
    them, or eleven beginning with 1 (with or without a plus). Whether such a number exists is not asked here.
    """
    count = len(texts)
    if count == 0:
        return np.zeros(0, np.int64)
    offsets, _ = buffers(texts)
    usual = np.diff(offsets) == _E164
    found = np.zeros(count, np.int64)
    many = np.count_nonzero(usual)
    if many == count:
        found = _of_e164(*_words(texts))
    elif many:
        found[usual] = _of_e164(*_words(texts.filter(pa.array(usual))))
    rows = np.flatnonzero(found == 0)
    if len(rows):
        rest = texts.take(pa.array(rows))
        found[rows] = _of_any(*buffers(rest))
    return found


def _words(texts: Any) -> tuple[Any, Any]:
    """Return texts of twelve bytes each as integers of the first four and the last eight, without a copy."""
    offsets, data = buffers(texts)
    source = data[int(offsets[0]) :]
    return tuple(np.ndarray((len(texts),), kind, source, at, (_E164,)) for kind, at in (("<u4", 0), ("<u8", 4)))  # type: ignore[return-value]


def buffers(texts: Any) -> tuple[Any, Any]:
    """Return (offsets int64 of n + 1, bytes uint8) of an Arrow text array; nulls have no bytes."""
    _, offset_buffer, data_buffer = texts.buffers()
    wide = pa.types.is_large_binary(texts.type) or pa.types.is_large_string(texts.type)
    kind = np.int64 if wide else np.int32
    offsets = np.frombuffer(offset_buffer, kind)[texts.offset : texts.offset + len(texts) + 1]
    data = np.frombuffer(data_buffer, np.uint8) if data_buffer is not None else np.zeros(0, np.uint8)
    return offsets, data


def _of_e164(head: Any, tail: Any) -> Any:
    """Parse twelve bytes a row, four and eight: the last eight digits together, then the first two."""
    value = tail.astype(np.uint64)
    odd = ((value + _HIGH) | (value - _LOW)) & _TOP
    value -= _LOW
    join_eight(value)
    first = head.astype(np.uint32)
    tens, ones = ((first >> np.uint32(16)) & np.uint32(255)) - np.uint32(48), (first >> np.uint32(24)) - np.uint32(48)
    good = (odd == 0) & ((first & np.uint32(0xFFFF)) == _PLUS_ONE) & (tens < 10) & (ones < 10)
    made = value.view(np.int64) + (tens * np.uint32(10) + ones).astype(np.int64) * 100_000_000
    if good.all():
        return made
    return np.where(good, made, 0)


def _of_any(offsets: Any, data: Any) -> Any:
    start = int(offsets[0])
    bounds = (offsets - start).astype(np.int64)
    content = data[start : int(offsets[-1])]
    if len(content) == 0:
        return np.zeros(len(bounds) - 1, np.int64)
    digit = _DIGIT[content]
    digits_before = _running(digit)
    odd_before = _running(~(digit | _BETWEEN[content]))
    low, high = bounds[:-1], bounds[1:]
    many = digits_before[high] - digits_before[low]
    strange = odd_before[high] - odd_before[low]
    first_at = np.minimum(low, len(content) - 1)
    plus = (content[first_at] == 43) & (high > low)
    strange = strange - plus
    digits = np.concatenate((content[digit] - 48, np.zeros(11, np.uint8)))
    at = digits_before[low]
    eleven = (many == 11) & (digits[at] == 1)
    good = (strange == 0) & (eleven | ((many == 10) & ~plus))
    rows = np.flatnonzero(good)
    at = at[rows] + eleven[rows]
    value = np.zeros(len(rows), np.int64)
    for position in range(10):
        value = value * 10 + digits[at + position]
    made = np.zeros(len(good), np.int64)
    made[rows] = value
    return made


def _running(mask: Any) -> Any:
    return np.concatenate(([0], np.cumsum(mask, dtype=np.int64)))
