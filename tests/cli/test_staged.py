"""`--staged`, `--changed` and `--hook`: which files git means, what of them a commit holds, and what is said of the rest."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from complint.cli.options import quick_parse

OPENING = (
    "Hello, this is the AI assistant of Juniper Tiles. This call is recorded and shared with our service providers."
)
GOOD = f"""\
name: Juniper desk
conversation_config:
  agent:
    first_message: {OPENING}
    language: en
    disable_first_message_interruptions: true
    prompt: {{prompt: Answer questions about opening hours., llm: gemini-2.5-flash, tool_ids: []}}
platform_settings: {{auth: {{enable_auth: true}}}}
"""
BAD = GOOD.replace(OPENING, "Juniper Tiles, good day! How can I help?")
FIXABLE = GOOD.replace("tool_ids: []", "tools: [], tool_ids: []")
AGENTS = '{"agents": [{"config": "agent_configs/a.yaml", "id": "agent_a"}]}\n'
BASE_ENV = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
BASE_ENV |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_COUNT": "1"}
BASE_ENV |= {"GIT_CONFIG_KEY_0": "init.defaultBranch", "GIT_CONFIG_VALUE_0": "main"}
BASE_ENV |= {f"GIT_{who}_{what}": "x@juniper.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


class Repo:
    """A scratch repository and complint run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder, env=BASE_ENV, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def write(self, path: str, text: str, *, add: bool = True) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        if add:
            self.git("add", "--", path)

    def commit(self) -> None:
        self.git("commit", "--quiet", "--no-verify", "-m", "state")

    def check(self, *arguments: str, cwd: str = ".", **env: str) -> tuple[int, str, str]:
        """Return exit code, standard output and standard error of `complint check`."""
        done = subprocess.run(
            [sys.executable, "-m", "complint", "check", *arguments],
            cwd=self.folder / cwd,
            env={**BASE_ENV, "PYTHONPATH": _absolute(), "COMPLINT_CACHE_DIR": str(self.folder.parent / "cache"), **env},
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stdout + done.stderr, done.stderr
        return done.returncode, done.stdout, done.stderr

    def found(self, *arguments: str, cwd: str = ".") -> set[tuple[str, str]]:
        """Return path and rule of every finding."""
        code, out, err = self.check("--format", "json", *arguments, cwd=cwd)
        assert code in (0, 1), err
        return {(one["path"], one["rule"]) for one in json.loads(out)["findings"]}

    def seen(self, *arguments: str, cwd: str = ".") -> set[str]:
        """Return the paths of the documents that were looked at."""
        code, out, err = self.check("--format", "json", *arguments, cwd=cwd)
        assert code in (0, 1), err
        return {one["path"] for one in json.loads(out)["documents"]}


def _absolute() -> str:
    return os.pathsep.join(os.path.abspath(path) for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path)


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    made = Repo(tmp_path / "repo")
    made.git("init", "--quiet")
    return made


def clone(repo: Repo, name: str, *options: str) -> Repo:
    """Return a clone that shares nothing with the repository."""
    target = repo.folder.parent / name
    subprocess.run(
        ["git", "clone", "--quiet", *options, f"file://{repo.folder}", str(target)], env=BASE_ENV, check=True
    )
    return Repo(target)


# --- --staged


def test_what_is_staged_is_checked_and_nothing_else(repo: Repo) -> None:
    repo.write("agent_configs/old.yaml", BAD)
    repo.commit()
    repo.write("agent_configs/new.yaml", BAD)
    repo.write("agent_configs/about.yaml", BAD, add=False)
    assert {path for path, _ in repo.found("--staged")} == {"agent_configs/new.yaml"}


def test_the_index_counts_not_the_working_tree(repo: Repo) -> None:
    repo.write("agent_configs/a.yaml", BAD)
    repo.write("agent_configs/a.yaml", GOOD, add=False)
    assert ("agent_configs/a.yaml", "disclosure/undisclosed-ai") in repo.found("--staged")
    repo.git("add", ".")
    repo.write("agent_configs/a.yaml", BAD, add=False)
    assert repo.check("--staged")[0] == 0
    (repo.folder / "agent_configs/a.yaml").unlink()
    assert repo.check("--staged")[0] == 0
    assert repo.seen("--staged") == {"agent_configs/a.yaml"}


def test_files_beside_are_those_of_the_index(repo: Repo) -> None:
    """A registry that lists a file nobody has added would be broken as soon as it is committed."""
    repo.write("agents.json", AGENTS)
    repo.write("agent_configs/a.yaml", GOOD, add=False)
    assert ("agents.json", "document/missing-file") in repo.found("--staged")
    assert repo.found(".") == set()
    repo.git("add", "--intent-to-add", ".")
    assert ("agents.json", "document/missing-file") in repo.found("--staged")
    repo.git("add", ".")
    assert repo.found("--staged") == set()


def test_a_file_behind_a_link_out_of_the_repository_is_there(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/a.yaml").write_text(GOOD, "utf-8")
    (repo.folder / "agent_configs").symlink_to(tmp_path / "shared")
    repo.write("agents.json", AGENTS)
    repo.git("add", ".")
    assert ("agents.json", "document/missing-file") not in repo.found("--staged")


def test_a_deleted_config_is_noticed_through_its_registry(repo: Repo) -> None:
    repo.write("agents.json", AGENTS)
    repo.write("agent_configs/a.yaml", GOOD)
    repo.write("agent_configs/b.yaml", GOOD)
    repo.commit()
    repo.git("rm", "--quiet", "--cached", "agent_configs/b.yaml")
    assert repo.seen("--staged") == set()  # nothing lists it
    repo.git("rm", "--quiet", "--cached", "agent_configs/a.yaml")
    assert repo.found("--staged") == {("agents.json", "document/missing-file")}
    repo.git("reset", "--quiet")
    repo.git("mv", "agent_configs/a.yaml", "agent_configs/c.yaml")
    assert repo.found("--staged") == {("agents.json", "document/missing-file")}
    assert repo.found("--changed") == {("agents.json", "document/missing-file")}


def test_a_registry_leads_to_nothing_that_is_not_staged(repo: Repo) -> None:
    repo.write("agents.json", AGENTS)
    repo.write("agent_configs/a.yaml", BAD)
    repo.commit()
    repo.write("agents.json", AGENTS.replace("agent_a", "agent_z"))
    assert repo.found("--staged") == set()
    assert repo.found("agents.json") != set()


def test_a_file_is_what_its_registry_says(repo: Repo) -> None:
    repo.write("agents.json", AGENTS.replace("agent_configs/a.yaml", "desk/greeter.yaml"))
    repo.write("desk/greeter.yaml", "title: [unfinished\n")
    repo.commit()
    assert repo.check("--hook", "desk/greeter.yaml")[0] == 1
    repo.write("agents.json", '{"agents": []}')
    assert repo.check("--hook", "desk/greeter.yaml")[0] == 0


def test_nothing_staged_is_fine_and_said(repo: Repo) -> None:
    code, out, err = repo.check("--staged")
    assert (code, err) == (0, "Nothing for complint in what is staged.\n")
    repo.write("notes.md", "# Notes\n")
    repo.write("compose.yaml", "services: {}\n")
    code, out, err = repo.check("--staged")
    assert (code, err) == (0, "Nothing for complint in what is staged.\n")
    assert "compose.yaml" in out  # it is looked at, and passed over with a reason
    assert repo.check("--staged", "--quiet")[0::2] == (0, "")


def test_what_is_left_out_is_said(repo: Repo) -> None:
    repo.write("agent_configs/a.yaml", GOOD)
    _, _, err = repo.check("--staged")
    assert err.startswith(
        "Checked what is staged, file by file; calls, and what takes several files, are left to a run"
    )
    assert repo.check("--staged", "--quiet") == (0, "", "")
    repo.write("calls/monday.csv", "phone_number,scheduled_at\n+12025550142,2026-11-23T03:00:00Z\n")
    assert "calls are judged in a run over the whole project" in repo.check("--staged", "--verbose")[1]


def test_a_configuration_that_is_not_staged_is_said_to_be_read(repo: Repo) -> None:
    repo.write("agent_configs/a.yaml", GOOD)
    repo.write("complint.yaml", "organization: {name: Juniper}\n", add=False)
    assert "complint.yaml is read as it lies in the working tree" in repo.check("--staged")[2]
    repo.git("add", ".")
    assert "complint.yaml is read as it lies" not in repo.check("--staged")[2]


def test_a_configuration_that_changes_is_said_to_concern_every_file(repo: Repo) -> None:
    repo.write("agent_configs/a.yaml", GOOD)
    repo.commit()
    repo.write("complint.yaml", "agents: [{match: {name: Juniper desk}, handles_phi: true}]\n")
    repo.write("waivers.yaml", "waivers: []\n")
    code, _, err = repo.check("--staged")
    assert code == 0
    assert "complint.yaml concerns every file; that is left to a run over the whole project." in err
    assert "waivers.yaml concerns every file" in err
    assert "Nothing for complint" not in err
    repo.write("complint.yaml", "agent: []\n")
    assert repo.check("--staged")[0] == 2


@pytest.mark.parametrize("option", ["--staged", "--changed"])
def test_a_path_that_is_not_there_is_a_usage_error(repo: Repo, option: str) -> None:
    repo.write("agent_configs/a.yaml", GOOD)
    repo.write("gone/b.yaml", GOOD)
    repo.commit()
    repo.git("rm", "--quiet", "-r", "gone")
    code, _, err = repo.check(option, "agent_confgs")
    assert code == 2
    assert "agent_confgs: there is no such file or folder" in err
    assert repo.check(option, "gone")[0] == 0


def test_before_the_first_commit_and_from_a_folder_below(repo: Repo) -> None:
    repo.write("sub/agent_configs/a.yaml", BAD)
    repo.write("other/agent_configs/b.yaml", BAD)
    assert repo.seen("--staged", cwd="sub") == {"agent_configs/a.yaml"}
    assert repo.seen("--staged", "../other", cwd="sub") == {"../other/agent_configs/b.yaml"}
    assert repo.seen("--staged", "sub/agent_configs/a.yaml") == {"sub/agent_configs/a.yaml"}
    assert repo.seen("--staged") == {"sub/agent_configs/a.yaml", "other/agent_configs/b.yaml"}


def test_the_index_of_a_hook_is_the_one_that_counts(repo: Repo) -> None:
    repo.write("agent_configs/a.yaml", GOOD)
    shutil.copy(repo.folder / ".git/index", repo.folder / ".git/next-index")
    repo.write("agent_configs/a.yaml", BAD)
    assert repo.check("--staged")[0] == 1
    assert repo.check("--staged", GIT_INDEX_FILE=".git/next-index")[0] == 0


def test_names_of_all_kinds(repo: Repo) -> None:
    names = [
        "agent_configs/two words.yaml",
        "agent_configs/-x.yaml",
        "agent_configs/naïve\tname.yaml",
        "agent_configs/*.yaml",
    ]
    for name in names:
        repo.write(name, BAD)
    repo.write("agent_configs/*.yaml", GOOD, add=False)
    assert {path for path, _ in repo.found("--staged")} == set(names)
    assert repo.seen("--staged", "agent_configs/*.yaml") == {"agent_configs/*.yaml"}


def test_an_excluded_file_stays_excluded(repo: Repo) -> None:
    repo.write("complint.yaml", 'exclude: ["backup/**"]\n')
    repo.write("backup/agent_configs/a.yaml", BAD)
    assert repo.check("--staged")[0] == 0
    assert repo.check("--hook", "backup/agent_configs/a.yaml")[0] == 0
    assert repo.check("backup/agent_configs/a.yaml")[0] == 1


# --- --staged --fix


def test_a_fix_changes_the_working_tree_and_says_what_to_stage(repo: Repo) -> None:
    repo.write("agent_configs/a.yaml", FIXABLE)
    code, _, err = repo.check("--staged", "--fix")
    assert code == 1  # what is staged is not fixed as yet
    assert "git add agent_configs/a.yaml" in err
    assert (repo.folder / "agent_configs/a.yaml").read_text("utf-8") == GOOD
    assert repo.git("show", ":agent_configs/a.yaml") == FIXABLE
    repo.git("add", ".")
    assert repo.check("--staged", "--fix")[0] == 0


def test_a_file_staged_in_part_is_not_fixed(repo: Repo) -> None:
    repo.write("agent_configs/a.yaml", FIXABLE)
    repo.write("agent_configs/a.yaml", FIXABLE + "# more to come\n", add=False)
    code, _, err = repo.check("--staged", "--fix")
    assert code == 2
    assert "Not written: agent_configs/a.yaml: what is staged of it is not what lies in the working tree" in err
    assert (repo.folder / "agent_configs/a.yaml").read_text("utf-8") == FIXABLE + "# more to come\n"


def test_the_diff_is_one_of_what_is_staged(repo: Repo) -> None:
    repo.write("agent_configs/a.yaml", FIXABLE)
    repo.write("agent_configs/a.yaml", GOOD, add=False)
    code, out, _ = repo.check("--staged", "--diff")
    assert code == 1
    assert "-    prompt: {prompt: Answer questions about opening hours., llm: gemini-2.5-flash, tools: []" in out


# --- --changed


@pytest.fixture
def branch(repo: Repo) -> Repo:
    """A branch of one commit on top of main, both with an agent."""
    repo.write("agents.json", AGENTS)
    repo.write("agent_configs/a.yaml", BAD)
    repo.commit()
    repo.git("switch", "--quiet", "-c", "feature")
    repo.write("agent_configs/b.yaml", BAD)
    repo.commit()
    return repo


def test_changed_is_what_the_branch_and_the_working_tree_add(branch: Repo) -> None:
    assert branch.seen("--changed") == {"agent_configs/b.yaml"}
    branch.write("agent_configs/c.yaml", BAD)
    branch.write("agent_configs/d.yaml", BAD, add=False)
    branch.write(".gitignore", "agent_configs/e.yaml\n", add=False)
    branch.write("agent_configs/e.yaml", BAD, add=False)
    assert branch.seen("--changed") == {f"agent_configs/{name}.yaml" for name in "bcd"}
    assert branch.seen("--changed=HEAD") == {f"agent_configs/{name}.yaml" for name in "cd"}
    assert branch.seen("--changed", "agent_configs/d.yaml") == {"agent_configs/d.yaml"}
    _, _, err = branch.check("--changed")
    assert f"what changed since main ({branch.git('rev-parse', 'main')[:8]})" in err


def test_what_main_did_since_is_not_this_branch(branch: Repo) -> None:
    branch.git("switch", "--quiet", "main")
    branch.write("agent_configs/m.yaml", BAD)
    branch.commit()
    branch.git("switch", "--quiet", "feature")
    assert branch.seen("--changed=main") == {"agent_configs/b.yaml"}


def test_the_upstream_comes_first(branch: Repo) -> None:
    other = clone(branch, "clone", "--branch", "feature")
    assert other.seen("--changed") == set()
    other.write("agent_configs/c.yaml", BAD)
    assert other.seen("--changed") == {"agent_configs/c.yaml"}
    assert "@{upstream}" in other.check("--changed")[2]
    other.git("switch", "--quiet", "-c", "local", "--no-track")
    other.git("remote", "set-head", "origin", "main")
    assert other.seen("--changed") == {"agent_configs/c.yaml", "agent_configs/b.yaml"}  # against origin/HEAD


def test_a_touched_file_has_not_changed(branch: Repo) -> None:
    os.utime(branch.folder / "agent_configs/a.yaml", (1, 1))
    assert branch.seen("--changed") == {"agent_configs/b.yaml"}


def test_a_removed_file_is_noticed_through_its_registry(branch: Repo) -> None:
    (branch.folder / "agent_configs/a.yaml").unlink()
    assert ("agents.json", "document/missing-file") in branch.found("--changed")


def test_before_the_first_commit_everything_has_changed(repo: Repo) -> None:
    repo.write("agent_configs/a.yaml", BAD)
    repo.write("agent_configs/b.yaml", BAD, add=False)
    assert repo.seen("--changed") == {"agent_configs/a.yaml", "agent_configs/b.yaml"}


# --- what can go wrong


@pytest.mark.parametrize("ref", ["nowhere", "--output=x", "-x", "HEAD~99", "a b", "HEAD^{tree}"])
def test_an_unknown_reference_is_a_usage_error(branch: Repo, ref: str) -> None:
    code, _, err = branch.check(f"--changed={ref}")
    assert code == 2
    assert "git knows no commit" in err
    assert not (branch.folder / "x").exists()


def test_a_shallow_clone_says_what_to_fetch(branch: Repo) -> None:
    shallow = clone(branch, "shallow", "--depth", "1", "--branch", "feature")
    code, _, err = shallow.check("--changed=main")
    assert code == 2
    assert "shallow" in err
    assert "fetch-depth: 0" in err
    branch.git("switch", "--quiet", "main")
    branch.write("agent_configs/m.yaml", BAD)
    branch.commit()
    shallow.git("fetch", "--quiet", "--depth", "1", "origin", "main:main")
    code, _, err = shallow.check("--changed=main")
    assert code == 2
    assert "no commit in common; this clone is shallow" in err


def test_histories_without_anything_in_common(branch: Repo) -> None:
    branch.git("switch", "--quiet", "--orphan", "island")
    branch.write("agent_configs/z.yaml", BAD)
    branch.commit()
    code, _, err = branch.check("--changed=main")
    assert code == 2
    assert "no commit in common at all" in err


@pytest.mark.parametrize("options", [["--staged"], ["--changed"]])
def test_no_repository_and_no_git_are_usage_errors(options: list[str], tmp_path: Path) -> None:
    outside = Repo(tmp_path / "plain")
    code, _, err = outside.check(*options, GIT_CEILING_DIRECTORIES=str(tmp_path))
    assert code == 2
    assert "not a git repository" in err
    code, _, err = outside.check(*options, PATH=str(tmp_path))
    assert code == 2
    assert "git is not installed" in err


@pytest.mark.parametrize(
    "options",
    [
        ["--staged", "--changed"],
        ["--staged", "--stdin-filename", "a.json"],
        ["--changed", "--stdin-filename", "a.json"],
    ],
)
def test_what_excludes_each_other(repo: Repo, options: list[str]) -> None:
    code, _, err = repo.check(*options)
    assert code == 2
    assert "exclude each other" in err or "goes with neither" in err


def test_a_file_in_conflict_is_named(branch: Repo) -> None:
    branch.write("agent_configs/a.yaml", GOOD)
    branch.commit()
    branch.git("switch", "--quiet", "main")
    branch.write("agent_configs/a.yaml", BAD.replace("good day", "hello"))
    branch.commit()
    subprocess.run(["git", "merge", "feature"], cwd=branch.folder, env=BASE_ENV, capture_output=True, check=False)
    code, _, err = branch.check("--staged")
    assert code == 2
    assert "agent_configs/a.yaml: git has not merged this file yet" in err


def test_nothing_of_the_repository_is_run(branch: Repo) -> None:
    """A file-system monitor, hooks, an external diff and a text conversion: a stranger's repository may have them all."""
    mark = branch.folder.parent / "was-run"
    script = branch.folder.parent / "run-me"
    script.write_text(f"#!/bin/sh\ntouch '{mark}'\n", "utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    branch.write(".gitattributes", "*.yaml diff=odd\n")
    for name in ("core.fsmonitor", "diff.external", "diff.odd.textconv", "diff.odd.command", "core.pager"):
        branch.git("config", name, str(script))
    for hook in ("post-index-change", "post-checkout"):
        shutil.copy(script, branch.folder / ".git/hooks" / hook)
    mark.unlink(missing_ok=True)
    branch.write("agent_configs/b.yaml", GOOD, add=False)
    os.utime(branch.folder / "agent_configs/a.yaml", (1, 1))
    branch.check("--staged")
    branch.check("--changed")
    assert not mark.exists()


# --- the command line


def test_the_reference_is_taken_after_an_equals_sign_only() -> None:
    values = quick_parse(["--changed", "main"])
    assert values is not None
    assert (values["changed"], values["paths"]) == ("", ("main",))
    values = quick_parse(["--changed=main", "a.json"])
    assert values is not None
    assert (values["changed"], values["paths"]) == ("main", ("a.json",))


def test_click_reads_it_alike(branch: Repo) -> None:
    # what follows after "--no-such" is explained by click, which must not take the path for a reference
    run: Callable[..., tuple[int, str, str]] = branch.check
    assert "No such option" in run("--changed", "agent_configs", "--no-such")[2]
    from complint.cli.commands import check_command

    with check_command.make_context("check", ["--changed", "agent_configs", "--", "--changed"]) as context:
        assert context.params["changed"] == ""
        assert context.params["paths"] == ("agent_configs", "--changed")
    with check_command.make_context("check", ["--changed=main"]) as context:
        assert context.params["changed"] == "main"
