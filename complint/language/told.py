"""The values a judgement returns: what was told, by which words, and which words cancelled it."""

from __future__ import annotations

from complint.core.record import record

LONGEST_OPENING = 100_000  # letters: nobody hears so many before a conversation begins; beyond, nothing is judged
OPENING_LABELS = ("ai", "recorded", "shared", "company_named", "toll_free", "opt_out")


@record
class Evidence:
    """A span of the original text, in characters from 0 (end exclusive), and the words that stand there."""

    start: int
    end: int
    text: str


@record
class Told:
    """One label: `value` True is told, False is not told, None cannot be decided; the rest explains it.

    `phrase` is what decided (for False: the phrase that was cancelled, if any), `cancelled_by` the negation, question,
    condition or other meaning that cancelled it. `late` marks what comes only after a pitch.
    """

    value: bool | None
    phrase: Evidence | None = None
    cancelled_by: Evidence | None = None
    why: str = ""
    late: bool = False


@record
class Organization:
    """The configured caller: its name, further names it goes by, and its toll-free number as written."""

    name: str
    aliases: tuple[str, ...] = ()
    toll_free: str | None = None


@record
class Opening:
    """What an opening message tells. `language` is the one it was judged in; `foreign` where that is not the agent's."""

    ai: Told
    recorded: Told
    shared: Told
    company_named: Told
    toll_free: Told
    opt_out: Told
    empty: bool
    variables_only: bool
    language: str
    covered: bool
    foreign: bool


@record
class Prompt:
    """What a prompt asks of the agent: to hide that it is an AI, to promote, to handle health information of people."""

    hides_ai: Told
    markets: Told
    handles_phi: Told
    says_ai: Told
    says_opt_out: Told
    toll_free: Told
    language: str
    covered: bool


@record
class Consent:
    """The elements of a consent text; `affirmative_opt_in` is None where the text does not tell how consent is given."""

    authorizes_automated_or_ai_voice: Told
    to_specific_number: Told
    not_condition_of_purchase: Told
    marketing: Told
    affirmative_opt_in: Told
    language: str
    covered: bool
