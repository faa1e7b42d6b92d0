"""Offsets turned into lines and columns, the way editors count them.

A line ends at LF, CR LF or a lone CR and nowhere else: U+2028 and its kin are ordinary characters here, as they are in
editors, in JSON and in YAML 1.2.
"""

from __future__ import annotations

from bisect import bisect_right

from complint.text.errors import Unreadable


def line_starts(text: str) -> list[int]:
    """Return the offsets at which the lines of a text begin, ascending; the first is 0."""
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")  # the same length, so offsets stay true
    starts = [0]
    offset = 0
    for line in text.split("\n"):
        offset += len(line) + 1
        starts.append(offset)
    starts.pop()
    return starts


def place(starts: list[int], offset: int) -> tuple[int, int]:
    """Return line and column, both from 1 and the column in characters, of an offset; `starts` is of `line_starts`."""
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


def unreadable(message: str, text: str, offset: int) -> Unreadable:
    """Return the error for an offset of a text; errors are few, so the lines are counted anew."""
    return Unreadable(message, *place(line_starts(text), min(offset, len(text))))
