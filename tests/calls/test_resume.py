"""A check that was interrupted goes on where it stopped: no row is lost, none is doubled, and nothing else is continued."""

import csv
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from complint.calls.journal import journal_path

sys.path.insert(0, os.path.dirname(__file__))

from odd_tables import rows, write

SLOW = (
    "import sys, time\n"
    "from complint.calls import csv_rows, parallel, journal\n"
    "csv_rows._BLOCK, parallel._LEAST = 3000, 16\n"
    "add = journal.Journal.add\n"
    "def slowly(self, part):\n"
    "    add(self, part)\n"
    "    time.sleep(0.03)\n"
    "journal.Journal.add = slowly\n"
    "from complint.cli.main import main\n"
    "sys.argv[0] = 'complint'\n"
    "main()\n"
)


def start(*arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", SLOW, "calls", "check", "--no-config", "--quiet", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ})


def run(*arguments: str) -> tuple[int, str]:
    process = start(*arguments)
    _, errors = process.communicate(timeout=120)
    return process.returncode, errors.decode()


@pytest.fixture(scope="module")
def schedule(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("calls") / "calls.csv"
    write(path, rows(1500, 4))
    return path


def read(path: Path) -> object:
    if path.is_dir():
        tables = [pq.read_table(part) for part in sorted(path.iterdir())]
        return [row for table in tables for row in table.to_pylist()]
    return pq.read_table(path).to_pylist() if path.suffix == ".parquet" else path.read_bytes()


@pytest.mark.parametrize(
    ("name", "jobs", "how"),
    [
        ("verdicts.csv", "2", signal.SIGKILL),
        ("verdicts.jsonl", "1", signal.SIGKILL),
        ("verdicts.parquet", "2", signal.SIGKILL),
        ("verdicts/", "2", signal.SIGINT),
    ],
)
def test_a_killed_check_is_continued(name: str, jobs: str, how: signal.Signals, schedule: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole" / name
    (tmp_path / "whole").mkdir()
    assert run(str(schedule), "--output", f"{tmp_path}/whole/{name}", "--jobs", jobs)[0] == 1
    target, output = f"{tmp_path}/{name}", tmp_path / name
    chance = random.Random(f"{name}{jobs}{how}")
    kills = 0
    for _ in range(4):
        process = start(str(schedule), "--output", target, "--jobs", jobs, "--resume")
        deadline = time.monotonic() + 30
        journal = Path(journal_path(target))
        while process.poll() is None and time.monotonic() < deadline:
            if journal.exists() and len(journal.read_bytes().splitlines()) > 1 + chance.randrange(4) + 3 * kills:
                time.sleep(chance.random() * 0.05)
                process.send_signal(how)
                break
            time.sleep(0.005)
        _, errors = process.communicate(timeout=60)
        if process.returncode == 1:
            break
        kills += 1
        assert b"Traceback" not in errors
        assert not output.exists()
    else:
        assert run(str(schedule), "--output", target, "--jobs", jobs, "--resume")[0] == 1
    assert kills >= 2, "the check was meant to be interrupted"
    assert read(output) == read(whole)
    assert sorted(os.listdir(tmp_path)) == sorted(["whole", name.rstrip("/")])


def test_nothing_else_is_continued(schedule: Path, tmp_path: Path) -> None:
    own = tmp_path / "calls.csv"
    own.write_bytes(schedule.read_bytes())
    output = tmp_path / "verdicts.csv"
    process = start(str(own), "--output", str(output))
    journal = Path(journal_path(str(output)))
    while not journal.exists() or len(journal.read_bytes().splitlines()) < 3:
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"continue with --resume" in errors
    code, words = run(str(own), "--output", str(output), "--resume", "--purpose", "informational")
    assert code == 2
    assert "another one (options)" in words
    with own.open("a") as stream:
        stream.write("+12125550142,2026-12-01T17:00:00Z,,pewc,,x\n")
    code, words = run(str(own), "--output", str(output), "--resume")
    assert code == 2
    assert "another one (files)" in words
    assert run(str(own), "--output", str(output))[0] == 1
    with output.open(newline="") as stream:
        assert len(list(csv.reader(stream))) == 1502


def test_resume_needs_a_table(schedule: Path) -> None:
    code, words = run(str(schedule), "--resume")
    assert code == 2
    assert "--output" in words


def test_a_folder_that_holds_something_is_left_alone(schedule: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("x")
    code, words = run(str(schedule), "--output", f"{tmp_path}/out/")
    assert code == 2
    assert "not empty" in words
    assert os.listdir(tmp_path / "out") == ["mine.txt"]
