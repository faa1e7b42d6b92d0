"""The shipped hooks under the real pre-commit, in a scratch repository: entry, arguments and file types are those we ship."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PRE_COMMIT = [sys.executable, "-m", "pre_commit"]
OPENING = "Hello, this is the AI assistant of Fern Optics. This call is recorded and shared with our service providers."
GOOD = f"""\
name: Fern desk  # keep this comment
conversation_config:
  agent:
    first_message: {OPENING}
    language: en
    disable_first_message_interruptions: true
    prompt: {{prompt: Answer questions about opening hours., llm: gemini-2.5-flash, tool_ids: []}}
platform_settings: {{auth: {{enable_auth: true}}}}
"""
BAD = GOOD.replace(OPENING, "Fern Optics, good day! How can I help?")
FIXABLE = GOOD.replace("tool_ids: []", "tools: [], tool_ids: []")
FIXED_BY_ARGS = ["--fix", "--fail-on", "info"]


def shipped(**changes: list[str]) -> list[dict[str, Any]]:
    """Return the hooks we ship as local ones that run the complint at hand; `changes` are arguments by id, `_` for `-`."""
    hooks: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    for hook in hooks:
        assert hook["entry"].split()[0] == "complint"
        assert hook["language"] == "python"
        hook["language"] = "system"
        hook["entry"] = f"{sys.executable} -m {hook['entry']}"
        hook["args"] = changes.get(hook["id"].replace("-", "_"), [])
    return [hook for hook in hooks if not changes or hook["id"].replace("-", "_") in changes]


class Scratch:
    """A git repository with the hooks installed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
        self.env |= {
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "COMPLINT_CACHE_DIR": str(folder / ".git/cache"),
        }
        self.env |= {
            f"GIT_{who}_{what}": "x@fern.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
        }
        self.env |= {"PRE_COMMIT_HOME": str(folder / ".git/pre-commit"), "PYTHONPATH": _absolute_path()}

    def run(self, *command: str, code: int | None = 0) -> str:
        """Run a command in the repository and return all it says."""
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stdout, done.stdout
        assert code is None or done.returncode == code, done.stdout
        return done.stdout

    def install(self, hooks: list[dict[str, Any]]) -> None:
        """Write the configuration of pre-commit and install its hook."""
        config = {"repos": [{"repo": "local", "hooks": hooks}]}
        (self.folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), "utf-8")
        self.run("git", "add", ".pre-commit-config.yaml")
        self.run(*PRE_COMMIT, "install")

    def write(self, path: str, text: str) -> None:
        """Write a file and stage it."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        self.run("git", "add", path)

    def commit(self, code: int) -> str:
        """Commit what is staged and return what git and the hooks say."""
        return self.run("git", "commit", "-m", "change", code=code)


def _absolute_path() -> str:
    return os.pathsep.join(os.path.abspath(path) for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path)


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    found = Scratch(tmp_path)
    found.run("git", "init", "--quiet")
    return found


def test_a_bad_commit_is_blocked_and_a_good_one_passes(scratch: Scratch) -> None:
    scratch.install(shipped())
    scratch.write("agent_configs/desk.yaml", BAD)
    said = scratch.commit(1)
    assert "disclosure/undisclosed-ai" in said
    assert "agent_configs/desk.yaml:4:" in said
    assert "left to a run over the whole project" in said
    assert scratch.run("git", "log", "--oneline", code=128).count("change") == 0
    scratch.write("agent_configs/desk.yaml", GOOD)
    said = scratch.commit(0)
    assert said.count("Passed") == 2


def test_what_is_staged_counts_not_what_lies_about(scratch: Scratch) -> None:
    scratch.install(shipped())
    scratch.write("agent_configs/desk.yaml", BAD)
    (scratch.folder / "agent_configs/desk.yaml").write_text(GOOD, "utf-8")  # mended, but not staged
    assert "undisclosed-ai" in scratch.commit(1)
    assert (scratch.folder / "agent_configs/desk.yaml").read_text("utf-8") == GOOD


def test_unrelated_files_cost_nothing(scratch: Scratch) -> None:
    scratch.install(shipped())
    scratch.commit(0)  # the configuration of pre-commit is YAML itself, and no agent
    scratch.write("notes.md", "# Notes\n")
    scratch.write("app.py", "print()\n")
    said = scratch.commit(0)
    assert said.count("Skipped") == 2
    assert "Passed" not in said


def test_yaml_that_is_no_agent_passes(scratch: Scratch) -> None:
    scratch.install(shipped(complint=[]))
    scratch.write("chart/templates/web.yaml", "{{- if .Values.web }}\nkind: Service\n{{- end }}\n")
    scratch.write("compose.yaml", "services: {web: {image: fern}}\n")
    assert "Passed" in scratch.commit(0)


def test_fixes_fail_once_and_pass_when_added_again(scratch: Scratch) -> None:
    scratch.install(shipped(complint=FIXED_BY_ARGS))
    scratch.write("agent_configs/desk.yaml", FIXABLE)
    said = scratch.commit(1)
    assert "files were modified by this hook" in said
    assert "Fixed 1 finding in 1 file" in said
    assert (scratch.folder / "agent_configs/desk.yaml").read_text("utf-8") == GOOD
    scratch.run("git", "add", "agent_configs/desk.yaml")
    scratch.commit(0)
    assert scratch.run("git", "show", "HEAD:agent_configs/desk.yaml") == GOOD


def test_the_project_hook_sees_across_files(scratch: Scratch) -> None:
    scratch.install(shipped())
    scratch.write("agents.json", '{"agents": [{"config": "agent_configs/desk.yaml", "id": "agent_1"}]}')
    scratch.write("agent_configs/desk.yaml", GOOD)
    scratch.write("complint.yaml", "agents: [{match: {name: Fern desk}, handles_phi: true}]\nworkspace: {baa: true}\n")
    said = scratch.commit(1)
    assert "hipaa/zero-retention-off" in said
    scratch.write("complint.yaml", "organization: {name: Fern Optics}\n")
    scratch.commit(0)
    (scratch.folder / "agent_configs/desk.yaml").write_text(BAD, "utf-8")
    scratch.run("git", "add", ".")
    scratch.run("git", "commit", "--no-verify", "-m", "sneaked in")
    scratch.write("agents.json", '{"agents": [{"config": "agent_configs/desk.yaml", "id": "agent_2"}]}')
    said = scratch.commit(1)  # the registry alone is fine; what it lists is not
    first, _, second = said.partition("complint (whole project)")
    assert "Passed" in first
    assert "disclosure/undisclosed-ai" in second
