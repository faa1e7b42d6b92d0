"""Walk the schemas beside a route or a document: which keys does an object know, and what lies under each."""

from __future__ import annotations

from complint.schema.check import tagged
from complint.schema.load import definitions
from complint.schema.scalars import OF_TYPE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from complint.core.route import JSON, Route
    from complint.schema.load import Schema


def alternatives(schema: Schema, value: JSON = None) -> Iterator[Schema]:
    """Yield the plain schemas that a schema stands for: references followed, unions opened.

    Where a value is given, its tag or keys pick the branch; otherwise every branch counts.
    """
    if not isinstance(schema, dict):
        yield schema
    elif "$ref" in schema:
        yield from alternatives(definitions()[schema["$ref"].rpartition("/")[2]], value)
    elif "anyOf" in schema:
        for branch in schema["anyOf"]:
            yield from alternatives(branch, value)
    elif "allOf" in schema:
        tag, cases, other = tagged(schema)
        chosen = value.get(tag) if isinstance(value, dict) else None
        if isinstance(chosen, str):
            yield from alternatives(cases.get(chosen, True if other is None else other), value)
        else:
            for branch in [*cases.values(), *([] if other is None else [other])]:
                yield from alternatives(branch, value)
    elif "if" in schema:
        key = schema["if"]["required"][0]
        if not isinstance(value, dict) or value.get(key) is not None:
            yield from alternatives(schema["then"], value)
        if not isinstance(value, dict) or value.get(key) is None:
            yield from alternatives(schema["else"], value)
    else:
        yield schema


def below(schemas: Iterable[Schema], step: str | int) -> list[Schema]:
    """Return the schemas of a child, given the plain schemas of its parent."""
    found = []
    for schema in schemas:
        if not isinstance(schema, dict):
            found += [True] if schema is True else []
        elif isinstance(step, int) and schema.get("type") == "array":
            found.append(schema.get("items", True))
        elif schema.get("type") == "object":
            known = schema.get("properties", {})
            if step in known:
                found.append(known[step])
            elif not known:
                found.append(schema.get("additionalProperties", True))
    return found


def names(schemas: Iterable[Schema]) -> dict[str, None] | None:
    """Return the keys that an object knows, in order; None where its keys are free (a map, or not looked into)."""
    found: dict[str, None] = {}
    for schema in schemas:
        if schema is True:
            return None
        if isinstance(schema, dict) and schema.get("type") == "object":
            if "properties" not in schema:
                return None
            found.update(dict.fromkeys(schema["properties"]))
    return found


def schemas_at(kind: str, route: Route, data: JSON = None) -> list[Schema]:
    """Return the plain schemas of the value at a route of a kind; `data`, if given, picks branches on the way."""
    here = opened([definitions()[kind]], data)
    for step in route:
        data = child(data, step)
        here = opened(below(here, step), data)
    return here


def opened(schemas: Iterable[Schema], value: JSON = None) -> list[Schema]:
    """Return the plain schemas of some schemas, each once: expressions hold expressions, in as many ways as there are."""
    return list({id(plain): plain for schema in schemas for plain in alternatives(schema, value)}.values())


def child(data: JSON, step: str | int) -> JSON:
    """Return the child of a container at one step, or None."""
    if isinstance(data, dict):
        return data.get(step)
    if isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data):
        return data[step]
    return None


def accepts(schemas: Iterable[Schema], value: JSON) -> bool:
    """Tell whether any plain schema accepts a value of this type; its limits and inside are not looked at."""
    for schema in schemas:
        if schema is True:
            return True
        if isinstance(schema, dict):
            listed = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
            if any(OF_TYPE[name](value) for name in listed):
                return True
    return False
