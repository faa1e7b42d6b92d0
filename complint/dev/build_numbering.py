"""Make `complint/calls/data/numbering.json` from phonenumbers' data and our corrections, and `zips.json` from zipcodes' data.

    python -m complint.dev.build_numbering [--date 2026-11-22]

Run it after an update of phonenumbers, of zipcodes or of `us-npas.csv` (npa, state, zones: every United States area code in
service, with all zones that any of its exchanges may lie in); look at the difference before committing it. Takes some
minutes (phonenumbers is asked for 14 million numbers); needs the extra `calls`.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
from collections import defaultdict
from importlib.metadata import version

from complint.calls import zones as z

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DATA = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "calls", "data")
# Line numbers at which validity by exchange is probed: exchanges where they disagree are asked number by number.
_PROBES = (*range(0, 10000, 271), 100, 142, 199, 1000, 9999)

# Three-digit ZIP prefixes of each state (USPS publication L002); a ZIP that zipcodes puts elsewhere is not believed.
ZIP_PREFIXES = {
    "AK": "995-999", "AL": "350-369", "AR": "716-729", "AS": "967", "AZ": "850-865", "CA": "900-961", "CO": "800-816",
    "CT": "060-069", "DC": "200 202-205 569", "DE": "197-199", "FL": "320-339 341-349", "GA": "300-319 398-399",
    "GU": "969", "HI": "967-968", "IA": "500-528", "ID": "832-838", "IL": "600-629", "IN": "460-479", "KS": "660-679",
    "KY": "400-427", "LA": "700-714", "MA": "010-027 055", "MD": "205-219", "ME": "039-049", "MI": "480-499",
    "MN": "550-567", "MO": "630-658 726", "MP": "969", "MS": "386-397", "MT": "590-599", "NC": "270-289",
    "ND": "580-588", "NE": "680-693", "NH": "030-038", "NJ": "070-089", "NM": "870-884", "NV": "889-898",
    "NY": "005 063 100-149", "OH": "430-459", "OK": "730-732 734-741 743-749", "OR": "970-979", "PA": "150-196",
    "PR": "006-007 009", "RI": "028-029", "SC": "290-299", "SD": "570-577", "TN": "370-385", "TX": "733 739 750-799 885",
    "UT": "840-847", "VA": "201 205 220-246", "VI": "008", "VT": "050-054 056-059", "WA": "980-986 988-994",
    "WI": "530-549", "WV": "247-268", "WY": "820-831 834",
}  # fmt: skip
# Neighbours' prefixes that reach over a border with single codes: unknown codes there are not doubled for them.
_SINGLE_CODES = {
    ("NY", "063"),
    ("MO", "726"),
    ("TX", "739"),
    ("WY", "834"),
    ("VA", "205"),
    ("MD", "205"),
    ("AS", "967"),
}
_MILITARY = ("090-099", "340", "962-966")


def main(arguments: list[str] | None = None) -> None:
    """Write both tables and say what they hold."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--date", required=True, help="the day of the table (ISO)")
    given = parser.parse_args(arguments)
    for name, table in (("numbering.json", numbering(given.date)), ("zips.json", zips(given.date))):
        with open(os.path.join(DATA, name), "w", encoding="utf-8") as stream:
            stream.write(json.dumps(table, indent=1, sort_keys=True) + "\n")
        print(name, {key: len(value) for key, value in table.items() if isinstance(value, dict)})


def numbering(date: str) -> dict[str, Any]:
    """Return the numbering table (shape: `complint.calls.numbering`)."""
    placed: dict[str, list[str]] = defaultdict(list)
    listed = set()
    with open(os.path.join(DATA, "us-npas.csv"), encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            listed.add(int(row["npa"]))
            placed[f"{row['state']}|{row['zones']}"].append(row["npa"])
    others: dict[str, dict[str, str]] = defaultdict(dict)
    for npa in range(200, 1000):
        if npa not in listed:
            for kind, exchanges in _exchanges(npa).items():
                others[kind][str(npa)] = _runs(exchanges)
    return {
        "numbering": f"{date}/phonenumbers-{version('phonenumbers')}",
        "placed": {key: " ".join(npas) for key, npas in placed.items()},
        "others": {kind: dict(sorted(npas.items())) for kind, npas in others.items()},
    }


def _exchanges(npa: int) -> dict[str, list[int]]:
    """Return the exchanges of an area code by kind: `unplaced`, `ask`, or the country and its zones `BB|America/Barbados`."""
    found: dict[str, list[int]] = defaultdict(list)
    for exchange in range(200, 1000):
        kinds = {_kind(int(f"{npa}{exchange}{line:04d}")) for line in _PROBES}
        kind = kinds.pop() if len(kinds) == 1 else "ask"
        if kind is not None:
            found[kind].append(exchange)
    return found


def _kind(national: int) -> str | None:
    import phonenumbers
    from phonenumbers import timezone

    number = phonenumbers.PhoneNumber(country_code=1, national_number=national)
    if not phonenumbers.is_valid_number(number):
        return None
    country = phonenumbers.region_code_for_number(number)
    if not phonenumbers.is_number_geographical(number) and country in ("US", None):
        return "unplaced"
    if country in ("US", None):
        raise SystemExit(f"+1{national} is a geographic United States number, but us-npas.csv does not list its code")
    zones = timezone.time_zones_for_geographical_number(number)
    return f"{country}|{'|'.join(sorted(zones)) if len(zones) < 12 else ''}"


def _runs(numbers: list[int]) -> str:
    """Return sorted three-digit numbers as text: `200-299 310`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return " ".join(f"{a:03d}" if a == b else f"{a:03d}-{b:03d}" for a, b in runs)


def zips(date: str) -> dict[str, Any]:
    """Return the ZIP table (shape: `complint.calls.zip`)."""
    import zipcodes

    codes: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for entry in zipcodes.list_all():  # type: ignore[no-untyped-call]
        code, state = entry["zip_code"], entry["state"]
        zone = z.EQUAL.get(entry["timezone"], entry["timezone"])
        if state not in z.STATE_ZONES or not _within(code[:3], ZIP_PREFIXES[state]):
            continue
        own = z.STATE_ZONES[state]
        codes[code[:3]][f"{state}|{zone}" if zone in own else f"{state}|{'|'.join(own)}"].append(code)
    prefixes: dict[str, list[str]] = defaultdict(list)
    mixed: dict[str, dict[str, str]] = {}
    for number in range(1000):
        prefix = f"{number:03d}"
        states = sorted(
            s for s, spans in ZIP_PREFIXES.items() if _within(prefix, spans) and (s, prefix) not in _SINGLE_CODES
        )
        kinds = codes.get(prefix, {})
        if any(_within(prefix, spans) for spans in _MILITARY):
            prefixes[""].append(prefix)
        elif kinds or states:
            known = {zone for kind in kinds for zone in kind.split("|")[1:] if kind[:2] in states}
            zones = sorted(known or {zone for state in states for zone in z.STATE_ZONES[state]})
            prefixes["|".join(["+".join(states), *zones])].append(prefix)
        if len(kinds) > 1:
            mixed[prefix] = {kind: " ".join(sorted(codes_)) for kind, codes_ in sorted(kinds.items())}
    return {
        "zips": f"{date}/zipcodes-{version('zipcodes')}",
        "prefixes": {kind: _runs([int(prefix) for prefix in found]) for kind, found in prefixes.items()},
        "codes": mixed,
    }


def _within(prefix: str, spans: str) -> bool:
    return any(span[:3] <= prefix <= span[-3:] for span in spans.split())


if __name__ == "__main__":
    main()
