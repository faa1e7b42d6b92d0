"""A document: one linted thing, with its kind, its canonical data and the way back to the text."""

from __future__ import annotations

from complint.core.route import JSON, Route
from complint.model import kind as kinds
from complint.model.shape import shape_agent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from complint.text.loaded import Duplicate
    from complint.text.source import Source


class Document:
    """One document of a run.

    `path` is relative to the working directory, with "/". `kind` is one of `complint.model.kind.KINDS`, or None for a
    file that is skipped, with `skipped` saying why. `data` is canonical (agents: see `complint.model.shape`); rules speak
    of canonical routes and `original` gives the written one. `raw` is what the file says. `index` counts the documents of
    a multi-document YAML file. `listed` tells that a registry names the file. `error` is set for a file that
    could not be read (message, line, column).
    """

    __slots__ = (
        "camel",
        "data",
        "duplicates",
        "error",
        "index",
        "kind",
        "listed",
        "noise",
        "original",
        "path",
        "raw",
        "skipped",
        "source",
        "syntax",
    )

    def __init__(self, path: str, source: Source | None, syntax: str = "json", index: int = 0) -> None:
        self.path = path
        self.source = source
        self.syntax = syntax
        self.index = index
        self.kind: str | None = None
        self.skipped: str | None = None
        self.raw: JSON = None
        self.data: JSON = None
        self.original: Callable[[Route], Route] = _same
        self.camel = False
        self.listed = False
        self.duplicates: tuple[Duplicate, ...] = ()
        self.noise: tuple[tuple[str, int, int], ...] = ()
        self.error: tuple[str, int | None, int | None] | None = None

    def fill(self, raw: JSON) -> None:
        """Take the loaded data: find the kind, make the canonical shape."""
        self.raw = self.data = raw
        guess = kinds.classify(self.path, raw)
        self.kind = guess.kind
        if guess.kind is None:
            self.skipped = guess.reason
        elif guess.kind == kinds.AGENT and isinstance(raw, dict):
            shaped = shape_agent(raw)
            self.data, self.original, self.camel = shaped.data, shaped.original, shaped.camel

    def become(self, kind: str) -> None:
        """Take the kind that a registry or the configuration gives where the content told none."""
        self.kind, self.skipped = kind, None
        if kind == kinds.AGENT and isinstance(self.raw, dict):
            shaped = shape_agent(self.raw)
            self.data, self.original, self.camel = shaped.data, shaped.original, shaped.camel


def _same(route: Route) -> Route:
    return route
