"""The in-toto statement of a run (https://github.com/in-toto/attestation, Statement v1): what was looked at, and what came of it.

All but `predicate.run` follows from the inputs and the day alone: the same inputs give the same bytes.
"""

from __future__ import annotations

from complint.audit import installed
from complint.audit.law import options_of
from complint.core.finding import BROKEN, ERROR, FAIL, NOT_APPLICABLE, PASS, UNKNOWN, WARNING
from complint.report.about import counts, masked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.audit.inputs import Inputs
    from complint.core.finding import Finding
    from complint.options import Options
    from complint.run import Report

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "urn:complint:audit:v1"
VERDICTS = (BROKEN, FAIL, UNKNOWN, "warning", "waived", PASS)


def statement(
    report: Report,
    options: Options,
    inputs: Inputs,
    configurations: list[dict[str, Any]],
    files: dict[str, str],
    code: int,
    run: dict[str, Any],
    found: str,
) -> dict[str, Any]:
    """Return the statement.

    `files` are the digests of the report files by name, `run` has checked_at and previous, `found` tells how configurations
    were found: "nearest" to each file, "named" on the command line, or "none".
    """
    rules = {one["rule"] for each in configurations for one in each["requirements"]}
    predicate = {
        "run": run,
        "as_of": report.as_of,
        "paths": list(options.paths),
        "options": options_of(options),
        "tool": installed.tool(),
        "data": installed.data_versions(),
        "configuration": found,
        "configurations": configurations,
        "plugins": installed.plugins(rules, "."),
        "inputs": [{"name": name, "roles": list(roles)} for name, roles in inputs.roles.items()],
        "unhashed": [{"name": name, "why": why} for name, why in sorted(inputs.unhashed.items())],
        "absent": list(inputs.absent),
        "waivers": _waivers(report),
        "results": _results(report, code),
        "files": [_descriptor(name, known) for name, known in sorted(files.items())],
    }
    return {
        "_type": STATEMENT,
        "subject": [_descriptor(name, known) for name, known in inputs.digests.items()],
        "predicateType": PREDICATE,
        "predicate": predicate,
    }


def _descriptor(name: str, known: str) -> dict[str, Any]:
    return {"name": name, "digest": {"sha256": known}}


def _results(report: Report, code: int) -> dict[str, Any]:
    outcomes: dict[str, int] = {}
    for one in report.outcomes:
        outcomes[one.outcome] = outcomes.get(one.outcome, 0) + 1
    return {
        "exit_code": code,
        "summary": counts(report),
        "broken": [masked(words) for words in report.broken],
        "documents": _verdicts(report),
        "outcomes": outcomes,
        "findings": [_finding(finding) for finding in report.findings],
        "schedules": [{"path": one.path, "calls": one.calls} for one in getattr(report, "schedules", ())],
    }


def _verdicts(report: Report) -> list[dict[str, Any]]:
    """Return a verdict per file: the gravest of VERDICTS that any finding or outcome gives; never a pass where none passed.

    A finding counts for the file it stands in, and for the one whose check found it.
    """
    said: dict[str, set[str]] = {}
    for outcome in report.outcomes:
        if outcome.outcome != FAIL:  # what failed is told by findings, which know severities and waivers
            said.setdefault(outcome.path, set()).add(outcome.outcome)
    for finding in report.findings:
        for path in {finding.subject[0] or finding.place.path, finding.place.path}:
            said.setdefault(path, set()).add(_weight(finding))
    found: dict[str, dict[str, Any]] = {}
    for document in report.documents:
        heard = said.get(document.path, set())
        silent = "skipped" if document.skipped is not None else NOT_APPLICABLE
        verdict = next((one for one in VERDICTS if one in heard), silent)
        kept = found.get(document.path)
        if kept is None or kept["verdict"] == "skipped":
            found[document.path] = {"name": document.path, "kind": document.kind, "verdict": verdict}
    return list(found.values())


def _weight(finding: Finding) -> str:
    if finding.status != "active":
        return "waived"
    if finding.outcome == UNKNOWN:
        return UNKNOWN
    return FAIL if finding.severity == ERROR else "warning" if finding.severity == WARNING else PASS


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "fingerprint": finding.fingerprint,
        "rule": finding.rule,
        "requirement": finding.requirement,
        "path": finding.place.path,
        "severity": finding.severity,
        "outcome": finding.outcome,
        "status": finding.status,
    }


def _waivers(report: Report) -> list[dict[str, Any]]:
    """Return what waives anything, each with the fingerprints that it waives."""
    used: dict[tuple[object, ...], dict[str, Any]] = {}
    for finding in report.findings:
        by = finding.suppression
        if by is not None and finding.status == "waived":
            key = (by.source, by.owner, by.reason, by.expires, by.ticket)
            held = used.setdefault(
                key,
                {
                    "source": by.source,
                    "owner": by.owner,
                    "reason": masked(by.reason),
                    "expires": by.expires,
                    "ticket": by.ticket,
                    "findings": [],
                },
            )
            held["findings"].append(finding.fingerprint)
    return list(used.values())
