"""Where a call goes: the order of what tells the clock, the union of what tells the law, and unions where in doubt."""

from __future__ import annotations

import random

import pytest
import zipcodes
from hypothesis import given
from hypothesis import strategies as st

from complint.calls import zip as zips
from complint.calls.place import place
from complint.calls.zones import EQUAL, STATE_ZONES, STATES, ZONES, read_state, state_mask, zone_mask, zones_of

NEW_YORK, CHICAGO, DENVER = "America/New_York", "America/Chicago", "America/Denver"
LOUISVILLE = "+12705550142"  # area code 270: two zones, Kentucky
MANHATTAN = "+12125550142"


def test_the_area_code_tells_clock_and_law_where_nothing_else_does() -> None:
    found = place(LOUISVILLE)
    assert found.zones == (CHICAGO, NEW_YORK)
    assert found.jurisdictions == ("US", "US-KY")
    assert (found.valid, found.e164, found.country, found.state) == (True, LOUISVILLE, "US", "KY")
    assert (found.clock, found.why) == ("area-code", "area code 270 (KY)")


def test_the_clock_is_the_first_that_is_given() -> None:
    given_ = {"recipient_timezone": "America/Anchorage", "zip": "96813", "state": "CO", "address_state": "FL"}
    expected = ["America/Anchorage", "Pacific/Honolulu", DENVER, CHICAGO, NEW_YORK]
    for zone in expected:
        found = place(MANHATTAN, **given_)
        assert found.zones[0] == zone
        if given_:
            del given_[next(iter(given_))]


def test_the_law_is_that_of_all() -> None:
    found = place(MANHATTAN, "America/Anchorage", "96813", "CO", "FL")
    assert found.jurisdictions == ("US", "US-CO", "US-FL", "US-HI", "US-NY")


@pytest.mark.parametrize(
    ("number", "state", "zones"),
    [
        (LOUISVILLE, "KY", (CHICAGO, NEW_YORK)),  # both of the state, both of the code
        ("+15025550142", "KY", (NEW_YORK,)),  # a code of the state with one zone
        (MANHATTAN, "KY", (CHICAGO, NEW_YORK)),  # a code of another state: all of the state's
        ("+19155550142", "TX", (CHICAGO, DENVER)),
        ("+12145550142", "TX", (CHICAGO,)),
        ("+18005550142", "TX", (CHICAGO, DENVER)),
        ("+19285550142", "AZ", (DENVER, "America/Phoenix")),
        ("+16025550142", "AZ", ("America/Phoenix",)),
        ("+14155550142", "NY", (NEW_YORK,)),
    ],
)
def test_a_state_is_narrowed_by_its_own_area_codes_only(number: str, state: str, zones: tuple[str, ...]) -> None:
    assert place(number, state=state).zones == zones
    assert place(number, address_state=state.lower()).zones == zones


def test_zip_codes() -> None:
    assert place(MANHATTAN, zip="79901").zones == (DENVER,)
    assert place(MANHATTAN, zip="79901-1234").jurisdictions == ("US", "US-NY", "US-TX")
    assert place(MANHATTAN, zip="501").zones == (NEW_YORK,)  # 00501 without its zeros
    # 36701 is Alabama; the prefix 475 lies in two zones, and 47599 is no code that is known
    assert zips.zip_place("47501") == zips.ZipPlace(("IN",), (NEW_YORK,))
    assert zips.zip_place("47599") == zips.ZipPlace(("IN",), (CHICAGO, NEW_YORK))
    military = place(MANHATTAN, zip="09012")
    assert (military.zones, military.unreadable, military.clock) == ((), (), "recipient_zip")


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("zip", "00000"),
        ("zip", "1234x"),
        ("state", "XX"),
        ("address_state", "Ontario"),
        ("recipient_timezone", "Mars/Olympus"),
    ],
)
def test_an_unreadable_cell_counts_as_empty_and_is_named(column: str, text: str) -> None:
    found = place(LOUISVILLE, **{column: text})
    assert found.zones == place(LOUISVILLE).zones
    assert found.unreadable == (column if column.startswith("recipient") else f"recipient_{column}",)


def test_zone_names() -> None:
    assert place(MANHATTAN, "america/BOISE").zones == ("America/Boise",)
    assert place(MANHATTAN, "Europe/Paris").zones == ("Europe/Paris",)
    assert place(MANHATTAN, "EST").zones == (NEW_YORK, "EST")
    assert place(MANHATTAN, "").zones == (NEW_YORK,)


def test_numbers_without_a_place() -> None:
    toll_free = place("+18005550142")
    assert (toll_free.valid, toll_free.zones, toll_free.jurisdictions, toll_free.clock) == (True, (), ("US",), "")
    helped = place("+18005550142", state="KY")
    assert (helped.zones, helped.jurisdictions) == ((CHICAGO, NEW_YORK), ("US", "US-KY"))
    foreign = place("+442079460018")
    assert (foreign.valid, foreign.zones, foreign.jurisdictions) == (True, (), ("GB",))
    assert place("+442079460018", state="KY").jurisdictions == ("GB", "US", "US-KY")
    invalid = place("212-055-0142")
    assert (invalid.valid, invalid.e164, invalid.zones, invalid.jurisdictions) == (False, None, (), ("US",))


@given(*[st.one_of(st.none(), st.text(max_size=12)) for _ in range(4)], st.text(max_size=20))
def test_no_text_breaks_it(
    zone: str | None, five: str | None, state: str | None, home: str | None, number: str
) -> None:
    found = place(number, zone, five, state, home)
    assert tuple(sorted(found.zones)) == found.zones
    assert found.valid == (found.e164 is not None)


def test_every_zip_code_of_the_package_has_its_own_zone() -> None:
    table = zips.zip_table()
    differing: list[str] = []
    for entry in zipcodes.list_all():  # type: ignore[no-untyped-call]
        five, state = entry["zip_code"], entry["state"]
        zone = EQUAL.get(entry["timezone"], entry["timezone"])
        if state not in STATE_ZONES or zone not in ZONES:
            continue
        found = zips.zip_place(five)
        if found is None or found.zones != (zone,) or found.states != (state,):
            differing.append(five)
        else:
            assert zones_of(int(table.zones[int(five)])) == found.zones
            assert int(table.states[int(five)]) == state_mask(found.states)
    # post of the forces abroad, which the package puts into New Jersey, and letters to the North Pole
    assert differing == ["09905", "09980", "09981", "09982", "09983", "09984", "88888"]


def test_zip_columns_equal_the_scalar_table() -> None:
    table = zips.zip_table()
    random_ = random.Random(3)
    for _ in range(5000):
        number = random_.randrange(100_000)
        found = zips.zip_place(f"{number:05d}")
        if found is None:
            assert table.known[number] == zips.UNKNOWN
        else:
            assert table.known[number] == (zips.PLACED if found.zones else zips.PLACELESS)
            assert int(table.zones[number]) == zone_mask(found.zones)


def test_all_states_have_zones_and_names() -> None:
    assert len(STATES) == 56
    assert read_state(" new  york ") == "NY"
    assert read_state("D.C.") == "DC"
    assert read_state("cnmi") == "MP"
    assert read_state("US-KY") == "KY"
    assert read_state("") is None
    for zones in STATE_ZONES.values():
        assert zones == tuple(sorted(zones))
        assert zones_of(zone_mask(zones)) == zones
    for five in ("00501", "00601", "00801", "96799", "96910", "96950", "99501"):
        found = zips.zip_place(five)
        assert found is not None
        assert all(set(found.zones) <= set(STATE_ZONES[state]) for state in found.states)
