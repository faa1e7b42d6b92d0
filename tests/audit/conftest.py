"""A small invented project to audit: agents, a registry, call lists, a waiver, packs of its own; and commands that run in it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from complint.cli.main import _run
from complint.core.errors import ComplintError

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "shared"))

from filed import CALLS, CALM, CONFIG, DAY, PACK, WAIVERS, agent, write


@pytest.fixture(scope="session")
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def project(tmp_path: Path, _cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the project, which is the working directory; key files are beside it, as `../key`."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COMPLINT_CACHE_DIR", str(_cache))
    for name in ("COMPLINT_AUDIT_KEY", "COMPLINT_AUDIT_PUBLIC_KEY"):
        monkeypatch.delenv(name, raising=False)
    write("complint.yaml", CONFIG)
    write("packs/quarry/voice/pack.yaml", PACK)
    write("packs/quarry/voice/calm.yaml", CALM)
    write("waivers.yaml", WAIVERS)
    write("agent_configs/desk.json", agent("Desk", temperature=0.9))
    write("agent_configs/night.json", agent("Night"))
    write("agents.json", {"agents": [{"config": "agent_configs/desk.json", "id": "agent_desk"}]})
    write("drafts/old.json", agent("Old"))
    write("notes.json", {"hello": "there"})
    write("lists/dnc.csv", "phone_number\n+12125550199\n")
    write("december.csv", CALLS)
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Return a function that runs a command and gives exit code, output and errors."""

    def command(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            code = _run(list(arguments))
        except ComplintError as error:
            code = error.exit_code
            captured = capsys.readouterr()
            return code, captured.out, captured.err + str(error)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command


@pytest.fixture
def signed(project: Path, run: Callable[..., tuple[int, str, str]]) -> Callable[..., Path]:
    """Return a function that files a signed audit of the project into a folder beside it, and returns that folder."""
    assert run("audit", "keygen", "--output", "../key")[0] == 0

    def make(name: str, *more: str, as_of: str = DAY) -> Path:
        output = os.path.join("..", "filed", name)
        code, _, errors = run("audit", "run", "--key", "../key", "--as-of", as_of, "--output", output, *more)
        assert code in (0, 1), errors
        return Path(output)

    return make
