"""New JSON text in the style of its surroundings: indent, spaces, newlines and escapes of the file that takes it."""

from __future__ import annotations

import json

from complint.core.record import record
from complint.text.edit import Refused, line_start, newline_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.core.route import JSON

_BLANK = " \t"


@record
class Verbatim:
    """A value already written as text, whose first line stands on a line indented by `indent`."""

    text: str
    indent: str


@record
class Style:
    """How a file is written: `unit` is one level of indent, `colon` stands after a key, `comma` between items of a line."""

    unit: str
    newline: str
    colon: str
    comma: str
    ascii_only: bool
    slash: str

    def inline(self, value: JSON | Verbatim, padding: str = "") -> str:
        """Return a value on one line, with blanks within its outer brackets; a verbatim one as it stands."""
        if isinstance(value, Verbatim):
            return value.text
        text = self._dumped(value, None, self.comma)
        return text[0] + padding + text[1:-1] + padding + text[-1] if padding and len(text) > 2 else text

    def block(self, value: JSON | Verbatim, indent: str) -> str:
        """Return a value over several lines, all but the first indented by `indent` and more."""
        if isinstance(value, Verbatim):
            return value.text.replace(self.newline + value.indent, self.newline + indent)
        return self._dumped(value, self.unit, ",").replace("\n", self.newline + indent)

    def _dumped(self, value: JSON, unit: str | None, comma: str) -> str:
        try:
            text = json.dumps(
                value, ensure_ascii=self.ascii_only, allow_nan=False, indent=unit, separators=(comma, self.colon)
            )
        except (ValueError, TypeError) as error:
            raise Refused(f"the value cannot be written as JSON: {error}") from None
        return text if self.slash == "/" else text.replace("/", self.slash)


def style_of(text: str, start: int, first: int, colon: str) -> Style:
    """Return the style of a file.

    `start` and `first` are the offsets of its root container and of the first entry in it (equal where it is empty),
    `colon` the text between a key and its value somewhere in it ("" where it has none).
    """
    unit = indent_at(text, first)[len(indent_at(text, start)) :] if begins_line(text, first) and first > start else "  "
    if not colon or colon.strip(_BLANK) != ":":
        colon = ": "
    escaped = text.isascii() and "\\u" in text
    return Style(
        unit or "  ",
        newline_of(text),
        colon,
        ", " if colon[-1] in _BLANK else ",",
        escaped,
        "\\/" if "\\/" in text else "/",
    )


def begins_line(text: str, offset: int) -> bool:
    """Tell whether nothing but blanks stands before an offset on its line."""
    return not text[line_start(text, offset) : offset].strip(_BLANK)


def indent_at(text: str, offset: int) -> str:
    """Return the blanks at the beginning of the line of an offset."""
    start = line_start(text, offset)
    end = start
    while end < offset and text[end] in _BLANK:
        end += 1
    return text[start:end]
