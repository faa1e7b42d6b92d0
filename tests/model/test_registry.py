"""Registries in every layout: entries with paths, ids and places."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complint.core.route import get
from complint.model.registry import Entry, entries_of


def entries(data: Any, *locks: Any, section: str = "agents", path: str = "agents.json") -> list[Entry]:
    return list(entries_of(section, path, data, list(locks)))


def test_the_current_layout_with_branches() -> None:
    branch = {"config": "agent_configs/desk.staging.json", "branch_id": "agtbrch_1"}
    found = entries(
        {"agents": [{"config": "agent_configs/desk.json", "id": "agent_1", "branches": {"staging": branch}}]}
    )
    assert [(e.config, e.id, e.config_route) for e in found] == [
        ("agent_configs/desk.json", "agent_1", ("agents", 0, "config")),
        ("agent_configs/desk.staging.json", "agent_1", ("agents", 0, "branches", "staging", "config")),
    ]


def test_entries_with_an_env() -> None:
    found = entries({"agents": [{"config": "a.json", "id": "agent_1", "env": "dev"}]}, path="voice/agents.json")
    assert [(e.config, e.id, e.env) for e in found] == [("voice/a.json", "agent_1", "dev")]


def test_a_name_and_a_lock() -> None:
    lock = {"agents": {"Desk": {"prod": {"id": "agent_p", "hash": "0"}, "dev": {"id": "agent_d", "hash": "0"}}}}
    found = entries({"agents": [{"name": "Desk", "config": "a.json"}, {"name": "Shop", "config": "b.json"}]}, lock)
    assert [e.id for e in found] == ["agent_p", None]


def test_environments_and_a_lock() -> None:
    below = {
        "prod": {"config": "prod/a.json"},
        "dev": {"config": "dev/a.json"},
        "staging": {"config": "staging/a.json"},
    }
    lock = {"agents": {"Desk": {"prod": {"id": "agent_p"}, "dev": {"id": "agent_d"}}}}
    found = entries({"agents": [{"name": "Desk", "environments": below}]}, lock)
    assert [(e.env, e.config, e.id) for e in found] == [
        ("prod", "prod/a.json", "agent_p"),
        ("dev", "dev/a.json", "agent_d"),
        ("staging", "staging/a.json", None),  # never pushed: another environment's id is not its own
    ]


def test_the_only_environment_of_a_lock_serves_an_entry_without_one() -> None:
    lock = {"agents": {"Desk": {"dev": {"id": "agent_d"}}}}
    assert [e.id for e in entries({"agents": [{"name": "Desk", "config": "a.json"}]}, lock)] == ["agent_d"]


def test_tools_in_a_lock_have_no_environment() -> None:
    lock = {"tools": {"open_map": {"id": "tool_1", "hash": "0"}}}
    data = {"tools": [{"name": "open_map", "type": "client", "config": "t.json"}]}
    found = entries(data, {}, lock, section="tools", path="tools.json")
    assert [(e.id, e.type) for e in found] == [("tool_1", "client")]


def test_layouts_made_by_hand() -> None:
    data = {
        "agents": [
            {"agent_id": "agent_1", "name": "Desk", "config_path": "a.json"},
            {"id": "shop", "name": "Shop", "config_file": "b.json", "platform_id": "agent_2"},
        ]
    }
    assert [(e.id, e.config, e.config_key) for e in entries(data)] == [
        ("agent_1", "a.json", "config_path"),
        ("agent_2", "b.json", "config_file"),
    ]
    keyed = {"agents": {"Desk": {"config": "a.json", "id": "agent_1"}}}
    assert [(e.name, e.id, e.route) for e in entries(keyed)] == [("Desk", "agent_1", ("agents", "Desk"))]


@pytest.mark.parametrize(
    ("written", "config", "outside"),
    [
        ("agent_configs/a.json", "voice/agent_configs/a.json", False),
        ("./agent_configs/../a.json", "voice/a.json", False),
        ("agent_configs\\a.json", "voice/agent_configs/a.json", False),
        ("../a.json", "a.json", True),
        ("b/../../a.json", "a.json", True),
        ("/tmp/a.json", "/tmp/a.json", True),
        ("C:\\agents\\a.json", "C:/agents/a.json", True),
        ("..a.json", "voice/..a.json", False),
    ],
)
def test_paths_count_from_the_registry(written: str, config: str, outside: bool) -> None:
    found = entries({"agents": [{"config": written}]}, path="voice/agents.json")
    assert [(e.config, e.outside, e.written) for e in found] == [(config, outside, written)]


def test_a_registry_above_leads_back_into_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "agent_configs"
    folder.mkdir()
    monkeypatch.chdir(folder)
    found = entries({"agents": [{"config": "agent_configs/a.json"}, {"config": "b.json"}]}, path="../agents.json")
    assert [(e.config, e.outside) for e in found] == [("a.json", False), ("../b.json", False)]


KEYS = st.sampled_from("agents config config_path id agent_id name environments branches env prod dev type".split())
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=15,
)


@given(ODD, st.lists(ODD, max_size=2))
def test_odd_registries_are_survived_and_routes_are_real(data: Any, locks: list[Any]) -> None:
    for entry in entries(data, *locks):
        assert isinstance(get(data, *entry.route), dict)
        assert entry.id is None or (isinstance(entry.id, str) and entry.id)
