"""The numbering and ZIP tables are what their builder makes of the data they name."""

from __future__ import annotations

import json
import os
from importlib.metadata import version

import pytest

from complint.calls.numbering import ASK, INVALID, PLACED, code, numbering_version
from complint.calls.zip import zip_version
from complint.dev import build_numbering


def stored(name: str) -> dict[str, object]:
    with open(os.path.join(build_numbering.DATA, name), encoding="utf-8") as stream:
        data: dict[str, object] = json.load(stream)
    return data


@pytest.mark.skipif(
    not zip_version().endswith("-" + version("zipcodes")), reason="made from another version of zipcodes"
)
def test_the_zip_table_is_made_from_the_package() -> None:
    assert build_numbering.zips(zip_version().split("/")[0]) == stored("zips.json")


@pytest.mark.skipif(
    not numbering_version().endswith("-" + version("phonenumbers")), reason="made from another version of phonenumbers"
)
@pytest.mark.parametrize("npa", [246, 555, 800])
def test_area_codes_are_those_of_phonenumbers(npa: int) -> None:
    found = build_numbering._exchanges(npa)
    expected = {exchange: kind for kind, exchanges in found.items() for exchange in exchanges}
    for exchange in range(200, 1000):
        kind = code(npa * 1000 + exchange)
        assert (kind.status != INVALID) == (exchange in expected)
        assert (kind.status == ASK) == (expected.get(exchange) == "ask")
        assert kind.status != PLACED


def test_runs_are_short() -> None:
    assert build_numbering._runs([200, 201, 202, 310, 998, 999]) == "200-202 310 998-999"
    assert build_numbering._runs([]) == ""
    assert build_numbering._within("063", "060-069")
    assert not build_numbering._within("070", "060-069 071")
