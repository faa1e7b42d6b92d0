"""Run requirements on documents: every pair gets an outcome, and a rule that raises is an outcome, not a crash."""

from __future__ import annotations

from complint.core.errors import BrokenPart
from complint.core.finding import BROKEN, FAIL, NOT_APPLICABLE, PASS, UNKNOWN, WARNING, Aside, Hit
from complint.core.record import record
from complint.engine.applies import conditions, why_not
from complint.engine.catalog import load_rule
from complint.engine.context import Context, taking
from complint.facts.profile import Profile
from complint.policy.law import Bound, Law, is_doubtful

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from complint.engine.applies import Condition
    from complint.engine.context import Take
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

    __slots__ = ("bound", "check", "conditions", "law", "take")

    def __init__(self, bound: Bound) -> None:
        self.bound = bound
        self.law = bound.law
        self.conditions = conditions(bound.when)
        self.check: Callable[..., Any] | None = None
        self.take: Take | None = None

    def load(self) -> None:
        """Import the rule. Raises BrokenPart where that fails."""
        check = load_rule(self.bound.rule).check
        self.take = taking(check)
        self.check = check


class Plan:
    """The steps for documents of a kind, in the order of the requirements."""

    __slots__ = ("_due", "_groups", "steps")

    def __init__(self, steps: list[Step]) -> None:
        self.steps = steps
        self._groups: list[tuple[tuple[Condition, ...], list[Step]]] = []
        for step in steps:
            if step.law is not None and step.conditions:
                same = next((group for wanted, group in self._groups if wanted == step.conditions), None)
                if same is None:
                    self._groups.append((step.conditions, same := []))
                same.append(step)
        self._due: dict[tuple[bool, ...], list[Step]] = {}

    def __len__(self) -> int:
        return len(self.steps)

    def due(self, context: Context) -> list[Step]:
        """Return the steps that apply to a document; many share their conditions, which are asked once."""
        if not self._groups:
            holding: tuple[bool, ...] = ()
        else:
            profile = context[Profile]
            holding = tuple([why_not(profile, wanted) is None for wanted, _ in self._groups])
        found = self._due.get(holding)
        if found is None:
            left_out = {
                id(step) for (_, steps), holds in zip(self._groups, holding, strict=True) if not holds for step in steps
            }
            found = [step for step in self.steps if step.law is not None and id(step) not in left_out]
            self._due[holding] = found
        return found


def plan(bounds: Iterable[Bound], kind: str | None) -> Plan:
    """Return the steps for documents of a kind; requirements of kind "any" look at every document.

    Rules of the family `calls` look at columns of calls: `complint.calls` applies them.
    """
    own = [bound for bound in bounds if not bound.rule.startswith("calls/")]
    return Plan([Step(bound) for bound in own if kind in bound.when["kind"] or "any" in bound.when["kind"]])


def evaluate(
    document: Document,
    project: Project,
    settings: Settings,
    steps: Plan,
    note: Callable[[Bound, str, str | None], None],
    *given: object,
    every: bool = True,
) -> list[Judged]:
    """Return the judged hits of one document; `note` is told each requirement's outcome, and why it is not a pass.

    Without `every` it may be told less: nothing of requirements that pass or do not apply. `given` are further facts,
    beside document, project and settings, that nothing could compute.
    """
    context = Context(document, project, settings, *given)
    judged: list[Judged] = []
    due = None if every else _due(steps, context)
    for step in steps.steps if due is None else due:
        try:
            if due is None and (reason := _why_not(step, context)) is not None:
                note(step.bound, NOT_APPLICABLE, reason)
                continue
            if step.check is None or step.take is None:
                step.load()
            context[Law] = step.law
            hits = [*step.check(*step.take(context))]  # type: ignore[misc]  # loaded just now
        except BrokenPart as error:
            note(step.bound, BROKEN, error.message)
        except Exception as error:  # noqa: BLE001 - a broken rule must become an outcome, whatever it raised
            note(step.bound, BROKEN, f"rule {step.bound.rule} failed: {type(error).__name__}: {error}")
        else:
            if hits:
                note(step.bound, *_weighed(hits, step.bound, judged))
            elif due is None:
                note(step.bound, PASS, None)
    return judged


def _due(steps: Plan, context: Context) -> list[Step] | None:
    try:
        return steps.due(context)
    except Exception:  # noqa: BLE001 - each step that asks will say for itself that it is broken
        return None


def _why_not(step: Step, context: Context) -> str | None:
    """Return why a requirement does not apply to a document, or None."""
    if step.law is None:
        return step.bound.why or ""
    return why_not(context[Profile], step.conditions) if step.conditions else None


def _weighed(hits: Iterable[Hit | Aside], bound: Bound, judged: list[Judged]) -> tuple[str, str | None]:
    """Add the hits of a requirement to those of its document; return its outcome and why it is no pass."""
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
