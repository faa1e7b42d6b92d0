"""Scalars by the core schema of YAML 1.2: `no`, `on`, `21:00` and dates are texts, `0o14` and `0x1f` are integers.

One deviation, on purpose: a decimal with leading zeros (`0777`, `007`) stays a text. YAML 1.1 reads it as octal, 1.2 as
decimal, and in an agent's config it is mostly a code, a ZIP or a piece of a phone number.
"""

from __future__ import annotations

from functools import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

    from complint.core.route import JSON

WORDS: dict[str, JSON] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
NOT_TEXT = frozenset(("", *"+-.0123456789~nNtTfF"))  # what a plain scalar that is no text begins with
CORE = "tag:yaml.org,2002:"
_MAX_DIGITS = 3000  # of 0x and 0o; their decimal form stays within what Python agrees to print


def is_merge(event: JSON) -> bool:
    """Tell whether the event of a key is the merge key `<<`; a quoted one is an ordinary key."""
    return getattr(event, "value", "") == "<<" and bool(event.implicit[0] or event.tag == CORE + "merge")


def plain(text: str) -> JSON:
    """Return the value of a scalar written without quotes. Raises ValueError for an integer of thousands of digits."""
    if text in WORDS:
        return WORDS[text]
    return _number(text) if text[0] in "+-.0123456789" else text


def _number(text: str) -> JSON:
    """Return the int or float that a text is, or the text itself where it is none."""
    found = _numbers().fullmatch(text)
    kind = found.lastgroup if found else None
    if kind == "int":
        return int(text)
    if kind == "float" or kind == "special":
        return float(text.replace(".", "", 1) if kind == "special" else text)
    if kind == "based":
        return _based(text)
    return text


def tagged(text: str, tag: str) -> JSON:
    """Return the value of a scalar under one of the core tags, given in full, or `NotImplemented` for any other tag.

    Raises ValueError where the text is no such value.
    """
    if tag == "!" or tag == CORE + "str":
        return text
    if tag == CORE + "int":
        value = _number(text)
        return value if isinstance(value, int) else int(_decimal(text))
    if tag == CORE + "float":
        value = _number(text)
        return float(value if isinstance(value, float) else _decimal(text))
    if tag == CORE + "bool" or tag == CORE + "null":
        value = WORDS.get(text, text)
        if value is None if tag.endswith("null") else isinstance(value, bool):
            return value
        raise ValueError(text)
    return NotImplemented


def too_long() -> str:
    """Return the message for an integer that `number` refuses."""
    import sys

    return f"an integer beyond the limit of {sys.get_int_max_str_digits():,} digits ({_MAX_DIGITS:,} after 0x or 0o)"


def _decimal(text: str) -> str:
    digits = text[1:] if text[:1] in ("+", "-") else text
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError(text)
    return text


def _based(text: str) -> int:
    if len(text) > _MAX_DIGITS:
        raise ValueError(text)
    return int(text, 0)


@cache
def _numbers() -> re.Pattern[str]:
    import re

    return re.compile(
        r"(?P<int>[-+]?(?:0|[1-9][0-9]*))|(?P<text>[-+]?[0-9]+)"
        r"|(?P<float>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)"
        r"|(?P<special>[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))|(?P<based>0o[0-7]+|0x[0-9a-fA-F]+)"
    )
