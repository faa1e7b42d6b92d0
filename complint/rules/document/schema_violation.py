"""Document that does not fit the schema of its kind.

Why
    A value of a wrong type, or a part that is missing, is refused by the API or, worse, passed over: the agent then does not
    do what its file says. The schemas are derived from the vendor's published API description. Unknown keys and unknown
    models are no violations.
Bad
    ```yaml agent.yaml
    name: Front desk
    conversation_config:
      agent:
        prompt: {prompt: Book visits., tool_ids: tool_visits}
    ```
Good
    ```yaml agent.yaml
    name: Front desk
    conversation_config:
      agent:
        prompt: {prompt: Book visits., tool_ids: [tool_visits]}
    ```
Fix
    none. The message says what was found and what is required.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit
from complint.core.route import Route
from complint.facts.examined import Examined, ExaminedPart
from complint.facts.registry_shape import RegistryShape

_MOST = 10
_ANY = "*"


def check(examined: Examined, registry: RegistryShape) -> Iterator[Hit]:
    """Yield a hit per violation, at most ten a document."""
    found = list(registry.problems)
    for part in examined.parts:
        if not part.verdict.valid:
            found += _explained(part)
    for count, (route, message) in enumerate(found[:_MOST]):
        rest = f" ({len(found) - _MOST} more in this file)" if count == _MOST - 1 and len(found) > _MOST else ""
        yield Hit(route, message + rest)


def _explained(part: ExaminedPart) -> list[tuple[Route, str]]:
    """Return the violations of a part; of several of one kind, in items of one list or map, the first with a count."""
    from complint.schema.explain import explain

    groups: dict[tuple[Route, str], list[tuple[Route, str]]] = {}
    for violation in explain(part.schema, part.data, part.partial):
        family = _family(part, violation.route)
        # "tools[0] is a string, an object is required": the first word is what tells items apart
        alike = violation.message.partition(" ")[2] if family[-1:] == (_ANY,) else violation.message
        groups.setdefault((family, alike), []).append((part.place(violation.route), violation.message))
    return [_told(group) for group in groups.values()]


def _family(part: ExaminedPart, route: Route) -> Route:
    """Return a route with a star for each step that tells items of one kind apart: indices, keys of maps, system tools."""
    from complint.schema.walk import names, schemas_at

    family: list[str | int] = []
    for length, step in enumerate(route):
        inside = route[length - 1 : length] == ("built_in_tools",)
        alike = inside or isinstance(step, int) or names(schemas_at(part.schema, route[:length], part.data)) is None
        family.append(_ANY if alike else step)
    return tuple(family)


def _told(group: list[tuple[Route, str]]) -> tuple[Route, str]:
    route, message = group[0]
    return route, message if len(group) == 1 else f"{message} ({len(group) - 1} more like it)"
