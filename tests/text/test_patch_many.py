"""Many items taken out of one list: what is left is what the data says, in one reading of the text and not one for each."""

from __future__ import annotations

import json
import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from complint.core.fix import Append, Remove, Set
from complint.text.patch import patch

items = st.lists(st.integers(0, 9).map(lambda number: f"x{number}"), min_size=1, max_size=8)
orders = st.lists(st.integers(0, 7), max_size=10)


@given(items, orders, st.sampled_from(["json", "json-wide", "yaml", "yaml-flow"]), st.booleans())
def test_any_items_in_any_order(names: list[str], order: list[int], form: str, more: bool) -> None:
    data = {"a": {"b": list(names), "c": 1}}
    if form.startswith("json"):
        text = json.dumps(data, indent=2 if form == "json-wide" else None)
    else:
        text = yaml.safe_dump(data, default_flow_style=form == "yaml-flow")
    ops: list[object] = []
    for step, index in enumerate(order):
        if index < len(names):
            ops.append(Remove(("a", "b", index)))
            names.pop(index)
        if more and step % 3 == 1:
            ops.append(Append(("a", "b"), "new"))
            names.append("new")
        if more and step % 4 == 2 and names:
            ops.append(Set(("a", "b", 0), "set"))
            names[0] = "set"
    loaded = yaml.safe_load(patch(text, form.partition("-")[0], ops))
    assert loaded == {"a": {"b": names, "c": 1}}


@pytest.mark.parametrize("syntax", ["json", "yaml"])
def test_thousands_at_once(syntax: str) -> None:
    data = {"a": [f"item {number}" for number in range(4000)]}
    text = json.dumps(data, indent=2) if syntax == "json" else yaml.safe_dump(data)
    begun = time.process_time()
    after = patch(text, syntax, [Remove(("a", 1))] * 3998)
    assert yaml.safe_load(after) == {"a": ["item 0", "item 3999"]}
    assert time.process_time() - begun < 20
