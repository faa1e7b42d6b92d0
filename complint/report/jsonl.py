"""Findings as JSON Lines: one line per finding, each the object of the JSON report; nothing for a clean run."""

from __future__ import annotations

from json import dumps

from complint.report.about import findings
from complint.report.json import finding_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.report.view import View
    from complint.run import Report


def render(report: Report, view: View) -> str:
    """Return one line per finding, whatever its status."""
    return "".join(dumps(finding_data(finding), separators=(",", ":")) + "\n" for finding in findings(report))
