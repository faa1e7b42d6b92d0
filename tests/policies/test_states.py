"""The shipped packs: every jurisdiction has one, every value is dated and cited, rules on calls can read every edition."""

from __future__ import annotations

import datetime
from functools import cache
from typing import Any

import pytest

from complint.calls.law import CallLaw
from complint.calls.zones import STATES
from complint.policy.store import Store

OWN_HOURS = set(
    "AL AZ AR CT DC FL HI IL KY LA MD MA MI MN MS MO MT NV NJ NM NY NC ND OK OR PA RI SC SD TN TX UT VA WA WV WI WY PR".split()
)
AUTOMATED_HOURS = set("CA GA IL IN ME NE NV SC SD TX WA".split())
RECORDING = set("CA FL IL MD MA MT NH PA WA NV PR DE CT MI HI MP".split())


@cache
def store() -> Store:
    return Store.open()


def requirements(state: str) -> dict[str, dict[str, Any]]:
    pack = store().packs[f"us/states/{state.lower()}"]
    return {one["id"].rpartition("/")[2]: one for one in pack["requirements"]}


@pytest.mark.parametrize("state", STATES)
def test_every_jurisdiction_has_a_pack(state: str) -> None:
    pack = store().packs[f"us/states/{state.lower()}"]
    assert pack["jurisdiction"] == f"US-{state}"
    slugs = set(requirements(state))
    assert ("calling-hours" in slugs) == (state in OWN_HOURS)
    assert ("automated-calling-hours" in slugs) == (state in AUTOMATED_HOURS)
    assert ("recording-consent" in slugs) == (state in RECORDING)
    if state not in OWN_HOURS:
        assert "federal window binds" in pack["note"]


def test_states_are_all_there_are() -> None:
    assert {p for p in store().packs if p.startswith("us/states/")} == {f"us/states/{s.lower()}" for s in STATES}
    for name in ("us/federal/tcpa", "us/federal/tsr"):
        assert store().packs[name]["jurisdiction"] == "US"


def test_blocking_days_are_never_in_doubt() -> None:
    for state in STATES:
        for slug, one in requirements(state).items():
            for value in one["values"]:
                assert value["citations"], one["id"]
                if slug == "doubtful-days":
                    assert value["confidence"] == "low"
                if slug in ("forbidden-days", "automated-forbidden-days"):
                    assert value["confidence"] in ("high", "medium")


def test_rules_on_calls_can_read_every_edition() -> None:
    law = CallLaw(store().packs.values(), ["us/*"])
    for start in law.starts():
        for state in STATES:
            law.of(f"US-{state}", datetime.date.fromisoformat(start))


def test_what_is_only_adopted_binds_nobody() -> None:
    law = CallLaw(store().packs.values(), ["us/*"])
    found = [bound.id for bound in law.bounds("calls/revoked-consent", datetime.date(2030, 1, 1))]
    assert found == ["us/federal/tcpa/revocation"]


@pytest.mark.parametrize("profile", ["default", "us-outbound", "us-solicitations", "us-strictest"])
def test_profiles_choose_packs_that_exist(profile: str) -> None:
    chosen = store().profile(profile)
    law = CallLaw(store().packs.values(), chosen["policies"], [chosen["rules"]])
    assert law.knows("US")
    known = {one["id"] for pack in store().packs.values() for one in pack["requirements"]}
    for pattern in chosen["rules"]:
        if pattern.startswith("us/") and "*" not in pattern:
            assert pattern in known


def test_the_strictest_profile_leaves_no_law_of_calls_in_doubt() -> None:
    chosen = store().profile("us-strictest")
    law = CallLaw(store().packs.values(), chosen["policies"], [chosen["rules"]])
    for rule in ("calls/outside-calling-hours", "calls/forbidden-day", "calls/too-many-calls", "calls/prohibited-call"):
        for bound in law.bounds(rule, datetime.date(2026, 11, 22)):
            assert bound.weight == "error", bound.id
