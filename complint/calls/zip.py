"""Which state and zones a ZIP code belongs to: the code's own where our table knows it, else all of its three-digit prefix.

The table is `data/zips.json`, made by `complint/dev/build_numbering.py` from the package zipcodes, checked against the
prefixes of each state. A code of a prefix with one state and one zone needs no row of its own.

Scalar:   `read_zip(text) -> str | None` (five digits), `zip_place(five) -> ZipPlace | None`
Columns:  `zip_table() -> ZipTable` of numpy arrays of 100,000, indexed by the code as a number:
            `known`  uint8   UNKNOWN: no such prefix (unreadable) | PLACED | PLACELESS (military: no state, no zone)
            `zones`  uint16  mask over zones.ZONES     `states`  uint64  mask over zones.STATES
"""

from __future__ import annotations

import json
import os
import re
from functools import cache

from complint.calls.zones import state_mask, zone_mask
from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

UNKNOWN, PLACED, PLACELESS = range(3)
_DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "zips.json")


@record
class ZipPlace:
    """States (USPS codes) and zones (IANA) of a ZIP code, both sorted; both empty for a military one."""

    states: tuple[str, ...]
    zones: tuple[str, ...]


@record
class ZipTable:
    """The table as columns; the shapes stand in the module's docstring."""

    known: Any
    zones: Any
    states: Any


def read_zip(text: str) -> str | None:
    """Return the five digits of `12345`, `12345-6789` or `123456789`, or None.

    Three or four digits are a code whose leading zeros a spreadsheet has eaten.
    """
    match = re.fullmatch(r"\s*(\d{3,5}|(\d{5})[-\s]?\d{4})\s*", text, re.ASCII)
    if match is None:
        return None
    return match[2] or match[1].zfill(5)


def zip_place(five: str) -> ZipPlace | None:
    """Return the place of a five-digit code, or None where no such prefix exists."""
    table = _table()
    return table.codes.get(five) or table.prefixes.get(five[:3])


def zip_version() -> str:
    """Return the version of the table: the day it was made, and the zipcodes it was made from."""
    version: str = _table().version
    return version


@cache
def zip_table() -> ZipTable:
    """Return the table as columns (see the module's docstring); needs numpy."""
    import numpy as np

    known = np.zeros((1000, 100), np.uint8)
    zones = np.zeros((1000, 100), np.uint16)
    states = np.zeros((1000, 100), np.uint64)
    table = _table()
    for prefix, place in table.prefixes.items():
        known[int(prefix)] = PLACED if place.zones else PLACELESS
        zones[int(prefix)] = zone_mask(place.zones)
        states[int(prefix)] = state_mask(place.states)
    for five, place in table.codes.items():
        row = int(five[:3]), int(five[3:])
        known[row] = PLACED
        zones[row] = zone_mask(place.zones)
        states[row] = state_mask(place.states)
    return ZipTable(known.reshape(-1), zones.reshape(-1), states.reshape(-1))


@record
class _Table:
    version: str
    prefixes: dict[str, ZipPlace]
    codes: dict[str, ZipPlace]


@cache
def _table() -> _Table:
    with open(_DATA, encoding="utf-8") as stream:
        raw = json.load(stream)
    prefixes = {}
    for kind, spans in raw["prefixes"].items():
        place = _place(kind)
        for span in spans.split():
            for number in range(int(span[:3]), int(span[-3:]) + 1):
                prefixes[f"{number:03d}"] = place
    codes = {}
    for kinds in raw["codes"].values():
        for kind, fives in kinds.items():
            place = _place(kind)
            codes.update(dict.fromkeys(fives.split(), place))
    return _Table(raw["zips"], prefixes, codes)


def _place(kind: str) -> ZipPlace:
    states, *zones = kind.split("|")
    return ZipPlace(tuple(state for state in states.split("+") if state), tuple(zones))
