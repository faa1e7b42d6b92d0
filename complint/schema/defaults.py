"""What the API fills in for keys that are absent, so that a terse file and the API's full answer can be compared."""

from __future__ import annotations

import json
from functools import cache

from complint.core.record import record
from complint.core.route import get
from complint.schema.check import tagged
from complint.schema.load import definitions, read
from complint.schema.walk import below, names, schemas_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from complint.core.route import JSON, Route
    from complint.schema.load import Schema

    Shapes: TypeAlias = list[tuple[str | None, Schema]]

CHANGED, ADDED, REMOVED = "changed", "added", "removed"
# lists whose order says nothing, to the API or to a reader
_SETS = {"tool_ids", "mcp_server_ids", "native_mcp_server_ids", "tags", "client_events", "keywords"}


@record
class Difference:
    """One place where two documents of a kind ask for different things.

    `how` is "added" where only the second has a value, "removed" where only the first has. `known` tells that the
    schema knows the key: of an added one that it does not know nobody can say whether the API's default stands there.
    """

    route: Route
    how: str
    first: JSON
    second: JSON
    known: bool = True


def differences(kind: str, first: JSON, second: JSON) -> list[Difference]:
    """Return where two documents of a kind differ, once nulls, empty values and the API's defaults are left out."""
    found = []
    for route, how, left, right in _compared(essence(kind, first), essence(kind, second), (first, second), ()):
        known = how != ADDED or _is_known(kind, route, second)
        if left is None or right is None:  # one of them may have written a default out
            left, right = _or(left, get(first, *route)), _or(right, get(second, *route))
            how = how if left is None or right is None else CHANGED
        found.append(Difference(route, how, left, right, known))
    return found


def _or(value: JSON, written: JSON) -> JSON:
    return written if value is None else value


def essence(kind: str, data: JSON) -> JSON:
    """Return a document without what says nothing: nulls, empty values, and defaults of the API."""
    return _essence(data, list(_shapes({"$ref": f"#/$defs/{kind}"}, data)), "")


def _essence(value: JSON, shapes: Shapes, key: str) -> JSON:
    if isinstance(value, dict):
        return _of_object(value, shapes)
    if isinstance(value, list):
        items = [_essence(item, _below(shapes, index, item), "") for index, item in enumerate(value)]
        plain = key in _SETS and all(isinstance(item, str) for item in items)
        return tuple(sorted(set(items))) if plain else items  # a tuple has no order, and is told of as a whole
    if isinstance(value, str):
        return value.replace("\r\n", "\n").rstrip()
    return value


def _of_object(value: dict[str, JSON], shapes: Shapes) -> dict[str, JSON]:
    filled: dict[str, JSON] = {}
    for name, _ in shapes:
        filled.update(_defaults().get(name or "", {}))
    known = names(plain for _, plain in shapes)
    kept: dict[str, JSON] = {}
    for key, inner in value.items():
        if inner is None:
            continue
        shapes_below = _below(shapes, key, inner)
        made = _essence(inner, shapes_below, key)
        if key in filled:
            if _same(made, _essence(filled[key], shapes_below, key)):
                continue
        elif made in ({}, [], (), "") or (not made and known is not None and key not in known):
            continue
        kept[key] = made
    return kept


def _compared(
    one: JSON, other: JSON, written: tuple[JSON, JSON], route: Route
) -> Iterator[tuple[Route, str, JSON, JSON]]:
    """Yield (route, how, left, right); an object that is all defaults on one side is gone into if it is written there."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted(one.keys() | other.keys()):
            here, below = (*route, key), (get(written[0], key), get(written[1], key))
            left, right = _or_empty(one.get(key), below[0]), _or_empty(other.get(key), below[1])
            if left is None:
                yield here, ADDED, None, right
            elif right is None:
                yield here, REMOVED, left, None
            else:
                yield from _compared(left, right, below, here)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (left, right) in enumerate(zip(one, other, strict=True)):
            yield from _compared(left, right, (get(written[0], index), get(written[1], index)), (*route, index))
    elif not _same(one, other):
        yield route, CHANGED, one, other


def _or_empty(value: JSON, written: JSON) -> JSON:
    """Return a value, or an empty object where it is one of which nothing was left."""
    return {} if value is None and isinstance(written, dict) else value


def _same(one: JSON, other: JSON) -> bool:
    """Tell whether two values are equal; true is not 1, and 1 is 1.0."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return bool(one == other)


def _is_known(kind: str, route: Route, data: JSON) -> bool:
    if not route or not isinstance(route[-1], str):
        return True
    known = names(schemas_at(kind, route[:-1], data))
    return known is None or route[-1] in known


def _below(shapes: Shapes, step: str | int, value: JSON) -> Shapes:
    return [shape for schema in below((plain for _, plain in shapes), step) for shape in _shapes(schema, value)]


def _shapes(schema: Schema, value: JSON, name: str | None = None) -> Iterator[tuple[str | None, Schema]]:
    """Yield the plain schemas that a schema stands for, each with the name of its definition (`walk.alternatives`)."""
    if not isinstance(schema, dict):
        yield name, schema
    elif "$ref" in schema:
        target = schema["$ref"].rpartition("/")[2]
        yield from _shapes(definitions()[target], value, target)
    elif "anyOf" in schema:
        for branch in schema["anyOf"]:
            yield from _shapes(branch, value)
    elif "allOf" in schema:
        tag, cases, other = tagged(schema)
        chosen = value.get(tag) if isinstance(value, dict) else None
        known = cases.get(chosen, True if other is None else other) if isinstance(chosen, str) else other
        yield from _shapes(True if known is None else known, value)
    elif "if" in schema:
        key = schema["if"]["required"][0]
        present = isinstance(value, dict) and value.get(key) is not None
        yield from _shapes(schema["then" if present else "else"], value)
    else:
        yield name, schema


@cache
def _defaults() -> dict[str, dict[str, JSON]]:
    found: dict[str, dict[str, JSON]] = json.loads(read("defaults.json"))
    return found
