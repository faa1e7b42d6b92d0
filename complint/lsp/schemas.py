"""The published schemas walked along a route: what may stand there, and what is said of it."""

from __future__ import annotations

from functools import cache

from complint.core.record import record
from complint.published import config_schema, pack_schema, waivers_schema

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.core.route import Route

_MODELS = {"pack": "PackModel", "requirement": "RequirementModel", "profile": "ProfileModel"}


@record
class Known:
    """A key that a schema knows. `kind` says in words what its value is, `nested` that it is an object or a list."""

    name: str
    required: bool
    kind: str
    text: str
    nested: bool


@cache
def schema_of(kind: str) -> dict[str, Any] | None:
    """Return the schema of a kind of complint's own files, or None."""
    if kind == "config":
        return config_schema()
    if kind == "waivers":
        return waivers_schema()
    if kind in _MODELS:
        whole = pack_schema()
        return {"$defs": whole["$defs"], "$ref": f"#/$defs/{_MODELS[kind]}"}
    return None


def keys(schema: dict[str, Any], route: Route) -> list[Known]:
    """Return the keys of the object at a route, those that must be there first."""
    found: dict[str, Known] = {}
    for node in _nodes(schema, route):
        required = node.get("required", ())
        for name, value in node.get("properties", {}).items():
            options = _options(schema, value)
            nested = bool(options) and all(one.get("type") in ("object", "array") for one in options)
            found.setdefault(name, Known(name, name in required, _kind(options), _text(value, options), nested))
    return sorted(found.values(), key=lambda one: not one.required)


def described(schema: dict[str, Any], route: Route) -> Known | None:
    """Return what is known of the key at the end of a route, or None."""
    return next((one for one in keys(schema, route[:-1]) if one.name == route[-1]), None) if route else None


def values(schema: dict[str, Any], route: Route) -> list[str]:
    """Return the values that a schema lists for a route, or for the items of a list there, as YAML writes them."""
    found: list[str] = []
    for node in _nodes(schema, route):
        for one in (node, *_options(schema, node.get("items", {}))):
            found += [str(value) for value in one.get("enum", ())]
            found += [str(one["const"])] if "const" in one else []
            found += ["true", "false"] if one.get("type") == "boolean" else []
    return list(dict.fromkeys(found))


def _nodes(schema: dict[str, Any], route: Route) -> list[dict[str, Any]]:
    """Return the schemas that a route may lead to, each without alternatives."""
    nodes = _options(schema, schema)
    for step in route:
        nodes = [option for node in nodes for below in _below(node, step) for option in _options(schema, below)]
    return nodes


def _below(node: dict[str, Any], step: str | int) -> list[dict[str, Any]]:
    if isinstance(step, int):
        return [node["items"]] if isinstance(node.get("items"), dict) else []
    known = node.get("properties", {}).get(step, node.get("additionalProperties"))
    return [known] if isinstance(known, dict) else []


def _options(schema: dict[str, Any], node: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a schema's alternatives with references followed; null is none of them."""
    if "$ref" in node:
        return _options(schema, schema["$defs"][node["$ref"].rsplit("/", 1)[-1]])
    inner = [
        option for word in ("anyOf", "oneOf", "allOf") for one in node.get(word, ()) for option in _options(schema, one)
    ]
    if inner and "properties" not in node:
        return inner
    return [] if node.get("type") == "null" or not node else [node]


def _kind(options: list[dict[str, Any]]) -> str:
    words = []
    for one in options:
        kind = one.get("type", "any value")
        words.append("one of " + ", ".join(map(str, one["enum"])) if "enum" in one else str(one.get("format", kind)))
    return " or ".join(dict.fromkeys(words)) or "any value"


def _text(value: dict[str, Any], options: list[dict[str, Any]]) -> str:
    return str(value.get("description") or next((one["description"] for one in options if "description" in one), ""))
