"""Rows as they were read: texts by CALLS column, before anything is understood; every reader makes these."""

from __future__ import annotations

from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from complint.calls.own_texts import Texts

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


@record
class Span:
    """A part of a table that can be read by itself: whole records between two bytes of the file, or a row group.

    `start` and `end` are offsets in the file, or numbers of row groups. `first` is the index of its first row in the whole
    input, None where only reading what comes before tells. `final` tells that the file ends here, `share` how much of it
    ends here: 1.0 is all.
    """

    start: int
    end: int
    final: bool = False
    first: int | None = None
    share: float | None = None


_UNUSED = frozenset({"campaign", "voice_id"})  # carried along, by those who write tables from the file itself


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
        self.share: float | None = None  # how much has been given out to be read; None: not known
        self.settled = False  # whether no column can turn up later than in `headers`
        self.problems: list[str] = []

    @property
    def wanted(self) -> dict[str, str]:
        """Return the matched columns that anything looks at."""
        return {column: header for column, header in self.matched.items() if column not in _UNUSED}

    def batches(self) -> Iterator[Raw]:
        """Yield the rows in order. May be called again: the second phase of caps reads once more."""
        raise NotImplementedError

    def spans(self) -> Iterator[Span] | None:
        """Yield the parts that can be read apart, in order; None where the rows must be read in one go."""
        return None

    def read(self, span: Span) -> Iterator[Raw]:
        """Yield the rows of a part, counted from its own first one."""
        raise NotImplementedError

    def own_texts(self) -> tuple[Texts, list[int]]:
        """Return the distinct texts that rows put in place of their agent's own, and the rows left out (see `distinct_texts`)."""
        from complint.calls.own_texts import distinct_texts

        return distinct_texts(self.batches())
