"""Outbound agent that gives no toll-free number.

Why
    People who were called have to learn a number at which they can ask not to be called again, at no cost to them. It may be
    given anywhere the agent speaks: in an opening, through the prompt, or on voicemail. A toll-free number is one
    that can be dialled; "toll-free" without digits is none.
Bad
    ```yaml complint.yaml
    agents: [{match: {path: agent.yaml}, direction: outbound, purpose: marketing}]
    ```
    ```yaml agent.yaml
    name: Window offers
    conversation_config:
      agent:
        first_message: Hi, I'm an AI calling for Pellwick Windows. Call us back at 212-555-0143.
        prompt: {prompt: Offer windows.}
    ```
Good
    ```yaml complint.yaml
    agents: [{match: {path: agent.yaml}, direction: outbound, purpose: marketing}]
    ```
    ```yaml agent.yaml
    name: Window offers
    conversation_config:
      agent:
        first_message: Hi, I'm an AI calling for Pellwick Windows.
        prompt: {prompt: "Offer windows. Before you hang up, give our toll-free number: 800-555-0143."}
    ```
Fix
    shown. A wording in the agent's language is proposed, with the number of `organization.toll_free`; a person places it.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import UNKNOWN, Aside, Hit
from complint.core.route import get
from complint.facts.completeness import Completeness
from complint.facts.judgements import TOLL_FREE
from complint.facts.notices import Notices
from complint.facts.openings import FIRST_MESSAGE
from complint.facts.profile import Profile
from complint.facts.prompt_meaning import PromptMeaning
from complint.facts.proposals import Proposals
from complint.facts.surface import DEFAULT_LANGUAGE, NOT_TEXT, says_words
from complint.facts.voicemail import Voicemail
from complint.policy.law import Law

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.facts.surface import Surface

OPENING, PROMPT, VOICEMAIL = "opening", "prompt", "voicemail"
_WORDS = {OPENING: "the opening", PROMPT: "the prompt", VOICEMAIL: "the voicemail message"}


def check(
    notices: Notices,
    prompts: PromptMeaning,
    voicemail: Voicemail,
    completeness: Completeness,
    profile: Profile,
    proposals: Proposals,
    law: Law,
) -> Iterator[Hit | Aside]:
    """Yield a hit where no text at `law.value["places"]` gives a number; `law.value["severity"]` is by purpose, or "other".

    Places are any of "opening", "prompt", "voicemail". A partial document says nothing of what it leaves out.
    """
    if not completeness.complete:
        return
    places = get(law.parameters, "places") or law.value["places"]
    found = {OPENING: notices.surfaces, VOICEMAIL: voicemail.items, PROMPT: prompts.items}
    wanted = {place: found[place] for place in (OPENING, VOICEMAIL, PROMPT) if place in places}
    unread: list[Surface] = []
    for place, surfaces in wanted.items():
        for surface in surfaces:
            told = prompts.told(surface, TOLL_FREE) if place == PROMPT else notices.judgements.told(surface, TOLL_FREE)
            if told.value:
                return
            if told.value is None or (
                not says_words(surface.text) and not surface.empty and surface.unread != NOT_TEXT
            ):
                unread.append(surface)
    where = " nor ".join(_WORDS[place] for place in wanted)
    if unread:
        yield Aside(UNKNOWN, f"no toll-free number is given, but what {unread[0].what} says cannot be judged")
        return
    default = notices.openings.default
    language, route = (default.language, default.route) if default is not None else (DEFAULT_LANGUAGE, FIRST_MESSAGE)
    severities = law.value["severity"]
    severity = severities.get(profile.purpose or "", severities["other"])
    message = f"neither {where} gives a toll-free number" if len(wanted) > 1 else f"{where} gives no toll-free number"
    fix = proposals.fix((TOLL_FREE,), language, "the first message, the prompt or the voicemail message")
    yield Hit(route, message, severity, fix=fix)
