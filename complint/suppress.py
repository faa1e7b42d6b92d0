"""Waivers of a run: read from waivers files and comments, applied to the findings, and judged by their use."""

from __future__ import annotations

import posixpath

from complint.core import seen
from complint.core.errors import ComplintError
from complint.core.finding import Finding, Suppression
from complint.core.paths import path_matches
from complint.core.record import replace
from complint.model import kind as kinds
from complint.model.project import LIVE_FOLDERS
from complint.policy.law import matches
from complint.sources import tidy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from complint.facts.waivers import Waivers
    from complint.model.document import Document
    from complint.model.project import Project
    from complint.model.waiver import Waiver
    from complint.policy.law import Bound
    from complint.settings import Settings

NAME = "waivers.yaml"
MARK = "complint:"  # what every comment that waives has in it
FAMILY = "waiver"  # the rules that judge waivers; they run when all else is known, and nothing waives them


def is_late(bound: Bound) -> bool:
    """Tell whether a requirement is about waivers themselves."""
    return bound.rule.startswith(FAMILY + "/")


class Ledger:
    """All waivers of a run, and what became of each.

    A clean run over a few files, as hooks make them, reads no waivers file: there is nothing to waive, and whether a waiver
    is needed only the whole project tells.
    """

    def __init__(
        self,
        project: Project,
        own: Callable[[str], Settings],
        paths: tuple[str, ...],
        as_of: str,
        *,
        clean: bool,
    ) -> None:
        """Read the waivers; raises ComplintError, with the place, for a waivers file that is none."""
        self._idle = clean and not project.whole
        self._own = own
        self._as_of = as_of
        self._paths = tuple(tidy(path) for path in paths if seen.is_folder(path))
        self._whole = project.whole
        self._seen = tuple(document.path for document in project.documents)
        self._files: dict[str, tuple[Document, Settings, list[Waiver]]] = {}
        self._use: dict[int, str] = {}
        self._places_of: dict[int, list[tuple[str, str]]] = {}
        self._read_files(project)
        self._read_comments(project)
        self._inline = [waiver for _, _, found in self._files.values() for waiver in found if waiver.inline]

    def apply(self, findings: Iterable[Finding], mandatory: Callable[[Finding], bool], *, waive: bool) -> list[Finding]:
        """Return the findings, those that a waiver meets with status waived; without `waive` only the use is noted."""
        return [self._applied(finding, mandatory, waive=waive) if self._files else finding for finding in findings]

    def judged(self, dropped: Callable[[str, Waiver], bool]) -> list[tuple[Document, Settings, Waivers]]:
        """Return the files that hold waivers, with the use of each.

        `dropped(path, waiver)` tells whether a requirement that the waiver is about was not run, so that its use is not known.
        """
        if not self._files:
            return []
        from complint.facts.waivers import Applied, Waivers

        made = []
        for document, settings, found in self._files.values():
            concerned = [waiver for waiver in found if waiver.inline or self._concerns(waiver, document.path)]
            entries = tuple(Applied(waiver, self._use_of(waiver, settings, dropped)) for waiver in concerned)
            if entries:
                made.append((document, settings, Waivers(entries)))
        return made

    def _read_files(self, project: Project) -> None:
        for settings in {id(one): one for one in map(self._own, self._seen)}.values():
            for path, base in self._places(settings):
                if path in self._files or (self._idle and path not in self._seen):
                    continue
                document = project.document(path)
                if document is None or (settings.waivers is None and document.kind not in (None, kinds.SETTINGS)):
                    continue  # an agent that bears the name is an agent
                from complint.model.waiver import entries

                if document.error is not None:
                    raise ComplintError(document.error[0], path, document.error[1], document.error[2])
                document.become(kinds.SETTINGS)
                try:
                    self._files[path] = document, settings, list(entries(path, base, document.raw))
                except ValueError as error:
                    raise ComplintError(str(error), path) from None

    def _places(self, settings: Settings) -> list[tuple[str, str]]:
        """Return where waivers files lie, as (path, folder that their paths count from)."""
        if id(settings) not in self._places_of:
            self._places_of[id(settings)] = self._find(settings)
        return self._places_of[id(settings)]

    def _find(self, settings: Settings) -> list[tuple[str, str]]:
        if settings.waivers is not None:
            if not seen.is_file(settings.waivers):
                raise ComplintError(f"there is no such waivers file: {settings.waivers}", settings.path)
            return [(tidy(settings.waivers), settings.base)]
        # without a configuration nothing says where the project begins: the working directory, or what was named
        bases = [settings.base] if settings.path else ["", *("" if path == "." else path for path in self._paths)]
        found = [(posixpath.join(base, NAME), base) for base in dict.fromkeys(bases)]
        return [(path, base) for path, base in found if seen.is_file(path)]

    def _read_comments(self, project: Project) -> None:
        for document in project.documents:
            if document.syntax != "yaml" or document.index or document.source is None:
                continue
            if MARK in document.source.text:
                from complint.model.waiver import comments

                found = list(comments(document))
                if found:
                    held = self._files.get(document.path)
                    self._files[document.path] = (
                        document,
                        self._own(document.path),
                        [*(held[2] if held else ()), *found],
                    )

    def _applied(self, finding: Finding, mandatory: Callable[[Finding], bool], *, waive: bool) -> Finding:
        met = [waiver for waiver in self._candidates(finding) if self._meets(waiver, finding)]
        if not met:
            return finding
        from complint.facts.waivers import MANDATORY, USED

        forbidden = mandatory(finding)
        for waiver in met:
            if self._use.get(id(waiver)) != USED:
                self._use[id(waiver)] = MANDATORY if forbidden else USED
        if forbidden or not waive:
            return finding
        waiver = met[0]
        source = "comment" if waiver.inline else "waiver"
        reason = waiver.reason or ""
        return replace(
            finding,
            status="waived",
            suppression=Suppression(source, reason, waiver.owner, waiver.expires, waiver.ticket),
        )

    def _candidates(self, finding: Finding) -> Iterable[Waiver]:
        settings = self._own(finding.subject[0])
        for path, _ in self._places(settings):
            if path in self._files:
                yield from (waiver for waiver in self._files[path][2] if not waiver.inline)
        for waiver in self._inline:
            if waiver.file == finding.place.path:
                yield waiver

    def _meets(self, waiver: Waiver, finding: Finding) -> bool:
        if not waiver.counts(self._as_of) or not names(waiver, finding.rule, finding.requirement):
            return False
        if waiver.inline:
            return finding.place.line in waiver.lines
        return path_matches(finding.place.path, waiver.path or "", waiver.base) and _covers(waiver, finding)

    def _concerns(self, waiver: Waiver, file: str) -> bool:
        """Tell whether an entry of a waivers file is this run's business: a hook that checks one file has not to say more."""
        if self._whole or file in self._seen or not waiver.path:
            return True
        return any(path_matches(path, waiver.path, waiver.base) for path in self._seen)

    def _use_of(self, waiver: Waiver, settings: Settings, dropped: Callable[[str, Waiver], bool]) -> str:
        from complint.facts.waivers import UNJUDGED, UNUSED

        use = self._use.get(id(waiver))
        if use is not None:
            return use
        if not waiver.counts(self._as_of) or not self._whole or not self._covered(waiver, settings):
            return UNJUDGED
        about = [path for path in self._seen if self._is_about(waiver, path)]
        if not about and (waiver.path or "").partition("/")[0] in LIVE_FOLDERS:
            return UNJUDGED  # a run that reads no workspace cannot tell
        return UNJUDGED if any(dropped(path, waiver) for path in about) else UNUSED

    def _covered(self, waiver: Waiver, settings: Settings) -> bool:
        """Tell whether the run covers the whole project that a waiver speaks of."""
        base = waiver.base if not waiver.inline else settings.base
        return any(folder == "." or base == folder or base.startswith(folder + "/") for folder in self._paths)

    def _is_about(self, waiver: Waiver, path: str) -> bool:
        return path == waiver.file if waiver.inline else path_matches(path, waiver.path or "", waiver.base)


def names(waiver: Waiver, rule: str, requirement: str) -> bool:
    """Tell whether a waiver names a rule or requirement: by id, family or glob."""
    if waiver.rules and not any(matches(rule, one) or matches(requirement, one) for one in waiver.rules):
        return False
    return waiver.requirement is None or matches(requirement, waiver.requirement)


def _covers(waiver: Waiver, finding: Finding) -> bool:
    """Tell whether a waiver's pointer is that of the finding, a glob of it, or of what it stands in."""
    if waiver.pointer is None:
        return True
    from fnmatch import fnmatchcase

    found = finding.place.pointer
    if found is None or not waiver.pointer:
        return (found or "") == waiver.pointer
    return found == waiver.pointer or found.startswith(waiver.pointer + "/") or fnmatchcase(found, waiver.pointer)
