"""A check on Spark: the sums of each run by the same kernel, dials brought together by number, the table written by Spark."""

from __future__ import annotations

import json

import numpy as np
import pyarrow as pa

from complint.calls.journal import part_of, sums_data
from complint.calls.tally import Tally
from complint.calls.verdict_files import FOLDER, PART, SCHEMA, form_of, written
from complint.core.errors import ComplintError
from complint.core.record import replace
from complint.spark.rows import NotPlainError
from complint.spark.shipping import Shipped
from complint.spark.table import NOT_PLAIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from complint.calls.caps import CapCount, Capped
    from complint.calls.check import Check, Result
    from complint.calls.parallel import Part
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
_UNJUDGED = ("campaign", "voice_id", "language", "first_message", "system_prompt")  # see `Table.own_texts`
_SUMS = pa.schema([("run", pa.int64()), ("kept", pa.bool_()), ("sums", pa.string()), *_DIALS.items()])


def run_check(check: Check, table: Table, output: str | None, progress: Callable[[int], None]) -> Result:
    """Check every row; write the verdict table to the folder `output`.

    Raises ComplintError where that is none or is there, BrokenPart where the schedule changes meanwhile.
    """
    if output is not None and form_of(output) != FOLDER:
        raise ComplintError("the engine spark writes a folder of Parquet files: --output DIR/", output)
    if check.dispatch is not None:
        table = table.numbered()  # when a row is dialled depends on the rows before it
    told, dials = _judged(check, table)
    if any(one["rows"] == NOT_PLAIN for one in told.values()):
        table = table.whole()
        told, dials = _judged(check, table)
    relative = table.layout.runs is None
    table = table.placed({(one["file"], one["start"]): one["rows"] for one in told.values()})
    counter, tally = check.counter(), Tally()
    for part in _parts(table, told, dials, relative=relative):
        check.merge(part, tally, counter)
        progress(tally.rows)
    check.patch(tally, counter)
    if output is not None:
        _write(check, table, counter.results(check.history), output)
    return check.result(tally)


def _judged(check: Check, table: Table) -> tuple[dict[int, Any], Any]:
    """Return what each run came to (by a number of its own), and the dials that may matter to a cap.

    Rows are counted from the first of their run unless the table is numbered.
    """
    shipped = Shipped(table.spark, (check, table.layout))

    def work(batches: Iterable[Any]) -> Iterator[Any]:
        from pyspark import TaskContext

        here, layout = shipped.get()
        context = TaskContext.get()
        assert context is not None
        run = context.partitionId() << 32
        for (file, start), raws in layout.parts(batches):
            about = {"file": file, "start": start, "rows": NOT_PLAIN}
            try:
                part = here.sums(raws)
            except NotPlainError:
                yield _sums_row(run, about)
                break
            yield _sums_row(run, {**about, **sums_data(part)})
            if part.dials is not None:
                yield _dial_rows(run, here, part.dials)
            run += 1
        for _ in batches:
            pass  # what Spark sends must be taken

    found = table.without(*_UNJUDGED, "call_id").mapInArrow(work, _ddl(_SUMS))
    if check.counter().duties:
        found = _busy(found, check.counter())
    rows = found.toArrow()
    sums = rows.filter(rows["sums"].is_valid())
    told = {run: json.loads(one) for run, one in zip(sums["run"].to_pylist(), sums["sums"].to_pylist(), strict=True)}
    return told, rows.filter(rows["sums"].is_null()).sort_by([("run", "ascending"), ("row", "ascending")])


def _parts(table: Table, told: dict[int, Any], dials: Any, *, relative: bool) -> Iterator[Part]:
    """Yield the parts in the order of the input; rows that are `relative` to their run become those of the input."""
    numbers = dials["run"].to_numpy()
    runs = table.layout.runs or {}
    place = {run: runs[one["file"], one["start"]] for run, one in told.items()}
    for run in sorted(told, key=lambda run: place[run]):
        first = place[run][0] if relative else 0
        part = part_of(told[run])
        part.tally.move(first)
        low, high = np.searchsorted(numbers, [run, run + 1]).tolist()
        own = dials.slice(low, high - low)
        columns = {name: own[name].to_numpy() for name in _DIALS} if high > low else None
        if columns is not None:
            columns["row"] = columns["row"] + first
        yield replace(part, dials=columns)


def _sums_row(run: int, sums: dict[str, Any]) -> Any:
    """Return the row that tells what a run came to; it has a key of its own, so that it stands for no number."""
    columns = {name: pa.nulls(1, kind) for name, kind in _DIALS.items()}
    columns |= {"key": pa.array([-1 - run]), "attempts": pa.array([0])}
    return _batch(run, np.ones(1, bool), pa.array([json.dumps(sums)]), columns)


def _dial_rows(run: int, check: Check, dials: dict[str, Any]) -> Any:
    """Return the rows of dials; `kept` are those to numbers that the history has, which no other row needs to hold."""
    kept = np.zeros(len(dials["key"]), bool)
    if check.history is not None:
        kept = np.isin(dials["key"], check.history[0])
    columns = {name: pa.array(dials[name]).cast(kind) for name, kind in _DIALS.items()}
    return _batch(run, kept, pa.nulls(len(kept), pa.string()), columns)


def _batch(run: int, kept: Any, sums: Any, columns: dict[str, Any]) -> Any:
    own = {"run": pa.array(np.full(len(kept), run, np.int64)), "kept": pa.array(kept), "sums": sums}
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
    final = jvm.org.apache.hadoop.fs.Path(output)  # which drops the slash at the end
    part = jvm.org.apache.hadoop.fs.Path(final.toString() + PART)
    files = final.getFileSystem(table.spark._jsc.hadoopConfiguration())
    if files.exists(final) and len(files.listStatus(final)):
        raise ComplintError("the folder is not empty; name another one", output)
    try:
        rows = table.without(*_UNJUDGED).mapInArrow(work, _ddl(SCHEMA))
        rows.write.mode("overwrite").option("compression", "zstd").parquet(part.toString())
    except BaseException:
        files.delete(part, True)
        raise
    if files.exists(final):
        files.delete(final, False)
    if not files.rename(part, final):
        raise ComplintError("the finished folder cannot be renamed to it", output)


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
