"""Call schedules in Parquet: typed columns become texts, but for timestamps, which stay what they are."""

from __future__ import annotations

from contextlib import contextmanager

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from complint.calls.raw import BATCH, Raw, Source, Span
from complint.core.errors import ComplintError
from complint.core.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_ROWS = 2 * BATCH  # fewer are not worth a part of their own

_WORDS = frozenset({"purpose", "call_type", "line_type", "consent_type", "consent_method", "ebr_type", "rnd_result"})
_WORDS |= {"national_dnc", "internal_dnc", "consent_prechecked", "recipient_state", "recipient_timezone"}


class ParquetSource(Source):
    """A Parquet file; memory is one batch of its rows."""

    def __init__(self, path: str) -> None:
        try:
            schema = pq.read_schema(path)
        except (pa.ArrowException, OSError) as error:
            raise ComplintError(f"not a Parquet file that can be read: {str(error)[:200]}", path) from None
        super().__init__(path, "table", tuple(schema.names))
        self._texts = {
            field.name for field in schema if pa.types.is_string(field.type) or pa.types.is_binary(field.type)
        }
        self.settled = True

    def batches(self) -> Iterator[Raw]:
        """Yield the rows."""
        for span in self.spans():
            assert span.first is not None
            for made in self.read(span):
                yield replace(made, first=made.first + span.first)

    def spans(self) -> Iterator[Span]:
        """Yield the row groups, small ones together; where each begins stands in the file."""
        first = start = rows = 0
        with self._opened(first) as file:
            last = file.num_row_groups - 1
            for number in range(last + 1):
                rows += file.metadata.row_group(number).num_rows
                if rows >= _ROWS or number == last:
                    share = (first + rows) / max(file.metadata.num_rows, 1)
                    yield Span(start, number + 1, final=number == last, first=first, share=share)
                    first, start, rows = first + rows, number + 1, 0

    def read(self, span: Span) -> Iterator[Raw]:
        """Yield the rows of a row group."""
        first = 0
        headers = list(dict.fromkeys(self.wanted.values()))
        groups = list(range(span.start, span.end))
        with self._opened(span.first or 0) as file:
            for batch in file.iter_batches(BATCH, row_groups=groups, columns=headers):
                columns = {column: texts(batch.column(header)) for column, header in self.wanted.items()}
                if batch.num_rows:
                    yield Raw(first, batch.num_rows, columns, {})
                first += batch.num_rows

    @property
    def _few(self) -> set[str]:
        """Return the headers of texts that are words of a few: read as such they need not be told apart again."""
        return {header for column, header in self.matched.items() if column in _WORDS} & self._texts

    @contextmanager
    def _opened(self, row: int) -> Iterator[Any]:
        try:
            with pq.ParquetFile(self.path, read_dictionary=[*self._few]) as file:
                yield file
        except (pa.ArrowException, OSError) as error:
            raise ComplintError(f"after row {row}: {str(error)[:200]}", self.path) from None


def texts(column: Any) -> Any:
    """Return an Arrow column as text (or binary); timestamps are kept, other types are written as a table would."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        few = kind.value_type
        return column if pa.types.is_string(few) or pa.types.is_binary(few) else texts(column.dictionary_decode())
    if pa.types.is_string(kind) or pa.types.is_binary(kind) or pa.types.is_timestamp(kind):
        return column
    if pa.types.is_large_string(kind) or pa.types.is_large_binary(kind):
        return column.cast(pa.binary())
    if pa.types.is_floating(kind):
        values = column.to_numpy(zero_copy_only=False)
        whole = np.isfinite(values) & (values == np.floor(values)) & (np.abs(values) < 1e15)
        if whole[np.isfinite(values)].all():
            integers = pa.array(np.where(whole, values, 0).astype(np.int64), mask=~whole)
            return pc.cast(integers, pa.string())
        return pc.if_else(pa.array(np.isfinite(values)), pc.cast(column, pa.string()), None)
    if pa.types.is_null(kind):
        return pa.nulls(len(column), pa.string())
    try:
        return pc.cast(column, pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return pa.array([None if value is None else str(value) for value in column.to_pylist()], pa.string())
