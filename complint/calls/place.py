"""Where the called person is: candidate time zones for the clock, jurisdictions for the law, from a number and what is known.

Clock: the first that is given of the recipient's zone, ZIP code, state, address state, area code. Law: federal and the states
of all of them. Wrong toward "allowed" is the one error that must not happen, so where in doubt a set is a union.
"""

from __future__ import annotations

from complint.calls.numbering import FOREIGN, INVALID, PLACED, NumberClass, read_number
from complint.calls.zip import read_zip, zip_place
from complint.calls.zones import STATE_ZONES, read_state, read_zones
from complint.core.record import record

FEDERAL = "US"


@record
class Place:
    """Where a call goes.

    `valid`: the number may be dialled; `e164` without extension, None where invalid. `country` is ISO 3166 alpha-2 (None:
    invalid, or a network without a country); `state` is that of the area code. `zones` are IANA names, sorted; empty where
    unknown. `jurisdictions` are ISO 3166-2, sorted (`US`, `US-KY`; a foreign number adds its country). `clock` names what decided
    the zones: recipient_timezone, recipient_zip, recipient_state, recipient_address_state, area-code, or "" where nothing
    does; `why` says it in words. `unreadable` are the columns whose text means nothing.
    """

    valid: bool
    e164: str | None
    country: str | None
    state: str | None
    zones: tuple[str, ...]
    jurisdictions: tuple[str, ...]
    clock: str
    why: str
    unreadable: tuple[str, ...] = ()


def place(
    number: str,
    recipient_timezone: str | None = None,
    zip: str | None = None,  # noqa: A002 - the contract's word
    state: str | None = None,
    address_state: str | None = None,
    region: str = "US",
) -> Place:
    """Return where a call to a number goes; the recipient's columns are texts as given, None or empty where absent."""
    read = read_number(number, region)
    kind = read.kind
    unreadable = []

    zones = read_zones(recipient_timezone or "")
    if recipient_timezone and not zones:
        unreadable.append("recipient_timezone")
    five = read_zip(zip or "")
    spot = zip_place(five) if five else None
    if zip and spot is None:
        unreadable.append("recipient_zip")
    home = read_state(state or "")
    if state and home is None:
        unreadable.append("recipient_state")
    address = read_state(address_state or "")
    if address_state and address is None:
        unreadable.append("recipient_address_state")

    states = {kind.state, home, address, *(spot.states if spot else ())} - {None}
    law = {f"{FEDERAL}-{code}" for code in states}
    if law or kind.status != FOREIGN:
        law.add(FEDERAL)
    if kind.status == FOREIGN:
        law.add(kind.country or "ZZ")

    if zones:
        clock, why = "recipient_timezone", "the recipient's zone is given"
    elif spot is not None:
        zones, clock, why = spot.zones, "recipient_zip", f"ZIP code {five}"
        if not zones:
            why = f"{five} is a military ZIP code, which tells no zone"
    elif home is not None:
        zones, clock = state_zones(home, kind), "recipient_state"
        why = f"the recipient is in {home}"
    elif address is not None:
        zones, clock = state_zones(address, kind), "recipient_address_state"
        why = f"the address on file is in {address}"
    elif kind.zones:
        zones, clock, why = kind.zones, "area-code", _by_code(kind, read.npanxx)
    else:
        clock, why = "", "not a number that can be called" if kind.status == INVALID else "the number tells no place"
    return Place(
        kind.status != INVALID,
        read.e164,
        kind.country,
        kind.state,
        tuple(sorted(zones)),
        tuple(sorted(str(one) for one in law)),
        clock,
        why,
        tuple(unreadable),
    )


def state_zones(state: str, kind: NumberClass) -> tuple[str, ...]:
    """Return the zones of a state: those that the number's area code has too, where that code lies in the state."""
    own = STATE_ZONES[state]
    if len(own) > 1 and kind.status == PLACED and kind.state == state:
        return tuple(zone for zone in own if zone in kind.zones) or own
    return own


def _by_code(kind: NumberClass, npanxx: int | None) -> str:
    where = kind.state or kind.country
    return f"area code {npanxx // 1000} ({where})" if npanxx is not None else f"country {where}"
