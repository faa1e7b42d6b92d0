"""Proposed wordings tell what they are proposed for, by the same judgement that asked for them."""

from __future__ import annotations

import pytest

from complint.facts.caller import Caller
from complint.facts.phrases import Phrases
from complint.facts.proposals import Proposals
from complint.language.judge import OPENING_LABELS, Organization, judge_opening
from complint.language.phrases import LANGUAGES

CALLER = Organization("Halden Insurance", (), "+1 800 555 0143")
PHRASES = Phrases()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("label", OPENING_LABELS)
def test_a_proposal_is_judged_to_tell_it(language: str, label: str) -> None:
    text = Proposals(Caller(CALLER), PHRASES).text((label,), language)
    told = getattr(judge_opening(text, language, CALLER, PHRASES), label)
    assert told.value is True, (text, told)
    assert not told.late


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_proposed_way_out_is_not_late_after_the_proposed_name(language: str) -> None:
    text = Proposals(Caller(CALLER), PHRASES).text(("company_named", "opt_out"), language)
    assert not judge_opening(text, language, CALLER, PHRASES).opt_out.late


def test_another_language_is_offered_english() -> None:
    text = Proposals(Caller(None), PHRASES).text(("ai", "recorded"), "sk")
    assert text.startswith("Hello, this is the AI assistant of [organization].")
    assert text.endswith("This call is recorded.")
