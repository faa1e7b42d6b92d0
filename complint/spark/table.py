"""A schedule as Spark reads it: files, columns, and how many rows each split has, so that rows can be numbered.

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
from complint.core.record import record
from complint.spark.rows import Layout, Run, by_key, joined, plain
from complint.spark.shipping import Shipped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from complint.calls.own_texts import Texts

_OTHER = (".json", ".jsonl", ".ndjson", ".yaml", ".yml", ".orc", ".avro", ".xml", ".xlsx")
_HEAD = 65_536  # bytes; enough for the header of nearly every file
_BLANK = ("", "\r")


class SparkSource(Source):
    """A table that workers read; the driver itself never holds its rows."""

    def __init__(self, path: str, headers: tuple[str, ...]) -> None:
        super().__init__(path, "table", headers)
        self.settled = True
        self.table: Table | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "table": None}

    def own_texts(self) -> Texts:
        """Return the distinct texts of its own."""
        assert self.table is not None
        found = joined_texts(self.table.own_texts(None))
        return joined_texts(self.table.own_texts(found)) if len(found) >= MOST else found


@record
class Table:
    """The rows as Spark has them: the columns of `layout` and, last, the key of their run."""

    spark: Any
    frame: Any
    layout: Layout

    def own_texts(self, only: Texts | None) -> list[Texts]:
        """Return the distinct texts of each run, in order."""
        shipped = Shipped(self.spark, (self.layout, None if only is None else set(only)))

        def work(batches: Iterable[Any]) -> Iterator[Any]:
            layout, wanted = shipped.get()
            for run, raws in layout.parts(batches):
                found = json.dumps(list(distinct_texts(raws, wanted).items()))
                yield pa.record_batch({"number": pa.array([run.number], pa.int64()), "found": [found]})

        rows = sorted(self.frame.mapInArrow(work, "number bigint, found string").collect())
        return [{tuple(texts): (many, first) for texts, (many, first) in json.loads(found)} for _, found in rows]


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
    if isinstance(table.layout.source, SparkSource):
        table.layout.source.table = table
    return table


def _parquet(spark: Any, path: str, chosen: dict[str, str]) -> Table:
    frame = spark.read.option("mergeSchema", "true").parquet(path)
    source = SparkSource(path, tuple(frame.columns))
    match_columns(source, chosen)
    wanted = [frame["`" + header.replace("`", "``") + "`"] for header in source.matched.values()]
    named = [column.alias(f"c{at}") for at, column in enumerate(wanted)]
    splits = _splits(frame)
    runs = _runs(splits, [split["lines"] for split in splits], {})
    return Table(spark, frame.select(*named, _key(frame)), Layout(source, None, runs))


def _csv(spark: Any, path: str, chosen: dict[str, str]) -> Table:
    frame = _lines(spark, path)
    splits = _splits(frame, lines=True)
    readers = {file: _Header(spark, file) for file in dict.fromkeys(split["file"] for split in splits)}
    headers = {file: one.lines for file, one in readers.items()}
    first = _alike(readers)
    csv = first.csv if first else None
    source = SparkSource(path, csv.headers if csv else ())
    if csv is None:
        return Table(spark, _keyed(frame), Layout(source, None, {}))
    match_columns(source, chosen)
    csv.matched = source.matched
    torn = any(split["start"] == 0 and split["lines"] < headers[split["file"]] for split in splits)
    if torn or (any(split["quoted"] for split in splits) and not _all_plain(frame, csv.delimiter)):
        _keep_whole(spark, [split["size"] for split in splits if split["start"] == 0])
        frame = _lines(spark, path)
        splits = _splits(frame, lines=True)
        counts = _counted(spark, frame, Layout(source, csv, _runs(splits, [0] * len(splits), headers)))
    else:
        counts = [
            split["lines"] - split["blank"] - (readers[split["file"]].told if split["start"] == 0 else 0)
            for split in splits
        ]
    return Table(spark, _keyed(frame), Layout(source, csv, _runs(splits, counts, headers)))


def _lines(spark: Any, path: str) -> Any:
    frame = spark.read.option("lineSep", "\n").text(path)
    if frame.columns != ["value"]:
        folders = ", ".join(frame.columns[1:])
        raise ComplintError(f"folders are named as columns ({folders}): of CSV these are not read, of Parquet they are", path)
    return frame


def _key(frame: Any) -> Any:
    """Return the key of the run that a row is in; text of a path in every row would cost more than the row."""
    from pyspark.sql import functions as F  # noqa: N812 - as everybody calls it

    meta = frame.metadataColumn("_metadata")
    return F.xxhash64(meta.file_path, meta.file_block_start).alias("run")


def _keyed(frame: Any) -> Any:
    return frame.select("value", _key(frame))


def _odd(line: Any) -> Any:
    """Return the column that tells lines with a quote, or a carriage return before their end."""
    from pyspark.sql import functions as F  # noqa: N812

    return line.contains('"') | (line.contains("\r") & (F.instr(line, "\r") != F.length(line)))


def _splits(frame: Any, *, lines: bool = False) -> list[Any]:
    """Return run, file, start, size, lines of each split, in the order of the input; of `lines` blank and quoted, too."""
    from pyspark.sql import functions as F  # noqa: N812

    meta = frame.metadataColumn("_metadata")
    own = [frame["value"]] if lines else []
    place = (meta.file_path.alias("file"), meta.file_block_start.alias("start"), meta.file_size.alias("size"))
    sums = [F.first("file").alias("file"), F.first("start").alias("start"), F.first("size").alias("size")]
    sums.append(F.count("*").alias("lines"))
    if lines:
        line = F.col("value")
        sums += [F.count_if(line.isin(*_BLANK)).alias("blank"), F.max(_odd(line)).alias("quoted")]
    found = frame.select(_key(frame), *place, *own).groupBy("run").agg(*sums).collect()
    return sorted(found, key=lambda split: (split["file"], split["start"]))


def _runs(splits: list[Any], counts: list[int], headers: dict[str, int]) -> dict[int, Run]:
    found, first = {}, 0
    for number, (split, rows) in enumerate(zip(splits, counts, strict=True)):
        header = headers.get(split["file"], 0) if split["start"] == 0 else 0
        found[split["run"]] = Run(number, first, rows, header)
        first += rows
    return found


class _Header:
    """The header of a CSV file: `lines` it takes with what stands before, of which `told` are not blank."""

    def __init__(self, spark: Any, file: str) -> None:
        head = _head(spark, file, _HEAD)
        self.csv = CsvSource(file, head)
        if self.csv.body_at >= len(head) == _HEAD:
            head = _head(spark, file, HEAD)
            self.csv = CsvSource(file, head)
        if self.csv.lone_cr:
            raise ComplintError("lines end with a carriage return alone; check it without --engine spark", file)
        before = head[: self.csv.body_at].removeprefix(b"\xef\xbb\xbf").split(b"\n")
        before = before[:-1] if not before[-1] else before
        self.lines = len(before)
        self.told = sum(one not in (b"", b"\r") for one in before)


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


def _all_plain(frame: Any, delimiter: bytes) -> bool:
    def work(batches: Iterable[Any]) -> Iterator[Any]:
        for batch in batches:
            yield pa.record_batch({"plain": [plain(joined(batch.column(0)), delimiter)]})

    odd = frame.where(_odd(frame["value"])).mapInArrow(work, "plain boolean")
    return all(row["plain"] for row in odd.collect())


def _keep_whole(spark: Any, sizes: list[int]) -> None:
    """Let Spark make one split of each file: it fills splits up to a size, where opening one more counts as so many bytes."""
    total = str(max(1, sum(sizes)))
    spark.conf.set("spark.sql.files.maxPartitionBytes", total)
    spark.conf.set("spark.sql.files.openCostInBytes", total)
    spark.conf.set("spark.sql.files.minPartitionNum", str(len(sizes) + 1))


def _counted(spark: Any, frame: Any, layout: Layout) -> list[int]:
    """Return the rows of each run, which only reading the records tells."""
    shipped = Shipped(spark, layout)

    def work(batches: Iterable[Any]) -> Iterator[Any]:
        here: Layout = shipped.get()
        for key, own in by_key(batches):
            run = here.runs[key]
            many = sum(raw.count for raw in here.raws(run, own))
            yield pa.record_batch({"number": pa.array([run.number], pa.int64()), "rows": pa.array([many], pa.int64())})

    return [rows for _, rows in sorted(_keyed(frame).mapInArrow(work, "number bigint, rows bigint").collect())]
