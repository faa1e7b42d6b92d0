"""Path patterns as the configuration writes them."""

from __future__ import annotations

from fnmatch import fnmatchcase


def path_matches(path: str, pattern: str, base: str) -> bool:
    """Tell whether a path matches a glob counted from the configuration's folder; `**/` also matches no folder."""
    prefix = base + "/" if base else ""
    if prefix and not path.startswith(prefix):
        return False
    local = path[len(prefix) :]
    return fnmatchcase(local, pattern) or ("**/" in pattern and fnmatchcase(local, pattern.replace("**/", "")))
