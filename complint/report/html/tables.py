"""Tables with a caption, scoped headers, and a region around them that scrolls and takes the focus."""

from __future__ import annotations

from complint.report.html.markup import Markup, tag

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


def table(
    caption: str, heads: Iterable[str], bodies: Iterable[Markup], kind: str, numbers: Collection[str] = ()
) -> Markup:
    """Return a table from its `<tbody>` elements; `numbers` are the heads of columns that stand to the right."""
    cells = (tag("th", name, scope="col", class_="num" if name in numbers else None) for name in heads)
    made = tag("table", tag("caption", caption), tag("thead", tag("tr", cells)), bodies, class_=kind)
    return region(made, caption)


def body(rows: Iterable[Markup]) -> list[Markup]:
    """Return rows as the one body of a table."""
    return [tag("tbody", rows)]


def region(made: Markup, name: str) -> Markup:
    """Return what scrolls: without the focus a keyboard could not move it, without a name nobody would know what it is."""
    return tag("div", made, class_="scroll", role="region", tabindex="0", aria_label=name)
