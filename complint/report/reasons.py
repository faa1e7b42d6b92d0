"""What did not become a finding, and why: skipped files, requirements that do not apply, every outcome where asked for."""

from __future__ import annotations

from complint.core.finding import NOT_APPLICABLE
from complint.report.about import many, masked
from complint.report.characters import visible, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from complint.report.paint import Paint
    from complint.report.view import View
    from complint.run import Report


def sections(report: Report, view: View, paint: Paint) -> list[str]:
    """Return the sections that --verbose and --outcomes add to the text report, each a block of lines."""
    made = []
    if view.outcomes:
        made.append(_outcomes(report, paint))
    if view.verbose:
        made += [_not_applicable(report, view, paint), _skipped(report, paint), _policies(report, paint)]
    return [section for section in made if section]


def _outcomes(report: Report, paint: Paint) -> str:
    """Return every requirement by document, with what came of it."""
    lines: list[str] = []
    here = None
    for outcome in report.outcomes:
        if outcome.path != here:
            here = outcome.path
            lines.append(paint("path", visible(here)))
        role = {"fail": "error", "unknown": "unknown", "error": "error", "pass": "fix"}.get(outcome.outcome, "faint")
        why = f"  {visible(masked(outcome.why))}" if outcome.why else ""
        lines.append(
            f"  {paint(role, outcome.outcome)}{' ' * (14 - len(outcome.outcome))}  {visible(outcome.requirement)}{why}"
        )
    return "\n".join([paint("strong", "Outcomes"), *lines]) if lines else ""


def _not_applicable(report: Report, view: View, paint: Paint) -> str:
    """Return requirements that do not apply, those with one reason on the same documents together."""
    documents: dict[tuple[str, str], dict[str, None]] = {}
    for outcome in report.outcomes:
        if outcome.outcome == NOT_APPLICABLE:
            documents.setdefault((outcome.why or "no reason given", outcome.requirement), {})[outcome.path] = None
    together: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for (why, requirement), places in documents.items():
        together.setdefault((why, tuple(places)), []).append(requirement)
    lines = []
    for (why, paths), requirements in together.items():
        lines.append(f"  {visible(masked(why))} {paint('faint', '(' + _named(paths) + ')')}")
        lines += [f"    {piece}" for piece in wrap(visible(", ".join(sorted(requirements))), max(24, view.width - 4))]
    return "\n".join([paint("strong", "Not applicable"), *lines]) if lines else ""


def _named(paths: Iterable[str]) -> str:
    names = [visible(path) for path in paths]
    return ", ".join(names) if len(names) <= 3 else f"{', '.join(names[:2])} and {len(names) - 2} more"


def _skipped(report: Report, paint: Paint) -> str:
    lines = [f"  {visible(d.path)}: {visible(d.skipped or '')}" for d in report.skipped]
    return "\n".join([paint("strong", f"Skipped {many(len(lines), 'file')}"), *lines]) if lines else ""


def _policies(report: Report, paint: Paint) -> str:
    lines = [f"  {visible(pack['id'])}  {paint('faint', pack['digest'])}" for pack in report.policies]
    return "\n".join([paint("strong", "Policies"), *lines]) if lines else ""
