"""Hours and days of every jurisdiction against an oracle of its own; law by date; emergencies; profiles."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest

sys.path.insert(0, os.path.dirname(__file__))

import oracle
from oracle import AUTOMATED, FEDERAL, HOLIDAYS, LIVE
from shipped import shipped

from complint.calls.chosen import chosen_law, emergencies, hours_severity
from complint.calls.law import CallLaw, Emergency
from complint.calls.provisions import read
from complint.calls.zones import STATE_ZONES, STATES
from complint.core.errors import BrokenPart, ComplintError
from complint.core.record import replace
from complint.policy.law import Law
from complint.settings import Settings

UTC = datetime.UTC
MINUTE = datetime.timedelta(minutes=1)
# a winter week, a summer week, and the weeks in which the clocks change; holidays lie in three of them
WEEKS = [
    datetime.date(2026, 11, 23),
    datetime.date(2027, 7, 1),
    datetime.date(2026, 10, 31),
    datetime.date(2027, 3, 13),
]


def edges(state: str) -> set[int]:
    weeks = [FEDERAL, *(table[state] for table in (LIVE, AUTOMATED) if state in table)]
    return {hour for week in weeks for window in week if window is not None for hour in window}


def around_edges(state: str, zone: str) -> Iterator[datetime.datetime]:
    """Yield instants two minutes before to two after every edge, as if the zone had its winter offset and its summer one."""
    for week in WEEKS:
        for number in range(7):
            day = datetime.datetime.combine(week, datetime.time(), UTC) + datetime.timedelta(number)
            for hour in edges(state):
                noon = (day + datetime.timedelta(hours=12)).astimezone(ZoneInfo(zone)).utcoffset()
                assert noon is not None
                edge = day + datetime.timedelta(hours=hour) - noon
                yield from (edge + MINUTE * step for step in (-2, -1, 0, 1, 2))


def is_blocked(law: CallLaw, state: str, zone: str, instant: datetime.datetime, call_type: str) -> bool:
    rulings = law.judge((zone,), ("US", f"US-{state}"), instant, call_type, "marketing")
    return any(ruling.blocks for ruling in rulings)


@pytest.mark.parametrize("state", STATES)
def test_every_edge_of_every_jurisdiction(state: str) -> None:
    law = shipped()
    for zone in STATE_ZONES[state]:
        for instant in around_edges(state, zone):
            for call_type in ("live", "artificial_voice"):
                expected = oracle.blocked(state, zone, instant, automated=call_type == "artificial_voice")
                found = is_blocked(law, state, zone, instant, call_type)
                assert found == expected, (state, zone, instant.astimezone(ZoneInfo(zone)), call_type)


def test_the_seconds_of_an_edge() -> None:
    law = shipped()
    eight = datetime.datetime(2026, 11, 24, 13, 0, 0, tzinfo=UTC)
    second = datetime.timedelta(seconds=1)
    assert not is_blocked(law, "OH", "America/New_York", eight, "live")
    assert is_blocked(law, "OH", "America/New_York", eight - second, "live")
    nine = eight + datetime.timedelta(hours=13)
    assert is_blocked(law, "OH", "America/New_York", nine, "live")
    assert not is_blocked(law, "OH", "America/New_York", nine - second, "live")


def test_all_listed_days_are_banned_and_only_they() -> None:
    law = shipped()
    for state in oracle.BANNED_ON_HOLIDAYS:
        zone = STATE_ZONES[state][0]
        day = datetime.date(2026, 10, 18) if state == "PA" else datetime.date(2026, 1, 1)
        while day.year < 2028:
            noon = datetime.datetime.combine(day, datetime.time(12), ZoneInfo(zone))
            expected = day.weekday() == 6 or day.isoformat() in HOLIDAYS[state]
            found = [r for r in law.judge((zone,), (f"US-{state}",), noon) if r.blocks and "forbidden" in r.rule]
            assert bool(found) == expected, (state, day)
            day += datetime.timedelta(1)


@pytest.mark.parametrize(
    ("state", "day", "name"),
    [
        ("UT", "2026-06-19", "Juneteenth"),
        ("PA", "2026-06-19", "Juneteenth"),
        ("PA", "2026-11-27", "Day after Thanksgiving"),
        ("LA", "2026-04-03", "Good Friday"),
        ("LA", "2027-03-26", "Good Friday"),
        ("LA", "2027-11-01", "All Saints"),
        ("RI", "2027-05-04", "Independence"),
        ("AL", "2027-02-09", "Mardi Gras"),
    ],
)
def test_days_in_doubt_inform_and_block_only_under_the_strictest_profile(state: str, day: str, name: str) -> None:
    zone = STATE_ZONES[state][0]
    noon = datetime.datetime.combine(datetime.date.fromisoformat(day), datetime.time(12), ZoneInfo(zone))
    (ruling,) = shipped().judge((zone,), ("US", f"US-{state}"), noon, "live")
    assert name in ruling.why
    assert ruling.doubtful
    assert not ruling.blocks
    (strict,) = shipped("us-strictest").judge((zone,), ("US", f"US-{state}"), noon, "live")
    assert strict.blocks


def test_low_confidence_windows_inform() -> None:
    half_past_eight = datetime.datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
    (ruling,) = shipped().judge(("America/New_York",), ("US", "US-MI"), half_past_eight, "live")
    assert (ruling.bound.id, ruling.blocks) == ("us/states/mi/calling-hours", False)
    late = datetime.datetime(2026, 11, 25, 0, 30, tzinfo=UTC)
    (ruling,) = shipped().judge(("America/New_York",), ("US", "US-SC"), late)
    assert (ruling.bound.id, ruling.blocks) == ("us/states/sc/automated-calling-hours", False)
    assert is_blocked(shipped("us-strictest"), "SC", "America/New_York", late, "artificial_voice")


def test_law_changes_at_its_dates() -> None:
    law = shipped()
    for state, first, hour in (("OR", "2026-01-01", 20), ("PA", "2026-10-18", 20), ("CT", "2023-10-01", 20)):
        zone = STATE_ZONES[state][-1]
        day = datetime.date.fromisoformat(first)
        for days, expected in ((-1, False), (2, True)):
            at = datetime.datetime.combine(day + datetime.timedelta(days), datetime.time(hour, 30), ZoneInfo(zone))
            assert is_blocked(law, state, zone, at, "live") is expected, (state, at)


def test_the_last_evening_before_a_law_is_judged_by_its_own_local_date() -> None:
    # 20:30 on New Year's Eve in Portland is 2026 in UTC already
    at = datetime.datetime(2026, 1, 1, 4, 30, tzinfo=UTC)
    assert not is_blocked(shipped(), "OR", "America/Los_Angeles", at, "live")


def test_mississippi_reads_two_clocks_in_summer() -> None:
    law = shipped()
    for hour, expected in ((8, True), (9, False), (19, False), (20, True)):
        at = datetime.datetime(2027, 7, 6, hour, 30, tzinfo=ZoneInfo("America/Chicago"))
        assert is_blocked(law, "MS", "America/Chicago", at, "live") is expected, hour


def test_nebraska_moves_the_window_of_its_holidays() -> None:
    law = shipped()
    for hour, expected in ((12, True), (13, False)):
        at = datetime.datetime(2027, 4, 30, hour, 30, tzinfo=ZoneInfo("America/Chicago"))
        assert is_blocked(law, "NE", "America/Chicago", at, "artificial_voice") is expected
        assert not is_blocked(law, "NE", "America/Chicago", at, "live")


def test_every_candidate_zone_must_be_open() -> None:
    at = datetime.datetime(2026, 11, 24, 15, 30, tzinfo=UTC)  # 10:30 in New York, 9:30 in Chicago
    law = shipped()
    assert not [r for r in law.judge(("America/New_York",), ("US", "US-KY"), at) if r.blocks]
    both = law.judge(("America/Chicago", "America/New_York"), ("US", "US-KY"), at)
    assert [(r.zone, r.bound.id) for r in both if r.blocks] == [("America/Chicago", "us/states/ky/calling-hours")]


def with_emergency(state: str) -> CallLaw:
    day = {"state": state, "from": "2026-08-28", "until": "2026-09-04"}
    return chosen_law(Settings(calls={"emergencies": [day]}))


@pytest.mark.parametrize(("state", "pack"), [("LA", "us/states/la"), ("TX", "complint/core")])
def test_a_declared_emergency_bans_all_calls(state: str, pack: str) -> None:
    law = with_emergency(state)
    for day, expected in (("2026-08-27", False), ("2026-08-28", True), ("2026-09-04", True), ("2026-09-05", False)):
        noon = datetime.datetime.fromisoformat(f"{day}T18:30:00+00:00")
        found = law.judge(("America/Chicago",), ("US", f"US-{state}"), noon, "live", "informational")
        assert [r.bound.id.startswith(pack) for r in found if r.emergency] == [True] * expected, day
        assert all(r.blocks for r in found if r.emergency)
        assert not law.judge(("America/Chicago",), ("US", "US-MO"), noon, "live")


@pytest.mark.parametrize(
    "declared",
    [
        "LA",
        [{"state": "XX", "from": "2026-08-28", "until": "2026-09-04"}],
        [{"state": "LA", "from": "soon"}],
        [7],
        [{"state": "LA", "from": "2026-09-04", "until": "2026-08-28"}],
    ],
)
def test_an_emergency_that_cannot_be_read_is_refused(declared: object) -> None:
    with pytest.raises(ComplintError, match=r"calls\.emergencies"):
        emergencies(Settings(calls={"emergencies": declared}))


def test_caps_and_prohibitions() -> None:
    law = shipped()
    day = datetime.date(2026, 11, 24)

    def caps(state: str, call_type: str = "live", purpose: str = "marketing", on: datetime.date = day) -> list[object]:
        return [(c.max_calls, c.per_hours, c.unless) for c in law.caps(("US", f"US-{state}"), on, call_type, purpose)]

    assert caps("FL") == caps("OK") == caps("MD") == [(3, 24, ())]
    assert caps("OR") == [(3, 24, ("ebr",))]
    assert caps("OR", on=datetime.date(2025, 12, 31)) == []
    assert caps("ME") == []
    assert caps("ME", "artificial_voice") == [(1, 8, ())]
    assert caps("FL", purpose="informational") == caps("TN") == []

    def bans(state: str, call_type: str = "artificial_voice", purpose: str = "marketing") -> list[object]:
        return [(b.when, b.line_types) for b in law.prohibitions((f"US-{state}",), day, call_type, purpose)]

    assert bans("WA") == bans("WY") == [("always", None)]
    assert bans("MA") == [("unsolicited", None)]
    assert bans("MS") == [("without-ebr", None)]
    assert bans("ME") == bans("NE") == [("always", ("mobile",))]
    assert bans("AZ", "live") == bans("NJ", "live") == [("unsolicited", ("mobile",))]
    assert bans("WA", "live") == bans("MA", "live") == bans("WA", purpose="informational") == []


def test_the_parameters_of_the_federal_packs() -> None:
    law = shipped()

    def values(rule: str, day: str = "2026-11-22") -> list[object]:
        return [b.law.value for b in law.bounds(rule, datetime.date.fromisoformat(day)) if b.law is not None]

    assert values("calls/revoked-consent") == [{"business_days": 10}]
    assert values("calls/revoked-consent", "2025-04-10") == []
    assert values("calls/stale-dnc-list") == [{"days": 31}, {"days": 31}]
    assert values("calls/on-national-dnc") == [{"purchase_months": 18, "inquiry_months": 3}]
    assert values("calls/missing-consent", "2024-02-07") == []
    assert len(values("calls/missing-consent", "2024-02-08")) == 1


def test_profiles_relax_by_call_and_the_configuration_wins() -> None:
    assert set(hours_severity(shipped(), Settings()).values()) == {"error"}
    relaxed = {"unconsented": "error", "consented": "warning", "informational": "info"}
    assert hours_severity(shipped("us-solicitations"), Settings()) == relaxed
    own = Settings(calls={"hours_severity": {"consented": "error"}})
    assert hours_severity(shipped("us-solicitations"), own) == {**relaxed, "consented": "error"}
    with pytest.raises(ComplintError, match="hours_severity"):
        hours_severity(shipped(), Settings(calls={"hours_severity": {"consented": "often"}}))


def test_selection_and_severity() -> None:
    early = datetime.datetime(2026, 11, 24, 11, 30, tzinfo=UTC)
    law = chosen_law(Settings(), ignore=("us/states/*", "us/federal/tsr"))
    assert [r.bound.id for r in law.judge(("America/New_York",), ("US", "US-KY"), early)] == [
        "us/federal/tcpa/calling-hours"
    ]
    warned = chosen_law(Settings(), severities=[("calls/outside-calling-hours", "warning")])
    assert not any(r.blocks for r in warned.judge(("America/New_York",), ("US", "US-KY"), early))
    with pytest.raises(ComplintError, match="no policy pack"):
        chosen_law(Settings(policies=("us/states/zz",)))


def test_only_loaded_countries_are_known() -> None:
    assert shipped().knows("US")
    assert not shipped().knows("CA")
    assert not chosen_law(Settings(policies=("elevenlabs/*",))).knows("US")


@pytest.mark.parametrize(
    "value",
    [
        None,
        {"clock": "lunar", "windows": {}},
        {"clock": "local", "windows": {"mon": ["8:00", "21:00"]}},
        {"clock": "local", "windows": {"mon": ["21:00", "08:00"]}},
        {"clock": "local", "windows": {"monday": ["08:00", "21:00"]}},
        {"clock": "local", "windows": {"mon": "08:00"}},
    ],
)
def test_a_window_that_cannot_be_read_breaks_its_pack(value: object) -> None:
    (bound, *_) = shipped().bounds("calls/outside-calling-hours", datetime.date(2026, 11, 22))
    assert bound.law is not None
    fields = {name: getattr(bound.law, name) for name in Law.__annotations__}
    broken = replace(bound, law=Law(**{**fields, "value": value}))
    with pytest.raises(BrokenPart, match=bound.id):
        read([broken])


def test_an_emergency_is_a_value() -> None:
    law = CallLaw([], (), emergencies=[Emergency("US-LA", datetime.date(2026, 8, 28), datetime.date(2026, 9, 4))])
    assert law.emergency("US-LA", datetime.date(2026, 9, 4))
    assert not law.emergency("US-TX", datetime.date(2026, 9, 4))
