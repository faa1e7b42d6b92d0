"""A small cache of compiled data on disk: files named by what they were made from; anything wrong with one is a miss.

Packs and configurations are validated once per content, because validation costs ten times a bare interpreter start.
The folder is COMPLINT_CACHE_DIR, else XDG_CACHE_HOME/complint, else ~/.cache/complint; an empty COMPLINT_CACHE_DIR turns
the cache off. Entries are in Python's `marshal` format, which is read several times faster than JSON, behind a digest:
a torn or rotten file is never decoded.
"""

from __future__ import annotations

import marshal
import os

from complint import __version__
from complint.core.digest import SIZE, digest

MOST_FILES, MOST_BYTES = 1000, 64 << 20  # what a cache may hold; the oldest go first
LOOK_EVERY = 32  # files that come between two looks at it

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def folder() -> str | None:
    """Return the cache folder, or None where caching is off or no home is known."""
    named = os.environ.get("COMPLINT_CACHE_DIR")
    if named is not None:
        return named or None
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "complint") if os.path.isabs(base) else None


def remember(kind: str, key: Any, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return `make()`, from the cache where the same key was made before by the same version of complint.

    The key is plain data and so is what is made; the file holds the key in full, so a foreign file can never answer.
    """
    path = path_of(kind, key)
    if path is None:
        return make()
    full = repr((__version__, kind, key))
    found: tuple[str, dict[str, Any]] | None = load(path)
    if found is not None and found[0] == full:
        return found[1]
    value = make()
    store(path, (full, value))
    return value


def _is_ours(handle: int) -> bool:
    """Tell whether an open file was written by this user: in a folder that others may write to, theirs could say anything."""
    return not hasattr(os, "geteuid") or os.fstat(handle).st_uid == os.geteuid()


def path_of(kind: str, key: Any) -> str | None:
    """Return the file that holds what was made from a key, plain data; None where the cache is off."""
    home = folder()
    name = digest(repr(key).encode("utf-8", "surrogatepass"))[:16].hex()
    return os.path.join(home, f"{kind}-{name}") if home else None


def load(path: str) -> Any:
    """Return the value in a cache file, or None where there is none that is whole."""
    try:
        with open(path, "rb") as stream:
            if not _is_ours(stream.fileno()):
                return None
            data = stream.read()
        body = memoryview(data)[SIZE:]
        return marshal.loads(body) if data[:SIZE] == digest(body) else None  # noqa: S302 - our own folder
    except (
        OSError,
        ValueError,
        EOFError,
        TypeError,
    ):  # the last three: a foreign file with a digest, or another Python's
        return None


def store(path: str, value: Any) -> None:
    """Replace a cache file atomically; a full disk or a read-only home only costs the next run its time."""
    body = marshal.dumps(value)
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        # never through a link that lies there
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with open(os.open(temporary, flags, 0o600), "wb") as stream:
            stream.write(digest(body) + body)
        os.replace(temporary, path)
        _trim(os.path.dirname(path))
    except OSError:
        try:
            os.unlink(temporary)
        except OSError:
            pass


def _trim(home: str) -> None:
    """Remove the oldest files of a cache that has grown beyond its bounds, down to half of them; looked at now and then."""
    if len(os.listdir(home)) % LOOK_EVERY:
        return
    with os.scandir(home) as entries:
        files = [(entry.stat().st_mtime_ns, entry.stat().st_size, entry.path) for entry in entries if entry.is_file()]
    if len(files) <= MOST_FILES and sum(size for _, size, _ in files) <= MOST_BYTES:
        return
    files.sort(reverse=True)
    kept = 0
    for number, (_, size, path) in enumerate(files):
        kept += size
        if number >= MOST_FILES // 2 or kept > MOST_BYTES // 2:
            os.unlink(path)
