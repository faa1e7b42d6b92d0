"""The progress of a long run: one line on a terminal's stderr, from the second second on, gone when the report comes."""

from __future__ import annotations

import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

_AFTER, _EVERY = 1.0, 0.1  # seconds
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
