"""Secrets of documents: found wherever they stand, shown nowhere. Every secret here is made up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complint.config import load_settings
from complint.core.route import JSON, get
from complint.facts import prompts
from complint.facts.secrets import Secrets, compute, may_hold_keys
from complint.model.document import Document
from complint.report import FORMATS, load
from complint.report.view import View
from complint.run import Options, Report, check
from complint.text.source import make_source

HEX = "3f0a9b1c2d4e5f60718293a4b5c6d7e8"
KEY = "sk_" + HEX + HEX[:16]
WORD = "tulip-Granite-77"
PLACES = ("name", "prompt", "first_message", "description", "criteria")


def document(raw: JSON, path: str = "agent_configs/a.json", **how: Any) -> Document:
    made = Document(path, make_source(path, json.dumps(raw, **how).encode()))
    made.fill(raw)
    return made


def secrets(raw: JSON, path: str = "agent_configs/a.json") -> Secrets:
    made = document(raw, path)
    return compute(made, prompts.compute(made))


def agent(**more: JSON) -> dict[str, JSON]:
    return {"name": "Line", "conversation_config": {"agent": {"prompt": {"prompt": "Help."}}}, **more}


@pytest.mark.parametrize(
    "secret", [KEY, f"xi-api-key: {HEX}", "Bearer 7f3a9c1e5b2d48f6a0c4e8b1", "https://a:b1c2d3@x.example"]
)
@pytest.mark.parametrize("place", PLACES)
def test_a_key_is_found_anywhere_in_an_agent(place: str, secret: str) -> None:
    raw = agent()
    inner = raw["conversation_config"]["agent"]
    if place == "name":
        raw["name"] = f"Line {secret}"
    elif place == "prompt":
        inner["prompt"]["prompt"] = f"Help.\n\nUse {secret} for it."
    elif place == "first_message":
        inner["first_message"] = secret
    elif place == "description":
        raw["platform_settings"] = {"data_collection": {"a": {"type": "string", "description": secret}}}
    else:
        raw["platform_settings"] = {"evaluation": {"criteria": [{"id": "a", "conversation_goal_prompt": secret}]}}
    (found,) = secrets(raw).items
    assert secret in get(raw, *found.route)


def test_ids_do_not_open_the_search() -> None:
    raw = agent(agent_id="agent_0101k3w6qy2wfn399ftkfjn8k2m6")
    raw["conversation_config"]["tts"] = {"voice_id": "21m00Tcm4TlvDq8ikWAM"}
    raw["conversation_config"]["agent"]["prompt"]["tool_ids"] = ["tool_2201k3w6qvy5epbazavdb8r2nf2w"]
    assert not may_hold_keys(document(raw))
    assert may_hold_keys(document(agent(x=KEY)))
    assert may_hold_keys(document(agent(x=KEY), indent=4))


def test_a_key_as_the_name_of_a_member_is_found_at_its_object() -> None:
    (found,) = secrets(agent(platform_settings={"data_collection": {KEY: {"type": "string"}}})).items
    assert found.route == ("platform_settings", "data_collection")
    assert KEY not in found.what


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just(KEY),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["name", "value", "config", "url", "api_key", "request_headers", "agent", "prompt",
                                       "conversation_config", "tools", "constant_value", "tool_config"]), inner, max_size=4),
    max_leaves=15,
))  # fmt: skip
def test_any_shape_gives_routes_that_exist(raw: JSON) -> None:
    for one in secrets(raw, "x.json").items:
        assert isinstance(get(raw, *one.route), (str, dict))
        assert KEY not in one.what


def _project(folder: Path) -> list[str]:
    """Write files with a secret at every place, beside findings of other rules, and return the secrets."""
    made: list[str] = []

    def new(form: str = "{}") -> str:
        number = len(made)
        secret = [f"sk_{number:02d}{HEX}{HEX[:14]}", f"{number:02d}tulip-Granite-{number}7"][form == "word {}"]
        made.append(secret)
        return form.replace("word ", "").format(secret)

    agents = {
        "a.json": {
            "name": "Line",
            "tags": ["hipaa"],
            "conversation_config": {
                "agent": {
                    "first_message": new("Call me with {}"),
                    "language": new(),
                    "dynamic_variables": {"dynamic_variable_placeholders": {"secret__a": new("word {}"), "b": new()}},
                    "prompt": {
                        "prompt": new("Use xi-api-key: {} please"),
                        "llm": new(),
                        "timezone": new(),
                        "tools": [
                            {"type": "webhook", "name": new(), "description": new(), "api_schema": {
                                "url": new("http://svc:{}@a.acme.example/x"),
                                "request_headers": {"Authorization": new("word {}"), "X-Api-Key": new("word {}")}}},
                        ],
                        "built_in_tools": {"end_call": {"type": "system", "name": new(), "params": {"system_tool_type": new()}}},
                        "custom_llm": {"url": new("http://a.acme.example/{}"), "api_key": new("word {}")},
                        "tool_ids": [new()],
                    },
                },
            },
            "platform_settings": {
                "privacy": {"record_voice": new()},
                "auth": {"shareable_token": new("word {}")},
                "workspace_overrides": {"conversation_initiation_client_data_webhook": {
                    "url": new("http://a.acme.example/?token={}"), "request_headers": {"X-Secret": new("word {}")}}},
            },
        },
    }  # fmt: skip
    files: dict[str, JSON] = {f"agent_configs/{name}": raw for name, raw in agents.items()}
    files["mcp/a.json"] = {"config": {
        "name": new(), "url": new("http://u:{}@m.acme.example"), "transport": new(), "approval_policy": new(),
        "secret_token": {"id": "x", "name": "y", "encrypted_value": new("word {}"), "nonce": "n"},
        "tool_config_overrides": [{"tool_name": new(), "execution_mode": new()}]}}  # fmt: skip
    files["speech/a.json"] = {
        "url": new("https://api.elevenlabs.io/v1/text-to-speech/v?optimize_streaming_latency=1&key={}"),
        "headers": {"xi-api-key": new("word {}")},
        "body": {"text": "a", "model_id": new()},
    }
    headers = [{"name": "Authorization", "value": new("word {}")}]
    files["tool_configs/a.json"] = {
        "type": "webhook",
        "name": new(),
        "description": "A.",
        "api_schema": {"url": "https://a.acme.example", "method": new(), "request_headers": headers},
    }
    override = {"agent": {"prompt": {"llm": new()}}}
    client = {"dynamic_variables": {"api_token": new()}, "conversation_config_override": override}
    recipients = [{"phone_number": new(), "conversation_initiation_client_data": client}]
    files["batch.json"] = {"call_name": "x", "agent_id": new(), "recipients": recipients}
    for path, raw in files.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(json.dumps(raw, indent=2) if path != "mcp/a.json" else json.dumps(raw), "utf-8")
    return made


@pytest.fixture
def reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], Report]:
    made = _project(tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "complint.yaml").write_text("workspace: {residency: eu}\n", "utf-8")
    return made, check(Options((".",), "2026-11-22", outcomes=True), load_settings("."))


def test_no_format_shows_a_secret(reported: tuple[list[str], Report]) -> None:
    made, report = reported
    assert not report.broken
    assert sum(1 for one in report.findings if one.rule == "security/plaintext-secret") >= 15
    assert len({one.rule for one in report.findings}) >= 10
    for name in FORMATS:
        for view in (View(), View(verbose=True, outcomes=True, statistics=True, color=True, width=60)):
            text = load(name).render(report, view)
            assert [secret for secret in made if secret in text] == [], name


def test_findings_of_these_rules_hold_no_secret_at_all(reported: tuple[list[str], Report]) -> None:
    made, report = reported
    for one in report.findings:
        if one.rule.partition("/")[0] in ("security", "mcp", "speech"):
            assert [secret for secret in made if secret in repr(one)] == [], one.rule
