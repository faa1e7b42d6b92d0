"""Every rule's page and every case file beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from complint.engine.catalog import load_rule, rule_ids
from complint.report.page import SECTIONS, read_page
from complint.testing import mismatches, page_case, read_cases, run_case

HERE = Path(__file__).parent
RULES = rule_ids()


def _cases() -> list[object]:
    made: list[object] = []
    for rule in RULES:
        file = HERE / f"{rule.replace('-', '_')}.md"
        if file.is_file():
            made += [
                pytest.param(rule, case, id=f"{rule}: {case.title}") for case in read_cases(file.read_text("utf-8"))
            ]
    return made


@pytest.mark.parametrize("rule", RULES)
def test_bad_example_fires_and_good_example_is_clean(rule: str) -> None:
    page = load_rule(rule).__doc__ or ""
    bad = run_case(page_case(page, "Bad"), rule)
    assert bad, "the Bad example raises no finding of its rule"
    good = run_case(page_case(page, "Good"), rule)
    assert not good, [finding.message for finding in good]


@pytest.mark.parametrize("rule", RULES)
def test_page_has_its_sections_in_order(rule: str) -> None:
    page = read_page(rule, load_rule(rule).__doc__ or "")
    assert tuple(page.sections) == SECTIONS
    assert page.headline.endswith(".")
    assert len(page.headline) <= 72
    assert page.safety in ("safe", "unsafe", "shown", "none", "safe or unsafe")


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_cases_beside_it(rule: str) -> None:
    assert (HERE / f"{rule.replace('-', '_')}.md").is_file()


@pytest.mark.parametrize(("rule", "case"), _cases())
def test_case(rule: str, case: object) -> None:
    assert case.expected is not None, "a case needs a findings block"  # type: ignore[attr-defined]
    wrong = mismatches(case, run_case(case, rule))  # type: ignore[arg-type]
    assert not wrong, "\n".join(wrong)
