"""Agent with PHI that anybody may talk to.

Why
    An agent is public unless its file says otherwise: whoever knows its id, which every web page that embeds it shows, can
    start a conversation and hear what its tools know. An agent with PHI takes only signed conversations (`enable_auth`) or
    at least only those from hosts on its allowlist. The widget needs authentication off; there the allowlist is the way.
Bad
    ```yaml agent.yaml
    name: Clinic line
    conversation_config:
      agent:
        prompt: {prompt: Help callers., llm: gemini-2.5-flash}
    platform_settings:
      privacy: {zero_retention_mode: true}
      auth: {enable_auth: false, allowlist: []}
    ```
Good
    ```yaml agent.yaml
    name: Clinic line
    conversation_config:
      agent:
        prompt: {prompt: Help callers., llm: gemini-2.5-flash}
    platform_settings:
      privacy: {zero_retention_mode: true}
      auth: {enable_auth: false, allowlist: [{hostname: portal.acme.example}]}
    ```
Fix
    none. Turning authentication on stops every client that does not ask for a signed URL, so it is yours to choose.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit, unknown
from complint.core.route import JSON, Route, get
from complint.facts.completeness import Completeness
from complint.facts.phi_agents import PhiAgents
from complint.model.document import Document

AUTH: Route = ("platform_settings", "auth")


def check(document: Document, completeness: Completeness, agents: PhiAgents) -> Iterator[Hit]:
    """Yield a hit where neither authentication nor an allowlist is on.

    A partial body is judged by what it says: authentication off and an empty allowlist fail, one without the other is
    unknown, neither says nothing.
    """
    auth = get(document.data, *AUTH)
    enabled, allowlist = get(auth, "enable_auth"), get(auth, "allowlist")
    if enabled is True or _allows_only(allowlist) or not agents.items:
        return
    agent = agents.items[0]
    route: Route = (*AUTH, "enable_auth") if enabled is not None or allowlist is None else (*AUTH, "allowlist")
    if completeness.complete or (enabled is not None and allowlist is not None):
        message = "anybody may talk to this agent: authentication is off and no host allowlist is set"
        yield Hit(route, message, related=agent.related, why=agent.why)
    elif enabled is not None or allowlist is not None:
        left = "the allowlist" if allowlist is None else "authentication"
        message = f"this body leaves {left} as it is, so whether anybody may talk to the agent cannot be told"
        yield unknown(route, message, related=agent.related)


def _allows_only(allowlist: JSON) -> bool:
    """Tell whether an allowlist names hosts at all, and not every host."""
    names = [get(entry, "hostname") for entry in allowlist] if isinstance(allowlist, list) else []
    hosts = [name.strip() for name in names if isinstance(name, str) and name.strip()]
    return bool(hosts) and "*" not in hosts
