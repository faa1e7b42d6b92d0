"""The law that was applied: packs with their digests, requirements with sources and days, and why some did not apply."""

from __future__ import annotations

from complint.report.about import many
from complint.report.html.context import Context
from complint.report.html.findings import standing
from complint.report.html.markup import Markup, address, clipped, join, tag, text
from complint.report.html.tables import body, table
from complint.report.html.words import OUTCOMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.policy.law import Bound


def section(context: Context) -> Markup:
    """Return the section on the law in force."""
    return tag(
        "section",
        tag("h2", "Law in force", id="law-title"),
        tag(
            "p",
            f"Values in force on {context.report.as_of}; calls are judged by the law of their own local day. ",
            "A pack is named by the digest of its files, so that it can be found again unchanged.",
            class_="lead",
        ),
        _packs(context),
        _requirements(context),
        _others(context),
        id="law",
        aria_labelledby="law-title",
    )


def reasons(context: Context) -> Markup | None:
    """Return the list of reasons that cells of the matrix lead to; None where every outcome is a pass or a fail."""
    if not context.reasons:
        return None
    users: dict[tuple[str, str], dict[str, int]] = {}
    for requirement, cells in context.outcomes.items():
        for held in cells.values():
            if held in context.reasons:
                used = users.setdefault(held, {})
                used[requirement] = used.get(requirement, 0) + 1
    items = []
    for held, number in context.reasons.items():
        outcome, why = held
        used = users[held]
        names = join((tag("a", one, href=f"#r{context.requirements[one]}") for one in sorted(used)), ", ")
        told = tag("span", f"{why or 'no reason given'}", class_="reason")
        count = many(sum(used.values()), "outcome")
        word = tag("b", OUTCOMES[outcome][1])
        items.append(tag("li", word, " ", told, tag("small", f"{count}: ", names), id=f"w{number}"))
    return tag(
        "section",
        tag("h2", "Why requirements did not apply or were not decided", id="reasons-title"),
        tag("ol", items, class_="reasons"),
        id="reasons",
        aria_labelledby="reasons-title",
    )


def _packs(context: Context) -> Markup:
    numbers: dict[str, int] = {}
    for bound in context.bounds.values():
        numbers[bound.pack] = numbers.get(bound.pack, 0) + 1
    rows = [
        tag(
            "tr",
            tag("th", pack["id"], scope="row"),
            tag("td", numbers.get(pack["id"], 0), class_="num"),
            tag("td", tag("code", pack["digest"], class_="digest")),
        )
        for pack in context.report.policies
    ]
    heads = ("Pack", "Requirements", "Digest")
    return table("Policy packs", heads, body(rows), "packs", ("Requirements",))


def _requirements(context: Context) -> Markup:
    judged = [one for one in context.requirements if one in context.outcomes or one in context.bounds]
    rest = [one for one in context.requirements if one not in judged]
    rows = [_requirement(context, one, context.bounds.get(one)) for one in sorted(judged) + rest]
    heads = ("Requirement", "Severity", "Law", "Sources", "Outcomes")
    return table(f"Requirements that looked at a document ({len(rows):,})", heads, body(rows), "requirements")


def _requirement(context: Context, requirement: str, bound: Bound | None) -> Markup:
    law = bound.law if bound else None
    sources = [tag("li", address(one.title, one.url)) for one in law.citations] if law else []
    note = tag("small", law.note) if law and law.note else None
    numbers = dict.fromkeys(OUTCOMES, 0)
    for outcome, _ in context.outcomes.get(requirement, {}).values():
        numbers[outcome] += 1
    told = [f"{number:,} {OUTCOMES[name][1]}" for name, number in numbers.items() if number]
    name = [tag("span", context.title(requirement)), tag("code", clipped(requirement))]
    return tag(
        "tr",
        tag("th", name, tag("small", f"rule {bound.rule}") if bound else None, scope="row"),
        tag("td", bound.weight if bound else "–"),
        tag("td", text(standing(bound)) if bound else "–", note),
        tag("td", tag("ul", sources) if sources else "–"),
        tag("td", ", ".join(told) or "–"),
        id=f"r{context.requirements[requirement]}",
    )


def _others(context: Context) -> Markup | None:
    """Return the requirements that met no document of their kind, and those not in force."""
    others = [bound for bound in context.bounds.values() if bound.id not in context.requirements]
    if not others:
        return None
    idle = sorted(bound.id for bound in others if bound.law is not None)
    silent = sorted((bound.why or "not in force", bound.id) for bound in others if bound.law is None)
    parts = []
    if idle:
        parts.append(tag("p", f"No document of the kinds they look at was met: {', '.join(idle)}."))
    if silent:
        parts.append(tag("ul", (tag("li", f"{identity}: {why}") for why, identity in silent)))
    return tag("details", tag("summary", f"{many(len(others), 'further requirement')} in the packs"), parts, open=True)
