"""Assertions of declarative requirements: JSON Schemas checked with `jsonschema`, which never fetches anything here."""

from __future__ import annotations

import json
from functools import lru_cache

from complint.core.route import JSON

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_LONGEST = 160


def why_not(schema: JSON, value: JSON) -> str | None:
    """Return None where a value meets a JSON Schema (2020-12), else the first reason; null keys count as absent."""
    errors = sorted(
        _validator(json.dumps(schema)).iter_errors(_present(value)), key=lambda error: list(map(str, error.path))
    )
    if not errors:
        return None
    where = "/".join(str(step) for step in errors[0].path)
    message = errors[0].message if len(errors[0].message) <= _LONGEST else errors[0].message[:_LONGEST] + "…"
    return f"{where}: {message}" if where else message


def check_schema(schema: JSON) -> None:
    """Raise ValueError for what is no JSON Schema, or refers to anything outside itself."""
    from jsonschema import Draft202012Validator, SchemaError

    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        raise ValueError(f"assert is no JSON Schema: {error.message[:_LONGEST]}") from None
    outside = [ref for ref in _references(schema) if not ref.startswith("#")]
    if outside:
        raise ValueError(f"assert refers to {outside[0]!r}; a schema here refers to nothing outside itself")


@lru_cache(maxsize=512)
def _validator(schema: str) -> Any:
    from jsonschema import Draft202012Validator
    from referencing import Registry

    return Draft202012Validator(
        json.loads(schema), registry=Registry()
    )  # an empty registry: no reference leads to a network


def _references(schema: JSON) -> list[str]:
    if isinstance(schema, dict):
        own = [value for key, value in schema.items() if key in ("$ref", "$dynamicRef") and isinstance(value, str)]
        return own + [ref for value in schema.values() for ref in _references(value)]
    return [ref for item in schema for ref in _references(item)] if isinstance(schema, list) else []


def _present(value: JSON) -> JSON:
    if isinstance(value, dict):
        return {key: _present(item) for key, item in value.items() if item is not None}
    return [_present(item) for item in value] if isinstance(value, list) else value
