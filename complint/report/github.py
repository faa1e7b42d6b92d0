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

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice", "unknown": "warning"}


def render(report: Report, view: View) -> str:
    """Return one workflow command per active finding, then one per broken part; nothing for a clean run."""
    bounds = bound_by_id(report)
    lines = [_annotation(finding, bounds.get(finding.requirement)) for finding in active(report)]
    lines += [f"::error title=complint failed::{_data([masked(problem)])}" for problem in report.broken]
    if not report.checked:
        lines.append("::warning title=complint::Nothing was checked")
    return "".join(line + "\n" for line in lines)


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
