"""A check on Spark: the sums of each run by the same kernel, dials brought together by number, the table written by Spark."""

from __future__ import annotations

import json

import numpy as np
import pyarrow as pa

from complint.calls.journal import part_of, sums_data
from complint.calls.tally import Tally
from complint.calls.verdict_files import FOLDER, PART, form_of, written
from complint.core.errors import BrokenPart, ComplintError
from complint.core.record import replace
from complint.spark.shipping import Shipped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from complint.calls.caps import Capped, CapCount
    from complint.calls.check import Check, Result
    from complint.calls.parallel import Part
    from complint.spark.rows import Run
    from complint.spark.table import Table

_DIALS = {
    "row": pa.int64(),
    "key": pa.int64(),
    "at": pa.int64(),
    "attempts": pa.int64(),
    "purpose": pa.int8(),
    "call_type": pa.int8(),
    "place": pa.int64(),
    "ebr": pa.bool_(),
    "day": pa.int64(),
    "verdict": pa.int8(),
}
_SUMS = pa.schema([("number", pa.int64()), ("kept", pa.bool_()), ("sums", pa.string()), *_DIALS.items()])


def run_check(check: Check, table: Table, output: str | None, progress: Callable[[int], None]) -> Result:
    """Check every row; write the verdict table to the folder `output`.

    Raises ComplintError where that is none or is there, BrokenPart where the schedule changes meanwhile.
    """
    if output is not None and form_of(output) != FOLDER:
        raise ComplintError("the engine spark writes a folder of Parquet files: --output DIR/", output)
    counter, tally = check.counter(), Tally()
    for part in _parts(check, table, counter):
        check.merge(part, tally, counter)
        progress(tally.rows)
    check.patch(tally, counter)
    if output is not None:
        _write(check, table, counter.results(check.history), output)
    return check.result(tally)


def _parts(check: Check, table: Table, counter: CapCount) -> Iterator[Part]:
    """Yield the sums of each run in order, with those of its dials that may matter to a cap."""
    shipped = Shipped(table.spark, (check, table.layout))

    def work(batches: Iterable[Any]) -> Iterator[Any]:
        here, layout = shipped.get()
        for run, raws in layout.parts(batches):
            yield from _rows_of(here, run, here.sums(raws))

    found = table.frame.mapInArrow(work, _ddl(_SUMS))
    if counter.duties:
        found = _busy(found, counter)
    rows = found.toArrow()
    sums = rows.filter(rows["sums"].is_valid())
    told = dict(zip(sums["number"].to_pylist(), sums["sums"].to_pylist(), strict=True))
    if set(told) != {run.number for run in table.layout.runs.values()}:
        raise BrokenPart("the schedule changed while Spark read it")
    dials = rows.filter(rows["sums"].is_null()).sort_by([("number", "ascending"), ("row", "ascending")])
    numbers = dials["number"].to_numpy()
    for number in sorted(told):
        low, high = np.searchsorted(numbers, [number, number + 1]).tolist()
        own = dials.slice(low, high - low)
        columns = {name: own[name].to_numpy() for name in _DIALS} if high > low else None
        yield replace(part_of(json.loads(told[number])), dials=columns)


def _rows_of(check: Check, run: Run, part: Part) -> Iterator[Any]:
    """Yield what a run came to as rows: one with its sums, and one for each of its dials.

    `kept` are rows that matter whatever other runs hold: the sums, and dials to numbers that the history has.
    """
    sums = {name: pa.nulls(1, kind) for name, kind in _DIALS.items()}
    sums |= {"key": pa.array([-1 - run.number]), "attempts": pa.array([0])}
    yield _batch(run, 1, np.ones(1, bool), json.dumps(sums_data(part)), sums)
    if part.dials is None:
        return
    key = part.dials["key"]
    before = np.zeros(len(key), bool) if check.history is None else np.isin(key, check.history[0])
    columns = {name: pa.array(part.dials[name]).cast(kind) for name, kind in _DIALS.items()}
    yield _batch(run, len(key), before, None, columns)


def _batch(run: Run, count: int, kept: Any, sums: str | None, columns: dict[str, Any]) -> Any:
    own = {
        "number": pa.array(np.full(count, run.number, np.int64)),
        "kept": pa.array(kept),
        "sums": pa.array([sums] if sums is not None else pa.nulls(count), pa.string()),
    }
    return pa.record_batch([{**own, **columns}[name] for name in _SUMS.names], schema=_SUMS)


def _busy(found: Any, counter: CapCount) -> Any:
    """Return the rows without dials to numbers that are dialled too seldom for any cap: most of them."""
    from pyspark.sql import Window
    from pyspark.sql import functions as F  # noqa: N812 - as everybody calls it

    least = min(int(edition.value["max_calls"]) for duty in counter.duties for edition in duty.editions)
    many = F.sum("attempts").over(Window.partitionBy("key"))
    counted = found.withColumn("many", many).where(F.col("kept") | (F.col("many") > least))
    return counted.drop("many", "kept")


def _write(check: Check, table: Table, caps: list[Capped], output: str) -> None:
    """Write the verdict table beside, then put it in place."""
    shipped = Shipped(table.spark, (check, table.layout, caps))

    def work(batches: Iterable[Any]) -> Iterator[Any]:
        here, layout, capped = shipped.get()
        for _, raws in layout.parts(batches):
            for _, _, columns in here.tables(raws, capped):
                yield from written(columns, FOLDER).to_batches()

    jvm = table.spark._jvm
    final = jvm.org.apache.hadoop.fs.Path(output)
    part = jvm.org.apache.hadoop.fs.Path(final.getParent(), final.getName() + PART) if final.getParent() else None
    files = final.getFileSystem(table.spark._jsc.hadoopConfiguration())
    if part is None:
        part = jvm.org.apache.hadoop.fs.Path(final.getName() + PART)
    if files.exists(final) and len(files.listStatus(final)):
        raise ComplintError("the folder is not empty; name another one", output)
    try:
        rows = table.frame.mapInArrow(work, _ddl(_table_schema()))
        rows.write.mode("overwrite").option("compression", "zstd").parquet(part.toString())
    except BaseException:
        files.delete(part, True)
        raise
    if files.exists(final):
        files.delete(final, False)
    if not files.rename(part, final):
        raise ComplintError("the finished folder cannot be renamed to it", output)


def _table_schema() -> Any:
    from complint.calls.verdict_files import SCHEMA

    return SCHEMA


_NAMES = {
    pa.int64(): "bigint",
    pa.int8(): "tinyint",
    pa.bool_(): "boolean",
    pa.string(): "string",
    pa.list_(pa.string()): "array<string>",
}


def _ddl(schema: Any) -> str:
    """Return an Arrow schema as Spark writes it."""
    return ", ".join(f"`{field.name}` {_NAMES[field.type]}" for field in schema)
