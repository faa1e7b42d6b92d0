"""Documents of the JavaScript SDK: keys of the schema become snake_case, keys of users stay, routes lead back."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complint.core.route import get
from complint.schema.check import examine
from complint.schema.snake import has_camel_keys, hides_camel_keys, to_snake

# Maps whose keys are the user's own; their values are objects of the schema again, or not looked into.
FREE = {
    *("request_headers", "path_params_schema", "properties", "dynamic_variable_placeholders", "language_presets"),
    *("nodes", "edges", "data_collection", "input_overrides", "dynamic_variables"),
}
OPAQUE = {"dynamic_variable_placeholders", "dynamic_variables", "metadata", "safety", "messages"}


def camel(key: str) -> str:
    return re.sub(r"_([a-z0-9])", lambda found: found[1].upper(), key)


def as_the_sdk_writes(data: Any, free: bool = False, opaque: bool = False) -> Any:
    """Return a document with the schema's keys in camelCase."""
    if isinstance(data, list):
        return [as_the_sdk_writes(item, False, opaque) for item in data]
    if not isinstance(data, dict):
        return data
    return {
        key if free or opaque else camel(key): as_the_sdk_writes(
            value, key in FREE and not free, opaque or (key in OPAQUE and not free)
        )
        for key, value in data.items()
    }


def routes(data: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [here, *[found for step, value in items for found in routes(value, (*here, step))]]


def usable(agent: dict[str, Any]) -> dict[str, Any]:
    # What no schema looks into keeps its spelling, so the sample must not hold it.
    agent["conversation_config"]["agent"]["prompt"]["tools"] = agent["conversation_config"]["agent"]["prompt"]["tools"][
        :4
    ]
    for node in ("greet", "state"):
        del agent["workflow"]["nodes"][node]
    return agent


def test_a_whole_document_comes_back_and_every_route_leads_home(agent: dict[str, Any]) -> None:
    snake = usable(agent)
    written = as_the_sdk_writes(snake)
    assert written["conversationConfig"]["agent"]["firstMessage"]
    before = copy.deepcopy(written)
    made = to_snake(written, "agent")
    assert written == before
    assert made.data == snake
    assert examine("agent", made.data).valid
    for route in routes(made.data):
        if get(made.data, *route) is not None:
            assert get(written, *made.original_route(route)) is not None


def test_keys_of_users_stay() -> None:
    tool = {
        "type": "webhook",
        "apiSchema": {
            "requestHeaders": {"contentType": "x"},
            "requestBodySchema": {
                "type": "object",
                "properties": {"firstName": {"type": "string", "constantValue": "x"}},
            },
        },
        "dynamicVariables": {"dynamicVariablePlaceholders": {"guestName": "Ada"}},
    }
    made = to_snake(tool, "tool")
    assert made.data == {
        "type": "webhook",
        "api_schema": {
            "request_headers": {"contentType": "x"},
            "request_body_schema": {
                "type": "object",
                "properties": {"firstName": {"type": "string", "constant_value": "x"}},
            },
        },
        "dynamic_variables": {"dynamic_variable_placeholders": {"guestName": "Ada"}},
    }
    inner = ("api_schema", "request_body_schema", "properties", "firstName", "constant_value")
    assert made.original_route(inner) == ("apiSchema", "requestBodySchema", "properties", "firstName", "constantValue")
    assert made.original_route(("api_schema", "unheard_of", 3)) == ("apiSchema", "unheard_of", 3)


def test_tags_in_camel_case_pick_their_branch() -> None:
    made = to_snake(
        {
            "type": "system",
            "params": {"systemToolType": "transfer_to_agent", "transfers": [{"transferMessage": "Hold."}]},
        },
        "inline-tool",
    )
    assert made.data["params"] == {
        "system_tool_type": "transfer_to_agent",
        "transfers": [{"transfer_message": "Hold."}],
    }


def test_mixed_documents(agent: dict[str, Any]) -> None:
    prompt = agent["conversation_config"]["agent"]["prompt"]
    prompt["builtInTools"] = prompt.pop("built_in_tools")
    assert has_camel_keys(agent)
    assert "built_in_tools" in to_snake(agent, "agent").data["conversation_config"]["agent"]["prompt"]


def test_where_both_spellings_stand_neither_is_renamed() -> None:
    both = {"conversation_config": {"agent": {"firstMessage": "A", "first_message": "B"}}}
    assert to_snake(both, "agent").data == both
    twice = {"conversation_config": {"agent": {"firstMessage": "A", "firstMESSAGE": "B"}}}
    assert len(to_snake(twice, "agent").data["conversation_config"]["agent"]) == 2


def test_unknown_keys_stay_as_they_are() -> None:
    odd = {"conversationConfig": {"agent": {"unheardOf": {"firstMessage": "x"}, "First-Message": "y", 3: "z"}}}
    assert to_snake(odd, "agent").data == {"conversation_config": odd["conversationConfig"]}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"conversationConfig": {}}, True),
        ({"conversation_config": {"languagePresets": {}}}, True),
        ({"conversation_config": {"agent": {"firstMessage": ""}}}, True),
        ({"conversation_config": {"agent": {"prompt": {"tools": [{"apiSchema": {}}]}}}}, True),
        ({"conversation_config": {}, "platform_settings": {"callLimits": {}}}, True),
        ({"conversation_config": {"agent": {"prompt": {"prompt": "firstMessage"}}}}, False),
        ({"conversation_config": {"agent": []}, 3: {}}, False),
        ([], False),
        (None, False),
    ],
)
def test_it_is_cheap_to_tell_whether_there_are_any(data: Any, expected: bool) -> None:
    assert has_camel_keys(data) is expected


def test_leftovers_deep_in_a_document_are_told_by_its_unknown_keys(agent: dict[str, Any]) -> None:
    assert not has_camel_keys(agent)
    assert not hides_camel_keys(examine("agent", agent).unknown)
    criterion = agent["platform_settings"]["evaluation"]["criteria"][0]
    criterion["conversationGoalPrompt"] = criterion.pop("conversation_goal_prompt")
    found = examine("agent", agent)
    assert not found.valid
    assert hides_camel_keys(found.unknown)
    assert examine("agent", to_snake(agent, "agent").data).valid


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.one_of(
                st.sampled_from(
                    ["conversationConfig", "conversation_config", "agent", "prompt", "firstMessage", "tools"]
                ),
                st.text(max_size=5),
                st.integers(),
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=20,
)


@given(JSON)
def test_nothing_is_lost_and_routes_lead_back(data: Any) -> None:
    made = to_snake(data, "agent")
    assert len(routes(made.data)) == len(routes(data))
    for route in routes(made.data):
        here = data
        for step in made.original_route(route):
            here = here[step]
    assert to_snake(made.data, "agent").data == made.data
