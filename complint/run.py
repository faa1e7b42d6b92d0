"""The pipeline, top to bottom: settings, sources, documents, project, law in force, evaluation, findings, report."""

from __future__ import annotations

import os
import posixpath
import sys

from complint.core import seen
from complint.core.finding import BROKEN, SEVERITIES, Finding, Outcome
from complint.core.paths import path_matches
from complint.core.record import record
from complint.engine.evaluate import evaluate
from complint.findings import build
from complint.laws import Laws
from complint.model import kind as kinds
from complint.model.project import Project
from complint.options import NOTHING
from complint.options import Options as Options
from complint.policy.law import Bound
from complint.settings import Settings
from complint.sources import TABLES, find, open_documents, passed_over, tidy
from complint.suppress import Ledger
from complint.text.loaded import Limits
from complint.waiver_findings import about_waivers, noter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping
    from typing import Any, TypeAlias

    from complint.core.schedule import Schedule
    from complint.model.document import Document
    from complint.model.registry import Entry

    Progress: TypeAlias = Callable[[str, int, int], None]

_PAYS_FROM = 2000  # documents; below, copying memory eats most of what further processors gain
# the vendor's answers are bounded when they are read; a batch call has 10,000 recipients
_LIVE = Limits(max_bytes=1 << 28, max_nodes=10_000_000)
_OWN = (kinds.SETTINGS, kinds.WORKSPACE)  # documents of complint's own: a run that sees only these has checked nothing


@record
class Report:
    """What a run found, for every format: findings sorted, documents in order.

    `outcomes` holds every requirement × document where the options ask for it, else only those of broken rules.
    `project` leads to the files beside those under check, `calls` is the block of a check of calls, as in the JSON report.
    `baseline` is the path of the baseline that was compared with; `schedules` are the call schedules whose calls were checked.
    `live` tells of each read of a live workspace (host, when, lists), as the JSON report does.
    """

    as_of: str
    policies: tuple[dict[str, Any], ...]
    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]
    outcomes: tuple[Outcome, ...]
    bounds: tuple[Bound, ...]
    checked: int
    broken: tuple[str, ...] = ()
    fail_on_unknown: bool = False
    project: Project | None = None
    calls: dict[str, Any] | None = None
    baseline: str | None = None
    schedules: tuple[Schedule, ...] = ()
    live: tuple[dict[str, Any], ...] = ()

    def count(self, severity: str) -> int:
        """Return the number of active failures of a severity; what is unknown counts apart."""
        return sum(1 for f in self.findings if f.outcome == "fail" and f.severity == severity and f.status == "active")

    @property
    def unknown(self) -> int:
        """Return the number of active findings that could not be decided."""
        return sum(1 for f in self.findings if f.outcome == "unknown" and f.status == "active")

    @property
    def skipped(self) -> list[Document]:
        """Return the documents that were not understood."""
        return [document for document in self.documents if document.skipped is not None]


def check(
    options: Options,
    settings: Settings,
    settings_of: Callable[[str], Settings] | None = None,
    edited: Mapping[str, bytes] = NOTHING,
    schedule: Document | None = None,
    named: Mapping[str, bool] | None = None,
    live: Mapping[str, bytes] = NOTHING,
    progress: Progress | None = None,
) -> Report:
    """Check files and return the report. Raises ComplintError for wrong paths, policies or profiles.

    `settings` are those of the run; `settings_of` gives those of a file, where files have configurations of their own.
    `edited` has bytes, by path, that stand in for what is on disk, also for files that are not there as yet.
    `schedule` stands in for all files: what is known of a table of calls. `named` stands in for the files below the paths:
    files with whether somebody pointed at each, which an editor knows without looking for them. `live` has the documents
    of a live workspace (`complint.live`), by paths that are not on disk: checked with the files, under the run's settings.
    `progress` is told what is being done, and how much of how many is.
    """
    limits = Limits(**settings.limits)
    own = settings_of or (lambda path: settings)
    edited = {**options.overlay, **edited} if options.overlay else edited
    if live:
        edited, own = {**edited, **live}, _with_live(live, settings, own)
    documents = _documents(options, own, limits, edited, named, live, progress) if schedule is None else [schedule]
    project = Project(documents, _reader(limits, edited, options.hidden), whole=_covers_folders(options))
    if options.by_file:
        _ask_registries(project, options.gone)
    else:
        _apply_registries(project, own)
    _announce_plugins(documents, own, options)
    laws = Laws(options, settings)
    findings, outcomes = _evaluate(project, own, laws, options, progress)
    schedules: list[Schedule] = []
    if not options.by_file:  # whom a schedule calls, and why, its agent and its lists tell
        found_in_calls, schedules = _schedules(project.documents, project, own, options, outcomes)
        findings += found_in_calls
    reads: tuple[dict[str, Any], ...] = ()
    if project.has_workspace:
        from complint.deployed import reads_of, without_echoes

        findings, reads = without_echoes(findings, project) if live else findings, reads_of(project)
    ledger = Ledger(project, own, options.paths, options.as_of, clean=not findings)
    findings = ledger.apply(findings, laws.is_mandatory, waive=options.waivers)
    findings += about_waivers(ledger, project, own, laws.of, outcomes, every=options.outcomes)
    baseline = (options.baseline if options.baseline is not None else options.waivers and settings.baseline) or None
    if baseline:
        from complint.baseline import compare, read_baseline

        findings = compare(findings, read_baseline(baseline), laws.is_mandatory)
    findings.sort(
        key=lambda f: (f.place.path, f.place.line or 0, f.place.column or 0, f.rule, f.requirement, f.message)
    )
    whole = bool(findings) or not options.brief
    return Report(
        options.as_of,
        laws.policies if whole else (),
        tuple(project.documents),
        tuple(findings),
        tuple(outcomes),
        laws.bounds if whole else (),
        sum(1 for document in project.documents if document.skipped is None and document.kind not in _OWN),
        tuple(dict.fromkeys(o.why or o.rule for o in outcomes if o.outcome == BROKEN)),
        options.fail_on_unknown or laws.fail_on_unknown,
        project,
        baseline=baseline,
        schedules=tuple(schedules),
        live=reads,
    )


def exit_code(report: Report, options: Options) -> int:
    """Return the exit code of a report: 4 broken, 3 nothing checked, 1 findings at or above the gate, 0 clean."""
    if report.broken:
        return 4
    if report.checked == 0 and not options.allow_empty:
        return 3
    if options.fail_on != "never":
        gate = SEVERITIES.index(options.fail_on)
        if any(report.count(severity) for severity in SEVERITIES[: gate + 1]):
            return 1
        if report.fail_on_unknown and report.unknown:
            return 1
    return 0


def _with_live(
    live: Mapping[str, bytes], settings: Settings, own: Callable[[str], Settings]
) -> Callable[[str], Settings]:
    """Return the settings by path, those of the run for what is deployed: it lies in no folder with a configuration."""
    return lambda path: settings if path in live else own(path)


def _documents(
    options: Options,
    own: Callable[[str], Settings],
    limits: Limits,
    edited: Mapping[str, bytes],
    given: Mapping[str, bool] | None,
    live: Mapping[str, bytes],
    progress: Progress | None,
) -> list[Document]:
    if options.stdin is not None:
        name, data = options.stdin
        return open_documents(name, limits, data, explicit=True)
    named = dict(given) if given is not None else _named(options)
    folders = [tidy(path) for path in options.paths if seen.is_folder(path)]
    for path in edited:  # files that a fix is about to write lie nowhere as yet
        if any(folder == "." or path.startswith(folder + "/") for folder in folders):
            named.setdefault(path, False)
    named.update(dict.fromkeys(live, False))
    documents = []
    for number, (path, explicit) in enumerate(named.items()):
        if progress is not None:
            progress("reading", number, len(named))
        if explicit or not _excluded(path, own):
            most = _LIVE if path in live else limits
            # what is deployed is there to be checked: unreadable, it is a finding as a file that somebody names
            found = open_documents(path, most, edited.get(path), explicit=explicit or path in live, named=explicit)
            documents += found
    for document in documents:
        if document.skipped is not None and document.path.lower().endswith(TABLES):
            if options.by_file:
                document.skipped = "a table; calls are judged in a run over the whole project"
                continue
            from complint.calls.recognise import recognise_table

            recognise_table(document, own(document.path))
    return documents


def _named(options: Options) -> dict[str, bool]:
    """Return the files to look at, and whether somebody named them one by one."""
    named = {
        found.path: found.explicit for found in find(path for path in options.paths if path not in options.overlay)
    }
    if options.by_file:
        staged = [path for path in options.paths if path in options.overlay]
        named = {path: False for path in sorted({*named, *staged}) if not passed_over(path)}
    return named


def _excluded(path: str, own: Callable[[str], Settings]) -> bool:
    settings = own(path)
    return any(path_matches(path, pattern, settings.base) for pattern in settings.exclude)


def _covers_folders(options: Options) -> bool:
    """Tell whether the run looks at whole folders, so that what is absent there is truly absent."""
    return options.stdin is None and not options.by_file and any(seen.is_folder(path) for path in options.paths)


def _reader(limits: Limits, edited: Mapping[str, bytes], hidden: Container[str]) -> Callable[[str], Document | None]:
    def read(path: str) -> Document | None:
        data = edited.get(path)
        if data is None and (not seen.is_file(path) or path in hidden):
            return None
        return open_documents(path, limits, data, explicit=True)[0]

    return read


def _apply_registries(project: Project, own: Callable[[str], Settings]) -> None:
    """Give files that a registry lists the kind it says, where their content told none; unreadable ones become findings.

    The vendor's client pushes what is listed, whatever its name or folder: such a file is checked although the walk
    passed it by.
    """
    paths = {document.path for document in project.documents}
    for document in list(project.documents):
        if document.kind != kinds.REGISTRY:
            continue
        registry = project.registry_at(posixpath.dirname(document.path))
        for entry in registry.entries if registry else ():
            listed = project.document(entry.config) if entry.config and not entry.outside else None
            if listed is None:
                continue
            _list(listed, entry)
            if listed.path not in paths and not _excluded(listed.path, own):
                paths.add(listed.path)
                project.documents.append(listed)


def _ask_registries(project: Project, gone: tuple[str, ...]) -> None:
    """Give single files the kind that the registry above them says; check the registries that list what is gone.

    A registry leads to no other files here: who changes a line of it has not to answer for all that it lists.
    """
    for document in project.documents:
        if document.kind is None:
            entry = project.entry_of(document)
            if entry is not None and not entry.outside:
                _list(document, entry)
    paths = {document.path for document in project.documents}
    for path in gone:
        registry = project.registry_above(posixpath.dirname(path))
        entry = registry.by_config(path) if registry is not None else None
        if registry is None or entry is None or registry.files[entry.section] in paths:
            continue
        listing = project.document(registry.files[entry.section])
        if listing is not None:
            paths.add(listing.path)
            project.documents.append(listing)


def _list(document: Document, entry: Entry) -> None:
    document.listed = True
    if document.error is not None:
        document.skipped = None
    elif document.kind is None and isinstance(document.raw, dict):
        document.become({"agents": kinds.AGENT, "tools": kinds.TOOL, "tests": kinds.TEST}[entry.section])


def _schedules(
    documents: list[Document],
    project: Project,
    own: Callable[[str], Settings],
    options: Options,
    outcomes: list[Outcome],
) -> tuple[list[Finding], list[Schedule]]:
    """Return the findings on the calls of schedules, and their numbers; their rules look at columns, not at documents."""
    found: list[Finding] = []
    schedules: list[Schedule] = []
    for document in documents:
        if document.kind == kinds.SCHEDULE and document.skipped is None:
            from complint.calls.documents import check_document

            findings, told, schedule = check_document(document, project, own(document.path), options)
            found += findings
            schedules += [schedule] if schedule is not None else []
            outcomes += [one for one in told if options.outcomes or one.outcome == BROKEN]
    return found, schedules


def _announce_plugins(documents: list[Document], own: Callable[[str], Settings], options: Options) -> None:
    """Tell the engine which files are plug-ins, so that a rule which nobody has can be looked for there."""
    files = [path for document in documents for path in own(document.path).plugins]
    if files or options.allow_plugins or "complint.engine.plugins" in sys.modules:
        from complint.engine.plugins import announce

        announce(files, allowed=options.allow_plugins)


def _evaluate(
    project: Project,
    own: Callable[[str], Settings],
    laws: Laws,
    options: Options,
    progress: Progress | None,
) -> tuple[list[Finding], list[Outcome]]:
    """Return the findings on documents, and the outcomes: every one, or only those of broken rules."""
    due = [document for document in project.documents if document.skipped is None]
    plans = [laws.of(own(document.path)).for_document(document) for document in due]

    def look(share: range) -> tuple[list[Finding], list[Outcome]]:
        findings: list[Finding] = []
        outcomes: list[Outcome] = []
        for number in share:
            document = due[number]
            if progress is not None:
                progress("checking", number, len(due))
            note = noter(outcomes, document.path, every=options.outcomes)
            settings = own(document.path)
            judged = evaluate(document, project, settings, plans[number], note, every=options.outcomes)
            if judged:
                findings += build(document, judged, project)
        return findings, outcomes

    if options.jobs == 1 or (processes := _processes(options.jobs, len(due))) == 1:
        return look(range(len(due)))
    from complint.workers import spread

    parts = spread(processes, len(due), look)
    return [one for found, _ in parts for one in found], [one for _, told in parts for one in told]


def _processes(wanted: int, documents: int) -> int:
    """Return how many processes look at some documents: as many as wanted, or with 0 what pays on this machine."""
    if not hasattr(os, "fork") or (not wanted and documents < _PAYS_FROM):
        return 1
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(wanted or processors, documents))
