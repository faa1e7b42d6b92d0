"""Spans: where a value stands in a text, in offsets and in lines and columns."""

from __future__ import annotations

from complint.core.record import record
from complint.text.lines import places
from complint.text.loaded import Duplicate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    Bounds: TypeAlias = tuple[int, int, int, int]
else:
    Bounds = tuple  # start and end of a value, start and end of its key; the key is -1, -1 where there is none

ASKED = None  # the step, in a trie of routes (nested dicts of steps), that marks the end of a wanted route


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


def to_spans(text: str, bounds: Iterable[Bounds]) -> list[Span]:
    """Return bounds in a text as exact spans, in the same order."""
    wanted = list(bounds)
    at = places(text, (offset for each in wanted for offset in each if offset >= 0))
    return [
        Span(
            start,
            end,
            *at[start],
            *at[end],
            None if key_start < 0 else Span(key_start, key_end, *at[key_start], *at[key_end]),
        )
        for start, end, key_start, key_end in wanted
    ]


def to_repeats(text: str, repeated: Iterable[tuple[Duplicate, Bounds, Bounds]]) -> tuple[Repeat, ...]:
    """Return keys written twice, each with the bounds of the lost and the later value, in the order of the text."""
    ordered = sorted(repeated, key=lambda found: found[2][2])
    spans = iter(to_spans(text, (bounds for found in ordered for bounds in found[1:])))
    return tuple(Repeat(duplicate, next(spans), next(spans)) for duplicate, _, _ in ordered)
