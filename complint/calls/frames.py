"""Columns of one batch, read: numbers for words, seconds for moments; cells that mean nothing are remembered by column."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from complint.calls.cells import DATE, LOCAL, ZONED, read_count, read_moment, read_word
from complint.columns.times import ODD, iso_seconds, typed_seconds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from complint.calls.raw import Raw

_EMPTY = ("", "null")
_LIMITS = {"duration_seconds": (0, 86_400), "attempts": (1, 10_000)}
_read_moment = lru_cache(65_536)(read_moment)


class Frame:
    """The columns of a batch, each read on demand; `unreadable` maps columns to masks of cells that could not be."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        self.count = raw.count
        self.unreadable: dict[str, Any] = {}

    def has(self, name: str) -> bool:
        """Tell whether the column is there and not all null."""
        column = self.raw.columns.get(name)
        return column is not None and column.null_count < len(column)

    def texts(self, name: str) -> tuple[Any, list[str | None]] | None:
        """Return (codes int32, texts by code) of a column, stripped; code -1 is empty, text None is not UTF-8."""
        if not self.has(name):
            return None
        column = self.raw.columns[name]
        if pa.types.is_timestamp(column.type):
            column = pc.strftime(column, "%Y-%m-%dT%H:%M:%S" + ("Z" if column.type.tz else ""))
        encoded = column.dictionary_encode()
        words = [_text(value) for value in encoded.dictionary.to_pylist()]
        codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int32)
        empty = np.array([word is not None and word.lower() in _EMPTY for word in words] + [True])
        return np.where(empty[codes], -1, codes), words

    def read(self, name: str, reader: Callable[[str], Any], empty: Any, kind: Any) -> Any:
        """Return a column as an array: `reader` once per distinct text (None: unreadable), `empty` for empty cells."""
        found = self.texts(name)
        if found is None:
            return None
        codes, words = found
        values = [None if word is None else reader(word) for word in words]
        bad = np.array([value is None for value in values] + [False])
        table = np.array([empty if value is None else value for value in values] + [empty], kind)
        self.mark(name, bad[codes])
        return table[codes]

    def words(self, name: str, meanings: str | None = None) -> Any:
        """Return the index of each cell's word (see `cells.read_word`); -1 is empty."""
        return self.read(name, lambda text: read_word(meanings or name, text), -1, np.int8)

    def counts(self, name: str, empty: int) -> Any:
        """Return whole numbers."""
        least, most = _LIMITS[name]
        return self.read(name, lambda text: read_count(text, least=least, most=most), empty, np.int64)

    def given(self, name: str) -> Any:
        """Return a mask of cells that are not empty; None where the column is absent."""
        found = self.texts(name)
        return None if found is None else found[0] >= 0

    def moments(self, name: str, *, dates: bool) -> tuple[Any, Any] | None:
        """Return (seconds, form) of a column; form 0 is empty or unreadable. Without `dates` a date alone is unreadable."""
        if not self.has(name):
            return None
        column = self.raw.columns[name]
        if pa.types.is_timestamp(column.type):
            return self._in_range(name, *typed_seconds(column))
        try:
            readable = column if pa.types.is_string(column.type) else pc.cast(column, pa.string())
        except ValueError:  # bytes that are no UTF-8 somewhere
            readable = pa.array([_text(value) for value in column.to_pylist()], pa.string())
        seconds, forms = iso_seconds(readable)
        odd = np.flatnonzero(forms == ODD)
        if len(odd):
            self._by_hand(name, odd, seconds, forms, dates=dates)
        return self._in_range(name, seconds, forms)

    def _by_hand(self, name: str, rows: Any, seconds: Any, forms: Any, *, dates: bool) -> None:
        found = Frame(_part(self.raw.columns[name].take(pa.array(rows)), name)).texts(name)
        if found is None:
            return
        codes, words = found
        read = [None if word is None else _read_moment(word) for word in words]
        if not dates:
            read = [None if moment is None or moment[1] == DATE else moment for moment in read]
        pairs = np.array([moment or (0, ODD) for moment in read] + [(0, ODD)], np.int64)
        seconds[rows] = pairs[codes, 0]
        forms[rows] = np.where(pairs[codes, 1] == DATE, LOCAL, pairs[codes, 1])
        bad = np.zeros(self.count, bool)
        bad[rows] = (codes >= 0) & (forms[rows] == ODD)
        self.mark(name, bad)

    def _in_range(self, name: str, seconds: Any, forms: Any) -> tuple[Any, Any]:
        from complint.columns.clocks import DAY, FIRST, LAST

        beyond = (forms != ODD) & ((seconds < FIRST + DAY) | (seconds >= LAST - DAY))
        if beyond.any():
            self.mark(name, beyond)
            forms = np.where(beyond, ODD, forms).astype(np.uint8)
        return seconds, forms

    def mark(self, name: str, bad: Any) -> None:
        """Remember that cells of a column could not be read."""
        if bad.any():
            before = self.unreadable.get(name)
            self.unreadable[name] = bad if before is None else before | bad


def _part(column: Any, name: str) -> Raw:
    """Return a column by itself, as a batch."""
    from complint.calls.raw import Raw

    return Raw(0, len(column), {name: column}, {})


def _text(value: bytes | str | None) -> str | None:
    if isinstance(value, bytes):
        try:
            value = value.decode()
        except UnicodeDecodeError:
            return None
    return None if value is None else value.strip()


__all__ = ["DATE", "LOCAL", "ODD", "ZONED", "Frame"]
