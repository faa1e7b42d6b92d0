"""Say what an unknown key was probably meant to be: another spelling, a near miss, or a key of another level."""

from __future__ import annotations

import json
import re
from functools import cache

from complint.core.record import record
from complint.schema.load import read
from complint.schema.snake import fold, spellings
from complint.schema.walk import accepts, below, child, names, opened, schemas_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from complint.core.route import JSON, Route
    from complint.schema.load import Schema

# A near miss is sought only for keys of at least this many letters: `x` is one edit from `y`, and means nothing by it.
NEAR = 3  # letters: the shortest key whose near miss can be told, because llm has three
# So many levels below an object are searched for a key; the deepest fixed key of an agent config lies at six.
DEEP = 6
# Words that many objects have: where one stands at a wrong level, nobody can say which object it was meant for.
COMMON = {
    *("config", "content", "default", "description", "enabled", "events", "id", "label", "message"),
    *("metadata", "method", "mode", "name", "prompts", "settings", "source", "style", "tag"),
    *("tags", "text", "title", "type", "url", "value", "values", "version"),
}
# Flags that let a client override a setting bear the setting's name, but nobody writes a setting there by mistake.
FLAGS = ("platform_settings", "overrides")


@record
class Suggestion:
    """What an unknown key was probably meant to be.

    `kind` is "rename" (same object, other name) or "move" (another object); `name` is the right key and `target` its
    route. `certain` is true for another spelling and for a near miss: only these may be repaired by a machine, and
    only where the right key is absent.
    """

    kind: str
    name: str
    target: Route
    certain: bool = False


def suggest(kind: str, route: Route, data: JSON = None) -> Suggestion | None:
    """Return what the unknown key at a route of a document was probably meant to be, or None where that is unclear.

    With the document's `data` the branch of a tagged union is known, and only places that accept the value's type
    are named. Raises KeyError for a kind that does not exist.
    """
    key = route[-1] if route else None
    if not isinstance(key, str) or not key[:1].isalnum():  # "_note", "$schema", "//": remarks, not mistakes
        return None
    value = data
    for step in route:
        value = child(value, step)
    if key in (names(schemas_at(kind, route[:-1], data)) or ()):
        return None
    place = (kind, route, key, data, value)
    return _rename(*place) or _move(*place) or _lengthen(*place)


def _rename(kind: str, route: Route, key: str, data: JSON, value: JSON) -> Suggestion | None:
    here = schemas_at(kind, route[:-1], data)
    known = names(here)
    if not known:
        return None
    fitting = [name for name in known if _accepted(below(here, name), value)]
    other = spellings(fitting).get(fold(key))
    near = [name for name in fitting if len(key) >= NEAR <= len(name) and one_edit(key, name)]
    if other or len(near) == 1:
        return Suggestion("rename", other or near[0], (*route[:-1], other or near[0]), certain=True)
    return None


def _lengthen(kind: str, route: Route, key: str, data: JSON, value: JSON) -> Suggestion | None:
    here = schemas_at(kind, route[:-1], data)
    longer = [name for name in names(here) or () if _part_of(key, name) and _typed(below(here, name), value)]
    if len(longer) == 1 and key not in COMMON:
        return Suggestion("rename", longer[0], (*route[:-1], longer[0]))
    return None


def _move(kind: str, route: Route, key: str, data: JSON, value: JSON) -> Suggestion | None:
    for base in _bases(kind, route, data):
        aliases = [alias for alias in _aliases() if alias["kind"] == kind and key in alias["keys"]]
        for alias in aliases:
            target = (*base, *alias["target"])
            pattern = alias.get("value")
            fits = pattern is None or (isinstance(value, str) and re.match(pattern, value))
            if fits and _typed(schemas_at(kind, target, data), value):
                return Suggestion("move", alias["target"][-1], target)
        if aliases or key in COMMON:
            continue
        places = _places(schemas_at(kind, base, data))
        found = [(*base, *rest) for name in _with_units(key) for rest in places.get(name, ())]
        found = [target for target in found if target[:2] != FLAGS and _typed(schemas_at(kind, target, data), value)]
        if found:
            far = sorted((distance(route, target), target) for target in found)
            nearest = [target for steps, target in far if steps == far[0][0]]
            return Suggestion("move", str(nearest[0][-1]), nearest[0]) if len(nearest) == 1 else None
    return None


def _bases(kind: str, route: Route, data: JSON) -> Iterator[Route]:
    """Yield the objects within which a key may have gone astray: the enclosing list items and map values, the root."""
    for length in range(len(route) - 1, 0, -1):
        parent = schemas_at(kind, route[: length - 1], data)
        if isinstance(route[length - 1], int) or names(parent) is None:
            yield route[:length]
    yield ()


def _places(schemas: list[Schema]) -> dict[str, list[Route]]:
    """Return the routes of every key below an object, by key; what lies in lists and maps is not among them."""
    found = _PLACES.get(ids := tuple(map(id, schemas)))
    if found is None:
        found = _PLACES[ids] = {}
        level: list[tuple[Route, list[Schema]]] = [((), schemas)]
        for _ in range(DEEP):
            deeper = []
            for route, here in level:
                for name, inner in _children(here):
                    found.setdefault(name, []).append((*route, name))
                    if inner:
                        deeper.append(((*route, name), inner))
            level = deeper
    return found


def _children(here: list[Schema]) -> list[tuple[str, list[Schema]]]:
    """Return the keys of an object, each with the plain schemas of the objects with known keys that it may hold."""
    made = _CHILDREN.get(ids := tuple(map(id, here)))
    if made is None:
        made = _CHILDREN[ids] = []
        for name in names(here) or ():
            inner = opened(below(here, name))
            made.append((name, [plain for plain in inner if isinstance(plain, dict) and "properties" in plain]))
    return made


# By the identity of schemas, which `complint.schema.load` keeps for as long as the program runs.
_PLACES: dict[tuple[int, ...], dict[str, list[Route]]] = {}
_CHILDREN: dict[tuple[int, ...], list[tuple[str, list[Schema]]]] = {}


def distance(one: Route, other: Route) -> int:
    """Return how many levels lie between two keys: up from the first to their common object, and down again."""
    common = 0
    for left, right in zip(one[:-1], other[:-1], strict=False):
        if left != right:
            break
        common += 1
    return len(one) + len(other) - 2 - 2 * common


def one_edit(one: str, other: str) -> bool:
    """Tell whether two different words are one insertion, deletion, replacement or swap of neighbours apart."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if len(one) != len(other):
        short, long = sorted((one, other), key=len)
        return short[start:] == long[start + 1 :]
    swapped = one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]
    return one[start + 1 :] == other[start + 1 :] or swapped


def _part_of(key: str, name: str) -> bool:
    """Tell whether a key is the beginning or the end of a longer one, by whole words: `model` of `model_id`."""
    return len(key) >= NEAR and (name.startswith(key + "_") or name.endswith("_" + key))


def _with_units(key: str) -> tuple[str, ...]:
    return (key, *(key + unit for unit in ("_seconds", "_secs", "_ms", "_days")))


def _accepted(schemas: list[Schema], value: JSON) -> bool:
    """Tell whether a value, if there is one, may stand where these schemas are; where none is, nothing may."""
    return (value is None and bool(schemas)) or accepts(opened(schemas), value)


def _typed(schemas: list[Schema], value: JSON) -> bool:
    """Like `_accepted`, but by a type that the schemas state: what merely may hold anything is no likely place."""
    return _accepted([schema for schema in schemas if schema is not True], value) and True not in schemas


@cache
def _aliases() -> list[dict[str, JSON]]:
    found: list[dict[str, JSON]] = json.loads(read("extra_keys.json")).get("aliases", [])
    return found
