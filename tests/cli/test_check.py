"""`complint check` as a command: exit codes, options, reports, errors a person can act on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from complint.cli.commands import check_command
from complint.cli.options import CHECK, quick_parse

OPENING = "Hello, this is the AI assistant of Alder Books. This call is recorded and shared with our service providers."
CLEAN = f"""\
name: Front desk
conversation_config:
  agent:
    first_message: {OPENING}
    language: en
    disable_first_message_interruptions: true
    prompt: {{prompt: Answer questions about opening hours., llm: gemini-2.5-flash, tool_ids: []}}
platform_settings: {{auth: {{enable_auth: true}}}}
"""
WARNING = CLEAN.replace("disable_first_message_interruptions: true", "disable_first_message_interruptions: false")
ERROR = CLEAN.replace("tool_ids: []", "tools: [{type: client, name: open_shelf, description: Opens a shelf.}]")


def run(*arguments: str, cwd: Path, stdin: str | bytes = b"") -> tuple[int, str, str]:
    """Run complint as a user does, in a process of its own."""
    data = stdin.encode() if isinstance(stdin, str) else stdin
    command = [sys.executable, "-m", "complint", *arguments]
    done = subprocess.run(command, cwd=cwd, input=data, capture_output=True, check=False)
    out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    assert "Traceback" not in out + err, out + err
    return done.returncode, out, err


@pytest.fixture
def agent(tmp_path: Path) -> Path:
    (tmp_path / "agent.yaml").write_text(CLEAN, "utf-8")
    return tmp_path


def test_clean_is_0_and_one_line(agent: Path) -> None:
    code, out, _ = run("check", "agent.yaml", cwd=agent)
    assert code == 0
    assert len(out.splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (WARNING, [], 0),
        (WARNING, ["--fail-on", "warning"], 1),
        (WARNING, ["--fail-on", "info"], 1),
        (WARNING, ["--fail-on=warning", "--exit-zero"], 0),
        (ERROR, [], 1),
        (ERROR, ["--fail-on", "never"], 0),
        (ERROR, ["--ignore", "tools"], 0),
        (ERROR, ["--ignore", "tools/*"], 0),
        (ERROR, ["--select", "disclosure,document"], 0),
        (ERROR, ["--select", "tools/inline-tools"], 1),
        (ERROR, ["--severity", "tools/inline-tools=info"], 0),
        (ERROR, ["--severity", "tools/inline-tools=off"], 0),
        (ERROR, ["--as-of", "2025-07-15"], 0),
        (WARNING, ["--severity", "disclosure/interruptible-disclosure=error"], 1),
    ],
)
def test_the_gate(agent: Path, text: str, options: list[str], code: int) -> None:
    (agent / "agent.yaml").write_text(text, "utf-8")
    assert run("check", "agent.yaml", *options, cwd=agent)[0] == code


def test_unknown_fails_only_on_request(agent: Path) -> None:
    text = CLEAN.replace(OPENING, "'{{greeting}}'")
    (agent / "agent.yaml").write_text(text, "utf-8")
    assert run("check", ".", cwd=agent)[0] == 0
    assert run("check", ".", "--fail-on-unknown", cwd=agent)[0] == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "absent.json"], "absent.json"),
        (["check", "--frmat", "json"], "frmat"),
        (["check", "--format", "pdf"], "pdf"),
        (["check", "--as-of", "yesterday"], "yesterday"),
        (["check", "--severity", "x"], "RULE=LEVEL"),
        (["check", "--select", "hipaa/llm-outside-alowlist"], "did you mean 'hipaa/llm-outside-allowlist'"),
        (["check", "--profile", "nowhere"], "known:"),
        (["check", "--policy", "nowhere/*"], "nowhere/*"),
        (["check", "--config", "absent.yaml"], "absent.yaml"),
        (["check", "-"], "--stdin-filename"),
        (["check", "--format", "json", "--format", "sarif"], "--output"),
        (["frobnicate"], "frobnicate"),
    ],
)
def test_usage_is_2_with_words(agent: Path, arguments: list[str], words: str) -> None:
    code, out, err = run(*arguments, cwd=agent)
    assert code == 2
    assert out == ""
    assert words in err


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ("organisation: {name: X}\n", "complint.yaml:1:1: unknown key 'organisation', did you mean 'organization'?"),
        ("workspace:\n  zero_retention: always\n", "complint.yaml:2:"),
        ("agents:\n  - match: {path: x}\n    direction: up\n", "complint.yaml:3:"),
        ("agents: [", "complint.yaml:"),
        ("profile: a\nprofile: b\n", "written twice"),
        ("rules: {tools/inline-tool: {severity: info}}\n", "did you mean 'tools/inline-tools'"),
        ("extends: [absent.yaml]\n", "absent.yaml"),
    ],
)
def test_a_wrong_configuration_is_2_with_its_place(agent: Path, config: str, words: str) -> None:
    (agent / "complint.yaml").write_text(config, "utf-8")
    code, _, err = run("check", "agent.yaml", cwd=agent)
    assert code == 2
    assert words in err


def test_nothing_checked_is_3(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"name": "shop", "version": "1.0.0"}', "utf-8")
    assert run("check", ".", cwd=tmp_path)[0] == 3
    assert run("check", ".", "--allow-empty", cwd=tmp_path)[0] == 0
    code, out, _ = run("check", ".", "--verbose", cwd=tmp_path)
    assert code == 3
    assert "package.json" in out


def test_broken_file_is_a_finding_when_named_and_skipped_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "notes.json").write_text("{ // remarks\n}", "utf-8")
    assert run("check", ".", cwd=tmp_path)[0] == 3
    code, out, _ = run("check", "notes.json", cwd=tmp_path)
    assert code == 1
    assert "document/unreadable" in out
    (tmp_path / "agent_configs").mkdir()
    (tmp_path / "agent_configs/desk.json").write_text('{"name": ', "utf-8")
    assert run("check", ".", cwd=tmp_path)[0] == 1


def test_standard_input(agent: Path) -> None:
    code, out, _ = run("check", "--stdin-filename", "agent_configs/desk.yaml", cwd=agent, stdin=ERROR)
    assert code == 1
    assert "agent_configs/desk.yaml" in out
    assert run("check", "--stdin-filename", "desk.json", "-", cwd=agent, stdin=b"\xff\xfe\x00")[0] == 1


def test_several_reports_in_one_run(agent: Path) -> None:
    (agent / "agent.yaml").write_text(ERROR, "utf-8")
    outputs = ["--format", "json", "--output", "r.json", "--format", "sarif", "--output", "r.sarif", "--format", "text"]
    code, out, _ = run("check", "agent.yaml", *outputs, cwd=agent)
    assert code == 1
    assert "tools/inline-tools" in out
    assert json.loads((agent / "r.json").read_text())["schema"] == "complint-report/1"
    assert json.loads((agent / "r.sarif").read_text())["version"] == "2.1.0"


def test_same_input_same_bytes_and_yaml_says_what_json_says(agent: Path) -> None:
    import yaml

    data = yaml.safe_load(ERROR)
    (agent / "agent.yaml").unlink()
    (agent / "a.json").write_text(json.dumps(data), "utf-8")
    (agent / "b.yaml").write_text(ERROR, "utf-8")

    def findings(name: str) -> list[tuple[Any, ...]]:
        first, second = (run("check", name, "--format", "json", cwd=agent)[1] for _ in range(2))
        assert first == second
        keys = ("rule", "requirement", "severity", "outcome", "message", "pointer")
        return sorted(tuple(found[key] for key in keys) for found in json.loads(first)["findings"])

    assert findings("a.json") == findings("b.yaml")


def test_configuration_is_found_upward_and_can_be_left_out(agent: Path) -> None:
    (agent / "agent.yaml").write_text(ERROR, "utf-8")
    below = agent / "agent_configs"
    below.mkdir()
    (agent / "agent.yaml").rename(below / "agent.yaml")
    (agent / "complint.yaml").write_text("rules: {tools/inline-tools: {severity: info, reason: until the move}}\n")
    assert run("check", "agent_configs/agent.yaml", cwd=agent)[0] == 0
    assert run("check", "agent.yaml", cwd=below)[0] == 0
    assert run("check", "agent_configs/agent.yaml", "--no-config", cwd=agent)[0] == 1
    code, out, _ = run("check", "agent_configs", "--show-settings", cwd=agent)
    assert code == 0
    assert "complint.yaml" in out


def test_overrides_hold_for_their_paths_only(agent: Path) -> None:
    (agent / "legacy").mkdir()
    (agent / "legacy/old.yaml").write_text(ERROR, "utf-8")
    override = "overrides: [{paths: ['legacy/**'], rules: {'tools/*': {severity: warning, reason: moving}}}]\n"
    (agent / "complint.yaml").write_text(override, "utf-8")
    assert run("check", ".", cwd=agent)[0] == 0
    (agent / "agent.yaml").write_text(ERROR, "utf-8")
    assert run("check", ".", cwd=agent)[0] == 1


def test_a_broken_pack_names_its_place(agent: Path) -> None:
    pack = agent / "packs/house/rules"
    pack.mkdir(parents=True)
    (pack / "pack.yaml").write_text("id: house/rules\ntitle: House\nsources: [{title: Handbook}]\n", "utf-8")
    (pack / "short.yaml").write_text(
        "id: house/rules/short\ntitle: Short\nrule: tools/inline-tools\nwen: {}\n", "utf-8"
    )
    (agent / "complint.yaml").write_text("policy_paths: [packs]\n", "utf-8")
    code, _, err = run("check", "agent.yaml", cwd=agent)
    assert code == 2
    assert "short.yaml" in err


def test_quick_parser_and_click_agree() -> None:
    lines = [
        [],
        ["a.json", "b.yaml"],
        ["--format", "json", "-o", "x.json", "a.json", "-q"],
        ["--select=tools,mcp", "--select", "hipaa", "--fail-on=warning", "--", "-odd.json"],
        ["--exit-zero", "--statistics", "--outcomes", "--color", "never", "-v", "."],
    ]
    for line in lines:
        quick = quick_parse(line)
        assert quick is not None
        context = check_command.make_context("check", list(line))
        assert context.params == quick, line


def test_every_option_has_help() -> None:
    assert all(option.help.endswith((".", "]")) for option in CHECK)


def test_help_reads_well(tmp_path: Path) -> None:
    code, out, _ = run("--help", cwd=tmp_path)
    assert code == 0
    for command in ("check", "explain", "rules", "policies", "schema"):
        assert f"  {command}" in out
    code, out, _ = run("check", "--help", cwd=tmp_path)
    assert code == 0
    assert "Exit codes: 0 clean" in out


def test_outcomes_of_every_requirement(agent: Path) -> None:
    (agent / "agent.yaml").write_text(CLEAN.replace(OPENING, "'{{greeting}}'"), "utf-8")
    (agent / "speech.json").write_text('{"voice_id": "v1", "text": "Hello", "enable_logging": false}', "utf-8")
    report = json.loads(run("check", ".", "--format", "json", "--outcomes", cwd=agent)[1])
    found = {(one["path"], one["requirement"]): (one["outcome"], one["why"]) for one in report["outcomes"]}
    undecided = found["agent.yaml", "elevenlabs/disclosure/undisclosed-ai"]
    assert undecided[0] == "unknown"
    assert undecided[1]
    assert found["agent.yaml", "elevenlabs/hipaa/llm-allowlist"][0] == "not-applicable"
    assert found["agent.yaml", "complint/core/schema-violation"] == ("pass", None)
    assert found["speech.json", "elevenlabs/speech/residency"] == (
        "not-applicable",
        "workspace.residency is not declared",
    )
    rules = {one["rule"] for one in report["findings"]}
    assert "disclosure/undisclosed-ai" not in rules
    assert report["summary"]["unknown"] == 1


@pytest.mark.parametrize("name", ["venv/desk.json", "agent_configs/desk.conf", "agent_configs/DESK.JSON"])
def test_what_a_registry_lists_is_checked_wherever_it_lies(tmp_path: Path, name: str) -> None:
    import yaml

    path = tmp_path / name
    path.parent.mkdir()
    path.write_text(json.dumps(yaml.safe_load(ERROR)), "utf-8")
    (tmp_path / "agents.json").write_text(json.dumps({"agents": [{"config": name}]}), "utf-8")
    code, out, _ = run("check", ".", "-q", cwd=tmp_path)
    assert code == 1
    assert name in out


@pytest.mark.parametrize("options", [["--select", ""], ["--ignore="], ["--policy", " , "]])
def test_an_empty_choice_is_no_choice(agent: Path, options: list[str]) -> None:
    assert run("check", "agent.yaml", *options, cwd=agent)[0] == 2


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ("[]\n", "a configuration is an object"),
        ("rules: {tools: info}\n", "complint.yaml:1:9: rules.tools is an object"),
        ("profile: a\nprofile: b\n", "complint.yaml:2:1: the key 'profile' is written twice"),
        ("agents: [{match: {}}]\n", "match needs a path"),
        ("policy_paths: [empty]\n", "there is no policy pack"),
    ],
)
def test_a_wrong_configuration_speaks_plainly(agent: Path, config: str, words: str) -> None:
    (agent / "empty").mkdir()
    (agent / "complint.yaml").write_text(config, "utf-8")
    code, _, err = run("check", "agent.yaml", cwd=agent)
    assert code == 2
    assert words in err
