"""Edits that write a setting where it stands or would stand."""

from __future__ import annotations

import copy

import pytest

from complint.core.route import JSON, get
from complint.facts.setting import put
from complint.model.document import Document

ROUTE = ("platform_settings", "privacy", "zero_retention_mode")


def written(raw: JSON) -> JSON:
    """Return the data after the edit, made by hand: the parent of the written place is there, or the edit is wrong."""
    document = Document("agent_configs/a.json", None)
    document.fill(copy.deepcopy(raw))
    edit = put(document, ROUTE, True)
    if edit is None:
        return None
    *above, last = document.original(edit.route)
    parent = get(document.raw, *above) if above else document.raw
    assert isinstance(parent, dict)
    parent[last] = edit.value
    return document.raw


PROMPT = {"agent": {"prompt": {"prompt": "p"}}}


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        ({"name": "A", "conversation_config": PROMPT}, ROUTE),
        ({"name": "A", "conversation_config": PROMPT, "platform_settings": None}, ROUTE),
        ({"name": "A", "conversation_config": PROMPT, "platform_settings": {"auth": {}}}, ROUTE),
        ({"conversation_config": PROMPT, "platform_settings": {"privacy": {"zero_retention_mode": False}}}, ROUTE),
        ({"agent": {"prompt": {}}, "tts": {}}, ROUTE[1:]),
        ({"agent": {"prompt": {}}, "tts": {}, "privacy": {}}, ROUTE[1:]),
        ({"agent": {"conversation_config": PROMPT}, "metadata": {}}, ("agent", *ROUTE)),
        ({"conversationConfig": PROMPT, "platformSettings": {"privacy": {"zeroRetentionMode": False}}},
         ("platformSettings", "privacy", "zeroRetentionMode")),
    ],
)  # fmt: skip
def test_the_setting_stands_where_the_file_would_have_it(raw: JSON, place: tuple[str, ...]) -> None:
    after = written(raw)
    assert get(after, *place) is True
    for key, value in raw.items():
        if key not in ("platform_settings", "platformSettings", "privacy", "agent"):
            assert after[key] == value


@pytest.mark.parametrize("odd", ["x", ["x"], 3, {"privacy": "x"}])
def test_what_is_no_object_is_not_replaced(odd: JSON) -> None:
    assert written({"name": "A", "conversation_config": PROMPT, "platform_settings": odd}) is None
