"""A planned Parquet schedule: every column as it was, the time column in its own type."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from complint.calls.findings import utc_text
from complint.calls.plan_rows import MOVED, QUARANTINED, Rows
from complint.calls.plan_tables import ORIGINAL, TIME, local_seconds, retimed, written
from complint.calls.raw import BATCH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.calls.raw import Source

_UNITS = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
_NO_FRACTION = re.compile(r"(?<=:\d\d)\.0+(?=Z?$)")


def write_parquet(path: str, source: Source, rows: Rows, zone: str | None) -> None:
    """Write the kept and moved rows; a moved time that its own column type cannot hold makes the column one of text."""
    header = source.matched.get(TIME, TIME)
    timed = retimed(rows)
    with pq.ParquetFile(source.path) as file:
        schema = file.schema_arrow
        schema = schema if header in schema.names else schema.append(pa.field(header, pa.string()))
        at = schema.get_field_index(header)
        zones = _row_zones(file, source, rows, timed, schema.field(at).type, zone)
        if zones is None:
            schema = schema.set(at, pa.field(header, pa.string()))
        schema = schema if ORIGINAL in schema.names else schema.append(pa.field(ORIGINAL, pa.string()))
        with pq.ParquetWriter(path, schema, compression="zstd") as out:
            first = 0
            for batch in file.iter_batches(BATCH):
                part = slice(first, first + batch.num_rows)
                made = _columns(batch, schema, header, rows, part, timed, zones)
                out.write_table(made.filter(pa.array(rows.state[part] != QUARANTINED)))
                first += batch.num_rows


def _columns(batch: Any, schema: Any, header: str, rows: Rows, part: slice, timed: Any, zones: Any) -> Any:
    count = batch.num_rows
    columns = {name: batch.column(at) for at, name in enumerate(batch.schema.names)}
    before = columns.get(header, pa.nulls(count, pa.string()))
    columns[header] = _times(
        before, schema.field(header).type, header, rows.at[part], timed[part], zones and zones[part]
    )
    held = columns.get(ORIGINAL, pa.nulls(count, pa.string()))
    texts = _texts(before)
    moved = rows.state[part] == MOVED
    own = rows.own[part]
    filled = [
        value if value not in (None, "") or not moved[row] else texts[row] or utc_text(int(own[row]))
        for row, value in enumerate(held.to_pylist())
    ]
    columns[ORIGINAL] = pa.array([None if one is None else str(one) for one in filled], pa.string())
    return pa.table(
        [
            columns[field.name].cast(field.type) if columns[field.name].type != field.type else columns[field.name]
            for field in schema
        ],
        schema=schema,
    )


def _times(column: Any, kind: Any, header: str, at: Any, timed: Any, zones: Any) -> Any:
    """Return the time column with new instants where `timed`."""
    if not pa.types.is_timestamp(kind) and not pa.types.is_integer(kind) and not pa.types.is_floating(kind):
        texts = _texts(column)
        made = [written(int(at[row]), text or "", header) if timed[row] else text for row, text in enumerate(texts)]
        return pa.array(made, pa.string()).cast(kind)
    values = at
    if pa.types.is_timestamp(kind):
        unit = _UNITS[kind.unit]
        if kind.tz is None:
            values = at.copy()
            for name in {name for name in zones if name}:
                own = np.array([one == name for one in zones])
                values[own] = local_seconds(at[own], name)[0]
        new = pa.array(values * unit, pa.int64()).cast(kind)
    else:
        new = pa.array(values, pa.int64()).cast(kind)
    import pyarrow.compute as pc

    return pc.if_else(pa.array(timed), new, column)


def _texts(column: Any) -> list[str | None]:
    """Return the cells as they are read: timestamps as ISO text, the rest as text."""
    from complint.calls.frames import Frame
    from complint.calls.parquet_rows import texts
    from complint.calls.raw import Raw

    frame = Frame(Raw(0, len(column), {TIME: texts(column)}, {}))
    found = frame.texts(TIME)
    if found is None:
        return [None] * len(column)
    codes, words = found
    whole = [None if word is None else _NO_FRACTION.sub("", word) for word in words]
    return [None if code < 0 else whole[code] for code in codes.tolist()]


def _row_zones(file: Any, source: Source, rows: Rows, timed: Any, kind: Any, zone: str | None) -> Any:
    """Return by row the zone of a time without one; None where some new time cannot be told on that clock.

    A column that has zones, or no typed times, needs none: the list is empty of names.
    """
    if not (pa.types.is_timestamp(kind) and kind.tz is None):
        return [] if pa.types.is_date(kind) is False and not pa.types.is_time(kind) else None
    from complint.calls.dispatch import known

    column = source.matched.get("timezone")
    names: list[str | None] = []
    for batch in file.iter_batches(BATCH, columns=[column] if column else [file.schema_arrow.names[0]]):
        given = batch.column(0).to_pylist() if column else [None] * batch.num_rows
        names += [(known(str(one)) if one else None) or known(zone) for one in given]
    for name in {names[row] for row in np.flatnonzero(timed).tolist()}:
        own = np.array([timed[row] and one == name for row, one in enumerate(names)])
        if name is None or not local_seconds(rows.at[own], name)[1].all():
            return None
    return names
