"""Key written twice in one object.

Why
    Readers differ on a key that is written twice: most take the last value, some the first, some refuse the file. A reviewer
    who sees one of the two does not see what the agent does.
Bad
    ```yaml agent.yaml
    name: Front desk
    conversation_config:
      agent:
        first_message: Hello, this is an AI assistant.
        first_message: Hello there!
    ```
Good
    ```yaml agent.yaml
    name: Front desk
    conversation_config:
      agent:
        first_message: Hello, this is an AI assistant.
    ```
Fix
    none. Which of the values is meant is for a person to say.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import UNKNOWN, Aside, Hit
from complint.core.route import Route
from complint.model.document import Document

_MOST = 20


def check(document: Document) -> Iterator[Hit | Aside]:
    """Yield a hit per key that an object has more than once, at its last occurrence; at most twenty."""
    if document.error is not None:
        yield Aside(UNKNOWN, "the file cannot be read")
        return
    routes = dict.fromkeys((*duplicate.route, duplicate.key) for duplicate in document.duplicates)
    for count, route in enumerate(routes):
        if count == _MOST:
            return
        rest = f" ({len(routes) - _MOST} more in this file)" if count == _MOST - 1 and len(routes) > _MOST else ""
        message = f"{str(route[-1])[:40]!r} is written more than once in this object, and readers differ on which counts{rest}"
        yield Hit(_canonical(document, route), message, on_key=True)


def _canonical(document: Document, written: Route) -> Route:
    """Return the canonical route of a written one; the shapes of agents put one block more or less before it."""
    blocks: tuple[Route, ...] = (("conversation_config",), ("platform_settings",))
    candidates = (written, written[1:], *((*block, *written) for block in blocks))
    return next((route for route in candidates if document.original(route) == written), written)
