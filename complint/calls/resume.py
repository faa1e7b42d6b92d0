"""What a check of calls is made of: a check may be continued only where all of it is as it was."""

from __future__ import annotations

import os
from hashlib import sha256

from complint import __version__
from complint.calls.numbering import versions
from complint.policy.store import Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.calls.check import Check
    from complint.settings import Settings


def made_of(check: Check, settings: Settings, profile: str | None) -> dict[str, Any]:
    """Return what a check is made of, by name, as JSON data.

    Files are known by size and time of change: to read a large one for its digest would cost as much as to check it.
    """
    options = check.options
    packs = Store.open(settings.policy_paths).packs.values()
    files = [check.source.path, options.consents, options.internal_dnc, options.reassigned, options.history]
    files += [path for path, _ in options.national_dnc]
    return {
        "now": options.now,
        "version": __version__,
        "files": {path: _stamp(path) for path in files if path is not None},
        "options": _digest(options),
        "settings": _digest(settings),
        "law": _digest([profile, *sorted((pack["id"], pack["digest"]) for pack in packs)]),
        "data": versions(),
    }


def _stamp(path: str) -> list[int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return [found.st_size, found.st_mtime_ns]


def _digest(value: Any) -> str:
    return sha256(repr(value).encode("utf-8", "backslashreplace")).hexdigest()
