"""Open files that are complint's own: configurations, waivers and packs; what each is, and what is wrong with it as typed."""

from __future__ import annotations

import os
import posixpath

from complint.config import NAMES, Nearest, validate
from complint.core.errors import ComplintError
from complint.core.record import record
from complint.policy import load
from complint.sources import tidy
from complint.suppress import NAME as WAIVERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from complint.lsp.buffers import Buffer

_YAML = (".yaml", ".yml")
_HEADS = ("pack.yaml", "pack.yml")


@record
class Own:
    """A file of complint's own. `kind` is "config", "waivers", "pack", "requirement", "profile" or "other".

    `name` is the path of a file of a pack within the folder of packs.
    """

    kind: str
    path: str
    name: str = ""


def own_files(buffers: Mapping[str, Buffer]) -> dict[str, Own]:
    """Return the configurations, and the files of packs that one names, among the open files; the others are documents.

    Waivers are documents too: a check looks at them.
    """
    nearest = Nearest()
    known = {path: own_file(path, nearest) for path in buffers}
    return {path: own for path, own in known.items() if own is not None and (own.kind == "config" or own.name)}


def own_file(path: str, nearest: Nearest) -> Own | None:
    """Return what a file of complint's own is, or None."""
    if posixpath.basename(path) in NAMES:
        return Own("config", path)
    if not path.lower().endswith(_YAML):
        return None
    try:
        settings = nearest.of(path)
        waivers, folders = settings.waivers, settings.policy_paths
    except ComplintError:
        waivers, folders = None, ()
    if path == (tidy(waivers) if waivers else None) or posixpath.basename(path) == WAIVERS:
        return Own("waivers", path)
    for folder in folders:
        if path.startswith(tidy(folder) + "/"):
            name = path[len(tidy(folder)) + 1 :]
            return Own(load.kind_of(name), path, name)
    return _in_pack(path)


def _in_pack(path: str) -> Own | None:
    """Return what a file is that lies with a pack which no configuration names: beside a pack.yaml, or in one's folders."""
    folder, base = posixpath.split(path)
    if base not in _HEADS and not any(os.path.isfile(os.path.join(folder, head)) for head in _HEADS):
        return None
    return Own(load.kind_of(path), path)


def fault(own: Own, data: bytes) -> ComplintError | None:
    """Return what is wrong with a file as typed, or None."""
    try:
        if own.kind == "config":
            validate(own.path, data)
        elif own.name:
            load.validate(own.name, own.path, data)
    except ComplintError as error:
        return error
    return None
