"""Which law of hours and days a call breaks, by place and instant: the table of slots filled from the packs."""

from __future__ import annotations

import datetime

import numpy as np

from complint.calls.provisions import DAYS, HOURS, Calendar, Hours, applies
from complint.columns.slots import QUARTER, Slots, local_time, zone_offsets
from complint.columns.windows import NO_WINDOW
from complint.core.record import record
from complint.engine.catalog import load_rule
from complint.policy.law import Bound

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from complint.calls.duties import Duty
    from complint.calls.law import CallLaw
    from complint.columns.slots import LocalTime

_EPOCH = datetime.date(1970, 1, 1).toordinal()
_STANDARD = -6 * 3600  # Central Standard Time


@record
class Broken:
    """One law of hours or days that fails in a cell of the table; an emergency blocks whatever the call relaxes."""

    bound: Bound
    emergency: bool = False


class HoursTable:
    """Outcomes of hours and days by key and instant; `outcomes[n]` are the laws that fail, `outcomes[0]` none.

    A key stands for (zones, jurisdictions, call_type, purpose); keys of equal law share it.
    """

    def __init__(self, law: CallLaw, duties: Iterable[Duty] | None = None) -> None:
        """Make an empty table; `duties` (where known) tell without a look at every edition of the law where it says anything."""
        self.law = law
        own = None if duties is None else [duty for duty in duties if duty.rule in (HOURS, DAYS)]
        self.outcomes: list[tuple[Broken, ...]] = [()]
        self.keys: list[tuple[tuple[str, ...], tuple[str, ...], str, str]] = []
        self._key_ids: dict[Any, int] = {}
        self._outcome_ids: dict[Any, int] = {(): 0}
        starts = [datetime.date.fromisoformat(text).toordinal() - _EPOCH for text in law.starts()]
        self._starts = np.array(starts, np.int64)
        # what says nothing of hours and days beside what is said everywhere makes no key of its own
        ruled = law.jurisdictions() if own is None else [duty.jurisdiction for duty in own]
        self._ruled = {*ruled, *(one.jurisdiction for one in law.emergencies)}
        self.slots = Slots(self._fill, law.slot_seconds() if own is None else _step(own))
        self.checks = {rule: load_rule(rule).check for rule in ("calls/outside-calling-hours", "calls/forbidden-day")}

    def key(self, zones: tuple[str, ...], jurisdictions: tuple[str, ...], call_type: str, purpose: str) -> int:
        """Return the key of a kind of call."""
        ruled = tuple(place for place in jurisdictions if place in self._ruled)
        key = (zones, ruled or jurisdictions[:1], call_type, purpose)
        if key not in self._key_ids:
            self._key_ids[key] = len(self.keys)
            self.keys.append(key)
        return self._key_ids[key]

    def _fill(self, key: int, at: Any) -> Any:
        """Compute the outcomes of slots that begin at the instants `at`."""
        zones, places, call_type, purpose = self.keys[key]
        bits = np.zeros(len(at), np.int64)
        broken: list[Broken] = []
        index: dict[tuple[str, str, bool], int] = {}

        def mark(one: Bound, mask: Any, rows: Any, *, emergency: bool = False) -> None:
            if not mask.any():
                return
            name = (one.id, one.law.since if one.law else "", emergency)
            if name not in index:
                index[name] = len(broken)
                broken.append(Broken(one, emergency))
            bits[rows] |= mask.astype(np.int64) << index[name]

        for zone in zones:
            local = local_time(at, zone_offsets((zone,), at)[0])
            for rows, day in self._editions(local.day):
                part = _part(local, rows)
                standard = local_time(at[rows], _STANDARD)
                for place in places:
                    law = self.law.of(place, day)
                    for hours in law.hours:
                        if applies(hours.bound, call_type, purpose):
                            mark(hours.bound, self._outside(hours, part, standard), rows)
                    for days in law.days:
                        if days.emergencies and (times := self._emergency(place, part)) is not None:
                            mark(days.bound, times, rows, emergency=True)
                        if applies(days.bound, call_type, purpose):
                            holidays = _dates(days.holidays, part.day)
                            mark(days.bound, self.checks[days.bound.rule](part, tuple(days.weekdays), holidays), rows)
        return self._numbers(bits, broken)

    def _numbers(self, bits: Any, broken: list[Broken]) -> Any:
        if not broken:
            return np.zeros(len(bits), np.uint16)
        dense = len(broken) < 16
        values = np.flatnonzero(np.bincount(bits)) if dense else np.unique(bits)
        numbers = []
        for value in values.tolist():
            fails = tuple(one for position, one in enumerate(broken) if value >> position & 1)
            name = tuple((one.bound.id, one.bound.law.since if one.bound.law else "", one.emergency) for one in fails)
            if name not in self._outcome_ids:
                self._outcome_ids[name] = len(self.outcomes)
                self.outcomes.append(fails)
            numbers.append(self._outcome_ids[name])
        if not dense:
            return np.array(numbers, np.uint16)[np.searchsorted(values, bits)]
        table = np.zeros(int(values[-1]) + 1, np.uint16)
        table[values] = numbers
        return table[bits]

    def _outside(self, hours: Hours, local: LocalTime, standard: LocalTime) -> Any:
        check = self.checks[hours.bound.rule]
        begin, end = _windows(hours, local)
        if not hours.standard:
            return check(local, begin, end)
        return check(local, begin, end, standard, *_windows(hours, standard))

    def _emergency(self, place: str, local: LocalTime) -> Any:
        found = None
        for one in self.law.emergencies:
            if one.jurisdiction == place:
                first, last = one.first.toordinal() - _EPOCH, one.last.toordinal() - _EPOCH
                mask = (local.day >= first) & (local.day <= last)
                found = mask if found is None else found | mask
        return found

    def _editions(self, days: Any) -> list[tuple[Any, datetime.date]]:
        """Return (rows, a date) of each edition of the law that the local days lie in."""
        first, last = np.searchsorted(self._starts, (days[0], days[-1]), "right")
        if first == last:
            return [(slice(None), datetime.date.fromordinal(int(days[0]) + _EPOCH))]
        number = np.searchsorted(self._starts, days, "right")
        found = []
        for one in np.unique(number).tolist():
            rows = np.flatnonzero(number == one)
            found.append((rows, datetime.date.fromordinal(int(days[rows[0]]) + _EPOCH)))
        return found


def _step(duties: Iterable[Duty]) -> int:
    """Return the seconds of a slot that no edge of a window cuts: a quarter of an hour, or a minute."""
    windows = []
    for duty in duties:
        for edition in duty.editions:
            value = edition.value if isinstance(edition.value, dict) else {}
            windows += [*(value.get("windows") or {}).values(), (value.get("on_holidays") or {}).get("window")]
    edges = [str(edge) for window in windows for edge in window or ()]
    return QUARTER if all(edge[-2:] in ("00", "15", "30", "45") for edge in edges) else 60


def _part(local: LocalTime, rows: Any) -> LocalTime:
    from complint.columns.slots import LocalTime

    return LocalTime(local.day[rows], local.weekday[rows], local.second[rows])


def _dates(calendar: Calendar, days: Any) -> Any:
    first, last = (datetime.date.fromordinal(int(day) + _EPOCH).year for day in (days.min(), days.max()))
    found = [day.toordinal() - _EPOCH for year in range(first, last + 1) for day in calendar.days(year)]
    return np.array(sorted(found), np.int64)


def _windows(hours: Hours, local: LocalTime) -> tuple[Any, Any]:
    """Return begin and end of each day's window, in seconds of the day."""
    sides = []
    on_holiday = None
    if hours.holidays is not None:
        dates = _dates(hours.holidays, local.day)
        on_holiday = np.isin(local.day, dates)
    for side in (0, 1):
        table = np.array([window[side] * 60 if window else NO_WINDOW for window in hours.windows], np.int64)
        column = table[local.weekday]
        if on_holiday is not None:
            column = np.where(on_holiday, hours.holiday[side] * 60 if hours.holiday else NO_WINDOW, column)
        sides.append(column)
    return sides[0], sides[1]
