"""What the rules on calls say of a batch: which fires on which rows, and what that does to each row's verdict."""

from __future__ import annotations

import numpy as np

from complint.calls.duties import Duty, Edition
from complint.core.finding import ERROR, FAIL, UNKNOWN, WARNING, Citation
from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from complint.calls.batch import Batch

UNZONED = "calls/unknown-time-zone"
SCHEMA = "document/schema-violation"
_CORE_SCHEMA = "complint/core/schema-violation"
ALLOWED, BLOCKED, UNDECIDED = 0, 1, 2


@record
class Fired:
    """What one requirement says of some rows: `rows` are indices or a mask. `counts` is what it does to a verdict.

    `counts`: BLOCKED, UNDECIDED, or ALLOWED for a notice.
    """

    rule: str
    requirement: str
    severity: str
    outcome: str
    message: str
    rows: Any
    counts: int
    citations: tuple[Any, ...] = ()


class Judgement:
    """A judged batch: `fired`, the masks `blocked` and `unknown`, and the outcomes of hours and days (`codes`, `kind`)."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.fired: list[Fired] = []
        self.blocked = np.zeros(batch.count, bool)
        self.unknown = np.zeros(batch.count, bool)
        self.keys: Any = None
        self.codes: Any = None
        self.kind: Any = None

    def add(self, fired: Fired) -> None:
        """Take what fired on at least one row."""
        self.fired.append(fired)
        if fired.counts == ALLOWED:
            return
        mask = self.blocked if fired.counts == BLOCKED else self.unknown
        if fired.rows.dtype == bool:
            mask |= fired.rows  # many times as fast as an assignment by mask
        else:
            mask[fired.rows] = True

    @property
    def verdict(self) -> Any:
        """Return ALLOWED, BLOCKED or UNDECIDED by row (uint8)."""
        return np.where(self.blocked, BLOCKED, np.where(self.unknown, UNDECIDED, ALLOWED)).astype(np.uint8)


def fire(
    duty: Duty, edition: Edition, rows: Any, message: str, severity: str | None = None, outcome: str = FAIL
) -> Fired:
    """Return what a duty's edition says of rows: somebody's severity, else the law's doubt, else the case's, else the law's."""
    weight = edition.weight if duty.pinned or edition.doubtful else severity or edition.weight
    counts = ALLOWED
    if weight == ERROR:
        counts = BLOCKED if outcome == FAIL else UNDECIDED
    if duty.rule == UNZONED and not duty.pinned:
        counts = UNDECIDED
    shown = WARNING if outcome == UNKNOWN and weight == ERROR else weight
    cited = tuple(Citation(str(one["title"]), one.get("url")) for one in edition.citations)
    return Fired(duty.rule, duty.id, shown, outcome, message, rows, counts, cited)


def schema_violations(batch: Batch) -> Iterator[Fired]:
    """Yield a report of the rows that each column has a cell in that cannot be read, and of the rows broken in each way.

    They do not speak of each other, so that it makes no difference where a batch ends.
    """
    for name, mask in batch.frame.unreadable.items():
        if mask.any():
            yield Fired(SCHEMA, _CORE_SCHEMA, ERROR, FAIL, f"a cell of {name} cannot be read", mask, UNDECIDED)
    for problem in dict.fromkeys(batch.raw.broken.values()):
        rows = np.zeros(batch.count, bool)
        rows[[row for row, one in batch.raw.broken.items() if one == problem]] = True
        yield Fired(SCHEMA, _CORE_SCHEMA, ERROR, FAIL, f"a row cannot be read: {problem}", rows, UNDECIDED)
