"""What the documentation says is true: its commands run, its configurations load, its options exist, its links lead somewhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import click
import pytest
import yaml

from complint.cli.commands import complint as commands
from complint.config import load_settings

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
WRITTEN = sorted([README, ROOT / "CHANGELOG.md", ROOT / "sample_configs/README.md", *(ROOT / "docs").rglob("*.md")])
GUIDES = sorted((ROOT / "docs").glob("guide/*.md"))

# What runs with another exit code than 0: both show findings.
CODES = {
    ".venv/bin/complint check sample_configs/bad": 1,
    ".venv/bin/complint check --diff --unsafe-fixes sample_configs/bad": 1,
}
# Blocks that no test can run, by their first line, each with the reason; what can be run against a stand-in is no such block.
NOT_RUN = {
    "python tests/benchmarks/dnc_speed.py --numbers 250000000 --codes 421 --keep DIR": "it takes minutes and gigabytes",
    "python tests/benchmarks/check_speed.py": "it takes minutes, and runs in a checkout",
    '# the signed bytes are "DSSEv1", the type and the payload, each with its length': "tests/audit/test_guide.py runs it",
    "pip install 'complint[live]'": "it needs a workspace at the vendor; tests/live run such commands against a stand-in",
}
STANDS_IN = """\
#!{python}
import os, subprocess, sys
name, arguments = os.path.basename(sys.argv[0]), sys.argv[1:]
with open({log!r}, "a") as log:
    print(name, *arguments, file=log)
if name == "python3":  # `python3 -m venv .venv`: a folder with these stand-ins
    assert arguments == ["-m", "venv", ".venv"], arguments
    os.makedirs(".venv/bin")
    for one in ("pip", "pytest", "complint"):
        os.symlink(os.path.realpath(sys.argv[0]), ".venv/bin/" + one)
elif name == "complint":
    sys.exit(subprocess.run([{python!r}, "-m", "complint", *arguments]).returncode)
"""


def _fenced(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def _scratch(folder: Path) -> dict[str, str]:
    """Make a copy of what the commands look at, in a git repository; return the environment to run them in.

    A virtual environment and what is installed into it are stood in for: the environment of the tests is made by the same
    command (`.ci/run`), and installing is tried by whoever runs that.
    """
    for name in ("sample_configs", "pyproject.toml"):
        source = ROOT / name
        shutil.copytree(source, folder / name) if source.is_dir() else shutil.copy(source, folder / name)
    tools = folder.parent / "tools"
    tools.mkdir()
    stand_in = tools / "stand-in"
    stand_in.write_text(STANDS_IN.format(python=sys.executable, log=str(folder.parent / "log")), "utf-8")
    stand_in.chmod(0o755)
    for name in ("python3", "pip", "complint", "elevenlabs"):
        (tools / name).symlink_to(stand_in)
    paths = [os.path.abspath(path) for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path] or [
        str(ROOT)
    ]
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    env |= {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": os.pathsep.join(paths)}
    env |= {"GIT_CONFIG_GLOBAL": os.devnull, "COMPLINT_CACHE_DIR": str(folder.parent / "cache")}
    env |= {f"GIT_{who}_{what}": "x@acme.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    git = ["git", "-c", "init.defaultBranch=main"]
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "samples"]):
        subprocess.run([*git, *command], cwd=folder, env=env, check=True)
    return env


def _run(script: str, folder: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    return done


needs_git = pytest.mark.skipif(not shutil.which("bash") or not shutil.which("git"), reason="bash or git is missing")


@needs_git
def test_every_command_of_the_readme_runs(tmp_path: Path) -> None:
    folder = tmp_path / "repo"
    folder.mkdir()
    env = _scratch(folder)
    blocks = _commands(README)
    assert len(blocks) > 5
    for block in blocks:
        done = _run(block, folder, env)
        assert done.returncode == CODES.get(block.strip(), 0), f"{block}\n{done.stdout[-2000:]}{done.stderr}"
    said = (tmp_path / "log").read_text("utf-8").splitlines()
    assert "pip install --quiet .[calls]" in said
    assert "pip install --quiet --editable .[dev]" in said
    assert "pytest -q" in said
    assert set(CODES) <= {block.strip() for block in blocks}


def test_the_tests_run_in_what_the_readme_installs() -> None:
    """`.ci/run` uses the README's own commands: what is stood in for above is tried there."""
    gate = (ROOT / ".ci/run").read_text("utf-8")
    assert "install --quiet --disable-pip-version-check --editable '.[dev]'" in gate
    assert re.search(r"pytest -q\b", gate)


@needs_git
def test_from_red_to_green(tmp_path: Path) -> None:
    """The baseline of the README holds what is old, and lets nothing through that is new."""
    folder = tmp_path / "repo"
    folder.mkdir()
    env = _scratch(folder)
    text = README.read_text("utf-8").partition("### From red to green")[2]
    commands_ = _fenced(text, "sh")[0]
    make, rest = commands_.split("\n", 1)
    assert _run(f"{make}\ncomplint check", folder, env).returncode == 1  # red
    done = _run(rest, folder / "legacy", env)
    assert done.returncode == 0, done.stdout + done.stderr
    legacy = folder / "legacy"
    assert _run("complint check", legacy, env).returncode == 0
    (legacy / "agent_configs/New-Line.json").write_text(
        '{"name": "New Line", "conversation_config": {"agent": {"prompt": {"llm": "gpt-4o", "tools": ["end_call"]}}}}\n'
    )
    done = _run("complint check --quiet", legacy, env)
    assert done.returncode == 1
    assert {line.partition(":")[0] for line in done.stdout.splitlines()} == {"agent_configs/New-Line.json"}


@needs_git
@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_every_command_of_a_guide_runs(guide: Path, tmp_path: Path) -> None:
    """Commands of a guide run in its order in the good samples; those of the vendor's client are stood in for."""
    folder = tmp_path / "repo"
    folder.mkdir()
    env = _scratch(folder)
    for block in _commands(guide):
        done = _run(block, folder / "sample_configs/good", env)
        assert done.returncode == 0, f"{block}\n{done.stdout[-2000:]}{done.stderr}"


def test_what_is_not_run_is_still_there() -> None:
    first = {block.split("\n")[0] for page in (README, *GUIDES) for block in _blocks(page.read_text("utf-8"))}
    assert NOT_RUN.keys() <= first


def _commands(page: Path) -> list[str]:
    return [block for block in _blocks(page.read_text("utf-8")) if block.split("\n")[0] not in NOT_RUN]


def _blocks(text: str) -> list[str]:
    """Return the blocks of commands of a page: fenced ones, then those that are set off by four spaces."""
    outside = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    blocks = re.findall(r"\n\n((?: {4}\S.*\n)+)", outside)
    return [*_fenced(text, "sh"), *(re.sub(r"^ {4}", "", block, flags=re.MULTILINE) for block in blocks)]


@pytest.mark.parametrize("page", [README, *GUIDES], ids=lambda path: path.stem)
def test_every_yaml_example_is_valid(page: Path, tmp_path: Path) -> None:
    for block in _fenced(page.read_text("utf-8"), "yaml"):
        data = yaml.safe_load(block)
        if isinstance(data, dict) and "organization" in data:
            (tmp_path / "complint.yaml").write_text(block, "utf-8")
            settings = load_settings(str(tmp_path))
            assert settings.organization == data["organization"]
            assert len(settings.agents) == len(data.get("agents", ()))


def test_the_hooks_of_the_documentation_exist() -> None:
    shipped = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    named: set[str] = set()
    for page in (README, ROOT / "docs/guide/pre-commit.md"):
        for block in _fenced(page.read_text("utf-8"), "yaml"):
            named |= set(re.findall(r"- id: (\S+)", block))
    assert named == shipped


def test_the_readme_is_short() -> None:
    assert len(README.read_text("utf-8").splitlines()) < 300


# --- commands and options that are named in running text


@cache
def _options() -> dict[str, set[str]]:
    """Return the options of every command, by its words; those of groups are gathered from what is below."""
    found: dict[str, set[str]] = {}

    def walk(command: click.Command, words: str) -> None:
        found[words] = {flag for one in command.params for flag in (*one.opts, *one.secondary_opts) if flag[:1] == "-"}
        if isinstance(command, click.Group):
            context = click.Context(command)
            for name in command.list_commands(context):
                below = command.get_command(context, name)
                assert below is not None
                walk(below, f"{words} {name}".strip())

    walk(commands, "")
    return found


def _spoken(page: Path) -> Iterator[str]:
    """Yield the code in the running text of a page."""
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    yield from (span.replace("\n", " ") for span in re.findall(r"`([^`]+)`", text))


@pytest.mark.parametrize("page", [README, *GUIDES], ids=lambda path: path.stem)
def test_commands_and_options_in_the_text_exist(page: Path) -> None:
    known = set().union(*_options().values()) | {"--help", "--unshallow", "--no-verify", "--check"}
    for code in _spoken(page):
        for word in re.findall(r"(?<![\w-])--[a-z][a-z-]+", code):
            assert word in known, f"{page.name}: `{code}`"
        words = code.split()
        if words[0] == "complint" and len(words) > 1 and words[1].isalpha() and words[1].islower():
            for choice in words[1].split("|"):
                assert choice in _options(), f"{page.name}: `{code}`"


# --- links


def _anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    outside = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    found = re.findall(r"^#+ (.+)$", outside, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in found}


@pytest.mark.parametrize("page", WRITTEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"`[^`\n]*`", "", text)
    for target in re.findall(r"\]\(<?([^)>\s]+)>?\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = unquote(target).partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.is_relative_to(ROOT), target
        assert file.exists(), f"{page.name}: {target}"
        if anchor:
            assert anchor in _anchors(file.read_text("utf-8")), f"{page.name}: {target}"


def test_every_guide_is_linked_from_the_readme() -> None:
    linked: Any = set(re.findall(r"\]\((docs/guide/[\w-]+\.md)\)", README.read_text("utf-8")))
    assert linked >= {guide.relative_to(ROOT).as_posix() for guide in GUIDES}
