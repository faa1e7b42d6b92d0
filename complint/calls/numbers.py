"""Columns of numbers: +1 numbers without a loop, all others once per distinct text."""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np
import pyarrow as pa

from complint.calls.numbering import ASK, INVALID, NumberClass, prefix_table, read_number
from complint.columns.phones import national

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NANP = 10_000_000_000  # +1 before ten digits


class Kinds:
    """The classes of numbers met so far, by index: those of the numbering table first, foreign ones as they come."""

    def __init__(self) -> None:
        self.classes: list[NumberClass] = list(prefix_table().classes)
        self._index = {_marks(kind): index for index, kind in enumerate(self.classes)}

    def index(self, kind: NumberClass) -> int:
        """Return the index of a class."""
        marks = _marks(kind)
        if marks not in self._index:
            self._index[marks] = len(self.classes)
            self.classes.append(kind)
        return self._index[marks]


def _marks(kind: NumberClass) -> tuple[Any, ...]:
    return kind.status, kind.country, kind.state, kind.zones


@cache
def kinds() -> Kinds:
    """Return the classes of this process."""
    return Kinds()


@lru_cache(200_000)
def _read(text: str, region: str) -> tuple[int, int]:
    number = read_number(text, region)
    return (int(number.e164[1:]) if number.e164 else 0), kinds().index(number.kind)


@cache
def _home_regions() -> frozenset[str]:
    import phonenumbers

    return frozenset(phonenumbers.COUNTRY_CODE_TO_REGION_CODE[1])


class Numbers:
    """Numbers of a batch: `key` are the digits of E.164 as int64 (0: invalid), `kind` indices of `kinds().classes`."""

    def __init__(self, texts: Any, region: str) -> None:
        table = prefix_table()
        at_home = region == "US" or region in _home_regions()
        plain = national(texts) if at_home else _plus_ones(texts)
        kind = table.code[plain // 10_000]
        status = table.status[kind]
        key = plain + NANP
        key[status == INVALID] = 0
        rows = np.flatnonzero((plain == 0) | (status == ASK))
        self.key = key
        self.kind = kind
        if len(rows):
            self.kind = kind.astype(np.int64)
            self._by_hand(texts, rows, region)

    def _by_hand(self, texts: Any, rows: Any, region: str) -> None:
        encoded = texts.take(pa.array(rows)).dictionary_encode()
        codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        read = [_read(_decoded(text), region) for text in encoded.dictionary.to_pylist()]
        table = np.array([*read, (0, 0)], np.int64)
        self.key[rows] = table[codes, 0]
        self.kind[rows] = table[codes, 1]


def _plus_ones(texts: Any) -> Any:
    """Return plain numbers only where the text begins with +1: ten digits alone belong to the default region."""
    import pyarrow.compute as pc

    found = national(texts)
    plus = pc.fill_null(pc.starts_with(texts.cast(pa.binary()), pattern="+"), False).to_numpy(zero_copy_only=False)
    return np.where(plus, found, 0)


def _decoded(text: bytes | str) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text
