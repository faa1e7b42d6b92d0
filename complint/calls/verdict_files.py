"""The verdict table written: one line a row, in the order of the input, as CSV, JSON lines or Parquet."""

from __future__ import annotations

import json
import os

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from complint.calls.verdicts import HEADER, Coded, Listed
from complint.core.errors import ComplintError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

FORMS = (".csv", ".jsonl", ".ndjson", ".parquet")
_LISTS = ("rules", "requirements", "notices", "jurisdictions", "zones", "local_time")


def form_of(path: str) -> str:
    """Return the suffix that tells the form. Raises ComplintError for one that is none of `FORMS`."""
    suffix = os.path.splitext(path)[1].lower()
    if suffix not in FORMS:
        raise ComplintError(f"--output takes a file that ends with {', '.join(FORMS)}, not {path!r}")
    return suffix


def written(columns: dict[str, Any], suffix: str) -> Any:
    """Return the rows of a batch (see `verdicts.table`) as bytes of CSV or JSON lines, or as an Arrow table."""
    if suffix == ".parquet":
        return pa.table([_typed(name, columns[name]) for name in HEADER], schema=SCHEMA)
    return _joined(_csv(columns) if suffix == ".csv" else _json(columns))


def head(suffix: str) -> bytes:
    """Return what stands before the first row."""
    return (",".join(HEADER) + "\n").encode() if suffix == ".csv" else b""


class TableWriter:
    """Writes the table to a file beside the final one, which takes its place when all is written.

    Raises ComplintError for a suffix that is none of `FORMS`, and where the file cannot be written.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.suffix = form_of(path)
        self._part = f"{path}.part"
        self._parquet: Any = None
        self._stream: Any = None
        try:
            if self.suffix == ".parquet":
                import pyarrow.parquet as pq

                self._parquet = pq.ParquetWriter(self._part, SCHEMA, compression="zstd")
            else:
                self._stream = open(self._part, "wb")  # noqa: SIM115 - closed by `close`
                self._stream.write(head(self.suffix))
        except OSError as error:
            raise ComplintError(f"the verdict table cannot be written: {error.strerror}", path) from None

    def write(self, rows: Any) -> None:
        """Write rows (see `written`)."""
        if self._parquet is not None:
            self._parquet.write_table(rows)
        else:
            self._stream.write(rows)

    def close(self, *, keep: bool) -> None:
        """Put the file in place, or drop it."""
        (self._parquet or self._stream).close()
        if keep:
            os.replace(self._part, self.path)
        else:
            os.unlink(self._part)


def _joined(pieces: list[Any]) -> Any:
    """Return the bytes of the lines that pieces (Arrow strings, or plain text for all rows) make, one after the other."""
    wide = pa.large_string()  # a batch of long cells may pass 2 GB
    strings = [pa.scalar(one, wide) if isinstance(one, str) else one.cast(wide) for one in pieces]
    lines = pc.binary_join_element_wise(*strings, pa.scalar("", wide))
    _, ends, data = lines.buffers()
    start, end = np.frombuffer(ends, np.int64)[[lines.offset, lines.offset + len(lines)]].tolist()
    return data.slice(start, end - start) if end > start else b""


def _csv(columns: dict[str, Any]) -> list[Any]:
    pieces: list[Any] = []
    for name in HEADER:
        column = columns[name]
        if isinstance(column, Coded):
            column = _spread(column, lambda value: value if isinstance(value, str) else ";".join(value))
        elif isinstance(column, Listed):
            column = _between(column, ";")
        elif name == "row":
            column = column.cast(pa.string())
        pieces += [_quoted(pc.fill_null(column, "")), ","]
    pieces[-1] = "\n"
    return pieces


def _quoted(column: Any) -> Any:
    """Return texts as CSV cells."""
    special = pc.match_substring_regex(column, '[",\r\n]')
    if not pc.any(special).as_py():
        return column
    doubled = pc.binary_join_element_wise('"', pc.replace_substring(column, '"', '""'), '"', "")
    return pc.if_else(special, doubled, column)


def _json(columns: dict[str, Any]) -> list[Any]:
    pieces: list[Any] = []
    for name in HEADER:
        column = columns[name]
        if isinstance(column, Coded):
            made = _spread(column, json.dumps)
        elif isinstance(column, Listed):
            joined = pc.binary_join_element_wise('["', _between(column, '", "'), '"]', "")
            made = pc.if_else(pa.array(column.many > 0), joined, "[]")
        elif name == "row":
            made = column.cast(pa.string())
        else:
            made = pc.fill_null(_dumped(column), "null")
        pieces += [f'{", " if pieces else "{"}"{name}": ', made]
    return [*pieces, "}\n"]


def _dumped(column: Any) -> Any:
    """Return texts as JSON."""
    plain = pc.binary_join_element_wise('"', column, '"', "")
    special = pc.fill_null(pc.match_substring_regex(column, r'[^ -~]|["\\]'), False)
    if not pc.any(special).as_py():
        return plain
    by_hand = pa.array([json.dumps(text) for text in column.filter(special).to_pylist()], pa.string())
    return pc.replace_with_mask(plain, special, by_hand)


def _spread(column: Coded, write: Callable[[Any], str]) -> Any:
    """Return a column as texts; each value is written once."""
    return pa.array([write(value) for value in column.values], pa.string()).take(pa.array(column.codes))


def _between(column: Listed, separator: str) -> Any:
    """Return each row's local times as one text."""
    return pc.binary_join(_lists(column), separator)


def _lists(column: Listed) -> Any:
    ends = np.concatenate(([0], np.cumsum(column.many))).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(ends), column.texts)


def _typed(name: str, column: Any) -> Any:
    kind = SCHEMA.field(name).type
    if isinstance(column, Coded):
        return pa.array(column.values, kind).take(pa.array(column.codes))
    return _lists(column) if isinstance(column, Listed) else column


SCHEMA = pa.schema(
    [
        (name, pa.int64() if name == "row" else pa.list_(pa.string()) if name in _LISTS else pa.string())
        for name in HEADER
    ]
)
