"""The derivation, on a small invented specification; and the committed file, against the specification if there is one."""

from __future__ import annotations

import copy
import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from complint.dev.derive_schemas import derive, main
from complint.dev.openapi import SpecError
from complint.schema.load import DATA, KINDS, definitions, extra_keys

AGENTS = "/v1/convai/agents"


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def nullable(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def body(schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"requestBody": {"content": {"application/json": {"schema": schema}}}, **more}


def answer(schema: dict[str, Any]) -> dict[str, Any]:
    return {"responses": {"200": {"content": {"application/json": {"schema": schema}}}}}


def thing(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "title": "Thing", "description": "A long description."}


TEXT = {"type": "string", "description": "Text.", "examples": ["a"], "default": "", "minLength": 0}
TOOL = {
    "oneOf": [ref("BellTool-Input"), ref("LampTool-Input")],
    "discriminator": {"propertyName": "type", "mapping": {"bell": "…", "lamp": "…"}},
}
COMPONENTS: dict[str, Any] = {
    "CreateAgent": {
        **thing(conversation_config=ref("Config-Input"), name=nullable(TEXT), mood=ref("Mood")),
        "required": ["conversation_config"],
    },
    "GetAgent": thing(conversation_config=ref("Config-Output"), agent_id=TEXT),
    "Config-Input": thing(
        agent=ref("PromptAgentAPIModel-Input"),
        placeholders=ref("Placeholders-Input"),
        threshold={"anyOf": [{"type": "number"}, {"type": "integer"}, {"type": "boolean"}, {"type": "null"}]},
        gone={"type": "null"},
        free={"type": "object", "additionalProperties": True},
        map={"type": "object", "additionalProperties": TEXT, "minProperties": 1},
    ),
    "Config-Output": thing(agent=TEXT, only_in_answers=TEXT),
    "Placeholders": thing(values={"type": "object", "additionalProperties": True}),
    "PromptAgentAPIModel-Input": thing(
        llm=nullable(ref("LLM")),
        tools={"type": "array", "items": TOOL, "maxItems": 3},
        avatar={"anyOf": [ref("Orb"), ref("Picture")]},
        value={"oneOf": [ref("Leaf"), ref("Branch"), ref("Row")]},
        header={"anyOf": [TEXT, ref("Secret")]},
    ),
    "LLM": {"type": "string", "enum": ["model-1", "model-2"]},
    "Mood": {"type": "string", "enum": ["calm", "brisk"], "title": "Mood", "x-anything": {"deep": 1}},
    "BellTool-Input": {**thing(type={"type": "string", "const": "bell"}, volume={"type": "integer", "maximum": 11})},
    "LampTool-Input": {**thing(type={"type": "string", "const": "lamp"}, colour=TEXT), "required": ["colour"]},
    "Orb": thing(type={"type": "string", "const": "orb"}, colour=TEXT),
    "Picture": thing(type={"type": "string", "const": "picture"}, url=TEXT),
    "Leaf": thing(type={"anyOf": [{"type": "string", "enum": ["text", "number"]}, {"type": "array"}]}),
    "Branch": {**thing(type={"type": "string", "const": "object"}, keys=ref("Branch")), "additionalProperties": False},
    "Row": thing(type={"type": "string", "const": "array"}, items=ref("Leaf")),
    "Secret": {**thing(secret_id=TEXT), "required": ["secret_id"]},
    "MCPServerConfigInvented": {**thing(url=TEXT, policy={"type": "string", "enum": ["always"]}), "required": ["url"]},
    "Speech": {**thing(text=TEXT, seed={"type": "integer"}), "required": ["text"]},
    "Dialogue": {**thing(inputs={"type": "array", "items": ref("Secret")}, seed=TEXT), "required": ["inputs"]},
    "Call": {**thing(agent_id=TEXT, to_number=TEXT), "required": ["agent_id", "to_number"]},
    "Ring": {**thing(agent_id=TEXT, recorded={"type": "boolean"}), "required": ["agent_id"]},
}
QUERY = {"name": "enable_logging", "in": "query", "schema": {"type": "boolean", "default": True}}
OVERRIDES = "/v1/convai/mcp-servers/{mcp_server_id}/tool-configs"
SPEC: dict[str, Any] = {
    "info": {"version": "7"},
    "components": {"schemas": COMPONENTS},
    "paths": {
        f"{AGENTS}/create": {"post": body(ref("CreateAgent"))},
        f"{AGENTS}/{{agent_id}}": {"patch": body(thing(version_note=TEXT)), "get": answer(ref("GetAgent"))},
        "/v1/convai/tools": {"post": body({**thing(tool_config=TOOL), "required": ["tool_config"]})},
        "/v1/convai/tools/{tool_id}": {"get": answer(thing(id=TEXT))},
        "/v1/convai/mcp-servers": {"post": body(thing(config=ref("MCPServerConfigInvented")))},
        "/v1/convai/mcp-servers/{mcp_server_id}": {"get": answer(thing(id=TEXT))},
        OVERRIDES: {"post": body({**thing(tool_name=TEXT), "required": ["tool_name"]})},
        OVERRIDES + "/{tool_name}": {"patch": body(thing(sound=TEXT))},
        "/v1/text-to-speech/{voice_id}": {"post": body(ref("Speech"), parameters=[QUERY])},
        "/v1/text-to-speech/{voice_id}/stream": {"post": body(ref("Speech"), parameters=[QUERY])},
        "/v1/text-to-dialogue": {"post": body(ref("Dialogue"))},
        "/v1/speech-to-speech/{voice_id}": {"post": body(thing(audio=TEXT))},
        "/v1/convai/batch-calling/submit": {"post": body(ref("Call"))},
        "/v1/convai/twilio/outbound-call": {"post": body(ref("Call"))},
        "/v1/convai/sip-trunk/outbound-call": {"post": body(ref("Ring"))},
        "/v1/convai/exotel/outbound-call": {"post": body(ref("Ring"))},
        "/v1/convai/agent-testing/create": {"post": body({"anyOf": [ref("Orb"), ref("Picture")]})},
    },
}


@pytest.fixture
def derived() -> dict[str, Any]:
    made: dict[str, Any] = derive(SPEC, "d1")["$defs"]
    return made


def case(tag: str, value: str, name: str) -> dict[str, Any]:
    return {"if": {"properties": {tag: {"const": value}}, "required": [tag]}, "then": {"$ref": f"#/$defs/{name}"}}


def test_a_kind_knows_the_keys_of_creation_update_and_answer(derived: dict[str, Any]) -> None:
    assert derived["agent"] == {
        "type": "object",
        "required": ["conversation_config"],
        "properties": {
            "conversation_config": {"$ref": "#/$defs/Config"},
            "name": {"type": "string"},
            "mood": {"type": "string", "enum": ["calm", "brisk"]},
            "agent_id": True,
            "version_note": True,
        },
    }


def test_nulls_vanish_scalars_merge_and_answers_add_keys(derived: dict[str, Any]) -> None:
    properties = derived["Config"]["properties"]
    assert properties["threshold"] == {"type": ["boolean", "number"]}
    assert properties["gone"] is False
    assert properties["free"] == {"type": "object"}
    assert properties["map"] == {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1}
    assert properties["only_in_answers"] is True


def test_a_dangling_reference_means_its_twin(derived: dict[str, Any]) -> None:
    assert derived["Config"]["properties"]["placeholders"] == {"$ref": "#/$defs/Placeholders"}
    assert derived["Placeholders"]["properties"] == {"values": {"type": "object"}}


def test_an_alias_for_a_dangling_reference_changes_nothing() -> None:
    spec = copy.deepcopy(SPEC)
    spec["components"]["schemas"]["Placeholders-Input"] = {**COMPONENTS["Placeholders"], "title": "Alias"}
    assert derive(spec, "d1") == derive(SPEC, "d1")


def test_tagged_unions_pick_one_branch(derived: dict[str, Any]) -> None:
    prompt = derived["PromptAgentAPIModel"]["properties"]
    cases = [case("type", "bell", "BellTool"), case("type", "lamp", "LampTool")]
    assert prompt["tools"]["items"] == {"type": "object", "properties": {"type": {"type": "string"}}, "allOf": cases}
    assert prompt["tools"]["maxItems"] == 3
    assert derived["inline-tool"] == prompt["tools"]["items"]


def test_a_union_without_a_discriminator_finds_its_tag(derived: dict[str, Any]) -> None:
    prompt = derived["PromptAgentAPIModel"]["properties"]
    assert prompt["avatar"]["properties"] == {"type": {"type": "string", "enum": ["orb", "picture"]}}
    assert prompt["value"]["allOf"] == [
        case("type", "array", "Row"),
        case("type", "object", "Branch"),
        {
            "if": {"properties": {"type": {"not": {"enum": ["array", "object"]}}}, "required": ["type"]},
            "then": {"$ref": "#/$defs/Leaf"},
        },
    ]
    assert prompt["header"] == {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/Secret"}]}


def test_leniency(derived: dict[str, Any]) -> None:
    assert derived["PromptAgentAPIModel"]["properties"]["llm"] == {"type": "string"}
    assert "additionalProperties" not in derived["Branch"]
    assert derived["MCPServerConfigInvented"]["properties"]["policy"] == {"type": "string"}


def test_bodies_of_one_kind_are_merged(derived: dict[str, Any]) -> None:
    assert derived["outbound-call"]["required"] == ["agent_id"]
    assert set(derived["outbound-call"]["properties"]) == {"agent_id", "to_number", "recorded"}
    assert "required" not in derived["mcp-override"]
    speech = derived["speech-request"]
    assert "required" not in speech
    assert speech["properties"]["seed"] == {"anyOf": [{"type": "integer"}, {"type": "string"}]}
    assert speech["properties"]["enable_logging"] == {"type": ["boolean", "string"]}
    assert set(speech["properties"]["query"]["properties"]) == {"enable_logging"}


def test_wrapped_and_bare_forms(derived: dict[str, Any]) -> None:
    assert derived["tool"]["if"] == {"required": ["tool_config"]}
    assert derived["tool"]["else"] == {"$ref": "#/$defs/inline-tool"}
    assert derived["tool"]["then"]["properties"]["id"] is True
    assert derived["mcp-server"]["else"] == {"$ref": "#/$defs/MCPServerConfigInvented"}


def test_an_unknown_keyword_and_a_missing_path_are_told() -> None:
    spec = copy.deepcopy(SPEC)
    spec["components"]["schemas"]["Orb"]["properties"]["colour"] = {"type": "string", "dependentRequired": {}}
    with pytest.raises(SpecError, match=r"unknown keyword 'dependentRequired' in Orb\.colour"):
        derive(spec, "d1")
    spec = copy.deepcopy(SPEC)
    del spec["paths"]["/v1/text-to-dialogue"]
    with pytest.raises(SpecError, match="no post /v1/text-to-dialogue"):
        derive(spec, "d1")


def test_the_command_writes_and_checks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = tmp_path / "spec.json"
    spec.write_text(json.dumps(SPEC), "utf-8")
    arguments = [str(spec), "--out", str(tmp_path / "data")]
    assert main([*arguments, "--check"]) == 1
    assert main(arguments) == 0
    assert main([*arguments, "--check"]) == 0
    written = (tmp_path / "data/schemas.json").read_text("utf-8")
    digest = hashlib.sha256(spec.read_bytes()).hexdigest()
    assert json.loads(written) == derive(SPEC, digest)
    assert digest in json.loads(written)["$comment"]
    reordered = {key: SPEC[key] for key in reversed(SPEC)}
    assert json.loads(written)["$defs"] == derive(reordered, digest)["$defs"]
    spec.write_text("{}", "utf-8")
    assert main(arguments) == 2
    assert main([str(tmp_path / "none.json")]) == 2
    capsys.readouterr()


def committed() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(Path(DATA, "schemas.json").read_text("utf-8"))
    return loaded


def test_the_committed_file_is_what_a_given_specification_yields() -> None:
    given = os.environ.get("COMPLINT_OPENAPI")
    if not given or hashlib.sha256(Path(given).read_bytes()).hexdigest() not in committed()["$comment"]:
        pytest.skip("COMPLINT_OPENAPI does not name the edition that the committed file was derived from")
    assert main([given, "--check"]) == 0


def test_the_committed_file_holds_structure_only() -> None:
    keywords: set[str] = set()
    references: set[str] = set()

    def visit(schema: Any) -> None:
        if isinstance(schema, dict):
            keywords.update(schema)
            references.update([schema["$ref"]] if "$ref" in schema else [])
            maps = list(schema.get("properties", {}).values())
            for inner in [*maps, *schema.get("anyOf", ()), *schema.get("allOf", ())]:
                visit(inner)
            for key in ("items", "additionalProperties", "if", "then", "else", "not"):
                visit(schema.get(key))

    loaded = committed()
    for schema in loaded["$defs"].values():
        visit(schema)
    assert not keywords & {"title", "description", "default", "example", "examples", "discriminator", "oneOf", "format"}
    assert {reference.removeprefix("#/$defs/") for reference in references} <= set(loaded["$defs"])
    assert set(KINDS) <= set(loaded["$defs"])


def test_the_lazy_reader_reads_the_same_and_adds_the_extra_keys() -> None:
    whole, lazy = committed()["$defs"], definitions()
    assert set(lazy.lines) == set(whole)
    for name, schema in whole.items():
        extra = extra_keys().get(name, [])
        if extra:
            schema = {**schema, "properties": {**dict.fromkeys(extra, True), **schema["properties"]}}
        assert lazy[name] == schema
    assert set(extra_keys()) <= set(whole)
