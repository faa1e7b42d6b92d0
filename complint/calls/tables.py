"""Side files of a schedule (Do-Not-Call, consents, dialled calls): tables read as frames, with errors that name the file."""

from __future__ import annotations

import os

from complint.calls.frames import Frame
from complint.calls.raw import Source
from complint.calls.schema import known, plain
from complint.calls.source import open_schedule, table_form
from complint.core.errors import ComplintError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def frames(path: str, option: str, names: dict[str, tuple[str, ...]]) -> Iterator[Frame]:
    """Yield the frames of a side table; `names` maps its columns to their other names (CALLS aliases count as well).

    Raises ComplintError where the file is not there or lacks the first of `names`.
    """
    source = open_table(path, option, names)
    for raw in source.batches():
        yield Frame(raw)


def open_table(path: str, option: str, names: dict[str, tuple[str, ...]]) -> Source:
    """Return a side table opened, its headers matched to `names`."""
    if not os.path.isfile(path):
        raise ComplintError(f"there is no such file ({option})", path)
    source = _open(path)
    found: dict[str, str] = {}
    for name, others in names.items():
        wanted = {plain(name), *(plain(other) for other in others)}
        own = [header for header in source.headers if plain(header) == plain(name)]
        near = [header for header in source.headers if plain(header) in wanted or known(header) == name]
        if len(own or near) > 1:
            both = " and ".join(repr(header) for header in (own or near)[:2])
            raise ComplintError(f"the columns {both} both mean {name} ({option})", path)
        if near:
            found[name] = (own or near)[0]
    needed = next(iter(names))
    if source.headers and needed not in found:
        raise ComplintError(f"no column {needed} ({option}); it has: {', '.join(source.headers[:20])}", path)
    source.matched = found
    return source


def _open(path: str) -> Source:
    from complint.calls.csv_rows import CsvSource
    from complint.calls.jsonl_rows import JsonlSource
    from complint.calls.parquet_rows import ParquetSource

    form = table_form(path)
    if form == "parquet":
        return ParquetSource(path)
    return JsonlSource(path, {}) if form == "jsonl" else CsvSource(path)


__all__ = ["frames", "open_schedule", "open_table"]
