"""Paths to documents: what is looked at, what is skipped and why."""

from __future__ import annotations

import os
import posixpath

from complint.core import seen
from complint.core.errors import ComplintError
from complint.core.record import record
from complint.model import kind as kinds
from complint.model.document import Document
from complint.text.errors import Unreadable
from complint.text.load import load, syntax_of
from complint.text.loaded import Limits
from complint.text.source import make_source, read_source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SUFFIXES = (".json", ".yaml", ".yml")
TABLES = (".csv", ".jsonl", ".ndjson", ".parquet")
SKIPPED_FOLDERS = frozenset((".git", ".hg", ".svn", "node_modules", ".venv", "venv", "__pycache__", ".tox", ".nox"))
SKIPPED_FOLDERS |= {".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", "site-packages"}


@record
class Named:
    """A file to look at; `explicit` tells that the user named the file itself."""

    path: str
    explicit: bool


def find(paths: Iterable[str]) -> Iterator[Named]:
    """Yield the files under the paths, each once, sorted within a folder.

    Raises ComplintError for a path that is not there.
    """
    found: set[str] = set()
    for given in paths:
        for named in _walk(given):
            if named.path not in found:
                found.add(named.path)
                yield named


def _walk(given: str) -> Iterator[Named]:
    if not seen.is_folder(given):
        if not seen.exists(given):
            raise ComplintError("there is no such file or folder", given)
        yield Named(tidy(given), True)
        return
    found, closed = seen.names(given, SUFFIXES + TABLES, SKIPPED_FOLDERS)
    for path in found:
        yield Named(tidy(path), False)
    for path in closed:  # a folder that nobody looked into is no clean one
        yield Named(tidy(path), True)


def passed_over(path: str) -> bool:
    """Tell whether a path leads through a folder that no walk enters."""
    return not SKIPPED_FOLDERS.isdisjoint(path.split("/")[:-1])


def tidy(path: str) -> str:
    """Return a path relative to the working directory, with "/"."""
    if os.path.isabs(path):
        path = os.path.relpath(path)
    return posixpath.normpath(path.replace(os.sep, "/"))


def leads_out(path: str) -> bool:
    """Tell whether a path leads, by links, out of the repository that it lies in, or else of the working directory."""
    folder = os.path.dirname(os.path.abspath(path))
    root = os.getcwd() if _is_below(folder, os.getcwd()) else folder
    while not seen.exists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            break
        folder = above
    else:
        root = folder
    return not _is_below(seen.real(path), seen.real(root))


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def open_documents(
    path: str, limits: Limits, data: bytes | None = None, *, explicit: bool = False, named: bool = False
) -> list[Document]:
    """Return the documents of a file: one, or several for a multi-document YAML file; unreadable files come with `error`.

    `data` stands in for the file's bytes (standard input). `explicit` keeps a broken file from being skipped; `named` tells
    that the user named the file itself: only then is a link followed out of the project.
    """
    if path.lower().endswith(TABLES):
        document = Document(path, None)
        document.skipped = "a table; call schedules in tables are not checked by this version"
        return [document]
    if not path.lower().endswith(SUFFIXES) and not explicit:
        return []
    source = None
    try:
        if data is None and not named and (explicit or seen.is_link(path)) and leads_out(path):
            raise Unreadable("it is a link that leads out of the project")
        source = make_source(path, data) if data is not None else read_source(path, max_bytes=limits.max_bytes)
        loaded = load(source, limits)
    except Unreadable as error:
        document = Document(path, source)
        document.error = (error.message, error.line, error.column)
        _judge_unreadable(document, explicit)
        return [document]
    syntax = syntax_of(source)
    made = []
    for index, raw in enumerate(loaded.documents):
        document = Document(path, source, syntax, index)
        document.duplicates = tuple(item for item in loaded.duplicates if item.document == index)
        document.noise = tuple(loaded.noise) if index == 0 else ()
        document.fill(raw)
        made.append(document)
    if not made:
        document = Document(path, source, syntax)
        document.skipped = "empty"
        made.append(document)
    return made


def _judge_unreadable(document: Document, explicit: bool) -> None:
    """Skip a broken file that nobody pointed at and that lies nowhere special; elsewhere it is a finding."""
    folders = document.path.split("/")[:-1]
    if not explicit and not any(folder in kinds.CONFIG_FOLDERS for folder in folders):
        assert document.error is not None
        document.skipped = f"cannot be read: {document.error[0]}"
