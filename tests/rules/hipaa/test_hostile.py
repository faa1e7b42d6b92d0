"""No shape of a file breaks a rule of this family: an odd document gets an outcome, never an error."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complint.engine.evaluate import evaluate, plan
from complint.model.document import Document
from complint.model.project import Project
from complint.policy.law import bind
from complint.policy.store import Store
from complint.settings import Settings

BOUNDS = bind(Store.open().packs.values(), ["elevenlabs/hipaa"], [], "2026-11-22")
KEYS = (
    "conversation_config", "agent", "prompt", "llm", "custom_llm", "url", "tools", "tool_ids", "mcp_server_ids", "api_schema",
    "native_mcp_server_ids", "platform_settings", "privacy", "zero_retention_mode", "record_voice", "retention_days", "auth",
    "enable_auth", "allowlist", "hostname", "overrides", "conversation_config_override", "custom_llm_extra_body", "workflow",
    "nodes", "workspace_overrides", "webhooks", "events", "whatsapp_accounts", "agent_id", "recipients", "call_name",
    "channel_config", "channel", "whatsapp_params", "calls", "to_number", "telephony_call_config", "call_recording_enabled",
    "conversation_initiation_client_data", "data_collection", "guardrails", "custom", "config", "configs", "is_enabled",
    "testing", "attached_tests", "test_id", "type", "name", "id", "api_integration_id", "parameters", "properties", "query",
    "body", "headers", "text", "voice_id", "enable_logging", "previous_request_ids", "tags", "analysis_items", "language",
    "chat_history", "success_condition", "agent_config_override", "from_conversation_metadata", "description", "model",
)  # fmt: skip
WORDS = (
    "",
    "custom-llm",
    "gpt-4o",
    "https://x.example/a",
    "http://",
    "//",
    "agent_a",
    "gmail",
    "webhook",
    "phi",
    "{{x}}",
)
SCALARS = st.none() | st.booleans() | st.integers(-2, 10**30) | st.floats() | st.sampled_from(WORDS)
ODD = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=40,
)
PATHS = ("agent_configs/a.json", "tool_configs/a.json", "test_configs/a.json", "batch.json", "mcp.json", "speech.json")
DECLARED = (
    Settings(),
    Settings(
        agents=({"match": {"path": "*"}, "handles_phi": True, "integrations": ["gmail"]},), workspace={"baa": False}
    ),
    Settings(workspace={"zero_retention": "enforced", "residency": "eu"}, baa={"llm_hosts": ["x.example"]}),
)


def broken(document: Document, others: list[Document], declared: Settings) -> list[str | None]:
    """Return why requirements failed to give an outcome."""
    found: list[tuple[str, str | None]] = []
    project = Project([document, *others], lambda _path: None, whole=True)
    steps = plan(BOUNDS, document.kind)
    evaluate(document, project, declared, steps, lambda _bound, outcome, why: found.append((outcome, why)))
    assert len(found) == len(steps)
    return [why for outcome, why in found if outcome == "error"]


@settings(max_examples=150, deadline=None)
@given(ODD, st.sampled_from(PATHS), st.sampled_from(DECLARED))
def test_odd_documents(raw: object, path: str, declared: Settings) -> None:
    document = Document(path, None)
    document.fill(raw)
    agent = Document("agent_configs/phi.json", None)
    agent.fill(
        {"agent_id": "agent_a", "tags": ["phi"], "conversation_config": {"agent": {"prompt": {"tool_ids": ["gmail"]}}}}
    )
    assert broken(document, [agent], declared) == []


@pytest.mark.parametrize("declared", DECLARED)
@pytest.mark.parametrize("odd", ["x", 3, [], [None], {}, {"x": [1]}])
def test_every_setting_may_have_every_type(odd: object, declared: Settings) -> None:
    """Put the odd value at each place of a full agent, one after the other."""
    prompt = {"llm": "custom-llm", "custom_llm": {"url": "https://x.example"}, "tools": [{}]}
    full = {
        "name": "A",
        "tags": ["phi"],
        "conversation_config": {"agent": {"prompt": prompt}},
        "workflow": {"nodes": {"n": {"conversation_config": {"agent": {"prompt": {}}}}}},
        "platform_settings": {
            "privacy": {"zero_retention_mode": True, "retention_days": 1},
            "auth": {"allowlist": [{}]},
            "overrides": {"conversation_config_override": {"agent": {"prompt": {}}}},
            "workspace_overrides": {
                "webhooks": {"events": []},
                "conversation_initiation_client_data_webhook": {"url": "u"},
            },
            "guardrails": {"custom": {"config": {"configs": [{"is_enabled": True}]}}},
            "data_collection": {"patient": {}},
        },
        "whatsapp_accounts": [{}],
    }
    for raw in replaced(full, odd):
        document = Document("agent_configs/a.json", None)
        document.fill(raw)
        if document.kind == "agent":
            assert broken(document, [], declared) == []


def replaced(value: object, odd: object) -> list[object]:
    """Return the copies of a value in which one place, at any depth, is the odd value."""
    made = [odd]
    if isinstance(value, dict):
        made += [{**value, key: inner} for key, below in value.items() for inner in replaced(below, odd)]
    elif isinstance(value, list):
        made += [
            [*value[:i], inner, *value[i + 1 :]] for i, below in enumerate(value) for inner in replaced(below, odd)
        ]
    return made
