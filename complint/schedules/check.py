"""A schedule checked as a whole: its calls by `complint.calls.check`, its body and texts by the rules on documents."""

from __future__ import annotations

import datetime

from complint.calls.check import ZERO_RETENTION, Check, Choice, Result
from complint.calls.documents import outcomes_of, purpose_finder
from complint.calls.findings import block, findings
from complint.calls.journal import begun_at
from complint.calls.options import settle
from complint.calls.raw import Source
from complint.calls.resume import made_of
from complint.calls.source import BODY_LIMITS, open_schedule
from complint.core.finding import FAIL
from complint.core.record import replace
from complint.core.schedule import Schedule
from complint.laws import Laws
from complint.model.document import Document
from complint.run import Options, Report
from complint.run import check as check_documents
from complint.schedules.overrides import check_overrides
from complint.sources import tidy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from complint.settings import Settings


def check_schedule(
    path: str,
    settings: Settings,
    values: Mapping[str, Any],
    now: int,
    profile: str | None = None,
    output: str | None = None,
    progress: Callable[[int, float | None], None] = lambda _rows, _share: None,
    jobs: int | None = None,
    *,
    resume: bool = False,
    whole: bool = False,
) -> tuple[Report, Result]:
    """Return the report and the result of a check; the verdict table goes to `output`.

    `values` are the options of the command line, `now` the run's instant, `jobs` the number of processes (None: as many as
    pay). With `resume`, an interrupted check that wrote that table is continued, at its own instant. Raises ComplintError
    for wrong options, files and configurations. `whole` adds what a report to file wants: every outcome, the law behind the
    calls, and the calls by local hour.
    """
    if resume and output is not None:
        now = begun_at(output) or now
    report, check = prepare(path, settings, values, now, profile, outcomes=whole)
    result = check.run(output, progress, jobs, made_of(check, settings, profile), resume=resume, chart=whole)
    report = reported(report, result)
    return (_whole(report, result, check, settings, profile) if whole else report), result


def reported(report: Report, result: Result) -> Report:
    """Return the report of the rules on documents with what the check of the calls found."""
    own = [one for one in report.findings if one.rule != ZERO_RETENTION]
    found = sorted(
        [*own, *findings(result)],
        key=lambda f: (f.place.path, f.place.line or 0, f.place.column or 0, f.rule, f.requirement, f.message),
    )
    return replace(report, findings=tuple(found), calls=block(result))


def _whole(report: Report, result: Result, check: Check, settings: Settings, profile: str | None) -> Report:
    """Return a report with the outcomes, the law and the chart of the calls; a schedule without rows was not checked."""
    laws = Laws(Options((result.path,), report.as_of, profile=profile), settings)
    told = outcomes_of(result.path, findings(result), check.duties) if result.rows else []
    return replace(
        report,
        policies=laws.policies,
        bounds=laws.bounds,
        outcomes=(*report.outcomes, *told),
        checked=max(report.checked, int(result.rows > 0)),
        schedules=(Schedule(result.path, block(result), result.chart),),
    )


def prepare(
    path: str,
    settings: Settings,
    values: Mapping[str, Any],
    now: int,
    profile: str | None = None,
    opened: Callable[[str, dict[str, str]], Source] = open_schedule,
    *,
    outcomes: bool = False,
) -> tuple[Report, Check]:
    """Return the report of the rules on documents and the check made ready; arguments and errors as `check_schedule`.

    `opened` makes the source of a path and the columns chosen.
    """
    options = settle(values, settings, now)
    source = opened(path, options.columns)
    source.path = tidy(source.path)
    day = datetime.datetime.fromtimestamp(now, datetime.UTC).date().isoformat()
    report, document = _document(path, source, settings, profile, day, outcomes=outcomes)
    assert report.project is not None
    purpose_of = purpose_finder(document, report.project, settings)
    check = Check(source, options, settings, Choice(profile), purpose_of)
    for finding in report.findings:
        if finding.rule == ZERO_RETENTION and finding.outcome == FAIL:
            check.block_all(finding.requirement, finding.severity, finding.message, finding.citations)
    return report, check


def _document(
    path: str, source: Source, settings: Settings, profile: str | None, day: str, *, outcomes: bool
) -> tuple[Report, Document]:
    """Return the report of the rules on documents, all but those on calls, and the schedule's document."""
    options = Options((path,), day, profile=profile, ignore=("calls/*",), allow_empty=True, outcomes=outcomes)
    roomy = replace(settings, limits={"max_bytes": BODY_LIMITS.max_bytes, "max_nodes": BODY_LIMITS.max_nodes})
    if source.body is not None:
        report = check_documents(options, roomy)
        documents = [one for one in report.documents if one.path == source.path]
        document = documents[0] if documents else Document(source.path, None)
        return report, document
    return check_overrides(source, options, settings)
