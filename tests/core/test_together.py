"""The modules of a start in one file: made by the first run, used by the second, stale as soon as a source changes."""

import marshal
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "complint"
AGENT = (
    '{"name": "Alder Books", "conversation_config": {"agent": {"first_message": "Hello", "prompt": {"prompt": "Hi"}}}}'
)
WHERE = "import sys; sys.argv = ['complint', *sys.argv[1:]]\nimport os\nleave = os._exit\n"
SEEN = """
def told(code):
    print(sorted(n for n, m in sys.modules.items() if n.startswith('complint.') and 'Together' in repr(m.__spec__.loader)))
    sys.stdout.flush()
    leave(code)
os._exit = told
from complint.cli.main import main
main()
"""


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A copy of the package with its packs, as an installation has it."""
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE, tmp_path / "site" / "complint", ignore=ignore)
    shutil.copytree(PACKAGE.parent / "policies", tmp_path / "site" / "complint" / "_policies", ignore=ignore)
    (tmp_path / "agent.json").write_text(AGENT)
    return tmp_path / "site"


def run(site: Path, *, write: bool = True) -> tuple[str, list[str]]:
    """Return what a check prints, and the modules that came from the one file."""
    env = {**os.environ, "PYTHONPATH": str(site), "COMPLINT_CACHE_DIR": str(site.parent / "cache")}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    if not write:
        env["PYTHONDONTWRITEBYTECODE"] = "1"
    done = subprocess.run(
        [sys.executable, "-P", "-c", WHERE + SEEN, "check", "--no-cache", "--fail-on", "never", "agent.json"],
        cwd=site.parent,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    printed, _, modules = done.stdout.rstrip("\n").rpartition("\n")
    return printed, eval(modules)


def held(site: Path) -> Path:
    return next((site / "complint" / "__pycache__").glob("together.*.pyc"))


def test_second_run_takes_its_modules_from_one_file_and_says_the_same(installed: Path) -> None:
    first, none = run(installed)
    second, many = run(installed)
    assert none == []
    assert len(many) > 50
    assert "complint.run" in many
    assert second == first


def test_changed_source_counts_and_not_what_was_kept_of_it(installed: Path) -> None:
    run(installed)
    source = installed / "complint" / "report" / "text.py"
    source.write_text(source.read_text().replace("document", "paper"))
    printed, modules = run(installed)
    assert "in 1 paper" in printed
    assert "complint.report.text" not in modules
    assert "complint.report.text" in run(installed)[1]


@pytest.mark.parametrize(
    "content", [b"", b"no such file", marshal.dumps({}), bytes(8)], ids=["empty", "foreign", "odd", "nil"]
)
def test_broken_file_is_made_anew(installed: Path, content: bytes) -> None:
    first, _ = run(installed)
    held(installed).write_bytes(content)
    printed, modules = run(installed)
    assert (printed, modules) == (first, [])
    assert len(run(installed)[1]) > 50


def test_moved_installation_uses_its_own_sources(installed: Path, tmp_path: Path) -> None:
    run(installed)
    moved = tmp_path / "elsewhere" / "site"
    moved.parent.mkdir()
    shutil.copytree(installed, moved)
    shutil.copy(tmp_path / "agent.json", moved.parent)
    code = "from complint.core import together; together.install(); import complint.run as r; print(r.__file__)"
    env = {**os.environ, "PYTHONPATH": str(moved)}
    done = subprocess.run([sys.executable, "-P", "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(str(moved))


def test_nothing_is_written_where_python_writes_no_bytecode(installed: Path) -> None:
    run(installed, write=False)
    assert not list(installed.rglob("together.*.pyc"))


@pytest.mark.parametrize("part", [0.1, 0.5, 0.999])
def test_half_a_file_is_made_anew(installed: Path, part: float) -> None:
    first, _ = run(installed)
    data = held(installed).read_bytes()
    held(installed).write_bytes(data[: int(len(data) * part)])
    assert run(installed) == (first, [])
    held(installed).write_bytes(data[int(len(data) * part) :])
    assert run(installed) == (first, [])
