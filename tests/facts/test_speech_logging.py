"""Where enable_logging is read and written."""

from __future__ import annotations

import copy

import pytest

from complint.core.route import JSON, get
from complint.facts.speech_logging import LOGGING, is_off, switch_off
from complint.facts.speech_requests import compute
from complint.model.document import Document

URL = "https://api.elevenlabs.io/v1/text-to-speech/v"


def load(raw: JSON) -> Document:
    document = Document("speech/a.json", None)
    document.fill(copy.deepcopy(raw))
    return document


@pytest.mark.parametrize(
    "raw",
    [
        {"voice_id": "v", "text": "Hi."},
        {"voice_id": "v", "text": "Hi.", "enable_logging": True},
        {"url": URL, "body": {"text": "Hi."}},
        {"url": URL, "query": {}, "body": {"text": "Hi."}},
        {"url": URL, "query": {"enable_logging": "true"}, "body": {"text": "Hi."}},
        {"url": URL + "?a=1&enable_logging=true&b=%20#frag", "body": {"text": "Hi."}},
        {"url": URL + "?a=1", "body": {"text": "Hi."}},
        {"url": URL, "text": "Hi.", "voice_settings": {}},
        [{"voice_id": "v", "text": "Hi."}],
    ],
)
def test_the_edit_turns_logging_off_and_keeps_the_rest(raw: JSON) -> None:
    document = load(raw)
    (request,) = compute(document).items
    assert not is_off(request.parameter(LOGGING))
    edit = switch_off(document, request)
    assert edit is not None
    *above, last = edit.route
    parent = get(document.raw, *above) if above else document.raw
    parent[last] = edit.value
    (again,) = compute(load(document.raw)).items
    assert is_off(again.parameter(LOGGING))
    assert again.body == request.body or request.flat
    if isinstance(raw, dict) and "#" in raw.get("url", ""):
        assert document.raw["url"] == URL + "?a=1&b=%20&enable_logging=false#frag"


def test_a_query_that_is_no_object_has_no_fix() -> None:
    document = load({"url": URL, "query": "x=1", "body": {"text": "Hi."}})
    (request,) = compute(document).items
    assert switch_off(document, request) is None
