"""Openings, the texts that replace them, and rules about them on any shape of input."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complint.core.finding import Aside
from complint.core.route import JSON
from complint.engine.catalog import load_rule, rule_ids
from complint.engine.context import Context
from complint.facts.batch_overrides import BatchOverrides
from complint.facts.openings import Openings
from complint.facts.terms import Terms
from complint.facts.voicemail import Voicemail
from complint.language.phrases import LANGUAGES
from complint.model.document import Document
from complint.model.project import Project
from complint.policy.law import Law, bind
from complint.policy.store import Store
from complint.settings import Settings

NAMES = [name for name in rule_ids() if name.startswith(("disclosure/", "tcpa/"))]
OUTBOUND: dict[str, JSON] = {"match": {"path": "*"}, "direction": "outbound", "purpose": "marketing"}


def context(data: JSON, kind: str = "agent") -> Context:
    document = Document("agent.json", None)
    document.raw = document.data = data
    document.kind = kind
    given = Settings(organization={"name": "Halden Insurance"}, agents=(OUTBOUND,))
    return Context(document, Project([document], lambda _: None, whole=True), given)


def openings(data: JSON) -> Openings:
    found = context(data).fact(Openings)
    assert isinstance(found, Openings)
    return found


def agent(first: JSON, **more: JSON) -> dict[str, JSON]:
    return {"name": "A", "conversation_config": {"agent": {"first_message": first, "prompt": {}}}, **more}


def node(kind: str, **more: JSON) -> dict[str, JSON]:
    return {"type": kind, **more}


def greets(text: str) -> dict[str, JSON]:
    return node("override_agent", conversation_config={"agent": {"first_message": text}})


def test_a_workflow_that_only_overrides_leaves_the_first_message_the_default() -> None:
    workflow = {"nodes": {"s": node("start"), "n": greets("Hello")}, "edges": {"e": {"source": "s", "target": "n"}}}
    found = openings(agent("Hi", workflow=workflow))
    assert found.default is not None
    assert (found.default.text, [other.text for other in found.others]) == ("Hi", ["Hello"])


def test_an_empty_first_message_gives_way_to_the_first_entry() -> None:
    workflow = {"nodes": {"s": node("start"), "n": greets("Hello")}, "edges": [{"source": "s", "destination": "n"}]}
    found = openings(agent("", workflow=workflow))
    assert found.default is not None
    assert found.default.text == "Hello"
    assert found.default.route[:3] == ("workflow", "nodes", "n")


def test_a_loop_of_say_nodes_ends() -> None:
    say = node("say", message={"type": "literal", "text": "Hello"})
    edges = {
        "a": {"source": "s", "target": "x"},
        "b": {"source": "x", "target": "y"},
        "c": {"source": "y", "target": "x"},
    }
    found = openings(agent("", workflow={"nodes": {"s": node("start"), "x": say, "y": say}, "edges": edges}))
    assert found.default is not None
    assert found.default.text == "Hello\nHello"


def test_a_say_node_that_waits_ends_the_opening() -> None:
    first = node("say", message={"text": "Hello"}, wait_for_user_response=True)
    then = node("say", message={"text": "I am an AI"})
    edges = {"a": {"source": "s", "target": "x"}, "b": {"source": "x", "target": "y"}}
    found = openings(agent("", workflow={"nodes": {"s": node("start"), "x": first, "y": then}, "edges": edges}))
    assert found.default is not None
    assert found.default.text == "Hello"


def test_a_loop_of_silent_nodes_ends() -> None:
    edges = {"a": {"source": "s", "target": "x"}, "b": {"source": "x", "target": "x"}}
    assert (
        openings(agent("Hi", workflow={"nodes": {"s": node("start"), "x": node("tool")}, "edges": edges})).others == ()
    )


def test_variables_of_a_node_win_over_the_agents() -> None:
    own = {"first_message": "{{a}}", "dynamic_variables": {"dynamic_variable_placeholders": {"a": "node"}}}
    data = agent(
        "Hi", workflow={"nodes": {"s": node("start"), "n": node("override_agent", conversation_config={"agent": own})}}
    )
    data["conversation_config"]["agent"]["dynamic_variables"] = {
        "dynamic_variable_placeholders": {"a": "agent", "b": 1}
    }
    found = openings(data)
    assert [dict(other.variables) for other in found.others] == [{"a": "node", "b": "1"}]


def test_many_recipients_with_one_text_are_one_opening() -> None:
    row = {"conversation_initiation_client_data": {"conversation_config_override": {"agent": {"first_message": "Hi"}}}}
    found = context({"agent_id": "a", "recipients": [row] * 500}, "schedule").fact(BatchOverrides)
    assert isinstance(found, BatchOverrides)
    assert [override.surface.count for override in found.openings] == [500]


def _law() -> dict[str, Law]:
    packs = Store.open().packs
    bound = bind(packs.values(), ["elevenlabs/disclosure", "us/federal/tcpa"], [], "2026-11-22")
    return {one.rule: one.law for one in bound if one.law is not None}


LAW = _law()
JSONS = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 5)
    | st.sampled_from(["", "Hi", "{{a}}", "${A}", "say", "start", "en", "x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["x", "de", "text", "type", "message", "agent", "prompt", "params"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)
PLACES: tuple[tuple[str, ...], ...] = (
    ("conversation_config",),
    ("conversation_config", "agent"),
    ("conversation_config", "agent", "first_message"),
    ("conversation_config", "agent", "language"),
    ("conversation_config", "agent", "dynamic_variables"),
    ("conversation_config", "agent", "prompt"),
    ("conversation_config", "agent", "prompt", "prompt"),
    ("conversation_config", "agent", "prompt", "tools"),
    ("conversation_config", "agent", "prompt", "tool_ids"),
    ("conversation_config", "agent", "prompt", "built_in_tools"),
    ("conversation_config", "language_presets"),
    ("conversation_config", "language_presets", "de", "overrides", "agent"),
    ("platform_settings", "widget"),
    ("platform_settings", "widget", "language_presets"),
    ("platform_settings", "data_collection"),
    ("platform_settings", "privacy"),
    ("platform_settings", "workspace_overrides", "webhooks"),
    ("workflow", "nodes"),
    ("workflow", "edges"),
    ("workflow", "nodes", "x"),
)
SCHEDULES: tuple[tuple[str, ...], ...] = (
    ("recipients",),
    ("calls",),
    ("defaults",),
    ("agent_id",),
    ("conversation_initiation_client_data",),
    ("conversation_initiation_client_data", "conversation_config_override", "agent"),
)


def _put(data: dict[str, JSON], place: tuple[str, ...], value: JSON) -> None:
    for key in place[:-1]:
        below = data.setdefault(key, {})
        if not isinstance(below, dict):
            return
        data = below
    data[place[-1]] = value


def _run(data: JSON, kind: str) -> None:
    here = context(data, kind)
    for name in NAMES:
        for hit in here.call(load_rule(name).check, LAW[name]):
            assert hit.why if isinstance(hit, Aside) else hit.message


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), JSONS), max_size=6))
def test_no_shape_of_an_agent_breaks_a_rule(edits: list[tuple[tuple[str, ...], JSON]]) -> None:
    data = agent("Hello from Halden")
    for place, value in edits:
        _put(data, place, value)
    _run(data, "agent")
    assert isinstance(context(data).fact(Terms), Terms)
    assert isinstance(context(data).fact(Voicemail), Voicemail)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(SCHEDULES), JSONS), max_size=5))
def test_no_shape_of_a_schedule_breaks_a_rule(edits: list[tuple[tuple[str, ...], JSON]]) -> None:
    data: dict[str, JSON] = {"agent_id": "agent_1"}
    for place, value in edits:
        _put(data, place, value)
    _run(data, "schedule")


@pytest.mark.parametrize("data", [None, [], "x", 5])
def test_a_document_that_is_no_object(data: JSON) -> None:
    _run(data, "agent")
    _run(data, "schedule")


def test_every_language_has_proposals() -> None:
    from complint.facts.phrases import Phrases

    for language in LANGUAGES:
        found = (Phrases().get(language) or {}).get("proposals") or {}
        assert sorted(found) == ["ai", "company_named", "opt_out", "recorded", "shared", "toll_free"], language
