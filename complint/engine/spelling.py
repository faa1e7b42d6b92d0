"""Edits said in canonical routes, as they are to be written in a document: its own shape, its own case of keys."""

from __future__ import annotations

from complint.core.fix import Append, Move, Remove, Rename, Set
from complint.core.route import JSON, Route, get, holds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from complint.model.document import Document
    from complint.schema.load import Schema

    Op: TypeAlias = Set | Remove | Append | Rename | Move


def spelled(document: Document, op: Op) -> Op:
    """Return an edit with the written route, and with new keys in the case that the object around them has.

    Only keys of the schema change case; the user's own (headers, variables, languages) stay.
    """
    if isinstance(op, Set):
        return Set(_route(document, op.route), _value(document, op.route, op.value), op.path)
    if isinstance(op, Append):
        return Append(document.original(op.route), _value(document, (*op.route, 0), op.value), op.path)
    if isinstance(op, Rename):
        # a rename to the canonical name itself is about the case that is written
        name = op.name if op.route[-1:] == (op.name,) else str(_route(document, (*op.route[:-1], op.name))[-1])
        return Rename(document.original(op.route), name, op.path)
    if isinstance(op, Move):
        return Move(document.original(op.route), _route(document, op.target), op.path)
    return Remove(document.original(op.route), op.path)


def _route(document: Document, route: Route) -> Route:
    """Return the written route of a place that may be new: its last key then takes the case of its siblings."""
    written = document.original(route)
    if not written or not document.camel or holds(document.raw, written) or not isinstance(route[-1], str):
        return written
    if not _is_camel(document, written[:-1]) or route[-1] not in _names(document, route[:-1]):
        return written
    return (*written[:-1], camel(route[-1]))


def _value(document: Document, route: Route, value: JSON) -> JSON:
    """Return a new value with the keys that the schema knows in the case of the object that it goes into."""
    if not document.camel or not isinstance(value, (dict, list)):
        return value
    if not _is_camel(document, document.original(route[:-1])):
        return value
    from complint.schema.walk import schemas_at

    return _cased(value, schemas_at("agent", route, document.data))


def _cased(value: JSON, schemas: list[Schema]) -> JSON:
    from complint.schema.walk import below, names, opened

    if isinstance(value, list):
        inner = opened(below(schemas, 0))
        return [_cased(item, inner) for item in value]
    if not isinstance(value, dict):
        return value
    known = names(schemas) or {}
    made = {}
    for key, item in value.items():
        inner = opened(below(schemas, key))
        made[camel(key) if key in known else key] = _cased(item, inner)
    return made


def _names(document: Document, route: Route) -> dict[str, None]:
    from complint.schema.walk import names, schemas_at

    return names(schemas_at("agent", route, document.data)) or {}


def _is_camel(document: Document, written: Route) -> bool:
    """Tell whether the object at a written route, or the nearest around it that shows a case, has camelCase keys."""
    for length in range(len(written), -1, -1):
        holder = get(document.raw, *written[:length])
        keys = [key for key in holder if isinstance(key, str)] if isinstance(holder, dict) else []
        if any("_" in key for key in keys):
            return False
        if any(key != key.lower() and key[:1].islower() for key in keys):
            return True
    return document.camel


def camel(key: str) -> str:
    """Return a snake_case key as the JavaScript SDK writes it: first_message is firstMessage."""
    first, *rest = key.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)
