"""The subset of JSONPath (RFC 9535) that declarative requirements use: names, indices, wildcards, descendants.

`$.a['b c'][0][*].*..d`. All paths of a run are walked together: one traversal of a document answers every one of them.
"""

from __future__ import annotations

import re
from functools import cache

from complint.core.route import JSON, Route

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    # A step is a key, an index or "*"; True in front says that it may stand at any depth below.
    Step: TypeAlias = tuple[bool, str | int | None]
    # A path by its number, and how many of its steps are behind us.
    State: TypeAlias = tuple[int, int]


@cache
def _step_pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?P<deep>\.\.)?(?:\.?(?P<any>\*)|\.?(?P<name>[A-Za-z_\u0080-\uffff][\w\u0080-\uffff-]*)"
        r"|\[\s*(?:'(?P<single>(?:[^'\\]|\\.)*)'|\"(?P<double>(?:[^\"\\]|\\.)*)\"|(?P<index>-?\d+)|(?P<star>\*))\s*\])"
    )


def parse(path: str) -> tuple[Step, ...]:
    """Return the steps of a path; None is a wildcard. Raises ValueError that says where it is not understood."""
    if not path.startswith("$"):
        raise ValueError(f"a path begins with $, not {path[:1]!r}")
    at = 1
    steps: list[Step] = []
    while at < len(path):
        found = _step_pattern().match(path, at)
        # a bare name or star needs its dot: "$a" is nothing
        if found is None or (found[0][0] not in ".["):
            raise ValueError(f"{path!r} is not understood from {path[at : at + 12]!r} on")
        deep = found["deep"] is not None
        if deep and found[0][2:3] == ".":
            raise ValueError(f"{path!r} is not understood from {path[at : at + 12]!r} on")
        if found["any"] or found["star"]:
            steps.append((deep, None))
        elif found["index"]:
            steps.append((deep, int(found["index"])))
        else:
            quoted = found["single"] if found["single"] is not None else found["double"]
            steps.append((deep, found["name"] if found["name"] is not None else re.sub(r"\\(.)", r"\1", quoted)))
        at = found.end()
    return tuple(steps)


def select(data: JSON, paths: Iterable[str]) -> dict[str, list[tuple[Route, JSON]]]:
    """Return for each path the routes and values that it selects, in the order of the document; null counts as absent.

    Raises ValueError for a path that cannot be parsed.
    """
    walk = _Walk(list(dict.fromkeys(paths)))
    walk.visit(data, (), {(number, 0) for number in range(len(walk.paths))})
    return walk.found


class _Walk:
    """One traversal for several paths, each as far as it has come."""

    def __init__(self, paths: list[str]) -> None:
        self.paths = paths
        self.found: dict[str, list[tuple[Route, JSON]]] = {path: [] for path in paths}
        self._steps = [parse(path) for path in paths]

    def visit(self, here: JSON, route: Route, states: set[State]) -> None:
        """Note what ends here, and go on with what does not."""
        if here is None:
            return
        going = []
        for number, done in states:
            if done == len(self._steps[number]):
                self.found[self.paths[number]].append((route, here))
            else:
                going.append((number, done))
        if not going:
            return
        if isinstance(here, dict):
            for key, value in here.items():
                if isinstance(key, str):
                    self.visit(value, (*route, key), self._after(going, key, None))
        elif isinstance(here, list):
            for index, value in enumerate(here):
                self.visit(value, (*route, index), self._after(going, index, len(here)))

    def _after(self, states: list[State], key: str | int, length: int | None) -> set[State]:
        """Return how far the paths have come at a child; `length` is that of the list around it."""
        made: set[State] = set()
        for number, done in states:
            deep, step = self._steps[number][done]
            if deep:
                made.add((number, done))
            if step is None or step == key or (isinstance(step, int) and length is not None and step + length == key):
                made.add((number, done + 1))
        return made
