"""The migration of legacy tools, applied until nothing is left to do: what does it make of a project?"""

from __future__ import annotations

from typing import Any

import pytest

from complint.core.finding import Finding
from complint.core.fix import SAFE, SHOWN, UNSAFE

END_CALL = {"type": "system", "name": "end_call", "description": "", "params": {"system_tool_type": "end_call"}}
MAP = {"type": "client", "name": "open_map", "description": "Opens the map."}
PRICES = {"type": "webhook", "name": "prices", "description": "Reads.", "api_schema": {"url": "https://desk.example/p"}}


def safety(finding: Finding) -> str | None:
    return finding.fix.safety if finding.fix else None


def test_an_echo_is_removed_and_nothing_else_changes(desk: Any) -> None:
    desk.agent(tools=[END_CALL], tool_ids=[], built_in_tools={"end_call": END_CALL, "skip_turn": None})
    finding = desk.only("tools/inline-tools")
    assert safety(finding) == SAFE
    desk.apply(finding)
    assert desk.prompt() == {
        "prompt": "Help.",
        "tool_ids": [],
        "built_in_tools": {"end_call": END_CALL, "skip_turn": None},
    }
    assert desk.findings() == []


def test_an_echo_that_holds_more_than_the_built_in_tool_is_for_a_person(desk: Any) -> None:
    spoken = {**END_CALL, "description": "Hang up after the goodbye."}
    desk.agent(tools=[spoken], built_in_tools={"end_call": END_CALL})
    finding = desk.only("tools/inline-tools")
    assert finding.severity == "warning"
    assert safety(finding) == UNSAFE
    assert "differs from built_in_tools" in finding.message


def test_system_tools_move_to_built_in_tools(desk: Any) -> None:
    desk.agent(tools=[END_CALL], tool_ids=None, built_in_tools=None)
    finding = desk.only("tools/inline-tools")
    assert safety(finding) == SAFE
    desk.apply(finding)
    assert desk.prompt() == {"prompt": "Help.", "tool_ids": None, "built_in_tools": {"end_call": END_CALL}}
    assert desk.findings() == []


def test_system_tools_join_those_that_are_there(desk: Any) -> None:
    skip = {"type": "system", "name": "skip_turn", "params": {"system_tool_type": "skip_turn"}}
    desk.agent(tools=[END_CALL, skip], built_in_tools={"skip_turn": skip, "end_call": None})
    desk.apply(desk.only("tools/inline-tools"))
    assert desk.prompt()["built_in_tools"] == {"skip_turn": skip, "end_call": END_CALL}
    assert "tools" not in desk.prompt()


def test_registered_tools_become_ids(desk: Any) -> None:
    desk.registry({"type": "client", "config": "tool_configs/open_map.json", "id": "tool_map"})
    desk.write("tool_configs/open_map.json", {**MAP, "expects_response": False, "parameters": None})
    desk.agent(tools=[MAP, END_CALL], tool_ids=[])
    finding = desk.only("tools/inline-tools")
    assert safety(finding) == SAFE
    desk.apply(finding)
    assert desk.prompt() == {"prompt": "Help.", "tool_ids": ["tool_map"], "built_in_tools": {"end_call": END_CALL}}
    assert desk.findings() == []


def test_an_id_that_is_missing_is_added_to_those_that_are_there(desk: Any) -> None:
    desk.registry(
        {"type": "client", "config": "tool_configs/open_map.json", "id": "tool_map"},
        {"type": "webhook", "config": "tool_configs/prices.json", "id": "tool_prices"},
    )
    desk.write("tool_configs/open_map.json", MAP)
    desk.write("tool_configs/prices.json", PRICES)
    desk.agent(tools=[MAP, PRICES], tool_ids=["tool_map"])
    finding = desk.only("tools/inline-and-referenced-tools")
    assert finding.severity == "error"
    assert safety(finding) == SAFE
    desk.apply(finding)
    assert desk.prompt()["tool_ids"] == ["tool_map", "tool_prices"]
    assert desk.findings() == []


def test_an_unregistered_tool_takes_two_steps_and_is_never_lost(desk: Any) -> None:
    desk.registry()
    desk.agent(tools=[PRICES, END_CALL])
    first = desk.only("tools/inline-tools")
    assert safety(first) == UNSAFE
    desk.apply(first)
    assert desk.read("tool_configs/prices.json") == PRICES
    assert desk.read("tools.json") == {"tools": [{"type": "webhook", "config": "tool_configs/prices.json"}]}
    assert desk.prompt()["tools"] == [PRICES, END_CALL], "the entry stays until there is an id"

    waiting = desk.only("tools/inline-tools")
    assert waiting.fix is None
    assert "run `elevenlabs tools push`" in waiting.message

    desk.registry(
        {"type": "webhook", "config": "tool_configs/prices.json", "id": "tool_prices"}
    )  # what the push writes
    last = desk.only("tools/inline-tools")
    assert safety(last) == SAFE
    desk.apply(last)
    assert desk.prompt() == {"prompt": "Help.", "tool_ids": ["tool_prices"], "built_in_tools": {"end_call": END_CALL}}
    assert desk.findings() == []


def test_a_project_without_tools_json_gets_one(desk: Any) -> None:
    desk.write("agents.json", {"agents": [{"config": "agent_configs/desk.json"}]})
    desk.agent(tools=[MAP])
    desk.apply(desk.only("tools/inline-tools"))
    assert desk.read("tools.json") == {"tools": [{"type": "client", "config": "tool_configs/open_map.json"}]}
    assert desk.read("tool_configs/open_map.json") == MAP


def test_a_tool_file_that_lies_there_already_is_only_registered(desk: Any) -> None:
    desk.registry()
    desk.write("tool_configs/open_map.json", MAP)
    desk.agent(tools=[MAP])
    desk.apply(desk.only("tools/inline-tools"))
    assert desk.read("tools.json")["tools"] == [{"type": "client", "config": "tool_configs/open_map.json"}]


def test_a_different_tool_file_is_never_overwritten(desk: Any) -> None:
    desk.registry()
    desk.write("tool_configs/open_map.json", {**MAP, "expects_response": True})
    desk.agent(tools=[MAP])
    finding = desk.only("tools/inline-tools")
    assert finding.fix is None
    assert "differs from the tool of that name in tool_configs/open_map.json" in finding.message


def test_without_a_project_the_way_is_only_shown(desk: Any) -> None:
    desk.agent(tools=[MAP])
    finding = desk.only("tools/inline-tools")
    assert safety(finding) == SHOWN
    assert finding.fix is not None
    assert finding.fix.ops == ()


@pytest.mark.parametrize("name", ["../../etc/passwd", "a b", "", "x" * 65, "é", "a/b"])
def test_a_name_that_the_api_refuses_becomes_no_file_name(desk: Any, name: str) -> None:
    desk.registry()
    desk.agent(tools=[{**MAP, "name": name}])
    assert desk.only("tools/inline-tools").fix is None


def test_nothing_is_switched_by_halves(desk: Any) -> None:
    desk.registry({"type": "client", "config": "tool_configs/open_map.json", "id": "tool_map"})
    desk.write("tool_configs/open_map.json", MAP)
    desk.agent(
        tools=[
            MAP,
            END_CALL,
            {"type": "system", "name": "run_subagent", "params": {"system_tool_type": "run_subagent"}},
        ]
    )
    finding = desk.only("tools/inline-tools")
    assert finding.fix is None
    assert "built_in_tools has no 'run_subagent'" in finding.message


def test_two_registered_twins_are_not_guessed_between(desk: Any) -> None:
    desk.registry(
        {"type": "client", "config": "tool_configs/open_map.json", "id": "tool_1"},
        {"type": "client", "config": "tool_configs/open_map-1.json", "id": "tool_2"},
    )
    desk.write("tool_configs/open_map.json", MAP)
    desk.write("tool_configs/open_map-1.json", MAP)
    desk.agent(tools=[MAP])
    finding = desk.only("tools/inline-tools")
    assert finding.fix is None
    assert "several tools like 'open_map'" in finding.message


def test_a_likely_echo_is_removed_only_on_request(desk: Any) -> None:
    desk.agent(tools=[MAP, END_CALL], tool_ids=["tool_map"])
    finding = desk.only("tools/inline-and-referenced-tools")
    assert safety(finding) == UNSAFE
    desk.apply(finding)
    assert desk.prompt() == {"prompt": "Help.", "tool_ids": ["tool_map"], "built_in_tools": {"end_call": END_CALL}}


def test_a_bare_name_becomes_an_id_only_on_request(desk: Any) -> None:
    desk.registry({"type": "client", "config": "tool_configs/open_map.json", "id": "tool_map"})
    desk.write("tool_configs/open_map.json", MAP)
    desk.agent(tools=["open_map"])
    finding = desk.only("tools/inline-tools")
    assert safety(finding) == UNSAFE
    desk.apply(finding)
    assert desk.prompt()["tool_ids"] == ["tool_map"]


@pytest.mark.parametrize("odd", [{"tool_ids": "tool_map"}, {"built_in_tools": [END_CALL]}])
def test_a_field_of_another_type_is_not_written_over(desk: Any, odd: dict[str, Any]) -> None:
    desk.registry({"type": "client", "config": "tool_configs/open_map.json", "id": "tool_map"})
    desk.write("tool_configs/open_map.json", MAP)
    desk.agent(tools=[MAP, END_CALL], **odd)
    assert desk.only("tools/inline-tools").fix is None
