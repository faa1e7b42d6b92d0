"""What prompts and consent texts ask for, and by which words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complint.facts.phrases import Phrases
from complint.language.judge import judge_consent, judge_prompt

PHRASES = Phrases()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Don't mention you're an AI.", True),
        ("Never acknowledge that you are a bot.", True),
        ("You're a real person.", True),
        ("If asked, say you are human.", True),
        ("Never pretend to be human.", False),
        ("You are not a generic AI assistant.", False),
        ("You know HIPAA by heart.", False),
        ("Always say that you are an AI.", False),
        ("You are a human sales rep called Tom. You are not an AI.", True),
        ("You are not an AI. You are Pete, a father of three.", True),
        ('If asked "are you a bot?", answer "No, I\'m Pete."', True),
        ('If asked "are you human?", answer "No, I\'m an AI."', False),
        ("If asked for a human, say yes, of course, and transfer the call.", False),
        ("Do not claim to be human or deny being an AI.", False),
        ("Don't say 'as an AI language model'.", False),
        ("Don't call yourself just a bot.", False),
        ("Never say what the computer shows before the caller is verified.", False),
    ],
)
def test_hiding_the_ai(text: str, value: bool) -> None:
    told = judge_prompt(text, "en", PHRASES).hides_ai
    assert told.value is value
    assert not value or (told.phrase is not None and told.phrase.text in text)


def test_purpose_is_negated_like_any_statement() -> None:
    assert judge_prompt("Sell our newest phone.", "en", PHRASES).markets.value is True
    assert judge_prompt("Never sell anything.", "en", PHRASES).markets.value is False


def test_health_words_alone_are_not_health_information() -> None:
    assert (
        judge_prompt("Be patient and calm. You are an expert on HIPAA rules.", "en", PHRASES).handles_phi.value is False
    )
    assert judge_prompt("Ask patients for their symptoms.", "en", PHRASES).handles_phi.value is True


@pytest.mark.parametrize(
    "text",
    [
        "Be patient.",
        "You're patient, attentive and kind.",
        "Tone: brief, detailed, patient.",
        "A patient guide for guests.",
    ],
)
def test_patience_is_no_health_information(text: str) -> None:
    assert judge_prompt(text, "en", PHRASES).handles_phi.value is False


def test_a_prompt_in_an_uncovered_language_is_unknown() -> None:
    prompt = judge_prompt("Thengisa", "zu", PHRASES)
    assert not prompt.covered
    assert prompt.markets.value is None


def test_a_box_ticked_beforehand_is_no_consent() -> None:
    text = "I agree to automated calls at the number above."
    assert judge_consent(f"[x] {text}", "en", PHRASES).affirmative_opt_in.value is False
    assert judge_consent(f"[ ] {text}", "en", PHRASES).affirmative_opt_in.value is True
    assert judge_consent(text, "en", PHRASES).affirmative_opt_in.value is None


def test_our_own_number_is_not_the_consumers() -> None:
    consent = judge_consent("Tick to get sales calls. To revoke, call us at 415-555-0170.", "en", PHRASES)
    assert consent.to_specific_number.value is False


@given(st.text(max_size=200), st.sampled_from(["en", "fr", "ko", "xx"]))
def test_nothing_raises(text: str, lang: str) -> None:
    judge_prompt(text, lang, PHRASES)
    judge_consent(text, lang, PHRASES)
