"""The matrix of documents and requirements, a table per pack; why a cell is not a pass is a link away, and shown on focus."""

from __future__ import annotations

from complint.core.finding import FAIL, NOT_APPLICABLE, PASS
from complint.report.about import many
from complint.report.html.context import Context
from complint.report.html.markup import Markup, clipped, join, tag
from complint.report.html.tables import region
from complint.report.html.words import OUTCOMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WIDE = 20  # columns of a table: what a sheet of paper holds
_STATES = "us/states"
_PASS = Markup("<td>pass")  # closing tags of cells and rows may be left out, and there are a hundred thousand of them
_EMPTY = Markup("<td class=e>")


def section(context: Context) -> Markup:
    """Return the section of the matrix."""
    packs: dict[str, list[str]] = {}
    for requirement in context.outcomes:
        packs.setdefault(_group(context.pack(requirement)), []).append(requirement)
    if not packs:
        shown: list[Markup] = [tag("p", "The outcomes of the requirements were not recorded in this run.")]
    else:
        tables = [_pack(context, pack, packs[pack]) for pack in sorted(packs)]
        shown = [_legend(), _controls(), *tables]
    return tag(
        "section",
        tag("h2", "Documents and requirements", id="matrix-title"),
        shown,
        id="matrix",
        aria_labelledby="matrix-title",
    )


def _group(pack: str) -> str:
    return _STATES if pack.startswith(_STATES + "/") else pack


def _subgroup(context: Context, requirement: str) -> str:
    """Return what columns are sorted by: the state of a state's law, else the family of the rule."""
    pack = context.pack(requirement)
    if _group(pack) == _STATES:
        return pack.rpartition("/")[2].upper()
    bound = context.bounds.get(requirement)
    return bound.rule.partition("/")[0] if bound else requirement.rpartition("/")[0]


def _legend() -> Markup:
    items = [
        tag("li", tag("span", word, class_=f"k {name}"), " ", meaning)
        for name, word, meaning in (
            ("pass", "pass", "the requirement applies and is met"),
            ("fail", "fail", "it is broken; the link leads to the finding"),
            ("unknown", "unknown", "it cannot be decided: not a pass"),
            ("error", "error", "the rule failed: not a pass"),
            ("not-applicable", "n/a", "it does not apply, for the reason that the link leads to"),
        )
    ]
    empty = tag("span", class_="key k-empty", aria_hidden="true")
    items.append(tag("li", empty, "empty: the requirement is about other kinds of documents"))
    hint = tag(
        "p",
        "Tab leads into a table, the arrow keys from cell to cell; each tells its reason on focus and under the pointer.",
        class_="hint",
        hidden=True,
    )
    return join((tag("ul", items, class_="legend", aria_label="Signs of the matrix"), hint))


def _controls() -> Markup:
    box = tag("input", type="checkbox", name="open-rows")
    return tag(
        "form",
        tag("label", box, " Only documents with a fail, an unknown or an error", class_="check"),
        tag("label", "Name of the document", tag("input", type="search", name="row", autocomplete="off")),
        tag("output", "", aria_live="polite"),
        class_="filters matrix-filters",
        role="search",
        aria_label="Filter the matrix",
        hidden=True,
    )


def _pack(context: Context, pack: str, requirements: list[str]) -> Markup:
    live = [one for one in requirements if any(o != NOT_APPLICABLE for o, _ in context.outcomes[one].values())]
    idle = sorted(set(requirements) - set(live))
    live.sort(key=lambda one: (_subgroup(context, one), one))
    tables = [_table(context, pack, part) for part in _parts(context, live)]
    sums = _sums(context, live)
    nothing = None
    if idle:
        links = join((_requirement(context, one) for one in idle), ", ")
        nothing = tag("p", "Not applicable to any document here: ", links, ".", class_="idle")
    return tag(
        "details",
        tag("summary", tag("h3", pack), tag("span", sums, class_="count")),
        tables,
        nothing,
        open=True,
        class_="pack",
    )


def _sums(context: Context, requirements: Iterable[str]) -> str:
    numbers = dict.fromkeys(OUTCOMES, 0)
    for one in requirements:
        for outcome, _ in context.outcomes[one].values():
            numbers[outcome] += 1
    told = [f"{number:,} {OUTCOMES[name][1]}" for name, number in numbers.items() if number]
    return ", ".join(told) or "nothing applies"


def _parts(context: Context, requirements: list[str]) -> Iterator[list[str]]:
    """Yield the columns of each table: as many subgroups as fit, and one that does not fit alone in several tables."""
    part: list[str] = []
    by_subgroup: dict[str, list[str]] = {}
    for one in requirements:
        by_subgroup.setdefault(_subgroup(context, one), []).append(one)
    for group in by_subgroup.values():
        if part and len(part) + len(group) > _WIDE:
            yield part
            part = []
        part = part + group
        while len(part) > _WIDE:
            yield part[:_WIDE]
            part = part[_WIDE:]
    if part:
        yield part


def _table(context: Context, pack: str, columns: list[str]) -> Markup:
    heads = [
        tag(
            "th",
            tag("a", _label(context, one), href=f"#r{context.requirements[one]}", title=context.title(one)),
            scope="col",
        )
        for one in columns
    ]
    paths = dict.fromkeys(path for one in columns for path in context.outcomes[one])
    body = Markup("".join(_row(context, path, columns) for path in paths))
    caption = tag("caption", f"{pack}: {many(len(paths), 'document')}, {many(len(columns), 'requirement')}")
    head = tag("thead", tag("tr", tag("td"), heads))
    table = tag("table", caption, head, tag("tbody", body), class_="matrix")
    return region(table, f"{pack}, {_label(context, columns[0])} and on")


def _label(context: Context, requirement: str) -> str:
    name = requirement.rpartition("/")[2]
    return f"{_subgroup(context, requirement)} {name}" if context.pack(requirement).startswith(_STATES + "/") else name


def _requirement(context: Context, requirement: str) -> Markup:
    return tag("a", requirement, href=f"#r{context.requirements[requirement]}")


def _row(context: Context, path: str, columns: list[str]) -> str:
    cells = [_cell(context, path, one) for one in columns]
    return f"<tr><th scope=row>{clipped(path)}{''.join(cells)}"


def _cell(context: Context, path: str, requirement: str) -> str:
    held = context.outcomes[requirement].get(path)
    if held is None:
        return _EMPTY
    outcome, why = held
    if outcome == PASS:
        return _PASS
    found = context.by_cell.get((path, requirement))
    word = OUTCOMES[outcome][1]
    kind = outcome[0] if outcome != "error" else "b"
    if found and outcome != NOT_APPLICABLE:
        if outcome == FAIL and all(context.findings[n].status != "active" for n in found):
            kind = "w"  # nothing but accepted findings
            word = "fail, accepted"
        return f"<td class={kind}><a href=#f{found[0]}>{word}</a>"
    number = context.reasons.get((outcome, why))
    return (
        f"<td class={kind}><span>{word}</span>" if number is None else f"<td class={kind}><a href=#w{number}>{word}</a>"
    )
