"""Offsets turned into lines and columns, the way editors count them.

A line ends at LF, CR LF or a lone CR and nowhere else: U+2028 and its kin are ordinary characters here, as they are in
editors, in JSON and in YAML 1.2.
"""

from __future__ import annotations

from complint.text.errors import Unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def places(text: str, offsets: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Return line and column of each offset, both from 1, columns in characters; one pass over the text for all."""
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")  # the same length, so offsets stay true
    found = {}
    line, before = 1, 0
    for offset in sorted(set(offsets)):
        line += text.count("\n", before, offset)
        found[offset] = line, offset - text.rfind("\n", 0, offset)
        before = offset
    return found


def place(text: str, offset: int) -> tuple[int, int]:
    """Return line and column of one offset; one beyond the text counts as its end."""
    offset = min(offset, len(text))
    return places(text, (offset,))[offset]


def unreadable(message: str, text: str, offset: int) -> Unreadable:
    """Return the error for an offset of a text."""
    return Unreadable(message, *place(text, offset))
