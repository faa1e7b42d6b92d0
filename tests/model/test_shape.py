"""The shapes of agents: every canonical route leads back to the value as written."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complint.core.route import Route, get
from complint.model.shape import shape_agent

PROMPT = ("conversation_config", "agent", "prompt")


def routes(data: Any, base: Route = ()) -> list[Route]:
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [route for step, inner in pairs for route in ((*base, step), *routes(inner, (*base, step)))]


def leads_back(raw: dict[str, Any]) -> None:
    shaped = shape_agent(raw)
    for route in routes(shaped.data):
        value = get(shaped.data, *route)
        if not isinstance(value, (dict, list)):
            assert get(raw, *shaped.original(route)) == value, route


def test_the_api_body_is_shared_not_copied() -> None:
    raw = {"name": "Desk", "conversation_config": {"agent": {"prompt": {"prompt": "Help."}}}}
    shaped = shape_agent(raw)
    assert shaped.data is raw
    assert not shaped.camel


def test_camel_case() -> None:
    raw = {
        "name": "Desk",
        "conversationConfig": {
            "agent": {
                "firstMessage": "Hi",
                "prompt": {"toolIds": ["t"], "builtInTools": {"endCall": {"name": "end_call"}}},
            },
            "languagePresets": {"pt-br": {"overrides": {"agent": {"firstMessage": "Oi"}}}},
        },
        "platformSettings": {
            "dataCollection": {"callerName": {"type": "string"}},
            "privacy": {"zeroRetentionMode": True},
        },
    }
    shaped = shape_agent(raw)
    assert shaped.camel
    assert get(shaped.data, *PROMPT, "tool_ids") == ["t"]
    assert get(shaped.data, "platform_settings", "privacy", "zero_retention_mode") is True
    assert get(shaped.data, "platform_settings", "data_collection", "callerName") is not None, (
        "an id of one's own stays"
    )
    assert shaped.original((*PROMPT, "tool_ids", 0)) == ("conversationConfig", "agent", "prompt", "toolIds", 0)
    leads_back(raw)


def test_camel_case_inside_snake_case() -> None:
    raw = {
        "conversation_config": {
            "agent": {"first_message": "Hi", "prompt": {"builtInTools": {}, "tools": [{"apiSchema": {}}]}}
        }
    }
    shaped = shape_agent(raw)
    assert shaped.camel
    assert get(shaped.data, *PROMPT, "tools", 0, "api_schema") == {}
    leads_back(raw)


def test_nested_under_agent() -> None:
    raw = {
        "agent": {"name": "Desk", "conversation_config": {"agent": {"language": "en"}}},
        "metadata": {"a": 1},
        "name": "outer",
    }
    shaped = shape_agent(raw)
    assert shaped.data["name"] == "Desk"
    assert shaped.original(("conversation_config", "agent")) == ("agent", "conversation_config", "agent")
    assert shaped.original(("metadata", "a")) == ("metadata", "a")
    leads_back(raw)


def test_nested_and_camel() -> None:
    raw = {"agent": {"conversationConfig": {"agent": {"firstMessage": "Hi"}}}}
    shaped = shape_agent(raw)
    assert get(shaped.data, "conversation_config", "agent", "first_message") == "Hi"
    leads_back(raw)


def test_flat() -> None:
    raw = {
        "name": "Desk",
        "agent": {"first_message": "Hi", "prompt": {"prompt": "Help."}},
        "tts": {"voice_id": "v"},
        "privacy": {"record_voice": True},
        "workflow": {"nodes": {}},
    }
    shaped = shape_agent(raw)
    assert get(shaped.data, "conversation_config", "tts", "voice_id") == "v"
    assert get(shaped.data, "platform_settings", "privacy", "record_voice") is True
    assert shaped.original((*PROMPT, "llm")) == ("agent", "prompt", "llm"), "what is absent would stand beside"
    assert shaped.original(("platform_settings", "auth")) == ("auth",)
    leads_back(raw)


def test_flat_with_a_block_besides() -> None:
    raw = {
        "agent": {"first_message": "Hi"},
        "tts": {},
        "privacy": {"record_voice": True},
        "platform_settings": {"privacy": {"record_voice": False}, "auth": {"enable_auth": True}},
    }
    shaped = shape_agent(raw)
    assert get(shaped.data, "platform_settings", "auth", "enable_auth") is True
    assert get(shaped.data, "platform_settings", "privacy", "record_voice") is False, "the block's own key comes first"
    leads_back(raw)


def test_flat_and_camel() -> None:
    raw = {"agent": {"firstMessage": "Hi", "prompt": {"toolIds": ["t"]}}, "tts": {"voiceId": "v"}, "turn": {}}
    shaped = shape_agent(raw)
    assert get(shaped.data, *PROMPT, "tool_ids") == ["t"]
    assert shaped.original(("conversation_config", "tts", "voice_id")) == ("tts", "voiceId")
    leads_back(raw)


KEYS = st.sampled_from(
    "agent conversation_config conversationConfig platform_settings platformSettings prompt tools toolIds tool_ids tts "
    "privacy evaluation first_message firstMessage workflow nodes name auth metadata a b".split()
)
VALUES = st.recursive(
    st.none() | st.integers(0, 9) | st.text("xyz", max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=20,
)


@given(st.dictionaries(KEYS, VALUES, max_size=6))
def test_any_object_leads_back(raw: dict[str, Any]) -> None:
    leads_back(raw)


@pytest.mark.parametrize(
    "odd", [{}, {"agent": None}, {"agent": []}, {"agent": {"agent": {}}}, {"conversation_config": 1}]
)
def test_odd_shapes_are_survived(odd: dict[str, Any]) -> None:
    leads_back(odd)
