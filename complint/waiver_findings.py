"""Findings on waivers themselves: the rules that judge them run when all else is known, and are given the use of each."""

from __future__ import annotations

from complint.core.finding import BROKEN, NOT_APPLICABLE, Finding, Outcome
from complint.engine.evaluate import evaluate
from complint.findings import build

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from complint.laws import LawInForce
    from complint.model.project import Project
    from complint.policy.law import Bound
    from complint.settings import Settings
    from complint.suppress import Ledger


def about_waivers(
    ledger: Ledger,
    project: Project,
    own: Callable[[str], Settings],
    law_of: Callable[[Settings], LawInForce],
    outcomes: list[Outcome],
    *,
    every: bool,
) -> list[Finding]:
    """Return the findings on the waivers of a run; the rules that judge them are given their use."""
    found: list[Finding] = []
    judged = ledger.judged(lambda path, waiver: law_of(own(path)).drops(waiver))
    for document, settings, waivers in judged:
        steps = law_of(settings).for_document(document, late=True)
        note = noter(outcomes, document.path, every=every)
        found += build(document, evaluate(document, project, settings, steps, note, waivers), project)
    holders = {document.path for document, _, _ in judged}
    for document in project.documents if every else ():
        if document.skipped is None and document.path not in holders:
            for step in law_of(own(document.path)).for_document(document, late=True).steps:
                outcomes.append(
                    Outcome(step.bound.id, step.bound.rule, document.path, NOT_APPLICABLE, "it holds no waivers")
                )
    return found


def noter(outcomes: list[Outcome], path: str, *, every: bool) -> Callable[[Bound, str, str | None], None]:
    """Return what takes the outcomes of a document: every one, or only those of broken rules."""

    def note(bound: Bound, outcome: str, why: str | None) -> None:
        if every or outcome == BROKEN:
            outcomes.append(Outcome(bound.id, bound.rule, path, outcome, why))

    return note
