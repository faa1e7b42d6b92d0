"""Edits said in canonical routes, as they are to be written in a document: its own shape, its own case of keys."""

from __future__ import annotations

from complint.core.fix import Append, Move, Remove, Rename, Set
from complint.core.record import replace
from complint.core.route import JSON, Route, get
from complint.model import kind as kinds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.model.document import Document
    from complint.schema.load import Schema

    Op = Set | Remove | Append | Rename | Move


def spelled(document: Document, op: Op) -> Op:
    """Return an edit with the written route, and with new keys in the case that the object around them has.

    Only keys of the schema change case; those of the user's own (headers, variables) stay.
    """
    if isinstance(op, (Set, Append)):
        route = _route(document, op.route)
        is_new = isinstance(op, Append) or get(document.raw, *route) is None
        value = _cased(op.value, _schemas(document, op.route, isinstance(op, Append))) if _camel(document, route) else op.value
        return replace(op, route=route, value=value if is_new or isinstance(op.value, (dict, list)) else op.value)
    if isinstance(op, Rename):
        renamed = _route(document, (*op.route[:-1], op.name))
        return replace(op, route=document.original(op.route), name=renamed[-1])
    if isinstance(op, Move):
        return replace(op, route=document.original(op.route), target=_route(document, op.target))
    return replace(op, route=document.original(op.route))
