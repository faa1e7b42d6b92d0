"""Old list-shaped tool schemas become what the API takes; the derived schema is the judge."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from complint.facts.old_tool_shape import modern
from complint.schema.check import is_valid

OLD: dict[str, Any] = {
    "type": "webhook",
    "name": "reserve_book",
    "description": "Reserves a book.",
    "api_schema": {
        "url": "https://shop.example/{shop}/reserve",
        "method": "POST",
        "path_params_schema": [
            {"id": "shop", "type": "string", "value_type": "constant", "constant_value": "north", "description": ""}
        ],
        "query_params_schema": [
            {
                "id": "title",
                "type": "string",
                "value_type": "llm_prompt",
                "description": "The title.",
                "dynamic_variable": "",
                "constant_value": "",
                "required": True,
            },
            {"id": "caller", "type": "string", "value_type": "dynamic_variable", "dynamic_variable": "caller_id"},
        ],
        "request_headers": [
            {"type": "value", "name": "X-Shop", "value": "north"},
            {"type": "secret", "name": "Authorization", "secret_id": "sec0001"},
        ],
        "request_body_schema": {
            "id": "body",
            "type": "object",
            "description": "The order.",
            "properties": [
                {
                    "id": "copies",
                    "type": "integer",
                    "value_type": "llm_prompt",
                    "description": "How many.",
                    "required": True,
                }
            ],
        },
    },
}


def test_lists_become_objects_and_the_api_takes_them() -> None:
    assert not is_valid("tool", OLD)
    made = modern(OLD)
    assert is_valid("tool", made)
    schema = made["api_schema"]
    assert schema["path_params_schema"] == {"shop": {"type": "string", "constant_value": "north"}}
    assert schema["query_params_schema"] == {
        "properties": {
            "title": {"type": "string", "description": "The title."},
            "caller": {"type": "string", "dynamic_variable": "caller_id"},
        },
        "required": ["title"],
    }
    assert schema["request_headers"] == {"X-Shop": "north", "Authorization": {"secret_id": "sec0001"}}
    assert schema["request_body_schema"] == {
        "type": "object",
        "description": "The order.",
        "properties": {"copies": {"type": "integer", "description": "How many."}},
        "required": ["copies"],
    }


def test_todays_shape_stays_and_twice_is_once() -> None:
    made = modern(OLD)
    assert modern(made) == made


def test_empty_lists_ask_for_nothing() -> None:
    empty: dict[str, object] = {
        "path_params_schema": [],
        "query_params_schema": [],
        "request_headers": [],
        "request_body_schema": None,
    }
    tool = {"type": "webhook", "name": "a", "description": "b", "api_schema": {"url": "https://shop.example", **empty}}
    assert is_valid("tool", modern(tool))


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "name", "value_type", "properties", "items", "required", "type"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([*OLD["api_schema"]]), _json), _json)
def test_odd_shapes_lose_nothing_silently(schema: object, parameters: object) -> None:
    tool = {"type": "webhook", "name": "a", "api_schema": schema, "parameters": parameters}
    before = json.dumps(tool, sort_keys=True)
    made = modern(tool)
    assert json.dumps(tool, sort_keys=True) == before
    assert set(made) == set(tool)
