"""Spans: where a value stands in a text, in offsets and in lines and columns."""

from __future__ import annotations

from complint.core.record import record
from complint.text.loaded import Duplicate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    Bounds: TypeAlias = tuple[int, int, int, int]
else:
    Bounds = tuple  # start and end of a value, start and end of its key; the key is -1, -1 where there is none


@record
class Span:
    """A stretch of a text. Offsets are in characters of the text; lines and columns from 1, columns in characters.

    The end is exclusive: `end_column` is one past the last character, as in SARIF. `key` is the span of the key under
    which the value stands, None for list items and roots. `exact` is False where the route asked for is not in the
    text and the span is that of its deepest ancestor there.
    """

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int
    key: Span | None = None
    exact: bool = True


@record
class Repeat:
    """A key written twice in one object: the value that is lost and the later one that replaces it."""

    duplicate: Duplicate
    first: Span
    again: Span


def to_span(starts: list[int], bounds: Bounds, exact: bool = True) -> Span:
    """Return bounds as a Span; `starts` is of `line_starts`."""
    from complint.text.lines import place

    start, end, key_start, key_end = bounds
    key = None
    if key_start >= 0:
        key = Span(key_start, key_end, *place(starts, key_start), *place(starts, key_end))
    return Span(start, end, *place(starts, start), *place(starts, end), key, exact)
