"""Fixes to a fixed point: check, fix in memory, check again, until nothing is left to fix; then write, or show what would be.

A run of fixes ends within `ROUNDS` rounds. Where fixes undo each other, or never come to an end, none of those concerned is
done at all, and their rules are named.
"""

from __future__ import annotations

from complint.core.fix import SAFE, UNSAFE
from complint.core.record import record, replace
from complint.engine.repair import Round, repair
from complint.run import Options, Report, check
from complint.settings import Settings
from complint.text.loaded import Limits
from complint.writing import Change, write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from complint.core.finding import Finding

    SettingsOf = Callable[[str], Settings] | None
    Barred = dict[tuple[str, str], str]

ROUNDS = 10


@record
class Fixed:
    """What fixing comes to, before anything is written.

    `before` is the report on the files as they are, `after` on the files as fixed. `changes` has one entry a file. `fixed`
    holds findings with the paths of their fixes, `refused` findings with the reason; `held_back` counts those whose fix is
    unsafe and was not asked for.
    """

    before: Report
    after: Report
    changes: tuple[Change, ...]
    fixed: tuple[tuple[Finding, frozenset[str]], ...]
    refused: tuple[tuple[Finding, str], ...]
    held_back: int


def fix(
    options: Options,
    settings: Settings,
    settings_of: SettingsOf = None,
    *,
    unsafe: bool = False,
    checked: Callable[[Options, Settings, SettingsOf, Mapping[str, bytes]], Report] | None = None,
) -> Fixed:
    """Return what the safe fixes, and with `unsafe` the others too, make of the files; nothing is written.

    `checked` takes the place of `complint.run.check` for those who know more of the files than the disk
    does, as editors do. Raises ComplintError as it does.
    """
    checked = checked or check
    before = checked(options, settings, settings_of, {})
    barred: Barred = {}
    while True:
        attempt = _Attempt(options, settings, settings_of, unsafe, barred, checked)
        after = attempt.run(before)
        if after is not None:
            return attempt.result(before, after)
        barred = {**barred, **attempt.endless}


def save(fixed: Fixed, roots: Iterable[str]) -> dict[str, str]:
    """Write the changed files below the roots; return why by path for those that could not be written.

    Files of one fix are all written or none, and so are files that such fixes have in common.
    """
    return write(fixed.changes, [paths for _, paths in fixed.fixed], tuple(roots))


class _Attempt:
    """One way to the fixed point, without the fixes that are barred (by rule and file)."""

    def __init__(
        self,
        options: Options,
        settings: Settings,
        settings_of: SettingsOf,
        unsafe: bool,
        barred: Barred,
        check: Callable[[Options, Settings, SettingsOf, Mapping[str, bytes]], Report],
    ) -> None:
        self._options = options
        self._settings = settings
        self._settings_of = settings_of
        self._safeties = (SAFE, UNSAFE) if unsafe else (SAFE,)
        self._barred = barred
        self._run_check = check
        self._edited: dict[str, bytes] = {}
        self._original: dict[str, bytes | None] = {}
        self._fixed: list[tuple[Finding, frozenset[str]]] = []
        self._refused: tuple[tuple[Finding, str], ...] = ()
        self.endless: Barred = {}

    def run(self, report: Report) -> Report | None:
        """Return the report on the fixed files; None where fixing does not come to rest, with the reasons in `endless`."""
        history: list[tuple[dict[str, bytes], list[Finding]]] = []
        for number in range(ROUNDS + 1):
            done = self._round(report)
            self._refused = done.refused
            if not done.files:
                return report
            history.append((dict(self._edited), [finding for finding, _ in done.fixed]))
            if number == ROUNDS:
                self._give_up(history[-1][1], f"its fix and others come to no end in {ROUNDS} rounds")
                return None
            self._take(done, report)
            again = next((index for index, (state, _) in enumerate(history) if state == self._edited), None)
            if again is not None:
                around = [finding for _, fixed in history[again:] for finding in fixed]
                self._give_up(around, "fixes undo each other")
                return None
            report = self._check()
        return None

    def result(self, before: Report, after: Report) -> Fixed:
        """Return what this attempt came to."""
        changes = tuple(Change(path, self._original[path], data) for path, data in sorted(self._edited.items()))
        barred = [(f, self._barred[key]) for f in after.findings if (key := _key(f)) in self._barred and self._wants(f)]
        held = sum(1 for f in after.findings if f.fix is not None and f.fix.safety == UNSAFE and f.status == "active")
        return Fixed(
            before,
            after,
            changes,
            tuple(self._fixed),
            (*self._refused, *barred),
            0 if UNSAFE in self._safeties else held,
        )

    def _round(self, report: Report) -> Round:
        wanted = [finding for finding in report.findings if self._wants(finding) and _key(finding) not in self._barred]
        assert report.project is not None
        only = self._options.stdin[0] if self._options.stdin is not None else None
        return repair(wanted, report.project, Limits(**self._settings.limits), only=only)

    def _wants(self, finding: Finding) -> bool:
        return finding.fix is not None and finding.fix.safety in self._safeties and finding.status == "active"

    def _take(self, done: Round, report: Report) -> None:
        """Take over the files of a round; one that is as on disk again counts as not edited."""
        assert report.project is not None
        for path, data in done.files.items():
            if path not in self._original:
                document = report.project.document(path)
                self._original[path] = document.source.data if document is not None and document.source else None
            if data == self._original[path]:
                self._edited.pop(path, None)
            else:
                self._edited[path] = data
        self._fixed += done.fixed

    def _check(self) -> Report:
        options = self._options
        if options.stdin is not None:
            name, data = options.stdin
            options = replace(options, stdin=(name, self._edited.get(name, data)))
        return self._run_check(options, self._settings, self._settings_of, self._edited)

    def _give_up(self, findings: Iterable[Finding], reason: str) -> None:
        rules = sorted({finding.rule for finding in findings})
        self.endless = {_key(finding): f"{reason}: {', '.join(rules)}" for finding in findings}


def _key(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.subject[0]
