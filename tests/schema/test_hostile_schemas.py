"""Documents made to open every alternative of recursive schemas: what is looked at grows with their depth, no faster."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from complint.run import Options
from complint.schema.walk import schemas_at
from complint.testing import run_files

EXPRESSION = ("workflow", "edges", "e", "forward_condition", "expression")


@pytest.mark.parametrize("tag", [None, "and_operator", "eq_operator", "nothing"])
def test_expressions_within_expressions(tag: str | None) -> None:
    inner: dict[str, Any] = {"zzz": 1}
    for _ in range(30):
        inner = {"left": inner, "right": {"tyype": 1}, **({"type": tag} if tag else {})}
    condition = {"type": "expression", "expression": inner}
    edges = {"e": {"source": "a", "target": "b", "forward_condition": condition}}
    agent = {
        "name": "Desk",
        "conversation_config": {"agent": {"first_message": "Hi.", "prompt": {"prompt": "x"}}},
        "platform_settings": {},
        "workflow": {"nodes": {"a": {"type": "start"}, "b": {"type": "end"}}, "edges": edges},
    }
    begun = time.process_time()
    report = run_files([("desk.json", json.dumps(agent))], Options(as_of="2026-11-22"))
    assert not report.broken
    assert time.process_time() - begun < 10


def test_no_schema_is_opened_twice() -> None:
    for depth in range(8):
        found = schemas_at("agent", (*EXPRESSION, *["left"] * depth))
        assert len({id(one) for one in found}) == len(found) < 200
