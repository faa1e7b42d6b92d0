"""Findings on what is deployed, beside those on the files that were reviewed: what both say is said once."""

from __future__ import annotations

from complint.core.route import get
from complint.model import kind as kinds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.core.finding import Finding
    from complint.model.project import Project

_WRAPPER = "/tool_config"  # the API wraps a tool, a file holds it bare


def without_echoes(findings: list[Finding], project: Project) -> list[Finding]:
    """Return the findings without those on a live document that a file of the repository has as well.

    Such a finding is one thing to mend, in the file; what is deployed and differs has findings of its own.
    """
    said = {_said(finding, finding.place.path) for finding in findings if not project.is_live(finding.place.path)}
    return [
        finding
        for finding in findings
        if not any(_said(finding, path) in said for path in project.reviewed(finding.place.path))
    ]


def _said(finding: Finding, path: str) -> tuple[str | None, ...]:
    pointer = finding.place.pointer
    bare = pointer.removeprefix(_WRAPPER) if pointer is not None else None
    return path, finding.rule, finding.requirement, finding.severity, finding.outcome, finding.message, bare


def reads_of(project: Project) -> tuple[dict[str, Any], ...]:
    """Return what the documents about reads of live workspaces say of when and what was read."""
    return tuple(
        {"path": document.path, **{key: get(document.data, key) for key in ("host", "read_at", "lists")}}
        for document in project.documents
        if document.kind == kinds.WORKSPACE
    )
