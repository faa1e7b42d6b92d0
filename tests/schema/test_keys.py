"""Unknown keys: other spellings, near misses, keys of another level, and silence where nothing is clear."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complint.schema.check import unknown_keys
from complint.schema.keys import Suggestion, one_edit, suggest
from complint.schema.load import KINDS

CONFIG = ("conversation_config",)
AGENT = (*CONFIG, "agent")
PROMPT = (*AGENT, "prompt")


def written(route: tuple[str | int, ...], value: Any) -> Any:
    """Return a document that holds one value at a route."""
    made = value
    for step in reversed(route):
        made = [*[None] * step, made] if isinstance(step, int) else {step: made}
    return made


@pytest.mark.parametrize(
    ("kind", "route", "value", "name"),
    [
        ("agent", (*AGENT, "firstMessage"), "Hello.", "first_message"),
        ("agent", (*AGENT, "first-message"), "Hello.", "first_message"),
        ("agent", (*AGENT, "FirstMessage"), "Hello.", "first_message"),
        ("agent", (*AGENT, "first_mesage"), "Hello.", "first_message"),
        ("agent", (*AGENT, "langauge"), "en", "language"),
        ("agent", ("platform_settings", "widget", "avatar", "color1"), "#fff", "color_1"),
        ("agent", ("platform_settings", "privacy", "zero_retention_mod"), True, "zero_retention_mode"),
        ("agent", (*PROMPT, "toolIds"), ["tool_1"], "tool_ids"),
        ("agent", ("conversationConfig",), {}, "conversation_config"),
        ("tool", ("apiSchema",), {"url": "https://x.example"}, "api_schema"),
        ("mcp-server", ("config", "aproval_policy"), "auto_approve_all", "approval_policy"),
        ("batch-call", ("recipients", 3, "phoneNumber"), "+12025550101", "phone_number"),
        ("speech-request", ("voiceSettings",), {"stability": 1}, "voice_settings"),
        ("outbound-call", ("toNumber",), "+12025550101", "to_number"),
    ],
)
def test_spellings_and_near_misses_are_certain_renames(kind: str, route: Any, value: Any, name: str) -> None:
    expected = Suggestion("rename", name, (*route[:-1], name), certain=True)
    assert suggest(kind, route, written(route, value)) == expected
    assert suggest(kind, route) == expected


@pytest.mark.parametrize(
    ("route", "value", "target"),
    [
        ((*CONFIG, "tools"), [{"type": "webhook"}], (*PROMPT, "tools")),
        ((*AGENT, "max_duration"), 600, (*CONFIG, "conversation", "max_duration_seconds")),
        ((*AGENT, "llm"), "gpt-4o", (*PROMPT, "llm")),
        ((*CONFIG, "conversation", "temperature"), 0.5, (*PROMPT, "temperature")),
        ((*CONFIG, "conversation", "model_id"), "gpt-4.1", (*PROMPT, "llm")),
        ((*CONFIG, "conversation", "model_id"), "eleven_flash_v2", (*CONFIG, "tts", "model_id")),
        ((*CONFIG, "asr", "language"), "en", (*AGENT, "language")),
        ((*CONFIG, "prompt"), "Take reservations.", (*PROMPT, "prompt")),
        ((*CONFIG, "prompt"), {"llm": "gpt-4o"}, PROMPT),
        (("first_message",), "Hello.", (*AGENT, "first_message")),
        (("agent",), {"first_message": "Hello."}, AGENT),
        (("platform_settings", "evaluation_criteria"), [], ("platform_settings", "evaluation", "criteria")),
        (("platform_settings", "retention_days"), 30, ("platform_settings", "privacy", "retention_days")),
        (("platform_settings", "voice_id"), "v1", (*CONFIG, "tts", "voice_id")),
        (
            ("workflow", "nodes", "desk", "llm"),
            "gpt-4o",
            ("workflow", "nodes", "desk", *PROMPT, "llm"),
        ),
    ],
)
def test_keys_of_another_level_are_shown_there(route: Any, value: Any, target: Any) -> None:
    data = written(route, value)
    if "workflow" in route:
        data["workflow"]["nodes"]["desk"] |= {"type": "override_agent", "label": "Desk"}
    assert route in unknown_keys("agent", data)
    assert suggest("agent", route, data) == Suggestion("move", target[-1], target)


def test_a_tool_knows_its_own_branch_only() -> None:
    tool = {"type": "webhook", "name": "book", "description": "Books.", "url": "https://x.example", "method": "POST"}
    assert suggest("tool", ("url",), tool) is None  # too common a word to move
    assert suggest("tool", ("request_headers",), {**tool, "request_headers": {}}) == Suggestion(
        "move", "request_headers", ("api_schema", "request_headers")
    )
    assert suggest("tool", ("api_schemas",), {"type": "client", "api_schemas": {}}) is None
    assert suggest("tool", ("api_schemas",), {"type": "webhook", "api_schemas": {}}) is not None


def test_part_of_a_longer_key_is_shown_and_not_certain() -> None:
    route = (*CONFIG, "turn", "eagerness")
    assert suggest("agent", route, written(route, "normal")) == Suggestion(
        "rename", "turn_eagerness", (*CONFIG, "turn", "turn_eagerness")
    )


@pytest.mark.parametrize(
    ("route", "value"),
    [
        (("_note",), "x"),
        (("$schema",), "x"),
        (("//",), "x"),
        (("description",), "x"),
        ((*AGENT, "name"), "x"),
        ((*AGENT, "enabled"), True),
        ((*AGENT, "interruption_threshold"), 3),
        (("upload_instructions",), ["x"]),
        ((*PROMPT, "tool_id"), "tool_1"),  # a string is no list of ids
        (("workflow", "nodes", "desk", "position", "z"), 1),
        ((), None),
        ((1,), None),
    ],
)
def test_what_is_unclear_gets_no_suggestion(route: Any, value: Any) -> None:
    assert suggest("agent", route, written(route, value)) is None


def test_free_maps_suggest_nothing() -> None:
    route = (*PROMPT, "custom_llm", "request_headers", "modelId")
    assert suggest("agent", route, written(route, "x")) is None


KEYS = st.one_of(
    st.sampled_from(["conversation_config", "conversationConfig", "agent", "tools", "prompt", "llm", "nodes", "type"]),
    st.text(max_size=12),
    st.integers(0, 3),
)


@given(
    st.sampled_from(KINDS),
    st.lists(KEYS, max_size=6),
    st.one_of(st.none(), st.text(), st.lists(st.none()), st.just({})),
)
def test_any_route_is_survived(kind: str, route: list[str | int], value: Any) -> None:
    found = suggest(kind, tuple(route), written(tuple(route), value))
    assert found is None or (found.target[-1] == found.name and found.target != tuple(route))


WORDS = st.text("abc_", min_size=1, max_size=6)


def edits(word: str) -> set[str]:
    """Return all words one edit away, the slow way."""
    cuts = [(word[:index], word[index:]) for index in range(len(word) + 1)]
    letters = "abc_"
    found = {left + right[1:] for left, right in cuts if right}
    found |= {left + letter + right[1:] for left, right in cuts if right for letter in letters}
    found |= {left + letter + right for left, right in cuts for letter in letters}
    found |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    return found - {word}


@given(WORDS, WORDS)
def test_one_edit_equals_its_slow_twin(one: str, other: str) -> None:
    assert one_edit(one, other) == (other in edits(one))


@given(WORDS)
def test_every_edit_is_one(word: str) -> None:
    assert all(one_edit(word, other) and one_edit(other, word) for other in edits(word))
