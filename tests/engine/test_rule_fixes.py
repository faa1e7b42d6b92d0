"""Every fix that a rule offers in its page or its cases is done, or refused with a reason, and then comes to rest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from complint.config import load_settings
from complint.core.fix import SAFE, UNSAFE
from complint.engine.catalog import load_rule, rule_ids
from complint.fixing import Fixed, fix
from complint.run import Options
from complint.testing import Case, page_case, read_cases

CASES = Path(__file__).parents[1] / "rules"


def cases_of(rule: str) -> list[Case]:
    beside = CASES / f"{rule.replace('-', '_')}.md"
    return [page_case(load_rule(rule).__doc__ or "", "Bad")] + (
        read_cases(beside.read_text("utf-8")) if beside.is_file() else []
    )


def fixed(case: Case, rule: str, folder: Path) -> Fixed:
    for name, text in case.files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")
    before = os.getcwd()
    os.chdir(folder)
    try:
        options = Options((".",), case.as_of, profile=case.profile, select=(rule,))
        return fix(options, load_settings("."), unsafe=True)
    finally:
        os.chdir(before)


@pytest.mark.parametrize("rule", rule_ids())
def test_fixes_are_done_or_refused_and_come_to_rest(rule: str, tmp_path: Path) -> None:
    for number, case in enumerate(cases_of(rule)):
        if not case.files:
            continue
        done = fixed(case, rule, tmp_path / str(number))
        offered = [f for f in done.before.findings if f.fix is not None and f.fix.safety in (SAFE, UNSAFE)]
        left = [f for f in done.after.findings if f.fix is not None and f.fix.safety in (SAFE, UNSAFE)]
        assert {id(f) for f in left} == {id(f) for f, _ in done.refused}, case.title
        assert bool(done.changes) == (len(offered) > len(done.refused)), case.title
        for finding, reason in done.refused:
            assert "undo each other" not in reason, case.title
            assert "come to no end" not in reason, case.title
            assert "would" not in reason, (case.title, finding.place, reason)
