"""Checks in the background: the latest text wins, a crash is said, requests wait for what is current; options are read."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping

import pytest

from complint.lsp import checker as checkers
from complint.lsp.buffers import Buffer
from complint.lsp.checker import Checker
from complint.lsp.session import NOTHING, Analysis
from complint.lsp.wishes import Wishes, read

NAME = "agent_configs/a.json"


def buffer(version: int) -> Buffer:
    return Buffer("file:///a.json", NAME, version, "{}")


def test_the_latest_text_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()
    looked: list[int | None] = []
    published: list[int | None] = []

    def slow(buffers: Mapping[str, Buffer], wishes: Wishes, understood: frozenset[str]) -> Analysis:
        looked.append(buffers[NAME].version)
        gate.wait(10)
        return Analysis(buffers, {}, {}, understood, (), {}, ())

    monkeypatch.setattr(checkers, "analyse", slow)

    async def type_on() -> Analysis | None:
        checker = Checker(lambda found: published.append(found.buffers[NAME].version))
        for version in range(1, 6):
            checker.buffers[NAME] = buffer(version)
            checker.changed(at_once=True)
            await asyncio.sleep(0.05)
        gate.set()
        found = await checker.latest()
        checker.close()
        return found

    found = asyncio.run(type_on())
    assert found is not None
    assert found.buffers[NAME].version == 5
    assert published == [5]
    assert looked == [1, 5]  # what waited behind the first was never begun


def test_a_crash_is_said_of_every_open_file_and_the_next_check_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    published: list[Analysis] = []
    fails = [True, False]

    def broken(buffers: Mapping[str, Buffer], wishes: Wishes, understood: frozenset[str]) -> Analysis:
        if fails.pop(0):
            raise RuntimeError("out of order")
        return NOTHING

    monkeypatch.setattr(checkers, "analyse", broken)

    async def twice() -> None:
        checker = Checker(published.append)
        checker.buffers[NAME] = buffer(1)
        for _ in range(2):
            checker.changed(at_once=True)
            await checker.latest()
        checker.close()

    asyncio.run(twice())
    assert "out of order" in published[0].problems[NAME][0].message
    assert published[0].broken
    assert published[1] is NOTHING


def test_nothing_current_is_told_as_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkers, "PATIENCE", 0.01)

    async def ask() -> Analysis | None:
        checker = Checker(lambda found: None)
        found = await checker.latest()
        checker.close()
        return found

    assert asyncio.run(ask()) is None


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (3, "no object"),
        ({"asOf": "2026-02-30"}, "asOf"),
        ({"asOf": 3}, "asOf"),
        ({"delay": -1}, "delay"),
        ({"delay": True}, "delay"),
        ({"scope": "all"}, "scope"),
        ({"policies": [1]}, "policies"),
        ({"allowPlugins": "yes"}, "allowPlugins"),
        ({"nothing": 1}, "unknown option"),
    ],
)
def test_a_wrong_option_is_said_and_does_not_count(data: object, words: str) -> None:
    found, wrong = read(data, may_allow=True)
    assert found == Wishes()
    assert words in wrong[0]


def test_options_are_taken() -> None:
    data = {
        "asOf": "2026-11-22",
        "profile": "eu",
        "policies": "us/*",
        "select": ["hipaa/*"],
        "delay": 20,
        "scope": "project",
    }
    found, wrong = read({**data, "ignore": None, "allowPlugins": True}, may_allow=True)
    assert wrong == []
    assert found == Wishes("2026-11-22", "eu", ("us/*",), ("hipaa/*",), (), "project", True, 0.02)
    assert read({"allowPlugins": True}, may_allow=False)[0] == Wishes()
