"""Any value may stand anywhere: the rules of documents and tools never raise, and what they point at can be pointed at."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complint.core.route import pointer
from complint.engine.catalog import load_rule, rule_ids
from complint.engine.context import Context
from complint.model.document import Document
from complint.model.project import Project
from complint.policy.law import Bound, bind
from complint.policy.store import Store
from complint.settings import Settings

NAMES = "open_map end_call transfer_to_number tool_1 system webhook client mcp".split()
KEYS = st.sampled_from(
    "name type params system_tool_type transfers condition agent_id tool_ids tools built_in_tools toolIds firstMessage "
    "end_call transfer_to_number transfer_to_agent prompt agent conversation_config conversationConfig workflow nodes "
    "overrides language_presets additional_tool_ids tool_id id tool_config api_schema url config environments prod "
    "first_mesage platform_settings privacy recipients to_number body inputs".split()
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(NAMES) | st.text(max_size=3)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6), max_leaves=40
)


def agent(prompt: Any, nodes: Any) -> dict[str, Any]:
    return {"name": "Desk", "conversation_config": {"agent": {"prompt": prompt}}, "workflow": {"nodes": nodes}}


PARAMS = VALUES | st.fixed_dictionaries(
    {"system_tool_type": st.sampled_from(NAMES)},
    optional={
        "transfers": VALUES | st.lists(st.dictionaries(st.sampled_from(["condition", "agent_id", "node_id"]), LEAVES))
    },
)
ENTRIES = st.sampled_from(NAMES) | st.fixed_dictionaries(
    {"name": st.sampled_from(NAMES) | LEAVES},
    optional={
        "type": st.sampled_from(NAMES) | VALUES,
        "params": PARAMS,
        "tool_config": VALUES,
        "id": LEAVES,
        "x": VALUES,
    },
)
PROMPTS = st.fixed_dictionaries(
    {"tools": st.lists(ENTRIES | LEAVES, max_size=4)},
    optional={
        "tool_ids": st.lists(st.sampled_from(NAMES) | LEAVES, max_size=3) | VALUES,
        "built_in_tools": st.dictionaries(st.sampled_from([*NAMES, "hang_up"]), ENTRIES, max_size=3) | VALUES,
    },
)
NODES = VALUES | st.builds(
    lambda prompt, ids: {"a": {"conversation_config": {"agent": {"prompt": prompt}}, "additional_tool_ids": ids}},
    PROMPTS,
    VALUES,
)
DOCUMENTS = st.one_of(
    st.tuples(
        st.sampled_from(["agent_configs/a.json", "tool_configs/a.json", "test_configs/a.json", "a.json"]), VALUES
    ),
    st.builds(
        lambda *parts: ("agent_configs/a.json", agent(*parts)), st.dictionaries(KEYS, VALUES, max_size=6), VALUES
    ),
    st.builds(lambda value: ("agents.json", {"agents": value}), VALUES),
    st.builds(lambda value: ("a.json", {"voice_id": "v", "text": value, "body": value}), VALUES),
    st.builds(lambda value: ("a.json", {"agent_id": "a", "recipients": value, "call_name": value}), VALUES),
    st.builds(lambda value: ("a.json", {"tool_config_overrides": value}), VALUES),
)
RULES = [rule for rule in rule_ids() if rule.startswith(("tools/", "document/"))]


@pytest.fixture(scope="module")
def bounds() -> list[Bound]:
    packs = Store.open(()).packs.values()
    return [
        bound
        for bound in bind(packs, ["complint/core", "elevenlabs/agent-tools"], [], "2026-11-22")
        if bound.rule in RULES
    ]


def test_every_rule_is_bound(bounds: list[Bound]) -> None:
    assert sorted(bound.rule for bound in bounds) == RULES


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(document=DOCUMENTS, beside=VALUES)
def test_rules_survive_any_document(bounds: list[Bound], document: tuple[str, Any], beside: Any) -> None:
    survive(bounds, *document, beside)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(prompt=PROMPTS, nodes=NODES, beside=VALUES)
def test_rules_survive_any_tools_of_an_agent(bounds: list[Bound], prompt: Any, nodes: Any, beside: Any) -> None:
    survive(bounds, "agent_configs/a.json", agent(prompt, nodes), beside)


def survive(bounds: list[Bound], path: str, data: Any, beside: Any) -> None:
    under_check = made(path, data)
    files = {
        "tools.json": {"tools": [{"config": "tool_configs/b.json", "id": "tool_1"}]},
        "tool_configs/b.json": beside,
    }
    project = Project([under_check], lambda name: made(name, files[name]) if name in files else None, whole=True)
    for bound in bounds:
        if under_check.kind in bound.when["kind"] or "any" in bound.when["kind"]:
            context = Context(under_check, project, Settings())
            for hit in context.call(load_rule(bound.rule).check, bound.law):
                assert pointer(under_check.original(hit.route)) is not None
                assert len(hit.message) < 400


def made(path: str, data: Any) -> Document:
    document = Document(path, None)
    document.fill(data)
    return document
