"""Broken JSON explained: the exact place, and the usual causes by name: comments, trailing commas, NaN, YAML."""

from __future__ import annotations

import re
from json import JSONDecodeError

from complint.text.errors import Unreadable
from complint.text.json_text import BLANK, ForeignConstantError, outside_strings, skip_whitespace
from complint.text.lines import unreadable

_COMMENTS = ("//", "/*", "#")
_PYTHON_WORDS = {"True": "true", "False": "false", "None": "null", "undefined": "null"}


def explain(text: str, start: int, error: ValueError) -> Unreadable:
    """Return the Unreadable for what the scanner raised over a text whose value begins at `start`."""
    if isinstance(error, JSONDecodeError):
        return _syntax(text, start, error)
    if isinstance(error, ForeignConstantError):
        return unreadable(f"{error} is not a JSON value", text, _first(text, start, r"-?Infinity|NaN"))
    # the one ValueError left: Python refuses to read integers of thousands of digits, since that takes quadratic time
    import sys

    digits = sys.get_int_max_str_digits()
    place = _first(text, start, rf"-?\d{{{digits + 1},}}(?![\d.eE])")
    return unreadable(f"an integer beyond the limit of {digits:,} digits", text, place)


def extra_text(text: str, offset: int) -> Unreadable:
    """Return the error for text after the JSON value."""
    if text.startswith(_COMMENTS, offset):
        return unreadable("comments are not allowed in JSON", text, offset)
    if text[offset] in "{[":
        return unreadable("a second value follows the JSON value; a file holds one", text, offset)
    return unreadable("extra text after the JSON value", text, offset)


def _syntax(text: str, start: int, error: JSONDecodeError) -> Unreadable:
    reason = error.msg
    if reason.startswith("Unterminated string"):
        return unreadable("a string is not closed", text, error.pos)
    if reason.startswith("Invalid control character"):
        return unreadable(_control_character(text[error.pos : error.pos + 1]), text, error.pos)
    if reason.startswith("Invalid \\"):
        # the interpreters differ by a character or two; the backslash is the place that helps
        return unreadable("not an escape that JSON knows", text, max(text.rfind("\\", 0, error.pos + 1), 0))
    offset = skip_whitespace(text, error.pos)
    if reason.startswith("Illegal trailing comma"):  # Python 3.13 points at the comma, earlier ones behind it
        offset = skip_whitespace(text, error.pos + 1)
    return unreadable(_unexpected(text, start, offset, reason), text, _comma_before(text, offset, offset))


def _unexpected(text: str, start: int, offset: int, reason: str) -> str:
    found = text[offset : offset + 1]
    if not found:
        return "the file is empty" if offset == start else "the text ends before the JSON value does"
    if text.startswith(_COMMENTS, offset):
        return "comments are not allowed in JSON"
    if _comma_before(text, offset, -1) >= 0:
        return "a trailing comma is not allowed in JSON"
    if found == "'":
        return "a string in single quotes was found, JSON requires double quotes"
    word = re.compile(r"\w+").match(text, offset)
    if word and word[0] in _PYTHON_WORDS:
        return f"{word[0]} was found, JSON has {_PYTHON_WORDS[word[0]]}"
    shown = repr(found) if found.isprintable() else f"U+{ord(found):04X}"
    if offset == start and re.compile(r"(---|[\w.-]+:(\s|$)|- )").match(text, offset):
        return f"a JSON value was required, {shown} was found; the content looks like YAML, whose files end in .yaml"
    if "delimiter" in reason:
        required = "':'" if "':'" in reason else "a comma or a closing bracket"
    elif "property name" in reason:
        required = "a key in double quotes"
    else:
        required = "a JSON value"
    return f"{required} was required, {shown} was found"


def _comma_before(text: str, offset: int, otherwise: int) -> int:
    """Return the offset of the comma that ends an object or list right before the bracket at `offset`."""
    if text[offset : offset + 1] not in ("}", "]"):
        return otherwise
    before = len(text[:offset].rstrip(BLANK)) - 1
    return before if before >= 0 and text[before] == "," else otherwise


def _control_character(found: str) -> str:
    if found in ("\n", "\r"):
        return "a line break inside a string was found, \\n is required"
    if found == "\t":
        return "a tab inside a string was found, \\t is required"
    return f"the control character U+{ord(found or chr(0)):04X} inside a string was found, an escape is required"


def _first(text: str, start: int, pattern: str) -> int:
    """Return the offset of the first match outside the strings of a JSON text."""
    compiled = re.compile(pattern)
    for begin, end in outside_strings(text, start):
        found = compiled.search(text, begin, end)
        if found:
            return found.start()
    return start
