"""Findings for people: a line to click on, the code it is about, what requires it, and what to do."""

from __future__ import annotations

from complint.core.fix import SHOWN
from complint.report.about import bound_by_id, level, position
from complint.report.characters import visible, wrap
from complint.report.frame import Mark, frame, gutter_of
from complint.report.snippets import Snippets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.core.finding import Citation, Finding, Place
    from complint.model.document import Document
    from complint.policy.law import Bound
    from complint.report.paint import Paint
    from complint.report.view import View
    from complint.run import Report

_NARROW = 24
_FEW_CITATIONS = 2


def line(finding: Finding, paint: Paint) -> str:
    """Return the one line of a finding: `path:line:column severity rule message`."""
    place, weight = finding.place, level(finding)
    where = visible(position(place))
    tail = where[len(visible(place.path)) :]
    status = "" if finding.status == "active" else paint("faint", f" ({visible(_standing(finding))})")
    return (
        f"{paint('path', where[: len(where) - len(tail)])}{paint('place', tail)} {paint(weight, weight)} "
        f"{paint('rule', visible(finding.rule))} {visible(finding.message)}{status}"
    )


def _standing(finding: Finding) -> str:
    """Return a status with what an auditor asks of a waiver: by whom, until when, why."""
    by = finding.suppression
    if by is None or finding.status != "waived":
        return finding.status
    owner = f" by {by.owner}" if by.owner else ""
    until = f" until {by.expires}" if by.expires else ""
    return f"{finding.status}{owner}{until}: {by.reason}"


class Listing:
    """Findings of one report as blocks of text; sources are split into lines once per file."""

    def __init__(self, report: Report, view: View, paint: Paint) -> None:
        self._view = view
        self._paint = paint
        self._bounds = bound_by_id(report)
        self._documents: dict[str, list[Document]] = {}
        for document in report.documents:
            if document.source is not None:
                self._documents.setdefault(document.path, []).append(document)
        self._snippets: dict[str, Snippets | None] = {}

    def block(self, finding: Finding) -> list[str]:
        """Return the lines of a finding with its frames and notes."""
        frames = self._frames(finding)
        gutter = max([3, *(gutter_of(marks) for _, marks in frames)])
        out = [line(finding, self._paint)]
        for path, marks in frames:
            snippets = self._snippets_of(path)
            assert snippets is not None
            if path != finding.place.path:
                where = visible(f"{path}:{marks[0].line}:{marks[0].column}")
                out.append(f"{' ' * (gutter - 1)}{self._paint('frame', ':::')} {where}")
            out += frame(snippets, marks, gutter, self._view.width, self._paint)
            if len(frames) > 1 and path != frames[-1][0]:
                out.pop()
        for related in finding.related:
            if not self._has_lines(related.place):
                out += self._note(gutter, "see", [f"{position(related.place)}: {related.message}"])
        return out + self._notes(finding, gutter)

    def _frames(self, finding: Finding) -> list[tuple[str, list[Mark]]]:
        """Return the marks of a finding by file, the finding's own file first."""
        found: dict[str, list[Mark]] = {}
        if self._has_lines(finding.place):
            found[finding.place.path] = [_mark(finding.place, level(finding))]
        for related in finding.related:
            if self._has_lines(related.place):
                mark = _mark(related.place, "aside", related.message, primary=False)
                found.setdefault(related.place.path, []).append(mark)
        return list(found.items())

    def _has_lines(self, place: Place) -> bool:
        if place.line is None or place.column is None:
            return False
        snippets = self._snippets_of(place.path)
        return snippets is not None and 1 <= place.line <= snippets.count

    def _snippets_of(self, path: str) -> Snippets | None:
        if path not in self._snippets:
            documents = self._documents.get(path)
            self._snippets[path] = Snippets(documents) if documents else None
        return self._snippets[path]

    def _notes(self, finding: Finding, gutter: int) -> list[str]:
        bound = self._bounds.get(finding.requirement)
        title = f"{bound.title} ({finding.requirement})" if bound else finding.requirement
        out = self._note(gutter, "requirement", [title])
        out += self._citations(finding.citations, gutter)
        if self._view.verbose:
            out += self._reasons(finding, bound, gutter)
        if finding.fix is not None:
            if finding.fix.safety == SHOWN:
                proposal = [finding.fix.title, *(finding.fix.text or "").split("\n")]
                out += self._note(gutter, "proposal", proposal, "fix")
            else:
                out += self._note(gutter, f"fix ({finding.fix.safety})", [finding.fix.title], "fix")
        return out

    def _citations(self, citations: tuple[Citation, ...], gutter: int) -> list[str]:
        shown = citations if self._view.verbose else citations[:_FEW_CITATIONS]
        out = []
        for citation in shown:
            url = f" <{citation.url}>" if citation.url else ""
            out += self._note(gutter, "source", [citation.title + url])
        if len(citations) > len(shown):
            out += self._note(gutter, "source", [f"and {len(citations) - len(shown)} more; --verbose lists them"])
        return out

    def _reasons(self, finding: Finding, bound: Bound | None, gutter: int) -> list[str]:
        out = []
        if finding.why:
            out += self._note(gutter, "why", [finding.why])
        if finding.place.pointer:
            out += self._note(gutter, "at", [finding.place.pointer])
        if bound is not None and bound.law is not None:
            law = bound.law
            days = f"since {law.since}" + (f" through {law.until}" if law.until else "")
            status = f"{law.status.replace('-', ' ')} {days}"
            out += self._note(gutter, "law", [f"{status}; verified on {law.verified_on}, confidence {law.confidence}"])
            if law.note:
                out += self._note(gutter, "note", [law.note])
        return out

    def _note(self, gutter: int, name: str, paragraphs: list[str], role: str = "strong") -> list[str]:
        """Return `= name: text`, wrapped; further paragraphs stand below, indented."""
        room = max(_NARROW, self._view.width - gutter - 3)
        head = f"{name}: "
        first, *rest = paragraphs
        lines = wrap(head + visible(first), room)
        lines[0] = self._paint(role, lines[0][: len(name)]) + lines[0][len(name) :]
        for paragraph in rest:
            if paragraph:
                lines += ["  " + piece for piece in wrap(visible(paragraph), room - 2)]
        edge = " " * (gutter + 1)
        return [f"{edge}{self._paint('frame', '=')} {lines[0]}", *(f"{edge}  {piece}" for piece in lines[1:])]


def _mark(place: Place, role: str, label: str = "", *, primary: bool = True) -> Mark:
    assert place.line is not None
    assert place.column is not None
    end_line = place.end_line if place.end_line is not None else place.line
    end_column = place.end_column if place.end_column is not None else place.column + 1
    return Mark(place.line, place.column, end_line, end_column, role, label, primary)
