"""Override that lets a client rewrite the agent.

Why
    An override that is switched on may be sent by any client that starts a conversation, a web page under a visitor's control
    included. Prompt, tools, LLM and knowledge base are what every promise about the agent rests on: who replaces them talks
    with the company's voice and its tools, but not with its rules.
Bad
    ```yaml agent.yaml
    name: Shop line
    conversation_config: {agent: {prompt: {prompt: Help shoppers., llm: gemini-2.5-flash}}}
    platform_settings:
      overrides: {conversation_config_override: {agent: {prompt: {prompt: true}}}}
    ```
Good
    ```yaml agent.yaml
    name: Shop line
    conversation_config: {agent: {prompt: {prompt: Help shoppers., llm: gemini-2.5-flash}}}
    platform_settings:
      overrides: {conversation_config_override: {agent: {prompt: {prompt: false}}, conversation: {text_only: true}}}
    ```
Fix
    unsafe. The override is switched off; clients that send it are refused from then on.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit
from complint.core.fix import UNSAFE, Fix, Set
from complint.core.route import Route, get
from complint.model.document import Document
from complint.policy.law import Law

_OVERRIDES: Route = ("platform_settings", "overrides")


def check(document: Document, law: Law) -> Iterator[Hit]:
    """Yield a hit per override that is on; `law.value` lists `{flag: [keys below overrides], what: words}`."""
    overrides = get(document.data, *_OVERRIDES)
    if not isinstance(overrides, dict):
        return
    for entry in law.value:
        if get(overrides, *entry["flag"]) is True:
            route = (*_OVERRIDES, *entry["flag"])
            fix = Fix(UNSAFE, f"set {entry['flag'][-1]} to false", (Set(route, False),))
            yield Hit(route, f"any client may replace {entry['what']}; the override is to be off", fix=fix)
