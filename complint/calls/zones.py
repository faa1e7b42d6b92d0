"""Time zones and states as the call rules name them: eleven zones, fifty-six jurisdictions, which states use which zones.

A set of zones is an integer mask (bit i stands for ZONES[i], fits 16 bits), a set of states likewise (bit i for STATES[i],
fits 64 bits), so that sets of zones and laws are columns too.
"""

from __future__ import annotations

from functools import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

ZONES = (
    "America/Adak",
    "America/Anchorage",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/New_York",
    "America/Phoenix",
    "America/Puerto_Rico",
    "Pacific/Guam",
    "Pacific/Honolulu",
    "Pacific/Pago_Pago",
)

_E, _C, _M, _P = "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"

# 49 CFR Part 71 (boundaries) and 15 USC 260a, 263 (names, exemptions). What is custom only (Kenton OK, Phenix City AL) is
# no zone of a state; an area code's own zones carry that doubt.
STATE_ZONES: dict[str, tuple[str, ...]] = {
    "AK": ("America/Adak", "America/Anchorage"),  # § 71.12, § 71.13: west of 169°30' W
    "AL": (_C,),
    "AR": (_C,),
    "AS": ("Pacific/Pago_Pago",),
    "AZ": (_M, "America/Phoenix"),  # exempt from daylight saving, but for the Navajo Nation
    "CA": (_P,),
    "CO": (_M,),
    "CT": (_E,),
    "DC": (_E,),
    "DE": (_E,),
    "FL": (_C, _E),  # § 71.5: west of the Apalachicola
    "GA": (_E,),
    "GU": ("Pacific/Guam",),
    "HI": ("Pacific/Honolulu",),
    "IA": (_C,),
    "ID": (_M, _P),  # § 71.9: north of the Salmon
    "IL": (_C,),
    "IN": (_C, _E),
    "KS": (_C, _M),  # § 71.7: four western counties
    "KY": (_C, _E),
    "LA": (_C,),
    "MA": (_E,),
    "MD": (_E,),
    "ME": (_E,),
    "MI": (_C, _E),  # § 71.5: four counties on Wisconsin
    "MN": (_C,),
    "MO": (_C,),
    "MP": ("Pacific/Guam",),
    "MS": (_C,),
    "MT": (_M,),
    "NC": (_E,),
    "ND": (_C, _M),
    "NE": (_C, _M),
    "NH": (_E,),
    "NJ": (_E,),
    "NM": (_M,),
    "NV": (_M, _P),  # § 71.9: West Wendover
    "NY": (_E,),
    "OH": (_E,),
    "OK": (_C,),
    "OR": (_M, _P),  # § 71.9: most of Malheur County
    "PA": (_E,),
    "PR": ("America/Puerto_Rico",),
    "RI": (_E,),
    "SC": (_E,),
    "SD": (_C, _M),
    "TN": (_C, _E),
    "TX": (_C, _M),  # § 71.7: El Paso and Hudspeth
    "UT": (_M,),
    "VA": (_E,),
    "VI": ("America/Puerto_Rico",),
    "VT": (_E,),
    "WA": (_P,),
    "WI": (_C,),
    "WV": (_E,),
    "WY": (_M,),
}
STATES = tuple(sorted(STATE_ZONES))

# Zones of the United States that keep the time of one of ZONES (since 2007; Metlakatla since 2019).
EQUAL = {
    "America/Boise": _M,
    "America/Detroit": _E,
    "America/Fort_Wayne": _E,
    "America/Indianapolis": _E,
    "America/Indiana/Indianapolis": _E,
    "America/Indiana/Knox": _C,
    "America/Indiana/Marengo": _E,
    "America/Indiana/Petersburg": _E,
    "America/Indiana/Tell_City": _C,
    "America/Indiana/Vevay": _E,
    "America/Indiana/Vincennes": _E,
    "America/Indiana/Winamac": _E,
    "America/Juneau": "America/Anchorage",
    "America/Kentucky/Louisville": _E,
    "America/Kentucky/Monticello": _E,
    "America/Knox_IN": _C,
    "America/Louisville": _E,
    "America/Menominee": _C,
    "America/Metlakatla": "America/Anchorage",
    "America/Nome": "America/Anchorage",
    "America/North_Dakota/Beulah": _C,
    "America/North_Dakota/Center": _C,
    "America/North_Dakota/New_Salem": _C,
    "America/Shiprock": _M,
    "America/Sitka": "America/Anchorage",
    "America/St_Thomas": "America/Puerto_Rico",
    "America/Virgin": "America/Puerto_Rico",
    "America/Yakutat": "America/Anchorage",
    "Pacific/Johnston": "Pacific/Honolulu",
    "Pacific/Midway": "Pacific/Pago_Pago",
    "Pacific/Saipan": "Pacific/Guam",
    "Pacific/Samoa": "Pacific/Pago_Pago",
}

# Names of fixed offsets that people write for the zone around them: both are candidates.
_LABELS = {"EST": ("EST", _E), "MST": ("MST", _M), "HST": ("HST",)}


def zone_mask(zones: Iterable[str]) -> int:
    """Return the mask of zones; names that keep the time of one of ZONES count as it. KeyError for any other."""
    mask = 0
    for zone in zones:
        mask |= 1 << _ZONE_BITS[EQUAL.get(zone, zone)]
    return mask


def zones_of(mask: int) -> tuple[str, ...]:
    """Return the zones of a mask, sorted."""
    return tuple(zone for bit, zone in enumerate(ZONES) if mask >> bit & 1)


def state_mask(states: Iterable[str]) -> int:
    """Return the mask of USPS codes. KeyError for one that is not among STATES."""
    mask = 0
    for state in states:
        mask |= 1 << _STATE_BITS[state]
    return mask


def state_index(state: str) -> int:
    """Return the index of a USPS code in STATES. KeyError for an unknown one."""
    return _STATE_BITS[state]


def read_state(text: str) -> str | None:
    """Return the USPS code that a cell means (code or name, any case; `CNMI` is MP), or None."""
    plain = " ".join(text.replace(".", "").split()).upper()
    if plain.startswith("US-"):
        plain = plain[3:]
    if plain in _STATE_BITS:
        return plain
    return _NAMES.get(plain)


def read_zones(text: str) -> tuple[str, ...]:
    """Return the zones that a `recipient_timezone` cell means: the IANA name as given (any case); empty where it is none.

    `EST` and `MST` are fixed offsets, but many write them for the zone around them: then both are candidates.
    """
    name = known_zones().get(text.strip().lower())
    if name is None:
        return ()
    return _LABELS.get(name, (name,))


@cache
def known_zones() -> dict[str, str]:
    """Return the names of all IANA zones by their lower case."""
    import pytz

    return {name.lower(): name for name in pytz.all_timezones}


_ZONE_BITS = {zone: bit for bit, zone in enumerate(ZONES)}
_STATE_BITS = {state: bit for bit, state in enumerate(STATES)}
_NAMES = {
    "CNMI": "MP",
    "ALABAMA": "AL",
    "ALASKA": "AK",
    "AMERICAN SAMOA": "AS",
    "ARIZONA": "AZ",
    "ARKANSAS": "AR",
    "CALIFORNIA": "CA",
    "COLORADO": "CO",
    "CONNECTICUT": "CT",
    "DELAWARE": "DE",
    "DISTRICT OF COLUMBIA": "DC",
    "FLORIDA": "FL",
    "GEORGIA": "GA",
    "GUAM": "GU",
    "HAWAII": "HI",
    "IDAHO": "ID",
    "ILLINOIS": "IL",
    "INDIANA": "IN",
    "IOWA": "IA",
    "KANSAS": "KS",
    "KENTUCKY": "KY",
    "LOUISIANA": "LA",
    "MAINE": "ME",
    "MARYLAND": "MD",
    "MASSACHUSETTS": "MA",
    "MICHIGAN": "MI",
    "MINNESOTA": "MN",
    "MISSISSIPPI": "MS",
    "MISSOURI": "MO",
    "MONTANA": "MT",
    "NEBRASKA": "NE",
    "NEVADA": "NV",
    "NEW HAMPSHIRE": "NH",
    "NEW JERSEY": "NJ",
    "NEW MEXICO": "NM",
    "NEW YORK": "NY",
    "NORTH CAROLINA": "NC",
    "NORTH DAKOTA": "ND",
    "NORTHERN MARIANA ISLANDS": "MP",
    "OHIO": "OH",
    "OKLAHOMA": "OK",
    "OREGON": "OR",
    "PENNSYLVANIA": "PA",
    "PUERTO RICO": "PR",
    "RHODE ISLAND": "RI",
    "SOUTH CAROLINA": "SC",
    "SOUTH DAKOTA": "SD",
    "TENNESSEE": "TN",
    "TEXAS": "TX",
    "UTAH": "UT",
    "VERMONT": "VT",
    "VIRGIN ISLANDS": "VI",
    "US VIRGIN ISLANDS": "VI",
    "VIRGINIA": "VA",
    "WASHINGTON": "WA",
    "WEST VIRGINIA": "WV",
    "WISCONSIN": "WI",
    "WYOMING": "WY",
}
