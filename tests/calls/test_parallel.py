"""Several processes come to what one comes to, byte for byte, however the table is cut."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from complint.calls import csv_rows, parallel, parquet_rows
from complint.calls.findings import block
from complint.core.errors import BrokenPart
from complint.schedules.check import prepare
from complint.settings import Settings

sys.path.insert(0, os.path.dirname(__file__))

from odd_tables import rows, write

NOW = 1_795_348_800  # 2026-11-22


def outcome(path: Path, jobs: int, output: Path | None = None) -> tuple[Any, ...]:
    _, check = prepare(str(path), Settings(), {}, NOW)
    result = check.run(str(output) if output else None, jobs=jobs)
    found = [
        (one.fired.rule, one.fired.requirement, one.fired.message, one.count, one.first) for one in result.findings
    ]
    examples = [(one.row, one.rules, one.number, one.at) for one in result.examples]
    return found, json.dumps(block(result)), result.states, examples, output.read_bytes() if output else b""


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
@pytest.mark.parametrize("seed", range(6))
def test_two_processes_find_what_one_finds(
    suffix: str, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_rows, "_BLOCK", 700 + 211 * seed)
    monkeypatch.setattr(parallel, "_LEAST", 16)
    monkeypatch.setattr(parquet_rows, "_ROWS", 20)
    path = tmp_path / f"calls{suffix}"
    write(path, rows(200, seed))
    alone = outcome(path, 1)
    assert alone[0], "the rows are meant to break something"
    assert outcome(path, 2) == alone
    assert outcome(path, 3) == alone
    assert outcome(path, 2, tmp_path / "two.csv") == outcome(path, 1, tmp_path / "one.csv")


def test_a_worker_that_dies_is_an_error_and_no_hang(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_rows, "_BLOCK", 700)
    monkeypatch.setattr(parallel, "_LEAST", 16)
    path = tmp_path / "calls.csv"
    write(path, rows(200, 0))
    _, check = prepare(str(path), Settings(), {}, NOW)

    def die(number: int, raws: Any) -> Any:
        list(raws)
        if number == 3:
            os.kill(os.getpid(), 9)
        return number

    with pytest.raises(BrokenPart, match="a worker process died"):
        list(parallel.parts(check.source, 2, die))


def test_what_a_worker_raises_is_raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_rows, "_BLOCK", 700)
    monkeypatch.setattr(parallel, "_LEAST", 16)
    path = tmp_path / "calls.csv"
    write(path, rows(200, 0))
    _, check = prepare(str(path), Settings(), {}, NOW)

    def fail(number: int, raws: Any) -> Any:
        if number == 2:
            raise BrokenPart("rule x failed")
        return len(list(raws))

    with pytest.raises(BrokenPart, match="rule x failed"):
        list(parallel.parts(check.source, 2, fail))
