"""The project ties agents, tools and schedules together, reading what lies beside them only when asked."""

from __future__ import annotations

from typing import Any

from complint.model.document import Document
from complint.model.project import Project, agent_ids

AGENT = {"name": "Desk", "conversation_config": {"agent": {"prompt": {"prompt": "Help."}}}}


def make(path: str, data: Any) -> Document:
    document = Document(path, None)
    document.fill(data)
    return document


class Disk:
    """Files beside those under check; `asked` lists what was read."""

    def __init__(self, files: dict[str, Any]) -> None:
        self.files = files
        self.asked: list[str] = []

    def read(self, path: str) -> Document | None:
        self.asked.append(path)
        return make(path, self.files[path]) if path in self.files else None


def project(under_check: dict[str, Any], beside: dict[str, Any] | None = None) -> tuple[Project, Disk]:
    disk = Disk(beside or {})
    return Project([make(path, data) for path, data in under_check.items()], disk.read, whole=True), disk


def test_nothing_is_read_before_somebody_asks() -> None:
    made, disk = project({"agent_configs/desk.json": AGENT}, {"agents.json": {"agents": []}})
    assert disk.asked == []
    assert made.registry_of(made.documents[0]) is not None
    assert "agents.json" in disk.asked


def test_each_file_is_read_once() -> None:
    made, disk = project({"agent_configs/desk.json": AGENT, "agent_configs/shop.json": AGENT})
    for document in made.documents * 2:
        made.registry_of(document)
    assert len(disk.asked) == len(set(disk.asked))


def test_the_nearest_registry_above_counts() -> None:
    near = {"agents": [{"config": "agent_configs/prod/desk.json", "id": "agent_near"}]}
    far = {"agents": [{"config": "voice/agent_configs/prod/desk.json", "id": "agent_far"}]}
    path = "voice/agent_configs/prod/desk.json"
    made, _ = project({path: AGENT}, {"voice/agents.json": near, "agents.json": far})
    assert made.id_of(made.documents[0]) == "agent_near"
    made, _ = project({path: AGENT}, {"agents.json": far})
    assert made.id_of(made.documents[0]) == "agent_far"


def test_the_id_in_the_file_comes_first() -> None:
    registry = {"agents": [{"config": "desk.json", "id": "agent_listed"}]}
    made, _ = project({"desk.json": {**AGENT, "agent_id": "agent_own"}}, {"agents.json": registry})
    assert made.id_of(made.documents[0]) == "agent_own"


def test_ids_of_tools() -> None:
    wrapped = {"id": "tool_own", "tool_config": {"type": "client", "name": "open_map"}}
    bare = {"type": "client", "name": "open_map", "description": "Opens.", "expects_response": True}
    registry = {"tools": [{"config": "tool_configs/b.json", "id": "tool_listed"}]}
    made, _ = project({"tool_configs/a.json": wrapped, "tool_configs/b.json": bare}, {"tools.json": registry})
    assert [made.id_of(document) for document in made.documents] == ["tool_own", "tool_listed"]


def test_a_registry_answers_by_id_and_by_file() -> None:
    agents = {"agents": [{"config": "desk.json", "id": "same"}]}
    tools = {"tools": [{"config": "t/a.json", "id": "same"}, {"config": "t/b.json"}]}
    made, _ = project({"desk.json": AGENT}, {"agents.json": agents, "tools.json": tools})
    registry = made.registry_of(made.documents[0])
    assert registry is not None
    assert registry.files == {"agents": "agents.json", "tools": "tools.json"}
    by_id, by_file = registry.by_id("tools", "same"), registry.by_config("t/b.json")
    assert by_id is not None
    assert by_id.config == "t/a.json"
    assert by_file is not None
    assert by_file.section == "tools"
    assert registry.has_ids("tools")
    assert not registry.has_ids("tests")
    assert registry.by_id("tools", "other") is None


def test_a_file_of_that_name_that_is_no_registry_is_none() -> None:
    bundle = {"tools": [{"type": "client", "name": "open_map", "description": "Opens."}]}
    made, _ = project({"desk.json": AGENT}, {"tools.json": bundle})
    assert made.registry_of(made.documents[0]) is None


def test_schedules_find_their_agent() -> None:
    registry = {"agents": [{"config": "agent_configs/desk.json", "id": "agent_1"}]}
    batch = {"call_name": "Reminders", "agent_id": "agent_1", "recipients": []}
    under_check = {"agent_configs/desk.json": AGENT, "agent_configs/shop.json": AGENT, "batch.json": batch}
    made, _ = project(under_check, {"agents.json": registry})
    desk, shop, schedule = made.documents
    assert made.schedules_of(desk) == [schedule]
    assert made.schedules_of(shop) == []
    assert made.agent_with_id("agent_1", schedule) is desk
    assert made.agent_with_id("agent_2", schedule) is None


def test_agent_ids_of_a_schedule() -> None:
    assert agent_ids({"agent_id": "a", "calls": [{"agent_id": "b"}, {"agent_id": "a"}, 7, {"agent_id": None}]}) == [
        "a",
        "b",
    ]
    assert agent_ids([]) == []
    assert agent_ids({"agent_id": 7, "calls": "x"}) == []
