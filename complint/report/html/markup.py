"""HTML that is escaped by construction: text becomes markup only by passing through here, and attributes are always quoted."""

from __future__ import annotations

from html import escape

from complint.report.characters import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

_VOID = frozenset({"br", "input"})  # elements of SVG are closed


class Markup(str):
    """A text that is HTML already. Only this module makes one from text, and it escapes."""

    __slots__ = ()


if TYPE_CHECKING:
    Child: TypeAlias = str | int | Iterable["Child"] | None

NOTHING = Markup("")


def text(value: str) -> Markup:
    """Return a text as markup that shows it: nothing in it is a tag, an entity, a control or a change of direction."""
    return Markup(escape(visible(value)))


def join(parts: Iterable[Markup], between: str = "") -> Markup:
    """Return pieces of markup as one, with `between`, text or markup, between them."""
    return Markup(content(between).join(parts))


def content(child: Child) -> Markup:
    """Return a child as markup: markup as it is, text and numbers escaped, None as nothing, several in a row."""
    if isinstance(child, Markup):
        return child
    if child is None:
        return NOTHING
    if isinstance(child, str):
        return text(child)
    if isinstance(child, int):
        return Markup(f"{child:,}")
    return Markup("".join(map(content, child)))


def tag(name: str, /, *children: Child, **attributes: str | int | bool | None) -> Markup:
    """Return an element. `class_` is `class`, `data_kind` is `data-kind`; None and False leave an attribute out."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{_value(value)}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    head = f"<{name}{written}>"
    return Markup(head if name in _VOID else f"{head}{content(children)}</{name}>")


def _value(value: str | int) -> str:
    return value if isinstance(value, Markup) else text(str(value))


def address(title: str, url: str | None) -> Markup:
    """Return a link to a web address, or the title alone where it is none; print shows the address beside."""
    if url is None or not url.lower().startswith(("https://", "http://")):
        return text(title)
    return tag("a", title, href=url, rel="noopener noreferrer", class_="out")


def clipped(value: str, most: int = 200) -> Markup:
    """Return a text, cut where it is longer than a name or a path can sensibly be; the cut is said."""
    if len(value) <= most:
        return text(value)
    return text(f"{value[:most]}… ({len(value):,} characters)")
