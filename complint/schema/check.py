"""Decide whether a document fits its schema, and which of its keys no schema knows, in one fast traversal.

Each definition becomes a closure when it is first met. A closure returns None where all is well, so a good document
costs one dictionary look-up per key; only problems pay for routes. Null is absent: it satisfies nothing that is
required and violates nothing. `complint.schema.explain` says why a document fails, by the `jsonschema` package.
"""

from __future__ import annotations

from functools import cache

from complint.core.record import record
from complint.schema.load import definitions
from complint.schema.scalars import at_a_glance, scalar_test

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from complint.core.route import JSON, Route
    from complint.schema.load import Schema

    Problem: TypeAlias = tuple[Route, int]
    Problems: TypeAlias = Sequence[Problem]
    Check: TypeAlias = Callable[[JSON], Problems | None]

# What a problem is; those of the last kind have no more to them than their route.
UNKNOWN, MISSING, VIOLATION = 0, 1, 2
WRONG: Problems = (((), VIOLATION),)


@record
class Examination:
    """What one traversal found: does the document fit, and the routes of the keys that no schema knows."""

    valid: bool
    unknown: tuple[Route, ...] = ()


GOOD = Examination(True)


def examine(kind: str, data: JSON, partial: bool = False) -> Examination:
    """Return the verdict on a document of a kind (`complint.schema.load.KINDS`); raises KeyError for another kind.

    With `partial` nothing is required at the top levels: the document is the body of an update.
    """
    try:
        problems = named(kind)(data)
    except RecursionError:
        return Examination(False)
    if problems is None:
        return GOOD
    unknown = tuple(route for route, what in problems if what == UNKNOWN)
    valid = not any(
        what == VIOLATION or (what == MISSING and not (partial and top_level(route))) for route, what in problems
    )
    return Examination(valid, unknown)


def is_valid(kind: str, data: JSON, partial: bool = False) -> bool:
    """Tell whether a document fits the schema of its kind."""
    return examine(kind, data, partial).valid


def unknown_keys(kind: str, data: JSON) -> list[Route]:
    """Return the routes of the keys that no version of the schema knows, in document order."""
    return list(examine(kind, data).unknown)


def top_level(route: Route) -> bool:
    """Tell whether a route is one where the body of an update may leave out what is else required."""
    if route[:1] == ("conversation_config",):
        return len(route) <= 2 or route[1:] == ("agent", "prompt")
    return route in ((), ("platform_settings",), ("tool_config",), ("config",))


@cache
def named(name: str) -> Check:
    """Return the check of a definition, a kind among them."""
    return compiled(definitions()[name])


def compiled(schema: Schema) -> Check:
    """Return the check of a schema; the keywords are those that `complint.dev.derive_schemas` writes."""
    if schema is True:
        return _anything
    if schema is False:
        return _nothing
    if "$ref" in schema:
        return named(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return any_check([compiled(branch) for branch in schema["anyOf"]])
    if "allOf" in schema:
        return switch_check(schema)
    if "if" in schema:
        return choice_check(schema)
    if schema["type"] == "array":
        return list_check(schema)
    if schema["type"] != "object":
        return scalar_check(scalar_test(schema))
    return record_check(schema) if "properties" in schema else map_check(schema)


def record_check(schema: Schema) -> Check:
    """Return the check of an object with known keys."""
    properties = schema["properties"]
    required = schema.get("required", ())
    fine = {key: at_a_glance(value) for key, value in properties.items()}
    checks: dict[str, Check] = {}

    def check(value: JSON) -> Problems | None:
        if value.__class__ is not dict and not isinstance(value, dict):
            return WRONG
        found: list[Problem] = []
        for key, item in value.items():
            try:
                if type(item) in fine[key] or item is None:
                    continue
            except KeyError:
                if item is not None:
                    found.append(((key,), UNKNOWN))
                continue
            test = checks.get(key)
            if test is None:
                test = checks[key] = compiled(properties[key])
            problems = test(item)
            if problems:
                found += [((key, *route), what) for route, what in problems]
        for key in required:
            if value.get(key) is None:
                found.append(((), MISSING))
        return found or None

    return check


def map_check(schema: Schema) -> Check:
    """Return the check of an object with free keys, whose values may have a schema."""
    least = schema.get("minProperties", 0)
    below = schema.get("additionalProperties")
    test: Check | None = None

    def check(value: JSON) -> Problems | None:
        nonlocal test
        if not isinstance(value, dict):
            return WRONG
        few = least and sum(item is not None for item in value.values()) < least
        found: list[Problem] = list(WRONG) if few else []
        if below is not None:
            test = test or compiled(below)
            for key, item in value.items():
                problems = None if item is None else test(item)
                if problems:
                    found += [((key, *route), what) for route, what in problems]
        return found or None

    return check


def switch_check(schema: Schema) -> Check:
    """Return the check of a tagged union: `allOf` of "if the tag is this, then"; a missing tag passes."""
    tag, cases, other = tagged(schema)
    closed = "enum" in schema.get("properties", {}).get(tag, {})
    bad_tag = (((tag,), VIOLATION),)
    checks: dict[str | None, Check] = {}  # None stands for all values that have no branch of their own

    def check(value: JSON) -> Problems | None:
        if not isinstance(value, dict):
            return WRONG
        chosen = value.get(tag)
        if chosen is None:
            return None
        name = chosen if isinstance(chosen, str) and chosen in cases else None
        test = checks.get(name)
        if test is None:
            below = other if name is None else cases[name]
            if below is None:
                return bad_tag if closed or not isinstance(chosen, str) else None
            test = checks[name] = compiled(below)
        return test(value)

    return check


def tagged(schema: Schema) -> tuple[str, dict[str, Schema], Schema | None]:
    """Return the tag of a tagged union, its branches by value, and the branch of all other values, if there is one."""
    tag: str = schema["allOf"][0]["if"]["required"][0]
    cases, other = {}, None
    for case in schema["allOf"]:
        test = case["if"]["properties"][tag]
        if "const" in test:
            cases[test["const"]] = case["then"]
        else:
            other = case["then"]
    return tag, cases, other


def choice_check(schema: Schema) -> Check:
    """Return the check of an object whose shape depends on whether one key is there."""
    key = schema["if"]["required"][0]
    present, absent = compiled(schema["then"]), compiled(schema["else"])

    def check(value: JSON) -> Problems | None:
        if not isinstance(value, dict):
            return WRONG
        return absent(value) if value.get(key) is None else present(value)

    return check


def any_check(branches: list[Check]) -> Check:
    """Return the check of "any of these": the unknown keys are those of the first branch that fits."""

    def check(value: JSON) -> Problems | None:
        fitting = None
        for branch in branches:
            problems = branch(value)
            if problems is None:
                return None
            if fitting is None and all(what == UNKNOWN for _, what in problems):
                fitting = problems
        return WRONG if fitting is None else fitting

    return check


def list_check(schema: Schema) -> Check:
    """Return the check of a list; null items are passed over and not counted."""
    below = schema.get("items", True)
    types = at_a_glance(below)
    least, most = schema.get("minItems", 0), schema.get("maxItems")
    test: Check | None = None

    def check(value: JSON) -> Problems | None:
        nonlocal test
        if not isinstance(value, list):
            return WRONG
        found: list[Problem] = []
        if least or most is not None:
            count = sum(item is not None for item in value)
            if count < least or (most is not None and count > most):
                found.extend(WRONG)
        for index, item in enumerate(value):
            if item.__class__ in types or item is None:
                continue
            test = test or compiled(below)
            problems = test(item)
            if problems:
                found += [((index, *route), what) for route, what in problems]
        return found or None

    return check


def scalar_check(holds: Callable[[JSON], bool]) -> Check:
    """Return the check of a text, number or boolean."""
    return lambda value: None if holds(value) else WRONG


def _anything(value: JSON) -> None:
    return None


def _nothing(value: JSON) -> Problems:
    return WRONG
