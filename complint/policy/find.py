"""Where the shipped packs lie: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

import os

from complint.core.errors import BrokenPart, ComplintError

_MOST_FILES = 20_000


def shipped_folder() -> str:
    """Return the folder of the shipped packs.

    An installed complint carries them as `complint/_policies`; a checkout (or an editable install) has `policies` beside
    the package. Raises BrokenPart where neither is there.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    installed = os.path.join(package, "_policies")
    if os.path.isdir(installed):
        return installed
    root = os.path.dirname(package)
    beside = os.path.join(root, "policies")
    # a package called "policies" may lie beside complint in site-packages; only our own checkout counts
    if os.path.isdir(beside) and os.path.isfile(os.path.join(root, "pyproject.toml")):
        return beside
    raise BrokenPart("the policy packs that belong to complint are missing; install it again")


def pack_files(folder: str) -> list[tuple[str, str]]:
    """Return (relative path with "/", path) of every YAML file under a folder, sorted."""
    found: list[tuple[str, str]] = []
    for here, _, names in os.walk(folder):
        if len(found) > _MOST_FILES:
            raise ComplintError(f"more than {_MOST_FILES:,} files: this is no folder of policy packs", folder)
        below = here[len(folder) :].replace(os.sep, "/").lstrip("/")
        for name in names:
            if name.endswith((".yaml", ".yml")):
                found.append((f"{below}/{name}" if below else name, os.path.join(here, name)))
    return sorted(found)
