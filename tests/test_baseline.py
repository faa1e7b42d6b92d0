"""Baselines: what survives edits, what is new, and that numbers only go down."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from complint.baseline import ratcheted
from complint.cli.main import _run
from complint.core.errors import ComplintError

DAY = "2026-11-22"
TOOL = {"type": "client", "name": "open_map", "description": "Opens.", "parameters": {}}


def _agent(**more: Any) -> dict[str, Any]:
    prompt = {"prompt": "Help.", "llm": "gpt-4o", **more}
    return {
        "name": "Desk",
        "tags": ["phi"],
        "conversation_config": {"agent": {"first_message": "Hi", "prompt": prompt}},
        "workflow": {"nodes": {}},
    }


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMPLINT_CACHE_DIR", str(tmp_path / ".cache"))
    Path("agent_configs").mkdir()
    _write("agent_configs/desk.json", _agent())
    _write("agents.json", {"agents": [{"config": "agent_configs/desk.json", "id": "agent_desk"}]})
    return tmp_path


def _write(path: str, data: Any, **how: Any) -> None:
    Path(path).write_text(json.dumps(data, **how), "utf-8")


def _report(capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    capsys.readouterr()
    _run(["check", "--format", "json", "--as-of", DAY, "--baseline", "complint-baseline.json", *more])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def _active(report: dict[str, Any]) -> list[str]:
    return sorted(one["rule"] for one in report["findings"] if one["status"] == "active")


def _create(*more: str) -> None:
    assert _run(["baseline", "create", "--as-of", DAY, *more]) == 0


def test_what_is_known_does_not_count(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _create()
    report = _report(capsys)
    assert report["findings"]
    assert _active(report) == []
    assert report["summary"]["baselined"] == len(report["findings"])
    assert {one["suppression"]["source"] for one in report["findings"]} == {"baseline"}
    assert _run(["check", "--as-of", DAY, "--baseline", "complint-baseline.json", "-q"]) == 0
    assert _run(["check", "--as-of", DAY, "-q"]) == 1
    Path("complint.yaml").write_text("baseline: complint-baseline.json\n", "utf-8")
    assert _run(["check", "--as-of", DAY, "-q"]) == 0
    assert _run(["check", "--as-of", DAY, "-q", "--no-waivers"]) == 1


def _reformatted(data: dict[str, Any]) -> None:
    _write("agent_configs/desk.json", dict(reversed(list(data.items()))), indent=7)


def _as_yaml(data: dict[str, Any]) -> None:
    Path("agent_configs/desk.json").unlink()
    Path("agent_configs/desk.yaml").write_text("# moved\n\n" + yaml.safe_dump(data), "utf-8")
    _write("agents.json", {"agents": [{"config": "agent_configs/desk.yaml", "id": "agent_desk"}]})


def _renamed(data: dict[str, Any]) -> None:
    Path("agent_configs/desk.json").unlink()
    _write("agent_configs/front.json", {**data, "name": "Front"})
    _write("agents.json", {"agents": [{"config": "agent_configs/front.json", "id": "agent_desk"}]})


@pytest.mark.parametrize("edit", [_reformatted, _as_yaml, _renamed])
def test_it_survives(project: Path, capsys: pytest.CaptureFixture[str], edit: Any) -> None:
    _create()
    edit(_agent())
    assert _active(_report(capsys)) == []


def test_items_of_lists_are_known_by_name(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    servers = [{"id": "one", "llm": "gpt-4o"}, {"id": "two", "llm": "gpt-4o"}]
    _write("agent_configs/desk.json", {**_agent(), "platform_settings": {"evaluation": {"criteria": servers}}})
    _create()
    ahead = [{"id": "zero", "llm": "gemini-2.5-flash"}, *servers]
    _write("agent_configs/desk.json", {**_agent(), "platform_settings": {"evaluation": {"criteria": ahead}}})
    assert [one for one in _active(_report(capsys)) if one.startswith("hipaa/")] == []


def test_other_content_is_new(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _create()
    _write("agent_configs/desk.json", _agent(llm="nova-9"))
    assert _active(_report(capsys)) == ["hipaa/llm-outside-allowlist"]
    _write("agent_configs/desk.json", {**_agent(), "platform_settings": {"analysis_llm": "gpt-4o"}})
    assert "hipaa/llm-outside-allowlist" in _active(_report(capsys))


def test_numbers_only_go_down(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _create()
    before = json.loads(Path("complint-baseline.json").read_text("utf-8"))["findings"]
    _write("agent_configs/desk.json", _agent(llm="gemini-2.5-flash"))
    assert _run(["baseline", "update", "--as-of", DAY]) == 0
    after = json.loads(Path("complint-baseline.json").read_text("utf-8"))["findings"]
    gone = [one for one in before if one not in after]
    assert [one["rule"] for one in gone] == ["hipaa/llm-outside-allowlist"]
    _write("agent_configs/desk.json", _agent())
    assert _active(_report(capsys)) == ["hipaa/llm-outside-allowlist"]
    assert _run(["baseline", "update", "--as-of", DAY]) == 0
    assert json.loads(Path("complint-baseline.json").read_text("utf-8"))["findings"] == after


def test_a_run_over_part_of_the_project_keeps_the_rest(project: Path) -> None:
    Path("other").mkdir()
    _write("other/door.json", {**_agent(), "name": "Door"})
    _create()
    before = Path("complint-baseline.json").read_text("utf-8")
    assert _run(["baseline", "update", "agent_configs", "--as-of", DAY]) == 0
    assert Path("complint-baseline.json").read_text("utf-8") == before
    Path("other/door.json").unlink()
    assert _run(["baseline", "update", "--as-of", DAY]) == 0
    assert "other/door.json" not in Path("complint-baseline.json").read_text("utf-8")


def test_counts() -> None:
    known = {"f": {"fingerprint": "f", "count": 3, "path": "a"}, "g": {"fingerprint": "g", "count": 1, "path": "b"}}
    now = {"f": {"fingerprint": "f", "count": 5, "path": "a"}, "h": {"fingerprint": "h", "count": 1, "path": "a"}}
    kept = ratcheted(known, now, lambda path: path == "a")
    assert {key: entry["count"] for key, entry in kept.items()} == {"f": 3, "g": 1}
    assert ratcheted(known, {**now, "f": {**now["f"], "count": 1}}, lambda path: True)["f"]["count"] == 1


def test_mandatory_requirements_and_waivers_stay_out(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("complint.yaml").write_text("policies: [house/example]\n", "utf-8")
    Path("agent_configs/desk.json").write_text(
        '{"name": "A", "name": "B", "conversation_config": {"agent": {}}}', "utf-8"
    )
    Path("waivers.yaml").write_text("waivers: [{rule: tools, path: a}]\n", "utf-8")
    _create()
    assert set(_active(_report(capsys))) == {"document/duplicate-key", "waiver/unexplained"}
    requirements = {one["requirement"] for one in _report(capsys)["findings"] if one["status"] == "active"}
    assert "house/example/one-value-per-key" in requirements


def test_sarif_says_what_is_new(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _create()
    _write("agent_configs/desk.json", _agent(llm="nova-9"))
    capsys.readouterr()
    _run(["check", "--format", "sarif", "--as-of", DAY, "--baseline", "complint-baseline.json"])
    results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    states = {one["baselineState"]: one["suppressions"] for one in results}
    assert set(states) == {"new", "unchanged"}
    assert states["new"] == []


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "complint-baseline/1", "findings": [{}]}', "{"])
def test_a_file_that_is_no_baseline(project: Path, text: str) -> None:
    Path("complint-baseline.json").write_text(text, "utf-8")
    with pytest.raises(ComplintError, match="baseline"):
        _run(["check", "--baseline", "complint-baseline.json"])
    with pytest.raises(ComplintError, match="no such baseline"):
        _run(["check", "--baseline", "gone.json"])
