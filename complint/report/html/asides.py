"""What did not count, and what was not known: accepted findings, open questions, files that were skipped."""

from __future__ import annotations

from complint.core.finding import UNKNOWN
from complint.report.html.context import Context
from complint.report.html.markup import Markup, clipped, content, tag
from complint.report.html.tables import body, table

_SOURCES = {"waiver": "waivers file", "comment": "comment in the file", "baseline": "baseline"}


def undecided(context: Context) -> Markup:
    """Return the section of what could not be decided, each with its reason."""
    rows: dict[tuple[str, str, str], Markup] = {}
    for number, finding in enumerate(context.findings):
        if finding.outcome == UNKNOWN and finding.status == "active":
            key = (finding.place.path, finding.requirement, finding.message)
            link = tag("a", finding.message, href=f"#f{number}")
            rows[key] = _cells(context, finding.place.path, finding.requirement, link)
    told = {(path, requirement) for path, requirement, _ in rows}
    for requirement, cells in context.outcomes.items():
        for path, (outcome, why) in cells.items():
            if outcome == UNKNOWN and (path, requirement) not in told and not context.by_cell.get((path, requirement)):
                rows[path, requirement, why] = _cells(context, path, requirement, why or "no reason given")
    lead = "What the files do not tell is neither a pass nor a fail: somebody has to look, or to declare it."
    shown = (
        table("Open questions", ("Document", "Requirement", "Why"), body(rows.values()), "open")
        if rows
        else "Nothing is open."
    )
    return _section("undecided", "What could not be decided", [tag("p", lead, class_="lead") if rows else None, shown])


def accepted(context: Context) -> Markup:
    """Return the section of waivers and baseline: by whom, why, until when."""
    rows = []
    for number, finding in enumerate(context.findings):
        by = finding.suppression
        if finding.status == "active" or by is None:
            continue
        cells = (
            tag("a", finding.message, href=f"#f{number}"),
            clipped(finding.place.path),
            _SOURCES.get(by.source, by.source),
            by.owner or "–",
            content([by.reason, tag("small", f"ticket {by.ticket}") if by.ticket else None]),
            by.expires or "–",
        )
        rows.append(tag("tr", (tag("td", cell) for cell in cells)))
    heads = ("Finding", "Document", "Accepted in", "Owner", "Reason", "Last day")
    shown = (
        table("Accepted findings", heads, body(rows), "open")
        if rows
        else "Nothing is waived, and no baseline took anything."
    )
    return _section("waivers", "Waivers and baseline", [shown])


def skipped(context: Context) -> Markup:
    """Return the section of files that were met and not checked, with the reason."""
    rows = [
        tag("tr", tag("th", clipped(one.path), scope="row"), tag("td", one.skipped or "no reason given"))
        for one in context.report.skipped
    ]
    shown = table("Skipped files", ("File", "Why"), body(rows), "open") if rows else "No file was skipped."
    return _section("skipped", "What was not checked", [shown])


def _cells(context: Context, path: str, requirement: str, why: Markup | str) -> Markup:
    number = context.requirements[requirement]
    named = tag("a", context.title(requirement), href=f"#r{number}")
    return tag("tr", tag("th", clipped(path), scope="row"), tag("td", named), tag("td", why))


def _section(identity: str, title: str, children: list[Markup | str | None]) -> Markup:
    shown = [
        tag("p", child) if isinstance(child, str) and not isinstance(child, Markup) else child for child in children
    ]
    return tag(
        "section", tag("h2", title, id=f"{identity}-title"), shown, id=identity, aria_labelledby=f"{identity}-title"
    )
