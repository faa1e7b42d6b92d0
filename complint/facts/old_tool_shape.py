"""Tools in the shape of old dashboards and command lines, turned into the shape the API takes today.

Before September 2025 parameters and headers were written as lists: `[{id, type, value_type, description,
dynamic_variable, constant_value, required}]` and `[{type, name, value | secret_id | variable_name}]`. Today they are
objects by name; a leaf has exactly one of description, dynamic_variable, constant_value and is_system_provided.
"""

from __future__ import annotations

from complint.core.route import JSON

_LISTED = ("path_params_schema", "query_params_schema", "request_headers")
_BODIES = ("request_body_schema", "response_body_schema")


def modern(tool: JSON) -> JSON:
    """Return a tool config in today's shape; what is in it already, and what is neither, stays as it is."""
    if not isinstance(tool, dict):
        return tool
    made = dict(tool)
    schema = tool.get("api_schema")
    if isinstance(schema, dict):
        made["api_schema"] = _api_schema(schema)
    if isinstance(tool.get("parameters"), list):
        made["parameters"] = _object(None, tool["parameters"])
    elif isinstance(tool.get("parameters"), dict):
        made["parameters"] = _property(tool["parameters"])
    return made


def _api_schema(schema: dict[str, JSON]) -> dict[str, JSON]:
    made: dict[str, JSON] = {}
    for key, value in schema.items():
        if key in _LISTED and isinstance(value, list):
            value = _LISTS[key](value)
            if value is None:  # an empty list asks for nothing, and the API refuses an empty object of query parameters
                continue
        elif key in _BODIES and isinstance(value, dict):
            value = _property(value)
        elif key in _BODIES and isinstance(value, list):
            value = _object(None, value)
        made[key] = value
    return made


def _headers(items: list[JSON]) -> JSON:
    found: dict[str, JSON] = {}
    for item in items:
        name = item.get("name") if isinstance(item, dict) else None
        if not isinstance(name, str) or not name:
            return items
        if item.get("secret_id"):
            found[name] = {"secret_id": item["secret_id"]}
        elif item.get("variable_name"):
            found[name] = {"variable_name": item["variable_name"]}
        elif isinstance(item.get("value"), str):
            found[name] = item["value"]
        else:
            return items
    return found or None


def _path_params(items: list[JSON]) -> JSON:
    return _named(items) if items else None


def _query_params(items: list[JSON]) -> JSON:
    found = _named(items) if items else None
    if not isinstance(found, dict):
        return found
    required = _required(items)
    return {"properties": found, "required": required} if required else {"properties": found}


_LISTS = {"request_headers": _headers, "path_params_schema": _path_params, "query_params_schema": _query_params}


def _named(items: list[JSON]) -> JSON:
    """Return listed parameters by name, or the list itself where one has no name."""
    found: dict[str, JSON] = {}
    for item in items:
        name = _name(item)
        if name is None:
            return items
        found[name] = _property(item)
    return found


def _name(item: JSON) -> str | None:
    for key in ("id", "name", "identifier"):
        value = item.get(key) if isinstance(item, dict) else None
        if isinstance(value, str) and value:
            return value
    return None


def _required(items: list[JSON]) -> list[str]:
    return [name for item in items if (name := _name(item)) and item.get("required") is True]


def _object(description: JSON, items: list[JSON]) -> JSON:
    found = _named(items)
    if not isinstance(found, dict):
        return items
    made: dict[str, JSON] = {"type": "object"}
    if isinstance(description, str) and description:
        made["description"] = description
    made["properties"] = found
    required = _required(items)
    return {**made, "required": required} if required else made


def _property(item: JSON) -> JSON:
    """Return one property, and those below it, in today's shape."""
    if not isinstance(item, dict):
        return item
    if isinstance(item.get("properties"), list):
        return _object(item.get("description"), item["properties"])
    made = dict(item)
    if isinstance(item.get("properties"), dict):
        made["properties"] = {name: _property(value) for name, value in item["properties"].items()}
    if isinstance(item.get("items"), dict):
        made["items"] = _property(item["items"])
    if "value_type" not in item:
        return made
    for key in ("id", "name", "identifier", "value_type", "required"):
        if key != "required" or isinstance(made.get(key), bool):
            made.pop(key, None)
    return _one_source(made, item["value_type"])


_SOURCES = {"dynamic_variable": "dynamic_variable", "constant": "constant_value", "llm_prompt": "description"}


def _one_source(leaf: dict[str, JSON], value_type: JSON) -> dict[str, JSON]:
    """Keep the one way in which a leaf gets its value; the old shape carried empty texts for the others."""
    kept = _SOURCES.get(value_type) if isinstance(value_type, str) else None
    for key in ("dynamic_variable", "constant_value", "description"):
        if key != kept and (kept is not None or leaf.get(key) == ""):
            leaf.pop(key, None)
    return leaf
