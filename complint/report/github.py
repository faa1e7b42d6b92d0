"""Annotations for GitHub Actions: workflow commands on standard output, which the runner shows beside the lines of a diff."""

from __future__ import annotations

from complint.report.about import active, bound_by_id, level, masked
from complint.report.characters import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.core.finding import Finding
    from complint.policy.law import Bound
    from complint.report.view import View
    from complint.run import Report

_SHOWN = 10  # annotations of a kind that GitHub shows for a step; the others stand in the log alone
_COMMANDS = {"error": "error", "warning": "warning", "info": "notice", "unknown": "warning"}


def render(report: Report, view: View) -> str:
    """Return one workflow command per broken part, then one per active finding; nothing for a clean run.

    Where GitHub will show less than there is, the first command of the kind says so.
    """
    bounds = bound_by_id(report)
    found = active(report)
    lines = [f"::error title=complint failed::{_data([masked(problem)])}" for problem in report.broken]
    lines += _cut(found, len(report.broken))
    lines += [_annotation(finding, bounds.get(finding.requirement)) for finding in found]
    if not report.checked:
        lines.append("::warning title=complint::Nothing was checked")
    return "".join(line + "\n" for line in lines)


def _cut(found: list[Finding], failures: int) -> list[str]:
    """Return a command for each kind of annotation of which GitHub will not show all."""
    numbers = {"error": failures}
    for finding in found:
        command = _COMMANDS[level(finding)]
        numbers[command] = numbers.get(command, 0) + 1
    words = (
        "GitHub shows {} annotations of a kind for a step; there are {:,} of this one: see the log, or another format"
    )
    cut = ((command, number) for command, number in numbers.items() if number > _SHOWN)
    return [f"::{command} title=complint::{words.format(_SHOWN, number)}" for command, number in cut]


def _annotation(finding: Finding, bound: Bound | None) -> str:
    place = finding.place
    properties: dict[str, object] = {"file": place.path, "line": place.line, "endLine": place.end_line}
    if place.line == place.end_line:  # the runner refuses columns of a span of several lines
        properties |= {"col": place.column, "endColumn": place.end_column}
    unknown = " (unknown)" if finding.outcome == "unknown" else ""
    properties["title"] = f"{finding.rule}{unknown}"
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value is not None)
    body = [finding.message]
    if bound is not None:
        body.append(f"{bound.title} ({bound.id})")
    body += [f"{citation.title} {citation.url or ''}".rstrip() for citation in finding.citations]
    if finding.fix is not None:
        body.append(f"Fix ({finding.fix.safety}): {finding.fix.title}")
    return f"::{_COMMANDS[level(finding)]} {written}::{_data(body)}"


def _data(lines: list[str]) -> str:
    """Return lines as the data of a command; `%` and line ends would end it."""
    return "%0A".join(visible(line).replace("%", "%25") for line in lines)


def _property(value: object) -> str:
    return visible(str(value)).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
