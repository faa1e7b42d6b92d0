"""What the paths of declarative requirements select in a document: one traversal for all requirements at hand."""

from __future__ import annotations

from functools import cache

from complint.core.route import JSON, Route
from complint.model.document import Document
from complint.policy.jsonpath import select
from complint.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Givens:
    """Routes and values by path; a path that nobody knew before is walked when it is asked for."""

    def __init__(self, data: JSON, paths: tuple[str, ...]) -> None:
        self._data = data
        self._found = select(data, paths)

    def at(self, path: str) -> list[tuple[Route, JSON]]:
        """Return what a path selects. Raises ValueError for one that cannot be parsed."""
        if path not in self._found:
            self._found.update(select(self._data, (path,)))
        return self._found[path]


def compute(document: Document, settings: Settings) -> Givens:
    """Return the selections of all declarative requirements that the configuration's packs hold."""
    return Givens(document.data, _paths(settings.policy_paths))


@cache
def _paths(folders: tuple[str, ...]) -> tuple[str, ...]:
    from complint.policy.store import Store

    requirements = [one for pack in Store.open(folders).packs.values() for one in pack["requirements"]]
    found = [_given(value["value"]) for one in requirements if one["declared"] for value in one["values"]]
    return tuple(dict.fromkeys(path for path in found if path))


def _given(value: Any) -> str | None:
    given = value.get("given") if isinstance(value, dict) else None
    return given if isinstance(given, str) else None
