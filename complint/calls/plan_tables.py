"""A planned table or complint schedule written in the form of its input: the same columns, moved rows with a new time."""

from __future__ import annotations

import json
import re

import numpy as np

from complint.calls.bodies import OWN
from complint.calls.csv_split import split
from complint.calls.findings import utc_text
from complint.calls.objects import Headers, text_of
from complint.calls.plan_rows import MOVED, QUARANTINED, Rows
from complint.calls.schema import plain
from complint.columns.clocks import instants, offsets_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from complint.calls.raw import Source

ORIGINAL, TIME = "original_scheduled_at", "scheduled_at"
_UNIX = re.compile(r"\s*[+-]?\d{1,12}(\.\d+)?\s*")


def write_table(path: str, source: Source, rows: Rows, zone: str | None) -> None:
    """Write a schedule to `path`; `zone` is the one in which times of a typed column without a zone are read."""
    from complint.calls.csv_rows import CsvSource
    from complint.calls.parquet_rows import ParquetSource

    if source.what == OWN:
        _write_body(path, source, rows)
    elif isinstance(source, CsvSource):
        _write_csv(path, source, rows)
    elif isinstance(source, ParquetSource):
        from complint.calls.plan_parquet import write_parquet

        write_parquet(path, source, rows, zone)
    else:
        _write_lines(path, source, rows)


def written(at: int, like: str, header: str) -> str:
    """Return an instant in the writing of the cell it replaces: UNIX seconds, or ISO 8601 in UTC."""
    unix = _UNIX.fullmatch(like) if like.strip() else plain(header) == "scheduledtimeunix"
    return str(at) if unix else utc_text(at)


def retimed(rows: Rows) -> Any:
    """Return a mask of rows whose time is written: moved ones, and kept ones that had a turn and no time."""
    return (rows.state == MOVED) | ((rows.state != QUARANTINED) & rows.dispatched)


# --- CSV


def _write_csv(path: str, source: Any, rows: Rows) -> None:
    headers = list(source.headers)
    there = TIME in source.matched
    column = headers.index(source.matched[TIME]) if there else len(headers)
    headers += [] if there else [TIME]
    again = ORIGINAL in headers
    headers += [] if again else [ORIGINAL]
    original = headers.index(ORIGINAL)
    delimiter = source.delimiter
    timed = retimed(rows)
    with open(source.path, "rb") as stream, open(path, "wb") as out:
        out.write(b"\xef\xbb\xbf" if stream.read(3) == b"\xef\xbb\xbf" else b"")
        out.write(_line([header.encode("utf-8", "replace") for header in headers], delimiter))
        for row, cells in enumerate(_records(source)):
            if rows.state[row] == QUARANTINED:
                continue
            cells += [b""] * (len(headers) - len(cells))
            if timed[row]:
                before = cells[column].decode("utf-8", "replace")
                cells[column] = written(int(rows.at[row]), before, headers[column]).encode()
                if rows.state[row] == MOVED and not cells[original]:
                    cells[original] = (before.strip() or utc_text(int(rows.own[row]))).encode()
            out.write(_line(cells, delimiter))


def _records(source: Any) -> Iterator[list[bytes]]:
    for _, data in source.blocks():
        if b'"' in data or data.count(b"\r") != data.count(b"\r\n"):
            yield from split(data, source.delimiter, len(source.headers), final=True)[0]
        else:
            lines = data.replace(b"\r\n", b"\n").split(b"\n")
            yield from (line.split(source.delimiter) for line in lines if line)


_QUOTED = re.compile(rb'["\r\n,;\t]')


def _line(cells: list[bytes], delimiter: bytes) -> bytes:
    made = [b'"%s"' % cell.replace(b'"', b'""') if _QUOTED.search(cell) else cell for cell in cells]
    return (delimiter.join(made) or b'""') + b"\n"


# --- objects


def _write_lines(path: str, source: Any, rows: Rows) -> None:
    from complint.calls.jsonl_rows import lines, object_of

    header = _time_key(source.chosen, source.matched)
    timed = retimed(rows)
    row = -1
    with open(path, "wb") as out:
        for line in lines(source.path):
            if not line.strip():
                continue
            row += 1
            if rows.state[row] == QUARANTINED:
                continue
            if timed[row]:
                line = json.dumps(_retimed(object_of(line)[0], header, rows, row), ensure_ascii=False).encode(
                    "utf-8", "surrogatepass"
                )
            out.write(line.rstrip(b"\r\n") + b"\n")


def _write_body(path: str, source: Any, rows: Rows) -> None:
    headers = Headers(source.chosen)
    defaults = source.body.get("defaults")
    for number, one in enumerate([defaults, *source.body["calls"]]):
        if isinstance(one, dict):
            headers.row(one, number)
    header = _time_key(source.chosen, {column: str(key) for column, key in headers.of_column.items()})
    timed = retimed(rows)
    calls = [
        _retimed(call, header, rows, row) if timed[row] else call
        for row, call in enumerate(source.body["calls"])
        if rows.state[row] != QUARANTINED
    ]
    body = {**source.body, "calls": calls}
    with open(path, "w", encoding="utf-8", errors="backslashreplace") as out:
        if path.endswith((".yaml", ".yml")):
            from complint.calls.plan_yaml import yaml_text

            out.write(yaml_text(body))
        else:
            out.write(json.dumps(body, ensure_ascii=False, indent=2, default=str) + "\n")


def _time_key(chosen: dict[str, str], matched: dict[str, str]) -> str:
    wishes = [header for name, header in chosen.items() if plain(name) == plain(TIME)]
    return matched.get(TIME) or next(iter(wishes), TIME)


def _retimed(call: dict[str, Any], header: str, rows: Rows, row: int) -> dict[str, Any]:
    before = call.get(header)
    text = written(int(rows.at[row]), text_of(before) or "", header)
    made = {**call, header: int(text) if isinstance(before, (int, float)) and text.isdigit() else text}
    if rows.state[row] == MOVED and made.get(ORIGINAL) in (None, ""):
        made[ORIGINAL] = before if before not in (None, "") else utc_text(int(rows.own[row]))
    return made


def local_seconds(at: Any, zone: str) -> tuple[Any, Any]:
    """Return (seconds of the clock of a zone, whether they mean that instant alone)."""
    local = np.asarray(at) + offsets_at(zone, np.asarray(at))
    first, second, _ = instants(local, zone)
    return local, first == second
