"""Where data goes: every place of a URL, and taking URLs apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complint.core.route import JSON, get
from complint.facts import prompts, tool_objects
from complint.facts.outward_urls import OutwardUrls, compute, split_url
from complint.model.document import Document


def urls(path: str, raw: JSON) -> tuple[Document, OutwardUrls]:
    document = Document(path, None)
    document.fill(raw)
    found = prompts.compute(document)
    return document, compute(document, found, tool_objects.compute(document, found))


def test_every_place_of_an_agent() -> None:
    tool = {"type": "webhook", "name": "a", "api_schema": {"url": "https://A.acme.example:8443/x"}}
    node = {
        "conversation_config": {"agent": {"prompt": {"tools": [tool], "custom_llm": {"url": "http://l.acme.example"}}}}
    }
    preset = {
        "overrides": {"agent": {"prompt": {"tools": [{"name": "b", "api_schema": {"url": "https://b.acme.example"}}]}}}
    }
    raw = {
        "name": "Line",
        "conversation_config": {
            "agent": {"prompt": {"custom_llm": {"url": "https://llm.acme.example/v1"}, "tools": [tool, "x", None]}},
            "language_presets": {"de": preset},
        },
        "workflow": {"nodes": {"n": node}},
        "platform_settings": {
            "workspace_overrides": {"conversation_initiation_client_data_webhook": {"url": "https://i.acme.example"}}
        },
    }
    document, found = urls("a.json", raw)
    assert [(one.what, one.host, one.scheme) for one in found.items] == [
        ("custom LLM", "llm.acme.example", "https"),
        ("custom LLM", "l.acme.example", "http"),
        ("webhook tool 'a'", "a.acme.example", "https"),
        ("tool 'b'", "b.acme.example", "https"),
        ("webhook tool 'a'", "a.acme.example", "https"),
        ("initiation webhook", "i.acme.example", "https"),
    ]
    for one in found.items:
        assert get(document.data, *one.route) == one.url


@pytest.mark.parametrize(
    "raw",
    [
        {"type": "webhook", "name": "a", "api_schema": {"url": "https://a.example"}},
        {"tool_config": {"type": "webhook", "name": "a", "api_schema": {"url": "https://a.example"}}},
        {"toolConfig": {"type": "webhook", "name": "a", "apiSchema": {"url": "https://a.example"}}},
        {"tools": [{"type": "webhook", "name": "a", "api_schema": {"url": "https://a.example"}}]},
        [{"type": "webhook", "name": "a", "api_schema": {"url": "https://a.example"}}],
        {"type": "server_tool", "name": "a", "url": "https://a.example"},
        {"config": {"name": "a", "url": "https://a.example"}},
        {"name": "a", "url": "https://a.example", "transport": "SSE"},
    ],
)
def test_shapes_of_tools_and_servers(raw: JSON) -> None:
    document, found = urls("x.json", raw)
    assert [one.host for one in found.items] == ["a.example"]
    assert get(document.data, *found.items[0].route) == "https://a.example"


def test_secrets_transfers_and_other_kinds_have_none() -> None:
    assert urls("m.json", {"config": {"name": "a", "url": {"secret_id": "x"}}})[1].items == ()
    transfers = [{"condition": "x", "transfer_destination": {"sip_uri": "sip:a@pbx.acme.example"}}]
    built_in = {"transfer_to_number": {"params": {"transfers": transfers}}}
    raw = {"name": "a", "conversation_config": {"agent": {"prompt": {"built_in_tools": built_in}}}}
    assert urls("a.json", raw)[1].items == ()
    assert urls("b.json", {"recipients": [], "agent_id": "x", "url": "https://a.example"})[1].items == ()


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("https://a.example", ("https", "", "a.example")),
        (" HTTP://A.Example.:80/x?y=http://z ", ("http", "", "a.example")),
        ("wss://u:p@a.example/x@y", ("wss", "u:p", "a.example")),
        ("https://a.example?x=@y", ("https", "", "a.example")),
        ("https://a.example\\@evil.example/", ("https", "", "a.example")),
        ("http://[::1]:8080/x", ("http", "", "[::1]")),
        ("https://{{host}}/x", ("https", "", "{{host}}")),
        ("{{base}}/x", ("", "", "")),
        ("/v1/x", ("", "", "")),
        ("a.example:8080", ("", "", "")),
        ("://", ("", "", "")),
    ],
)
def test_taking_urls_apart(url: str, parts: tuple[str, str, str]) -> None:
    assert split_url(url) == parts


@given(st.text())
def test_no_text_breaks_it(url: str) -> None:
    scheme, _, host = split_url(url)
    assert scheme == scheme.lower()
    assert host == host.lower()
