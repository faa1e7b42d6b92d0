"""The shipped packs by their own cases: every case holds, and every requirement has one that it fails and one that it passes."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from complint.policy.find import shipped_folder
from complint.policy.store import Store
from complint.policy_cases import PolicyCase, Tried, cases_of, try_case

STORE = Store.open()
LEDGER = Path(__file__).with_name("ledger.txt")
ROW_BY_ROW = "calls/"  # rules that judge rows of call schedules have their cases beside the kernels
CASES = [case for pack in STORE.packs for case in cases_of(STORE, pack)]


@cache
def _tried(number: int) -> Tried:
    case = CASES[number]
    return try_case(case, case.requirement.rpartition("/")[0], ())


def _name(case: PolicyCase) -> str:
    return f"{case.requirement}: {case.case.title} ({case.case.as_of})"


@pytest.mark.parametrize("number", range(len(CASES)), ids=[_name(case) for case in CASES])
def test_case(number: int) -> None:
    assert _tried(number).wrong == ()


@pytest.mark.parametrize("shows", ["fail", "pass"])
def test_every_requirement_has_a_case_that(shows: str) -> None:
    shown = {CASES[number].requirement for number in range(len(CASES)) if _tried(number).shows == shows}
    known = {
        one["id"]
        for pack in STORE.packs.values()
        for one in pack["requirements"]
        if not one["rule"].startswith(ROW_BY_ROW) and any(value["status"] != "adopted" for value in one["values"])
    }
    assert sorted(known - shown) == []


def test_the_ledger_agrees() -> None:
    """The law's days and values are written down twice, so that a slip in one place is seen.

    After a change of law, when the source was read again: `python tests/policies/test_packs.py`.
    """
    assert LEDGER.read_text("utf-8") == ledger(STORE)


def ledger(store: Store) -> str:
    """Return a line per dated value: requirement, days, status, severity, digest of the value."""
    lines = [
        _line(requirement, value)
        for pack in store.packs.values()
        for requirement in pack["requirements"]
        for value in requirement["values"]
    ]
    return "\n".join(lines) + "\n"


def _line(requirement: dict[str, Any], value: dict[str, Any]) -> str:
    text = json.dumps(value["value"], sort_keys=True, ensure_ascii=True)
    digest = "-" if value["value"] is None else hashlib.sha256(text.encode()).hexdigest()[:12]
    days = f"{value['from']}..{value['until'] or ''}"
    weight = value["severity"] or requirement["severity"]
    return f"{requirement['id']} {days} {value['status']} {weight} {requirement['before_first']} {digest}"


def test_the_packs_are_those_of_this_checkout() -> None:
    assert STORE.folders == (shipped_folder(),)


if __name__ == "__main__":
    LEDGER.write_text(ledger(STORE), "utf-8")
