"""The JSON report: `complint-report/1`, described by `schema.json` beside this file.

Pure ASCII, so that no text of a stranger reaches a terminal or a parser raw; the same report gives the same bytes.
"""

from __future__ import annotations

from json import dumps

from complint import __version__
from complint.report.about import counts, findings, masked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.core.finding import Citation, Finding, RelatedPlace, Suppression
    from complint.core.fix import Fix
    from complint.model.document import Document
    from complint.report.view import View
    from complint.run import Report

SCHEMA = "complint-report/1"


def render(report: Report, view: View) -> str:
    """Return the JSON report; `view.outcomes` adds every requirement × document."""
    parts = (f"  {dumps(key)}: {_laid_out(key, value)}" for key, value in plain(report, outcomes=view.outcomes).items())
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _laid_out(key: str, value: Any) -> str:
    """Return a value as JSON: items of lists on a line each, findings indented, since they are read by people too."""
    if not isinstance(value, list) or not value:
        return dumps(value)
    if key == "findings":
        items = [dumps(item, indent=2).replace("\n", "\n    ") for item in value]
    else:
        items = [dumps(item) for item in value]
    return "[\n    " + ",\n    ".join(items) + "\n  ]"


def plain(report: Report, *, outcomes: bool = False) -> dict[str, Any]:
    """Return the report as JSON data, keys in the order of the contract."""
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "tool": {"name": "complint", "version": __version__},
        "as_of": report.as_of,
        "policies": [{"id": pack["id"], "digest": pack["digest"]} for pack in report.policies],
        "documents": [_document(document) for document in report.documents],
        "summary": counts(report),
        "findings": [finding_data(finding) for finding in findings(report)],
    }
    if report.calls is not None:
        data["calls"] = report.calls
    elif report.schedules:
        data["schedules"] = [{"path": one.path, "calls": one.calls} for one in report.schedules]
    if report.live:
        data["live"] = list(report.live)
    if outcomes:
        data["outcomes"] = [
            {
                "requirement": one.requirement,
                "path": one.path,
                "outcome": one.outcome,
                "why": masked(one.why or "") or None,
            }
            for one in report.outcomes
        ]
    return data


def finding_data(finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON data, keys in the order of the contract."""
    place = finding.place
    data: dict[str, Any] = {
        "rule": finding.rule,
        "requirement": finding.requirement,
        "severity": finding.severity,
        "outcome": finding.outcome,
        "status": finding.status,
        "message": finding.message,
        "path": place.path,
        "pointer": place.pointer,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "citations": [_citation(citation) for citation in finding.citations],
        "fix": None if finding.fix is None else _fix(finding.fix),
        "related": [_related(related) for related in finding.related],
        "fingerprint": finding.fingerprint,
    }
    if finding.rows is not None:
        data["rows"] = {"count": finding.rows.count, "first": list(finding.rows.first)}
    if finding.suppression is not None:
        data["suppression"] = _suppression(finding.suppression)
    return data


def _suppression(by: Suppression) -> dict[str, str | None]:
    return {
        "source": by.source,
        "reason": masked(by.reason),
        "owner": by.owner,
        "expires": by.expires,
        "ticket": by.ticket,
    }


def _document(document: Document) -> dict[str, Any]:
    """Return a document: `kind` null where a file could not be read and a finding says so, absent where it is skipped."""
    digest = document.source.sha256 if document.source is not None else None
    if document.skipped is not None:
        return {"path": document.path, "sha256": digest, "skipped": document.skipped}
    return {"path": document.path, "kind": document.kind, "sha256": digest}


def _citation(citation: Citation) -> dict[str, str | None]:
    return {"title": citation.title, "url": citation.url}


def _fix(fix: Fix) -> dict[str, str | None]:
    return {"safety": fix.safety, "title": fix.title, "text": fix.text}


def _related(related: RelatedPlace) -> dict[str, Any]:
    place = related.place
    return {"path": place.path, "pointer": place.pointer, "line": place.line, "message": related.message}
