"""What a run asks of the file system, written down, so that a later run can ask the same again and know its answer holds.

Whoever looks at files on the way to a report looks through these functions: what is not asked here is not part of a kept
answer. A question is `(what, path, …)`, plain data.
"""

from __future__ import annotations

import os
import sys

from complint.core.digest import digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    Question: TypeAlias = tuple[Any, ...]

_OPEN_FLAGS = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)
_KIND_OF_FILE, _PIPE = 0o170000, 0o010000  # S_IFMT and S_IFIFO, without the import of stat


class PipeError(OSError):
    """A named pipe where a file is required: one without a writer would hold a run up for ever."""


class Log:
    """The questions of a run with their answers; `spoilt` where the same question was answered in two ways."""

    def __init__(self) -> None:
        self.answers: dict[Question, bytes] = {}
        self.spoilt = False

    def note(self, question: Question, answer: bytes) -> None:
        """Keep an answer."""
        if self.answers.setdefault(question, answer) != answer:
            self.spoilt = True  # a file that changes while we look: what was found belongs to no state of the disk


_log: Log | None = None


def answers() -> dict[Question, bytes]:
    """Return the answers so far; none where no log is kept."""
    return {} if _log is None else dict(_log.answers)


def note_answers(more: dict[Question, bytes]) -> None:
    """Take over what another process was answered."""
    if _log is not None:
        for question, answer in more.items():
            _log.note(question, answer)


def end_log() -> None:
    """Write down no more."""
    global _log
    _log = None


def keep_log() -> Log:
    """Begin to write down what is asked, in a new log."""
    global _log
    _log = Log()
    return _log


def still_holds(answers: dict[Question, bytes]) -> bool:
    """Tell whether questions still have the answers that they had."""
    return all(_ANSWERS[question[0]](*question[1:]) == answer for question, answer in answers.items())


def is_file(path: str) -> bool:
    """Tell whether a file is there."""
    return _is("file", path, os.path.isfile(path))


def is_folder(path: str) -> bool:
    """Tell whether a folder is there."""
    return _is("folder", path, os.path.isdir(path))


def exists(path: str) -> bool:
    """Tell whether anything is there, a broken link included."""
    return _is("anything", path, os.path.lexists(path))


def read(path: str, max_bytes: int) -> bytes:
    """Return the bytes of a file, or just over `max_bytes` of them: an endless device must not be read to its end.

    Raises OSError and ValueError as opening does, PipeError for a pipe, which is opened without waiting.
    """
    try:
        data = _bytes(path, max_bytes)
    except (OSError, ValueError) as error:
        if _log is not None:
            _log.note(("read", path, max_bytes), _trouble(error))
        raise
    if _log is not None:
        _log.note(("read", path, max_bytes), digest(data))
    return data


def is_link(path: str) -> bool:
    """Tell whether a path is a link."""
    return _is("link", path, os.path.islink(path))


def real(path: str) -> str:
    """Return where a path leads, links followed."""
    found = os.path.realpath(path)
    if _log is not None:
        _log.note(("real", path), os.fsencode(found))
    return found


def names(folder: str, suffixes: tuple[str, ...], passed_by: frozenset[str]) -> tuple[list[str], list[str]]:
    """Return the paths of the files below a folder with one of some suffixes, in order, and folders that may not be read.

    Some folders are passed by.
    """
    found = _names(folder, suffixes, passed_by)
    if _log is not None:
        _log.note(("names", folder, suffixes, passed_by), _digest_of_names(*found))
    return found


def note_stamp(path: str) -> None:
    """Write down when a file or folder changed last, for what is known by that rather than by its content."""
    if _log is not None:
        _log.note(("stamp", path), _stamp(path))


def note_stamps(folder: str, suffixes: tuple[str, ...]) -> None:
    """Write down which files of a kind lie below a folder, and when each changed last."""
    if _log is not None:
        for path in names(folder, suffixes, frozenset())[0]:
            note_stamp(path)


def note_modules() -> None:
    """Write down when each imported module changed last, but for Python's own: those are known by its version."""
    if _log is None:
        return
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file is not None and name != "__main__" and name.partition(".")[0] not in sys.stdlib_module_names:
            _log.note(("module", file, name), _stamp(file))


def _is(what: str, path: str, answer: bool) -> bool:
    if _log is not None:
        _log.note((what, path), b"%d" % answer)
    return answer


def _bytes(path: str, max_bytes: int) -> bytes:
    handle = os.open(path, os.O_RDONLY | _OPEN_FLAGS)
    try:
        found = os.fstat(handle)
        if found.st_mode & _KIND_OF_FILE == _PIPE:
            raise PipeError("it is a pipe, a file is required")
        size = min(found.st_size, max_bytes)
        first = os.read(handle, size + 1)
        if len(first) == size == found.st_size:
            return first  # all of an ordinary file, and not a byte more
        chunks = [first]
        total = len(first)
        while chunks[-1] and total <= max_bytes:
            chunks.append(os.read(handle, min(max_bytes + 1 - total, 1 << 20)))
            total += len(chunks[-1])
    finally:
        os.close(handle)
    return b"".join(chunks)


def _names(folder: str, suffixes: tuple[str, ...], passed_by: frozenset[str]) -> tuple[list[str], list[str]]:
    found = []
    closed: list[OSError] = []
    for here, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if name not in passed_by)
        found += [os.path.join(here, name) for name in sorted(files) if name.lower().endswith(suffixes)]
    # one that is gone meanwhile is none
    return found, [str(error.filename) for error in closed if not isinstance(error, FileNotFoundError)]


def _digest_of_names(found: list[str], closed: list[str]) -> bytes:
    return digest("\0".join([*found, "", *closed]).encode("utf-8", "surrogatepass"))


def _trouble(error: Exception) -> bytes:
    return f"{type(error).__name__} {getattr(error, 'errno', None)}".encode()


def _stamp(path: str) -> bytes:
    try:
        found = os.stat(path)
    except OSError as error:
        return _trouble(error)
    # first the time of the last change of anything, which nobody can set, then that of writing, which anybody can
    return b"%d %d %d %d" % (found.st_ctime_ns, found.st_mtime_ns, found.st_size, found.st_ino)


def _digest_of(path: str, max_bytes: int) -> bytes:
    try:
        return digest(_bytes(path, max_bytes))
    except (OSError, ValueError) as error:
        return _trouble(error)


_ANSWERS: dict[str, Callable[..., bytes]] = {
    "file": lambda path: b"%d" % os.path.isfile(path),
    "folder": lambda path: b"%d" % os.path.isdir(path),
    "anything": lambda path: b"%d" % os.path.lexists(path),
    "read": _digest_of,
    "stamp": _stamp,
    "module": lambda path, _name: _stamp(path),
    "link": lambda path: b"%d" % os.path.islink(path),
    "real": lambda path: os.fsencode(os.path.realpath(path)),
    "names": lambda folder, suffixes, passed_by: _digest_of_names(*_names(folder, suffixes, passed_by)),
}
