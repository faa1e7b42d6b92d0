"""WhatsApp channel of an agent with PHI.

Why
    Under zero retention the vendor ignores WhatsApp messages and refuses outbound WhatsApp calls: patients write and nobody
    answers. Without the mode, what they write is kept by the vendor and by the messenger.
Bad
    ```yaml agent.yaml
    name: Clinic line
    agent_id: agent_clinic
    conversation_config:
      agent:
        prompt: {prompt: Help callers., llm: gemini-2.5-flash}
    platform_settings: {privacy: {zero_retention_mode: true}}
    whatsapp_accounts: [{phone_number: "+12025550142", phone_number_id: wa_1, enable_messaging: true}]
    ```
Good
    ```yaml agent.yaml
    name: Clinic line
    agent_id: agent_clinic
    conversation_config:
      agent:
        prompt: {prompt: Help callers., llm: gemini-2.5-flash}
    platform_settings: {privacy: {zero_retention_mode: true}}
    whatsapp_accounts: []
    ```
Fix
    none. Take the account from the agent in the vendor's dashboard; call or text by another channel.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit
from complint.core.route import JSON, Route, get
from complint.facts.phi_agents import PhiAgents
from complint.model import kind as kinds
from complint.model.document import Document

ACCOUNTS: Route = ("whatsapp_accounts",)
_CALL: tuple[Route, ...] = (("whatsapp_params",), ("whatsapp_user_id",), ("whatsapp_phone_number_id",))


def check(document: Document, agents: PhiAgents) -> Iterator[Hit]:
    """Yield a hit where an agent has WhatsApp accounts, or where a schedule reaches its recipients by WhatsApp."""
    if not agents.items:
        return
    agent = agents.items[0]
    if document.kind == kinds.SCHEDULE:
        route = _whatsapp(document.data)
        if route is not None:
            message = f"WhatsApp with the agent {agent.name!r}, but under zero retention WhatsApp calls are refused"
            yield Hit(route, message, related=agent.related, why=agent.why)
        return
    accounts = get(document.data, *ACCOUNTS)
    if isinstance(accounts, (list, dict)) and accounts:
        message = "a WhatsApp account is assigned, but under zero retention its messages are ignored and calls refused"
        yield Hit(ACCOUNTS, message, related=agent.related, why=agent.why)


def _whatsapp(data: JSON) -> Route | None:
    """Return the first place of a schedule that makes it WhatsApp, or None."""
    if get(data, "channel_config", "channel") == "whatsapp":
        return ("channel_config", "channel")
    for route in _CALL:
        if get(data, *route):
            return route
    recipients = get(data, "recipients")
    for index, recipient in enumerate(recipients if isinstance(recipients, list) else ()):
        if get(recipient, "whatsapp_user_id"):
            return ("recipients", index, "whatsapp_user_id")
    return None
