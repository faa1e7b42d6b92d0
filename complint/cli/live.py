"""`--live` on the command line: the read with its progress bar, what it came to, and the key kept out of all output."""

from __future__ import annotations

import os
import sys
import time

from complint.live import LiveWorkspace, read
from complint.live.access import KEY, PLACEHOLDER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.run import Options, Report
    from complint.settings import Settings

RULE = "live/incomplete-read"
_CELLS = 24
_EVERY = 0.1  # seconds between two drawings
_NOUNS = {
    "agents": "agent",
    "tools": "tool",
    "mcp_servers": "MCP server",
    "batch_calls": "batch call",
    "campaigns": "campaign",
}


def read_live(settings: Settings, state: str | None, *, quiet: bool) -> LiveWorkspace:
    """Return the workspace of the environment's key; say on standard error what was read. Raises ComplintError."""
    bar = Bar()
    try:
        workspace = read(settings, bar if sys.stderr.isatty() and not quiet else None, state)
    finally:
        bar.clear()
    if not quiet:
        sys.stderr.write(f"complint: {summary(workspace)}\n")
    return workspace


def summary(workspace: LiveWorkspace) -> str:
    """Return in one line what was read of a workspace, when, and what of it an earlier run had read."""
    counted = ", ".join(
        f"{number} {_NOUNS[name]}{'' if number == 1 else 's'}" for name, number in workspace.counts.items()
    )
    parts = [f"read {workspace.host} at {workspace.read_at}: {counted}"]
    if workspace.resumed:
        parts.append(f"went on with an interrupted read of {min(workspace.resumed.values())}")
    if workspace.problems:
        parts.append("NOT ALL OF IT COULD BE READ")
    return "; ".join(parts)


def gated(code: int, report: Report, options: Options, workspace: LiveWorkspace) -> int:
    """Return the exit code: an incomplete read is no pass, also where --select or --ignore left out the rule that says so."""
    told = any(one.rule == RULE and (one.place.pointer or "").startswith("/problems") for one in report.findings)
    if not workspace.problems or told or options.fail_on == "never":
        return code
    for problem in workspace.problems:
        where = (
            f"{_NOUNS[problem.list]} {problem.id}" if problem.id else f"the list of {problem.list.replace('_', ' ')}"
        )
        sys.stderr.write(f"complint: not read: {where}: {problem.why}\n")
    return max(code, 1)


def hide_key(text: str) -> str:
    """Return a text without the key, whatever document or message has brought it there."""
    key = os.environ.get(KEY, "").strip()
    return text.replace(key, PLACEHOLDER) if key else text


class Bar:
    """A progress bar on standard error, for a terminal alone."""

    def __init__(self) -> None:
        self._drawn = 0.0

    def __call__(self, name: str, done: int, total: int | None) -> None:
        """Draw how far a list is read; `total` is None while nobody knows."""
        now = time.monotonic()
        if now - self._drawn < _EVERY and done != total:
            return
        self._drawn = now
        what = f"Reading {name.replace('_', ' ')}"
        if total:
            full = _CELLS * min(done, total) // total
            what = f"{what:<20} [{'#' * full}{'.' * (_CELLS - full)}] {done}/{total}"
        else:
            what = f"{what:<20} {done}"
        sys.stderr.write(f"\r\x1b[2K{what}")
        sys.stderr.flush()

    def clear(self) -> None:
        """Take the bar off the screen."""
        if self._drawn:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
