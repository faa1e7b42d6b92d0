"""`complint check --live` as a command: rules run on what is deployed, drift is told, and the key is in no output."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from vendor_workspace import KEY, Workspace, agent, batch, busy, campaign, html, lead, tool

import complint.report
from complint.cli import main
from complint.cli.options import FORMATS
from complint.core.errors import ComplintError

SCHEMA_FILE = Path(complint.report.__file__).with_name("schema.json")
AGENTS = "/v1/convai/agents"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    workspace: Workspace,
    patience: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> Run:
    """Return a function that runs complint in a folder of its own, against the workspace, without waiting."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ELEVENLABS_API_KEY", KEY)
    monkeypatch.setenv("ELEVENLABS_BASE_URL", workspace.url)
    monkeypatch.setenv("COMPLINT_CACHE_DIR", str(tmp_path / ".cache"))
    monkeypatch.setattr("complint.live.client.Patience", lambda: patience)

    def command(*arguments: str) -> tuple[int, str, str]:
        capfdbinary.readouterr()
        try:
            code = main._run(["check", "--as-of", "2026-11-22", *arguments])
        except ComplintError as error:
            code = error.exit_code
            sys.stderr.write(f"complint: {error}\n")
        sys.stdout.flush()
        sys.stderr.flush()
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return command


def report(run: Run, *arguments: str) -> Any:
    """Return the JSON report of a run, with its exit code."""
    code, out, _ = run("--live", "--format", "json", *arguments)
    return {**json.loads(out), "code": code}


def found(made: Any, *rules: str) -> list[tuple[str, str, str | None]]:
    """Return (rule, path, pointer) of the findings, or of those of some rules."""
    return [(one["rule"], one["path"], one["pointer"]) for one in made["findings"] if not rules or one["rule"] in rules]


def write(path: str, data: Any) -> None:
    """Write a JSON file."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(json.dumps(data, indent=4), "utf-8")


def pulled(body: dict[str, Any]) -> dict[str, Any]:
    """Return an agent as the vendor's command line writes it when it pulls one."""
    return {key: body[key] for key in ("name", "conversation_config", "platform_settings", "tags", "workflow")}


def test_a_clean_workspace_is_clean(workspace: Workspace, run: Run) -> None:
    workspace.hold(agent("agent_a", tool_ids=["tool_x"]), tool("tool_x", "book_visit"))
    code, out, err = run("--live")
    assert (code, "nothing found" in out) == (0, True), out
    assert "The workspace at 127.0.0.1:" in out
    assert err.startswith("complint: read 127.0.0.1:")
    assert "1 agent, 1 tool, 0 MCP servers, 0 batch calls, 0 campaigns" in err


def test_an_empty_workspace_and_folder_are_nothing(run: Run) -> None:
    assert run("--live")[0] == 3


def test_the_report_says_when_what_was_read(workspace: Workspace, run: Run) -> None:
    workspace.hold(agent("agent_a"))
    workspace.faults = [("/v1/convai/tools", 99, busy(403))]
    made = report(run)
    jsonschema.validate(made, json.loads(SCHEMA_FILE.read_text("utf-8")))
    (read,) = made["live"]
    assert read["path"] == "live/workspace.json"
    assert read["read_at"].endswith("Z")
    assert read["lists"]["agents"] == {"items": 1, "complete": True}
    assert read["lists"]["tools"] == {"items": 0, "complete": False}


def test_rules_see_what_is_deployed(workspace: Workspace, run: Run) -> None:
    phi = agent("agent_a", llm="gpt-4o", tool_ids=["tool_gone"])
    phi["platform_settings"]["privacy"] = {"zero_retention_mode": True}
    workspace.hold(phi, tool("tool_x", "book_visit"), batch("btcal_1", "agent_a"))
    made = report(run)
    assert made["code"] == 1
    seen = found(made)
    assert ("hipaa/llm-outside-allowlist", "live/agents/agent_a.json", "/conversation_config/agent/prompt/llm") in seen
    assert ("hipaa/batch-call-under-zero-retention", "live/batch_calls/btcal_1.json", "/agent_id") in seen
    assert (
        "tools/dangling-tool-id",
        "live/agents/agent_a.json",
        "/conversation_config/agent/prompt/tool_ids/0",
    ) in seen
    assert not found(made, "document/schema-violation", "document/misplaced-key", "document/unreadable")


def test_calls_of_batches_and_campaigns_are_judged(workspace: Workspace, run: Run) -> None:
    night = 1_795_420_800  # 2026-11-23T08:00:00Z, three o'clock in New York
    workspace.hold(agent("agent_a"), batch("btcal_1", "agent_a", night), campaign("camp_1", "agent_a"))
    workspace.campaigns["camp_1"]["policy"]["calling_periods"][0]["intervals"] = [{"start": "05:00", "end": "24:00"}]
    workspace.leads["camp_1"] = [lead("lead_1", "+12125550143")]
    seen = {(rule, path) for rule, path, _ in found(report(run))}
    assert ("calls/outside-calling-hours", "live/batch_calls/btcal_1.json") in seen
    assert ("calls/campaign-window-too-wide", "live/campaigns/camp_1.json") in seen


def test_a_batch_of_ten_thousand_is_no_unreadable_document(workspace: Workspace, run: Run) -> None:
    body = batch("btcal_1", "agent_a")
    more = {"a": 1, "b": 2, "c": 3, "d": [], "e": {}}
    body["recipients"] = [{**body["recipients"][0], "id": f"r{number}", **more} for number in range(10_000)]
    workspace.hold(agent("agent_a"), body)
    made = report(run, "--select", "document/*,hipaa/*")
    assert found(made) == []


def test_a_deployed_agent_that_is_too_deep_is_a_finding(workspace: Workspace, run: Run) -> None:
    body = agent("agent_a")
    for _ in range(300):
        body["metadata"] = [body["metadata"]]
    workspace.hold(body)
    made = report(run)
    assert made["code"] == 1
    assert found(made, "document/unreadable") == [("document/unreadable", "live/agents/agent_a.json", None)]


def test_an_agent_as_reviewed_says_nothing_twice(workspace: Workspace, run: Run) -> None:
    body = agent("agent_a", tool_ids=["tool_gone"])
    body["conversation_config"]["agent"]["first_message"] = "Hello!"
    workspace.hold(body)
    write("agents.json", {"agents": [{"config": "agent_configs/a.json", "id": "agent_a"}]})
    write("agent_configs/a.json", pulled(body))
    made = report(run)
    assert {path for _, path, _ in found(made)} == {"agent_configs/a.json"}
    workspace.agents["agent_a"]["conversation_config"]["agent"]["first_message"] = "Good day!"
    made = report(run)
    assert ("live/drifted-agent", "agent_configs/a.json", "/conversation_config/agent/first_message") in found(made)
    # the deployed greeting breaks the same law: the message and the place are the same, it is one thing to mend
    assert "live/agents/agent_a.json" in {one["path"] for made_one in made["findings"] for one in made_one["related"]}


def test_what_is_only_deployed_is_told_where_it_is(workspace: Workspace, run: Run) -> None:
    reviewed = agent("agent_a")
    drifted = json.loads(json.dumps(reviewed))
    drifted["platform_settings"]["privacy"] = {"zero_retention_mode": True}
    drifted["conversation_config"]["agent"]["prompt"]["llm"] = "gpt-4o"
    workspace.hold(drifted)
    write("agents.json", {"agents": [{"config": "agent_configs/a.json", "id": "agent_a"}]})
    write("agent_configs/a.json", pulled(reviewed))
    made = report(run)
    assert {(rule, path) for rule, path, _ in found(made)} >= {
        ("live/drifted-agent", "agent_configs/a.json"),
        ("hipaa/llm-outside-allowlist", "live/agents/agent_a.json"),
    }


def test_what_is_declared_for_a_file_holds_for_what_is_deployed_of_it(workspace: Workspace, run: Run) -> None:
    body = agent("agent_a", llm="gpt-4o")
    workspace.hold(body)
    write("repo/agents.json", {"agents": [{"config": "agent_configs/clinic-a.json", "id": "agent_a"}]})
    reviewed = pulled(agent("agent_a"))
    reviewed["platform_settings"]["privacy"] = {"zero_retention_mode": True}
    write("repo/agent_configs/clinic-a.json", reviewed)
    config = "agents: [{match: {path: 'agent_configs/clinic-*.json'}, handles_phi: true}]\n"
    Path("repo/complint.yaml").write_text(config, "utf-8")
    seen = {(rule, path) for rule, path, _ in found(report(run, "repo"))}
    assert ("hipaa/zero-retention-off", "repo/live/agents/agent_a.json") in seen


def test_exclude_overrides_and_waivers_reach_live_documents(workspace: Workspace, run: Run) -> None:
    workspace.hold(
        agent("agent_a", tool_ids=["tool_gone"]), agent("agent_b", tool_ids=["tool_gone"]), tool("tool_x", "book")
    )
    entry = "{rule: tools/dangling-tool-id, path: live/agents/agent_a.json, owner: Dana Reyes, reason: moved, expires: 2027-01-31}"
    Path("waivers.yaml").write_text(f"waivers: [{entry}]\n", "utf-8")
    Path("complint.yaml").write_text("exclude: ['live/agents/agent_b.json']\n", "utf-8")
    made = report(run)
    assert [(one["path"], one["status"]) for one in made["findings"] if one["rule"] == "tools/dangling-tool-id"] == [
        ("live/agents/agent_a.json", "waived")
    ]
    write("agent_configs/a.json", pulled(agent("agent_a")))
    code, out, _ = run("--format", "json")  # without --live nobody can tell whether the waiver is needed
    assert (code, found(json.loads(out), "waiver/unused")) == (0, [])


@pytest.mark.parametrize("fault", [busy(500), busy(403), html], ids=["500", "403", "html"])
@pytest.mark.parametrize(
    "where", [f"{AGENTS}/agent_b", "/v1/convai/tools", "/v1/convai/mcp-servers", "/v1/convai/outbound-campaigns"]
)
@pytest.mark.parametrize(
    "chosen", [(), ("--select", "hipaa/*"), ("--ignore", "live/*")], ids=["all", "select", "ignore"]
)
def test_an_incomplete_read_is_never_a_pass(
    workspace: Workspace, run: Run, fault: Any, where: str, chosen: tuple[str, ...]
) -> None:
    workspace.hold(agent("agent_a"), agent("agent_b"))
    workspace.faults = [(where, 999, fault)]
    code, out, err = run("--live", *chosen)
    assert code == 1
    assert "NOT ALL OF IT COULD BE READ" in err
    assert ("not read: " in out) is not bool(chosen)
    assert ("not read: " in err) is bool(chosen)


def test_an_unread_tool_is_not_said_to_be_missing(workspace: Workspace, run: Run) -> None:
    workspace.page_size = 1
    workspace.hold(agent("agent_a", tool_ids=["tool_x", "tool_y"]), tool("tool_x", "book"), tool("tool_y", "move"))
    assert found(report(run), "tools/dangling-tool-id") == []
    workspace.faults = [("/v1/convai/tools", 1, lambda one: one.send(one.body)), ("/v1/convai/tools", 99, busy(500))]
    made = report(run)
    assert found(made, "tools/dangling-tool-id") == []
    assert found(made, "live/incomplete-read") == [("live/incomplete-read", "live/workspace.json", "/problems/0/why")]


def test_an_incomplete_read_may_be_waived(workspace: Workspace, run: Run) -> None:
    workspace.hold(agent("agent_a"))
    workspace.faults = [("/v1/convai/outbound-campaigns", 999, busy(403))]
    entry = "{rule: live/*, path: live/workspace.json, owner: Dana Reyes, reason: no campaigns, expires: 2027-01-31}"
    Path("waivers.yaml").write_text(f"waivers: [{entry}]\n", "utf-8")
    assert run("--live")[0] == 0


def test_nothing_read_is_exit_code_2(workspace: Workspace, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ELEVENLABS_API_KEY", "sk_nonsense")
    code, out, err = run("--live")
    assert (code, out) == (2, "")
    assert "the API refuses the key (401)" in err
    monkeypatch.setenv("ELEVENLABS_BASE_URL", "http://127.0.0.1:9")
    code, out, err = run("--live")
    assert (code, out) == (2, "")
    assert "ConnectError" in err


@pytest.mark.parametrize("key", [KEY, "plain-words-and-no-shape"])
def test_the_key_is_in_no_output(
    workspace: Workspace, run: Run, tmp_path: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Agents, tools and errors that repeat the key; every format; the state of the read, which stays since it is not whole."""
    monkeypatch.setattr("vendor_workspace.KEY", key)
    monkeypatch.setenv("ELEVENLABS_API_KEY", key)
    body = agent("agent_a", tool_ids=["tool_gone"])
    body["name"] = f"Desk {key}"
    body["conversation_config"]["agent"]["first_message"] = f"Hello {key}"
    careless = tool("tool_x", "book")
    careless["tool_config"]["api_schema"]["request_headers"] = {"xi-api-key": key, key: "x"}
    workspace.hold(body, careless)
    workspace.faults = [(f"{AGENTS}/agent_a", 1, busy(500)), ("/v1/convai/mcp-servers", 99, busy(403))]
    write("agents.json", {"agents": [{"config": "agent_configs/a.json", "id": "agent_a"}]})
    write("agent_configs/a.json", pulled(agent("agent_a")))
    outputs = [word for name in FORMATS for word in ("--format", name, "--output", str(tmp_path / f"out.{name}"))]
    code, out, err = run("--live", "--verbose", "--outcomes", *outputs, "--format", "text")
    assert code == 1
    files = "".join(path.read_text("utf-8") for path in tmp_path.rglob("*") if path.is_file())
    assert len(list((tmp_path / ".cache/live").iterdir())) == 1
    assert "[ELEVENLABS_API_KEY]" in files or key == KEY  # one with a key's shape is masked by most reports anyway
    assert key not in out + err + files


@pytest.mark.parametrize(
    "arguments",
    [("--fix",), ("--diff",), ("--unsafe-fixes",), ("--stdin-filename", "a.json")],
)
def test_what_is_deployed_is_never_fixed(
    workspace: Workspace, run: Run, arguments: tuple[str, ...], monkeypatch: Any
) -> None:
    with open(os.devnull, encoding="utf-8") as nothing:
        monkeypatch.setattr("sys.stdin", nothing)
        code, _, err = run("--live", *arguments)
    assert code == 2
    assert "only read" in err
    assert workspace.asked == []


def test_the_state_folder_needs_the_read(run: Run) -> None:
    assert run("--live-state", "x")[0] == 2


def test_a_run_without_the_option_knows_nothing_of_it(tmp_path: Path) -> None:
    write(str(tmp_path / "agent.json"), pulled(agent("agent_a")))
    script = (
        "import sys; from complint.cli.main import _run\n"
        "_run(['check', '--format', 'json', '--outcomes', 'agent.json'])\n"
        "ours = ('complint.live', 'complint.rules.live', 'complint.deployed', 'httpx', 'elevenlabs')\n"
        "loaded = [name for name in sys.modules if name.startswith(ours)]\n"
        "sys.stderr.write(repr(loaded))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stderr == "[]"


def test_a_terminal_sees_a_bar_and_a_pipe_none(workspace: Workspace, tmp_path: Path) -> None:
    for number in range(3):
        workspace.hold(agent(f"agent_{number}"))
    environment = {**os.environ, "ELEVENLABS_API_KEY": KEY, "ELEVENLABS_BASE_URL": workspace.url}
    command = [sys.executable, "-m", "complint", "check", "--live", "--format", "json"]
    ours, theirs = pty.openpty()
    subprocess.run(command, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL, stderr=theirs, check=False)
    os.close(theirs)
    seen = os.read(ours, 100_000).decode()
    os.close(ours)
    assert "Reading agents" in seen
    assert "[########################] 3/3" in seen
    assert seen.rpartition("\x1b[2K")[2].startswith("complint: read")
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert "\x1b" not in done.stderr
    assert done.stderr.count("\n") == 1
