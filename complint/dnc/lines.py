"""Lines of ten digits as columns: plain lines by arithmetic on whole blocks, any other line by hand."""

from __future__ import annotations

import re

import numpy as np

from complint.columns.digits import join_eight
from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FIRST_CODE = 200  # area codes begin with 2 to 9
_BLOCK = 16_384  # lines whose columns stay in the processor's cache
_LOW, _HIGH, _TOP = (np.uint64(byte * 0x0101010101010101) for byte in (0x30, 0x46, 0x80))
_LOW_3, _HIGH_3, _TOP_3 = (np.uint32(byte * 0x010101) for byte in (0x30, 0x46, 0x80))
# bytes of a line with its end: plain or `AAA,NNNNNNN`, with LF or CR LF
_SHAPES = ((11, 0, 0), (12, 0, 1), (12, 1, 0), (13, 1, 1))

_NUMBER = rb'"?(?:\+?1[-,. ]?)?\(?(\d{3})\)?"?[-,;.\t ]*"?(\d{3})[-. ]?(\d{4})"?'
_DATE = rb'"?(?:\d{4}-\d\d-\d\d|\d{8}|\d{1,2}/\d{1,2}/\d{4})(?:[T ]\d\d:\d\d[0-9:.]*(?: ?[AP]M|Z|[+-]\d\d:?\d\d)?)?"?'
_BETWEEN = rb"[ ]*[,;\t][ ]*"
_MARK = rb'"?([AaDd])"?'
_LINE = re.compile(
    rb"\s*" + _NUMBER + rb"(?:" + _BETWEEN + rb"(?:" + _DATE + _BETWEEN + rb")?" + _MARK + rb"(?:" + _BETWEEN + _DATE
    + rb")?)?\s*"
)  # fmt: skip
_DATED = re.compile(rb"\s*" + _NUMBER + _BETWEEN + _DATE + rb".*")
_BLANK = b"\r\n \t\x1a"
BOM = b"\xef\xbb\xbf"


@record
class Lines:
    """Numbers of some lines: `code` (uint16, area codes), `local` (uint32, the seven digits after), in their order.

    `removed` is a mask of the numbers marked D, None where no line has a mark; `count` are lines, blank ones too; `odd` are
    (line counted from 0, text) of lines that are not understood.
    """

    code: Any
    local: Any
    removed: Any
    count: int
    odd: tuple[tuple[int, bytes], ...] = ()


def read_lines(data: bytes) -> Lines:
    """Return the numbers of whole lines: ten digits, `AAA,NNNNNNN`, in other usual writings, with a mark A or D or none.

    Between number and mark, or after the mark, a date may stand (change lists of the national registry). The last line
    needs no line end.
    """
    if not data.endswith(b"\n"):
        data += b"\n"
    return _uniform(data) or _mixed(data)


def _uniform(data: bytes) -> Lines | None:
    """Read lines that are all of one shape, without looking for their ends; None for any others."""
    stride = data.find(b"\n") + 1
    comma, returns = int(data[3:4] == b","), int(data[stride - 2 : stride - 1] == b"\r")
    if (stride, comma, returns) not in _SHAPES or len(data) % stride:
        return None
    count = len(data) // stride
    code, local = np.empty(count, np.uint16), np.empty(count, np.uint32)
    for start in range(0, count, _BLOCK):
        many = min(_BLOCK, count - start)

        def column(kind: str, at: int, first: int = start * stride, many: int = many) -> Any:
            return np.ndarray((many,), kind, data, first + at, (stride,))

        ends = column("u1", stride - 1) == 10
        if returns:
            ends &= column("u1", stride - 2) == 13
        head = column("<u4", 0)
        if comma:
            ends &= column("u1", 3) == 44
        good = _numbers(head, column("<u8", 2 + comma), code[start : start + many], local[start : start + many])
        if not (ends & good).all():
            return None
    return Lines(code, local, None, count)


def _numbers(head: Any, tail: Any, code: Any, local: Any) -> Any:
    """Write area codes and local numbers; return where there are any. The eight bytes of `tail` end with the local number."""
    value = tail & np.uint64(0xFFFFFFFFFFFFFF00)
    value |= np.uint64(0x30)
    odd = value + _HIGH
    value -= _LOW
    odd |= value
    odd &= _TOP
    join_eight(value)
    local[:] = value
    area = head & np.uint32(0xFFFFFF)
    strange = area + _HIGH_3
    area -= _LOW_3
    strange |= area
    strange &= _TOP_3
    area &= np.uint32(0x0F0F0F)
    code[:] = (area & np.uint32(255)) * np.uint32(100) + ((area >> np.uint32(8)) & np.uint32(255)) * np.uint32(10)
    code += (area >> np.uint32(16)).astype(np.uint16)
    return (odd == 0) & (strange == 0) & (code >= FIRST_CODE)


def _mixed(data: bytes) -> Lines:
    """Read lines of any shape: those of the usual ones in columns, the rest one by one."""
    content = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(content == 10) + 1
    starts = np.concatenate(([0], ends[:-1]))
    code, local = np.zeros(len(ends), np.uint16), np.zeros(len(ends), np.uint32)
    known = np.zeros(len(ends), bool)
    padded = data + bytes(16)
    heads = np.ndarray((len(data),), "<u4", padded, 0, (1,))
    tails = np.ndarray((len(data),), "<u8", padded, 0, (1,))
    for stride, comma, returns in _SHAPES:
        rows = np.flatnonzero((ends - starts == stride) & ~known)
        at = starts[rows]
        head = heads[at]
        found_code, found_local = np.empty(len(rows), np.uint16), np.empty(len(rows), np.uint32)
        good = _numbers(head, tails[at + 2 + comma], found_code, found_local)
        if comma:
            good &= head >> np.uint32(24) == 44
        if returns:
            good &= content[at + stride - 2] == 13
        code[rows[good]], local[rows[good]] = found_code[good], found_local[good]
        known[rows[good]] = True
    length = ends - starts
    blank = (length == 1) | ((length == 2) & (content[starts] == 13))
    removed = np.zeros(len(ends), bool)
    marked, odd = False, []
    for row in np.flatnonzero(~(known | blank)).tolist():
        text = data[starts[row] : ends[row]]
        found = one(text)
        if found is None:
            if text.strip(_BLANK):
                odd.append((row, text.strip(_BLANK)))
            continue
        number, mark = found
        code[row], local[row] = divmod(number, 10_000_000)
        known[row], removed[row] = True, mark == "D"
        marked = marked or mark is not None
    kept = slice(None) if known.all() else known
    return Lines(code[kept], local[kept], removed[kept] if marked else None, len(ends), tuple(odd))


def one(text: bytes) -> tuple[int, str | None] | None:
    """Return (ten-digit number, mark A or D or None) of a line, None where it is not understood."""
    match = _LINE.fullmatch(text.strip(_BLANK))
    if match is None or match[1] < str(FIRST_CODE).encode():
        return None
    return int(match[1] + match[2] + match[3]), match[4].decode().upper() if match[4] else None


def dated(text: bytes) -> bool:
    """Tell whether a line is a number with a date and no mark: a line of a table, not of a list."""
    return _DATED.fullmatch(text) is not None and one(text) is None
