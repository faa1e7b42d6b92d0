"""What a read has got so far, on disk, so that one that was cut off goes on where it stopped.

One file per host and key, a JSON line per answer, appended and flushed as it comes: a process that is killed leaves at
most a torn last line, which is cut off. The file holds neither the key nor any answer that repeats it; its name has twelve
digits of a digest of the key, too few to tell it. It is readable by its owner alone, removed when a read is whole, and
worth nothing after half an hour.
"""

from __future__ import annotations

import json
import os

from complint import __version__, cache
from complint.live.access import Access

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, BinaryIO

MAX_AGE = 1800.0  # seconds from the first answer on: older ones are not today's workspace
_SCHEMA = "complint-live-state/1"
_AHEAD = 60.0  # seconds that the clock may have been set back


class Journal:
    """Answers by what was asked; `note` keeps one, `recall` gives one that an earlier, cut off read has kept."""

    def __init__(
        self, stream: BinaryIO | None = None, path: str | None = None, key: str = "", now: float = 0.0
    ) -> None:
        self._stream = stream
        self._path = path
        self._secret = json.dumps(key)[1:-1]
        self._kept: dict[str, tuple[float, Any]] = {}
        if stream is not None:
            self._load(stream, now)

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        if self._stream is not None:
            self._stream.close()

    def recall(self, asked: str) -> tuple[float, Any] | None:
        """Return (UNIX seconds when it was read, answer) of an earlier read, or None."""
        return self._kept.get(asked)

    def note(self, asked: str, at: float, answer: Any) -> None:
        """Keep an answer; a full disk only costs the possibility to go on."""
        self._append({"asked": asked, "at": at, "answer": answer})

    def forget(self, beginning: str) -> None:
        """Drop every answer to a question that begins so, of this read and the earlier one."""
        self._kept = {asked: held for asked, held in self._kept.items() if not asked.startswith(beginning)}
        self._append({"forget": beginning})

    def finish(self) -> None:
        """Remove the file: the read is whole."""
        if self._path is not None:
            try:
                os.unlink(self._path)
            except OSError:
                pass

    def _append(self, entry: dict[str, Any]) -> None:
        if self._stream is None:
            return
        try:
            line = json.dumps(entry, separators=(",", ":"))
        except RecursionError:  # an answer of no sane depth is not kept
            return
        if self._secret in line:
            return
        try:
            self._stream.write(line.encode() + b"\n")
            self._stream.flush()
        except OSError:
            self._stream = None

    def _load(self, stream: BinaryIO, now: float) -> None:
        """Take over what is whole and fresh; cut off the rest, or begin anew."""
        whole = 0
        times = []
        for number, line in enumerate(stream):
            entry = _parsed(line)
            if entry is None or (number == 0) != (entry == _head()):
                break
            whole += len(line)
            if "forget" in entry:
                self._kept = {key: held for key, held in self._kept.items() if not key.startswith(entry["forget"])}
            elif "asked" in entry:
                self._kept[entry["asked"]] = (entry["at"], entry["answer"])
                times.append(entry["at"])
        if whole and times and now - MAX_AGE <= min(times) and max(times) <= now + _AHEAD:
            stream.seek(whole)
            stream.truncate()
            return
        self._kept = {}
        stream.seek(0)
        stream.truncate()
        self._append(_head())


def state_folder(access: Access) -> str:
    """Return the folder for the state of reads, in complint's cache; "" where caching is off."""
    home = cache.folder()
    return os.path.join(home, "live") if home else ""


def open_journal(folder: str, access: Access, now: float | None = None) -> Journal:
    """Return the journal of a workspace; one that keeps nothing where it cannot be written or another read holds it."""
    if not folder:
        return Journal()
    import time

    path = os.path.join(folder, _name(access))
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
        stream = open(os.open(path, flags, 0o600), "r+b")  # noqa: SIM115 - the journal closes it
    except OSError:
        return Journal()
    if not _locked(stream):
        stream.close()
        return Journal()
    return Journal(stream, path, access.key, time.time() if now is None else now)


def _name(access: Access) -> str:
    from hashlib import sha256

    host = "".join(char if char.isalnum() or char in ".-" else "_" for char in access.place)
    digest = sha256(f"complint-live\0{access.base_url}\0{access.key}".encode()).hexdigest()[:12]
    return f"{host}-{digest}.jsonl"


def _locked(stream: BinaryIO) -> bool:
    try:
        import fcntl
    except ImportError:  # no such locks on this system: two reads at once would only mix fresh answers
        return True
    try:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _head() -> dict[str, str]:
    return {"schema": _SCHEMA, "version": __version__}


def _parsed(line: bytes) -> dict[str, Any] | None:
    """Return a whole entry, or None for a torn or foreign line."""
    if not line.endswith(b"\n"):
        return None
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    if not isinstance(entry, dict):
        return None
    kinds: dict[str, Any] = {"schema": str, "version": str, "forget": str, "asked": str, "at": (int, float)}
    kinds["answer"] = object
    return entry if all(isinstance(value, kinds.get(key, ())) for key, value in entry.items()) else None
