"""`complint check --fix` and `--diff`: repairs done or shown, and a word on standard error about what came of them."""

from __future__ import annotations

import os
import sys

from complint.core.errors import ComplintError
from complint.core.record import replace
from complint.fixing import Fixed, fix, save
from complint.report.about import many, masked, position
from complint.report.characters import inert, visible
from complint.run import Options, Report, check, exit_code
from complint.settings import Settings
from complint.text.loaded import Limits

_IN_PART = "what is staged of it is not what lies in the working tree; stage all of it first, or none"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from complint.core.finding import Finding


def takes_stdout(values: Mapping[str, Any]) -> bool:
    """Tell whether standard output is for the diff, or for the fixed text of standard input; reports then need a file."""
    taken = bool(values["diff"] or (values["fix"] and values["stdin_filename"]))
    if taken and len(values["formats"]) > len(values["outputs"]):
        what = "--diff" if values["diff"] else "the fixed text"
        raise ComplintError(f"{what} takes standard output; --format {values['formats'][-1]} needs --output FILE")
    return taken


def repaired(
    values: Mapping[str, Any], options: Options, settings: Settings, settings_of: Callable[[str], Settings] | None
) -> tuple[Report, int]:
    """Fix, or show the diff; return the report on what is there then, and the exit code.

    A diff exits with 1 where there is a difference and 0 where there is none; a file that cannot be written with 2 at least.
    """
    done = fix(options, settings, settings_of, unsafe=values["unsafe_fixes"])
    if values["diff"]:
        from complint.cli.diff import unified

        _print(unified(done.changes, Limits(**settings.limits), terminal=sys.stdout.isatty()))
        _tell(done, {}, values, "Would fix")
        code = exit_code(done.before, replace(options, fail_on="never"))
        return done.before, max(code, 1 if done.changes else 0)
    if options.stdin is not None:
        name, data = options.stdin
        _put(next((change.after for change in done.changes if change.path == name), data))
        failed: dict[str, str] = {}
        report = done.after
    else:
        failed = save(done, _roots(options, settings))
        failed.update((path, _IN_PART) for path in failed if path in options.overlay)
        report = check(options, settings, settings_of) if done.changes else done.after
    _tell(done, failed, values, "Fixed")
    report = replace(report, findings=tuple(_with_reasons(report.findings, done.refused)))
    code = max(exit_code(report, options), 2 if failed else 0)
    if values["staged"]:
        code = max(code, _tell_unstaged([change.path for change in done.changes if change.path not in failed]))
    return report, code


def _tell_unstaged(paths: list[str]) -> int:
    """Say that fixed files are not what is staged as yet, which is what a commit would take; return the exit code."""
    if paths:
        sys.stderr.write(visible(f"What is fixed is not staged as yet: git add {' '.join(paths)}") + "\n")
    return 1 if paths else 0


def _roots(options: Options, settings: Settings) -> list[str]:
    """Return the folders that fixes may write to: the working directory, what was named, the configuration's, the repository."""
    named = [path if os.path.isdir(path) else os.path.dirname(path) or "." for path in options.paths]
    roots = [".", *named] + ([settings.base or "."] if settings.path else [])
    here = os.getcwd()
    while not os.path.lexists(os.path.join(here, ".git")):
        above = os.path.dirname(here)
        if above == here:
            return roots
        here = above
    return [*roots, here]


def _with_reasons(findings: Iterable[Finding], refused: Iterable[tuple[Finding, str]]) -> Iterable[Finding]:
    """Yield findings; those whose fix was refused say why."""
    reasons = {_key(finding): reason for finding, reason in refused}
    for finding in findings:
        reason = reasons.get(_key(finding)) if finding.fix is not None else None
        if reason is None or finding.fix is None:
            yield finding
        else:
            yield replace(finding, fix=replace(finding.fix, title=f"{finding.fix.title} (not done: {reason})"))


def _key(finding: Finding) -> tuple[object, ...]:
    return finding.rule, finding.requirement, finding.place, finding.message


def _tell(done: Fixed, failed: Mapping[str, str], values: Mapping[str, Any], word: str) -> None:
    """Say on standard error how many were fixed, in how many files, and what was not and why."""
    found = [finding for finding, paths in done.fixed if not paths & failed.keys()]
    files = sum(1 for change in done.changes if change.path not in failed)
    lines = [] if values["quiet"] or not found else [f"{word} {many(len(found), 'finding')} in {many(files, 'file')}."]
    if values["verbose"]:
        lines += [f"  {position(f.place)} {f.rule}: {f.fix.title}" for f in found if f.fix is not None]
    lines += [f"Not written: {path}: {reason}." for path, reason in failed.items()]
    lines += [f"Not fixed: {position(f.place)} {f.rule}: {reason}." for f, reason in done.refused]
    if done.held_back and not values["quiet"]:
        noun = "unsafe fix is" if done.held_back == 1 else "unsafe fixes are"
        lines.append(f"{done.held_back} {noun} not applied; --unsafe-fixes asks for that.")
    for line in lines:
        text = inert(visible(masked(line)))
        encoding = sys.stderr.encoding or "utf-8"
        sys.stderr.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def _print(text: str) -> None:
    _put(text.encode("utf-8", "backslashreplace"))


def _put(data: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
