"""What loading a text gives: plain data, the keys written twice, ignored noise; and the limits it must keep."""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON, Route

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Self


@record
class Limits:
    """How much a document may ask for (decision 32); each is configurable and named in the error that it causes.

    `max_bytes` is the size of the file, `max_depth` the levels of objects and lists inside each other, `max_nodes` the
    values (objects and lists included, keys not) once every alias is written out.
    """

    max_bytes: int = 32 * 1024 * 1024
    max_depth: int = 200
    max_nodes: int = 100_000


DEFAULT_LIMITS = Limits()


@record
class Duplicate:
    """One more occurrence of a key in the object at `route`; the later one is what the data holds."""

    route: Route
    key: str
    document: int = 0


@record
class Loaded:
    """The data of a source.

    `documents` has one value for JSON and any number for a YAML stream, none for an empty one. `noise` lists what was
    stepped over beside the value, as (message, line, column).
    """

    documents: tuple[JSON, ...]
    duplicates: tuple[Duplicate, ...] = ()
    noise: tuple[tuple[str, int, int], ...] = ()


class Unresolved(str):  # noqa: SLOT000 - a str subclass may have no slots of its own
    """A YAML scalar under a tag that complint does not resolve: `!include a.md` is "a.md" with the tag "!include"."""

    tag: str

    def __new__(cls, text: str, tag: str) -> Self:
        """Return the text with its tag as authors write it."""
        made = super().__new__(cls, text)
        made.tag = tag
        return made

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]  # what copy and pickle pass to __new__
        return str(self), self.tag

    def __repr__(self) -> str:
        return f"Unresolved({str(self)!r}, {self.tag!r})"
