"""Which models a document names, whatever shape it has."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from complint.core.route import get
from complint.engine.context import Context
from complint.facts.llm_references import LlmReferences
from complint.model.document import Document
from complint.model.project import Project
from complint.settings import Settings

KEYS = (
    "conversation_config", "agent", "prompt", "llm", "backup_llm_config", "preference", "order", "opener", "tools",
    "built_in_tools", "params", "procedures", "guardrails", "custom", "config", "configs", "is_enabled", "model", "name",
    "language_presets", "overrides", "workflow", "nodes", "platform_settings", "analysis_llm", "evaluation", "criteria",
    "data_collection", "analysis_items", "evaluation_criteria", "source", "recipients", "agent_id", "call_name", "id",
    "conversation_initiation_client_data", "conversation_config_override", "agent_config_override", "chat_history",
    "simulation_specification", "simulated_user_config", "extra_evaluation_criteria", "evaluation_model", "type",
)  # fmt: skip
SCALARS = st.none() | st.booleans() | st.integers() | st.sampled_from(["", "gpt-4o", "override", "simulation", "x"])
ODD = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=30,
)


def references(raw: object, path: str = "agent_configs/a.json") -> LlmReferences:
    document = Document(path, None)
    document.fill(raw)
    context = Context(document, Project([document], lambda _path: None, whole=True), Settings())
    found = context.fact(LlmReferences)
    assert isinstance(found, LlmReferences)
    return found


@given(ODD, st.sampled_from(["agent_configs/a.json", "test_configs/a.json", "batches/a.json"]))
def test_every_reference_leads_to_what_it_names(raw: object, path: str) -> None:
    document = Document(path, None)
    document.fill(raw)
    for reference in references(raw, path).items:
        if reference.model is None:
            assert reference.default
            assert get(document.data, *reference.route) is None
        else:
            assert get(document.data, *reference.route) == reference.model


def test_names_are_found_in_the_order_of_the_prompts() -> None:
    prompt = {"prompt": "p", "llm": "a", "backup_llm_config": {"preference": "override", "order": ["b", "c"]}}
    found = references({"name": "A", "conversation_config": {"agent": {"prompt": prompt}}})
    assert [item.model for item in found.items] == ["a", "b", "c", None]
    assert found.items[-1].default == "analysis_llm"


def test_a_partial_body_has_no_defaults() -> None:
    found = references({"conversation_config": {"agent": {"prompt": {"temperature": 0}}}})
    assert found.items == ()


def test_a_schedule_says_the_same_thing_once() -> None:
    override = {"conversation_config_override": {"agent": {"prompt": {"llm": "gpt-4o"}}}}
    recipients = [{"phone_number": "+12025550142", "conversation_initiation_client_data": override} for _ in range(500)]
    (only,) = references({"call_name": "x", "agent_id": "a", "recipients": recipients}, "b.json").items
    assert only.more == 499
    assert only.route[:2] == ("recipients", 0)
