"""Packs of installed packages: the entry point group `complint.policies`, whose values name packages that hold YAML."""

from __future__ import annotations

import os
from functools import cache

from complint.core.errors import BrokenPart

GROUP = "complint.policies"


@cache
def pack_folders() -> tuple[str, ...]:
    """Return the folders that entry points name, sorted. Raises BrokenPart, with the entry's name, for one that is not there.

    Nothing of the package is run but what importing its parents runs.
    """
    from importlib.metadata import entry_points

    found = []
    for entry in sorted(entry_points(group=GROUP), key=lambda one: one.name):
        found += _folders(entry.name, entry.value)
    return tuple(dict.fromkeys(found))


def _folders(name: str, value: str) -> list[str]:
    from importlib.util import find_spec

    try:
        spec = find_spec(value)
    except Exception as error:
        raise BrokenPart(
            f"policy packs of {name} ({value}) cannot be found: {type(error).__name__}: {error}"
        ) from error
    places = [place for place in (spec.submodule_search_locations or ()) if os.path.isdir(place)] if spec else []
    if not places:
        raise BrokenPart(f"policy packs of {name}: {value} is no package with files")
    return places
