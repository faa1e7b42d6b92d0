"""CSV bytes to records by the strict grammar (RFC 4180), telling what breaks it; the slow twin of the Arrow reader.

One broken record never takes the others with it: a quote that is never closed, or closed in the middle of a cell, breaks the
line where it was opened, and reading goes on with the next line.
"""

from __future__ import annotations

import re
from functools import cache

MAX_RECORD = 16 * 1024 * 1024  # bytes: a longer record is a quote that was never closed


@cache
def _field(delimiter: bytes) -> re.Pattern[bytes]:
    separator = re.escape(delimiter)
    return re.compile(rb'(?:"((?:[^"]+|"")*+)"|((?!")[^' + separator + rb"\r\n]*+))(" + separator + rb"|\r\n|\n|\r|\Z)")


_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r|\Z)")


def split(
    data: bytes, delimiter: bytes, width: int | None, *, final: bool
) -> tuple[list[list[bytes]], dict[int, str], int]:
    """Return (records, what is wrong by record index, where reading stopped).

    `width` is the number of columns expected (None: any). Without `final` an unfinished record at the end is left for the
    next call. Blank lines are no records.
    """
    records: list[list[bytes]] = []
    wrong: dict[int, str] = {}
    position, size = 0, len(data)
    while position < size:
        cells, end, problem = _record(data, position, delimiter, final=final)
        if cells is None and problem is None:
            break
        line = _LINE.match(data, position)
        assert line is not None
        if problem is None and cells is not None and cells == [b""] and end - position <= 2:
            position = end
            continue
        if problem is None and cells is not None and width is not None and len(cells) != width:
            problem = f"it has not the {width} cells of the header"
        if problem is not None:
            wrong[len(records)] = problem
            if cells is None or end > line.end():  # what a stray quote swallowed is read again as lines of their own
                end = line.end()
                cells = [cell.strip(b'"') for cell in line[0].rstrip(b"\r\n").split(delimiter)]
        assert cells is not None
        records.append(cells)
        position = max(end, position + 1)
    return records, wrong, position


def _record(data: bytes, start: int, delimiter: bytes, *, final: bool) -> tuple[list[bytes] | None, int, str | None]:
    """Return (cells, end, None), (None, start, problem), or (None, start, None) where more bytes are needed."""
    field, cells, position = _field(delimiter), [], start
    while True:
        found = field.match(data, position)
        if found is None:
            closed = data.find(b'"', position + 1) >= 0 and _closes(data, position)
            if not final and not closed and len(data) - start < MAX_RECORD:
                return None, start, None
            return None, start, "a quoted cell goes on after its closing quote" if closed else "a quote is never closed"
        quoted, bare, end = found.groups()
        cells.append(quoted.replace(b'""', b'"') if quoted is not None else bare)
        position = found.end()
        if end == delimiter:
            continue
        if not final and (end == b"" or (end == b"\r" and position == len(data))):
            return None, start, None
        return cells, position, None


_QUOTED = re.compile(rb'"(?:[^"]+|"")*+"')


def _closes(data: bytes, start: int) -> bool:
    return _QUOTED.match(data, start) is not None
