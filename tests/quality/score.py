"""Score labelled texts: precision, recall and F1 per label and language.

    python tests/quality/score.py FILE…

Each line of a file is a JSON object with `text`, the labels, and `lang` where it is not English. The labels tell what is
judged: an opening (ai, recorded, shared, company_named, toll_free, opt_out), a consent text, or the purpose of a prompt.
A `note` that begins with "borderline[labels]:" (or, without labels, has "borderline" in it) leaves those labels out of the
strict score. A label of null is right only where the judgement is undecided.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from complint.facts.phrases import Phrases
from complint.language.judge import Organization, judge_consent, judge_opening, judge_prompt
from complint.language.told import OPENING_LABELS, Told

CONSENT_LABELS = (
    "authorizes_automated_or_ai_voice",
    "to_specific_number",
    "not_condition_of_purchase",
    "marketing",
    "affirmative_opt_in",
)
PURPOSE_LABELS = {"marketing": "markets", "healthcare_phi": "handles_phi", "hides_ai": "hides_ai"}


@dataclass
class Count:
    """How often a label was rightly and wrongly told and withheld."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    others: int = 0

    def add(self, judged: object, wanted: object) -> None:
        if wanted is True:
            self.right += judged is True
            self.missed += judged is not True
        else:
            self.wrong += judged is True or (wanted is None and judged is not None)
            self.others += judged is not True

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def read(path: str) -> Iterator[dict[str, Any]]:
    """Yield the items of a file."""
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def judge(item: dict[str, Any], phrases: Phrases) -> dict[str, Told]:
    """Return what complint tells of an item, by label."""
    text, lang = item["text"], item.get("lang") or "en"
    if "ai" in item:
        company = item.get("company")
        opening = judge_opening(text, lang, Organization(company) if company else None, phrases)
        return {label: getattr(opening, label) for label in OPENING_LABELS}
    if "affirmative_opt_in" in item:
        consent = judge_consent(text, lang, phrases)
        return {label: getattr(consent, label) for label in CONSENT_LABELS}
    prompt = judge_prompt(text, lang, phrases)
    return {label: getattr(prompt, field) for label, field in PURPOSE_LABELS.items() if label in item}


def borderline(item: dict[str, Any]) -> frozenset[str] | None:
    """Return the labels of an item that are left out of the strict score; None for all of them."""
    note = item.get("note") or ""
    found = re.search(r"borderline\[([^\]]*)\]", note)
    if found:
        return frozenset(one.strip() for one in found[1].split(","))
    return None if "borderline" in note else frozenset()


def score(items: Iterable[dict[str, Any]], *, strict: bool = True, show: bool = False) -> dict[tuple[str, str], Count]:
    """Return the counts by (label, language); the language "*" sums all, "-en" all but English."""
    phrases = Phrases()
    counts: dict[tuple[str, str], Count] = defaultdict(Count)
    for item in items:
        left_out = borderline(item)
        lang = item.get("lang") or "en"
        for label, told in judge(item, phrases).items():
            if strict and (left_out is None or label in left_out):
                continue
            for group in (lang, "*", *(() if lang == "en" else ("-en",))):
                counts[label, group].add(told.value, item[label])
            if show and told.value is not item[label]:
                print(f"{item.get('id', '?')} {label}: {told.value}, not {item[label]} ({told.why}): {item['text']}")
    return dict(counts)


def table(counts: dict[tuple[str, str], Count]) -> str:
    """Return the counts as a table."""
    lines = [f"{'label':34} {'language':8} {'precision':>9} {'recall':>7} {'F1':>6} {'n':>5}"]
    for (label, lang), count in sorted(counts.items()):
        total = count.right + count.wrong + count.missed + count.others
        lines.append(f"{label:34} {lang:8} {count.precision:9.3f} {count.recall:7.3f} {count.f1:6.3f} {total:5}")
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Print the strict scores of the files; with --errors also what was judged wrongly."""
    show = "--errors" in arguments
    for path in (one for one in arguments if not one.startswith("--")):
        print(path)
        print(table(score(read(path), show=show)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
