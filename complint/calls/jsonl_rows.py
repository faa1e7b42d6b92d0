"""Call schedules in JSON lines: one object a line; a line that is none is a broken row, and the others are read."""

from __future__ import annotations

import json

from complint.calls.objects import Headers, gather
from complint.calls.raw import Raw, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_LONGEST = 16 * 1024 * 1024  # bytes of a line


class JsonlSource(Source):
    """A file of JSON objects, one a line; blank lines are no rows."""

    def __init__(self, path: str, chosen: dict[str, str]) -> None:
        super().__init__(path, "table", _first_keys(path))
        self.chosen = chosen

    def batches(self) -> Iterator[Raw]:
        """Yield the rows."""
        headers = Headers(self.chosen)
        yield from gather(self._rows(headers))
        self.matched = {column: str(key) for column, key in headers.of_column.items()}

    def _rows(self, headers: Headers) -> Iterator[tuple[dict[str, str | None], str | None]]:
        number = 0
        for line in lines(self.path):
            if not line.strip():
                continue
            number += 1
            data, problem = object_of(line)
            yield headers.row(data, number), problem


def lines(path: str) -> Iterator[bytes]:
    """Yield the lines of a file, ends included; of one that is too long to be an object only its beginning."""
    with open(path, "rb") as stream:
        first = True
        while line := stream.readline(_LONGEST + 1):
            if first and line.startswith(b"\xef\xbb\xbf"):
                line = line[3:]
            first = False
            if len(line) > _LONGEST and not line.endswith(b"\n"):
                while (rest := stream.readline(_LONGEST)) and not rest.endswith(b"\n"):
                    pass
            yield line


def object_of(line: bytes) -> tuple[dict[str, Any], str | None]:
    """Return (the object of a line, what is wrong with it)."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {}, f"not a JSON object: {type(error).__name__}"
    return (data, None) if isinstance(data, dict) else ({}, "not a JSON object")


def _first_keys(path: str) -> tuple[str, ...]:
    """Return the keys of the first objects, so that a file without any phone column is refused at once."""
    keys: dict[str, None] = {}
    for seen, line in enumerate(lines(path)):
        if seen == 1000:
            break
        keys.update(dict.fromkeys(str(key) for key in object_of(line)[0]))
    return tuple(keys)
