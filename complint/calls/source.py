"""Open a schedule: what it is is told by its content, then by its suffix."""

from __future__ import annotations

import os

from complint.calls.bodies import BodySource, what_is
from complint.calls.raw import Source
from complint.calls.schema import match
from complint.core.errors import ComplintError
from complint.text.errors import Unreadable
from complint.text.loaded import Limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

BODY_LIMITS = Limits(max_bytes=512 * 1024 * 1024, max_nodes=50_000_000)


def open_schedule(path: str, chosen: dict[str, str], data: Any = None) -> Source:
    """Return the source of a schedule; `chosen` maps columns to headers, `data` is the body where it is loaded already.

    Raises ComplintError for what cannot be read, has no phone column, or names one column twice.
    """
    if data is None:
        _readable(path)
        data = _body(path)
    if data is not None:
        what = what_is(data)
        if what is None:
            raise ComplintError(
                "no call schedule: a batch (`recipients`), a campaign, a call (`to_number`) or `calls:`", path
            )
        return BodySource(path, data, what, chosen)
    return _table(path, chosen)


def _table(path: str, chosen: dict[str, str]) -> Source:
    from complint.calls.csv_rows import CsvSource
    from complint.calls.jsonl_rows import JsonlSource
    from complint.calls.parquet_rows import ParquetSource

    opened: dict[str, Callable[[], Source]] = {
        "jsonl": lambda: JsonlSource(path, chosen),
        "parquet": lambda: ParquetSource(path),
        "csv": lambda: CsvSource(path),
    }
    source = opened[table_form(path)]()
    match_columns(source, chosen)
    return source


def match_columns(source: Source, chosen: dict[str, str]) -> None:
    """Tell a table's columns by its headers. Raises ComplintError where none is of numbers, or one is named twice."""
    path = source.path
    try:
        source.matched = match(source.headers, chosen) if source.headers else {}
    except ComplintError as error:
        raise ComplintError(error.message, path) from None
    if source.headers and "phone_number" not in source.matched:
        listed = ", ".join(source.headers[:20])
        raise ComplintError(
            f"no column holds phone numbers (it has: {listed}); name one with --column phone_number=HEADER", path
        )


def table_form(path: str) -> str:
    """Return csv, jsonl or parquet: by content, then by suffix."""
    with open(path, "rb") as stream:
        head = stream.read(4096)
    if head[:4] == b"PAR1":
        return "parquet"
    lower = path.lower()
    if lower.endswith(".parquet"):
        return "parquet"
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if lower.endswith((".jsonl", ".ndjson")) or (first == b"{" and not lower.endswith(".csv")):
        return "jsonl"
    return "csv"


def _readable(path: str) -> None:
    if os.path.isdir(path):
        raise ComplintError("it is a folder; a schedule is one file", path)
    try:
        with open(path, "rb"):
            pass
    except OSError as error:
        raise ComplintError(
            f"the schedule cannot be read: {(error.strerror or 'unknown reason').lower()}", path
        ) from None


def _body(path: str) -> Any:
    """Return the loaded body of a JSON or YAML file; None for a table."""
    lower = path.lower()
    named = lower.endswith((".json", ".yaml", ".yml"))
    if not named and (lower.endswith((".csv", ".parquet", ".jsonl", ".ndjson", ".tsv")) or not _looks_like_body(path)):
        return None
    with open(path, "rb") as stream:
        if stream.read(4) == b"PAR1":
            return None
    from complint.text.load import load
    from complint.text.source import read_source

    try:
        loaded = load(read_source(path, max_bytes=BODY_LIMITS.max_bytes), BODY_LIMITS)
    except Unreadable as error:
        raise ComplintError(error.message, path, error.line, error.column) from None
    if len(loaded.documents) != 1:
        raise ComplintError("a schedule is one document", path)
    return {} if loaded.documents[0] is None else loaded.documents[0]


def _looks_like_body(path: str) -> bool:
    """Tell a body without a telling suffix: one JSON object over the whole file, not one a line."""
    import json

    with open(path, "rb") as stream:
        head = stream.read(65536)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] != b"{":
        return False
    try:
        json.loads(head.removeprefix(b"\xef\xbb\xbf").splitlines()[0])
    except ValueError:
        return True
    return b"\n" not in head.strip()
