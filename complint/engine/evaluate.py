"""Run requirements on documents: every pair gets an outcome, and a rule that raises is an outcome, not a crash."""

from __future__ import annotations

from complint.core.errors import BrokenPart
from complint.core.finding import BROKEN, FAIL, NOT_APPLICABLE, PASS, UNKNOWN, WARNING, Aside, Hit
from complint.core.record import record
from complint.engine.applies import conditions, why_not
from complint.engine.catalog import load_rule
from complint.engine.context import Context
from complint.facts.profile import Profile
from complint.policy.law import Bound, is_doubtful

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from complint.model.document import Document
    from complint.model.project import Project
    from complint.settings import Settings


_GRAVITY = {PASS: 0, NOT_APPLICABLE: 1, UNKNOWN: 2, FAIL: 3}


@record
class Judged:
    """A hit with the requirement it breaks and what it weighs."""

    hit: Hit
    bound: Bound
    severity: str


class Step:
    """A requirement made ready for many documents: its conditions taken apart, its rule imported when first needed."""

    __slots__ = ("bound", "check", "conditions")

    def __init__(self, bound: Bound) -> None:
        self.bound = bound
        self.conditions = conditions(bound.when)
        self.check: Callable[..., Any] | None = None


def plan(bounds: Iterable[Bound], kind: str | None) -> list[Step]:
    """Return the steps for documents of a kind; requirements of kind "any" look at every document."""
    return [Step(bound) for bound in bounds if kind in bound.when["kind"] or "any" in bound.when["kind"]]


def evaluate(
    document: Document,
    project: Project,
    settings: Settings,
    steps: Iterable[Step],
    note: Callable[[Bound, str, str | None], None],
    *given: object,
) -> list[Judged]:
    """Return the judged hits of one document; `note` is told each requirement's outcome, and why it is not a pass.

    `given` are further facts, beside document, project and settings, that nothing could compute.
    """
    context = Context(document, project, settings, *given)
    judged: list[Judged] = []
    for step in steps:
        outcome, why = _one(step, context, judged)
        note(step.bound, outcome, why)
    return judged


def _one(step: Step, context: Context, judged: list[Judged]) -> tuple[str, str | None]:
    bound = step.bound
    if bound.law is None:
        return NOT_APPLICABLE, bound.why
    try:
        if step.conditions:
            reason = why_not(context.fact(Profile), step.conditions)  # type: ignore[arg-type]
            if reason is not None:
                return NOT_APPLICABLE, reason
        if step.check is None:
            step.check = load_rule(bound.rule).check
        hits = list(context.call(step.check, bound.law))
    except BrokenPart as error:
        return BROKEN, error.message
    except Exception as error:  # noqa: BLE001 - a broken rule must become an outcome, whatever it raised
        return BROKEN, f"rule {bound.rule} failed: {type(error).__name__}: {error}"
    outcome, why = PASS, None
    for hit in hits:
        words = hit.why if isinstance(hit, Aside) else hit.message
        if not isinstance(hit, Aside):
            judged.append(Judged(hit, bound, weigh(hit, bound)))
        if _GRAVITY[hit.outcome] > _GRAVITY[outcome]:
            outcome, why = hit.outcome, None if hit.outcome == FAIL else words
    return outcome, why


def weigh(hit: Hit, bound: Bound) -> str:
    """Return the severity of a hit: what somebody set, else the case's, else the requirement's; unknown is a warning.

    Law of low confidence informs and never raises an error, whatever the case.
    """
    if bound.pinned:
        return bound.weight
    if bound.law is not None and is_doubtful(bound.law):
        return bound.weight
    if hit.outcome == UNKNOWN:
        return WARNING
    return hit.severity or bound.weight
