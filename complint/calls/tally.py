"""What a whole check found, added up batch by batch: findings by rule and requirement, verdicts, examples, states."""

from __future__ import annotations

import numpy as np

from complint.calls.fired import ALLOWED, BLOCKED, UNDECIDED, Fired
from complint.core.finding import Citation
from complint.core.record import record, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.calls.fired import Judgement
    from complint.calls.places import Places

FIRST = 20  # rows named in a finding
EXAMPLES = 6
_NEAR = 4096  # rows


@record
class Found:
    """One aggregated finding: how many rows, and the numbers of the first ones, from 1."""

    fired: Fired
    count: int
    first: tuple[int, ...]


@record
class Example:
    """One row for people: its number, the verdict and reasons, and how the place and the instant are told apart."""

    row: int
    batch_row: int
    verdict: int
    rules: tuple[str, ...]
    message: str
    number: str
    zones: tuple[str, ...]
    at: int | None


_EXAMPLE = ("row", "batch_row", "verdict", "rules", "message", "number", "zones", "at")
_FIRED = ("rule", "requirement", "severity", "outcome", "message", "counts")


class Tally:
    """Sums over batches; `examples_kept` is how many reasons get an example, None for all (of a part to be merged)."""

    def __init__(self, examples_kept: int | None = EXAMPLES) -> None:
        self.examples_kept = examples_kept
        self.rows = 0
        self.verdicts = np.zeros(3, np.int64)
        self.by_rule: dict[str, int] = {}
        self.undecided_by_rule: dict[str, int] = {}
        self.by_place = np.zeros((0, 3), np.int64)
        self.examples: dict[str, Example] = {}
        self.last: int | None = None
        self.found: dict[tuple[str, ...], list[Any]] = {}

    def add(self, judged: Judgement, verdict: Any) -> None:
        """Take a judged batch."""
        batch = judged.batch
        self.rows += batch.count
        self.verdicts += np.bincount(verdict, minlength=3)
        self._places(batch.place, verdict)
        deciding: dict[tuple[str, int], Any] = {}
        for fired in judged.fired:
            mask = fired.rows.dtype == bool
            self._one(fired, int(np.count_nonzero(fired.rows)) if mask else len(fired.rows), fired.rows, batch.first)
            if fired.counts in (BLOCKED, UNDECIDED):
                deciding.setdefault((fired.rule, fired.counts), []).append(fired.rows)
        for (rule, counts), parts in deciding.items():
            self._rule(rule, counts, parts, batch.count)
        if judged.fired and not self._enough():
            self._examples(judged, verdict)
        timed = batch.times.at[batch.times.timed] if not batch.times.timed.all() else batch.times.at
        if len(timed):
            self.last = max(self.last or 0, int(timed.max()))

    def merge(self, part: Tally, places: Any) -> None:
        """Take the sums of the rows that follow; `places` are our numbers of the part's places."""
        self.rows += part.rows
        self.verdicts += part.verdicts
        size = int(places.max(initial=-1)) + 1
        self._room(size)
        np.add.at(self.by_place, places[: len(part.by_place)], part.by_place)
        for sums, more in ((self.by_rule, part.by_rule), (self.undecided_by_rule, part.undecided_by_rule)):
            for rule, many in more.items():
                sums[rule] = sums.get(rule, 0) + many
        for rule, example in part.examples.items():
            if rule not in self.examples and not self._enough():
                self.examples[rule] = example
        for name, (fired, count, first) in part.found.items():
            known = self.found.setdefault(name, [fired, 0, []])
            known[1] += count
            known[2] += first[: FIRST - len(known[2])]
        if part.last is not None:
            self.last = max(self.last or 0, part.last)

    def move(self, rows: int) -> None:
        """Let the first row of these sums be as many rows further on in the input."""
        for known in self.found.values():
            known[2] = [row + rows for row in known[2]]
        for rule, example in self.examples.items():
            self.examples[rule] = replace(example, row=example.row + rows)

    def data(self) -> dict[str, Any]:
        """Return the sums as JSON data."""
        return {
            "rows": self.rows,
            "verdicts": self.verdicts.tolist(),
            "by_rule": self.by_rule,
            "undecided_by_rule": self.undecided_by_rule,
            "by_place": self.by_place.tolist(),
            "examples": [[getattr(one, name) for name in _EXAMPLE] for one in self.examples.values()],
            "last": self.last,
            "found": [
                [*(getattr(fired, name) for name in _FIRED), [[c.title, c.url] for c in fired.citations], count, first]
                for fired, count, first in self.found.values()
            ],
        }

    @classmethod
    def of(cls, data: dict[str, Any]) -> Tally:
        """Return the sums of JSON data (see `data`)."""
        made = cls(None)
        made.rows, made.last = data["rows"], data["last"]
        made.verdicts += data["verdicts"]
        made.by_rule, made.undecided_by_rule = data["by_rule"], data["undecided_by_rule"]
        made.by_place = np.array(data["by_place"], np.int64).reshape(-1, 3)
        for row, batch_row, verdict, rules, message, number, zones, at in data["examples"]:
            one = Example(row, batch_row, verdict, tuple(rules), message, number, tuple(zones), at)
            made.examples[one.rules[0]] = one
        for rule, requirement, severity, outcome, message, counts, cited, count, first in data["found"]:
            citations = tuple(Citation(title, url) for title, url in cited)
            fired = Fired(rule, requirement, severity, outcome, message, None, counts, citations)
            made.found[rule, requirement, severity, outcome, message] = [fired, count, first]
        return made

    def _enough(self) -> bool:
        return self.examples_kept is not None and len(self.examples) >= self.examples_kept

    def block(self, fired: Fired, verdicts: Any, places: Any) -> None:
        """Take rows that a cap blocks, found after their batches; `verdicts` are what they had been, `places` theirs."""
        self._one(fired, len(fired.rows), fired.rows, 0)
        if fired.counts != BLOCKED:
            return
        for before in (ALLOWED, UNDECIDED):
            rows = verdicts == before
            self.verdicts[before] -= int(rows.sum())
            self.verdicts[BLOCKED] += int(rows.sum())
            np.subtract.at(self.by_place[:, before], places[rows], 1)
            np.add.at(self.by_place[:, BLOCKED], places[rows], 1)

    def count_rule(self, rule: str, many: int) -> None:
        """Add rows that a rule blocks."""
        self.by_rule[rule] = self.by_rule.get(rule, 0) + many

    def findings(self) -> list[Found]:
        """Return the aggregated findings, sorted by rule and requirement."""
        found = [Found(fired, count, tuple(first)) for fired, count, first in self.found.values()]
        return sorted(
            found, key=lambda one: (one.fired.rule, one.fired.requirement, one.fired.severity, one.fired.message)
        )

    def states(self, places: Places) -> dict[str, tuple[int, int, int]]:
        """Return (allowed, blocked, unknown) by jurisdiction, the most precise that a place has."""
        sums: dict[str, Any] = {}
        for place, row in zip(places.spots, self.by_place, strict=False):
            name = (
                " + ".join(one for one in place.jurisdictions if "-" in one)
                or " + ".join(place.jurisdictions)
                or "nowhere"
            )
            sums[name] = sums.get(name, 0) + row
        return {
            name: tuple(row.tolist())
            for name, row in sorted(sums.items(), key=lambda pair: (-int(pair[1][1]), pair[0]))
        }

    def _one(self, fired: Fired, count: int, rows: Any, offset: int) -> None:
        name = (fired.rule, fired.requirement, fired.severity, fired.outcome, fired.message)
        known = self.found.get(name)
        if known is None:
            known = self.found[name] = [replace(fired, rows=None), 0, []]
        known[1] += count
        missing = FIRST - len(known[2])
        if missing > 0:
            first = _first_of(rows, missing) if rows.dtype == bool else rows[:missing]
            known[2] += (first + offset + 1).tolist()

    def _rule(self, rule: str, counts: int, parts: list[Any], size: int) -> None:
        sums = self.by_rule if counts == BLOCKED else self.undecided_by_rule
        if len(parts) == 1:
            many = int(np.count_nonzero(parts[0])) if parts[0].dtype == bool else len(parts[0])
        else:
            mask = np.zeros(size, bool)
            for rows in parts:
                if rows.dtype == bool:
                    mask |= rows
                else:
                    mask[rows] = True
            many = int(np.count_nonzero(mask))
        sums[rule] = sums.get(rule, 0) + many

    def _places(self, place: Any, verdict: Any) -> None:
        size = int(place.max()) + 1
        self._room(size)
        self.by_place[:size] += np.bincount(place * 3 + verdict, minlength=size * 3).reshape(-1, 3)

    def _room(self, size: int) -> None:
        if size > len(self.by_place):
            self.by_place = np.concatenate((self.by_place, np.zeros((size - len(self.by_place), 3), np.int64)))

    def _examples(self, judged: Judgement, verdict: Any) -> None:
        """Keep one row of each reason, blocked ones before undecided ones."""
        for fired in sorted(judged.fired, key=lambda one: (one.counts != BLOCKED, one.rule)):
            if fired.counts == ALLOWED or fired.rule in self.examples or self._enough():
                continue
            row = int(fired.rows.argmax()) if fired.rows.dtype == bool else int(fired.rows[0])
            self.examples[fired.rule] = _example(judged, row, int(verdict[row]), fired)


def _first_of(mask: Any, many: int) -> Any:
    """Return the first `many` rows of a mask; mostly they stand near its beginning."""
    found = np.flatnonzero(mask[:_NEAR])
    return found[:many] if len(found) >= many else np.flatnonzero(mask)[:many]


def _example(judged: Judgement, row: int, verdict: int, fired: Fired) -> Example:
    from complint.calls.verdicts import number_text

    batch = judged.batch
    at = int(batch.times.at[row]) if batch.times.timed[row] else None
    spot = batch.spots[int(batch.place[row])]
    return Example(
        batch.first + row + 1, row, verdict, (fired.rule,), fired.message, number_text(batch, row), spot.zones, at
    )


__all__ = ["Example", "Found", "Tally"]
