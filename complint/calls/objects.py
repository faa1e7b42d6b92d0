"""Objects (lines of JSONL, calls of a body) to columns of text: a value keeps the writing a table would have."""

from __future__ import annotations

import json

import pyarrow as pa

from complint.calls.raw import BATCH, Raw
from complint.calls.schema import known, plain
from complint.core.errors import ComplintError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any


def text_of(value: Any) -> str | None:
    """Return a JSON value as the text of a cell; objects and lists as JSON, which no column reads."""
    if value is None or value is True or value is False:
        return None if value is None else "true" if value else "false"
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode() if _halves(value) else value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, (int, float)):
        return str(value) if not isinstance(value, int) or value.bit_length() < 128 else "too large"
    return json.dumps(value, default=str)[:4096]


def _halves(text: str) -> bool:
    return not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text)


class Gatherer:
    """Rows of (canonical) columns, gathered until a batch is full."""

    def __init__(self, limit: int = BATCH) -> None:
        self.limit = limit
        self.first = 0
        self._clear()

    def _clear(self) -> None:
        self.columns: dict[str, list[str | None]] = {}
        self.broken: dict[int, str] = {}
        self.count = 0

    def add(self, row: dict[str, str | None], problem: str | None = None) -> Raw | None:
        """Add one row; return a batch where it is full."""
        at = self.count
        for column, value in row.items():
            values = self.columns.get(column)
            if values is None:
                values = self.columns[column] = []
            if len(values) < at:
                values.extend([None] * (at - len(values)))
            values.append(value)
        if problem is not None:
            self.broken[at] = problem
        self.count += 1
        return self.take() if self.count >= self.limit else None

    def take(self) -> Raw | None:
        """Return what is gathered as a batch, or None where there is nothing."""
        if not self.count:
            return None
        columns = {
            column: pa.array(values + [None] * (self.count - len(values)), pa.string())
            for column, values in self.columns.items()
        }
        made = Raw(self.first, self.count, columns, self.broken)
        self.first += self.count
        self._clear()
        return made


class Headers:
    """Which key of an object is which column, decided once for the whole file; keys may differ from object to object."""

    def __init__(self, chosen: dict[str, str]) -> None:
        self.chosen = {plain(name): plain(header) for name, header in chosen.items()}
        self.columns: dict[str, str | None] = {}
        self.of_column: dict[str, str] = {}

    def row(self, data: dict[Any, Any], number: int) -> dict[str, str | None]:
        """Return the canonical row of an object. Raises ComplintError where two of its file's keys mean one column."""
        made: dict[str, str | None] = {}
        for key, value in data.items():
            column = self.columns[key] if key in self.columns else self._learn(key, number)
            if column is not None and (column not in made or self.of_column[column] == key):
                made[column] = text_of(value)
        return made

    def _learn(self, key: Any, number: int) -> str | None:
        self.columns[key] = column = self._column(str(key))
        if column is None:
            return None
        before = self.of_column.get(column)
        if before is None:
            self.of_column[column] = key
            return column
        wishes = self.chosen.get(plain(column))
        own = wishes or plain(column)
        if plain(before) == own and plain(str(key)) != own:
            self.columns[key] = None
            return None
        if plain(str(key)) == own and plain(before) != own:
            self.columns[before], self.of_column[column] = None, key
            return column
        raise ComplintError(
            f"row {number}: the keys {before!r} and {key!r} both mean {column}; say which: "
            f"calls.columns: {{{column}: {before}}} in the configuration, or --column {column}={before}"
        )

    def _column(self, key: str) -> str | None:
        for name, header in self.chosen.items():
            if header == plain(key):
                return known(name)
        column = known(key)
        return None if column is not None and plain(column) in self.chosen else column


def gather(rows: Iterable[tuple[dict[str, str | None], str | None]]) -> Iterator[Raw]:
    """Yield batches of (row, problem) pairs."""
    gatherer = Gatherer()
    for row, problem in rows:
        full = gatherer.add(row, problem)
        if full is not None:
            yield full
    last = gatherer.take()
    if last is not None:
        yield last
