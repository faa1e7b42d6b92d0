"""Assertions of declarative requirements: JSON Schemas checked with `jsonschema`, which never fetches anything here.

Whoever writes a pack cannot make a run hang: patterns have a budget of time (`complint.policy.patterns`), references one of
their number.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache

from complint.core.route import JSON

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_LONGEST = 160
_REFERENCES = 20_000  # followed for one value; a schema may lead to itself, and to itself twice


class TooManyReferencesError(Exception):
    """A schema whose references lead to ever more references."""


def why_not(schema: JSON, value: JSON) -> str | None:
    """Return None where a value meets a JSON Schema (2020-12), else the first reason; null keys count as absent."""
    _followed.clear()
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
    for pattern in _patterns(schema):
        try:
            re.compile(pattern)
        except (re.error, RecursionError, OverflowError) as error:
            raise ValueError(f"assert has a pattern that is none: {pattern[:_LONGEST]!r}: {error}") from None
    outside = [ref for ref in _references(schema) if not ref.startswith("#")]
    if outside:
        raise ValueError(f"assert refers to {outside[0]!r}; a schema here refers to nothing outside itself")


@lru_cache(maxsize=512)
def _validator(schema: str) -> Any:
    from referencing import Registry

    # an empty registry: no reference leads to a network
    return _within_bounds()(json.loads(schema), registry=Registry())


_followed: list[None] = []


@cache
def _within_bounds() -> Any:
    """Return the checker of JSON Schema with the keywords replaced that may take for ever."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError
    from jsonschema.validators import extend

    from complint.policy.patterns import searches

    def pattern(validator: Any, wanted: str, value: Any, schema: Any) -> Iterator[Any]:
        if isinstance(value, str) and not searches(wanted, value):
            yield ValidationError(f"{value!r} does not match {wanted!r}")

    def pattern_properties(validator: Any, wanted: Any, value: Any, schema: Any) -> Iterator[Any]:
        for expression, below in wanted.items() if isinstance(value, dict) else ():
            for key, item in value.items():
                if searches(expression, key):
                    yield from validator.descend(item, below, path=key, schema_path=expression)

    def unique(validator: Any, wanted: bool, value: Any, schema: Any) -> Iterator[Any]:
        if wanted and isinstance(value, list):
            distinct = {json.dumps(_plain(item), sort_keys=True) for item in value}
            if len(distinct) < len(value):
                yield ValidationError(f"{value!r:.{_LONGEST}} has non-unique elements")

    def counted(keyword: str) -> Any:
        follow = Draft202012Validator.VALIDATORS[keyword]

        def check(validator: Any, wanted: str, value: Any, schema: Any) -> Iterator[Any]:
            _followed.append(None)
            if len(_followed) > _REFERENCES:
                raise TooManyReferencesError(f"assert follows more than {_REFERENCES:,} references for one value")
            yield from follow(validator, wanted, value, schema) or ()

        return check

    own = {"pattern": pattern, "patternProperties": pattern_properties, "uniqueItems": unique}
    return extend(  # type: ignore[no-untyped-call]
        Draft202012Validator, {**own, **{word: counted(word) for word in ("$ref", "$dynamicRef")}}
    )


def _plain(value: JSON) -> JSON:
    """Return a value in which numbers that are equal are written alike: 1.0 is 1, true is not."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _patterns(schema: JSON) -> list[str]:
    """Return the regular expressions of a schema, wherever they may stand."""
    if isinstance(schema, dict):
        own = [schema["pattern"]] if isinstance(schema.get("pattern"), str) else []
        named = schema.get("patternProperties")
        own += list(named) if isinstance(named, dict) else []
        return own + [found for value in schema.values() for found in _patterns(value)]
    return [found for item in schema for found in _patterns(item)] if isinstance(schema, list) else []


def _references(schema: JSON) -> list[str]:
    if isinstance(schema, dict):
        own = [value for key, value in schema.items() if key in ("$ref", "$dynamicRef") and isinstance(value, str)]
        return own + [ref for value in schema.values() for ref in _references(value)]
    return [ref for item in schema for ref in _references(item)] if isinstance(schema, list) else []


def _present(value: JSON) -> JSON:
    if isinstance(value, dict):
        return {key: _present(item) for key, item in value.items() if item is not None}
    return [_present(item) for item in value] if isinstance(value, list) else value
