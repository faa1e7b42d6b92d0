"""Instants out of Arrow text: what is ISO 8601 in its usual forms, without a loop; the rest is told to be read by hand."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_ZONED = r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d(:?\d\d)?)$"
_LOCAL = r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?$"
ODD, ZONED, LOCAL = 0, 1, 2


def iso_seconds(texts: Any) -> tuple[Any, Any]:
    """Return (seconds int64, form uint8) of an Arrow string array: ZONED are UNIX seconds, LOCAL seconds of a clock unknown.

    ODD is anything else: another writing, an impossible date, an empty cell.
    """
    try:
        return _cast(texts, "UTC"), np.full(len(texts), ZONED, np.uint8)
    except (pa.ArrowInvalid, ValueError):
        pass
    seconds = np.zeros(len(texts), np.int64)
    forms = np.zeros(len(texts), np.uint8)
    for pattern, zone, form in ((_ZONED, "UTC", ZONED), (_LOCAL, None, LOCAL)):
        rows = np.flatnonzero(
            pc.fill_null(pc.match_substring_regex(texts, pattern), False).to_numpy(zero_copy_only=False)
        )
        if len(rows) == 0:
            continue
        try:
            seconds[rows] = _cast(texts.take(pa.array(rows)), zone)
        except (pa.ArrowInvalid, ValueError):  # an impossible date among them
            continue
        forms[rows] = form
    return seconds, forms


def _cast(texts: Any, zone: str | None) -> Any:
    if texts.null_count:
        raise ValueError("null")
    return pc.cast(texts, pa.timestamp("s", tz=zone)).to_numpy(zero_copy_only=False).astype(np.int64)


def typed_seconds(column: Any) -> tuple[Any, Any]:
    """Return (seconds, form) of an Arrow timestamp column; nulls are ODD."""
    form = ZONED if column.type.tz else LOCAL
    divisor = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}[column.type.unit]
    there = ~column.is_null().to_numpy(zero_copy_only=False)
    values = pc.fill_null(pc.cast(column, pa.int64()), 0).to_numpy(zero_copy_only=False)
    return values // divisor, np.where(there, form, ODD).astype(np.uint8)
