"""Findings as a table for spreadsheets: UTF-8, comma, header row, one row per finding, no cell that could run as a formula."""

from __future__ import annotations

from csv import writer
from io import StringIO

from complint.report.about import findings
from complint.report.characters import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.core.finding import Finding
    from complint.report.view import View
    from complint.run import Report

COLUMNS = (
    "path", "line", "column", "end_line", "end_column", "pointer", "severity", "outcome", "status", "rule", "requirement",
    "message", "citations", "urls", "fix_safety", "fix", "fingerprint",
    "rows", "accepted_by", "owner", "reason", "expires", "ticket",
)  # fmt: skip
_FORMULA = ("::", "=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def render(report: Report, view: View) -> str:
    """Return the table; several citations of a finding stand in one cell, separated by `; `."""
    stream = StringIO()
    table = writer(stream, lineterminator="\n")
    table.writerow(COLUMNS)
    for finding in findings(report):
        table.writerow([cell(value) for value in _row(finding)])
    return stream.getvalue()


def cell(value: object) -> object:
    """Return a value that a spreadsheet shows as it is: text that looks like a formula gets an apostrophe in front."""
    if not isinstance(value, str):
        return value
    shown = visible(value)
    return "'" + shown if value.lstrip(" ").startswith(_FORMULA) else shown


def _row(finding: Finding) -> list[object]:
    place, fix, by = finding.place, finding.fix, finding.suppression
    return [
        place.path,
        place.line,
        place.column,
        place.end_line,
        place.end_column,
        place.pointer,
        finding.severity,
        finding.outcome,
        finding.status,
        finding.rule,
        finding.requirement,
        finding.message,
        "; ".join(citation.title for citation in finding.citations),
        "; ".join(citation.url for citation in finding.citations if citation.url),
        fix.safety if fix else None,
        (f"{fix.title}: {fix.text}" if fix.text else fix.title) if fix else None,
        finding.fingerprint,
        finding.rows.count if finding.rows else None,
        *((by.source, by.owner, by.reason, by.expires, by.ticket) if by else (None,) * 5),
    ]
