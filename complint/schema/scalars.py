"""Decide whether one text, number or boolean fits a schema: types, choices of values, limits."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from complint.core.route import JSON
    from complint.schema.load import Schema

    Test = Callable[[JSON], bool]

# What a plain value may be at a glance; everything else (subclasses, 3.0 where an integer is due) is looked at twice.
_NONE = type(None)
AT_A_GLANCE: dict[str, frozenset[type]] = {
    "string": frozenset((str, _NONE)),
    "boolean": frozenset((bool, _NONE)),
    "integer": frozenset((int, _NONE)),
    "number": frozenset((int, float, _NONE)),
    "object": frozenset((dict, _NONE)),
    "array": frozenset((list, _NONE)),
}
NO_TYPES: frozenset[type] = frozenset()


def at_a_glance(schema: Schema) -> frozenset[type]:
    """Return the exact types that satisfy a schema outright, or none where more must be looked at."""
    if isinstance(schema, dict) and len(schema) == 1 and "type" in schema:
        names = schema["type"]
        if isinstance(names, str):
            return AT_A_GLANCE[names]
        return NO_TYPES.union(*map(AT_A_GLANCE.__getitem__, names))
    return NO_TYPES


def scalar_test(schema: Schema) -> Test:
    """Return the test that a value has the type (one of them), one of the values, and the limits of a schema."""
    names = schema["type"]
    if not isinstance(names, str):
        return any_of([OF_TYPE[name] for name in names])
    allowed = schema.get("enum", [schema["const"]] if "const" in schema else None)
    limits = [test(schema[keyword]) for keyword, test in LIMITS.items() if keyword in schema]
    if allowed is not None:
        if names == "string" and not limits:  # nothing but a text equals a text
            return allowed.__contains__  # type: ignore[no-any-return]
        limits.insert(0, allowed.__contains__)
    return all_of([OF_TYPE[names], *limits]) if limits else OF_TYPE[names]


def all_of(tests: list[Test]) -> Test:
    """Return the conjunction of tests, which run in order until one fails."""
    if len(tests) == 2:
        first, second = tests
        return lambda value: first(value) and second(value)
    if len(tests) == 3:
        one, two, three = tests
        return lambda value: one(value) and two(value) and three(value)
    return lambda value: all(test(value) for test in tests)


def any_of(tests: list[Test]) -> Test:
    """Return the disjunction of tests."""
    return lambda value: any(test(value) for test in tests)


def _is_integer(value: JSON) -> bool:
    return (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, float) and value.is_integer())


OF_TYPE: dict[str, Test] = {
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": _is_integer,
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}

# Each keyword with its limit gives a test of values whose type has been tested. The tests are negations, as in JSON
# Schema: what is no number at all (NaN) breaks no limit.
LIMITS: dict[str, Callable[[JSON], Test]] = {
    "minimum": lambda limit: lambda value: not value < limit,
    "maximum": lambda limit: lambda value: not value > limit,
    "exclusiveMinimum": lambda limit: lambda value: not value <= limit,
    "exclusiveMaximum": lambda limit: lambda value: not value >= limit,
    "minLength": lambda limit: lambda value: len(value) >= limit,
    "maxLength": lambda limit: lambda value: len(value) <= limit,
    "pattern": lambda limit: lambda value: re.search(limit, value) is not None,
}
