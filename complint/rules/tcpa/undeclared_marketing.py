"""Agent declared informational whose prompt promotes.

Why
    A call that encourages a purchase, even in part, is marketing, and marketing in an artificial voice needs prior express
    written consent. A declaration of purpose does not change what is said: either the promotion goes, or the agent
    is declared `purpose: marketing` and checked as such.
Bad
    ```yaml complint.yaml
    agents: [{match: {path: agent.yaml}, direction: outbound, purpose: informational}]
    ```
    ```yaml agent.yaml
    name: Payment reminders
    conversation_config:
      agent:
        first_message: Hello from Quayside Loans.
        prompt: {prompt: "Remind borrowers of their payment, then sell them our new credit card."}
    ```
Good
    ```yaml complint.yaml
    agents: [{match: {path: agent.yaml}, direction: outbound, purpose: informational}]
    ```
    ```yaml agent.yaml
    name: Payment reminders
    conversation_config:
      agent:
        first_message: Hello from Quayside Loans.
        prompt: {prompt: Remind borrowers of their payment date and answer questions about it.}
    ```
Fix
    none. Whether the promotion or the declaration is wrong, only the owner knows.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit
from complint.facts.missing import others, quoted
from complint.facts.profile import Profile
from complint.facts.prompt_meaning import PromptMeaning
from complint.facts.surface import says_words


def check(prompts: PromptMeaning, profile: Profile) -> Iterator[Hit]:
    """Yield a hit per prompt that promotes, with the words that do; none for agents that people call or visit."""
    if profile.direction in ("inbound", "web"):
        return
    for prompt in prompts.items:
        if not says_words(prompt.text):
            continue
        told = prompts.told(prompt, "markets")
        if told.value:
            words = f": {quoted(told.phrase.text)}" if told.phrase else ""
            yield Hit(
                prompt.route, f"declared informational, but {prompt.what}{others(prompt)} promotes{words}", why=told.why
            )
