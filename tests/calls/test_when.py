"""`complint calls when`: the answer as data and as text, its exit codes, what it refuses."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from complint.cli.calls_when import when
from complint.core.errors import ComplintError


def run(*arguments: str) -> Result:
    return CliRunner().invoke(when, [*arguments, "--no-config"], standalone_mode=True)


def as_data(*arguments: str) -> dict[str, object]:
    result = run(*arguments, "--format", "json")
    assert result.exit_code in (0, 1), result.output
    data: dict[str, object] = json.loads(result.output)
    return data


def test_allowed_now_until() -> None:
    result = run("(270) 555-0142", "--at", "2026-11-24T18:30:00Z")
    assert result.exit_code == 0
    first, *rest = result.output.split("\n")
    assert first == (
        "+12705550142 may be called at 2026-11-24T18:30:00Z until 20:00 in America/Chicago, 21:00 in America/New_York"
    )
    assert any("47 CFR § 64.1200(c)(1)" in line for line in rest)
    assert "complint reports; it gives no legal advice." in rest


def test_the_contract_of_the_data() -> None:
    found = as_data("270-555-0142", "--at", "2026-11-22T14:30:00Z", "--purpose", "marketing")
    assert found == {
        "phone_number": "+12705550142",
        "jurisdictions": ["US", "US-KY"],
        "zones": ["America/Chicago", "America/New_York"],
        "at": "2026-11-22T14:30:00Z",
        "local_time": ["2026-11-22T08:30:00-06:00", "2026-11-22T09:30:00-05:00"],
        "verdict": "blocked",
        "rules": ["calls/outside-calling-hours"],
        "notices": [],
        "next_lawful_utc": "2026-11-22T16:00:00Z",
        "windows": [
            {"start_utc": f"2026-11-{day}T16:00:00Z", "end_utc": f"2026-11-{day + 1}T02:00:00Z"}
            for day in range(22, 29)
        ],
        "assumed": ["call_type"],
    }


def test_a_sunday_in_louisiana() -> None:
    result = run("504-555-0142", "--at", "2026-11-22T17:00:00Z")
    assert result.exit_code == 1
    assert "2026-11-22 is a Sunday" in result.output
    assert "us/states/la/forbidden-days" in result.output
    assert "next: Monday 2026-11-23 08:00 CST in America/Chicago (2026-11-23T14:00:00Z)" in result.output


def test_what_no_time_cures() -> None:
    found = as_data("206-555-0142", "--at", "2026-11-24T18:30:00Z")
    assert (found["verdict"], found["rules"]) == ("blocked", ["calls/prohibited-call"])
    assert (found["next_lawful_utc"], found["windows"]) == (None, [])
    live = as_data("206-555-0142", "--at", "2026-11-24T18:30:00Z", "--call-type", "live")
    assert (live["verdict"], live["notices"]) == ("allowed", [])


def test_a_prohibition_that_hangs_on_the_line() -> None:
    at = ("--at", "2026-11-24T18:30:00Z")
    assert as_data("602-555-0142", *at)["notices"] == ["calls/prohibited-call"]
    assert as_data("602-555-0142", *at, "--line-type", "landline")["notices"] == []
    assert as_data("602-555-0142", *at, "--line-type", "mobile")["verdict"] == "blocked"


@pytest.mark.parametrize(
    ("number", "verdict", "rule"),
    [
        ("800-555-0142", "unknown", "calls/unknown-time-zone"),
        ("+442079460018", "unknown", "calls/outside-calling-hours"),
        ("212-055-0142", "blocked", "calls/invalid-number"),
        ("", "blocked", "calls/invalid-number"),
    ],
)
def test_numbers_without_an_answer(number: str, verdict: str, rule: str) -> None:
    found = as_data(number)
    assert (found["verdict"], found["rules"], found["windows"]) == (verdict, [rule], [])
    assert found["assumed"] == ["at", "purpose", "call_type"]
    assert run(number).exit_code == 1


def test_the_recipient_decides_the_clock() -> None:
    at = ("--at", "2026-11-24T02:30:00Z")
    assert as_data("212-555-0142", *at)["verdict"] == "blocked"
    assert as_data("212-555-0142", *at, "--state", "CA", "--call-type", "live")["zones"] == ["America/Los_Angeles"]
    assert as_data("212-555-0142", *at, "--zip", "96813")["zones"] == ["Pacific/Honolulu"]
    assert (
        as_data("212-555-0142", "--at", "2026-11-24T12:00", "--timezone", "America/Denver")["at"]
        == "2026-11-24T19:00:00Z"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("2125550142", "--state", "XX"), "--state"),
        (("2125550142", "--zip", "00000"), "--zip"),
        (("2125550142", "--timezone", "Nowhere"), "--timezone"),
        (("2125550142", "--at", "noon"), "--at"),
        (("2125550142", "--at", "2026-11-24T12:00"), "offset"),
        (("2125550142", "--at", "2027-03-14T02:30", "--timezone", "America/New_York"), "does not exist"),
        (("2125550142", "--at", "2026-11-01T01:30", "--timezone", "America/New_York"), "twice"),
        (("2125550142", "--profile", "none-such"), "profile"),
    ],
)
def test_what_it_refuses(arguments: tuple[str, ...], message: str) -> None:
    error = run(*arguments).exception
    assert isinstance(error, ComplintError)
    assert message in error.message
    assert error.exit_code == 2


def test_a_configuration_relaxes_hours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "complint.yaml").write_text("calls: {hours_severity: {informational: info}}\n")
    monkeypatch.chdir(tmp_path)
    arguments = ["2125550142", "--at", "2026-11-24T03:30:00Z", "--purpose", "informational", "--format", "json"]
    result = CliRunner().invoke(when, arguments)
    assert result.exit_code == 0
    assert json.loads(result.output)["notices"] == ["calls/outside-calling-hours"]
    assert not os.path.exists("complint.json")
