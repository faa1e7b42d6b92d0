"""Hosts that an agreement covers."""

from __future__ import annotations

import pytest

from complint.facts.baa_hosts import covers, is_variable


@pytest.mark.parametrize(
    ("declared", "host", "covered"),
    [
        (["ehr.acme.example"], "ehr.acme.example", True),
        (["EHR.Acme.Example."], "ehr.acme.example", True),
        (["acme.example"], "ehr.acme.example", False),
        (["*.acme.example"], "ehr.acme.example", True),
        (["*.acme.example"], "acme.example", False),
        (["*.acme.example"], "ehr.acme.example.evil.example", False),
        ([], "ehr.acme.example", False),
        (["*"], "", False),
        (None, "ehr.acme.example", False),
        ([5], "5", False),
    ],
)
def test_covers(declared: object, host: str, covered: bool) -> None:
    assert covers(declared, host) is covered


def test_variables() -> None:
    assert is_variable("{{region}}.acme.example")
    assert is_variable("${host}")
    assert not is_variable("ehr.acme.example")
