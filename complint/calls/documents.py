"""Call schedules as documents of `complint check`: the same check as `complint calls check`, as findings of the file."""

from __future__ import annotations

from fnmatch import fnmatchcase

from complint.columns.need import missing
from complint.core.errors import BrokenPart, ComplintError
from complint.core.finding import BROKEN, ERROR, FAIL, NOT_APPLICABLE, PASS, UNKNOWN, WARNING, Finding, Outcome, Place
from complint.core.route import get
from complint.core.schedule import Chart, Schedule
from complint.facts.profile import declared_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from complint.model.document import Document
    from complint.model.project import Project
    from complint.settings import Settings

# without a start nobody knows when the calls are made, so a check of files says nothing of hours
_BY_TIME = ("calls/outside-calling-hours", "calls/forbidden-day", "calls/dispatch-outlasts-window")
_HOURS = "us/federal/tcpa/calling-hours"
_NO_START = "the schedule has no start; `complint calls check --start` judges hours"


def check_document(
    document: Document, project: Project, settings: Settings, options: Any
) -> tuple[list[Finding], list[Outcome], Schedule | None]:
    """Return the findings on the calls of a schedule document, the outcome of each requirement on calls, and the numbers.

    `options` are those of a run (`complint.run.Options`): law, selection and the day of the run come from there.
    """
    from complint.calls.duties import chosen_duties

    chosen = (options.profile, options.policies, options.severities)
    bound = [
        duty
        for duty in chosen_duties(settings, *chosen)
        if _named(duty, options.select, default=True) and not _named(duty, options.ignore, default=False)
    ]
    if not bound:
        return [], [], None
    absent = missing()
    if absent is not None:
        words = f"its calls are not checked: that needs {absent}, pip install 'complint[calls]'"
        finding = Finding(_BY_TIME[0], _HOURS, WARNING, UNKNOWN, words, Place(document.path, None))
        return [finding], [Outcome(duty.id, duty.rule, document.path, UNKNOWN, words) for duty in bound], None
    return _checked(document, project, settings, options, bound)


def _checked(
    document: Document, project: Project, settings: Settings, options: Any, bound: list[Any]
) -> tuple[list[Finding], list[Outcome], Schedule | None]:
    from complint.calls.check import Check, Choice
    from complint.calls.findings import block, findings
    from complint.calls.options import settle
    from complint.calls.source import open_schedule

    choice = Choice(options.profile, options.policies, options.severities, options.select, options.ignore)
    try:
        calls = settle({}, settings, _noon(options.as_of))
        source = open_schedule(document.path, calls.columns, document.data)
        check = Check(source, calls, settings, choice, purpose_finder(document, project, settings))
        timeless = check.dispatch is not None and "start" in check.dispatch.assumed
        result = check.run(chart=options.charts)
    except BrokenPart as error:
        return [], [Outcome(duty.id, duty.rule, document.path, BROKEN, error.message) for duty in bound], None
    except ComplintError as error:
        if error.path not in (document.path, None):
            raise
        place = Place(document.path, None)
        words = f"the schedule cannot be read: {error.message}"
        finding = Finding("document/schema-violation", "complint/core/schema-violation", ERROR, FAIL, words, place)
        return [finding], [Outcome(duty.id, duty.rule, document.path, UNKNOWN, words) for duty in bound], None
    found = [one for one in findings(result) if not (timeless and one.rule in _BY_TIME)]
    if not _is_named("document/schema-violation", options):
        found = [one for one in found if one.rule != "document/schema-violation"]
    chart = Chart(note=_NO_START) if timeless and options.charts else result.chart
    schedule = Schedule(document.path, block(result), chart)
    return found, outcomes_of(document.path, found, bound, timeless=timeless), schedule


def outcomes_of(path: str, found: list[Finding], bound: list[Any], *, timeless: bool = False) -> list[Outcome]:
    """Return the outcome of each requirement on calls from the findings; `timeless`: nobody knows when they are made."""
    told: dict[str, str] = {}
    for one in found:
        if told.get(one.requirement) != FAIL:
            told[one.requirement] = one.outcome
    outcomes = []
    for duty in bound:
        outcome, why = told.get(duty.id, PASS), None
        if timeless and duty.rule in _BY_TIME:
            outcome, why = NOT_APPLICABLE, _NO_START
        elif outcome == UNKNOWN:
            why = next(one.message for one in found if one.requirement == duty.id)
        outcomes.append(Outcome(duty.id, duty.rule, path, outcome, why))
    return outcomes


def purpose_finder(near: Document, project: Project, settings: Settings) -> Callable[[str], str | None]:
    """Return a function that tells the declared purpose of an agent by its id: its own entry, or that of its document."""

    def purpose(agent: str) -> str | None:
        document = project.agent_with_id(agent, near)
        if document is not None:
            declared = declared_for(document, project, settings).get("purpose")
            if declared is not None:
                return str(declared)
        found = None
        for entry in settings.agents:
            match = entry.get("match")
            if isinstance(match, dict) and set(match) == {"id"} and fnmatchcase(agent, str(match["id"])):
                found = get(entry, "purpose") or found
        return found

    return purpose


def _named(duty: Any, patterns: tuple[str, ...], *, default: bool) -> bool:
    from complint.policy.law import matches

    if not patterns:
        return default
    return any(matches(duty.rule, one) or matches(duty.id, one) for one in patterns)


def _is_named(rule: str, options: Any) -> bool:
    from complint.policy.law import matches

    ignored = any(matches(rule, one) for one in options.ignore)
    return not ignored and (not options.select or any(matches(rule, one) for one in options.select))


def _noon(day: str) -> int:
    """Return noon UTC of a day: what a run of a given day takes for now, so that equal input gives equal reports."""
    import datetime

    return int(datetime.datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp())
