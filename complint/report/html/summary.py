"""The beginning of the page: the verdict in words, what was checked when and under which law, and the verdict per document."""

from __future__ import annotations

from complint import __version__
from complint.core.finding import BROKEN, FAIL, PASS, UNKNOWN
from complint.core.route import get
from complint.report.about import counts, listed, many, masked
from complint.report.html.context import Context, levels
from complint.report.html.markup import Markup, clipped, join, tag, text
from complint.report.html.tables import body, table
from complint.report.html.words import KINDS, MARKS, kinds_in_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.model.document import Document

_TILES = (
    ("errors", "error", "errors"),
    ("warnings", "warning", "warnings"),
    ("infos", "info", "informational"),
    ("unknown", "unknown", "not decided"),
    ("waived", "", "waived"),
    ("baselined", "", "in the baseline"),
    ("skipped", "", "files skipped"),
)
VERDICTS = {
    "broken": ("✗", "error", "Requirements broken"),
    "failed": ("!", "error", "Check incomplete"),
    "open": ("?", "unknown", "Not decided"),
    "warned": ("▲", "warning", "Met, with warnings"),
    "waived": ("✓", "warning", "Met, with fails accepted"),
    "met": ("✓", "pass", "Met"),
    "nothing": ("–", "", "Nothing to judge"),
}


def overall(context: Context) -> tuple[str, str]:
    """Return the key of the verdict on the whole run, and the verdict in words; unknown is never a pass."""
    report, numbers = context.report, counts(context.report)
    if report.broken:
        return "failed", "The check is incomplete: a part of it failed, so this report clears nothing."
    if not report.checked:
        return "nothing", "Nothing was checked, so this report clears nothing."
    total = many(report.checked, "document")
    if numbers["errors"]:
        hit = sum(1 for path in _paths(context) if levels(context.active(path))["error"])
        return "broken", f"Requirements are broken: {many(numbers['errors'], 'error')} in {hit:,} of {total}."
    if _open(context):
        return (
            "open",
            f"No error was found in {total}, but not everything could be decided. What is unknown is not a pass.",
        )
    if numbers["warnings"]:
        verb = "asks" if numbers["warnings"] == 1 else "ask"
        return "warned", f"No error was found in {total}; {many(numbers['warnings'], 'warning')} {verb} for a look."
    if numbers["waived"] or numbers["baselined"]:
        return "waived", f"No further error was found in {total}; accepted: {listed(_accepted(numbers))}."
    return "met", f"Every requirement that applies is met in {total}."


def header(context: Context) -> Markup:
    """Return the head of the page."""
    key, words = overall(context)
    if context.report.skipped:
        words += f" Not checked: {many(len(context.report.skipped), 'file')}."
    sign, role, _ = VERDICTS[key]
    return tag(
        "header",
        tag("p", "complint", class_="brand"),
        tag("h1", "Compliance report"),
        tag("p", tag("span", sign, class_="sign", aria_hidden="true"), tag("strong", words), class_=f"verdict {role}"),
        [tag("p", "Failed: ", masked(problem), class_="problem") for problem in context.report.broken],
        _facts(context),
        _tiles(context),
    )


def documents(context: Context) -> Markup:
    """Return the table of verdicts."""
    keyed = [(verdict(context, document.path), document) for document in _each(context)]
    keyed.sort(key=lambda pair: list(VERDICTS).index(pair[0]))
    rows = [_row(context, document, key) for key, document in keyed]
    numbers = ("Errors", "Warnings", "Info", "Not decided", "Accepted")
    heads = ("Document", "Kind", "Verdict", *numbers, "SHA-256")
    return tag(
        "section",
        tag("h2", "Verdict per document", id="documents-title"),
        tag(
            "p",
            "A finding counts for the file it stands in, and for the file whose use of it is the cause. ",
            "A document is met only if nothing is broken and nothing is left open.",
            class_="lead",
        ),
        table("Documents, the gravest first", heads, body(rows), "documents", numbers),
        id="documents",
        aria_labelledby="documents-title",
    )


def verdict(context: Context, path: str) -> str:
    """Return the key of the verdict on a file, from its findings and its outcomes."""
    found = levels(context.active(path))
    outcomes = {cells[path][0] for cells in context.outcomes.values() if path in cells}
    if BROKEN in outcomes:
        return "failed"
    if found["error"]:
        return "broken"
    if found["unknown"] or UNKNOWN in outcomes:
        return "open"
    if found["warning"]:
        return "warned"
    if FAIL in outcomes and any(context.findings[n].status != "active" for n in context.by_path.get(path, ())):
        return "waived"
    return "met" if outcomes & {PASS, FAIL} else "nothing"


def name_of(document: Document) -> str:
    """Return the name that a document gives itself, or ""."""
    name = get(document.raw, "name") if isinstance(document.raw, dict) else None
    return name if isinstance(name, str) else ""


def _each(context: Context) -> list[Document]:
    """Return the documents that were checked, one for each file, in their order."""
    found: dict[str, Document] = {}
    for document in context.report.documents:
        if document.skipped is None:
            found.setdefault(document.path, document)
    return list(found.values())


def _paths(context: Context) -> list[str]:
    return [document.path for document in _each(context)]


def _open(context: Context) -> bool:
    if counts(context.report)["unknown"]:
        return True
    accepted = {(f.place.path, f.requirement) for f in context.findings if f.status != "active"}
    return any(
        outcome == UNKNOWN and (path, requirement) not in accepted
        for requirement, cells in context.outcomes.items()
        for path, (outcome, _) in cells.items()
    )


def _accepted(numbers: dict[str, int]) -> list[str]:
    words = (("waived", "waived"), ("baselined", "in the baseline"))
    return [f"{many(numbers[key], 'finding')} {word}" for key, word in words if numbers[key]]


def _facts(context: Context) -> Markup:
    report = context.report
    by_kind: dict[str, int] = {}
    for document in report.documents:
        if document.skipped is None:
            kind = document.kind or "unreadable file"
            by_kind[kind] = by_kind.get(kind, 0) + 1
    ranked = sorted(by_kind.items(), key=lambda pair: list(KINDS).index(pair[0]) if pair[0] in KINDS else 99)
    checked = listed(kinds_in_words(kind, number) for kind, number in ranked) if ranked else "nothing"
    rows = [
        ("Checked", text(checked)),
        ("Law in force on", tag("time", report.as_of, datetime=report.as_of)),
        ("Under", _law(context)),
    ]
    if context.view.checked_at is not None:
        rows.append(("Checked at", text(context.view.checked_at)))
    rows.append(("By", text(f"complint {__version__}")))
    if report.baseline:
        rows.append(("Baseline", clipped(report.baseline)))
    return tag("dl", ((tag("dt", name), tag("dd", value)) for name, value in rows), class_="facts")


def _law(context: Context) -> Markup:
    packs = context.report.policies
    if not packs:
        return text("no policy pack")
    link = tag("a", many(len(packs), "policy pack"), href="#law")
    return join(
        (
            link,
            text(f", {many(len(context.report.bounds), 'requirement')}, each with its source, days and digest below"),
        )
    )


def _tiles(context: Context) -> Markup:
    numbers = counts(context.report)
    tiles = []
    for key, role, word in _TILES:
        if key in ("baselined", "skipped", "infos", "waived") and not numbers[key]:
            continue
        word = word.removesuffix("s") if numbers[key] == 1 and key in ("errors", "warnings") else word
        word = "file skipped" if key == "skipped" and numbers[key] == 1 else word
        sign = MARKS[role][0] if role else ""
        mark = tag("span", sign, aria_hidden="true", class_="mark") if sign else None
        shown = [tag("b", numbers[key]), " ", tag("span", word), mark]
        tiles.append(tag("li", shown, class_=role if numbers[key] else "none"))
    return tag("ul", tiles, class_="tiles", aria_label="Numbers of findings")


def _row(context: Context, document: Document, key: str) -> Markup:
    path = document.path
    found = levels(context.active(path))
    waived = sum(1 for n in context.by_path.get(path, ()) if context.findings[n].status != "active")
    sign, role, words = VERDICTS[key]
    name = name_of(document)
    anchor = context.anchor(path)
    shown = tag("a", clipped(path), href=f"#{anchor}") if anchor else clipped(path)
    cells = [
        tag("th", shown, tag("small", clipped(name, 120)) if name else None, scope="row"),
        tag("td", KINDS.get(document.kind or "", "unreadable")),
        tag("td", tag("span", tag("span", sign, aria_hidden="true"), " ", words, class_=f"badge {role}")),
    ]
    for number in (*found.values(), waived):
        cells.append(tag("td", number, class_="num" if number else "num zero"))
    digest = document.source.sha256 if document.source is not None else ""
    cells.append(tag("td", tag("code", digest, class_="digest") if digest else "–"))
    return tag("tr", cells)
