"""The verdict table: one line a row, in the order of the input, as CSV, JSON lines or Parquet."""

from __future__ import annotations

import csv
import json
import os

import numpy as np
import pyarrow as pa

from complint.calls.fired import BLOCKED, UNDECIDED
from complint.calls.next_lawful import NONE
from complint.columns.clocks import offsets_at
from complint.core.errors import ComplintError
from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from complint.calls.batch import Batch
    from complint.calls.fired import Judgement

HEADER = (
    "row",
    "call_id",
    "phone_number",
    "verdict",
    "rules",
    "requirements",
    "notices",
    "jurisdictions",
    "zones",
    "local_time",
    "next_lawful_utc",
)
VERDICTS = ("allowed", "blocked", "unknown")
_LISTS = ("rules", "requirements", "notices", "jurisdictions", "zones", "local_time")
FORMS = (".csv", ".jsonl", ".ndjson", ".parquet")


def table(judged: Judgement, verdict: Any, next_at: Any) -> dict[str, Any]:
    """Return the columns of the table for a batch: lists of texts, or `Coded` where few values recur."""
    batch = judged.batch
    reasons, combined = _reasons(judged, verdict)
    spots, place = batch.spots, batch.place
    return {
        "row": range(batch.first + 1, batch.first + batch.count + 1),
        "call_id": _ids(batch),
        "phone_number": _numbers(batch),
        "verdict": Coded(verdict, list(VERDICTS)),
        "rules": Coded(combined, [one[0] for one in reasons]),
        "requirements": Coded(combined, [one[1] for one in reasons]),
        "notices": Coded(combined, [one[2] for one in reasons]),
        "jurisdictions": Coded(place, [list(spot.jurisdictions) for spot in spots]),
        "zones": Coded(place, [list(spot.zones) for spot in spots]),
        "local_time": local_times(batch),
        "next_lawful_utc": _utc(next_at),
    }


@record
class Coded:
    """A column of which each row has one of a few values: `values[codes[row]]`."""

    codes: Any
    values: list[Any]

    def written(self, write: Callable[[Any], str]) -> list[str]:
        """Return the column as texts; each value is written once."""
        texts = [write(value) for value in self.values]
        return [texts[code] for code in self.codes.tolist()]


def _numbers(batch: Batch) -> list[str]:
    found = [f"+{key}" for key in batch.numbers.key.tolist()]
    for row in np.flatnonzero(batch.numbers.key == 0).tolist():
        found[row] = number_text(batch, row)
    return found


def number_text(batch: Batch, row: int) -> str:
    """Return a row's number as E.164, or the text that was given where it is invalid."""
    key = int(batch.numbers.key[row])
    if key > 0:
        return f"+{key}"
    column = batch.raw.columns.get("phone_number")
    given = None if column is None else column[row].as_py()
    return given.decode("utf-8", "replace") if isinstance(given, bytes) else given or ""


def local_times(batch: Batch) -> list[str]:
    """Return for each row its local times, ISO with offset, `;` between those of its zones; "" where no instant is known."""
    found = [""] * batch.count
    by_zones: dict[tuple[str, ...], list[int]] = {}
    for place in np.flatnonzero(np.bincount(batch.place)).tolist():
        by_zones.setdefault(batch.spots[place].zones, []).append(place)
    for zones, places in by_zones.items():
        wanted = np.zeros(len(batch.spots), bool)
        wanted[places] = True
        rows = np.flatnonzero(wanted[batch.place] & batch.times.timed)
        texts = [iso_local(batch.times.at[rows], zone) for zone in zones]
        joined = texts[0] if len(texts) == 1 else [";".join(one) for one in zip(*texts, strict=True)]
        for row, text in zip(rows.tolist(), joined, strict=False):
            found[row] = text
    return found


def iso_local(at: Any, zone: str) -> list[str]:
    """Return instants as ISO text on the clock of a zone, with its offset."""
    offset = offsets_at(zone, at)
    tails = {one: _offset_text(one) for one in np.unique(offset).tolist()}
    texts = np.datetime_as_string((at + offset).astype("datetime64[s]"), unit="s").tolist()
    return [text + tails[one] for text, one in zip(texts, offset.tolist(), strict=True)]


def _offset_text(seconds: int) -> str:
    sign = "-" if seconds < 0 else "+"
    hours, rest = divmod(abs(seconds), 3600)
    return f"{sign}{hours:02d}:{rest // 60:02d}"


def _utc(at: Any) -> list[str]:
    texts = np.datetime_as_string(
        np.where(at == NONE, 0, at).astype("datetime64[s]"), unit="s", timezone="UTC"
    ).tolist()
    for row in np.flatnonzero(at == NONE).tolist():
        texts[row] = ""
    return [str(text) for text in texts]


def _ids(batch: Batch) -> list[str]:
    found = batch.frame.texts("call_id")
    numbers = range(batch.first + 1, batch.first + batch.count + 1)
    if found is None:
        return [str(number) for number in numbers]
    codes, words = found
    return [
        str(number) if code < 0 else words[code] or str(number)
        for number, code in zip(numbers, codes.tolist(), strict=True)
    ]


def _reasons(judged: Judgement, verdict: Any) -> tuple[list[tuple[list[str], list[str], list[str]]], Any]:
    """Return the distinct (rules, requirements, notices) of a batch, and which of them each row has."""
    words = [verdict.astype(np.uint64)]
    for start in range(0, len(judged.fired), 64):
        word = np.zeros(judged.batch.count, np.uint64)
        for bit, fired in enumerate(judged.fired[start : start + 64]):
            word[fired.rows] |= np.uint64(1 << bit)
        words.append(word)
    combined = words[0]
    for word in words[1:]:
        _, inverse = np.unique(word, return_inverse=True)
        combined = combined * np.uint64(int(inverse.max(initial=0)) + 1) + inverse.astype(np.uint64)
    _, first, inverse = np.unique(combined, return_index=True, return_inverse=True)
    reasons = []
    for row in first.tolist():
        there = [
            fired for number, fired in enumerate(judged.fired) if int(words[1 + number // 64][row]) >> (number % 64) & 1
        ]
        reasons.append(_told(there, int(verdict[row])))
    return reasons, inverse


def _told(there: list[Any], verdict: int) -> tuple[list[str], list[str], list[str]]:
    wanted = {BLOCKED: BLOCKED, UNDECIDED: UNDECIDED}.get(verdict)
    deciding = [fired for fired in there if wanted is not None and fired.counts == wanted]
    rules = sorted({fired.rule for fired in deciding})
    notices = sorted({fired.rule for fired in there} - set(rules))
    return rules, sorted({fired.requirement for fired in deciding if "/" in fired.requirement}), notices


class TableWriter:
    """Writes the table to a file beside the final one, which takes its place when all is written.

    Raises ComplintError for a suffix that is none of `FORMS`, and where the file cannot be written.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        suffix = os.path.splitext(path)[1].lower()
        if suffix not in FORMS:
            raise ComplintError(f"--output takes a file that ends with {', '.join(FORMS)}, not {path!r}")
        self.suffix = suffix
        self._part = f"{path}.part"
        self._parquet: Any = None
        self._stream: Any = None
        try:
            if suffix == ".parquet":
                import pyarrow.parquet as pq

                self._parquet = pq.ParquetWriter(self._part, _SCHEMA, compression="zstd")
            else:
                self._stream = open(self._part, "w", encoding="utf-8", errors="backslashreplace", newline="")  # noqa: SIM115
        except OSError as error:
            raise ComplintError(f"the verdict table cannot be written: {error.strerror}", path) from None
        if suffix == ".csv":
            csv.writer(self._stream, lineterminator="\n").writerow(HEADER)

    def write(self, columns: dict[str, Any]) -> None:
        """Write the rows of a batch (see `table`)."""
        if self._parquet is not None:
            self._parquet.write_table(pa.table([_arrow(name, columns[name]) for name in HEADER], schema=_SCHEMA))
        elif self.suffix == ".csv":
            texts = [one.written(_joined) if isinstance(one, Coded) else one for one in columns.values()]
            csv.writer(self._stream, lineterminator="\n").writerows(zip(*texts, strict=True))
        else:
            parts = [_json(name, columns[name]) for name in HEADER]
            keys = [f'"{name}": ' for name in HEADER]
            form = "{" + ", ".join(f"{key}%s" for key in keys) + "}\n"
            self._stream.writelines(form % row for row in zip(*parts, strict=True))

    def close(self, *, keep: bool) -> None:
        """Put the file in place, or drop it."""
        (self._parquet or self._stream).close()
        if keep:
            os.replace(self._part, self.path)
        else:
            os.unlink(self._part)


def _joined(value: Any) -> str:
    return value if isinstance(value, str) else ";".join(value)


def _json(name: str, column: Any) -> list[str]:
    """Return a column as JSON texts."""
    if isinstance(column, Coded):
        return column.written(json.dumps)
    if name == "local_time":  # nothing in it needs an escape
        return ['["' + text.replace(";", '", "') + '"]' if text else "[]" for text in column]
    return ["null" if value == "" and name == "next_lawful_utc" else json.dumps(value) for value in column]


def _arrow(name: str, column: Any) -> Any:
    kind = _SCHEMA.field(name).type
    if isinstance(column, Coded):
        return pa.array(column.values, kind).take(pa.array(column.codes.astype(np.int64)))
    if name == "local_time":
        return pa.array([text.split(";") if text else [] for text in column], kind)
    return pa.array([None if value == "" and name == "next_lawful_utc" else value for value in column], kind)


_SCHEMA = pa.schema(
    [
        (name, pa.int64() if name == "row" else pa.list_(pa.string()) if name in _LISTS else pa.string())
        for name in HEADER
    ]
)
