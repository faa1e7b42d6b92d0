"""A setting to be written where it stands or would stand, whatever parts of its route the file has."""

from __future__ import annotations

from complint.core.fix import Set
from complint.core.route import JSON, Route, get
from complint.model.document import Document


def put(document: Document, route: Route, value: JSON) -> Set | None:
    """Return the edit that gives a canonical route a value, with the objects that are missing on the way.

    None where it cannot be written so: something on the way is no object, or the file's own spelling of a missing key is
    not known (camelCase, the flat shape of the dashboard above its first key).
    """
    for length in range(1, len(route) + 1):
        here = route[:length]
        written = document.original(here)
        if not written:  # the flat shape has no such level
            continue
        found = get(document.raw, *written)
        if length == len(route) or found is None:
            if not isinstance(get(document.raw, *written[:-1]) if written[:-1] else document.raw, dict):
                return None
            missing = route[length:]
            if missing and document.camel:
                return None
            for key in reversed(missing):
                value = {key: value}
            return Set(here, value)
        if not isinstance(found, dict):
            return None
    return None
