"""Reading a workspace: everything once, nothing lost, whatever goes wrong on the way; and what is missing is named."""

from __future__ import annotations

import json
from typing import Any

import pytest
from vendor_workspace import (
    KEY,
    Fault,
    Workspace,
    agent,
    batch,
    busy,
    campaign,
    cut,
    drip,
    hang,
    html,
    lead,
    malformed,
    server,
    too_short_a_length,
    tool,
)

from complint.core.errors import ComplintError
from complint.live.client import TRIES
from complint.live.workspace import LISTS, LiveWorkspace

AGENTS, TOOLS = "/v1/convai/agents", "/v1/convai/tools"


def fill(workspace: Workspace) -> Workspace:
    """Put three agents, two tools, a server, a batch and a campaign of two leads in a workspace."""
    workspace.hold(agent("agent_a"), agent("agent_b"), agent("agent_c"), tool("tool_x", "book"), tool("tool_y", "move"))
    workspace.hold(server("mcp_1"), batch("btcal_1", "agent_a"), campaign("camp_1", "agent_b", 2))
    workspace.leads["camp_1"] = [lead("lead_1", "+12125550142"), lead("lead_2", "+12125550143")]
    return workspace


def ids(found: LiveWorkspace, name: str) -> list[str]:
    """Return the ids of the documents of a list, in order."""
    return [path.rpartition("/")[2].removesuffix(".json") for path in found.files if path.startswith(f"live/{name}/")]


def data(found: LiveWorkspace, path: str) -> Any:
    """Return a document of what was read."""
    return json.loads(found.files[path])


def everything(found: LiveWorkspace) -> bool:
    """Tell whether all of `fill` was read, each once."""
    wanted = {
        "agents": ["agent_a", "agent_b", "agent_c"],
        "tools": ["tool_x", "tool_y"],
        "mcp_servers": ["mcp_1"],
        "batch_calls": ["btcal_1"],
        "campaigns": ["camp_1"],
    }
    return {name: ids(found, name) for name in LISTS} == wanted and not found.problems


def test_everything_is_read_with_nothing_but_get(workspace: Workspace, read: Any) -> None:
    found = read_all(workspace, read)
    assert everything(found)
    assert {method for method, _ in workspace.asked} == {"GET"}
    assert found.counts == {"agents": 3, "tools": 2, "mcp_servers": 1, "batch_calls": 1, "campaigns": 1}


def read_all(workspace: Workspace, read: Any) -> LiveWorkspace:
    fill(workspace)
    found: LiveWorkspace = read()
    return found


def test_unknown_keys_stay_and_what_is_no_config_goes(workspace: Workspace, read: Any) -> None:
    workspace.hold({**agent("agent_a"), "brand_new": {"deep": [1]}})
    written = data(read(), "live/agents/agent_a.json")
    assert written["brand_new"] == {"deep": [1]}
    assert written["conversation_config"]["agent"]["hinglish_mode"] is False
    assert "access_info" not in written


def test_the_same_workspace_gives_the_same_bytes(workspace: Workspace, read: Any) -> None:
    first, second = read_all(workspace, read), read()
    summary = "live/workspace.json"
    assert {**first.files, summary: b""} == {**second.files, summary: b""}


def test_registries_tie_the_documents_together(workspace: Workspace, read: Any) -> None:
    found = read_all(workspace, read)
    assert data(found, "live/agents.json")["agents"][0] == {"config": "agents/agent_a.json", "id": "agent_a"}
    assert data(found, "live/tools.json")["tools"][0] == {
        "config": "tools/tool_x.json",
        "id": "tool_x",
        "type": "webhook",
    }


def test_only_proven_copies_of_tools_are_left_out(workspace: Workspace, read: Any) -> None:
    copies = [{"type": "webhook", "name": "book"}, {"type": "system", "name": "end_call"}]
    extra = [{"type": "client", "name": "inline_one"}]
    built_in = {"end_call": {"name": "end_call"}}
    workspace.hold(tool("tool_x", "book"))
    workspace.hold(agent("agent_a", tool_ids=["tool_x"], tools=copies, built_in_tools=built_in))
    workspace.hold(agent("agent_b", tool_ids=["tool_x"], tools=[*copies, *extra], built_in_tools=built_in))
    workspace.hold(agent("agent_c", tool_ids=[], tools=copies))
    found = read()
    prompts = [
        data(found, f"live/agents/{one}.json")["conversation_config"]["agent"]["prompt"] for one in ids(found, "agents")
    ]
    assert [prompt.get("tools") for prompt in prompts] == [None, extra, copies]


def test_a_campaign_becomes_a_schedule(workspace: Workspace, read: Any) -> None:
    body = data(read_all(workspace, read), "live/campaigns/camp_1.json")
    assert [one["phone_number"] for one in body["recipients"]] == ["+12125550142", "+12125550143"]
    assert body["scheduled_time_unix"] == body["created_at_unix"]
    given = body["recipients"][0]["conversation_initiation_client_data"]
    assert given["dynamic_variables"] == {"line_type": "landline"}
    assert given["conversation_config_override"]["agent"]["first_message"].startswith("Hello")


def test_archived_agents_are_read_and_said_to_be_archived(workspace: Workspace, read: Any) -> None:
    workspace.archived = {"agent_b"}
    found = read_all(workspace, read)
    assert sorted(ids(found, "agents")) == ["agent_a", "agent_b", "agent_c"]
    assert data(found, "live/workspace.json")["archived"] == ["agent_b"]


@pytest.mark.parametrize("size", [1, 2, 7])
def test_many_pages(workspace: Workspace, read: Any, size: int) -> None:
    workspace.page_size = size
    for number in range(23):
        workspace.hold(tool(f"tool_{number:02}", f"book_{number:02}"))
    found = read_all(workspace, read)
    assert ids(found, "tools") == [f"tool_{number:02}" for number in range(23)] + ["tool_x", "tool_y"]
    assert not found.problems


CURED: list[tuple[str, Fault]] = [
    ("429", busy(429)),
    ("429 with Retry-After", busy(429, retry_after="7")),
    ("500", busy(500)),
    ("503 with a date", busy(503, retry_after="Sun, 22 Nov 2020 10:00:00 GMT")),
    ("a page of HTML with 200", html),
    ("malformed JSON", malformed),
    ("a cut connection", cut),
    ("too short a length", too_short_a_length),
]


@pytest.mark.parametrize("fault", [fault for _, fault in CURED], ids=[name for name, _ in CURED])
@pytest.mark.parametrize("where", [AGENTS, f"{AGENTS}/agent_b", TOOLS, "/v1/convai/batch-calling/btcal_1"])
def test_a_fault_that_passes_costs_nothing_but_time(
    workspace: Workspace, read: Any, patience: Any, fault: Fault, where: str
) -> None:
    times = 2 if fault is too_short_a_length else TRIES - 1  # its surplus bytes spoil the answer after it, too
    workspace.faults = [(where, times, fault)]
    assert everything(read_all(workspace, read))
    assert times <= len(patience.waits) < TRIES
    assert workspace.faults == []


@pytest.mark.parametrize("fault", [hang, drip], ids=["silence", "a byte now and then"])
def test_a_slow_server_is_asked_again(workspace: Workspace, read: Any, fault: Fault) -> None:
    workspace.faults = [(TOOLS, 1, fault)]
    assert everything(read_all(workspace, read))


@pytest.mark.parametrize("fault", [fault for _, fault in CURED], ids=[name for name, _ in CURED])
def test_a_fault_that_stays_is_named_and_the_rest_is_read(workspace: Workspace, read: Any, fault: Fault) -> None:
    workspace.faults = [(f"{AGENTS}/agent_b", 99, fault)]
    found = read_all(workspace, read)
    assert ids(found, "agents") == ["agent_a", "agent_c"]
    assert [(one.list, one.id) for one in found.problems] == [("agents", "agent_b")]
    assert data(found, "live/workspace.json")["lists"]["agents"]["complete"] is False
    assert not any("agent_b" in path for path in found.files)


def test_waits_grow_and_heed_the_server(workspace: Workspace, read: Any, patience: Any) -> None:
    workspace.faults = [(TOOLS, 3, busy(500)), (TOOLS, 1, busy(429, retry_after="7"))]
    read_all(workspace, read)
    assert patience.waits[:3] == [1.0, 2.0, 4.0]
    assert 7.0 <= patience.waits[3] < 9.0


def test_a_server_that_asks_for_an_hour_is_not_waited_for(workspace: Workspace, read: Any, patience: Any) -> None:
    workspace.faults = [(TOOLS, 1, busy(429, retry_after="3600"))]
    found = read_all(workspace, read)
    assert [one.why for one in found.problems] == ["the API asks to wait for 3600 seconds"]
    assert patience.waits == []


def test_a_server_that_dies_is_left_alone_soon(workspace: Workspace, read: Any) -> None:
    for number in range(40):
        workspace.hold(agent(f"agent_{number:02}"))
    workspace.faults = [(f"{AGENTS}/", 9999, busy(500)), (TOOLS, 9999, busy(500))]
    found = read()
    assert len(workspace.asked) < 4 * TRIES + 10
    assert len([one for one in found.problems if one.id]) == 40
    assert {one.list for one in found.problems} == set(LISTS)


@pytest.mark.parametrize("status", [401, 403, 500])
def test_nothing_read_at_all_is_an_error(workspace: Workspace, read: Any, status: int) -> None:
    workspace.faults = [("/", 9999, busy(status))]
    with pytest.raises(ComplintError, match=str(status)) as caught:
        read()
    assert caught.value.exit_code == 2
    assert KEY not in str(caught.value)


def test_a_wrong_key_is_an_error(read: Any) -> None:
    with pytest.raises(ComplintError, match="refuses the key"):
        read(key="sk_wrong")


def test_a_list_that_the_key_may_not_read_is_named(workspace: Workspace, read: Any) -> None:
    workspace.faults = [("/v1/convai/outbound-campaigns", 9, busy(403))]
    found = read_all(workspace, read)
    assert [(one.list, one.id, one.why) for one in found.problems] == [
        ("campaigns", None, "the key may not read this (403)")
    ]
    assert len(ids(found, "agents")) == 3


def test_an_agent_deleted_between_list_and_get_is_no_problem(workspace: Workspace, read: Any) -> None:
    def delete(path: str) -> None:
        if path.endswith("agent_b"):
            workspace.agents.pop("agent_b", None)

    workspace.before = delete
    found = read_all(workspace, read)
    assert ids(found, "agents") == ["agent_a", "agent_c"]
    assert not found.problems


def test_an_agent_that_is_listed_and_not_found_is_a_problem(workspace: Workspace, read: Any) -> None:
    workspace.faults = [(f"{AGENTS}/agent_b", 1, busy(404))]
    found = read_all(workspace, read)
    assert [(one.list, one.id) for one in found.problems] == [("agents", "agent_b")]


def edit(beginning: str, change: Any) -> Any:
    """Return an `edit` that changes what is answered below a path."""
    return lambda path, answer: change(answer) if path.startswith(beginning) else answer


LYING = [
    ("has_more without a cursor", lambda page: {**page, "has_more": True, "next_cursor": None}, "there is more"),
    ("the same cursor for ever", lambda page: {**page, "has_more": True, "next_cursor": "after-0"}, "same cursor"),
    ("no list at all", lambda page: {"agents": None, "has_more": False}, "no list of agents"),
    ("a list at the top", lambda page: [], "no list of agents"),
    ("an entry without an id", lambda page: {**page, "agents": [*page["agents"], {"name": "x"}]}, "no usable agent_id"),
    (
        "an id that climbs",
        lambda page: {**page, "agents": [*page["agents"], {"agent_id": "../../x"}]},
        "no usable agent_id",
    ),
    ("an entry that is none", lambda page: {**page, "agents": [*page["agents"], 7]}, "no usable agent_id"),
]


@pytest.mark.parametrize(
    ("change", "why"), [(change, why) for _, change, why in LYING], ids=[name for name, *_ in LYING]
)
def test_a_list_that_lies_is_a_problem_and_ends(workspace: Workspace, read: Any, change: Any, why: str) -> None:
    fill(workspace)
    workspace.edit = edit(f"{AGENTS}?", change)
    found = read()
    assert len(workspace.asked) < 60
    assert any(one.list == "agents" and why in one.why for one in found.problems)
    assert len(ids(found, "agents")) == len(set(ids(found, "agents")))
    assert not any(".." in path for path in found.files)
    assert ids(found, "tools") == ["tool_x", "tool_y"]


def test_an_empty_page_in_the_middle_is_no_end(workspace: Workspace, read: Any) -> None:
    fill(workspace)
    workspace.page_size = 1

    def answer(path: str, page: Any) -> Any:
        if path.startswith(f"{TOOLS}?") and "after" not in path:
            return {"tools": [], "has_more": True, "next_cursor": "after-0"}
        return page

    workspace.edit = answer
    assert ids(read(), "tools") == ["tool_x", "tool_y"]


def test_an_item_that_moves_between_pages_is_neither_lost_nor_doubled(workspace: Workspace, read: Any) -> None:
    fill(workspace)
    workspace.page_size = 2
    workspace.hold(tool("tool_z", "cancel"), tool("tool_zz", "remind"))
    calls = []

    def move(path: str) -> None:
        if path == TOOLS:
            calls.append(path)
            if len(calls) == 2:  # after the first page: the last tool comes to the front, another goes back
                order = ["tool_zz", "tool_z", "tool_x", "tool_y"]
                workspace.tools = {one: workspace.tools[one] for one in order}

    workspace.before = move
    found = read()
    assert sorted(ids(found, "tools")) == ["tool_x", "tool_y", "tool_z", "tool_zz"]
    assert not found.problems


def test_a_list_that_never_settles_is_a_problem(workspace: Workspace, read: Any) -> None:
    fill(workspace)
    workspace.page_size = 1

    def grow(path: str) -> None:
        if path == TOOLS and len(workspace.tools) < 100:
            workspace.hold(tool(f"tool_{len(workspace.tools)}", f"book_{len(workspace.tools)}"))
            workspace.page_size = len(workspace.tools) - 1

    workspace.before = grow
    found = read()
    assert [(one.list, one.why) for one in found.problems] == [("tools", "it changes faster than it can be read")]


@pytest.mark.parametrize(
    ("path", "change"),
    [
        (f"{AGENTS}/agent_b", lambda body: {**body, "agent_id": "agent_c"}),
        (f"{AGENTS}/agent_b", lambda body: [body]),
        (f"{AGENTS}/agent_b", lambda body: {"agent_id": "agent_b", "name": "no config"}),
        ("/v1/convai/batch-calling/btcal_1", lambda body: {**body, "recipients": None}),
        (f"{TOOLS}?", lambda page: {**page, "tools": [{"id": "tool_x"}, page["tools"][1]]}),
        ("/v1/convai/mcp-servers", lambda page: {"mcp_servers": [{"id": "mcp_1", "config": None}]}),
        ("/v1/convai/outbound-campaigns/campaigns/camp_1/leads", lambda page: {**page, "leads": page["leads"][:1]}),
        ("/v1/convai/outbound-campaigns/campaigns/camp_1/leads", lambda page: {**page, "has_more": True}),
    ],
)
def test_an_answer_of_another_shape_is_a_problem(workspace: Workspace, read: Any, path: str, change: Any) -> None:
    fill(workspace)
    workspace.edit = edit(path, change)
    found = read()
    assert len(found.problems) == 1
    assert found.problems[0].id is not None


def test_a_huge_page_is_read_and_one_beyond_measure_is_refused(
    workspace: Workspace, read: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(workspace)
    workspace.tools["tool_x"]["tool_config"]["description"] = "x" * 3_000_000
    assert everything(read())
    monkeypatch.setattr("complint.live.client.MAX_BYTES", 1_000_000)
    found = read()
    assert [one.list for one in found.problems] == ["tools"]
    assert "larger than" in found.problems[0].why


def test_numbers_that_json_has_not_are_no_answer(workspace: Workspace, read: Any) -> None:
    workspace.faults = [(f"{AGENTS}/agent_b", 99, lambda one: one.send(b'{"agent_id": "agent_b", "x": NaN}'))]
    assert [(one.id, one.why) for one in read_all(workspace, read).problems] == [("agent_b", "the answer is no JSON")]


@pytest.mark.parametrize("depth", [700, 5_000, 200_000])
def test_an_answer_of_no_sane_depth_is_a_problem(workspace: Workspace, read: Any, depth: int) -> None:
    body = b'{"agent_id": "agent_b", "conversation_config": {"a": ' + b"[" * depth + b"]" * depth + b"}}"
    workspace.faults = [(f"{AGENTS}/agent_b", 99, lambda one: one.send(body))]
    found = read_all(workspace, read)
    assert ids(found, "agents") == ["agent_a", "agent_c"] or depth == 700
    assert [one.id for one in found.problems] == ["agent_b"] or depth == 700


def test_an_endpoint_that_fails_from_the_start_does_not_hide_the_others(workspace: Workspace, read: Any) -> None:
    workspace.faults = [(f"{AGENTS}", 99, busy(500))]
    found = read_all(workspace, read)
    assert {one.list for one in found.problems} == {"agents"}
    assert ids(found, "tools") == ["tool_x", "tool_y"]


def test_halves_of_characters_survive(workspace: Workspace, read: Any) -> None:
    workspace.hold(agent("agent_a", "Desk \ud83d"))
    assert data(read(), "live/agents/agent_a.json")["name"] == "Desk \ud83d"


def test_a_folder_of_that_name_on_disk_is_not_mixed_in(workspace: Workspace, read: Any, tmp_path: Any) -> None:
    (tmp_path / "live").mkdir()
    assert read_all(workspace, read).folder == "live-workspace"
    (tmp_path / "live-workspace").mkdir()
    with pytest.raises(ComplintError, match="both exist"):
        read()


def test_progress_is_told(workspace: Workspace, read: Any) -> None:
    told: list[tuple[str, int, int | None]] = []
    fill(workspace)
    read(progress=lambda name, done, total: told.append((name, done, total)))
    assert ("agents", 3, 3) in told
    assert {name for name, _, _ in told} == set(LISTS)
