"""Routes: where in a document, symbolically. A route is a tuple of keys (str) and indices (int); () is the root.

Routes become lines and columns late, and only for findings (`complint.text.locate`). The printed form is a JSON
pointer (RFC 6901).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    Route: TypeAlias = tuple[str | int, ...]
    JSON: TypeAlias = Any
else:
    Route = tuple
    JSON = object


def pointer(route: Route) -> str:
    """Return the JSON pointer of a route: ("a", 0, "b/c") is "/a/0/b~1c"; the root is ""."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in route)


def step_into(here: JSON, step: str | int) -> JSON:
    """Return the child of a container at one step, or None where there is none."""
    if isinstance(here, dict):
        return here.get(step) if isinstance(step, str) else None
    if isinstance(here, list) and isinstance(step, int) and -len(here) <= step < len(here):
        return here[step]
    return None


def get(data: JSON, *route: str | int) -> JSON:
    """Return the value at a route, or None where any step is missing: absent and null are the same to complint."""
    for step in route:
        if type(data) is dict or isinstance(data, dict):  # the exact type first: it is what nearly every step meets
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and -len(data) <= step < len(data):
            data = data[step]
        else:
            return None
        if data is None:
            return None
    return data


def holds(data: JSON, route: Route) -> bool:
    """Tell whether a route is written in the data at all, null or not."""
    for step in route:
        if isinstance(data, dict) and step in data:
            data = data[step]
        elif isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data):
            data = data[step]
        else:
            return False
    return True
