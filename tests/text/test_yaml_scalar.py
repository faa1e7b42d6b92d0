"""Scalars by the core schema of YAML 1.2, and where other readers differ."""

from __future__ import annotations

import math
from typing import Any

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError as RuamelError

from complint.text.yaml_text import load_yaml


def value(scalar: str) -> Any:
    (document,) = load_yaml(f"k: {scalar}\n").documents
    return document["k"]


CORE_SCHEMA: dict[str, Any] = {
    **dict.fromkeys(["~", "null", "Null", "NULL", "", "!!null ''", "!!null ~"]),
    **dict.fromkeys(["true", "True", "TRUE", "!!bool 'true'"], True),
    **dict.fromkeys(["false", "False", "FALSE"], False),
    "0": 0,
    "-0": 0,
    "+12": 12,
    "-3": -3,
    "0o14": 12,
    "0x1F": 31,
    "!!int '42'": 42,
    "!!int 0o14": 12,
    "!!int 007": 7,
    "1e3": 1000.0,
    "12E-1": 1.2,
    ".5": 0.5,
    "5.": 5.0,
    "-.5": -0.5,
    "+1.5": 1.5,
    "00.5": 0.5,
    "!!float 3": 3.0,
    "!!float '1e3'": 1000.0,
    ".inf": math.inf,
    "-.Inf": -math.inf,
    "+.INF": math.inf,
    "!!str 12": "12",
    "!!str": "",
    "! 12": "12",
    "'null'": "null",
    '"1"': "1",
}
# What YAML 1.1 or a lenient reader would turn into something else; by the core schema all of them are texts.
STAY_TEXTS = (
    "yes No on OFF y n nUll tRue 21:00 190:20:30 1:30.5 2024-01-01 2001-12-14t21:59:43Z 1_000 1.0_0 0b11 0O14 0X1F "
    "-0o14 -0x1f 0x 0o8 0x1G 1,000 1.2.3 + . .. -.nan inf nan e3 1e = --1 1-1 +1-202-555-0142 ٣ "
    "007 0777 -010 00"
).split()
# ruamel.yaml differs from us on these, each time beyond the core schema, except for the last group.
RUAMEL_DIFFERS = {
    "2024-01-01": "dates are no part of the core schema",
    "2001-12-14t21:59:43Z": "dates are no part of the core schema",
    "1_000": "underscores are of YAML 1.1",
    "1.0_0": "underscores are of YAML 1.1",
    "0b11": "binary integers are of YAML 1.1",
    "-0o14": "the core schema has no signed octals",
    "-0x1f": "the core schema has no signed hexadecimals",
    "=": "the value key is of YAML 1.1",
    "! 12": "the tag ! makes a plain scalar a text (YAML 1.2.2, 6.9.1)",
    **dict.fromkeys(["007", "0777", "-010", "00"], "leading zeros: our one deviation, see yaml_scalar"),
}


@pytest.mark.parametrize("scalar", CORE_SCHEMA)
def test_scalars_of_the_core_schema(scalar: str) -> None:
    found = value(scalar)
    assert found == CORE_SCHEMA[scalar]
    assert type(found) is type(CORE_SCHEMA[scalar])
    assert load_yaml(f"- {scalar}\n").documents == ([found],)


@pytest.mark.parametrize("scalar", STAY_TEXTS)
def test_scalars_that_stay_texts(scalar: str) -> None:
    assert value(scalar) == scalar


def test_not_a_number_is_a_float() -> None:
    assert all(math.isnan(value(scalar)) for scalar in (".nan", ".NaN", ".NAN"))


@pytest.mark.parametrize("scalar", [*CORE_SCHEMA, *STAY_TEXTS])
def test_scalars_are_read_as_ruamel_reads_them(scalar: str) -> None:
    try:
        theirs: Any = YAML(typ="safe", pure=True).load(f"k: {scalar}\n")["k"]
    except RuamelError as error:
        theirs = error
    if scalar in RUAMEL_DIFFERS:
        assert theirs != value(scalar), "not a deviation any more"
    else:
        assert theirs == value(scalar)
