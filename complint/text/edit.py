"""Edits as splices: what is outside an edited span stays as it is, byte for byte."""

from __future__ import annotations

from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class Refused(Exception):
    """An edit that is not done; the message says why, as a phrase without a full stop."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@record
class Edit:
    """Put `text` in the place of the characters from `start` up to `end` (offsets in the text that is edited)."""

    start: int
    end: int
    text: str


def splice(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with all edits done; their offsets are those of `text`. Raises Refused where two of them meet."""
    parts = []
    at = 0
    last: Edit | None = None
    for edit in sorted(edits, key=lambda one: (one.start, one.end)):
        if last is not None and meet(last, edit):
            raise Refused("two edits meet at one place")
        parts += [text[at : edit.start], edit.text]
        at = edit.end
        last = edit
    return "".join([*parts, text[at:]])


def meet(one: Edit, other: Edit) -> bool:
    """Tell whether two edits overlap or touch: then what their texts give together depends on their order.

    What is only removed may touch.
    """
    if not one.text and not other.text:
        return one.start < other.end and other.start < one.end
    return one.start <= other.end and other.start <= one.end


def line_start(text: str, offset: int) -> int:
    """Return the offset at which the line of an offset begins; lines end at LF, CR LF or a lone CR."""
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def line_end(text: str, offset: int) -> int:
    """Return the offset of the line break that ends the line of an offset, or of the end of the text."""
    ends = [found for found in (text.find("\n", offset), text.find("\r", offset)) if found >= 0]
    return min(ends, default=len(text))


def next_line(text: str, offset: int) -> int:
    """Return the offset at which the line after the one of an offset begins, or the end of the text."""
    end = line_end(text, offset)
    return end + (2 if text.startswith("\r\n", end) else 1 if end < len(text) else 0)


def newline_of(text: str) -> str:
    """Return the line break that most lines of a text end with: LF, CR LF or a lone CR."""
    pairs = text.count("\r\n")
    single = text.count("\n") - pairs
    if pairs > single:
        return "\r\n"
    return "\n" if single or "\r" not in text else "\r"
