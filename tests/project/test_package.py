"""The wheel carries the packs, byte for byte, and works where nothing of the checkout is."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)  # sdist first, then the wheel from the sdist
    return next(out.glob("*.whl"))


def test_wheel_holds_the_packs(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        shipped = {
            name.removeprefix("complint/_policies/"): sha256(archive.read(name)).hexdigest()
            for name in archive.namelist()
            if name.startswith("complint/_policies/")
        }
    folder = ROOT / "policies"
    written = {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert shipped == written


def test_wheel_runs_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    (tmp_path / "agent.json").write_text('{"conversation_config": {"agent": {"prompt": {"tools": ["end_call"]}}}}')
    env = {**os.environ, "PYTHONPATH": str(target), "COMPLINT_CACHE_DIR": str(tmp_path / "cache")}
    script = "import complint, sys; sys.argv[1:] = ['check', 'agent.json']; from complint.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-P", "-c", script], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert "tools/inline-tools" in done.stdout
