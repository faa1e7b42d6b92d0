"""Rules of a run as SARIF reporting descriptors: name, page, default level, tags."""

from __future__ import annotations

from complint.report.page import Page, markdown, page_of, paragraphs
from complint.report.sarif_words import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.policy.law import Bound
    from complint.run import Report

LEVELS = {"error": "error", "warning": "warning", "info": "note", "unknown": "none"}
_PROBLEM = {"error": "error", "warning": "warning", "info": "recommendation"}
_RANK = ("error", "warning", "info")


def descriptors(report: Report) -> list[dict[str, Any]]:
    """Return a descriptor per rule that a requirement binds or a finding names, sorted by id."""
    bound: dict[str, list[Bound]] = {finding.rule: [] for finding in report.findings}
    for one in report.bounds:
        bound.setdefault(one.rule, []).append(one)
    return [_descriptor(rule, bound[rule]) for rule in sorted(bound)]


def _descriptor(rule: str, bounds: list[Bound]) -> dict[str, Any]:
    page = page_of(rule)
    weight = min((one.weight for one in bounds), key=_RANK.index, default="warning")
    headline = page.headline or rule
    why = paragraphs(page.sections.get("Why", "")) or headline
    family, _, slug = rule.partition("/")
    return {
        "id": rule,
        "name": _name(slug),
        "shortDescription": {"text": plain(headline)},
        "fullDescription": {"text": plain(why)},
        "help": {"text": _help_text(page, bounds), "markdown": _help_markdown(page, bounds)},
        "defaultConfiguration": {"level": LEVELS[weight]},
        "properties": {
            "tags": ["compliance", family],
            "precision": "high",
            "problem.severity": _PROBLEM[weight],
            "requirements": [one.id for one in bounds],
        },
    }


def notification(identity: str, text: str) -> dict[str, Any]:
    """Return the descriptor of something that a run notifies of, beside its results."""
    words = {"text": text}
    return {"id": identity, "name": _name(identity), "shortDescription": words, "fullDescription": words, "help": words}


def _name(slug: str) -> str:
    return "".join(part.capitalize() for part in slug.split("-"))


def _help_text(page: Page, bounds: list[Bound]) -> str:
    parts = [
        page.headline or page.rule,
        paragraphs(page.sections.get("Why", "")),
        f"Fix: {page.fix}" if page.fix else "",
    ]
    for one in bounds:
        parts.append(f"Requirement {one.id}: {one.title}.")
        parts += [
            f"{citation.title} {citation.url or ''}".rstrip() for citation in (one.law.citations if one.law else ())
        ]
    return "\n\n".join(part for part in parts if part)


def _help_markdown(page: Page, bounds: list[Bound]) -> str:
    parts = [f"**{page.headline}**" if page.headline else "", markdown(page)]
    if bounds:
        parts.append("## Requirements\n\n" + "\n".join(_requirement(one) for one in bounds))
    return "\n\n".join(part for part in parts if part) or page.rule


def _requirement(one: Bound) -> str:
    lines = [f"- `{one.id}`: {one.title}"]
    for citation in one.law.citations if one.law else ():
        lines.append(f"  - [{citation.title}]({citation.url})" if citation.url else f"  - {citation.title}")
    return "\n".join(lines)
