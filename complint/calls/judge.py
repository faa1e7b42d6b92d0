"""The rules applied to a batch: those on rows here, those by the clock in `clock_rules`."""

from __future__ import annotations

import numpy as np

from complint.calls.bodies import CAMPAIGN
from complint.calls.cells import CALL_TYPES, PURPOSES
from complint.calls.clock_rules import BY_CLOCK, ClockRules
from complint.calls.duties import Duty, Edition
from complint.calls.fired import UNDECIDED, UNZONED, Fired, Judgement, fire, schema_violations
from complint.calls.numbering import FOREIGN
from complint.calls.provisions import CAPS, HOURS
from complint.columns.clocks import DAY
from complint.core.errors import BrokenPart
from complint.core.finding import UNKNOWN, WARNING
from complint.engine.catalog import load_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.calls.batch import Batch
    from complint.calls.dispatch import Dispatch
    from complint.calls.law import CallLaw
    from complint.calls.places import Places
    from complint.columns.calls import Mark

# these hold whatever country the number is of
_WORLDWIDE = frozenset({"calls/invalid-number", "calls/unzoned-timestamp", UNZONED, "calls/on-internal-dnc"})
_LAWLESS_TEXT = "no policy pack holds the law of the number's country"
_HALF_DAY = 14 * 3600  # seconds: no clock is further from UTC


class Judge:
    """Applies duties to batches."""

    def __init__(
        self,
        law: CallLaw,
        duties: list[Duty],
        every: list[Duty],
        places: Places,
        hours_severity: dict[str, str],
        what: str,
    ) -> None:
        """Take the duties to report and `every` duty (see `ClockRules`); `what` is the kind of schedule."""
        self.duties = duties
        self.places = places
        self.what = what
        self.clock = ClockRules(law, duties, every, places, hours_severity)
        self.checks = {duty.rule: load_rule(duty.rule).check for duty in duties}
        self.knows_home = law.knows("US")
        self._hours_duty = next((duty.id for duty in duties if duty.rule == HOURS), HOURS)

    def judge(self, batch: Batch, dispatch: Dispatch | None, period: Any = None) -> Judgement:
        """Return the judged batch; `period` are the calling periods of a campaign (see `complint.calls.campaign`)."""
        found = Judgement(batch)
        self._rows(found)
        calls = batch.calls
        found.unknown |= ~calls.zoned & ~calls.invalid
        lawless = calls.foreign if self.knows_home else ~calls.invalid
        if lawless.any():
            found.add(Fired(HOURS, self._hours_duty, WARNING, UNKNOWN, _LAWLESS_TEXT, lawless, UNDECIDED))
        self.clock.prepare(found)
        if self.what == CAMPAIGN and period is not None:
            self.clock.apply_to_campaign(found, period)
        else:
            self.clock.apply(found, dispatch)
        for violation in schema_violations(batch):
            found.add(violation)
        return found

    def _rows(self, found: Judgement) -> None:
        batch = found.batch
        at = batch.times.at
        first, last = int((at.min() - _HALF_DAY) // DAY), int((at.max() + _HALF_DAY) // DAY)
        memo: dict[Any, Any] = {}
        present = np.bincount(batch.place, minlength=len(self.places.spots)) > 0
        for duty in self.duties:
            if duty.rule in BY_CLOCK or duty.rule == CAPS:
                continue
            for edition in duty.editions:
                if edition.since > last or edition.until < first:
                    continue
                bound = self._bound(duty, batch, present, memo)
                if bound is None:
                    continue
                if edition.since > first or edition.until < last:
                    bound = bound & self._in_force(edition, batch)
                if not np.any(bound):
                    continue
                for mark in self._marks(duty, edition, batch):
                    self._mark(found, duty, edition, mark, bound)

    def _marks(self, duty: Duty, edition: Edition, batch: Batch) -> list[Mark]:
        try:
            return list(self.checks[duty.rule](batch.calls, edition.value))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BrokenPart(f"rule {duty.rule} failed under {duty.id}: {type(error).__name__}: {error}") from error

    def _mark(self, found: Judgement, duty: Duty, edition: Edition, mark: Mark, bound: Any) -> None:
        rows = bound if mark.rows is True else mark.rows & bound
        if rows.any():
            found.add(fire(duty, edition, rows, mark.message, mark.severity, mark.outcome))

    def _bound(self, duty: Duty, batch: Batch, present: Any, memo: dict[Any, Any]) -> Any:
        """Return the mask of rows that a duty is about: its jurisdiction, purposes, call types; None where there are none.

        `present` masks the places that the batch has rows in.
        """
        place = "" if duty.rule in _WORLDWIDE else duty.jurisdiction
        name = (place, duty.purposes, duty.call_types)
        if name not in memo:
            calls = batch.calls
            mask: Any = True
            if place == "US":
                mask = ~calls.foreign
            elif place:
                under = self.places.under(place) & (self.places.status != FOREIGN)
                if not (under & present).any():
                    memo[name] = None
                    return None
                mask = under[batch.place]
            for wanted in (
                _among(calls.purpose, duty.purposes, PURPOSES),
                _among(calls.call_type, duty.call_types, CALL_TYPES),
            ):
                mask = wanted if mask is True else mask if wanted is True else mask & wanted
            memo[name] = np.ones(batch.count, bool) if mask is True else mask
        return memo[name]

    def _in_force(self, edition: Edition, batch: Batch) -> Any:
        if batch.low is None:
            batch.low, batch.high = self.places.offsets(batch.place, batch.times.at)
        day_low, day_high = (batch.times.at + batch.low) // DAY, (batch.times.at + batch.high) // DAY
        return (day_high >= edition.since) & (day_low <= edition.until)


def _among(column: Any, names: tuple[str, ...] | None, known: tuple[str, ...]) -> Any:
    if names is None or len(names) == len(known):
        return True
    return column == known.index(names[0])
