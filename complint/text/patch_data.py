"""Operations on plain data: what an edited text must load to."""

from __future__ import annotations

from complint.core.fix import Append, Move, Remove, Rename, Set
from complint.core.route import JSON, Route, holds, pointer
from complint.text.edit import Refused
from complint.text.loaded import Unresolved


def changed(data: JSON, op: object) -> JSON:
    """Return data with one operation done; what it does not touch is shared, nothing given is changed.

    Raises Refused where the operation does not fit the data: no such place, a name that is taken, a value of another type.
    """
    if isinstance(op, Set):
        return _with(data, op.route, op.value)
    if isinstance(op, Remove):
        return _without(data, op.route)
    if isinstance(op, Append):
        items = value_at(data, op.route)
        if not isinstance(items, list):
            raise Refused(f"{shown(op.route)} is no list")
        return _at(data, op.route, [*items, op.value])
    if isinstance(op, Rename):
        return _renamed(data, op.route, op.name)
    if isinstance(op, Move):
        return _moved(data, op.route, op.target)
    raise Refused(f"{type(op).__name__} is no edit of a document")


def value_at(data: JSON, route: Route) -> JSON:
    """Return what is written at a route. Raises Refused where nothing is."""
    if not holds(data, route):
        raise Refused(f"there is no {shown(route)}")
    for step in route:
        data = data[step]
    return data


def same(one: JSON, other: JSON, *, ordered: bool) -> bool:
    """Tell whether two values are the same, types included (1, 1.0 and true differ); `ordered` counts the order of keys."""
    todo = [(one, other)]
    while todo:
        left, right = todo.pop()
        if left is right:
            continue
        if type(left) is not type(right):
            return False
        if isinstance(left, dict):
            if left.keys() != right.keys() or (ordered and list(left) != list(right)):
                return False
            todo += [(value, right[key]) for key, value in left.items()]
        elif isinstance(left, list):
            if len(left) != len(right):
                return False
            todo += zip(left, right, strict=True)
        elif left != right and (left == left or right == right):  # NaN is the same as NaN here
            return False
        elif isinstance(left, Unresolved) and left.tag != right.tag:
            return False
    return True


def shown(route: Route) -> str:
    """Return a route for a message: its JSON pointer, the end of a long one."""
    text = pointer(route)
    return text if len(text) <= 100 else "…" + text[-99:]


def _with(data: JSON, route: Route, value: JSON) -> JSON:
    if not route:
        return value
    parent, step = value_at(data, route[:-1]), route[-1]
    if isinstance(parent, dict) and isinstance(step, str):
        return _at(data, route[:-1], {**parent, step: value})
    value_at(data, route)
    return _at(data, route, value)


def _without(data: JSON, route: Route) -> JSON:
    if not route:
        raise Refused("a document cannot be removed")
    value_at(data, route)
    parent, step = value_at(data, route[:-1]), route[-1]
    if isinstance(step, int):
        return _at(data, route[:-1], [*parent[:step], *parent[step + 1 :]])
    return _at(data, route[:-1], {key: value for key, value in parent.items() if key != step})


def _renamed(data: JSON, route: Route, name: str) -> JSON:
    value_at(data, route)
    if not route or isinstance(route[-1], int):
        raise Refused(f"{shown(route)} has no key")
    parent = value_at(data, route[:-1])
    if name in parent:
        raise Refused(f"{shown((*route[:-1], name))} is there already")
    return _at(data, route[:-1], {name if key == route[-1] else key: value for key, value in parent.items()})


def _moved(data: JSON, route: Route, target: Route) -> JSON:
    value = value_at(data, route)
    if not route or isinstance(route[-1], int):
        raise Refused(f"{shown(route)} has no key")
    if target[: len(route)] == route:
        raise Refused(f"{shown(route)} cannot be moved into itself")
    if holds(data, target):
        raise Refused(f"{shown(target)} is there already")
    if not target or isinstance(target[-1], int):
        raise Refused(f"{shown(target)} is no key")
    return _with(_without(data, route), target, value)


def _at(data: JSON, route: Route, value: JSON) -> JSON:
    """Return data with a new value at a route that exists; the containers on the way are copied, nothing else."""
    if not route:
        return value
    step = route[0]
    made = data.copy()
    made[step] = _at(data[step], route[1:], value)
    return made
