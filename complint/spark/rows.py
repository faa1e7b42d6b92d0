"""In a worker: the Arrow batches that Spark hands over become rows that know where they stand in the input.

Spark reads a file in splits, each from its first row to its last. A *run* is what one split holds. Every row carries two
numbers in its last columns that name its run: a hash of its file, and where in the file the split begins. How many rows
come before a run only the driver knows, when all runs have been read once.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from complint.calls.csv_rows import CsvSource, well_formed
from complint.calls.parquet_rows import texts
from complint.calls.raw import Raw
from complint.core.errors import BrokenPart
from complint.core.record import record, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

Key = tuple[int, int]  # hash of the file, offset of the split


class NotPlainError(Exception):
    """A split of CSV whose records may begin before it, or end after it."""


@record
class Layout:
    """How batches become rows.

    `csv` knows how lines are split, None for Parquet, whose columns bear their names. `headers` are the lines to be passed
    over, by hash of the file. `whole` tells that no file is cut. `runs` are (index of the first row in the input, rows) by
    run; None: rows are counted from the first of their run.
    """

    csv: CsvSource | None
    headers: dict[int, int] = {}
    whole: bool = False
    runs: dict[Key, tuple[int, int]] | None = None

    def parts(self, batches: Iterable[Any]) -> Iterator[tuple[Key, Iterator[Raw]]]:
        """Yield the runs of a task, each with its rows, which must be read to the end before the next.

        The rows raise NotPlainError where files must not be cut, BrokenPart where there are others than the driver counted.
        """
        for key, own in by_key(batches):
            yield key, self._raws(key, own) if self.runs is None else self._placed(key, own, self.runs)

    def _placed(self, key: Key, batches: Iterator[Any], runs: dict[Key, tuple[int, int]]) -> Iterator[Raw]:
        first, rows = runs.get(key, (0, -1))
        seen = 0
        for raw in self._raws(key, batches):
            seen += raw.count
            yield replace(raw, first=raw.first + first)
        if seen != rows:
            raise BrokenPart("the schedule changed while Spark read it")

    def _raws(self, key: Key, batches: Iterator[Any]) -> Iterator[Raw]:
        if self.csv is not None:
            header = self.headers[key[0]] if key[1] == 0 else 0
            yield from self.csv.rows(lines(batches, header, None if self.whole else self.csv.delimiter))
            return
        first = 0
        for batch in batches:
            columns = {name: texts(batch.column(at)) for at, name in enumerate(batch.schema.names[:-2])}
            yield Raw(first, batch.num_rows, columns, {})
            first += batch.num_rows


def by_key(batches: Iterable[Any]) -> Iterator[tuple[Key, Iterator[Any]]]:
    """Yield each run (the last two columns) with its batches, in the order of the stream."""
    stream = _Stream(iter(batches))
    while stream.filled():
        file, start = (column[0].as_py() for column in stream.left.columns[-2:])
        yield (file, start), stream.of(file, start)


class _Stream:
    def __init__(self, batches: Iterator[Any]) -> None:
        self.batches = batches
        self.left: Any = None

    def filled(self) -> bool:
        while self.left is None or not self.left.num_rows:
            self.left = next(self.batches, None)
            if self.left is None:
                return False
        return True

    def of(self, file: int, start: int) -> Iterator[Any]:
        while self.filled():
            files, starts = (column.to_numpy() for column in self.left.columns[-2:])
            there = (files == file) & (starts == start)
            many = len(there) if there.all() else int(np.argmin(there))
            if many:
                taken, self.left = self.left.slice(0, many), self.left.slice(many)
                yield taken
            if many < len(there):
                return


def lines(batches: Iterable[Any], header: int, delimiter: bytes | None) -> Iterator[bytes]:
    """Yield the bytes of lines (the first column), without the first `header` ones.

    With a delimiter, raises NotPlainError where a line is not records of its own, or the header is longer than all lines.
    """
    for batch in batches:
        skipped = min(header, batch.num_rows)
        header -= skipped
        data = joined(batch.column(0).slice(skipped))
        if delimiter is not None and not plain(data, delimiter):
            raise NotPlainError
        yield data
    if header and delimiter is not None:
        raise NotPlainError


def joined(column: Any) -> bytes:
    """Return lines as the bytes they were read from, each with its line feed."""
    wide = pa.large_binary()
    ended = pc.binary_join_element_wise(column.cast(wide), pa.scalar(b"", wide), pa.scalar(b"\n", wide))
    _, ends, data = ended.buffers()
    start, end = np.frombuffer(ends, np.int64)[[ended.offset, ended.offset + len(ended)]].tolist()
    return data.slice(start, end - start).to_pybytes() if end > start else b""


def plain(data: bytes, delimiter: bytes) -> bool:
    """Tell whether each line is records of its own: no quoted cell goes on in the next line, and none is broken."""
    if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
        return False
    if not well_formed(data, delimiter):
        return False
    content = np.frombuffer(data, np.uint8)
    quotes, ends = np.flatnonzero(content == ord('"')), np.flatnonzero(content == ord("\n"))
    return not (np.searchsorted(quotes, ends) % 2).any()
