"""Opening that clients, webhooks or batch rows may replace.

Why
    With this override on, whoever starts a conversation may send another first message: a web page, the webhook that
    answers when a call comes in, a row of a batch call. The notices of the reviewed opening then reach nobody, and
    no review of this file can see it.
Bad
    ```yaml agent.yaml
    name: Booking line
    conversation_config: {agent: {first_message: "I'm an AI. Which day suits you?", prompt: {prompt: Book visits.}}}
    platform_settings: {overrides: {conversation_config_override: {agent: {first_message: true}}}}
    ```
Good
    ```yaml agent.yaml
    name: Booking line
    conversation_config: {agent: {first_message: "I'm an AI. Which day suits you?", prompt: {prompt: Book visits.}}}
    platform_settings: {overrides: {conversation_config_override: {agent: {first_message: false}}}}
    ```
Fix
    none. Turning the override off breaks clients that use it; dynamic variables inside a fixed opening often do.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit, Related
from complint.core.route import Route, get
from complint.model.document import Document

_OVERRIDES: Route = ("platform_settings", "overrides")
_FLAG: Route = (*_OVERRIDES, "conversation_config_override", "agent", "first_message")
_WEBHOOK: Route = (*_OVERRIDES, "enable_conversation_initiation_client_data_from_webhook")


def check(document: Document) -> Iterator[Hit]:
    """Yield a hit where the override of the first message is on; a webhook that may use it is a related place."""
    if get(document.data, *_FLAG) is not True:
        return
    by_webhook = get(document.data, *_WEBHOOK) is True
    who = "clients, the initiation webhook and batch calls" if by_webhook else "clients and batch calls"
    related = (Related(_WEBHOOK, "lets a webhook send overrides"),) if by_webhook else ()
    yield Hit(_FLAG, f"{who} may replace the first message, and with it what it discloses", related=related)
