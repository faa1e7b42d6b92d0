"""Word the failures of a schema check in complint's tone: what was found, and what is required.

Values are shown only where they help, are short, and cannot be secrets.
"""

from __future__ import annotations

import json
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, TypeAlias

    from complint.core.route import JSON, Route

    Failure: TypeAlias = Any  # jsonschema.ValidationError, whose every field is optional to type checkers

LONGEST = 40

TYPE_NAMES = {
    "string": "a string",
    "number": "a number",
    "integer": "an integer",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
}
CONTAINERS = ((str, "a string"), (list, "a list"), (dict, "an object"))
# Keys (anywhere on the way to a value) under which credentials are kept, and the look of a value that may be one.
SECRET_KEY = re.compile(r"key|token|secret|passw|auth|credential|nonce|encrypted|headers|signature|bearer|cookie", re.I)
SECRET_VALUE = re.compile(r"(?<![A-Za-z0-9+/_=-])(?=[A-Za-z+/_=-]*+\d)[A-Za-z0-9+/_=-]{16,}")

# Patterns that occur often enough to be said in words.
PATTERNS = {"^[a-zA-Z0-9_-]{1,64}$": "a word of up to 64 letters, digits, _ and -"}
BOUNDS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
}


def message(failure: Failure, route: Route) -> str:
    """Return the sentence for a failure that `jsonschema` reports at a route."""
    keyword, limit, value = failure.validator, failure.validator_value, failure.instance
    name = subject(route)
    if keyword == "required":
        return f"{name} has no {_short(limit[0])}, which is required"
    if keyword == "type":
        return f"{name} is {kind_of(value)}, {types(limit)} is required"
    if keyword == "const":
        return f"{name} is {shown(value, route)}, {shown(limit, ())} is required"
    if keyword == "enum":
        return f"{name} is {shown(value, route)}, {listed(map(str, limit))} is required"
    if keyword in BOUNDS:
        return f"{name} is {shown(value, route)}, {BOUNDS[keyword].format(limit)} is required"
    if keyword == "pattern":
        return f"{name} is {shown(value, route)}, {PATTERNS.get(limit, f'text that matches {limit}')} is required"
    if keyword == "anyOf":
        return one_of(failure, name)
    if keyword in COUNTS:
        return COUNTS[keyword](name, limit, value)
    return f"{name} is not known in this form, it must be left out"


def subject(route: Route) -> str:
    """Return how a sentence calls the value at a route: its key, `tools[0]`, or "the document"."""
    steps = list(route)
    tail = ""
    while steps and isinstance(steps[-1], int) and not isinstance(steps[-1], bool):
        tail = f"[{steps.pop()}]" + tail
    return (_short(steps[-1]) if steps else "the document" if not tail else "item ") + tail


def kind_of(value: JSON) -> str:
    """Return what a value is: "a string", "a list"."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return "a number"
    return next((text for kind, text in CONTAINERS if isinstance(value, kind)), "of an unknown type")


def types(names: str | list[str]) -> str:
    """Return the types that are allowed, as words: "a string or a list"."""
    return listed([TYPE_NAMES[name] for name in ([names] if isinstance(names, str) else names)], "")


def shown(value: JSON, route: Route) -> str:
    """Return a value as it is printed: in full where it is short and no secret, else what it is."""
    if isinstance(value, str):
        text = json.dumps(value, ensure_ascii=False)
        if len(value) > LONGEST:
            return f"a string of {len(value)} characters"
        secret = SECRET_VALUE.search(value) or any(isinstance(step, str) and SECRET_KEY.search(step) for step in route)
        return "a string" if secret or not value.isprintable() else text
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return kind_of(value)
    text = repr(value) if abs(value) < 10**LONGEST else "a large number"
    return "a number" if any(isinstance(step, str) and SECRET_KEY.search(step) for step in route) else text


def one_of(failure: Failure, name: str) -> str:
    """Return the sentence for a failed anyOf: the types it asks for, or for an object the keys of which one is due."""
    value = failure.instance
    inner = [item for item in failure.context or () if not item.relative_path]
    keys = [_short(item.validator_value[0]) for item in inner if item.validator == "required"]
    if isinstance(value, dict) and keys:
        return f"{name} has none of {', '.join(keys)}, one of them is required"
    wrong = [item.validator_value for item in inner if item.validator == "type"]
    found = [kind for item in wrong for kind in ([item] if isinstance(item, str) else item)]
    return f"{name} is {kind_of(value)}, {types(list(dict.fromkeys(found))) if found else 'another form'} is required"


def listed(words: Iterable[str], before: str = "one of ") -> str:
    """Return alternatives as a phrase: "one of a, b or c", "a or b", "a"."""
    *first, last = words
    return f"{before if len(first) > 1 else ''}{', '.join(first)} or {last}" if first else last


def _count(noun: str, plural: str, bound: str) -> Callable[[str, int, JSON], str]:
    def say(name: str, limit: int, value: JSON) -> str:
        values = value.values() if isinstance(value, dict) else value
        count = len(value) if isinstance(value, str) else sum(item is not None for item in values)
        ending = "are allowed" if bound == "at most" else "are required" if limit != 1 else "is required"
        return f"{name} has {count or 'no'} {noun if count == 1 else plural}, {bound} {limit} {ending}"

    return say


COUNTS = {
    "minLength": _count("character", "characters", "at least"),
    "maxLength": _count("character", "characters", "at most"),
    "minItems": _count("item", "items", "at least"),
    "maxItems": _count("item", "items", "at most"),
    "minProperties": _count("key", "keys", "at least"),
}


def _short(key: object) -> str:
    """Return a key as it is printed: on one line, cut where it is long."""
    text = "".join(letter if letter.isprintable() else "?" for letter in str(key))
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
