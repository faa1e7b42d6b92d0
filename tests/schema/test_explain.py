"""Explanations: what was found and what is required, at the place, in one tone, without secrets."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complint.core.route import pointer
from complint.schema.explain import explain
from complint.schema.wording import LONGEST, shown, subject

PROMPT = ("conversation_config", "agent", "prompt")


def agent_with(route: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    made: Any = value
    for step in reversed(route):
        made = [made] if isinstance(step, int) else {step: made}
    made.setdefault("conversation_config", {})
    whole: dict[str, Any] = made
    return whole


def told(kind: str, data: Any) -> list[tuple[str, str]]:
    return [(pointer(item.route), item.message) for item in explain(kind, data)]


@pytest.mark.parametrize(
    ("route", "value", "place", "message"),
    [
        ((*PROMPT, "tool_ids"), "tool_1", "tool_ids", "tool_ids is a string, a list is required"),
        ((*PROMPT, "tools", 0), "book", "tools/0", "tools[0] is a string, an object is required"),
        ((*PROMPT, "temperature"), True, "temperature", "temperature is true, a number is required"),
        (
            (*PROMPT, "tools", 0),
            {"type": "webhook", "name": "book", "description": "Books."},
            "tools/0",
            "tools[0] has no api_schema, which is required",
        ),
        (
            (*PROMPT, "tools", 0),
            {"type": "client", "name": "a b", "description": "Does it."},
            "tools/0/name",
            'name is "a b", a word of up to 64 letters, digits, _ and - is required',
        ),
        (
            (*PROMPT, "backup_llm_config", "preference"),
            "maybe",
            "backup_llm_config/preference",
            'preference is "maybe", one of default, disabled or override is required',
        ),
        (
            ("conversation_config", "turn", "mode"),
            {"type": "turn"},
            "turn/mode",
            "mode is an object, silence or turn is required",
        ),
        (
            ("conversation_config", "tts", "speed"),
            9,
            "tts/speed",
            "speed is 9, at most 1.2 is required",
        ),
        (
            (*PROMPT, "rag", "max_vector_distance"),
            0,
            "rag/max_vector_distance",
            "max_vector_distance is 0, more than 0 is required",
        ),
        (
            (*PROMPT, "mcp_server_ids"),
            ["s"] * 11,
            "mcp_server_ids",
            "mcp_server_ids has 11 items, at most 10 are allowed",
        ),
        (("workflow", "nodes"), {}, "nodes", "nodes has no keys, at least 1 is required"),
        (
            ("conversation_config", "turn", "soft_timeout_config", "message"),
            "",
            "soft_timeout_config/message",
            "message has no characters, at least 1 is required",
        ),
    ],
)
def test_messages(route: tuple[Any, ...], value: Any, place: str, message: str) -> None:
    found = told("agent", agent_with(route, value))
    assert len(found) == 1
    assert found[0][0].endswith(f"/{place}")
    assert found[0][1] == message


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (3, "X-Team is a number, a string or an object is required"),
        ({}, "X-Team has none of secret_id, variable_name, env_var_label, one of them is required"),
    ],
)
def test_a_choice_of_forms_names_the_forms(value: Any, message: str) -> None:
    server = {"url": "https://mcp.example", "name": "Search", "request_headers": {"X-Team": value}}
    assert told("mcp-server", server) == [("/request_headers/X-Team", message)]


def test_the_deepest_failure_of_the_form_that_was_meant_is_told() -> None:
    request = {"text": "Hello.", "voice_settings": {"stability": 2}}
    assert told("speech-request", request) == [("/voice_settings/stability", "stability is 2, at most 1 is required")]
    server = {"url": "https://mcp.example", "name": "Search", "request_headers": {"A": {"secret_id": 7}}}
    assert told("mcp-server", server) == [
        ("/request_headers/A/secret_id", "secret_id is a number, a string is required")
    ]
    assert told("mcp-server", {"name": "Search", "url": {}}) == [("/url", "url has no secret_id, which is required")]


def test_missing_keys_of_the_document_and_the_order() -> None:
    assert told("batch-call", {"recipients": [{"id": 1}, {"id": 2}]}) == [
        ("", "the document has no agent_id, which is required"),
        ("", "the document has no call_name, which is required"),
        ("/recipients/0/id", "id is a number, a string is required"),
        ("/recipients/1/id", "id is a number, a string is required"),
    ]


def test_at_most_fifty_are_told_in_the_order_of_the_list() -> None:
    found = told("batch-call", {"call_name": "x", "agent_id": "y", "recipients": [{"id": 1}] * 200})
    assert [place for place, _ in found] == [f"/recipients/{index}/id" for index in range(50)]


@pytest.mark.parametrize(
    ("route", "value"),
    [
        ((*PROMPT, "tools", 0), {"type": "webhook", "name": "sk_" + "0a" * 24, "api_schema": {"url": "x"}}),
        ((*PROMPT, "tools", 0), {"type": "webhook", "api_schema": {"url": "x", "method": "sk_0123456789abcdef"}}),
        ((*PROMPT, "custom_llm"), {"url": "https://x.example", "api_key": "hunter2"}),
        ((*PROMPT, "custom_llm"), {"url": "https://x.example", "request_headers": {"Authorization": ["hunter2"]}}),
        ((*PROMPT, "custom_llm"), {"url": "https://x.example", "api_type": "hunter2 0123456789abcdef"}),
        (("platform_settings", "auth"), {"shareable_token": ["hunter2"]}),
    ],
)
def test_secrets_are_never_printed(route: tuple[Any, ...], value: Any) -> None:
    found = explain("agent", agent_with(route, value))
    assert found
    for item in found:
        assert "hunter2" not in item.message
        assert "0123456789" not in item.message
        assert "0a0a0a" not in item.message


@given(st.one_of(st.text(max_size=300), st.integers(), st.floats(), st.booleans(), st.lists(st.text())))
def test_values_are_short_and_on_one_line(value: Any) -> None:
    text = shown(value, ("mode",))
    assert len(text) <= 2 * LONGEST + 2  # escapes of quotes and backslashes may double a character
    assert "\n" not in text
    assert shown("hunter2", ("api_key",)) == "a string"


@given(st.lists(st.one_of(st.text(), st.integers(0, 10**6)), max_size=4))
def test_subjects_are_short_and_on_one_line(route: list[str | int]) -> None:
    assert subject(tuple(route)).isprintable()
    assert len(subject(())) <= LONGEST
