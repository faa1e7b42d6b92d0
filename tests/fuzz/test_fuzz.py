"""The short, repeatable part of fuzzing; `fuzzing.py` and `killing.py` beside it do the long one."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from fuzzing import SHARES, seeds  # noqa: E402
from killing import run as kill  # noqa: E402
from readers import READERS  # noqa: E402
from whole import WHOLE  # noqa: E402

TARGETS = {**READERS, **WHOLE}
ROUNDS = {"calls": 8, "whole": 12, "settings": 12, "config": 40}


@pytest.fixture(autouse=True)
def _here() -> Iterator[None]:
    before = os.getcwd()
    yield
    os.chdir(before)


def test_every_target_has_its_share() -> None:
    assert SHARES.keys() == TARGETS.keys()


@pytest.mark.parametrize("name", TARGETS)
def test_changed_samples_do_no_harm(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = Random(7)
    known = seeds()
    for _ in range(ROUNDS.get(name, 60)):
        data = bytearray(dice.choice(known))
        for _ in range(dice.randrange(6)):
            at = dice.randrange(len(data) + 1)
            data[at : at + dice.randrange(4)] = dice.randbytes(dice.randrange(4))
        TARGETS[name](bytes(data))


@pytest.mark.parametrize("path", sorted((HERE / "found").glob("*-*")), ids=lambda path: path.name)
def test_what_once_did_harm_does_none(path: Path) -> None:
    TARGETS[path.name.partition("-")[0]](path.read_bytes())


@pytest.mark.skipif(os.name != "posix", reason="needs kill -9")
def test_killed_runs_tear_no_file() -> None:
    _, _, torn = kill(3, files=6)
    assert torn == 0
