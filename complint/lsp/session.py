"""Checks of what is open in an editor: buffers stand in for files, and what keeps a file from being checked is said of it."""

from __future__ import annotations

import time

from complint.config import Nearest
from complint.core.errors import ComplintError
from complint.core.finding import BROKEN
from complint.core.record import record, replace
from complint.laws import LawInForce
from complint.lsp.own_files import Own, fault, own_files
from complint.options import Options
from complint.report.about import findings as shown_findings
from complint.run import Report, check
from complint.sources import find
from complint.text.lines import place
from complint.text.loaded import Limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from complint.core.finding import Finding
    from complint.fixing import Fixed
    from complint.lsp.buffers import Buffer
    from complint.lsp.wishes import Wishes
    from complint.settings import Settings


@record
class Problem:
    """Why a file, or one requirement of it, was not checked: `line` and `column` from 1; `path` is the file that is at fault."""

    message: str
    path: str | None = None
    line: int | None = None
    column: int | None = None


@record
class Run:
    """One check, with all that it takes to do it again on other texts."""

    options: Options
    settings: Settings
    settings_of: Callable[[str], Settings]
    named: Mapping[str, bool]
    edited: Mapping[str, bytes]
    report: Report

    def fixed(self, path: str) -> Fixed:
        """Return what the safe fixes make of one file, and of what they change with it; nothing is written."""
        from complint.fixing import fix

        options = replace(self.options, paths=(path,))
        named = {path: self.named.get(path, True)}

        def again(
            options: Options,
            settings: Settings,
            settings_of: Callable[[str], Settings] | None,
            edited: Mapping[str, bytes],
        ) -> Report:
            return check(options, settings, settings_of, {**self.edited, **edited}, named=named)

        return fix(options, self.settings_of(path), self.settings_of, checked=again)


@record
class Found:
    """A finding, and the check that it comes from."""

    finding: Finding
    run: Run


@record
class Analysis:
    """What checks have found in the open files, by path; `versions` are those of the buffers that were looked at.

    `problems` are what was not checked and why, `understood` the paths of documents, `broken` what failed in complint or a
    plug-in, `own` the open files that are complint's own (configurations, packs).
    """

    buffers: Mapping[str, Buffer]
    found: Mapping[str, tuple[Found, ...]]
    problems: Mapping[str, tuple[Problem, ...]]
    understood: frozenset[str]
    broken: tuple[str, ...]
    own: Mapping[str, Own]
    runs: tuple[Run, ...]


NOTHING = Analysis({}, {}, {}, frozenset(), (), {}, ())


def analyse(buffers: Mapping[str, Buffer], wishes: Wishes, understood: frozenset[str] = frozenset()) -> Analysis:
    """Check the open files and return all that is to be said of them.

    A broken file that was never understood is somebody else's business unless it lies in a config folder, as everywhere in
    complint; one of `understood` stays a document while it is being typed in. Raises nothing that a file can cause.
    """
    problems: dict[str, list[Problem]] = {}
    own = own_files(buffers)
    edited = {path: buffer.data for path, buffer in buffers.items()}
    for path, file in own.items():
        wrong = fault(file, edited.pop(path))
        if wrong is not None:
            problems.setdefault(path, []).append(_problem(wrong))
        elif file.kind == "config":
            edited[path] = buffers[path].data  # a sound one counts as typed, a broken one as last saved
    nearest = Nearest(edited)
    settings = _settings([path for path in buffers if path not in own], nearest, edited, problems)
    runs = _runs(settings, lambda group: _run(group, settings, nearest, edited, wishes, understood), edited, problems)
    for path in (path for path, file in own.items() if file.kind == "config" and path in edited):
        problems.setdefault(path, []).extend(_faults_of_choice(path, buffers[path].text, nearest, wishes))
    found: dict[str, list[Found]] = {}
    broken: list[str] = []
    for run in runs:
        for finding in shown_findings(run.report):
            if finding.status == "active":
                found.setdefault(finding.place.path, []).append(Found(finding, run))
        for outcome in run.report.outcomes:
            if outcome.outcome == BROKEN:
                words = f"{outcome.requirement} was not checked: {outcome.why or outcome.rule}"
                problems.setdefault(outcome.path, []).append(Problem(words))
        broken += run.report.broken
    documents = [document for run in runs for document in run.report.documents]
    return Analysis(
        dict(buffers),
        {path: tuple(items) for path, items in found.items()},
        {path: tuple(dict.fromkeys(items)) for path, items in problems.items() if items},
        understood | {document.path for document in documents if document.kind is not None and not document.skipped},
        tuple(dict.fromkeys(broken)),
        own,
        tuple(runs),
    )


def _settings(
    paths: Iterable[str], nearest: Nearest, edited: dict[str, bytes], problems: dict[str, list[Problem]]
) -> dict[str, Settings]:
    """Return the settings of the files that can be checked; the others have a problem, and stand in for nothing."""
    settings = {}
    for path in paths:
        try:
            settings[path] = nearest.of(path)
            limit = Limits(**settings[path].limits).max_bytes
        except ComplintError as error:
            problems.setdefault(path, []).append(_problem(error, "not checked: "))
            continue
        if len(edited[path]) > limit:
            del edited[path], settings[path]
            words = f"not checked: larger than the limit of {limit:,} bytes (max_bytes)"
            problems.setdefault(path, []).append(Problem(words))
    return settings


def _runs(
    settings: Mapping[str, Settings],
    run: Callable[[list[str]], Run],
    edited: dict[str, bytes],
    problems: dict[str, list[Problem]],
) -> list[Run]:
    """Check files in one run, so that they know of each other; where that fails, those of each configuration apart."""
    groups: list[list[str]] = [list(settings)] if settings else []
    runs = []
    while groups:
        group = groups.pop()
        try:
            runs.append(run(group))
        except ComplintError as error:
            if error.path in edited:  # a waivers file that is being typed in: the one on disk counts meanwhile
                del edited[error.path]
                problems.setdefault(error.path, []).append(_problem(error))
                groups.append(group)
                continue
            apart: dict[str | None, list[str]] = {}
            for path in group:
                apart.setdefault(settings[path].path, []).append(path)
            if len(apart) > 1:
                groups += apart.values()
                continue
            for path in group:
                problems.setdefault(path, []).append(_problem(error, "not checked: "))
    return runs


def _faults_of_choice(path: str, text: str, nearest: Nearest, wishes: Wishes) -> list[Problem]:
    """Return what is wrong with the packs, profile and rules that a configuration names, at the first that is quoted."""
    try:
        settings = nearest.of(path)
        LawInForce(_options((path,), wishes), settings).bounds  # noqa: B018 - to resolve them is to check them
    except ComplintError as error:
        if error.line is not None:
            return [_problem(error)]
        quoted = error.message.split("'")[1:2] or [""]
        offset = text.find(quoted[0])
        return [Problem(error.message, path, *(place(text, offset) if quoted[0] and offset >= 0 else (None, None)))]
    return []


def _run(
    paths: list[str],
    settings: Mapping[str, Settings],
    nearest: Nearest,
    edited: Mapping[str, bytes],
    wishes: Wishes,
    understood: frozenset[str],
) -> Run:
    named = {path: path in understood for path in paths}
    whole = wishes.scope == "project"
    if whole:
        named = {**{each.path: each.explicit for each in find((".",))}, **named}
    options = _options((".",) if whole else tuple(paths), wishes)
    report = check(options, settings[paths[0]], nearest.of, edited, named=named)
    return Run(options, settings[paths[0]], nearest.of, named, dict(edited), report)


def _options(paths: tuple[str, ...], wishes: Wishes) -> Options:
    return Options(
        paths,
        wishes.as_of or time.strftime("%Y-%m-%d"),
        wishes.policies,
        wishes.profile,
        wishes.select,
        wishes.ignore,
        allow_plugins=wishes.allow_plugins,
    )


def _problem(error: ComplintError, before: str = "") -> Problem:
    return Problem(before + error.message, error.path, error.line, error.column)
