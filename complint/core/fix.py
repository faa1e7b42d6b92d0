"""Fixes as data: what to change, said in routes, and how safe it is. Nothing here touches a file."""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON, Route

SAFE, UNSAFE, SHOWN = "safe", "unsafe", "shown"


@record
class Set:
    """Replace the value at a route, or add the last key of it where the parent is an object that lacks it."""

    route: Route
    value: JSON
    path: str | None = None


@record
class Remove:
    """Remove a key with its value, or an item of a list."""

    route: Route
    path: str | None = None


@record
class Append:
    """Append an item to the list at a route."""

    route: Route
    value: JSON
    path: str | None = None


@record
class Rename:
    """Give a key another name, in its place."""

    route: Route
    name: str
    path: str | None = None


@record
class Move:
    """Move a key with its value to another route of the same document."""

    route: Route
    target: Route
    path: str | None = None


@record
class Uncomment:
    """Remove the comment that begins at a line and column (both from 1), with its line where it stands alone on it."""

    line: int
    column: int
    path: str | None = None


@record
class CreateFile:
    """Write a new JSON file; `path` is relative to the folder of the project's registry."""

    path: str
    value: JSON


@record
class Fix:
    """A repair: `safe` changes no behaviour, `unsafe` may, `shown` is offered as text and never written.

    `text` is what a person should read (a proposed wording, the new value); it never holds a secret. All routes of a
    fix speak of the document as the rule saw it, whatever its earlier ops change; it is done whole or not at all.
    """

    safety: str
    title: str
    ops: tuple[object, ...] = ()
    text: str | None = None


def shown(title: str, text: str) -> Fix:
    """Return a proposal that only a person may apply, because its wording has legal effect."""
    return Fix(SHOWN, title, (), text)
