"""What a file is: content first, then its name; never a crash."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complint.model.kind import KINDS, classify

AGENT = {"conversation_config": {"agent": {"prompt": {"prompt": "Help."}}}}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=5),
    max_leaves=12,
)
WORDS = st.sampled_from(
    "conversation_config agent prompt tools tool_ids config url name type recipients agent_id calls text voice_id inputs "
    "tool_name tool_config chat_history agents environments nodes connections first_message tts body query".split()
)
SHAPED = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=5),
    max_leaves=15,
)


@pytest.mark.parametrize(
    ("path", "data", "kind"),
    [
        ("a.json", AGENT, "agent"),
        ("a.json", {"conversationConfig": {"agent": {}}}, "agent"),
        ("a.json", {"agent": AGENT, "metadata": {}}, "agent"),
        ("a.json", {"agent": {"first_message": "Hi"}, "tts": {}, "turn": {}}, "agent"),
        ("a.json", {**AGENT, "agent_id": "agent_1", "metadata": {}, "phone_numbers": []}, "agent"),
        ("agent_configs/prod/a.json", {"name": "Desk"}, "agent"),
        ("tools/a.json", {"type": "webhook", "name": "prices", "api_schema": {"url": "https://desk.example"}}, "tool"),
        ("a.json", {"tool_config": {"type": "client", "name": "open_map"}}, "tool"),
        ("a.json", {"tools": [{"type": "client", "name": "open_map", "description": "Opens."}]}, "tool"),
        ("tool_configs/a.json", {"type": "client", "name": "open_map", "description": "Opens."}, "tool"),
        ("agents.json", {"agents": [{"config": "agent_configs/a.json", "id": "agent_1"}]}, "registry"),
        ("x/agents.json", {"agents": [{"name": "Desk", "environments": {"prod": {"config": "a.json"}}}]}, "registry"),
        ("agents.json", {"agents": []}, "registry"),
        ("agents.json", {"agents": [{"config": "a.json"}, {"name": "half an entry"}, "none"]}, "registry"),
        ("tools.json", {"tools": {"open_map": {"config": "tool_configs/open_map.json"}}}, "registry"),
        ("a.json", {"name": "Greets", "success_condition": "It greets", "chat_history": []}, "test"),
        ("test_configs/a.json", {"name": "Greets", "type": "llm"}, "test"),
        ("a.json", {"config": {"name": "Orders", "url": "https://mcp.example"}}, "mcp-server"),
        (
            "a.json",
            {"name": "Orders", "url": "https://mcp.example", "approval_policy": "auto_approve_all"},
            "mcp-server",
        ),
        ("a.json", {"tool_name": "orders", "execution_mode": "async"}, "mcp-override"),
        ("a.json", [{"tool_name": "orders", "force_pre_tool_speech": True}], "mcp-override"),
        ("a.json", {"voice_id": "aB3dE6gH9jK2mN5pQ8rS", "text": "Hello"}, "speech-request"),
        ("a.json", {"url": "https://api.elevenlabs.io/v1/text-to-speech/x", "body": {"text": "Hi"}}, "speech-request"),
        ("a.json", {"call_name": "Reminders", "agent_id": "agent_1", "recipients": []}, "schedule"),
        ("a.json", {"agent_id": "agent_1", "agent_phone_number_id": "p", "to_number": "+12025550142"}, "schedule"),
        ("complint.yaml", {"profile": "default"}, "settings"),
    ],
)
def test_the_kind_is_told(path: str, data: Any, kind: str) -> None:
    assert classify(path, data).kind == kind


@pytest.mark.parametrize(
    ("path", "data", "reason"),
    [
        ("api.json", {"openapi": "3.1.0", "conversation_config": {}}, "an OpenAPI description"),
        ("flow.json", {"nodes": [], "connections": {}, "conversation_config": {}}, "an n8n workflow"),
        (
            "schema.json",
            {"$schema": "https://json-schema.org", "properties": {"conversation_config": {}}},
            "a JSON Schema",
        ),
        ("mcp.json", {"mcpServers": {"a": {"url": "https://mcp.example"}}}, "settings of an MCP client"),
        ("package.json", {"name": "desk", "version": "1.0.0", "scripts": {}}, "nothing"),
        ("bot.json", {"nombre_agente": "Ana", "agent_configuration": {"llm_settings": {}}}, "nothing"),
        ("people.json", {"type": "client", "name": "Acme", "description": "A good client"}, "nothing"),
        ("empty.yaml", None, "empty"),
        ("words.json", "conversation_config", "not an object"),
    ],
)
def test_what_is_nothing_we_know_says_what_it_seems(path: str, data: Any, reason: str) -> None:
    guess = classify(path, data)
    assert guess.kind is None
    assert reason in guess.reason


@given(
    st.sampled_from(["a.json", "agents.json", "tools.json", "agent_configs/a.json", "tool-configs/a.yaml"]),
    JSON | SHAPED,
)
def test_any_data_has_a_kind_or_a_reason(path: str, data: Any) -> None:
    guess = classify(path, data)
    assert guess.kind in KINDS or (guess.kind is None and guess.reason)
