"""SARIF 2.1.0, the interchange format of static analysis: rules with their pages, results with places and fingerprints."""

from __future__ import annotations

from json import dumps

from complint import __version__
from complint.report.about import NO_ADVICE, counts, findings, level, masked
from complint.report.sarif_rules import LEVELS, descriptors, notification
from complint.report.sarif_words import plain, uri

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.core.finding import Finding, Place, RelatedPlace
    from complint.model.document import Document
    from complint.report.view import View
    from complint.run import Report

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"  # the name that code scanning services replace by the root of the repository
_BROKEN, _SKIPPED = "broken-part", "skipped-file"


def render(report: Report, view: View) -> str:
    """Return the SARIF log: one run, every rule that was bound, every finding whatever its status."""
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report)]}
    return dumps(log, indent=2) + "\n"


def _run(report: Report) -> dict[str, Any]:
    found = findings(report)
    rules = descriptors(report)
    index = {rule["id"]: position for position, rule in enumerate(rules)}
    artifacts = _artifacts(report)
    places = {artifact["location"]["uri"]: position for position, artifact in enumerate(artifacts)}
    results = [_result(finding, index, places) for finding in found]
    for result, number in zip(results, _numbers(found), strict=True):
        result["partialFingerprints"]["primaryLocationLineHash"] += f":{number}"
    if any(finding.status != "active" for finding in found):
        for result, finding in zip(results, found, strict=True):
            result["suppressions"] = _suppressions(finding)
    if report.baseline is not None:
        for result, finding in zip(results, found, strict=True):
            result["baselineState"] = "unchanged" if finding.status == "baselined" else "new"
    return {
        "tool": {"driver": _driver(rules)},
        "automationDetails": {"id": f"complint/check/{report.as_of}"},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder that complint ran in."}}},
        "invocations": [_invocation(report, places)],
        "artifacts": artifacts,
        "results": results,
        "properties": {
            "asOf": report.as_of,
            "policies": [dict(pack) for pack in report.policies],
            "summary": counts(report),
            "notice": f"{NO_ADVICE}.",
            **({"calls": report.calls} if report.calls is not None else {}),
        },
    }


def _driver(rules: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": "complint",
        "version": __version__,
        "semanticVersion": __version__,
        "shortDescription": {"text": "Compliance policy engine and linter for AI voice agents."},
        "rules": rules,
        "notifications": [
            notification(_BROKEN, "A rule, pack or plug-in failed; the results are incomplete."),
            notification(_SKIPPED, "A file was not understood, and not checked."),
        ],
    }


def _artifacts(report: Report) -> list[dict[str, Any]]:
    """Return every checked file, and every file that a finding or a related place names, once each."""
    checked: dict[str, Document] = {}
    for document in report.documents:
        if document.skipped is None:
            checked.setdefault(document.path, document)
    named = [
        place.path for finding in report.findings for place in (finding.place, *(r.place for r in finding.related))
    ]
    return [_artifact(path, checked.get(path)) for path in dict.fromkeys([*checked, *named])]


def _artifact(path: str, document: Document | None) -> dict[str, Any]:
    made: dict[str, Any] = {"location": _location_of(path)}
    if document is not None:
        made["roles"] = ["analysisTarget"]
        if document.source is not None:
            made["length"] = len(document.source.data)
            made["hashes"] = {"sha-256": document.source.sha256}
            made["mimeType"] = "application/json" if document.syntax == "json" else "application/yaml"
        if document.kind is not None:
            made["properties"] = {"kind": document.kind}
    return made


def _location_of(path: str, places: dict[str, int] | None = None) -> dict[str, Any]:
    """Return an artifact location: relative to the root, but for paths that lead out of it."""
    address = uri(path)
    outside = path.startswith(("/", "../")) or path == ".."
    made: dict[str, Any] = {"uri": address} if outside else {"uri": address, "uriBaseId": ROOT}
    if places is not None and address in places:
        made["index"] = places[address]
    return made


def _result(finding: Finding, index: dict[str, int], places: dict[str, int]) -> dict[str, Any]:
    weight = level(finding)
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "kind": "open" if weight == "unknown" else "fail",
        "level": LEVELS[weight],
        "message": {"text": plain(finding.message)},
        "locations": [_location(finding.place, places)],
    }
    if finding.related:
        result["relatedLocations"] = [
            _related(number, related, places) for number, related in enumerate(finding.related, start=1)
        ]
    result["partialFingerprints"] = {
        "complintFingerprint/v1": finding.fingerprint,
        "primaryLocationLineHash": finding.fingerprint,
    }
    result["properties"] = _properties(finding)
    return result


def _properties(finding: Finding) -> dict[str, Any]:
    made: dict[str, Any] = {
        "requirement": finding.requirement,
        "severity": finding.severity,
        "outcome": finding.outcome,
        "citations": [{"title": citation.title, "url": citation.url} for citation in finding.citations],
    }
    if finding.why:
        made["why"] = finding.why
    if finding.rows is not None:
        made["rows"] = {"count": finding.rows.count, "first": list(finding.rows.first)}
    if finding.fix is not None:  # a SARIF fix must hold replacements; these are words
        made["fix"] = {"safety": finding.fix.safety, "title": finding.fix.title, "text": finding.fix.text}
    return made


def _location(place: Place, places: dict[str, int]) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _location_of(place.path, places)}
    if place.line is not None:
        region = {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        }
        physical["region"] = {key: value for key, value in region.items() if value is not None}
    made: dict[str, Any] = {"physicalLocation": physical}
    if place.pointer:
        name = place.pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
        kind = "value" if name.isdigit() else "property"
        made["logicalLocations"] = [{"name": name, "fullyQualifiedName": place.pointer, "kind": kind}]
    return made


def _related(number: int, related: RelatedPlace, places: dict[str, int]) -> dict[str, Any]:
    return {"id": number, **_location(related.place, places), "message": {"text": plain(related.message)}}


def _numbers(found: list[Finding]) -> list[int]:
    """Return for each finding the how-many-th it is with its fingerprint: services merge results of one hash."""
    seen: dict[str, int] = {}
    numbers = []
    for finding in found:
        seen[finding.fingerprint] = seen.get(finding.fingerprint, 0) + 1
        numbers.append(seen[finding.fingerprint])
    return numbers


def _suppressions(finding: Finding) -> list[dict[str, Any]]:
    """Return the suppressions of a result; where any result of a run has some, all others have an empty list."""
    if finding.status == "active":
        return []
    by = finding.suppression
    fallback = "accepted by a waiver" if finding.status == "waived" else "known from the baseline"
    made: dict[str, Any] = {
        "kind": "inSource" if by is not None and by.source == "comment" else "external",
        "status": "accepted",
        "justification": masked(by.reason) if by is not None and by.reason else fallback,
    }
    if by is not None:
        known = {"source": by.source, "owner": by.owner, "expires": by.expires, "ticket": by.ticket}
        made["properties"] = {key: value for key, value in known.items() if value is not None}
    return [made]


def _invocation(report: Report, places: dict[str, int]) -> dict[str, Any]:
    notifications: list[dict[str, Any]] = [
        {"descriptor": {"id": _BROKEN}, "level": "error", "message": {"text": plain(masked(problem))}}
        for problem in report.broken
    ]
    for document in report.skipped:
        notifications.append(
            {
                "descriptor": {"id": _SKIPPED},
                "level": "note",
                "message": {"text": plain(document.skipped or "")},
                "locations": [{"physicalLocation": {"artifactLocation": _location_of(document.path, places)}}],
            }
        )
    return {"executionSuccessful": not report.broken, "toolExecutionNotifications": notifications}
