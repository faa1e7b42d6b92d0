"""`complint check --fix` and `--diff` as commands: what is written, what is said, which exit code."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

OPENING = "Hello, this is the AI assistant of Alder Books. This call is recorded and shared with our service providers."
AGENT = f"""\
# the front desk
name: Front desk   # as in the dashboard
conversation_config:
  agent:
    first_message: {OPENING}
    language: en
    disable_first_message_interruptions: false  # callers may speak
    prompt: {{prompt: Answer questions about opening hours., llm: gemini-2.5-flash, tools: []}}
platform_settings: {{auth: {{enable_auth: true}}}}
"""
FIXED = AGENT.replace("interruptions: false", "interruptions: true").replace(", tools: []", "")
NURSE = AGENT.replace("platform_settings: {", "tags: [hipaa]\nplatform_settings: {")
TOOL = {"type": "client", "name": "open_shelf", "description": "Opens a shelf.", "parameters": None}


def run(*arguments: str, cwd: Path, stdin: bytes = b"") -> tuple[int, str, str]:
    command = [sys.executable, "-m", "complint", "check", *arguments]
    done = subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, check=False)
    out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    assert "Traceback" not in out + err, out + err
    return done.returncode, out, err


@pytest.fixture
def agent(tmp_path: Path) -> Path:
    path = tmp_path / "agent.yaml"
    path.write_bytes(AGENT.encode())
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An agents-as-code project whose agent holds a tool that is registered nowhere."""
    (tmp_path / "agent_configs").mkdir()
    body = {
        "name": "Desk",
        "conversation_config": {
            "agent": {
                "first_message": OPENING,
                "language": "en",
                "disable_first_message_interruptions": True,
                "prompt": {"prompt": "Help.", "tools": [TOOL]},
            }
        },
    }
    (tmp_path / "agent_configs/desk.json").write_text(json.dumps(body, indent=4), "utf-8")
    (tmp_path / "agents.json").write_text(
        '{"agents": [{"config": "agent_configs/desk.json", "id": "agent_1"}]}\n', "utf-8"
    )
    (tmp_path / "tools.json").write_text('{\n    "tools": []\n}\n', "utf-8")
    return tmp_path


def test_fix_writes_and_reports_what_remains(agent: Path) -> None:
    code, out, err = run("agent.yaml", "--fix", "--format", "json", cwd=agent.parent)
    assert agent.read_bytes() == FIXED.encode()
    assert err.splitlines() == ["Fixed 2 findings in 1 file."]
    assert json.loads(out)["findings"] == []
    assert code == 0
    assert os.listdir(agent.parent) == ["agent.yaml"]


def test_a_second_run_changes_nothing(agent: Path) -> None:
    run("agent.yaml", "--fix", "--unsafe-fixes", cwd=agent.parent)
    before = agent.stat()
    code, _, err = run("agent.yaml", "--fix", "--unsafe-fixes", cwd=agent.parent)
    after = agent.stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)
    assert (code, err) == (0, "")


def test_unsafe_fixes_are_held_back_until_asked_for(agent: Path) -> None:
    agent.write_text(NURSE, "utf-8")
    code, _, err = run("agent.yaml", "--fix", cwd=agent.parent)
    assert "zero_retention_mode" not in agent.read_text("utf-8")
    assert "1 unsafe fix is not applied; --unsafe-fixes asks for that." in err
    assert code == 1
    run("agent.yaml", "--fix", "--unsafe-fixes", cwd=agent.parent)
    assert "{auth: {enable_auth: true}, privacy: {zero_retention_mode: true}}" in agent.read_text("utf-8")


def test_diff_writes_nothing_and_exits_1(agent: Path) -> None:
    code, out, err = run("agent.yaml", "--diff", cwd=agent.parent)
    assert agent.read_bytes() == AGENT.encode()
    assert code == 1
    assert err == "Would fix 2 findings in 1 file.\n"
    assert out.splitlines()[:3] == ["--- a/agent.yaml", "+++ b/agent.yaml", "@@ -4,6 +4,6 @@"]
    assert [line for line in out.splitlines()[3:] if line[0] in "+-"] == [
        "-    disable_first_message_interruptions: false  # callers may speak",
        "-    prompt: {prompt: Answer questions about opening hours., llm: gemini-2.5-flash, tools: []}",
        "+    disable_first_message_interruptions: true  # callers may speak",
        "+    prompt: {prompt: Answer questions about opening hours., llm: gemini-2.5-flash}",
    ]


def test_without_a_difference_diff_is_silent_and_exits_0(agent: Path) -> None:
    agent.write_text(FIXED, "utf-8")
    assert run("agent.yaml", "--diff", "--unsafe-fixes", cwd=agent.parent) == (0, "", "")


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
@pytest.mark.parametrize("change", ["plain", "crlf", "no-newline", "bom"])
def test_git_applies_the_diff(agent: Path, change: str) -> None:
    data = AGENT.encode()
    if change == "crlf":
        data = data.replace(b"\n", b"\r\n")
    if change == "no-newline":
        data = data.rstrip(b"\n")
    if change == "bom":
        data = b"\xef\xbb\xbf" + data.split(b"\n", 2)[2]
    path = agent.with_name("front desk.yaml")
    path.write_bytes(data)
    command = [sys.executable, "-m", "complint", "check", path.name, "--diff"]
    diff = subprocess.run(command, cwd=agent.parent, capture_output=True, check=False).stdout
    copy = agent.parent / "copy"
    copy.mkdir()
    (copy / path.name).write_bytes(data)
    subprocess.run(["git", "apply", "--whitespace=nowarn"], cwd=copy, input=diff, check=True)
    run(path.name, "--fix", cwd=agent.parent)
    assert (copy / path.name).read_bytes() == path.read_bytes() != data


def test_the_diff_goes_to_standard_output_and_reports_to_files(agent: Path) -> None:
    code, _, err = run("agent.yaml", "--diff", "--format", "json", cwd=agent.parent)
    assert code == 2
    assert "--format json needs --output FILE" in err
    code, out, _ = run("agent.yaml", "--diff", "--format", "json", "--output", "report.json", cwd=agent.parent)
    assert code == 1
    assert out.startswith("--- a/agent.yaml")
    report = json.loads((agent.parent / "report.json").read_text("utf-8"))
    assert {finding["rule"] for finding in report["findings"]} >= {"tools/empty-inline-tools"}


def test_secrets_are_masked_in_the_diff(agent: Path) -> None:
    key = "sk_" + "9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4a3928"
    text = AGENT.replace("prompt: {prompt", "# key below\n    prompt: {custom_llm: {api_key: '" + key + "'}, prompt")
    agent.write_text(text, "utf-8")
    code, out, err = run("agent.yaml", "--diff", cwd=agent.parent)
    assert code == 1
    assert "api_key: '****" in out
    assert key[3:20] not in out + err
    run("agent.yaml", "--fix", cwd=agent.parent)
    assert key in agent.read_text("utf-8")


def test_the_first_step_of_a_migration_shows_all_its_files(project: Path) -> None:
    code, out, _ = run(".", "--fix", "--unsafe-fixes", "--diff", cwd=project)
    assert code == 1
    names = [line for line in out.splitlines() if line.startswith(("--- ", "+++ "))]
    assert names == ["--- /dev/null", "+++ b/tool_configs/open_shelf.json", "--- a/tools.json", "+++ b/tools.json"]
    assert not (project / "tool_configs").exists()
    run(".", "--fix", "--unsafe-fixes", cwd=project)
    assert json.loads((project / "tool_configs/open_shelf.json").read_text("utf-8"))["name"] == "open_shelf"
    assert json.loads((project / "tools.json").read_text("utf-8"))["tools"] == [
        {"type": "client", "config": "tool_configs/open_shelf.json"}
    ]
    agent = json.loads((project / "agent_configs/desk.json").read_text("utf-8"))
    assert agent["conversation_config"]["agent"]["prompt"]["tools"]  # stays until an id is known


def test_what_cannot_be_written_is_left_whole_with_all_that_goes_together(project: Path) -> None:
    (project / "tools.json").chmod(0o444)
    code, _, err = run(".", "--fix", "--unsafe-fixes", cwd=project)
    assert code == 2
    assert "Not written: tools.json: it is read-only." in err
    assert "Fixed" not in err
    assert not (project / "tool_configs").exists()
    assert (project / "tools.json").read_text("utf-8") == '{\n    "tools": []\n}\n'


def test_a_refused_fix_says_why_where_the_finding_is(agent: Path) -> None:
    shared = AGENT.replace("  agent:\n", "  agent: &desk\n") + "night: *desk\n"
    agent.write_text(shared, "utf-8")
    _, out, err = run("agent.yaml", "--fix", "--format", "json", cwd=agent.parent)
    assert agent.read_text("utf-8") == shared
    reason = "/conversation_config/agent is the anchor &desk, which is used elsewhere"
    assert err.count(reason) == 2
    fixes = [finding["fix"]["title"] for finding in json.loads(out)["findings"] if finding["fix"]]
    assert all(reason in title for title in fixes)


def test_standard_input_is_fixed_to_standard_output(agent: Path) -> None:
    data = AGENT.encode().replace(b"\n", b"\r\n")
    code, out, err = run("--stdin-filename", "other.yaml", "--fix", cwd=agent.parent, stdin=data)
    assert out == FIXED.replace("\n", "\r\n")
    assert (code, err) == (0, "Fixed 2 findings in 1 file.\n")
    assert os.listdir(agent.parent) == ["agent.yaml"]
    code, out, _ = run("--stdin-filename", "other.yaml", "--diff", cwd=agent.parent, stdin=data)
    assert (code, out.splitlines()[0]) == (1, "--- a/other.yaml")


def test_a_link_out_of_the_project_is_not_followed(agent: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "real.yaml"
    outside.write_text(AGENT, "utf-8")
    (agent.parent / "linked.yaml").symlink_to(outside)
    code, _, err = run("linked.yaml", "--fix", cwd=agent.parent)
    assert code == 2
    assert "Not written: linked.yaml: it leads out of the project." in err
    assert outside.read_text("utf-8") == AGENT


def test_quiet_and_verbose(agent: Path) -> None:
    _, out, err = run("agent.yaml", "--diff", "--verbose", cwd=agent.parent)
    assert "  agent.yaml:8:" in err
    assert "tools/empty-inline-tools: remove the empty tools" in err
    assert run("agent.yaml", "--fix", "--quiet", cwd=agent.parent)[1:] == ("", "")
    assert out


def test_unsafe_fixes_alone_are_a_mistake(agent: Path) -> None:
    code, _, err = run("agent.yaml", "--unsafe-fixes", cwd=agent.parent)
    assert code == 2
    assert "--fix or --diff" in err


def test_nothing_to_check_is_still_3(tmp_path: Path) -> None:
    assert run(".", "--diff", cwd=tmp_path)[0] == 3
    assert run(".", "--fix", cwd=tmp_path)[0] == 3


def test_the_bad_samples_come_to_rest(tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).parents[2] / "sample_configs" / "bad", tmp_path / "bad")
    _, diff, _ = run(".", "--diff", "--unsafe-fixes", cwd=tmp_path / "bad")
    code, _, err = run(".", "--fix", "--unsafe-fixes", cwd=tmp_path / "bad")
    assert (code, "Not fixed" in err, "Not written" in err) == (1, False, False)
    assert diff.count("+++ b/") == int(err.split(" in ")[1].split()[0])
    assert run(".", "--diff", "--unsafe-fixes", cwd=tmp_path / "bad") == (0, "", "")
