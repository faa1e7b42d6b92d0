"""Values of a document as a message may show them: short, one line, and no secret in them."""

from __future__ import annotations

from complint.core.route import JSON
from complint.facts.secret_shapes import mask
from complint.text.loaded import Unresolved

LONGEST = 60


def shown(value: JSON) -> str:
    """Return a value in words: a quoted text, a number, "a list", "an object"."""
    if isinstance(value, str):
        safe = mask(value)
        return repr(safe if len(safe) <= LONGEST else safe[: LONGEST - 1] + "…")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)[:LONGEST]
    return "a list" if isinstance(value, list) else "an object" if isinstance(value, dict) else "null"


def is_filled_later(value: JSON) -> bool:
    """Tell whether a text is filled in by something else before use: `${NAME}`, `{{name}}`, `<name>`, an unresolved YAML tag."""
    if not isinstance(value, str):
        return False
    plain = value.strip()
    return isinstance(value, Unresolved) or "{{" in plain or "${" in plain or (plain[:1] == "<" and plain[-1:] == ">")
