"""Which country, state and time zones a North American number belongs to: our own versioned table by area code.

The table is `data/numbering.json`, made by `complint/dev/build_numbering.py` from phonenumbers' data, where the area codes of
`data/us-npas.csv` win: a code listed there is callable and has all of its listed zones, whatever its exchange. Codes that
are not listed there are as phonenumbers has them (by exchange, where its validity differs by exchange).

Scalar:    `code(npanxx) -> NumberClass`          (npanxx: int 200000..999999, the first six national digits)
           `read_number(text, region="US") -> Number`   any usual writing; phonenumbers where it is no plain +1 number
           `versions() -> {"phonenumbers", "pytz", "numbering"}`
Columns:   `prefix_table() -> PrefixTable` of numpy arrays
             `code`    uint16[1_000_000]  NPANXX -> class (0 is INVALID: also every exchange that begins with 0 or 1)
             `status`  uint8[n]           class -> INVALID | PLACED | UNPLACED | FOREIGN | ASK
             `zones`   uint16[n]          class -> mask over zones.ZONES (PLACED: never 0; else 0)
             `state`   uint8[n]           class -> index in zones.STATES, NO_STATE where there is none
             `states`  uint64[n]          class -> the same as a mask over zones.STATES (0: none)
             `classes` tuple[NumberClass] the same as values (country and zone names of FOREIGN too)
PLACED: a United States area code. UNPLACED: valid, without a place (toll-free, 5XX, 900): law is federal, zone from the
recipient's columns or unknown. FOREIGN: a valid number of another country: no pack, verdict unknown. ASK: validity depends
on more than six digits (three Caribbean exchanges): ask `read_number` for the whole number.
"""

from __future__ import annotations

import json
import os
import re
from functools import cache

from complint.calls.zones import state_index, zone_mask
from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

INVALID, PLACED, UNPLACED, FOREIGN, ASK = range(5)
NO_STATE = 255
_DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "numbering.json")


@record
class NumberClass:
    """What numbers of one kind have in common. `country` is ISO 3166 alpha-2, `state` a USPS code, `zones` IANA names, sorted."""

    status: int
    country: str | None = None
    state: str | None = None
    zones: tuple[str, ...] = ()


@record
class Number:
    """A number as read. `e164` is None where it is invalid; `npanxx` is None outside +1; `text` is what was given."""

    text: str
    e164: str | None
    kind: NumberClass
    npanxx: int | None = None


@record
class PrefixTable:
    """The table as columns; the shapes stand in the module's docstring."""

    code: Any
    status: Any
    zones: Any
    state: Any
    states: Any
    classes: tuple[NumberClass, ...]


NOT_A_NUMBER = NumberClass(INVALID)
# An extension, however it is written; a number is called without it.
_EXTENSION = r"(?:(?:;ext=|(?:,|;|x|#|ext\.?|extn\.?|extension)\s*)[:.#]?\s*\d{1,7}#?)?"
_PLAIN = r"(?:tel:\s*)?(?:\+\s*1|1)?[\s.\-/()\[\]]*(\d{3})[\s.\-/()\[\]]*(\d{3})[\s.\-/]*(\d{4})\s*" + _EXTENSION
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－﹣ー"), "-") | dict.fromkeys(map(ord, "  　﻿​‪‫‬‎‏"), " ")
LONGEST = 250  # as phonenumbers: longer text is no number


def code(npanxx: int) -> NumberClass:
    """Return the class of a number by its first six national digits."""
    npa, exchange = divmod(npanxx, 1000)
    if exchange < 200 or exchange > 999:
        return NOT_A_NUMBER
    table = _table()
    placed = table.placed.get(npa)
    if placed is not None:
        return placed
    for kind, spans in table.others.get(npa, ()):
        if any(first <= exchange <= last for first, last in spans):
            return kind
    return NOT_A_NUMBER


def read_number(text: str, region: str = "US") -> Number:
    """Return a number in any usual writing; `region` (ISO 3166) is the country of one without a country code."""
    plain = text.translate(_DASHES).strip()
    if len(plain) <= LONGEST:
        match = _plain().fullmatch(plain)
        if match is not None and (region in _NANP or plain.lstrip("tel: ").startswith("+")):
            digits = "".join(str(int(digit)) for digit in "".join(match.groups()))
            kind = code(int(digits[:6]))
            if kind.status != ASK:
                return Number(text, "+1" + digits if kind.status != INVALID else None, kind, int(digits[:6]))
        return _parsed(text, plain, region)
    return Number(text, None, NOT_A_NUMBER)


def _parsed(text: str, plain: str, region: str) -> Number:
    import phonenumbers

    try:
        number = phonenumbers.parse(plain, region)
    except phonenumbers.NumberParseException:
        return Number(text, None, NOT_A_NUMBER)
    if number.country_code == 1:
        return _north_american(text, number)
    country = phonenumbers.region_code_for_number(number)
    # what is_valid_number asks, with the country found once
    if country is None or not phonenumbers.is_valid_number_for_region(number, country):
        return Number(text, None, NOT_A_NUMBER)
    kind = NumberClass(FOREIGN, country if country.isalpha() else None)
    return Number(text, phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), kind)


def _north_american(text: str, number: Any) -> Number:
    import phonenumbers

    digits = phonenumbers.national_significant_number(number)
    if len(digits) != 10:
        return Number(text, None, NOT_A_NUMBER)
    npanxx = int(digits[:6])
    kind = code(npanxx)
    if kind.status == ASK and phonenumbers.is_valid_number(number):
        kind = NumberClass(FOREIGN, phonenumbers.region_code_for_number(number))
    if kind.status in (INVALID, ASK):
        return Number(text, None, NOT_A_NUMBER, npanxx)
    return Number(text, "+1" + digits, kind, npanxx)


def numbering_version() -> str:
    """Return the version of the table: the day it was made, and the phonenumbers it was made from."""
    version: str = _table().version
    return version


def versions() -> dict[str, str]:
    """Return the versions of all data that tells where a number is: phonenumbers, pytz, the numbering table."""
    from importlib.metadata import version

    return {"phonenumbers": version("phonenumbers"), "pytz": version("pytz"), "numbering": numbering_version()}


@cache
def prefix_table() -> PrefixTable:
    """Return the table as columns (see the module's docstring); needs numpy."""
    import numpy as np

    table = _table()
    classes = [NOT_A_NUMBER]
    index = {NOT_A_NUMBER: 0}
    codes = np.zeros((1000, 1000), np.uint16)

    def of(kind: NumberClass) -> int:
        if kind not in index:
            index[kind] = len(classes)
            classes.append(kind)
        return index[kind]

    for npa, kind in table.placed.items():
        codes[npa, 200:] = of(kind)
    for npa, kinds in table.others.items():
        for kind, spans in kinds:
            for first, last in spans:
                codes[npa, first : last + 1] = of(kind)
    placed = [kind.status == PLACED for kind in classes]
    masks = [zone_mask(kind.zones) if there else 0 for kind, there in zip(classes, placed, strict=True)]
    states = [state_index(kind.state) if kind.state is not None else NO_STATE for kind in classes]
    return PrefixTable(
        codes.reshape(-1),
        np.array([kind.status for kind in classes], np.uint8),
        np.array(masks, np.uint16),
        np.array(states, np.uint8),
        np.array([0 if state == NO_STATE else 1 << state for state in states], np.uint64),
        tuple(classes),
    )


@record
class _Table:
    """The data file taken apart: classes by area code; where they differ by exchange, with their spans of exchanges."""

    version: str
    placed: dict[int, NumberClass]
    others: dict[int, tuple[tuple[NumberClass, tuple[tuple[int, int], ...]], ...]]


@cache
def _table() -> _Table:
    with open(_DATA, encoding="utf-8") as stream:
        raw = json.load(stream)
    placed = {}
    for key, npas in raw["placed"].items():
        state, *zones = key.split("|")
        kind = NumberClass(PLACED, "US", state, tuple(zones))
        for npa in npas.split():
            placed[int(npa)] = kind
    others: dict[int, tuple[tuple[NumberClass, tuple[tuple[int, int], ...]], ...]] = {}
    for key, npas in raw["others"].items():
        kind = _other(key)
        for npa, spans in npas.items():
            others[int(npa)] = (*others.get(int(npa), ()), (kind, tuple(_span(span) for span in spans.split())))
    return _Table(raw["numbering"], placed, others)


def _other(key: str) -> NumberClass:
    if key == "unplaced":
        return NumberClass(UNPLACED, "US")
    if key == "ask":
        return NumberClass(ASK)
    country, *zones = key.split("|")
    return NumberClass(FOREIGN, country, None, tuple(zone for zone in zones if zone))


def _span(text: str) -> tuple[int, int]:
    return int(text[:3]), int(text[-3:])


@cache
def _plain() -> re.Pattern[str]:
    return re.compile(_PLAIN, re.IGNORECASE)


_NANP = frozenset("US CA AG AI AS BB BM BS DM DO GD GU JM KN KY LC MP MS PR SX TC TT VC VG VI".split())
