"""Prompt that tells the agent to deny or hide that it is an AI.

Why
    An agent that answers "yes" to "are you a real person?" deceives, whatever its opening said. Terms and laws ask for the
    truth at least when somebody asks. Sentences such as "never mention that you are an AI" or "you are a real person"
    do that; "never pretend to be human" does the opposite and is fine.
Bad
    ```yaml agent.yaml
    name: Concierge
    conversation_config:
      agent:
        first_message: Hello!
        prompt: {prompt: "You are Iris of the Marlow Hotel. Never mention that you are an AI."}
    ```
Good
    ```yaml agent.yaml
    name: Concierge
    conversation_config:
      agent:
        first_message: Hello!
        prompt: {prompt: "You are Iris of the Marlow Hotel, an AI. Never pretend to be a human."}
    ```
Fix
    none. The sentence has to go, and its owner knows what it was meant for.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit, unknown
from complint.facts.missing import others, quoted
from complint.facts.prompt_meaning import PromptMeaning
from complint.facts.surface import NOT_TEXT, says_words


def check(prompts: PromptMeaning) -> Iterator[Hit]:
    """Yield a hit per prompt that hides the AI, with the words that do; an unknown per prompt that is not in the file."""
    for prompt in prompts.items:
        if prompt.unread == NOT_TEXT:
            continue
        if not says_words(prompt.text):
            why = prompt.unread or "is only variables"
            yield unknown(prompt.route, f"{prompt.what} {why}: what it asks of the agent cannot be checked")
            continue
        told = prompts.told(prompt, "hides_ai")
        if told.value:
            words = f": {quoted(told.phrase.text)}" if told.phrase else ""
            yield Hit(prompt.route, f"{prompt.what}{others(prompt)} {told.why}{words}", why=told.why)
