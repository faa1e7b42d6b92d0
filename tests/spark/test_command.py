"""The command on Spark, in a process of its own: what it prints, what it leaves behind, how it is interrupted."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "calls"))

from odd_tables import rows, write

pytestmark = pytest.mark.spark
COMMAND = [sys.executable, "-P", "-m", "complint", "calls", "check"]


@pytest.fixture
def clean(tmp_path: Path) -> dict[str, str]:
    """Return an environment with an empty folder for temporary files."""
    pytest.importorskip("pyspark")
    if shutil.which("java") is None:
        pytest.skip("needs Java")
    (tmp_path / "tmp").mkdir()
    temporary = str(tmp_path / "tmp")
    own = {"TMPDIR": temporary, "SPARK_LOCAL_DIRS": temporary, "SPARK_MASTER": "local[2]"}
    own["JDK_JAVA_OPTIONS"] = f"-Djava.io.tmpdir={temporary} -XX:-UsePerfData"
    return {**os.environ, **own}


def left(tmp_path: Path) -> list[str]:
    """Return what is left of temporary files, once the Java process had its time to go."""
    for _ in range(100):
        if not os.listdir(tmp_path / "tmp"):
            break
        time.sleep(0.2)
    return os.listdir(tmp_path / "tmp")


def test_the_same_report_and_not_a_word_more(tmp_path: Path, clean: dict[str, str]) -> None:
    path = tmp_path / "calls.csv"
    write(path, rows(200, 1))
    arguments = [*COMMAND, str(path), "--no-config", "--format", "json"]
    alone = subprocess.run(arguments, capture_output=True, text=True, env=clean, cwd=tmp_path)
    spark = subprocess.run(
        [*arguments, "--engine", "spark", "--output", "verdicts/"],
        capture_output=True,
        text=True,
        env=clean,
        cwd=tmp_path,
    )
    assert spark.stderr == ""
    assert (spark.returncode, json.loads(spark.stdout)) == (alone.returncode, json.loads(alone.stdout))
    assert left(tmp_path) == []
    assert sorted(os.listdir(tmp_path)) == ["calls.csv", "tmp", "verdicts"]


def test_an_interrupt_stops_spark_and_leaves_nothing(tmp_path: Path, clean: dict[str, str]) -> None:
    path = tmp_path / "calls.csv"
    write(path, rows(20_000, 1))
    process = subprocess.Popen(
        [*COMMAND, str(path), "--no-config", "--engine", "spark", "--output", "verdicts/"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=clean,
        cwd=tmp_path,
        start_new_session=True,
    )
    deadline = time.monotonic() + 120
    while not (tmp_path / "verdicts.part").exists() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=120)
    assert (process.returncode, said.strip()) == (130, "")
    assert left(tmp_path) == []
    assert sorted(os.listdir(tmp_path)) == ["calls.csv", "tmp"]


@pytest.mark.parametrize("option", [["--resume", "--output", "x/"], ["--jobs", "2"]])
def test_options_of_the_local_engine(option: list[str], tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    write(path, rows(2, 1))
    done = subprocess.run([*COMMAND, str(path), "--engine", "spark", *option], capture_output=True, text=True)
    assert done.returncode == 2
    assert "is of the engine local" in done.stderr
