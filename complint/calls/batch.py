"""A batch of rows becomes columns of facts: who is called, where, when, why, by which voice, with what consent and lists."""

from __future__ import annotations

import datetime

import numpy as np

from complint.calls.cells import CALL_TYPES, PURPOSES
from complint.calls.consents import Consents, coalesce, consent_parts, later
from complint.calls.dispatch import Dispatch, Times, times
from complint.calls.frames import LOCAL, ODD, ZONED, Frame
from complint.calls.holidays import federal_holidays
from complint.calls.lists import InternalList, Reassigned, national_list
from complint.calls.numbering import FOREIGN, INVALID
from complint.calls.numbers import Numbers
from complint.calls.places import Places, Spot
from complint.calls.wording import Wording
from complint.columns.calls import NO_ANSWER, YES, Calls, filled
from complint.columns.clocks import DAY
from complint.columns.days import BusinessDays, within_months

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from complint.calls.options import CallOptions
    from complint.calls.raw import Raw, Source
    from complint.settings import Settings

_NO = np.bool_(False)
_YES = np.bool_(True)
_EPOCH = datetime.date(1970, 1, 1).toordinal()


class Batch:
    """Some rows, read: `calls` for the rules, and what the law of hours and the verdict table need beside."""

    def __init__(self, raw: Raw, frame: Frame, numbers: Numbers, place: Any, moments: Times) -> None:
        self.raw = raw
        self.frame = frame
        self.first = raw.first
        self.count = raw.count
        self.numbers = numbers
        self.place = place
        self.spots: list[Spot] = []
        self.times = moments
        self.low: Any = None
        self.high: Any = None
        self.calls: Any = None
        self.attempts: Any = np.int64(1)
        self.duration: Any = None


class Reader:
    """Turns raw rows into batches; knows the options, the side files and the places met so far."""

    def __init__(
        self,
        options: CallOptions,
        settings: Settings,
        parameters: dict[str, int],
        purpose_of: Callable[[str], str | None] = lambda _agent: None,
    ) -> None:
        region = options.region
        self.options = options
        self.parameters = parameters
        self.purpose_of = purpose_of
        self.places = Places()
        self.wording = Wording(settings)
        self.consents = Consents(options.consents, self.wording, region) if options.consents else None
        self.internal = InternalList(options.internal_dnc, region) if options.internal_dnc else None
        self.national = national_list(options.national_dnc)
        self.reassigned = Reassigned(options.reassigned, region) if options.reassigned else None
        self._business: BusinessDays | None = None

    def read(self, raw: Raw, source: Source, dispatch: Dispatch | None) -> Batch:
        """Return a batch with all of its facts."""
        frame = Frame(raw)
        numbers = Numbers(_phones(frame), self.options.region)
        place = self.places.of(numbers, frame)
        batch = Batch(raw, frame, numbers, place, times(frame, raw.first, source, dispatch, self.options))
        batch.spots = self.places.spots
        self._facts(batch)
        return batch

    def _facts(self, batch: Batch) -> None:
        frame, options, moments = batch.frame, self.options, batch.times
        attempts = frame.counts("attempts", 1)
        if attempts is not None:
            batch.attempts = attempts
        batch.duration = frame.counts("duration_seconds", 0)
        purpose = self._purpose(frame)
        call_type = frame.words("call_type")
        default = np.int8(CALL_TYPES.index(options.call_type or CALL_TYPES[0]))
        call_type = default if call_type is None else np.where(call_type < 0, default, call_type).astype(np.int8)
        line = frame.words("line_type")
        dated = self._dated(frame)
        at = moments.at
        if dated:
            batch.low, batch.high = self.places.offsets(batch.place, at)
            day_low, day_high = (at + batch.low) // DAY, (at + batch.high) // DAY
        else:
            day_low = day_high = None
        status = self.places.status[batch.place]
        consent = self._consent(batch, day_low, day_high) if dated else self._bare_consent(frame, batch.numbers.key)
        rnd = self._rnd(frame, batch.numbers.key)
        national = self._national(batch, day_low, day_high)
        batch.calls = filled(
            Calls(
                batch.count,
                moments.timed,
                status == INVALID,
                self.places.zoned[batch.place],
                status == FOREIGN,
                day_low,
                day_high,
                purpose,
                call_type,
                np.int8(0) if line is None else np.maximum(line, 0),
                ebr=self._ebr(frame, day_low, day_high, batch),
                internal=self._internal(batch, day_low, day_high),
                national=national[0],
                copy_dated=national[1],
                copy_age=national[2],
                rnd=rnd,
                **consent,
            )
        )

    def _dated(self, frame: Frame) -> bool:
        columns = ("consent_at", "revoked_at", "ebr_type", "national_dnc", "internal_dnc")
        lists = (self.consents, self.internal, self.national)
        return any(frame.has(name) for name in columns) or any(one is not None for one in lists)

    def _purpose(self, frame: Frame) -> Any:
        default: Any = np.int8(PURPOSES.index(self.options.purpose or PURPOSES[0]))
        agents = frame.read("agent_id", self._agent_purpose, -1, np.int8)
        if agents is not None:
            default = np.where(agents < 0, default, agents).astype(np.int8)
        purpose = frame.words("purpose")
        return default if purpose is None else np.where(purpose < 0, default, purpose).astype(np.int8)

    def _agent_purpose(self, agent: str) -> int:
        found = self.purpose_of(agent)
        return PURPOSES.index(found) if found in PURPOSES else -1

    def _bare_consent(self, frame: Frame, key: Any) -> dict[str, Any]:
        parts = consent_parts(frame, self.wording, self.options.region)
        return _settled(parts, _NO, _NO, np.int64(-1), _YES, key)

    def _consent(self, batch: Batch, day_low: Any, day_high: Any) -> dict[str, Any]:
        at, key = batch.times.at, batch.numbers.key
        parts = consent_parts(batch.frame, self.wording, self.options.region)
        if self.consents is not None:
            parts = coalesce(parts, self.consents.join(batch.frame, key, at, batch.low, batch.high))
        revoked: Any = _NO
        since: Any = np.int64(-1)
        form = parts.get("revoked_form")
        if form is not None:
            moment = parts["revoked"]
            revoked = (form != ODD) & ~later(moment, form, at, batch.high)
            since = self._business_days(batch, moment, form, day_low, day_high)
            since = np.where(revoked, since, -1)
        unrevoked = ~(revoked & (since >= self.parameters["business_days"]))
        after = _NO
        if "at_form" in parts:
            after = later(parts["at"], parts["at_form"], at, batch.low)
        return _settled(parts, after, revoked, since, unrevoked, key)

    def _business_days(self, batch: Batch, moment: Any, form: Any, day_low: Any, day_high: Any) -> Any:
        """Return the business days after the revocation's day, to the call's: by whichever candidate zone has more."""
        if self._business is None:
            holidays = [day.toordinal() - _EPOCH for year in range(1999, 2040) for day in federal_holidays(year)]
            self._business = BusinessDays(holidays, 10_900, 24_900)
        low, high = self.places.offsets(batch.place, np.where(form == ODD, batch.times.at, moment))
        counts = [
            self._business.since(np.where(form == LOCAL, moment, moment + offset) // DAY, day)
            for offset, day in ((low, day_low), (high, day_high))
        ]
        return np.maximum(*counts)

    def _ebr(self, frame: Frame, day_low: Any, day_high: Any, batch: Batch) -> Any:
        kind = frame.words("ebr_type")
        found = frame.moments("ebr_at", dates=True)
        if kind is None or found is None:
            return _NO
        seconds, form = found
        months = np.array([0, self.parameters["purchase_months"], self.parameters["inquiry_months"]])[
            np.maximum(kind, 0)
        ]
        holds = (kind > 0) & (form != ODD)
        for offset, day in ((batch.low, day_low), (batch.high, day_high)):
            start = np.where(form == ZONED, seconds + offset, seconds) // DAY
            holds = holds & within_months(start, day, months)
        return holds

    def _internal(self, batch: Batch, day_low: Any, day_high: Any) -> Any:
        own = batch.frame.words("internal_dnc", "yes_no")
        if self.internal is None:
            return np.int8(NO_ANSWER) if own is None else np.where(own < 0, NO_ANSWER, own).astype(np.int8)
        listed = self.internal.listed(batch.numbers.key, day_low, day_high)
        return listed if own is None else np.where(own < 0, listed, own).astype(np.int8)

    def _national(self, batch: Batch, day_low: Any, day_high: Any) -> tuple[Any, Any, Any]:
        """Return (answer, whether its copy is dated, the copy's age in days): the row's, else the list's."""
        answer, dated, age = np.int8(NO_ANSWER), _NO, np.int64(0)
        if self.national is not None:
            answer, dated, age = self.national.answer(batch.numbers.key, day_low)
            rows = np.flatnonzero(day_low != day_high)
            if len(rows):
                age[rows] = np.maximum(age[rows], self.national.answer(batch.numbers.key[rows], day_high[rows])[2])
        own = batch.frame.words("national_dnc", "yes_no")
        if own is None:
            return answer, dated, age
        there = own >= 0
        found = batch.frame.moments("national_dnc_checked_at", dates=True)
        if found is None:
            found = np.zeros(batch.count, np.int64), np.zeros(batch.count, np.uint8)
        seconds, form = found
        checked = np.where(form == ZONED, seconds + batch.low, seconds) // DAY
        own_dated = form != ODD
        if self.options.national_dnc_day is not None:
            checked = np.where(own_dated, checked, self.options.national_dnc_day)
            own_dated = np.ones(batch.count, bool)
        return (
            np.where(there, own, answer).astype(np.int8),
            np.where(there, own_dated, dated),
            np.where(there, day_high - checked, age),
        )

    def _rnd(self, frame: Frame, key: Any) -> Any:
        own = frame.words("rnd_result")
        if self.reassigned is None:
            return np.int8(0) if own is None else np.maximum(own, 0)
        listed = self.reassigned.of(key)
        return listed if own is None else np.where(own < 0, listed, own).astype(np.int8)


def _settled(parts: dict[str, Any], after: Any, revoked: Any, since: Any, unrevoked: Any, key: Any) -> dict[str, Any]:
    """Return the consent columns of `Calls`; `after` masks consents that are dated after the call."""
    kind = parts.get("type")
    consent = np.int8(0) if kind is None else np.where((kind < 0) | after, 0, kind).astype(np.int8)
    given = [parts.get(name) for name in ("source", "signer", "method")]
    recorded = _NO
    if all(one is not None for one in given) and "at_form" in parts:
        recorded = parts["at_form"] != ODD
        for one in given:
            recorded = recorded & (one == 1)
    seller, phone = parts.get("seller"), parts.get("phone")
    return {
        "consent": consent,
        "recorded": recorded,
        "same_seller": _YES if seller is None else seller != 0,
        "same_number": _YES if phone is None else (phone == -1) | (phone == key),
        "text": np.int8(0) if parts.get("text") is None else np.maximum(parts["text"], 0),
        "prechecked": _NO if parts.get("prechecked") is None else parts["prechecked"] == YES,
        "revoked": revoked,
        "revoked_days": since,
        "unrevoked": unrevoked,
    }


def _phones(frame: Frame) -> Any:
    import pyarrow as pa

    column = frame.raw.columns.get("phone_number")
    return pa.nulls(frame.count, pa.string()) if column is None else column
