"""What differs between a terse file and the API's full answer: defaults are no difference, every other change is."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complint.schema.defaults import ADDED, CHANGED, REMOVED, differences, essence

FULL: dict[str, Any] = {
    "name": "Front desk",
    "tags": ["east", "day"],
    "conversation_config": {
        "asr": {"provider": "scribe_realtime", "quality": "high", "keywords": ["Hazelmoor"]},
        "turn": {"turn_timeout": 7.0, "silence_end_call_timeout": -1.0},
        "tts": {"model_id": "eleven_flash_v2", "voice_id": "aB3dE5gH7jK9", "stability": 0.5},
        "agent": {
            "first_message": "Hello, this is an AI.",
            "language": "fr",
            "dynamic_variables": {"dynamic_variable_placeholders": {"visit": "cleaning", "empty": ""}},
            "prompt": {
                "prompt": "Book visits.",
                "llm": "gemini-2.5-pro",
                "temperature": 0.3,
                "tool_ids": ["tool_2", "tool_1"],
                "built_in_tools": {
                    "end_call": {
                        "name": "end_call",
                        "description": "",
                        "params": {"system_tool_type": "end_call"},
                        "disable_interruptions": True,
                    }
                },
                "backup_llm_config": {"preference": "override", "order": ["gemini-2.5-flash", "gpt-4o"]},
            },
        },
    },
    "platform_settings": {
        "auth": {"enable_auth": True, "allowlist": [{"hostname": "hazelmoor.example"}]},
        "privacy": {"record_voice": False, "retention_days": 30, "zero_retention_mode": True},
        "call_limits": {"daily_limit": 50},
    },
}


def leaves(value: Any, route: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the routes of all scalars."""
    if isinstance(value, dict):
        return [one for key, inner in value.items() for one in leaves(inner, (*route, key))]
    if isinstance(value, list):
        return [one for index, inner in enumerate(value) for one in leaves(inner, (*route, index))]
    return [route]


def changed(data: Any, route: tuple[Any, ...]) -> Any:
    """Return a copy with another value at a route."""
    made = copy.deepcopy(data)
    holder = made
    for step in route[:-1]:
        holder = holder[step]
    old = holder[route[-1]]
    holder[route[-1]] = not old if isinstance(old, bool) else old + 1 if isinstance(old, (int, float)) else old + "x"
    return made


def test_a_document_does_not_differ_from_itself_or_its_essence() -> None:
    assert differences("agent", FULL, FULL) == []
    assert differences("agent", essence("agent", FULL), FULL) == []
    assert differences("agent", FULL, essence("agent", FULL)) == []


@pytest.mark.parametrize("route", leaves(FULL), ids=lambda route: "/".join(map(str, route)))
def test_every_other_value_is_a_difference(route: tuple[Any, ...]) -> None:
    for one, other in ((FULL, changed(FULL, route)), (changed(FULL, route), FULL)):
        (found,) = differences("agent", one, other)
        assert found.known
        assert found.route == (route[:-1] if route[-2:-1] in (("tool_ids",), ("tags",), ("keywords",)) else route)


@pytest.mark.parametrize("route", [one for one in leaves(FULL) if not any(isinstance(step, int) for step in one)])
def test_an_absent_value_is_the_default_or_a_difference(route: tuple[Any, ...]) -> None:
    less = copy.deepcopy(FULL)
    holder = less
    for step in route[:-1]:
        holder = holder[step]
    value = holder.pop(route[-1])
    found = differences("agent", less, FULL)
    assert [(one.how, one.route, one.second) for one in found] in ([], [(ADDED, route, value)])
    back = differences("agent", FULL, less)
    assert [one.how for one in back] == [REMOVED for _ in found]
    default = essence("agent", FULL) == essence("agent", less)
    assert bool(found) is not default


def test_a_default_that_one_side_writes_out_is_named() -> None:
    one: Any = {"conversation_config": {"agent": {"prompt": {"llm": "gemini-2.5-flash"}}}}
    other = {"conversation_config": {"agent": {"prompt": {"llm": "gpt-4o"}}}}
    for first, second in ((one, other), (other, one)):
        (found,) = differences("agent", first, second)
        assert found.how == CHANGED
        assert {found.first, found.second} == {"gemini-2.5-flash", "gpt-4o"}


def test_order_matters_where_it_says_something() -> None:
    tools = changed_order(FULL, ("conversation_config", "agent", "prompt", "tool_ids"))
    assert differences("agent", FULL, tools) == []
    backups = changed_order(FULL, ("conversation_config", "agent", "prompt", "backup_llm_config", "order"))
    assert len(differences("agent", FULL, backups)) == 2


def changed_order(data: Any, route: tuple[str, ...]) -> Any:
    """Return a copy with a list turned around."""
    made = copy.deepcopy(data)
    holder = made
    for step in route[:-1]:
        holder = holder[step]
    holder[route[-1]].reverse()
    return made


def test_new_keys_are_not_known() -> None:
    later = {**FULL, "platform_settings": {**FULL["platform_settings"], "brand_new": {"on": True}, "newer": False}}
    (found,) = differences("agent", FULL, later)
    assert (found.route, found.known) == (("platform_settings", "brand_new"), False)
    (back,) = differences("agent", later, FULL)
    assert (back.how, back.known) == (REMOVED, True)


KEYS = ["conversation_config", "agent", "prompt", "tools", "nodes", "type", "x"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats(allow_nan=False) | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["conversation_config", "agent", "prompt", "tools", "nodes", "type", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(JSON, JSON)
def test_any_data_can_be_compared(one: Any, other: Any) -> None:
    assert differences("agent", one, one) == []
    assert (differences("agent", one, other) == []) is (differences("agent", other, one) == [])
