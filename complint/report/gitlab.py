"""GitLab Code Quality: a JSON list of the active findings, for the artifact `reports: codequality`."""

from __future__ import annotations

from hashlib import sha256
from json import dumps

from complint.report.about import active, level, masked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.core.finding import Finding
    from complint.report.view import View
    from complint.run import Report

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info", "unknown": "minor"}


def render(report: Report, view: View) -> str:
    """Return the list; fingerprints are unique, since GitLab shows only one finding of each.

    What failed, and a run that checked nothing, is an issue too: an empty list would read as good quality.
    """
    seen: dict[str, int] = {}
    issues = [_failure(report, f"complint failed: {masked(problem)}", "blocker") for problem in report.broken]
    if not report.checked:
        issues.append(_failure(report, "nothing was checked", "info"))
    for finding in active(report):
        number = seen[finding.fingerprint] = seen.get(finding.fingerprint, 0) + 1
        issues.append(_issue(finding, number))
    return dumps(issues, indent=2) + "\n"


def _failure(report: Report, words: str, severity: str) -> dict[str, Any]:
    path = report.documents[0].path if report.documents else "."
    return {
        "description": words,
        "check_name": "complint",
        "fingerprint": sha256(words.encode("utf-8", "backslashreplace")).hexdigest()[:32],
        "severity": severity,
        "location": {"path": path, "lines": {"begin": 1, "end": 1}},
    }


def _issue(finding: Finding, number: int) -> dict[str, Any]:
    unknown = "unknown: " if finding.outcome == "unknown" else ""
    place = finding.place
    line = place.line or 1
    return {
        "description": f"{unknown}{finding.message}",
        "check_name": finding.rule,
        "fingerprint": finding.fingerprint if number == 1 else f"{finding.fingerprint}-{number}",
        "severity": _SEVERITIES[level(finding)],
        "location": {"path": place.path, "lines": {"begin": line, "end": place.end_line or line}},
    }
