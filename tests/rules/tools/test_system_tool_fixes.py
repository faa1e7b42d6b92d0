"""The fixes of system tools: ids that are names, and tools that contradict themselves."""

from __future__ import annotations

from typing import Any

import pytest

from complint.core.finding import Finding
from complint.core.fix import SAFE, SHOWN, UNSAFE

END_CALL = {"type": "system", "name": "end_call", "description": "", "params": {"system_tool_type": "end_call"}}


def safety(finding: Finding) -> str | None:
    return finding.fix.safety if finding.fix else None


def test_a_system_tool_leaves_the_ids(desk: Any) -> None:
    desk.agent(tool_ids=["tool_map", "end_call"], built_in_tools={"skip_turn": None})
    desk.apply(desk.only("tools/system-tool-as-id"))
    made = {"type": "system", "name": "end_call", "params": {"system_tool_type": "end_call"}}
    assert desk.prompt()["tool_ids"] == ["tool_map"]
    assert desk.prompt()["built_in_tools"] == {"skip_turn": None, "end_call": made}
    assert desk.findings() == []


def test_a_transfer_cannot_be_moved_safely(desk: Any) -> None:
    desk.agent(tool_ids=["transfer_to_number"])
    finding = desk.only("tools/system-tool-as-id")
    assert safety(finding) == UNSAFE
    desk.apply(finding)
    assert [one.rule for one in desk.findings()] == ["tools/incomplete-built-in-tool"], "what is missing is told next"


def test_a_transfer_that_is_built_in_leaves_the_ids_safely(desk: Any) -> None:
    transfers = [{"agent_id": "agent_shop", "condition": "The caller wants to buy"}]
    tool = {
        **END_CALL,
        "name": "transfer_to_agent",
        "params": {"system_tool_type": "transfer_to_agent", "transfers": transfers},
    }
    desk.agent(tool_ids=["transfer_to_agent"], built_in_tools={"transfer_to_agent": tool})
    finding = desk.only("tools/system-tool-as-id")
    assert safety(finding) == SAFE
    desk.apply(finding)
    assert desk.findings() == []


@pytest.mark.parametrize(
    ("built_in", "fixed"),
    [
        ({"end_call": {**END_CALL, "name": "hang_up"}}, {"end_call": END_CALL}),
        ({"end_call": {**END_CALL, "params": {"system_tool_type": "skip_turn"}}}, {"end_call": END_CALL}),
        ({"hang_up": END_CALL}, {"end_call": END_CALL}),
        ({"hang_up": END_CALL, "end_call": None}, {"end_call": END_CALL}),
        ({"end_call": {**END_CALL, "type": "client"}}, {"end_call": END_CALL}),
    ],
)
def test_where_two_of_three_agree_the_third_follows(desk: Any, built_in: dict[str, Any], fixed: dict[str, Any]) -> None:
    desk.agent(built_in_tools=built_in)
    finding = desk.only("tools/mismatched-built-in-tool")
    assert safety(finding) == SAFE
    desk.apply(finding)
    assert desk.prompt()["built_in_tools"] == fixed
    assert desk.findings() == []


@pytest.mark.parametrize(
    "built_in",
    [
        {"end_call": {**END_CALL, "name": "hang_up", "params": {"system_tool_type": "skip_turn"}}},
        {"end_call": {"name": "skip_turn"}},
        {"skip_turn": END_CALL, "end_call": END_CALL},
    ],
)
def test_where_no_two_agree_a_person_is_asked(desk: Any, built_in: dict[str, Any]) -> None:
    desk.agent(built_in_tools=built_in)
    finding = desk.only("tools/mismatched-built-in-tool")
    assert safety(finding) == SHOWN
