"""Speech requests in every form that they are kept in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complint.core.route import JSON, get
from complint.facts.speech_requests import SpeechRequest, compute
from complint.model import kind as kinds
from complint.model.document import Document

BASE = "https://api.elevenlabs.io/v1"


def requests(raw: JSON) -> tuple[SpeechRequest, ...]:
    document = Document("speech/a.json", None)
    document.raw = document.data = raw
    document.kind = kinds.SPEECH
    return compute(document).items


@pytest.mark.parametrize(
    ("raw", "endpoint", "socket"),
    [
        ({"voice_id": "v", "text": "a"}, "text-to-speech", None),
        ({"inputs": [{"voice_id": "v", "text": "a"}]}, "text-to-dialogue", None),
        ({"voice_id": "v", "audio": "a.wav"}, "speech-to-speech", None),
        ({"text": "a", "voice_settings": {}}, None, None),
        ({"text": " ", "generation_config": {}}, "stream-input", None),
        ({"url": f"{BASE}/text-to-speech/v/with-timestamps", "body": {"text": "a"}}, "text-to-speech", None),
        ({"url": f"{BASE}/text-to-dialogue", "body": {}}, "text-to-dialogue", None),
        ({"url": f"{BASE}/speech-to-speech/v/stream?x=1", "body": {}}, "speech-to-speech", None),
        (
            {"url": "wss://a/v1/text-to-speech/v/stream-input?x=multi-stream-input", "body": {}},
            "stream-input",
            "stream-input",
        ),
        ({"url": "wss://a/v1/text-to-speech/v/multi-stream-input", "body": []}, "stream-input", "multi-stream-input"),
        ({"url": "wss://a/v1/text-to-dialogue/stream-input"}, "stream-input", "text-to-dialogue/stream-input"),
    ],
)
def test_endpoints(raw: JSON, endpoint: str | None, socket: str | None) -> None:
    (request,) = requests(raw)
    assert (request.endpoint, request.socket) == (endpoint, socket)


def test_a_query_parameter_is_read_under_query_flat_or_in_the_url() -> None:
    (flat,) = requests({"voice_id": "v", "text": "a", "enable_logging": False})
    found = flat.parameter("enable_logging")
    assert found is not None
    assert (found.route, found.value, found.in_url) == (("enable_logging",), False, False)
    (structured,) = requests(
        {"url": f"{BASE}/text-to-speech/v", "query": {"enable_logging": False}, "body": {"text": "a"}}
    )
    found = structured.parameter("enable_logging")
    assert found is not None
    assert found.route == ("query", "enable_logging")
    (in_url,) = requests({"url": f"{BASE}/text-to-speech/v?a=1&enable_logging=false#x", "body": {"text": "a"}})
    found = in_url.parameter("enable_logging")
    assert found is not None
    assert (found.route, found.value, found.in_url) == (("url",), "false", True)


def test_a_parameter_in_the_body_of_a_structured_request_is_none_of_the_query() -> None:
    (request,) = requests({"url": f"{BASE}/text-to-speech/v", "body": {"text": "a", "enable_logging": False}})
    assert request.parameter("enable_logging") is None
    assert request.body["enable_logging"] is False
    (other,) = requests({"url": f"{BASE}/text-to-speech/v?x_enable_logging=false", "body": {}})
    assert other.parameter("enable_logging") is None


def test_a_list_holds_requests_and_the_messages_of_connections() -> None:
    raw = [
        {"text": " ", "voice_settings": {}, "xi-api-key": "{{key}}"},
        {"text": "Hello. "},
        "noise",
        {"text": ""},
        {"voice_id": "v", "text": "a"},
    ]
    first, second = requests(raw)
    assert [route for route, _ in first.messages] == [(0,), (1,), (3,)]
    assert first.body is raw[0]
    assert second.route == (4,)


def test_the_messages_of_a_structured_connection_are_one_request() -> None:
    messages = [{"text": " "}, {"text": "a"}]
    raw = {"url": "wss://a/v1/text-to-speech/v/stream-input", "headers": {"xi-api-key": "x"}, "body": messages}
    (request,) = requests(raw)
    assert request.body_route == ("body", 0)
    assert [get(raw, *route) for route, _ in request.messages] == messages
    assert request.headers == {"xi-api-key": "x"}


@given(st.recursive(
    st.none() | st.booleans() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["url", "body", "query", "headers", "text", "voice_id", "inputs", "x"]), inner, max_size=4),
    max_leaves=12,
))  # fmt: skip
def test_any_shape_gives_routes_that_exist(raw: JSON) -> None:
    for request in requests(raw):
        assert get(raw, *request.route) is not None
        for name in ("enable_logging", "text"):
            found = request.parameter(name)
            assert found is None or get(raw, *found.route) is not None
