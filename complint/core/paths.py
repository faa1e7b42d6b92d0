"""Path patterns as the configuration writes them."""

from __future__ import annotations


def path_matches(path: str, pattern: str, base: str) -> bool:
    """Tell whether a path matches a glob counted from the configuration's folder; `**/` also matches no folder."""
    prefix = base + "/" if base else ""
    if prefix and not path.startswith(prefix):
        return False
    local = path[len(prefix) :]
    return globs(local, pattern) or ("**/" in pattern and globs(local, pattern.replace("**/", "")))


def globs(text: str, pattern: str) -> bool:
    """Tell whether a text matches a glob, capitals minded; its `*` goes over "/" too."""
    stem = pattern.removesuffix("*")
    if not any(
        sign in stem for sign in "*?["
    ):  # nearly every one; a regular expression takes longer to make than to use
        return text == pattern if stem == pattern else text.startswith(stem)
    from fnmatch import fnmatchcase

    return fnmatchcase(text, pattern)
