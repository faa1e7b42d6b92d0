"""Derive complint's JSON Schemas from the vendor's OpenAPI: `python -m complint.dev.derive_schemas SPEC.json`.

The specification is read from a file, such as the output of `elevenlabs agents --spec-raw`. Only structure is taken
(types, keys, limits, small closed enumerations): no description, title or example. The result is one
JSON Schema 2020-12 document whose `$defs` hold one entry per kind (`agent`, `tool`, …) and the objects they share; and
beside it, in a file of their own, what the vendor fills in for keys that are absent.

The reading is lenient, because a linter that is stricter than the vendor is wrong: unknown keys are allowed, null
alternatives vanish (null is absent to complint), lists of models, events and the like are plain strings, and tagged
unions that the vendor keeps extending accept unknown tags. Numbered ids, model names and spelling are rules' matters.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from complint.dev.openapi import ANYTHING, Spec, SpecError

Schema = Any

DATA = Path(__file__).resolve().parent.parent / "schema" / "data"
FILE = "schemas.json"
DEFAULTS = "defaults.json"

TOOLS = ("PromptAgentAPIModel-Input", "properties", "tools", "items")
SPEECH_PATHS = (
    "/v1/text-to-speech/{voice_id}",
    "/v1/text-to-speech/{voice_id}/stream",
    "/v1/text-to-dialogue",
    "/v1/speech-to-speech/{voice_id}",
)
CALL_PATHS = (
    "/v1/convai/twilio/outbound-call",
    "/v1/convai/sip-trunk/outbound-call",
    "/v1/convai/exotel/outbound-call",
)
OVERRIDE_PATH = "/v1/convai/mcp-servers/{mcp_server_id}/tool-configs"


def derive(document: dict[str, Any], digest: str) -> dict[str, Any]:
    """Return the schema document of a parsed OpenAPI 3.1 document; `digest` is the hex SHA-256 of its file.

    Raises SpecError where a path or component that a kind needs is missing, or a keyword is met that this script
    does not know: then somebody must decide what it means, rather than have it dropped in silence.
    """
    spec = Spec(document)
    kinds = {
        "agent": agent(spec),
        "tool": tool(spec),
        "inline-tool": spec.component(*TOOLS),
        "mcp-server": mcp_server(spec),
        "mcp-override": merged([spec.body("post", OVERRIDE_PATH), spec.body("patch", OVERRIDE_PATH + "/{tool_name}")]),
        "speech-request": speech_request(spec),
        "batch-call": spec.body("post", "/v1/convai/batch-calling/submit"),
        "outbound-call": merged([spec.body("post", path) for path in CALL_PATHS]),
        "test": spec.body("post", "/v1/convai/agent-testing/create"),
    }
    version = document.get("info", {}).get("version", "unknown")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": f"structure derived from the ElevenLabs OpenAPI, version {version}, sha256:{digest}",
        "$defs": {**kinds, **spec.shared()},
    }


def derive_defaults(document: dict[str, Any], digest: str) -> dict[str, Any]:
    """Return what the API fills in for absent keys, by definition of the schemas and key; null is absent and left out.

    `agent` is the body that creates one. Raises SpecError as `derive` does.
    """
    spec = Spec(document)
    derive_kinds = (agent(spec), tool(spec))
    assert all(derive_kinds)  # they reach the components that agents and tools are made of
    found = {"agent": spec.body_defaults("post", "/v1/convai/agents/create"), **spec.defaults()}
    return {
        "$comment": f"defaults of the ElevenLabs OpenAPI, sha256:{digest}",
        **{name: values for name, values in sorted(found.items()) if values},
    }


def agent(spec: Spec) -> Schema:
    """Return the schema of an agent config: the body that creates one, with the keys of updates and of answers."""
    made = spec.body("post", "/v1/convai/agents/create")
    later = [spec.body_keys("patch", "/v1/convai/agents/{agent_id}"), spec.answer_keys("/v1/convai/agents/{agent_id}")]
    return with_keys(made, *later)


def tool(spec: Spec) -> Schema:
    """Return the schema of a tool config: the object of a tool file, or the request that wraps it in `tool_config`.

    The vendor's own request allows fewer tool types than files pulled from it hold, so the wider union of
    `prompt.tools` stands in its place.
    """
    wrapper = spec.body("post", "/v1/convai/tools")
    properties = {**wrapper["properties"], "tool_config": {"$ref": "#/$defs/inline-tool"}}
    wrapper = with_keys({**wrapper, "properties": properties}, spec.answer_keys("/v1/convai/tools/{tool_id}"))
    return choice("tool_config", wrapper, {"$ref": "#/$defs/inline-tool"})


def mcp_server(spec: Spec) -> Schema:
    """Return the schema of an MCP server config: bare, or wrapped in `config` as the API takes and gives it."""
    wrapper = spec.body("post", "/v1/convai/mcp-servers")
    bare = wrapper["properties"]["config"]
    return choice("config", with_keys(wrapper, spec.answer_keys("/v1/convai/mcp-servers/{mcp_server_id}")), bare)


def speech_request(spec: Spec) -> Schema:
    """Return the schema of a speech request: flat (a body and the SDK's keywords) or `{url, query, headers, body}`.

    Which endpoint a file is meant for is often unknown, so nothing is required and a key that two endpoints type
    differently may have either type.
    """
    bodies = [spec.body("post", path) for path in SPEECH_PATHS]
    queries = [spec.parameters("post", path, "query") for path in SPEECH_PATHS]
    paths = [spec.parameters("post", path, "path") for path in SPEECH_PATHS]
    body, query = merged([*bodies, *queries, *paths]), merged(queries)
    parts = {
        "url": {"type": "string"},
        "method": {"type": "string"},
        "query": without_required(query),
        "headers": {"type": "object"},
        "body": without_required(merged(bodies)),
    }
    return {"type": "object", "properties": {**body["properties"], **parts}}


def choice(key: str, present: Schema, absent: Schema) -> Schema:
    """Return a schema that depends on whether a key is there."""
    return {"type": "object", "if": {"required": [key]}, "then": present, "else": absent}


def with_keys(schema: Schema, *names: list[str]) -> Schema:
    """Return an object schema that also knows some keys, whatever they hold."""
    extra = {name: ANYTHING for group in names for name in group}
    return {**schema, "properties": {**extra, **schema["properties"]}}


def without_required(schema: Schema) -> Schema:
    """Return an object schema that requires nothing."""
    return {key: value for key, value in schema.items() if key != "required"}


def merged(schemas: list[Schema]) -> Schema:
    """Return the object schema of "one of these bodies": all keys, and required only what all of them require."""
    properties: dict[str, list[Schema]] = {}
    for schema in schemas:
        for name, value in schema["properties"].items():
            known = properties.setdefault(name, [])
            if value not in known:
                known.append(value)
    required = set.intersection(*(set(schema.get("required", ())) for schema in schemas))
    made: dict[str, Schema] = {"type": "object", "properties": {}}
    for name, values in properties.items():
        made["properties"][name] = values[0] if len(values) == 1 else {"anyOf": values}
    return {**made, "required": sorted(required)} if required else made


def rendered(schemas: dict[str, Any]) -> str:
    """Return the file to commit: minified JSON, keys sorted, with each definition on a line of its own.

    So a run parses only the definitions that it touches (`complint.schema.load`), and an update reads well as a diff.
    """
    head = ",".join(f"{_compact(key)}:{_compact(schemas[key])}" for key in ("$schema", "$comment"))
    lines = ",\n".join(f"{_compact(name)}:{_compact(value)}" for name, value in sorted(schemas["$defs"].items()))
    return f'{{{head},"$defs":{{\n{lines}\n}}}}\n'


def rendered_defaults(defaults: dict[str, Any]) -> str:
    """Return the file of defaults: minified JSON with each definition on a line of its own."""
    lines = ",\n".join(f"{_compact(name)}:{_compact(value)}" for name, value in defaults.items())
    return f"{{\n{lines}\n}}\n"


def _compact(value: Schema) -> str:
    return json.dumps(value, separators=(",", ":"), sort_keys=True)


def main(argv: list[str] | None = None) -> int:
    """Write the schemas, or with `--check` compare them: 0 the same, 1 different, 2 an unusable specification."""
    parser = argparse.ArgumentParser(prog="derive_schemas", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("spec", type=Path, help="the OpenAPI document (JSON)")
    parser.add_argument("--out", type=Path, default=DATA, help="folder of schemas.json and defaults.json")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where the file would change")
    options = parser.parse_args(argv)
    try:
        raw = options.spec.read_bytes()
        document, digest = json.loads(raw), hashlib.sha256(raw).hexdigest()
        schemas = derive(document, digest)
        texts = {FILE: rendered(schemas), DEFAULTS: rendered_defaults(derive_defaults(document, digest))}
    except (OSError, ValueError, SpecError) as error:
        print(f"{options.spec}: {error}", file=sys.stderr)
        return 2
    if options.check:
        same = [_is_up_to_date(options.out / name, text) for name, text in texts.items()]
        return 0 if all(same) else 1
    options.out.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (options.out / name).write_text(text, encoding="utf-8")
    print(f"{options.out / FILE}: {len(texts[FILE])} bytes, {len(schemas['$defs'])} definitions")
    return 0


def _is_up_to_date(target: Path, text: str) -> bool:
    same = target.is_file() and target.read_text(encoding="utf-8") == text
    print(f"{target}: {'up to date' if same else 'differs from what the specification gives'}")
    return same


if __name__ == "__main__":
    sys.exit(main())
