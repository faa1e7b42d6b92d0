"""Places of a text as a client counts them: lines from 0, columns in UTF-16, UTF-8 or UTF-32 units, and back to offsets."""

from __future__ import annotations

import re
from bisect import bisect_right

UTF8, UTF16, UTF32 = "utf-8", "utf-16", "utf-32"

_BREAK = re.compile(r"\r\n|\n|\r")  # the line ends of the protocol; U+2028 and its kin are none
_WORD = re.compile(r"[\w.-]+|[^\r\n]")
_WIDE = re.compile("[\U00010000-\U0010ffff]")


class Positions:
    """A text by lines; `encoding` is the unit in which the client counts columns.

    `(line, column)` counts from 0 as the protocol does. What lies beyond a line or the text counts as its end.
    """

    def __init__(self, text: str, encoding: str) -> None:
        self.text = text
        self._encoding = encoding
        self._starts = [0]
        self._ends: list[int] = []
        for found in _BREAK.finditer(text):
            self._ends.append(found.start())
            self._starts.append(found.end())
        self._ends.append(len(text))

    @property
    def lines(self) -> list[str]:
        """Return the lines without their ends; a text that ends with a line break has an empty one last."""
        return [self.text[start:end] for start, end in zip(self._starts, self._ends, strict=True)]

    def offset(self, line: int, column: int) -> int:
        """Return the offset in characters of a place; within a character it is that of the character."""
        if line < 0:
            return 0
        if line >= len(self._starts):
            return len(self.text)
        start, end = self._starts[line], self._ends[line]
        return start + _characters(self.text[start:end], max(0, column), self._encoding)

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and column of an offset in characters."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self._starts, offset) - 1
        start = self._starts[line]
        return line, units(self.text[start : min(offset, self._ends[line])], self._encoding)

    def of_character(self, line: int, column: int) -> tuple[int, int]:
        """Return the place of a line and column that count from 1, the column in characters, as findings do."""
        index = min(max(line, 1), len(self._starts)) - 1
        start, end = self._starts[index], self._ends[index]
        return index, units(self.text[start : min(start + max(column, 1) - 1, end)], self._encoding)

    def end_of_word(self, place: tuple[int, int]) -> tuple[int, int]:
        """Return the place behind the word, or else the character, at a place; never beyond its line."""
        start = self.offset(*place)
        found = _WORD.match(self.text, start)
        return self.place(found.end() if found else start)


def units(text: str, encoding: str) -> int:
    """Return the length of a text in the units of an encoding; half a character takes the room that it takes."""
    if encoding == UTF32:
        return len(text)
    if encoding == UTF8:
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text) + (0 if text.isascii() else len(_WIDE.findall(text)))


def _characters(line: str, column: int, encoding: str) -> int:
    """Return the characters of a line before a column."""
    if encoding == UTF32 or line.isascii():
        return min(column, len(line))
    used = 0
    for index, character in enumerate(line):
        used += units(character, encoding)
        if used > column:
            return index
    return len(line)
