"""What an opening tells: evidence, negation, questions, conditions, variables, markup, other languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complint.facts.phrases import Phrases
from complint.language.judge import OPENING_LABELS, Opening, Organization, judge_opening

PHRASES = Phrases()
ACME = Organization("Willow Creek Dental, LLC", aliases=("Willow Creek",))


def judge(text: str, lang: str = "en", organization: Organization | None = None, **variables: str) -> Opening:
    return judge_opening(text, lang, organization, PHRASES, variables=variables)


def test_evidence_is_the_words_of_the_original_text() -> None:
    text = "Hello — I’m  **Ava**, an <b>AI</b> assistant at Willow Creek Dental."
    told = judge(text, organization=ACME).ai
    assert told.value is True
    assert told.phrase is not None
    assert text[told.phrase.start : told.phrase.end] == told.phrase.text
    assert "AI" in told.phrase.text


def test_a_negation_is_named() -> None:
    told = judge("This call is not recorded.").recorded
    assert told.value is False
    assert told.phrase is not None
    assert "recorded" in told.phrase.text
    assert told.cancelled_by is not None
    assert told.cancelled_by.text == "not"
    assert "not" in told.why


@pytest.mark.parametrize(
    ("text", "label", "value"),
    [
        ("I'm not a robot, and this call is recorded.", "ai", False),
        ("I'm not a robot, and this call is recorded.", "recorded", True),
        ("I'm not just a bot, I'm a clever bot.", "ai", True),
        ("Not a human, but a machine is speaking.", "ai", True),
        ("May I record this call?", "recorded", True),
        ("Do you want to record this call?", "recorded", False),
        ("Is this call recorded? Yes.", "recorded", True),
        ("Am I a person? No.", "ai", True),
        ("If you would like to speak to our AI assistant, press 2.", "ai", False),
        ("Our AI lab is hiring.", "ai", False),
        ("I've recorded your appointment.", "recorded", False),
        ("Let's share the good news!", "shared", False),
        ("We share nothing with third parties.", "shared", False),
        ("We share this call with nobody but our vendors.", "shared", True),
        ("Press 9 and we will not call again.", "opt_out", True),
        ("Press 9 to continue.", "opt_out", False),
        ("Press 3 to be removed from the waiting list.", "opt_out", False),
        ("You may opt out.", "opt_out", False),
    ],
)
def test_meaning_decides(text: str, label: str, value: bool) -> None:
    assert getattr(judge(text), label).value is value


def test_only_variables_cannot_be_decided_and_values_are_heard() -> None:
    unknown = judge("{{greeting}}")
    assert unknown.variables_only
    assert [getattr(unknown, label).value for label in OPENING_LABELS] == [None] * 6
    assert judge("{{greeting}}", greeting="Hi, I'm a robot.").ai.value is True


def test_silence_tells_nothing() -> None:
    opening = judge("  \n ")
    assert opening.empty
    assert opening.ai.value is False


def test_the_name_of_a_variable_tells_that_the_company_is_named() -> None:
    assert judge("Hi, this is {{agent}} from {{company_name}}.").company_named.value is True
    assert judge("Hi, this is {{agent_name}}.").company_named.value is False


def test_the_words_of_the_companys_name_are_no_statement() -> None:
    opening = judge("Robot Bakery, good morning!", organization=Organization("Robot Bakery"))
    assert opening.ai.value is False
    assert opening.company_named.value is True


def test_a_name_after_a_pitch_is_late() -> None:
    pitch = "We have the finest cakes in town, " * 8
    told = judge(f"{pitch} and we are Willow Creek Dental.", organization=ACME).company_named
    assert (told.value, told.late) == (False, True)
    assert judge(f"{pitch} by the way, I'm a robot.").ai.late


def test_an_opt_out_long_after_the_name_is_late() -> None:
    soon = judge("Willow Creek here, press 9 to opt out.", organization=ACME).opt_out
    late = judge(
        "Willow Creek here with news about teeth, gums and how to look after them. Press 9 to opt out.",
        organization=ACME,
    ).opt_out
    assert (soon.value, soon.late) == (True, False)
    assert (late.value, late.late) == (True, True)


def test_an_uncovered_language_is_unknown_and_named() -> None:
    opening = judge("Sawubona, ngiyirobhothi.", lang="zu")
    assert not opening.covered
    assert opening.ai.value is None
    assert "zu" in opening.ai.why


def test_a_whole_message_in_another_language_is_judged_in_it() -> None:
    opening = judge("Hola, soy un asistente virtual y esta llamada se graba para mejorar el servicio.", lang="en")
    assert (opening.foreign, opening.language) == (True, "es")
    assert opening.ai.value is True


def test_a_disclosure_in_another_language_inside_a_message_does_not_count() -> None:
    opening = judge(
        "Bonjour et bienvenue, c'est Paul de l'atelier. This call is recorded. Que puis-je faire ?", lang="fr"
    )
    assert opening.recorded.value is False


@pytest.mark.parametrize(
    "text",
    [
        "Ι'm аn АI аssistant.",  # Greek and Cyrillic look-alikes
        "I'm an A.I. assistant.",
        "I'M AN AI ASSISTANT.",
        "I’m an ＡＩ assistant.",
        "I'm an AI assis[pause]tant.",
        "[cheerful] I'm an AI\u00a0assistant. 🤖",
        "I'm an\nAI assistant.",
    ],
)
def test_disguises_are_seen_through(text: str) -> None:
    assert judge(text).ai.value is True


def test_japanese_ai_is_also_a_name() -> None:
    assert judge("Hi, I'm Ai Tanaka.").ai.value is False


@given(
    st.text(max_size=200),
    st.sampled_from(["en", "de", "ja", "ar", "ta", "zh", "pt_br", "xx"]),
    st.one_of(st.none(), st.text(max_size=20)),
)
def test_nothing_raises_and_evidence_lies_in_the_text(text: str, lang: str, name: str | None) -> None:
    opening = judge_opening(text, lang, Organization(name) if name is not None else None, PHRASES)
    for label in OPENING_LABELS:
        told = getattr(opening, label)
        for proof in (told.phrase, told.cancelled_by):
            if proof is not None:
                assert 0 <= proof.start <= proof.end <= len(text)
                assert text[proof.start : proof.end] == proof.text


@given(st.text(alphabet="<>[]{}*_`|&;# \nabAI.\"'", max_size=60))
def test_broken_markup_never_raises(text: str) -> None:
    assert judge_opening(text, "en", None, PHRASES).covered


@pytest.mark.parametrize("odd", [None, 7, ["x"], {"a": 1}])
def test_odd_values_tell_nothing(odd: object) -> None:
    opening = judge_opening(odd, odd, None, PHRASES)  # type: ignore[arg-type]
    assert opening.ai.value is not True
