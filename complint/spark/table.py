"""A schedule as Spark reads it: files, columns, and where each split stands in the input.

The order of the input is that of the files by name, and of the rows in each file. Parquet comes as Spark reads it. CSV
comes as lines, split by our own reader in the workers, so that a broken record is what it is without Spark; where quoted cells
hold line breaks, or a quote is never closed, files are not cut: each is one split, read in order.
"""

from __future__ import annotations

import json

import pyarrow as pa

from complint.calls.csv_rows import HEAD, CsvSource
from complint.calls.own_texts import MOST, distinct_texts, joined_texts
from complint.calls.raw import Source
from complint.calls.source import match_columns
from complint.core.errors import ComplintError
from complint.core.record import record, replace
from complint.spark.rows import Layout, NotPlainError
from complint.spark.shipping import Shipped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from complint.calls.own_texts import Texts
    from complint.spark.rows import Key

_OTHER = (".json", ".jsonl", ".ndjson", ".yaml", ".yml", ".orc", ".avro", ".xml", ".xlsx")
_HEAD = 65_536  # bytes; enough for the header of nearly every file
NOT_PLAIN = -1  # in place of the rows of a run
FILE, START = "_file", "_start"


class SparkSource(Source):
    """A table that workers read; the driver itself never holds its rows."""

    def __init__(self, path: str, headers: tuple[str, ...]) -> None:
        super().__init__(path, "table", headers)
        self.settled = True
        self.table: Table | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "table": None}

    def own_texts(self) -> tuple[Texts, list[int]]:
        """Return the distinct texts of its own, and the rows left out."""
        assert self.table is not None
        table = self.table = self.table.numbered()
        parts = table.own_texts(None)
        found = joined_texts(own for own, _ in parts)
        if len(found) >= MOST:
            parts = table.own_texts(found)
            found = joined_texts(own for own, _ in parts)
        return found, [row for _, left in parts for row in left]


@record
class Table:
    """The rows as Spark has them: the columns of `source`, or lines of CSV, and, last, those that name the run.

    `files` are their numbers in the order of the input, by hash.
    """

    spark: Any
    source: SparkSource
    frame: Any
    layout: Layout
    files: dict[int, int]
    path: str

    def without(self, *columns: str) -> Any:
        """Return the rows without columns that a job has no use for; lines of CSV have all."""
        return self.frame.drop(*columns)

    def whole(self) -> Table:
        """Return the table of files that are not cut."""
        _keep_whole(self.spark, self.path, len(self.files))
        frame = _located(_lines(self.spark, self.path))
        return replace(self, frame=frame, layout=replace(self.layout, whole=True))

    def placed(self, rows: dict[Key, int]) -> Table:
        """Return the table with its runs in order; `rows` is how many each has."""
        runs, first = {}, 0
        for key in sorted(rows, key=lambda key: (self.files[key[0]], key[1])):
            runs[key] = first, rows[key]
            first += rows[key]
        return replace(self, layout=replace(self.layout, runs=runs))

    def numbered(self) -> Table:
        """Return the table with its runs in order, after a look at all of its rows."""
        if self.layout.runs is not None:
            return self
        shipped = Shipped(self.spark, self.layout)

        def work(batches: Iterable[Any]) -> Iterator[Any]:
            for key, raws in shipped.get().parts(batches):
                try:
                    yield _row(key, sum(raw.count for raw in raws))
                except NotPlainError:
                    yield _row(key, NOT_PLAIN)
                    break
            for _ in batches:
                pass  # what Spark sends must be taken

        found = self.frame.mapInArrow(work, "file bigint, start bigint, rows bigint").collect()
        if any(row["rows"] == NOT_PLAIN for row in found):
            return self.whole().numbered()
        return self.placed({(row["file"], row["start"]): row["rows"] for row in found})

    def own_texts(self, only: Texts | None) -> list[tuple[Texts, list[int]]]:
        """Return the distinct texts of each run (`only` some), and the rows with others, in order."""
        shipped = Shipped(self.spark, (self.layout, None if only is None else set(only)))

        def work(batches: Iterable[Any]) -> Iterator[Any]:
            layout, wanted = shipped.get()
            for key, raws in layout.parts(batches):
                own, left = distinct_texts(raws, wanted)
                found = json.dumps([list(own.items()), left])
                yield pa.record_batch({"first": pa.array([layout.runs[key][0]], pa.int64()), "found": [found]})

        rows = sorted(self.frame.mapInArrow(work, "first bigint, found string").collect())
        read = (json.loads(found) for _, found in rows)
        return [({tuple(texts): (many, first) for texts, (many, first) in own}, left) for own, left in read]


def _row(key: Key, rows: int) -> Any:
    values = {"file": key[0], "start": key[1], "rows": rows}
    return pa.record_batch({name: pa.array([value], pa.int64()) for name, value in values.items()})


def open_table(spark: Any, path: str, chosen: dict[str, str]) -> Table:
    """Return the table at a path of a file or folder, as Spark understands paths; `chosen` maps columns to headers.

    Raises ComplintError for what is no CSV or Parquet, or has no phone column.
    """
    files = spark.read.text(path).inputFiles()
    for file in files:
        if file.lower().endswith(_OTHER):
            raise ComplintError("the engine spark reads CSV and Parquet; check it without --engine spark", file)
    typed = [file for file in files if file.lower().endswith(".parquet") or _head(spark, file, 4) == b"PAR1"]
    if typed and len(typed) < len(files):
        raise ComplintError("the folder holds both Parquet and other files", path)
    table = _parquet(spark, path, chosen) if typed else _csv(spark, path, chosen)
    table.source.table = table
    return table


def _parquet(spark: Any, path: str, chosen: dict[str, str]) -> Table:
    frame = spark.read.option("mergeSchema", "true").parquet(path)
    source = SparkSource(path, tuple(frame.columns))
    match_columns(source, chosen)
    named = [frame["`" + header.replace("`", "``") + "`"].alias(column) for column, header in source.matched.items()]
    hashes = _hashes(spark, frame.inputFiles())
    return Table(spark, source, _located(frame, *named), Layout(None), _order(hashes), path)


def _csv(spark: Any, path: str, chosen: dict[str, str]) -> Table:
    frame = _lines(spark, path)
    files = frame.inputFiles()
    headers = {file: _Header(spark, file) for file in files}
    first = _alike({file: one for file, one in headers.items() if one.lines})
    source = SparkSource(path, first.csv.headers if first else ())
    if first is not None:
        match_columns(source, chosen)
        first.csv.matched = source.matched
    hashes = _hashes(spark, files)
    lines = {hashes[file]: one.lines for file, one in headers.items()}
    layout = Layout(first.csv if first else None, lines)
    return Table(spark, source, _located(frame), layout, _order(hashes), path)


def _lines(spark: Any, path: str) -> Any:
    frame = spark.read.option("lineSep", "\n").text(path)
    if frame.columns != ["value"]:
        folders = ", ".join(frame.columns[1:])
        raise ComplintError(
            f"folders are named as columns ({folders}): of CSV these are not read, of Parquet they are", path
        )
    return frame


def _located(frame: Any, *columns: Any) -> Any:
    """Return columns (none: all) with the two that name the run of a row: text of a path would cost more than the row."""
    from pyspark.sql import functions as F  # noqa: N812 - as everybody calls it

    file = F.xxhash64(F.input_file_name()).alias(FILE)
    return frame.select(*(columns or ["*"]), file, F.input_file_block_start().alias(START))


def _hashes(spark: Any, files: list[str]) -> dict[str, int]:
    """Return what `_located` says of each file."""
    from pyspark.sql import functions as F  # noqa: N812

    if not files:
        return {}
    named = spark.createDataFrame([(file,) for file in files], "file string")
    return {row["file"]: row["hash"] for row in named.select("file", F.xxhash64("file").alias("hash")).collect()}


def _order(hashes: dict[str, int]) -> dict[int, int]:
    return {hashes[file]: number for number, file in enumerate(sorted(hashes))}


class _Header:
    """The header of a CSV file: `lines` that it takes, with blank ones before."""

    def __init__(self, spark: Any, file: str) -> None:
        head = _head(spark, file, _HEAD)
        self.csv = CsvSource(file, head)
        if self.csv.body_at >= len(head) == _HEAD:
            head = _head(spark, file, HEAD)
            self.csv = CsvSource(file, head)
        if self.csv.lone_cr:
            raise ComplintError("lines end with a carriage return alone; check it without --engine spark", file)
        header = head[: self.csv.body_at]
        self.lines = header.count(b"\n") + (header[-1:] not in (b"", b"\n"))


def _alike(headers: dict[str, _Header]) -> _Header | None:
    """Return one of the headers; raise ComplintError where they are not all the same."""
    first = next(iter(headers.values()), None)
    for file, one in headers.items():
        assert first is not None
        if (one.csv.headers, one.csv.delimiter) != (first.csv.headers, first.csv.delimiter):
            raise ComplintError("the files of the folder have different header rows", file)
    return first


def _head(spark: Any, file: str, size: int) -> bytes:
    """Return the first bytes of a file that Spark can read, uncompressed."""
    hadoop = spark._jvm.org.apache.hadoop
    options = spark._jsc.hadoopConfiguration()
    place = hadoop.fs.Path(spark._jvm.java.net.URI(file))
    stream = place.getFileSystem(options).open(place)
    codec = hadoop.io.compress.CompressionCodecFactory(options).getCodec(place)
    if codec is not None:
        stream = codec.createInputStream(stream)
    try:
        return bytes(stream.readNBytes(size))
    finally:
        stream.close()


def _keep_whole(spark: Any, path: str, files: int) -> None:
    """Let Spark make one split of each file: it fills splits up to a size, where opening one more counts as so many bytes."""
    place = spark._jvm.org.apache.hadoop.fs.Path(path)
    system = place.getFileSystem(spark._jsc.hadoopConfiguration())
    total = sum(system.getContentSummary(found.getPath()).getLength() for found in system.globStatus(place) or ())
    for name in ("maxPartitionBytes", "openCostInBytes"):
        spark.conf.set(f"spark.sql.files.{name}", str(max(1, total)))
    spark.conf.set("spark.sql.files.minPartitionNum", str(files + 1))
