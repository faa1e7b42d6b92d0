"""The verdict table written: one line a row, in the order of the input, as CSV, JSON lines or Parquet."""

from __future__ import annotations

import json
import os
import shutil

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from complint.calls.verdicts import HEADER, Coded, Listed
from complint.core.errors import ComplintError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

FORMS = (".csv", ".jsonl", ".ndjson", ".parquet")
PART = ".part"  # ends the name of what is being written
FOLDER = ""  # the form of a folder of Parquet files
_LISTS = ("rules", "requirements", "notices", "jurisdictions", "zones", "local_time")


def form_of(path: str) -> str:
    """Return the suffix that tells the form, FOLDER for a folder. Raises ComplintError for any other."""
    if path.endswith(("/", os.sep)) or os.path.isdir(path):
        return FOLDER
    suffix = os.path.splitext(path)[1].lower()
    if suffix not in FORMS:
        forms = ", ".join(FORMS)
        raise ComplintError(f"--output takes a file that ends with {forms}, or a folder that ends with /, not {path!r}")
    return suffix


def written(columns: dict[str, Any], suffix: str) -> Any:
    """Return the rows of a batch (see `verdicts.table`) as bytes of CSV or JSON lines, or as an Arrow table."""
    if suffix in (".parquet", FOLDER):
        return pa.table([_typed(name, columns[name]) for name in HEADER], schema=SCHEMA)
    return _joined(_csv(columns) if suffix == ".csv" else _json(columns))


class LinesFile:
    """CSV or JSON lines, written to a file beside the final one, which takes its place when all is written."""

    def __init__(self, path: str, suffix: str, position: int | None) -> None:
        """Begin, or go on after `position` bytes. Raises OSError."""
        self.path = path
        self.suffix = suffix
        self.part = path + PART
        self._stream: Any = open(self.part, "wb" if position is None else "r+b")  # noqa: SIM115 - closed by `finish`, `leave`
        if position is None:
            self.add((",".join(HEADER) + "\n").encode() if suffix == ".csv" else b"")
            return
        if os.path.getsize(self.part) < position:
            raise ComplintError("it is shorter than its journal says; run without --resume", self.part)
        self._stream.truncate(position)
        self._stream.seek(position)

    def made(self, _number: int, batches: list[Any]) -> Any:
        """Return what a worker hands over of a part of the rows (see `written`)."""
        return b"".join(batches)

    def add(self, value: Any) -> int:
        """Write a part; return the position after it."""
        self._stream.write(value)
        self._stream.flush()
        return int(self._stream.tell())

    def finish(self) -> None:
        """Put the file in place."""
        self._stream.close()
        os.replace(self.part, self.path)

    def leave(self, *, keep: bool) -> None:
        """Stop here; drop what was written unless it is to be continued."""
        self._stream.close()
        if not keep:
            os.unlink(self.part)


class PartsFolder:
    """Parquet: a file for each part of the rows in a folder beside; in the end that folder, or one file joined of all."""

    def __init__(self, path: str, suffix: str, position: int | None) -> None:
        """Begin, or go on after `position` parts. Raises OSError."""
        self.path = path.rstrip("/" + os.sep) if suffix == FOLDER else path
        self.part = self.path + PART
        self.suffix = suffix
        self.many = position or 0
        if suffix == FOLDER and os.path.isdir(self.path) and os.listdir(self.path):
            raise ComplintError("the folder is not empty; name another one", self.path)
        if position is None:
            shutil.rmtree(self.part, ignore_errors=True)
            os.mkdir(self.part)
        elif not all(os.path.exists(self._name(number)) for number in range(position)):
            raise ComplintError("parts are missing that its journal names; run without --resume", self.part)

    def _name(self, number: int) -> str:
        return os.path.join(self.part, f"part-{number:06d}.parquet")

    def made(self, number: int, batches: list[Any]) -> Any:
        """Write a part of the rows, in the worker."""
        name = self._name(number)
        with pq.ParquetWriter(name + PART, SCHEMA, compression="zstd") as writer:
            for batch in batches:
                writer.write_table(batch)
        os.replace(name + PART, name)

    def add(self, _value: Any) -> int:
        """Take a part as done; return how many there are."""
        self.many += 1
        return self.many

    def finish(self) -> None:
        """Put the folder in place, or the file that is joined of its parts."""
        if self.suffix == FOLDER:
            if os.path.isdir(self.path):
                os.rmdir(self.path)
            os.rename(self.part, self.path)
            return
        joined = os.path.join(self.part, "joined")
        with pq.ParquetWriter(joined, SCHEMA, compression="zstd") as writer:
            for number in range(self.many):
                with pq.ParquetFile(self._name(number)) as part:
                    for group in range(part.num_row_groups):
                        writer.write_table(part.read_row_group(group))
        os.replace(joined, self.path)
        shutil.rmtree(self.part)

    def leave(self, *, keep: bool) -> None:
        """Stop here; drop what was written unless it is to be continued."""
        if not keep:
            shutil.rmtree(self.part)


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
