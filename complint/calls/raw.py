"""Rows as they were read: texts by CALLS column, before anything is understood; every reader makes these."""

from __future__ import annotations

from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

BATCH = 131_072  # rows: large enough that numpy's price per call vanishes, small enough that memory stays flat


@record
class Raw:
    """Some rows in a row.

    `first` is the index of the first one in the whole input, from 0. `columns` maps CALLS columns to pyarrow arrays of
    `count` values: binary or string, or timestamps where the file has typed ones; null and "" are the same. `broken` maps
    indices within the batch to what is wrong with the row as such (too few columns, a broken quote).
    """

    first: int
    count: int
    columns: dict[str, Any]
    broken: dict[int, str]


class Source:
    """An opened schedule: its rows, and what its body says of all of them.

    `headers` are the columns of a table, () for bodies. `what` is table, batch call, campaign, single call or schedule.
    `body` is the loaded data of a JSON or YAML body. `timezone` is the schedule's; `start` is an instant (UNIX seconds)
    from the body; `concurrency` and `call_seconds` likewise; None: not said. `dispatched` tells that rows without a time
    follow the dispatch model whether or not a start is given.
    """

    def __init__(self, path: str, what: str, headers: tuple[str, ...] = ()) -> None:
        self.path = path
        self.what = what
        self.headers = headers
        self.matched: dict[str, str] = {}
        self.body: Any = None
        self.timezone: str | None = None
        self.start: int | None = None
        self.start_text: str | None = None
        self.concurrency: int | None = None
        self.call_seconds: int | None = None
        self.dispatched = False
        self.problems: list[str] = []

    def batches(self) -> Iterator[Raw]:
        """Yield the rows in order. May be called again: the second phase of caps reads once more."""
        raise NotImplementedError
