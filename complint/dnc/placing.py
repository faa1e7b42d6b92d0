"""A large file replaced whole or not at all: written beside, forced to disk, renamed; one that updates it at a time."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager, suppress

from complint.core.errors import ComplintError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO


@contextmanager
def placed(path: str, identity: tuple[int, ...] | None = None) -> Iterator[BinaryIO]:
    """Give a stream to write to; what was written takes the place of `path` when the block ends well, and is dropped else.

    A process killed before that leaves `path` as it was, and a file `.NAME.….part` beside it. With `identity` (see
    `identity_of`) a file that is another by then is left alone. Raises ComplintError where writing fails.
    """
    target = os.path.realpath(path)
    part = os.path.join(os.path.dirname(target), f".{os.path.basename(target)}.{secrets.token_hex(6)}.part")
    try:
        with open(part, "xb") as stream:
            if os.path.exists(target):
                with suppress(OSError):
                    os.chmod(part, os.stat(target).st_mode & 0o777)
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if identity is not None and identity_of(target) != identity:
            raise ComplintError("it was changed by another process meanwhile: nothing was written; run again", path)
        os.replace(part, target)
        _sync_folder(os.path.dirname(target))
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise ComplintError(f"the index cannot be written: {reason}", path) from None
    finally:
        with suppress(OSError):
            os.unlink(part)


def identity_of(path: str) -> tuple[int, ...] | None:
    """Return what tells a file from one that took its place: device, inode, size, time of change; None where it is gone."""
    try:
        stat = os.stat(path)
    except OSError:
        return None
    return stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns


@contextmanager
def held(path: str) -> Iterator[None]:
    """Hold a file for an update, where the system has advisory locks; the end of the process lets it go.

    Raises ComplintError where it cannot be read, or another process holds it.
    """
    try:
        import fcntl
    except ImportError:  # Windows: `placed` still notices another's change
        yield
        return
    try:
        stream = open(path, "rb")  # noqa: SIM115 - closed below, on every way out
    except OSError as error:
        raise ComplintError(f"the index cannot be read: {(error.strerror or 'unknown').lower()}", path) from None
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ComplintError("another update of it is at work; run again when it is done", path) from None
        except OSError:  # a file system without locks
            pass
        yield


def _sync_folder(folder: str) -> None:
    """Force a rename to disk, where the system lets a folder be opened."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
