"""The law of a call, by jurisdiction and date: calling hours, forbidden days, caps and prohibitions, from the packs.

Scalar:  `CallLaw.judge(zones, jurisdictions, instant, call_type, purpose) -> tuple[Ruling, ...]` hours and days;
         `.caps(jurisdictions, day, call_type, purpose)`, `.prohibitions(…)`; `.bounds(rule, day)`: requirements of any rule.
Columns: `complint.calls.hours`, the same by slots of time.
A ruling carries its requirement (`bound`: id, weight, law with citations); weight "error" blocks, unless the call relaxes it
(`hours_severity`). An emergency always blocks. Each zone is judged by its own local date.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right

from complint.calls.provisions import (
    DAYS,
    HOURS,
    Ban,
    Cap,
    Provisions,
    applies,
    read,
    texts_of,
    window_text,
)
from complint.core.finding import ERROR
from complint.core.record import record
from complint.policy.law import Bound, bind, is_doubtful, matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

ARTIFICIAL_VOICE, LIVE = "artificial_voice", "live"
MARKETING, INFORMATIONAL = "marketing", "informational"
CENTRAL_STANDARD = datetime.timezone(datetime.timedelta(hours=-6), "CST")
SEVERITY_BY_CALL = {"unconsented": "error", "consented": "error", "informational": "error"}


@record
class Ruling:
    """A law of hours or days that a call breaks in a zone; `why` says it with the local time."""

    rule: str
    bound: Bound
    zone: str
    why: str
    emergency: bool = False

    @property
    def blocks(self) -> bool:
        """Tell whether it weighs as an error (the call may still relax it; never in an emergency)."""
        return self.emergency or self.bound.weight == ERROR

    @property
    def doubtful(self) -> bool:
        """Tell whether its law is of low confidence or unconfirmed."""
        return self.bound.law is not None and is_doubtful(self.bound.law)


@record
class Emergency:
    """A declared emergency of a jurisdiction (`US-LA`): local dates, both included."""

    jurisdiction: str
    first: datetime.date
    last: datetime.date


class CallLaw:
    """The requirements of the family calls of the chosen packs, resolved for each day that a call may have."""

    def __init__(
        self,
        packs: Iterable[dict[str, Any]],
        patterns: Iterable[str],
        overrides: list[dict[str, dict[str, Any]]] | None = None,
        emergencies: Iterable[Emergency] = (),
        keep: Callable[[Bound], bool] | None = None,
    ) -> None:
        """Choose packs by pattern, as `complint.policy.law.bind`; `keep` leaves requirements out (--select, --ignore).

        Raises ComplintError for a pattern that matches no pack.
        """
        self._patterns = tuple(patterns)
        self._overrides = overrides or []
        self._keep = keep
        self.emergencies = tuple(emergencies)
        known = [{**p, "requirements": [r for r in p["requirements"] if matches(r["rule"], "calls")]} for p in packs]
        bind(known, self._patterns, self._overrides, "2000-01-01")  # refuses patterns that match no pack
        self._packs = [p for p in known if p["always_on"] or any(matches(p["id"], one) for one in self._patterns)]
        self._jurisdiction = {pack["id"]: pack["jurisdiction"] for pack in self._packs}
        self._starts = sorted(set(_starts(self._packs)))
        self._editions: dict[int, tuple[list[Bound], dict[str | None, Provisions]]] = {}

    def knows(self, country: str) -> bool:
        """Tell whether a chosen pack is that of a country (ISO 3166 alpha-2) or of one of its parts."""
        return any(j is not None and (j == country or j.startswith(country + "-")) for j in self._jurisdiction.values())

    def jurisdictions(self) -> tuple[str, ...]:
        """Return the jurisdictions of the chosen packs (`US`, `US-KY`), sorted."""
        return tuple(sorted({j for j in self._jurisdiction.values() if j is not None}))

    def starts(self) -> tuple[str, ...]:
        """Return the days (ISO, sorted) on which any of the law changes."""
        return tuple(self._starts)

    def slot_seconds(self) -> int:
        """Return the length of a slot of time that no edge of any window cuts: 900 seconds, or 60."""
        return 900 if all(edge % 15 == 0 for edge in _edges(self._packs)) else 60

    def bounds(self, rule: str, day: datetime.date) -> list[Bound]:
        """Return the requirements of a rule that are in force on a day."""
        return [bound for bound in self._edition(day)[0] if bound.rule == rule and bound.law is not None]

    def of(self, jurisdiction: str, day: datetime.date) -> Provisions:
        """Return what a jurisdiction (`US`, `US-KY`) says on a local date; packs without one say it everywhere."""
        laws = self._edition(day)[1]
        if jurisdiction not in laws:
            laws[jurisdiction] = laws[None]
        return laws[jurisdiction]

    def judge(
        self,
        zones: Iterable[str],
        jurisdictions: Iterable[str],
        instant: datetime.datetime,
        call_type: str = ARTIFICIAL_VOICE,
        purpose: str = MARKETING,
    ) -> tuple[Ruling, ...]:
        """Return the laws of hours and days that a call breaks at an instant (aware), in any of the candidate zones."""
        import pytz

        found: dict[tuple[str, str], Ruling] = {}
        places = tuple(jurisdictions)
        for zone in zones:
            local = instant.astimezone(pytz.timezone(zone))
            for place in places:
                for ruling in self._judge_one(place, zone, local, call_type, purpose):
                    if ruling.emergency or (ruling.bound.id, zone) not in found:
                        found[ruling.bound.id, zone] = ruling
        return tuple(found.values())

    def caps(self, jurisdictions: Iterable[str], day: datetime.date, call_type: str, purpose: str) -> tuple[Cap, ...]:
        """Return the caps that bind a call of a local date."""
        return tuple(c for j in jurisdictions for c in self.of(j, day).caps if applies(c.bound, call_type, purpose))

    def prohibitions(
        self, jurisdictions: Iterable[str], day: datetime.date, call_type: str, purpose: str
    ) -> tuple[Ban, ...]:
        """Return the prohibitions that may bind a call of a local date; what they depend on stands in each."""
        return tuple(b for j in jurisdictions for b in self.of(j, day).bans if applies(b.bound, call_type, purpose))

    def emergency(self, jurisdiction: str, day: datetime.date) -> bool:
        """Tell whether an emergency of a jurisdiction is declared for a local date."""
        return any(e.jurisdiction == jurisdiction and e.first <= day <= e.last for e in self.emergencies)

    def hours_severity(self) -> dict[str, str]:
        """Return the severity of hours and days by call, as the profile's parameters set it (else error for every call)."""
        merged = dict(SEVERITY_BY_CALL)
        for layer in self._overrides:
            for pattern, change in layer.items():
                wanted = (change.get("parameters") or {}).get("hours_severity")
                if isinstance(wanted, dict) and (matches(HOURS, pattern) or matches(DAYS, pattern)):
                    merged.update({str(key): str(value) for key, value in wanted.items()})
        return merged

    def _judge_one(
        self, place: str, zone: str, local: datetime.datetime, call_type: str, purpose: str
    ) -> Iterator[Ruling]:
        day = local.date()
        law = self.of(place, day)
        emergency = self.emergency(place, day)
        for one in law.days:
            if emergency and one.emergencies:
                yield Ruling(DAYS, one.bound, zone, f"{day} lies in a declared emergency of {place}", True)
            elif applies(one.bound, call_type, purpose):
                name = one.forbidden(day)
                if name is not None:
                    yield Ruling(DAYS, one.bound, zone, f"{day} is {name} in {zone}")
        for rule in law.hours:
            window = rule.window(day)
            if window is None or not applies(rule.bound, call_type, purpose):
                continue
            central = local.astimezone(CENTRAL_STANDARD)
            if not _open(window, local):
                yield Ruling(
                    HOURS, rule.bound, zone, f"{local:%H:%M on %A %Y-%m-%d} is outside {window_text(window)} in {zone}"
                )
            elif rule.standard and not _open(rule.window(central.date()), central):
                why = f"{central:%H:%M on %A %Y-%m-%d} is outside {window_text(window)} in Central Standard Time"
                yield Ruling(HOURS, rule.bound, zone, why)

    def _edition(self, day: datetime.date) -> tuple[list[Bound], dict[str | None, Provisions]]:
        index = bisect_right(self._starts, day.isoformat())
        if index not in self._editions:
            since = self._starts[index - 1] if index else datetime.date.min.isoformat()
            bounds = bind(self._packs, [pack["id"] for pack in self._packs], self._overrides, since)
            kept = [bound for bound in bounds if self._keep is None or self._keep(bound)]
            by_place: dict[str | None, list[Bound]] = {}
            for bound in kept:
                by_place.setdefault(self._jurisdiction[bound.pack], []).append(bound)
            everywhere = read(by_place.pop(None, ()))
            laws: dict[str | None, Provisions] = {None: everywhere}
            for place, own in by_place.items():
                laws[place] = read(own).and_everywhere(everywhere)
            self._editions[index] = kept, laws
        return self._editions[index]


def _edges(packs: Iterable[dict[str, Any]]) -> Iterator[int]:
    """Yield the minutes of the hour at which windows of the packs begin or end."""
    for pack in packs:
        for requirement in pack["requirements"]:
            if requirement["rule"] == HOURS:
                for value in requirement["values"]:
                    for text in texts_of(value["value"]):
                        yield int(text[3:5])


def _open(window: tuple[int, int] | None, local: datetime.datetime) -> bool:
    return window is not None and window[0] <= local.hour * 60 + local.minute < window[1]


def _starts(packs: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield the days (ISO) on which a value of the packs begins, and those after one ends."""
    for pack in packs:
        for requirement in pack["requirements"]:
            for value in requirement["values"]:
                yield value["from"]
                if value["until"] is not None:
                    yield (datetime.date.fromisoformat(value["until"]) + datetime.timedelta(1)).isoformat()
