"""How integrations that force zero retention are recognised."""

from __future__ import annotations

import pytest
from hypothesis import given

from complint.facts.integrations import forcing_integration, of_tool

from .test_llm_references import ODD


@pytest.mark.parametrize(
    "slug", ["gmail", "GMAIL", "google_calendar", "googleCalendar", "google-calendar-v2", "Google Calendar"]
)
def test_slugs(slug: str) -> None:
    assert of_tool({"type": "api_integration_webhook", "api_integration_id": slug}) is not None


@pytest.mark.parametrize(
    "slug", ["salesforce", "calcom", "google_drive", "calendar", 7, None, ["gmail"], "x" * 200 + "gmail"]
)
def test_others(slug: object) -> None:
    assert of_tool({"api_integration_id": slug}) is None


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://gmail.googleapis.com/gmail/v1/users/me", True),
        ("https://user@GMAIL.googleapis.com:443/x", True),
        ("https://www.googleapis.com/calendar/v3/calendars", True),
        ("https://www.googleapis.com/calendar", True),
        ("https://www.googleapis.com/calendars/x", False),
        ("https://www.googleapis.com/drive/v3", False),
        ("https://proxy.example/gmail.googleapis.com/", False),
        ("https://gmail.googleapis.com.evil.example/", False),
        ("gmail.googleapis.com", False),
    ],
)
def test_hosts(url: str, found: bool) -> None:
    assert (of_tool({"api_schema": {"url": url}}) is not None) is found
    assert (of_tool({"base_api_schema": {"url": url}}) is not None) is found


def test_the_declared_name_comes_first_and_has_no_place() -> None:
    found = forcing_integration({}, ["hubspot", "google calendar"])
    assert found is not None
    assert (found.name, found.route) == ("Google Calendar", None)
    assert forcing_integration({}, "gmail") is None


@given(ODD, ODD)
def test_nothing_breaks_it(data: object, declared: object) -> None:
    forcing_integration(data, declared)
    of_tool(data)
