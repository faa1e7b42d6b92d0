"""What several formats say of a report: its counts, its places, and what stands behind a finding."""

from __future__ import annotations

from complint.core.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from complint.core.finding import Finding, Place
    from complint.policy.law import Bound
    from complint.run import Report

NO_ADVICE = "complint reports; it gives no legal advice"
LEVELS = ("error", "warning", "info", "unknown")


def level(finding: Finding) -> str:
    """Return how a finding counts: its severity, or "unknown" for what could not be decided."""
    return "unknown" if finding.outcome == "unknown" else finding.severity


def findings(report: Report) -> list[Finding]:
    """Return the findings of a report, in order, with secrets that a message quotes by accident masked.

    Rules never print a secret; but what they quote of a file may look like one, and a report is kept and sent around.
    """
    return [_without_secrets(finding) for finding in report.findings]


def active(report: Report) -> list[Finding]:
    """Return the findings that nobody has waived or put into a baseline, in order."""
    return [finding for finding in findings(report) if finding.status == "active"]


def masked(text: str) -> str:
    """Return a text with whatever has the shape of a secret turned to asterisks."""
    from complint.facts.secret_shapes import find_secrets

    for found in reversed(find_secrets(text)):
        text = f"{text[: found.start]}***{text[found.end :]}"
    return text


def _without_secrets(finding: Finding) -> Finding:
    fix = finding.fix
    parts = [finding.message, finding.why or "", *(related.message for related in finding.related)]
    parts += [fix.title, fix.text or ""] if fix else []
    by = finding.suppression
    parts += [by.reason] if by else []
    together = "\0".join(parts)
    if masked(together) == together:
        return finding
    return replace(
        finding,
        message=masked(finding.message),
        why=masked(finding.why) if finding.why else finding.why,
        related=tuple(replace(related, message=masked(related.message)) for related in finding.related),
        fix=replace(fix, title=masked(fix.title), text=masked(fix.text) if fix.text else fix.text) if fix else None,
        suppression=replace(by, reason=masked(by.reason)) if by else None,
    )


def counts(report: Report) -> dict[str, int]:
    """Return the numbers of a report's summary, in the order of the JSON contract."""
    by_level = dict.fromkeys(LEVELS, 0)
    for finding in report.findings:
        if finding.status == "active":
            by_level[level(finding)] += 1
    return {
        "documents": report.checked,
        "errors": by_level["error"],
        "warnings": by_level["warning"],
        "infos": by_level["info"],
        "unknown": by_level["unknown"],
        "waived": sum(1 for finding in report.findings if finding.status == "waived"),
        "baselined": sum(1 for finding in report.findings if finding.status == "baselined"),
        "skipped": len(report.skipped),
    }


def position(place: Place) -> str:
    """Return `path:line:column`, as far as a place has them."""
    return ":".join(str(part) for part in (place.path, place.line, place.column) if part is not None)


def many(number: int, noun: str) -> str:
    """Return a number with its noun: "1 error", "2 errors"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(items: Iterable[str], joint: str = "and") -> str:
    """Return items as a phrase: "a, b and c"."""
    *most, last = items
    return f"{', '.join(most)} {joint} {last}" if most else last


def bound_by_id(report: Report) -> dict[str, Bound]:
    """Return the requirements of a run by id."""
    return {bound.id: bound for bound in report.bounds}
