"""The fast checker: verdicts, unknown keys, partial bodies, hostile shapes; `jsonschema` is the oracle."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from complint.schema.check import examine, is_valid, unknown_keys
from complint.schema.explain import explain
from complint.schema.load import DATA, KINDS

Documents = dict[str, list[Any]]
PROMPT = ("conversation_config", "agent", "prompt")


def put(data: Any, route: tuple[str | int, ...], value: Any) -> Any:
    """Return a copy with a value written at a route, whose parents exist."""
    made = copy.deepcopy(data)
    here = made
    for step in route[:-1]:
        here = here[step]
    here[route[-1]] = value
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_valid_documents_pass_and_hold_no_unknown_key(kind: str, documents: Documents) -> None:
    for document in documents[kind]:
        assert explain(kind, document) == []
        assert examine(kind, document).valid
        assert unknown_keys(kind, document) == []


@pytest.mark.parametrize(
    ("kind", "index", "route", "value"),
    [
        ("agent", 0, ("conversation_config",), None),
        ("agent", 0, ("name",), 3),
        ("agent", 0, (*PROMPT, "tools"), ["book_table"]),
        ("agent", 0, (*PROMPT, "tools", 0, "api_schema"), None),
        ("agent", 0, (*PROMPT, "tools", 0, "name"), "book a table"),
        ("agent", 0, (*PROMPT, "tool_ids"), "tool_1"),
        ("agent", 0, (*PROMPT, "temperature"), True),
        ("agent", 0, (*PROMPT, "max_tokens"), 1.5),
        ("agent", 0, (*PROMPT,), "Take reservations."),
        ("agent", 0, (*PROMPT, "mcp_server_ids"), [str(number) for number in range(11)]),
        ("agent", 0, (*PROMPT, "custom_llm", "api_key"), "sk-in-clear"),
        ("agent", 0, (*PROMPT, "backup_llm_config"), {"preference": "sometimes"}),
        ("agent", 0, (*PROMPT, "rag", "max_vector_distance"), 1),
        ("agent", 0, ("conversation_config", "turn", "mode"), {"type": "turn_based"}),
        ("agent", 0, ("conversation_config", "tts", "optimize_streaming_latency"), True),
        ("agent", 0, ("platform_settings", "evaluation", "criteria"), ["polite"]),
        ("agent", 0, ("platform_settings", "privacy", "retention_days"), "30"),
        ("agent", 0, ("workflow", "nodes", "desk", "label"), None),
        ("agent", 0, ("workflow", "nodes"), {"none": None}),
        ("tool", 0, ("api_schema", "method"), "FETCH"),
        ("tool", 0, ("api_schema", "query_params_schema"), [{"id": "dryRun"}]),
        ("tool", 0, ("api_schema", "request_body_schema", "properties", "seats", "type"), "date"),
        ("tool", 0, ("response_timeout_secs",), 4),
        ("tool", 1, ("description",), None),
        ("tool", 4, ("tool_config",), "book_table"),
        ("inline-tool", 1, ("params", "transfers", 0, "transfer_destination", "type"), "pigeon"),
        ("mcp-server", 0, ("url",), 7),
        ("mcp-server", 1, ("config", "name"), None),
        ("mcp-override", 0, ("response_timeout_secs",), 400),
        ("mcp-override", 0, ("input_overrides", "$.limit", "source"), "guess"),
        ("speech-request", 0, ("text",), ["Hello."]),
        ("speech-request", 0, ("voice_settings", "stability"), 2),
        ("speech-request", 2, ("inputs", 0, "voice_id"), None),
        ("batch-call", 0, ("recipients",), {"phone_number": "+12025550101"}),
        ("batch-call", 0, ("recipients", 1, "phone_number"), 12025550102),
        ("batch-call", 0, ("scheduled_time_unix",), "tomorrow"),
        ("outbound-call", 0, ("to_number",), None),
        ("test", 0, ("chat_history", 0, "role"), "nobody"),
        ("test", 1, ("type",), "guess"),
    ],
)
def test_broken_documents_fail(kind: str, index: int, route: tuple[Any, ...], value: Any, documents: Documents) -> None:
    broken = put(documents[kind][index], route, value)
    assert not is_valid(kind, broken)
    assert explain(kind, broken)


@pytest.mark.parametrize(
    ("route", "value"),
    [
        ((*PROMPT, "llm"), "a-model-of-next-month"),
        ((*PROMPT, "max_tokens"), 3.0),
        ((*PROMPT, "temperature"), None),
        ((*PROMPT, "tools"), [None, {"no": "type"}, {"type": "brand_new"}]),
        ((*PROMPT, "built_in_tools", "end_call", "params", "system_tool_type"), "brand_new"),
        (("conversation_config", "tts", "model_id"), "eleven_of_next_year"),
        (("platform_settings",), None),
        (("workflow", "nodes", "desk", "type"), "brand_new"),
        (("invented",), {"anything": 1}),
    ],
)
def test_what_the_vendor_extends_is_no_error(route: tuple[Any, ...], value: Any, agent: dict[str, Any]) -> None:
    assert is_valid("agent", put(agent, route, value))


def test_unknown_keys_are_routes_in_document_order(agent: dict[str, Any]) -> None:
    agent["zebra"] = 1
    agent["conversation_config"]["tools"] = []
    agent["conversation_config"]["agent"]["prompt"]["tools"][1]["parametres"] = {}
    agent["conversation_config"]["agent"]["prompt"]["built_in_tools"]["of_next_year"] = None
    assert unknown_keys("agent", agent) == [
        (*PROMPT, "tools", 1, "parametres"),
        ("conversation_config", "tools"),
        ("zebra",),
    ]


@pytest.mark.parametrize(
    "route",
    [
        (*PROMPT, "custom_llm", "request_headers", "X-Anything"),
        ("conversation_config", "agent", "dynamic_variables", "dynamic_variable_placeholders", "Any Thing"),
        ("platform_settings", "data_collection", "whatever"),
        ("workflow", "nodes", "my node"),
        (*PROMPT, "tools", 0, "api_schema", "request_body_schema", "properties", "firstName"),
        ("conversation_config", "language_presets", "tlh"),
    ],
)
def test_free_maps_have_no_unknown_keys(route: tuple[Any, ...], agent: dict[str, Any]) -> None:
    assert unknown_keys("agent", put(agent, route, {})) == []


def test_unknown_keys_are_found_beside_violations(agent: dict[str, Any]) -> None:
    agent["conversation_config"]["agent"]["prompt"]["tool_ids"] = "tool_1"
    agent["conversation_config"]["agent"]["max_duration"] = 60
    found = examine("agent", agent)
    assert not found.valid
    assert found.unknown == (("conversation_config", "agent", "max_duration"),)


def test_the_body_of_an_update_may_leave_out_what_is_required() -> None:
    assert not is_valid("agent", {"name": "Desk"})
    assert is_valid("agent", {"name": "Desk"}, partial=True)
    assert is_valid("mcp-server", {"config": {"approval_policy": "auto_approve_all"}}, partial=True)
    assert is_valid("tool", {"type": "webhook", "description": "New words."}, partial=True)
    deep = {"conversation_config": {"agent": {"prompt": {"knowledge_base": [{"name": "menu"}]}}}}
    assert not is_valid("agent", deep, partial=True)
    assert not is_valid("agent", {"name": 3}, partial=True)


@pytest.mark.parametrize(
    "data", [None, [], "agent", 3, 3.5, True, {1: 2}, {None: {}}, {"conversation_config": {1: {2: 3}}}]
)
def test_odd_shapes_never_raise(data: Any) -> None:
    for kind in KINDS:
        assert examine(kind, data).valid == (explain(kind, data) == [])


def test_endless_nesting_is_refused_without_a_traceback() -> None:
    data: Any = {"type": "string", "description": "leaf"}
    for _ in range(5000):
        data = {"type": "object", "properties": {"next": data}}
    tool = {"type": "client", "name": "deep", "description": "Deep.", "parameters": data}
    assert not is_valid("tool", tool)
    assert [item.message for item in explain("tool", tool)] == ["the document nests too deeply to be explained"]


def test_an_unknown_kind_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        examine("no-such-kind", {})


# The oracle: jsonschema itself, on the schema as it lies in the file, with nulls taken out of the data.


@cache
def oracle(kind: str) -> Draft202012Validator:
    with open(f"{DATA}/schemas.json", encoding="utf-8") as file:
        definitions = json.load(file)["$defs"]
    return Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": definitions})


def without_nulls(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: without_nulls(value) for key, value in data.items() if value is not None}
    if isinstance(data, list):
        return [without_nulls(value) for value in data if value is not None]
    return data


def routes(data: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [found for step, value in items for found in [(*here, step), *routes(value, (*here, step))]]


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([-1, 0, 1, 3, 3.0, 0.5, 10**400, float("inf"), float("nan"), 301, 10001]),
    st.sampled_from(["", "x", "webhook", "system", "array", "object", "llm", "high", "GET", "a b", "x" * 70, "name\n"]),
    st.sampled_from(
        [[], [None], ["x"], ["string", "null"], [1, "x"], {}, {"type": None}, {"secret_id": "s"}, {"x": 1}]
    ),
)


def mutated(draw: Callable[[Any], Any], document: Any) -> Any:
    """Change up to three places of a document: another value, another key, or nothing left."""
    made = copy.deepcopy(document)
    for _ in range(draw(st.integers(0, 3))):
        places = routes(made)
        if not places:
            break
        route = draw(st.sampled_from(places))
        parent = made
        for step in route[:-1]:
            parent = parent[step]
        change = draw(st.sampled_from(["replace", "delete", "swap", "rename"]))
        if change == "replace":
            parent[route[-1]] = copy.deepcopy(draw(VALUES))
        elif change == "delete":
            del parent[route[-1]]
        elif change == "swap":  # a value from elsewhere in the document is nearly right
            other = made
            for step in draw(st.sampled_from(places)):
                if not isinstance(other, (dict, list)):
                    break
                other = other[step] if step in (other if isinstance(other, dict) else range(len(other))) else other
            parent[route[-1]] = copy.deepcopy(other)
        elif isinstance(parent, dict):
            parent[draw(st.sampled_from(["type", "name", "source", "config", "tool_config", "unheardOf"]))] = (
                parent.pop(route[-1])
            )
    return made


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_verdict_is_that_of_jsonschema(data: st.DataObject, documents: Documents) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    document = mutated(data.draw, data.draw(st.sampled_from(documents[kind])))
    assert is_valid(kind, document) == oracle(kind).is_valid(without_nulls(document))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_verdict_and_the_explanation_agree(data: st.DataObject, documents: Documents) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    document = mutated(data.draw, data.draw(st.sampled_from(documents[kind])))
    for partial in (False, True):
        assert is_valid(kind, document, partial) == (explain(kind, document, partial) == [])
