"""Agent that anybody may talk to.

Why
    Without authentication or a list of allowed hosts, whoever knows the agent's id can start conversations from anywhere: at
    your cost, with your tools, and as often as the limits allow. The id of a widget stands in every page that shows it.
Bad
    ```yaml agent.yaml
    name: Shop line
    conversation_config: {agent: {prompt: {prompt: Help shoppers., llm: gemini-2.5-flash}}}
    platform_settings: {auth: {enable_auth: false, allowlist: []}}
    ```
Good
    ```yaml agent.yaml
    name: Shop line
    conversation_config: {agent: {prompt: {prompt: Help shoppers., llm: gemini-2.5-flash}}}
    platform_settings: {auth: {enable_auth: false, allowlist: [{hostname: shop.acme.example}]}}
    ```
Fix
    none. Authentication needs a server that signs, and the hosts are known to the owner alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit
from complint.core.route import JSON, Route, get
from complint.facts.completeness import Completeness
from complint.model.document import Document
from complint.policy.law import Law

_AUTH: Route = ("platform_settings", "auth")


def check(document: Document, completeness: Completeness, law: Law) -> Iterator[Hit]:
    """Yield a hit for a whole agent that neither asks for authentication nor limits the hosts; `law.value` is not read."""
    auth = get(document.data, *_AUTH)
    if get(auth, "enable_auth") is True or any(_names_hosts(entry) for entry in _entries(auth)):
        return
    if not completeness.complete and get(auth, "enable_auth") is None:
        return
    yield Hit(
        (*_AUTH, "enable_auth"),
        "the agent has no authentication and no list of allowed hosts, so anybody may talk to it; one of the two is required",
    )


def _entries(auth: JSON) -> list[JSON]:
    allowlist = get(auth, "allowlist")
    return allowlist if isinstance(allowlist, list) else []


def _names_hosts(entry: JSON) -> bool:
    host = entry if isinstance(entry, str) else get(entry, "hostname")
    return isinstance(host, str) and host.strip() not in ("", "*")
