"""The findings, grouped by file: the offending lines, what requires otherwise, since when, and what to do."""

from __future__ import annotations

from complint.core.finding import Finding
from complint.report.about import level, many
from complint.report.html.context import Context, family, levels
from complint.report.html.excerpt import excerpt
from complint.report.html.markup import Markup, address, clipped, content, tag, text
from complint.report.html.words import MARKS, badge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.core.finding import RelatedPlace
    from complint.policy.law import Bound

_STATUS = {"waived": "waived", "baselined": "in the baseline"}
_SAFETY = {
    "safe": "A safe fix is at hand",
    "unsafe": "A fix is at hand that may change behaviour",
    "shown": "Proposed",
}
_SELECTS = ("severity", "outcome", "status", "family", "pack", "document")


def section(context: Context) -> Markup:
    """Return the section of findings with its filters; without a script all is shown, and no filter."""
    groups: dict[str, list[int]] = {}
    for number, finding in enumerate(context.findings):
        groups.setdefault(finding.place.path, []).append(number)
    title = tag("h2", "Findings", id="findings-title")
    if not groups:
        return tag("section", title, tag("p", "There are none."), id="findings", aria_labelledby="findings-title")
    return tag(
        "section",
        title,
        _filters(len(context.findings)),
        (_group(context, path, numbers) for path, numbers in groups.items()),
        tag("p", "No finding matches the filter.", class_="empty", hidden=True),
        id="findings",
        aria_labelledby="findings-title",
    )


def _filters(total: int) -> Markup:
    selects = [
        tag("label", name.capitalize(), tag("select", tag("option", "all", value=""), name=name)) for name in _SELECTS
    ]
    return tag(
        "form",
        tag("label", "Search", tag("input", type="search", name="search", autocomplete="off"), class_="search"),
        selects,
        tag("button", "Reset", type="reset"),
        tag("button", "Collapse all", type="button", class_="fold"),
        tag("output", f"{total:,} of {many(total, 'finding')} shown", aria_live="polite"),
        class_="filters",
        role="search",
        aria_label="Filter the findings",
        hidden=True,
    )


def _group(context: Context, path: str, numbers: list[int]) -> Markup:
    found = levels([context.findings[n] for n in numbers if context.findings[n].status == "active"])
    told = [_counted(name, number) for name, number in found.items() if number]
    aside = len(numbers) - sum(found.values())
    told += [f"{aside:,} accepted"] if aside else []
    return tag(
        "details",
        tag("summary", tag("h3", clipped(path)), tag("span", ", ".join(told), class_="count")),
        (_article(context, number) for number in numbers),
        open=True,
        id=context.anchor(path),
        class_="file",
        data_document=clipped(path),
    )


def _counted(name: str, number: int) -> str:
    return many(number, name) if name in ("error", "warning") else f"{number:,} {MARKS[name][1]}"


def _article(context: Context, number: int) -> Markup:
    finding = context.findings[number]
    weight, place = level(finding), finding.place
    where = "line " + ":".join(str(n) for n in (place.line, place.column) if n is not None) if place.line else None
    bound = context.bounds.get(finding.requirement)
    status = tag("span", _STATUS[finding.status], class_="badge status") if finding.status in _STATUS else None
    meta = [tag("code", clipped(finding.rule)), tag("span", where) if where else None]
    meta.append(tag("code", clipped(place.pointer), class_="pointer") if place.pointer else None)
    return tag(
        "article",
        tag("h4", badge(weight), status, " ", finding.message),
        tag("p", [(one, " ") for one in meta if one is not None], class_="meta"),
        excerpt(context.snippets(place.path), place),
        [_related(context, finding, related) for related in finding.related],
        tag("p", finding.why, class_="why") if finding.why else None,
        _accepted(finding),
        tag("dl", _notes(context, finding, bound), class_="notes"),
        id=f"f{number}",
        class_=f"finding {weight}",
        data_severity=finding.severity,
        data_outcome=finding.outcome,
        data_status=finding.status,
        data_family=family(finding),
        data_pack=context.pack(finding.requirement),
    )


def _accepted(finding: Finding) -> Markup | None:
    by = finding.suppression
    if by is None:
        return None
    owner = f" by {by.owner}" if by.owner else ""
    until = f" through {by.expires}" if by.expires else ""
    return tag("p", f"Accepted{owner}{until}: {by.reason}", class_="accepted")


def _related(context: Context, finding: Finding, related: RelatedPlace) -> Markup:
    place = related.place
    where = f"line {place.line}" if place.line else ""
    if place.path != finding.place.path or not where:
        where = f"{place.path}{', ' + where if where else ''}"
    lines = excerpt(context.snippets(place.path), place, around=0)
    return tag("div", tag("p", tag("b", "See "), clipped(where, 300), ": ", related.message), lines, class_="related")


def _notes(context: Context, finding: Finding, bound: Bound | None) -> list[Markup]:
    requirement = finding.requirement
    number = context.requirements[requirement]
    link = tag("a", context.title(requirement), href=f"#r{number}")
    notes = [("Requirement", content([link, " ", tag("code", requirement)]))]
    if finding.citations:
        sources = [tag("li", address(citation.title, citation.url)) for citation in finding.citations]
        notes.append(("Source", tag("ul", sources)))
    if bound is not None and bound.law is not None:
        notes.append(("Law", text(standing(bound))))
    if finding.fix is not None:
        fix = finding.fix
        told = tag("span", f"{_SAFETY.get(fix.safety, fix.safety)}: {fix.title}")
        wording = tag("blockquote", [(line, tag("br")) for line in fix.text.splitlines()]) if fix.text else None
        notes.append(("What to do", content([told, wording])))
    return [content([tag("dt", name), tag("dd", value)]) for name, value in notes]


def standing(bound: Bound) -> str:
    """Return in words how the law behind a requirement stands on the day of the check."""
    law = bound.law
    if law is None:
        return bound.why or "not in force"
    until = f" through {law.until}" if law.until else ""
    status = law.status.replace("-", " ")
    return f"{status} since {law.since}{until}; verified on {law.verified_on}, confidence {law.confidence}"
