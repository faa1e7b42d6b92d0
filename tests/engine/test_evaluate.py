"""Requirements run on documents: with and without outcomes the hits are the same, and what breaks is always told."""

from __future__ import annotations

from typing import Any

import pytest

from complint.core.finding import BROKEN, NOT_APPLICABLE, Hit
from complint.engine import evaluate as engine
from complint.engine.evaluate import Judged, evaluate, plan
from complint.facts.profile import Profile
from complint.model.document import Document
from complint.model.project import Project
from complint.policy.law import Bound, Law
from complint.settings import Settings

LAW = Law("own/one", "Own", None, "2026-01-01", None, "in-force", "high", "2026-01-01", None, (), "2026-11-22")


def bound(name: str, when: dict[str, Any] | None = None, law: Law | None = LAW) -> Bound:
    return Bound(name, name, "Own", "own", {"kind": ["agent"], **(when or {})}, "error", False, False, law, "off")


class Rule:
    """Stands in for the module of a rule."""

    def __init__(self, check: Any) -> None:
        self.check = check


def _hits(document: Document, law: Law) -> list[Hit]:
    return [Hit(("name",), f"{document.path}: {law.title}")]


def _silent(profile: Profile) -> list[Hit]:
    return []


def _raises(document: Document) -> list[Hit]:
    raise ValueError("no such thing")


def _half(document: Document) -> Any:
    yield Hit(("name",), "before the fall")
    raise KeyError("gone")


def _plain() -> list[Hit]:
    return []


RULES = {"own/hits": _hits, "own/silent": _silent, "own/raises": _raises, "own/half": _half, "own/plain": _plain}


@pytest.fixture(autouse=True)
def rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "load_rule", lambda name: Rule(RULES[name]))


def run(bounds: list[Bound], tags: list[str], *, every: bool) -> tuple[list[Judged], dict[str, tuple[str, str | None]]]:
    document = Document("agent.json", None)
    document.fill({"name": "Front desk", "tags": tags, "conversation_config": {"agent": {"prompt": {}}}})
    noted: dict[str, tuple[str, str | None]] = {}
    judged = evaluate(
        document,
        Project([document], lambda _path: None, whole=True),
        Settings(),
        plan(bounds, "agent"),
        lambda one, outcome, why: noted.__setitem__(one.id, (outcome, why)),
        every=every,
    )
    return judged, noted


BOUNDS = [
    bound("own/hits", {"phi": True}),
    bound("own/silent", {"phi": True}),
    bound("own/raises"),
    bound("own/half", {"phi": False}),
    bound("own/plain"),
]


@pytest.mark.parametrize("tags", [[], ["hipaa"]])
def test_same_hits_and_same_breakage_with_and_without_outcomes(tags: list[str]) -> None:
    judged, noted = run(BOUNDS, tags, every=True)
    quick, told = run(BOUNDS, tags, every=False)
    assert quick == judged
    assert [one.hit.message for one in judged] == (["agent.json: Own"] if tags else [])
    assert list(noted) == [one.id for one in BOUNDS]
    broken = {name: outcome for name, outcome in noted.items() if outcome[0] == BROKEN}
    assert {name: outcome for name, outcome in told.items() if outcome[0] == BROKEN} == broken
    assert set(broken) == {"own/raises"} | ({"own/half"} if not tags else set())


@pytest.mark.parametrize("every", [True, False])
def test_what_is_not_in_force_is_not_run(every: bool) -> None:
    judged, noted = run([bound("own/hits", law=None), bound("own/raises", law=None)], [], every=every)
    assert judged == []
    assert all(outcome == (NOT_APPLICABLE, "off") for outcome in noted.values())
    assert bool(noted) is every


@pytest.mark.parametrize("every", [True, False])
def test_broken_profile_breaks_the_requirements_that_ask_for_it(monkeypatch: pytest.MonkeyPatch, every: bool) -> None:
    def fails(document: Document) -> Profile:
        raise RuntimeError("unreadable")

    monkeypatch.setattr("complint.engine.context._computes", {Profile: fails})
    judged, noted = run([bound("own/hits"), bound("own/plain", {"phi": True})], [], every=every)
    assert [one.bound.id for one in judged] == ["own/hits"]
    assert noted["own/plain"] == (BROKEN, "rule own/plain failed: RuntimeError: unreadable")
