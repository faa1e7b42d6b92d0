"""The rules of hours and days applied to a batch, by place and instant: windows, forbidden days, dispatch, campaigns."""

from __future__ import annotations

import numpy as np

from complint.calls.cells import CALL_TYPES, PURPOSES
from complint.calls.duties import Duty, lesser
from complint.calls.fired import ALLOWED, BLOCKED, Fired, Judgement, fire
from complint.calls.hours import HoursTable
from complint.calls.numbering import FOREIGN
from complint.calls.provisions import DAYS, HOURS
from complint.core.finding import ERROR, FAIL, WARNING
from complint.engine.catalog import load_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.calls.batch import Batch
    from complint.calls.dispatch import Dispatch
    from complint.calls.law import CallLaw
    from complint.calls.places import Places

OUTLASTS, TOO_WIDE = "calls/dispatch-outlasts-window", "calls/campaign-window-too-wide"
BY_CLOCK = frozenset({HOURS, DAYS, OUTLASTS, TOO_WIDE})
# by kind of call, in the order of its number
KINDS = ("unconsented", "consented", "informational")
_OUTLASTS_TEXT = "the start is inside the window, the call's own turn is not"
_WIDE_TEXT = "the calling periods leave the recipient's window in the 7 days from the start"
_LATE_TEXT = "the call is expected to last past the end of the window"


class ClockRules:
    """Looks up what law of hours and days each call breaks, and says so; `hours` is the table, `blocking` what blocks whom."""

    def __init__(
        self, law: CallLaw, duties: list[Duty], every: list[Duty], places: Places, hours_severity: dict[str, str]
    ) -> None:
        """Take the duties to report, and `every` duty: hours decide of batches and campaigns even where not reported."""
        self.duties = duties
        self.places = places
        self.hours_severity = hours_severity
        self.hours = HoursTable(law, every)
        self.checks = {rule: load_rule(rule).check for rule in (OUTLASTS, TOO_WIDE)}
        self._reported = {duty.id for duty in duties}
        self._keys = np.full(0, -1, np.int32)
        self._blocking = np.zeros((len(KINDS), 0), bool)
        self._wide: dict[tuple[int, int], bool] = {}

    def prepare(self, found: Judgement) -> None:
        """Give a judgement the keys of its rows in the table, and their kinds of call."""
        found.keys = self._key(found.batch)
        found.kind = self._kind(found.batch.calls, found.batch.count)

    def _key(self, batch: Batch) -> Any:
        """Return the key of the hours table of each row; -1 where no zone or no law is known."""
        calls = batch.calls
        combined = batch.place.astype(np.int64) * 4 + calls.call_type * 2 + calls.purpose
        if len(self._keys) < len(self.places.spots) * 4:
            more = np.full(len(self.places.spots) * 4 - len(self._keys), -2, np.int32)
            self._keys = np.concatenate((self._keys, more))
        keys = self._keys[combined]
        if (keys == -2).any():
            for one in np.unique(combined[keys == -2]).tolist():
                spot = self.places.spots[one // 4]
                known = (
                    bool(spot.zones)
                    and spot.jurisdictions
                    and spot.jurisdictions[0] == "US"
                    and not self._foreign(one // 4)
                )
                names = (CALL_TYPES[one // 2 % 2], PURPOSES[one % 2])
                self._keys[one] = self.hours.key(spot.zones, spot.jurisdictions, *names) if known else -1
            keys = self._keys[combined]
        return keys

    def _foreign(self, place: int) -> bool:
        return bool(self.places.status[place] == FOREIGN)

    @staticmethod
    def _kind(calls: Any, count: int) -> Any:
        consented = ((calls.consent != 0) & calls.unrevoked) | calls.ebr
        return np.broadcast_to(np.where(calls.purpose == 1, 2, np.where(consented, 1, 0)).astype(np.int8), (count,))

    def codes_at(self, keys: Any, at: Any, timed: Any) -> Any:
        """Return the outcome of hours and days by row; 0 where nothing is known of place or time."""
        usable = timed & (keys >= 0)
        if usable.all():
            return self.hours.slots.at(keys, at)
        codes = np.zeros(len(keys), np.uint16)
        rows = np.flatnonzero(usable)
        codes[rows] = self.hours.slots.at(keys[rows], at[rows])
        return codes

    def blocking(self) -> Any:
        """Return a mask over (kind, outcome): whether an outcome blocks a kind of call."""
        known = self._blocking.shape[1]
        outcomes = self.hours.outcomes
        if known < len(outcomes):
            more = np.array(
                [
                    [any(self.severity(one, kind) == ERROR for one in fails) for fails in outcomes[known:]]
                    for kind in KINDS
                ]
            )
            self._blocking = np.concatenate((self._blocking, more.reshape(len(KINDS), -1)), axis=1)
        return self._blocking

    def severity(self, broken: Any, kind: str) -> str:
        """Return what a broken law of hours or days weighs for a kind of call."""
        bound = broken.bound
        if broken.emergency:
            return ERROR
        if bound.pinned:
            return str(bound.weight)
        return lesser(bound.weight, self.hours_severity[kind])

    def apply(self, found: Judgement, dispatch: Dispatch | None) -> None:
        """Judge calls that are made at an instant."""
        batch, times = found.batch, found.batch.times
        found.codes = self.codes_at(found.keys, times.at, times.timed)
        self._hours(found, found.codes)
        blocked = self.blocking()[found.kind, found.codes]
        if times.second is not None:
            again = self.codes_at(found.keys, times.second, times.timed)
            self._hours(found, np.where(again == found.codes, 0, again))
            blocked = blocked | self.blocking()[found.kind, again]
        if dispatch is not None and times.dispatched.any():
            start = self.codes_at(found.keys, np.full(batch.count, dispatch.start), times.timed)
            start_blocked = self.blocking()[found.kind, start]
            self._simple(
                found, OUTLASTS, lambda check: check(start_blocked, blocked & times.dispatched), _OUTLASTS_TEXT
            )
        if batch.duration is not None:
            self._ends(found, blocked)

    def _hours(self, found: Judgement, codes: Any, *, late: bool = False) -> None:
        rows = np.flatnonzero(codes)
        if not len(rows):
            return
        own, kinds = codes[rows], found.kind[rows]
        by_law: dict[tuple[str, str, bool], tuple[Any, list[int]]] = {}
        combined = own.astype(np.int64) * len(KINDS) + kinds
        present = np.flatnonzero(np.bincount(combined)).tolist()
        for one in present:
            code, kind = divmod(one, len(KINDS))
            for broken in self.hours.outcomes[code]:
                if broken.bound.id not in self._reported or (late and broken.bound.rule != HOURS):
                    continue
                severity = self.severity(broken, KINDS[kind])
                severity = lesser(severity, WARNING) if late else severity
                by_law.setdefault((broken.bound.id, severity, broken.emergency), (broken, []))[1].append(one)
        for (_, severity, _), (broken, ones) in by_law.items():
            wanted = np.zeros(present[-1] + 1, bool)
            wanted[ones] = True
            counts = BLOCKED if severity == ERROR else ALLOWED
            message = _LATE_TEXT if late else _hours_text(broken)
            law = broken.bound.law
            found.add(
                Fired(
                    broken.bound.rule,
                    broken.bound.id,
                    severity,
                    FAIL,
                    message,
                    rows[wanted[combined]],
                    counts,
                    law.citations if law else (),
                )
            )

    def _ends(self, found: Judgement, blocked: Any) -> None:
        """Warn of calls that begin inside a window and are expected to last past its end."""
        batch = found.batch
        rows = np.flatnonzero(
            (batch.duration > 0) & ~blocked & (found.codes == 0) & batch.times.timed & (found.keys >= 0)
        )
        if not len(rows):
            return
        at, duration, keys = batch.times.at[rows], batch.duration[rows], found.keys[rows]
        step = self.hours.slots.step
        late = np.zeros(batch.count, np.uint16)
        for steps in range(1, int(duration.max()) // step + 2):
            moment = np.minimum(at + steps * step, at + duration - 1)
            codes = self.hours.slots.at(keys, moment)
            late[rows] = np.where(late[rows] == 0, codes, late[rows])
        self._hours(found, late, late=True)

    def apply_to_campaign(self, found: Judgement, period: Any) -> None:
        """Judge calls that are made at any instant of a campaign's periods (see `complint.calls.campaign`)."""
        found.codes = np.zeros(found.batch.count, np.uint16)
        combined = found.keys.astype(np.int64) * len(KINDS) + found.kind
        wide = np.zeros(found.batch.count, bool)
        duties = [duty for duty in self.duties if duty.rule == TOO_WIDE]
        if not duties or not len(combined):
            return
        for one in np.unique(combined).tolist():
            key, kind = divmod(one, len(KINDS))
            if key < 0:
                continue
            if (key, kind) not in self._wide:
                start, codes = self.hours.slots.stretch(key, period.first, period.last)
                blocked = self.blocking()[kind][codes][(period.minutes - start) // self.hours.slots.step]
                self._wide[key, kind] = self.checks[TOO_WIDE](blocked, period.inside)
            if self._wide[key, kind]:
                wide |= combined == one
        self._simple(found, TOO_WIDE, lambda _check: wide, _WIDE_TEXT)

    def _simple(self, found: Judgement, rule: str, mask: Any, message: str) -> None:
        for duty in self.duties:
            if duty.rule == rule and duty.editions:
                rows = mask(self.checks[rule])
                if rows.any():
                    found.add(fire(duty, duty.editions[-1], rows, message))


def _hours_text(broken: Any) -> str:
    if broken.emergency:
        return "an emergency is declared there"
    title = str(broken.bound.title)
    return "outside the hours: " + title if broken.bound.rule == HOURS else title
