"""The numbering table: no zone of an area code is missing, new codes are callable, and elsewhere it is phonenumbers'."""

from __future__ import annotations

import csv
import datetime
import os
import random
from importlib.metadata import version
from zoneinfo import ZoneInfo

import numpy as np
import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import timezone

from complint.calls import numbering
from complint.calls.numbering import ASK, FOREIGN, INVALID, PLACED, UNPLACED, code, prefix_table, read_number
from complint.calls.zones import STATES, zone_mask, zones_of

CORRECTIONS = os.path.join(os.path.dirname(numbering.__file__), "data", "us-npas.csv")
INVALID_FOR_PHONENUMBERS = (357, 436, 457, 465, 471, 483, 621, 624, 679, 729, 837, 861, 924)
# Split codes and overlays, and the zones that any of their exchanges may lie in.
E, C, M, P = "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"
SPLIT: dict[int, set[str]] = {
    **{key: {E, C} for key in (219, 270, 334, 364, 423, 448, 483, 574, 606, 729, 812, 850, 906, 930, 931)},
    **{key: {C, M} for key in (308, 402, 531, 605, 620, 701, 785, 915)},
    **{key: {M, P} for key in (208, 458, 541, 775, 986)},
    907: {"America/Adak", "America/Anchorage"},
    928: {M, "America/Phoenix"},
}
NUMBERS = int(os.environ.get("COMPLINT_RANDOM_NUMBERS", "10000"))


def corrections() -> list[dict[str, str]]:
    with open(CORRECTIONS, encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def test_no_area_code_lacks_a_zone() -> None:
    rows = corrections()
    assert len(rows) == 378
    for row in rows:
        for exchange in (200, 555, 999):
            kind = code(int(row["npa"]) * 1000 + exchange)
            assert (kind.status, kind.country, kind.state) == (PLACED, "US", row["state"])
            assert set(kind.zones) >= set(row["zones"].split("|"))
            assert kind.state in STATES


def test_split_area_codes_have_all_their_zones() -> None:
    several = {int(row["npa"]): set(row["zones"].split("|")) for row in corrections() if "|" in row["zones"]}
    assert several == SPLIT


@pytest.mark.parametrize("npa", INVALID_FOR_PHONENUMBERS)
def test_area_codes_that_phonenumbers_does_not_know_are_callable(npa: int) -> None:
    number = read_number(f"+1{npa}5550142")
    assert (number.e164, number.kind.status) == (f"+1{npa}5550142", PLACED)
    assert number.kind.zones
    assert code(npa * 1000 + 199).status == INVALID


def test_wrong_answers_of_phonenumbers_are_corrected() -> None:
    assert code(689555).zones == (E,)
    for npa in (364, 448, 930):
        assert code(npa * 1000 + 555).zones == (C, E)


def comparable() -> dict[int, str]:
    """Return the listed codes for which phonenumbers gives one answer that behaves as ours does, with that answer."""
    found = {}
    for row in corrections():
        if "|" not in row["zones"] and int(row["npa"]) not in (*INVALID_FOR_PHONENUMBERS, 340, 670, 671, 684, 689, 983):
            found[int(row["npa"])] = row["zones"]
    return found


def behaves(zone: str, at: datetime.datetime) -> datetime.timedelta | None:
    return at.astimezone(ZoneInfo(zone)).utcoffset()


def test_elsewhere_it_agrees_with_phonenumbers() -> None:
    random_ = random.Random(11)
    same = comparable()
    assert len(same) > 325
    listed = {int(row["npa"]) for row in corrections()}
    for _ in range(NUMBERS):
        national = random_.randrange(200_000_0000, 1000_000_0000)
        npa = national // 10**7
        if npa in listed and npa not in same:
            continue
        theirs = phonenumbers.PhoneNumber(country_code=1, national_number=national)
        ours = read_number(f"+1{national}")
        # an exchange that begins with 0 or 1 is none, whatever phonenumbers has for one country
        valid = phonenumbers.is_valid_number(theirs) and national // 10**6 % 10 > 1
        assert (ours.e164 is not None) == valid, national
        if npa in same:
            at = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(
                minutes=random_.randrange(10**6)
            )
            zones = timezone.time_zones_for_number(theirs) if ours.e164 else ()
            offsets = {behaves(zone, at) for zone in zones}
            assert offsets == {behaves(zone, at) for zone in ours.kind.zones if ours.e164}, (national, zones)
        elif ours.e164 is not None:
            country = phonenumbers.region_code_for_number(theirs)
            assert ours.kind.country == country
            assert ours.kind.status == (UNPLACED if country == "US" else FOREIGN)


def test_columns_equal_the_scalar_table() -> None:
    table = prefix_table()
    assert table.code.shape == (1_000_000,)
    random_ = random.Random(7)
    for npanxx in [*(random_.randrange(1_000_000) for _ in range(20_000)), *(npa * 1000 + 555 for npa in range(1000))]:
        kind = code(npanxx)
        at = int(table.code[npanxx])
        assert table.classes[at] == kind
        assert table.status[at] == kind.status
        placed = kind.status == PLACED
        assert zones_of(int(table.zones[at])) == (kind.zones if placed else ())
        assert (int(table.state[at]) != numbering.NO_STATE) == placed
        if placed:
            assert STATES[table.state[at]] == kind.state
            assert int(table.states[at]) == 1 << int(table.state[at])
    assert set(np.unique(table.status)) == {INVALID, PLACED, UNPLACED, FOREIGN, ASK}
    assert all(mask for mask, status in zip(table.zones, table.status, strict=True) if status == PLACED)


@pytest.mark.parametrize(
    "text",
    [
        *("2125550142", "1-212-555-0142", "+12125550142", "(212) 555-0142", "+1 (212) 555.0142", "tel:+1-212-555-0142"),
        *("212–555—0142", "+1 212 555 0142 x22", "212 555 0142 ext. 7", "tel:+1-212-555-0142;ext=9", "٢١٢٥٥٥٠١٤٢"),
        *(
            "  +1\u00a0212\u2011555\u20110142 ",
            "\u200e+12125550142",
            "212/555/0142",
            "１２１２５５５０１４２",
            "[212] 555 0142",
        ),
    ],
)
def test_any_usual_writing_is_read(text: str) -> None:
    number = read_number(text)
    assert (number.e164, number.npanxx, number.text) == ("+12125550142", 212555, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "abc",
        "555-0142",
        "212-155-0142",
        "212-055-0142",
        "112 555 0142",
        "+1 555 555 0142",
        "21255501420",
        "+1 212 555 014",
        "911",
        "0",
        "+",
        "tel:",
        "+999123456789",
        "1" * 300,
        "+1 212 555 0142 / +1 212 555 0143",
        "\x00",
    ],
)
def test_what_is_no_number_is_invalid(text: str) -> None:
    number = read_number(text)
    assert (number.e164, number.kind.status) == (None, INVALID)


def test_other_countries_and_numbers_without_a_place() -> None:
    assert read_number("+44 20 7946 0018").kind == numbering.NumberClass(FOREIGN, "GB")
    assert read_number("020 7946 0018", "GB").e164 == "+442079460018"
    assert read_number("604-555-0142").kind.country == "CA"
    assert read_number("1-800-FLOWERS").kind == numbering.NumberClass(UNPLACED, "US")
    assert read_number("+1 246 521 5050").kind.status in (FOREIGN, INVALID)
    assert read_number("2125550142", "DE").e164 != "+12125550142"
    assert read_number("2125550142", "CA").e164 == "+12125550142"


@given(st.text(max_size=40), st.sampled_from(["US", "GB", "ZZ", ""]))
def test_no_text_breaks_it(text: str, region: str) -> None:
    number = read_number(text, region)
    assert (number.e164 is None) == (number.kind.status == INVALID)


def test_versions_name_what_the_table_was_made_from() -> None:
    versions = numbering.versions()
    assert versions["numbering"].endswith("/phonenumbers-9.0.43")
    assert versions["phonenumbers"] == version("phonenumbers")
    assert versions["pytz"] == version("pytz")
    assert zone_mask(["America/Boise"]) == zone_mask([M])
