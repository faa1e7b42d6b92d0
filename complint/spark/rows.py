"""In a worker: the Arrow batches that Spark hands over become rows that know where they stand in the input.

Spark reads a file in splits, each from its first row to its last. A *run* is what one split holds: every row carries the run's
key, and the driver has counted the rows of all runs (see `table`), so the place of each row in the whole input is known.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from complint.calls.csv_rows import CsvSource, well_formed
from complint.calls.parquet_rows import texts
from complint.calls.raw import Raw, Source
from complint.core.errors import BrokenPart
from complint.core.record import record, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

_CHANGED = "the schedule changed while Spark read it"


@record
class Run:
    """One split: its place among all, the index of its first row in the input, its rows, and header lines before them."""

    number: int
    first: int
    rows: int
    header: int = 0


@record
class Layout:
    """How batches become rows: `source` knows the columns, `csv` how lines are split (None: Parquet), `runs` by key."""

    source: Source
    csv: CsvSource | None
    runs: dict[int, Run]

    def parts(self, batches: Iterable[Any]) -> Iterator[tuple[Run, Iterator[Raw]]]:
        """Yield the runs of a task, each with its rows, which must be read to the end before the next.

        Raises BrokenPart where there are other rows than the driver counted.
        """
        for key, own in by_key(batches):
            run = self.runs.get(key)
            if run is None:
                raise BrokenPart(_CHANGED)
            yield run, self._counted(run, own)

    def _counted(self, run: Run, batches: Iterator[Any]) -> Iterator[Raw]:
        seen = 0
        for raw in self.raws(run, batches):
            seen += raw.count
            yield replace(raw, first=raw.first + run.first)
        if seen != run.rows:
            raise BrokenPart(_CHANGED)

    def raws(self, run: Run, batches: Iterator[Any]) -> Iterator[Raw]:
        """Yield the rows of a run, counted from its own first one."""
        if self.csv is not None:
            yield from self.csv.rows(lines(batches, run.header))
            return
        first = 0
        for batch in batches:
            columns = {name: texts(batch.column(at)) for at, name in enumerate(self.source.matched)}
            yield Raw(first, batch.num_rows, columns, {})
            first += batch.num_rows


def by_key(batches: Iterable[Any]) -> Iterator[tuple[int, Iterator[Any]]]:
    """Yield each key (the last column) with its batches, in the order of the stream."""
    stream = _Stream(iter(batches))
    while stream.filled():
        key = stream.left.columns[-1][0].as_py()
        yield key, stream.of(key)


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

    def of(self, key: int) -> Iterator[Any]:
        while self.filled():
            there = self.left.columns[-1].to_numpy() == key
            many = len(there) if there.all() else int(np.argmin(there))
            if many:
                taken, self.left = self.left.slice(0, many), self.left.slice(many)
                yield taken
            if many < len(there):
                return


def lines(batches: Iterable[Any], header: int) -> Iterator[bytes]:
    """Yield the bytes of lines (the first column), without the first `header` ones."""
    for batch in batches:
        skipped = min(header, batch.num_rows)
        header -= skipped
        yield joined(batch.column(0).slice(skipped))


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
