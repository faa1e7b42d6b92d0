"""What all sections of the page look up: findings with their numbers, outcomes by requirement and file, reasons, sources."""

from __future__ import annotations

from complint.core.finding import BROKEN, FAIL, NOT_APPLICABLE, PASS, UNKNOWN, Finding
from complint.report.about import bound_by_id, findings, level, masked
from complint.report.snippets import Snippets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.model.document import Document
    from complint.report.view import View
    from complint.run import Report

GRAVITY = (NOT_APPLICABLE, PASS, UNKNOWN, FAIL, BROKEN)


class Context:
    """A report prepared for its page.

    `findings` are those of the report, masked; a finding's number is its position. `outcomes[requirement][path]` is (outcome,
    why), the gravest of a file's documents. `reasons` numbers the distinct (outcome, why) of what is neither pass nor fail.
    """

    def __init__(self, report: Report, view: View) -> None:
        self.report = report
        self.view = view
        self.findings = findings(report)
        self.bounds = bound_by_id(report)
        self.requirements: dict[str, int] = {}
        self.outcomes: dict[str, dict[str, tuple[str, str]]] = {}
        self.reasons: dict[tuple[str, str], int] = {}
        self.by_path: dict[str, list[int]] = {}
        self.by_cell: dict[tuple[str, str], list[int]] = {}
        self._anchors: dict[str, str] = {}
        self._documents: dict[str, list[Document]] = {}
        self._snippets: dict[str, Snippets | None] = {}
        self._read_outcomes()
        self._read_findings()
        for document in report.documents:
            if document.source is not None:
                self._documents.setdefault(document.path, []).append(document)

    def title(self, requirement: str) -> str:
        """Return what a requirement is called."""
        bound = self.bounds.get(requirement)
        return bound.title if bound else requirement

    def pack(self, requirement: str) -> str:
        """Return the pack that a requirement is of."""
        bound = self.bounds.get(requirement)
        return bound.pack if bound else requirement.rpartition("/")[0]

    def snippets(self, path: str) -> Snippets | None:
        """Return the lines of a file, secrets masked, or None where its text is not at hand."""
        if path not in self._snippets:
            documents = self._documents.get(path)
            self._snippets[path] = Snippets(documents) if documents else None
        return self._snippets[path]

    def anchor(self, path: str) -> str | None:
        """Return the id of the group of findings that stand in a file, or None where none does."""
        return self._anchors.get(path)

    def active(self, path: str) -> list[Finding]:
        """Return the findings that count against a file: written in it, or caused by it."""
        return [self.findings[n] for n in self.by_path.get(path, ()) if self.findings[n].status == "active"]

    def _read_outcomes(self) -> None:
        whys: dict[str, str] = {}
        for one in self.report.outcomes:
            why = one.why or ""
            if why not in whys:
                whys[why] = masked(why)
            self.requirements.setdefault(one.requirement, len(self.requirements))
            cells = self.outcomes.setdefault(one.requirement, {})
            held = cells.get(one.path)
            if held is None or GRAVITY.index(one.outcome) > GRAVITY.index(held[0]):
                cells[one.path] = one.outcome, whys[why]
        for cells in self.outcomes.values():
            for outcome, why in cells.values():
                if outcome not in (PASS, FAIL):
                    self.reasons.setdefault((outcome, why), len(self.reasons))

    def _read_findings(self) -> None:
        for number, finding in enumerate(self.findings):
            self._anchors.setdefault(finding.place.path, f"d{len(self._anchors)}")
            self.requirements.setdefault(finding.requirement, len(self.requirements))
            for path in dict.fromkeys((finding.place.path, finding.subject[0] or finding.place.path)):
                self.by_path.setdefault(path, []).append(number)
                self.by_cell.setdefault((path, finding.requirement), []).append(number)


def family(finding: Finding) -> str:
    """Return the family of a finding's rule."""
    return finding.rule.partition("/")[0]


def levels(found: list[Finding]) -> dict[str, int]:
    """Return how many findings there are of each level, in the order of gravity."""
    counted = dict.fromkeys(("error", "warning", "info", "unknown"), 0)
    for finding in found:
        counted[level(finding)] += 1
    return counted
