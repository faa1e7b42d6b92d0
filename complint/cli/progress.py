"""The progress of a long run: one line on a terminal's stderr, from the second second on, gone when the report comes."""

from __future__ import annotations

import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

_AFTER, _EVERY = 1.0, 0.1  # seconds
_ROWS_AFTER = 2.0
_BAR = 24  # columns


class Progress:
    """Shows how far a run is."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._begun = time.monotonic()
        self._latest = 0.0
        self._shown = False

    def __call__(self, what: str, done: int, total: int) -> None:
        """Tell that so many of all are done."""
        now = time.monotonic()
        if now - self._begun < _AFTER or now - self._latest < _EVERY:
            return
        self._latest, self._shown = now, True
        full = _BAR * done // max(total, 1)
        self._stream.write(f"\r{what} [{'#' * full}{'.' * (_BAR - full)}] {done:,} of {total:,} \x1b[K")
        self._stream.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()


def progress_for(stream: TextIO, *, quiet: bool) -> Progress | None:
    """Return what shows the progress of a run, or None where nobody watches it live: no terminal, CI, --quiet."""
    if quiet or os.environ.get("CI") or os.environ.get("TERM") == "dumb" or not stream.isatty():
        return None
    return Progress(stream)


def rows_progress(what: str) -> Callable[..., None]:
    """Return what is told the rows so far, and their share of all: on a terminal, after a while, a line that says so."""
    if not sys.stderr.isatty():
        return lambda rows, share=None: None
    begun = time.monotonic()

    def tell(rows: int, share: float | None = None) -> None:
        passed = time.monotonic() - begun
        if passed > _ROWS_AFTER:
            left = f", {_duration(passed / share - passed)} left" if share else ""
            sys.stderr.write(f"\r{rows:,} {what}, {rows / passed:,.0f} a second{left} \x1b[K\r")
            sys.stderr.flush()

    return tell


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
