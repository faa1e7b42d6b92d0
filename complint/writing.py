"""Files replaced whole or not at all: written beside, forced to disk, then renamed; mode and owner stay."""

from __future__ import annotations

import os
import stat

from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any


@record
class Change:
    """New bytes for a file; `before` is what they were made from, None for a file that is new."""

    path: str
    before: bytes | None
    after: bytes


class Unwritable(Exception):
    """A file that is left alone, and why."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason


def write(changes: Iterable[Change], links: Iterable[frozenset[str]], roots: tuple[str, ...]) -> dict[str, str]:
    """Replace files; return the reason by path for those that could not be. Files that are linked go together.

    A link is followed only to a file below one of `roots` (folders), and the link itself stays.
    """
    failed = {}
    for group in _groups(list(changes), list(links)):
        try:
            _write_group(group, roots)
        except Unwritable as error:
            for change in group:
                other = f"it goes together with {error.path}, which cannot be written: {error.reason}"
                failed[change.path] = error.reason if change.path == error.path else other
    return failed


def _groups(changes: list[Change], links: list[frozenset[str]]) -> list[list[Change]]:
    """Return the changes in groups, joined where links say so, in the order given."""
    group_of = {change.path: {change.path} for change in changes}
    for link in links:
        together = set().union(*(group_of[path] for path in link if path in group_of))
        for path in together:
            group_of[path] = together
    found: dict[int, list[Change]] = {}
    for change in changes:
        found.setdefault(id(group_of[change.path]), []).append(change)
    return list(found.values())


def _write_group(group: list[Change], roots: tuple[str, ...]) -> None:
    """Stage all files of a group, then rename them; what fails half-way is taken back."""
    folders: list[str] = []
    staged: list[tuple[Change, str, str]] = []
    renamed: list[tuple[Change, str]] = []
    whole = False
    try:
        for change in group:
            target = _target(change, roots)
            _make_folders(change.path, os.path.dirname(target), folders)
            staged.append((change, target, _stage(change.path, target, change.after, exists=change.before is not None)))
        for change, target, temporary in staged:
            _unchanged(change, target)
            _try(change.path, os.replace, temporary, target)
            renamed.append((change, target))
        whole = True
    finally:
        if not whole:
            _take_back(staged[len(renamed) :], renamed, folders)
    for _, target in renamed:
        _sync_folder(os.path.dirname(target))


def _take_back(staged: list[tuple[Change, str, str]], renamed: list[tuple[Change, str]], folders: list[str]) -> None:
    """Remove what is staged, put back what is renamed, remove the folders made for it."""
    for _, _, temporary in staged:
        _quietly(os.unlink, temporary)
    for change, target in reversed(renamed):
        if change.before is None:
            _quietly(os.unlink, target)
        else:
            try:
                os.replace(_stage(change.path, target, change.before, exists=True), target)
            except (OSError, Unwritable):
                pass
    for folder in reversed(folders):
        _quietly(os.rmdir, folder)


def _target(change: Change, roots: tuple[str, ...]) -> str:
    """Return the file to replace, links followed. Raises Unwritable where it must not be touched."""
    path = change.path
    target = os.path.realpath(path)
    if not any(_is_below(target, os.path.realpath(root)) for root in roots):
        raise Unwritable(path, "it leads out of the project")
    if change.before is None:
        if os.path.lexists(path):
            raise Unwritable(path, "it is there already")
        return target
    _unchanged(change, target)
    found = _try(path, os.stat, target)
    if not stat.S_ISREG(found.st_mode):
        raise Unwritable(path, "it is no ordinary file")
    if not found.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise Unwritable(path, "it is read-only")
    return target


def _unchanged(change: Change, target: str) -> None:
    """Refuse a file that is not what it was when it was read: somebody else is at work on it."""
    if change.before is None:
        if os.path.lexists(target):
            raise Unwritable(change.path, "it is there already")
        return
    if _try(change.path, _read, target) != change.before:
        raise Unwritable(change.path, "it has changed since it was read")


def _read(path: str) -> bytes:
    with open(path, "rb") as stream:
        return stream.read()


def _is_below(path: str, root: str) -> bool:
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)


def _make_folders(path: str, folder: str, made: list[str]) -> None:
    missing = []
    while folder and not os.path.isdir(folder):
        missing.append(folder)
        folder = os.path.dirname(folder)
    for here in reversed(missing):
        _try(path, os.mkdir, here)
        made.append(here)


def _stage(path: str, target: str, data: bytes, *, exists: bool) -> str:
    """Write bytes beside their target, with its mode and owner, and return the path; they are on disk then."""
    import secrets

    temporary = os.path.join(os.path.dirname(target), f".complint-{secrets.token_hex(8)}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        handle = os.open(temporary, flags, 0o600 if exists else 0o666)
    except OSError as error:
        raise Unwritable(path, _words(error)) from None
    try:
        try:
            with open(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                if exists:
                    _like(stream.fileno(), os.stat(target))
                os.fsync(stream.fileno())
        except OSError as error:
            raise Unwritable(path, _words(error)) from None
    except BaseException:
        _quietly(os.unlink, temporary)
        raise
    return temporary


def _like(handle: int, found: os.stat_result) -> None:
    """Give an open file the owner (where we may) and the mode of another."""
    if hasattr(os, "fchown"):
        for owner, group in ((found.st_uid, found.st_gid), (-1, found.st_gid)):
            try:
                os.fchown(handle, owner, group)
                break
            except OSError:
                continue
    if hasattr(os, "fchmod"):
        os.fchmod(handle, stat.S_IMODE(found.st_mode))


def _sync_folder(folder: str) -> None:
    """Force a rename to disk, where the system lets a folder be opened."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


def _try(path: str, call: Callable[..., Any], *arguments: object) -> Any:
    """Call a function of the system; raise Unwritable with its trouble in plain words."""
    try:
        return call(*arguments)
    except OSError as error:
        raise Unwritable(path, _words(error)) from None


def _quietly(call: Callable[..., Any], *arguments: object) -> None:
    try:
        call(*arguments)
    except OSError:
        pass


def _words(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "no permission to write there"
    return (error.strerror or type(error).__name__).lower()
