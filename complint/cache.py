"""A small cache of compiled data on disk: JSON files named by what they were made from; anything wrong with one is a miss.

Packs and configurations are validated once per content, because validation costs ten times a bare interpreter start.
The folder is COMPLINT_CACHE_DIR, else XDG_CACHE_HOME/complint, else ~/.cache/complint; an empty COMPLINT_CACHE_DIR turns
the cache off.
"""

from __future__ import annotations

import json
import os

from complint import __version__

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

    The key is any JSON value; the file holds it in full, so a hash collision or a foreign file can never answer.
    """
    home = folder()
    if home is None:
        return make()
    full = json.dumps([__version__, kind, key], sort_keys=True)
    path = os.path.join(home, f"{kind}-{_short(full)}.json")
    try:
        with open(path, encoding="utf-8") as stream:
            entry = json.load(stream)
            ours = _is_ours(stream.fileno())
        if ours and entry["key"] == full:
            found: dict[str, Any] = entry["value"]
            return found
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        pass
    value = make()
    _write(path, json.dumps({"key": full, "value": value}, separators=(",", ":")))
    return value


def _is_ours(handle: int) -> bool:
    """Tell whether an open file was written by this user: in a folder that others may write to, theirs could say anything."""
    return not hasattr(os, "geteuid") or os.fstat(handle).st_uid == os.geteuid()


def _short(text: str) -> str:
    """Return a short name for a key; equality is checked on the key itself, so a checksum is enough."""
    from zlib import crc32

    data = text.encode()
    return f"{crc32(data):08x}{crc32(data[::-1]):08x}"


def _write(path: str, text: str) -> None:
    """Replace a cache file atomically; a full disk or a read-only home only costs the next run its time."""
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        flags = (
            os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        )  # never through a link that lies there
        with open(os.open(temporary, flags, 0o600), "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
        os.replace(temporary, path)
    except OSError:
        try:
            os.unlink(temporary)
        except OSError:
            pass
