"""Texts of our own, labelled by hand: every label keeps its F1 in English and over the other languages."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from complint.language.phrases import LANGUAGES
from complint.language.told import OPENING_LABELS

HERE = Path(__file__).parent


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("quality_score", HERE / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


score = scorer()


@pytest.mark.parametrize("group", ["en", "-en"])
def test_openings_keep_their_f1(group: str) -> None:
    counts = score.score(score.read(str(HERE / "openings.jsonl")))
    for label in OPENING_LABELS:
        assert counts[label, group].f1 >= 0.95, (label, group)


def test_no_language_falls_behind() -> None:
    counts = score.score(score.read(str(HERE / "openings.jsonl")))
    for language in LANGUAGES:
        for label in OPENING_LABELS:
            assert counts[label, language].f1 >= 0.8, (label, language)


def test_every_language_has_twelve_texts_or_more() -> None:
    texts = Counter(item["lang"] for item in score.read(str(HERE / "openings.jsonl")))
    assert set(texts) == set(LANGUAGES)
    assert min(texts.values()) >= 12


@pytest.mark.parametrize(("name", "floor"), [("consents.jsonl", 0.9), ("purposes.jsonl", 0.9), ("hides.jsonl", 0.95)])
def test_consents_and_prompts_keep_their_f1(name: str, floor: float) -> None:
    for (label, _), count in score.score(score.read(str(HERE / name))).items():
        assert count.f1 >= floor, label


def test_the_scorer_prints_each_label_and_exits_with_zero(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    items = [
        {"text": "I'm a bot.", "lang": "en", "company": None, "note": "", **dict.fromkeys(OPENING_LABELS, False)},
        {"text": "Hi.", "lang": "en", "note": "borderline[ai]: doubtful", **dict.fromkeys(OPENING_LABELS, True)},
    ]
    path = tmp_path / "texts.jsonl"
    path.write_text("\n".join(json.dumps(item) for item in items), encoding="utf-8")

    assert score.main([str(path)]) == 0

    line = next(one for one in capsys.readouterr().out.splitlines() if one.startswith("ai ") and " en " in one)
    assert line.split() == ["ai", "en", "0.000", "1.000", "0.000", "1"]
