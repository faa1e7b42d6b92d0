"""A list of numbers kept as CSV with a header: its column of numbers, and a refusal of what a bit cannot hold."""

from __future__ import annotations

import csv
import re
from itertools import chain

import numpy as np

from complint.core.errors import ComplintError
from complint.core.record import record
from complint.dnc.bitmap import PER_CODE
from complint.dnc.lines import Lines, one

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BATCH = 100_000  # rows
_LOOKED_AT = 1_000  # rows of which each cell is looked at, not the numbers alone
_NUMBER = frozenset(
    "phonenumber phone phonee164 phones tonumber number numbers telephone telephonenumber mobile mobilephone contactnumber"
    " msisdn dnc donotcall tel".split()
)
_AREA = frozenset("areacode npa area ac".split())
_MARK = frozenset("change changetype changecode action adddelete addordelete ad".split())
_DATE = frozenset("date changedate datetime timestamp changedat".split())
# a column by such a name says when an entry holds, or what the answer is
_TELLING = re.compile(
    r"date|time|expir|until|since|valid|result|answer|status|listed|dnc|donotcall|revo|consent|action"
)
_TELLING_END = re.compile(r"[_ ](at|on|from|to)$", re.IGNORECASE)
_VALUE = re.compile(r"(?:\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{2,4})(?:[T ].*)?|yes|no|true|false|y|n", re.IGNORECASE)


@record
class Columns:
    """The header of a list: the places of its number (and area code), and whether nothing else is in it (`alone`)."""

    names: tuple[str, ...]
    delimiter: str
    number: int
    area: int | None
    alone: bool


def columns_of(line: bytes, name: str, at: int) -> Columns | None:
    """Return the columns that a first line names; None where it is no header, but a line of the list.

    Raises ComplintError for a header without a column of numbers, and for columns that a list of numbers cannot have.
    """
    text = line.decode("latin-1").strip()
    if sum(letter.isdigit() for letter in text) >= 7 or not any(letter.isalpha() for letter in text):
        return None
    delimiter = max(",;\t", key=text.count)
    names = tuple(cell.strip() for cell in next(csv.reader([text], delimiter=delimiter)))
    plain = ["".join(letter for letter in one.casefold() if letter.isalnum()) for one in names]
    if len(names) == 1:
        return Columns(names, delimiter, 0, None, True)
    numbers = [place for place, one in enumerate(plain) if one in _NUMBER]
    areas = [place for place, one in enumerate(plain) if one in _AREA]
    if len(numbers) != 1 or len(areas) > 1:
        what = "no column holds numbers" if not numbers else "several columns may hold the numbers"
        raise ComplintError(f"{what}; it has: {', '.join(map(repr, names[:20]))}", name, at)
    marked = any(one in _MARK for one in plain)
    roles = ["a" if one in _AREA else "n" if one in _NUMBER else "m" if one in _MARK else "d" if one in _DATE else "-"
             for one in plain]  # fmt: skip
    if re.fullmatch("a?n(?:d?m|md)?", "".join(roles)):
        return Columns(names, delimiter, numbers[0], areas[0] if areas else None, True)
    for place, header in enumerate(names):
        if place not in (*numbers, *areas) and (_TELLING.search(plain[place]) or _TELLING_END.search(header) or marked):
            raise _no_list(header, name, at)
    return Columns(names, delimiter, numbers[0], areas[0] if areas else None, False)


def _no_list(column: str, name: str, at: int) -> ComplintError:
    return ComplintError(
        f"the column {column!r} says more than that a number is listed, and an index holds numbers alone: "
        "name such a table in the configuration (calls.internal_dnc, calls.reassigned)",
        name,
        at,
    )


def read_table(
    data: bytes, pieces: Iterable[bytes], columns: Columns, name: str, first: int
) -> Iterator[tuple[int, Lines]]:
    """Yield (line of the first row, its numbers) of the rows after a header; a row is odd where its number is.

    Raises ComplintError for a column of dates or answers among the first rows, and for quotes that do not end.
    """
    reader = csv.reader(_texts(data, pieces), delimiter=columns.delimiter, strict=True)
    numbers: list[int] = []
    odd: list[tuple[int, bytes]] = []
    begun, before = first + 1, 1
    try:
        next(reader)
        for row in reader:
            line = first - 1 + reader.line_num
            number = _number(row, columns) if reader.line_num == before + 1 else None
            if number is not None:
                numbers.append(number)
            elif any(cell.strip() for cell in row):
                odd.append((line - begun, columns.delimiter.join(row).encode("latin-1", "replace")))
            if line - first <= _LOOKED_AT:
                _look(row, columns, name, line)
            before = reader.line_num
            if line - begun + 1 >= _BATCH:
                yield begun, _lines(numbers, line - begun + 1, odd)
                begun, numbers, odd = line + 1, [], []
    except csv.Error as error:
        raise ComplintError(f"the table is broken: {error}", name, first - 1 + reader.line_num) from None
    yield begun, _lines(numbers, first + reader.line_num - begun, odd)


def _texts(data: bytes, pieces: Iterable[bytes]) -> Iterator[str]:
    for piece in chain((data,), pieces):
        for line in piece.removesuffix(b"\n").split(
            b"\n"
        ):  # not splitlines: a text may hold other characters that end lines
            yield line.decode("latin-1") + "\n"


def _number(row: list[str], columns: Columns) -> int | None:
    if len(row) > len(columns.names) or len(row) <= max(columns.number, columns.area or 0):
        return None
    text = row[columns.number] if columns.area is None else f"{row[columns.area]},{row[columns.number]}"
    found = one(text.encode("latin-1", "replace"))
    return found[0] if found is not None and found[1] is None else None


def _look(row: list[str], columns: Columns, name: str, line: int) -> None:
    for place, cell in enumerate(row[: len(columns.names)]):
        if place not in (columns.number, columns.area) and _VALUE.fullmatch(cell.strip()):
            raise _no_list(columns.names[place], name, line)


def _lines(numbers: list[int], count: int, odd: list[tuple[int, bytes]]) -> Lines:
    code, local = np.divmod(np.array(numbers, np.int64), PER_CODE)
    return Lines(code.astype(np.uint16), local.astype(np.uint32), None, count, tuple(odd))
