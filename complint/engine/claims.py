"""Which places of a document the fixes of one round have taken, and where the others have gone meanwhile.

All routes are those of the document as the rules saw it, so fixes can be done one after the other without asking anew.
"""

from __future__ import annotations

from bisect import bisect_left, insort

from complint.core.fix import Append, Move, Remove, Rename, Set
from complint.core.route import JSON, Route
from complint.text.edit import Refused
from complint.text.patch_data import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.engine.spelling import Op


class Claims:
    """The claims on one document."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._taken: set[Route] = set()
        self._around: set[Route] = set()
        self._appended: dict[Route, list[JSON]] = {}
        self._removed: dict[Route, list[int]] = {}
        self._renamed: dict[Route, str] = {}
        self._done: list[Op] = []

    @property
    def count(self) -> int:
        """Return the number of edits done, for `back_to`."""
        return len(self._done)

    def back_to(self, count: int) -> None:
        """Forget the edits after the first `count`."""
        if count < len(self._done):
            kept = self._done[:count]
            self._begin()
            for op in kept:
                self.take(op)

    def allow(self, op: Op) -> bool:
        """Tell whether an edit keeps away from all that is taken: then it means the same as without the edits before."""
        if isinstance(op, Append) and op.value in self._appended.get(op.route, ()):
            return False  # two fixes add the same thing, once is enough
        return not any(
            route in self._taken
            or (route in self._around and not isinstance(op, Append))
            or any(route[:length] in self._taken for length in range(len(route)))
            for route in _places(op)
        )

    def take(self, op: Op) -> None:
        """Note an edit that was done."""
        self._done.append(op)
        if isinstance(op, Append):
            self._appended.setdefault(op.route, []).append(op.value)
            self._around.update(op.route[:length] for length in range(len(op.route) + 1))
            return
        for route in _places(op):
            self._taken.add(route)
            self._around.update(route[:length] for length in range(len(route)))
        if isinstance(op, Remove) and op.route and isinstance(op.route[-1], int):
            insort(self._removed.setdefault(op.route[:-1], []), op.route[-1])
        elif isinstance(op, Rename):
            self._renamed[op.route] = op.name

    def moved(self, op: Op) -> Op:
        """Return an edit with the routes of the document as it is after the edits done; Refused where a list item is gone."""
        if isinstance(op, Set):
            return Set(self._now(op.route), op.value, op.path)
        if isinstance(op, Append):
            return Append(self._now(op.route), op.value, op.path)
        if isinstance(op, Rename):
            return Rename(self._now(op.route), op.name, op.path)
        if isinstance(op, Move):
            return Move(self._now(op.route), self._now(op.target), op.path)
        return Remove(self._now(op.route), op.path)

    def _now(self, route: Route) -> Route:
        if not self._removed and not self._renamed:
            return route
        steps: list[str | int] = []
        for depth, step in enumerate(route):
            if isinstance(step, int):
                gone = self._removed.get(route[:depth], [])
                before = bisect_left(gone, step)
                if gone[before : before + 1] == [step]:
                    raise Refused(f"{shown(route[: depth + 1])} is removed already")
                steps.append(step - before)
            else:
                steps.append(self._renamed.get(route[: depth + 1], step))
        return tuple(steps)


def _places(op: Op) -> tuple[Route, ...]:
    """Return the routes that an edit gives another content, name or existence."""
    if isinstance(op, Rename):
        return op.route, (*op.route[:-1], op.name)
    if isinstance(op, Move):
        return op.route, op.target
    return (op.route,)
