"""Findings and problems as diagnostics of the protocol."""

from __future__ import annotations

import os

from lsprotocol import types

from complint.lsp.buffers import uri_of
from complint.lsp.positions import Positions
from complint.report.about import masked
from complint.report.characters import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from complint.core.finding import Finding, Place
    from complint.lsp.session import Analysis, Problem

SOURCE = "complint"
NOT_CHECKED = "not-checked"
_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}
TAGS = {
    "tools/inline-tools": types.DiagnosticTag.Deprecated,
    "speech/deprecated-parameter": types.DiagnosticTag.Deprecated,
    "tools/empty-inline-tools": types.DiagnosticTag.Unnecessary,
    "waiver/unused": types.DiagnosticTag.Unnecessary,
}


class Texts:
    """The texts that an analysis has looked at, as places that the client understands; each made once.

    `root` is the working directory as the client names it.
    """

    def __init__(self, analysis: Analysis, encoding: str, root: str = "") -> None:
        self._analysis = analysis
        self._root = root
        self._encoding = encoding
        self._known: dict[str, Positions] = {}

    def of(self, path: str) -> Positions:
        """Return a text by its path: of the buffer, else of the file as the check read it, else nothing."""
        found = self._known.get(path)
        if found is None:
            found = self._known[path] = Positions(self._text(path), self._encoding)
        return found

    def uri(self, path: str) -> str:
        """Return the URI of a path: the client's own for what is open."""
        buffer = self._analysis.buffers.get(path)
        return buffer.uri if buffer is not None else uri_of(os.path.join(self._root, path))

    def range(self, place: Place) -> types.Range:
        """Return the range of a place; of one without line the beginning of the file."""
        return self.span(place.path, place.line, place.column, place.end_line, place.end_column)

    def span(
        self,
        path: str,
        line: int | None,
        column: int | None,
        end_line: int | None = None,
        end_column: int | None = None,
    ) -> types.Range:
        """Return the range of lines and columns from 1, columns in characters; without an end it is that of the word there."""
        text = self.of(path)
        start = text.of_character(line or 1, column or 1)
        end = text.of_character(end_line, end_column or 1) if end_line is not None else text.end_of_word(start)
        return types.Range(types.Position(*start), types.Position(*max(start, end)))

    def _text(self, path: str) -> str:
        buffer = self._analysis.buffers.get(path)
        if buffer is not None:
            return buffer.text
        for run in self._analysis.runs:
            document = run.report.project.document(path) if run.report.project is not None else None
            if document is not None and document.source is not None:
                return document.source.text
        return ""


def diagnostics(
    analysis: Analysis, path: str, texts: Texts, href: Callable[[Finding], str | None]
) -> list[types.Diagnostic]:
    """Return all that is to be said of a file: what is found, and what was not checked."""
    made = [diagnostic(found.finding, texts, href) for found in analysis.found.get(path, ())]
    return [*made, *(_not_checked(problem, path, texts) for problem in analysis.problems.get(path, ()))]


def diagnostic(finding: Finding, texts: Texts, href: Callable[[Finding], str | None]) -> types.Diagnostic:
    """Return a finding as a diagnostic; texts of strangers in it are made visible."""
    address = href(finding)
    words = f"unknown: {finding.message}" if finding.outcome == "unknown" else finding.message
    tag = TAGS.get(finding.rule)
    return types.Diagnostic(
        texts.range(finding.place),
        visible(words),
        _SEVERITIES[finding.severity],
        finding.rule,
        types.CodeDescription(address) if address else None,
        SOURCE,
        [tag] if tag else None,
        [
            types.DiagnosticRelatedInformation(
                types.Location(texts.uri(other.place.path), texts.range(other.place)), visible(other.message)
            )
            for other in finding.related
        ]
        or None,
        {"requirement": finding.requirement, "fingerprint": finding.fingerprint, "outcome": finding.outcome},
    )


def citation_of(finding: Finding) -> str | None:
    """Return the address of the first citation of a finding that has one on the web."""
    addresses = (citation.url for citation in finding.citations)
    return next((url for url in addresses if url and url.startswith(("https://", "http://"))), None)


def _not_checked(problem: Problem, path: str, texts: Texts) -> types.Diagnostic:
    own = problem.path in (None, path)
    related = None
    if not own and problem.path is not None:
        where = texts.span(problem.path, problem.line, problem.column)
        related = [types.DiagnosticRelatedInformation(types.Location(texts.uri(problem.path), where), "here")]
    return types.Diagnostic(
        texts.span(path, problem.line if own else 1, problem.column if own else 1),
        visible(masked(problem.message)),
        types.DiagnosticSeverity.Error,
        NOT_CHECKED,
        None,
        SOURCE,
        None,
        related,
    )


def by_path(analysis: Analysis) -> Mapping[str, None]:
    """Return the paths of which there is something to say, or that are open."""
    return dict.fromkeys((*analysis.buffers, *analysis.found, *analysis.problems))
