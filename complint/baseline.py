"""Baselines: findings that were there when complint came, kept by fingerprint and number, so that only new ones count.

A baseline is JSON: `{"schema": "complint-baseline/1", "findings": [{fingerprint, count, rule, requirement, path, pointer}]}`.
Fingerprint and count decide; the rest is for people who read the file, and sorts it.
"""

from __future__ import annotations

import json

from complint.core import seen
from complint.core.errors import ComplintError
from complint.core.finding import Finding, Suppression
from complint.core.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

SCHEMA = "complint-baseline/1"
_MAX_BYTES = 256 * 1024 * 1024
DEFAULT_NAME = "complint-baseline.json"
_REASON = "known from the baseline"


def read_baseline(path: str) -> dict[str, dict[str, Any]]:
    """Return the entries of a baseline by fingerprint. Raises ComplintError for a file that is none."""
    from complint.text.errors import Unreadable
    from complint.text.source import read_bytes

    if not seen.exists(path):
        raise ComplintError("there is no such baseline; `complint baseline create` makes one", path)
    try:
        data = json.loads(read_bytes(path, max_bytes=_MAX_BYTES))
    except (Unreadable, ValueError, RecursionError) as error:
        raise ComplintError(f"the baseline cannot be read: {error}", path) from None
    if not isinstance(data, dict) or data.get("schema") != SCHEMA or not isinstance(data.get("findings"), list):
        raise ComplintError(f"this is no baseline of the form {SCHEMA}", path)
    found: dict[str, dict[str, Any]] = {}
    for entry in data["findings"]:
        if not isinstance(entry, dict) or not isinstance(entry.get("fingerprint"), str) or not _is_count(entry):
            raise ComplintError("an entry of the baseline lacks its fingerprint or count", path)
        found[entry["fingerprint"]] = entry
    return found


def _is_count(entry: dict[str, Any]) -> bool:
    count = entry.get("count")
    return isinstance(count, int) and not isinstance(count, bool) and count > 0


def compare(
    findings: Iterable[Finding], known: dict[str, dict[str, Any]], mandatory: Callable[[Finding], bool]
) -> list[Finding]:
    """Return the findings, the active ones that a baseline knows with status baselined: of each fingerprint so many as it counts.

    Findings about waivers, and those of mandatory requirements, are never taken as known.
    """
    left = {fingerprint: entry["count"] for fingerprint, entry in known.items()}
    made = []
    for finding in findings:
        if finding.status == "active" and left.get(finding.fingerprint, 0) > 0 and may_hold(finding, mandatory):
            left[finding.fingerprint] -= 1
            finding = replace(finding, status="baselined", suppression=Suppression("baseline", _REASON))
        made.append(finding)
    return made


def may_hold(finding: Finding, mandatory: Callable[[Finding], bool]) -> bool:
    """Tell whether a baseline may hold a finding."""
    return not finding.rule.startswith("waiver/") and not mandatory(finding)


def counted(findings: Iterable[Finding]) -> dict[str, dict[str, Any]]:
    """Return the entries of a new baseline for findings."""
    entries: dict[str, dict[str, Any]] = {}
    for finding in findings:
        entry = entries.setdefault(
            finding.fingerprint,
            {
                "fingerprint": finding.fingerprint,
                "count": 0,
                "rule": finding.rule,
                "requirement": finding.requirement,
                "path": finding.place.path,
                "pointer": finding.place.pointer,
            },
        )
        entry["count"] += 1
    return entries


def ratcheted(
    known: dict[str, dict[str, Any]], now: dict[str, dict[str, Any]], checked: Callable[[str], bool]
) -> dict[str, dict[str, Any]]:
    """Return a baseline that only shrinks: what is gone leaves, what is fewer counts fewer, what is new stays out.

    `checked(path)` tells whether this run could have found what the baseline holds of a path.
    """
    kept = {}
    for fingerprint, entry in known.items():
        if fingerprint in now:
            kept[fingerprint] = {**now[fingerprint], "count": min(entry["count"], now[fingerprint]["count"])}
        elif not checked(str(entry.get("path"))):
            kept[fingerprint] = entry
    return kept


def rendered(entries: dict[str, dict[str, Any]]) -> str:
    """Return the text of a baseline: one entry a line, sorted, so that diffs are easy to read and merge."""
    keys = ("path", "rule", "requirement", "pointer", "fingerprint")
    rows = sorted(entries.values(), key=lambda entry: [str(entry.get(key) or "") for key in keys])
    lines = ",\n".join("    " + json.dumps(row) for row in rows)
    body = f"[\n{lines}\n  ]" if rows else "[]"
    return f'{{\n  "schema": {json.dumps(SCHEMA)},\n  "findings": {body}\n}}\n'
