"""A judgement that is kept on disk is the one that was made, for the same text, phrases and code only."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complint.facts import judged_before
from complint.facts.phrases import Phrases
from complint.language.judge import judge_opening
from complint.language.told import Opening, Organization

WORDS = (
    "Hello , this is the AI assistant of Alder Books . Not a virtual human ? This call is recorded and shared with {{x}}"
).split(" ")
TEXTS = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
CALLER = Organization("Alder Books", ("Alder",), "+18005550142")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COMPLINT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(judged_before, "_looked_up", 0)
    return tmp_path / "cache"


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from(["en", "de", "xx"]), st.sampled_from([None, CALLER]))
def test_kept_opening_is_the_judged_one(text: str, language: str, caller: Organization | None) -> None:
    judged = judge_opening(text, language, caller, Phrases())
    plain = judged_before._plain(judged)
    assert judged_before._made(plain) == judged
    assert isinstance(judged_before._made(plain), Opening)


def judged(key: str, phrases: Phrases | None = None) -> bool:
    """Tell whether a key had to be judged."""
    asked = []
    judged_before.judged("test", phrases or Phrases(), (key,), lambda: asked.append(1))
    return bool(asked)


def test_same_text_is_judged_once(home: Path) -> None:
    assert judged("a")
    assert not judged("a")
    assert judged("b")


def test_other_phrases_judge_anew(home: Path, tmp_path: Path) -> None:
    assert judged("a")
    (tmp_path / "packs").mkdir()
    own = Phrases((str(tmp_path / "packs"),))
    assert judged("a", own)
    assert not judged("a", own)
    (tmp_path / "packs" / "en.yaml").write_text("language: en\n")
    assert judged("a", own)


def test_other_code_judges_anew(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert judged("a")
    monkeypatch.setattr(judged_before, "_code", lambda: [("judge.py", 1, 1)])
    assert judged("a")


def test_long_run_looks_up_no_more_than_a_few(home: Path) -> None:
    assert [judged(str(number)) for number in range(20)] == [True] * 20
    assert len(list(home.iterdir())) <= judged_before._FEW
