"""Phrases of a language, from every pack that has a `phrases/<language>.yaml`; each language is read when it first occurs."""

from __future__ import annotations

import functools
import os
import posixpath

from complint import cache
from complint.core.errors import ComplintError
from complint.language.phrases import GATES, gates_of, without_lists
from complint.policy.find import shipped_folder
from complint.policy.load import phrase_files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FORMAT = 4


@functools.cache
def phrases_of(language: str, extra: tuple[str, ...] = ()) -> dict[str, Any] | None:
    """Return the merged phrases of a language as plain data, or None where no pack has any.

    `extra` are folders of an organisation's own packs; their phrases are added to the shipped ones.
    """
    files = [path for folder in (shipped_folder(), *extra) for path in _files(folder, language)]
    if not files:
        return None
    stamps = [[path, os.stat(path).st_mtime_ns, os.stat(path).st_size] for path in files]
    key = [FORMAT, language, stamps]
    data = cache.remember("phrases", key, lambda: without_lists(_merged(tuple(files))))
    return {**data, GATES: _Gates(files, key)}


class _Gates(dict[str, "dict[str, Any]"]):
    """The gates of a language by group, each read when first asked for: most runs need no more than half of them."""

    def __init__(self, files: list[str], key: list[Any]) -> None:
        super().__init__()
        self._files, self._key = tuple(files), key

    def __missing__(self, group: str) -> dict[str, Any]:
        found = cache.remember("gates", [*self._key, group], lambda: gates_of(_merged(self._files), group))
        self[group] = found
        return found


def _files(folder: str, language: str) -> list[str]:
    return [
        path for name, path in phrase_files(folder).items() if posixpath.basename(name).rsplit(".", 1)[0] == language
    ]


@functools.cache
def _merged(files: tuple[str, ...]) -> dict[str, Any]:
    from complint.language.phrases import merge_phrases
    from complint.text.errors import Unreadable
    from complint.text.load import load
    from complint.text.loaded import Limits
    from complint.text.source import read_source

    merged: dict[str, Any] = {}
    for path in files:
        try:
            loaded = load(read_source(path, max_bytes=Limits().max_bytes), Limits())
        except Unreadable as error:
            raise ComplintError(error.message, path, error.line, error.column) from None
        data = loaded.documents[0] if loaded.documents else None
        if not isinstance(data, dict):
            raise ComplintError("a phrases file holds an object of labels", path)
        merged = merge_phrases(merged, data) if merged else data
    return merged
