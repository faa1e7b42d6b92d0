"""Agent that handles PHI without zero retention mode.

Why
    The vendor's business associate agreement covers an agent only while zero retention mode is on: without it, recordings,
    transcripts and logs keep what patients say, and no PHI may be submitted to that agent at all. The mode is off unless
    the agent's file turns it on or the workspace enforces it (`workspace: {zero_retention: enforced}` in complint.yaml).
Bad
    ```yaml agent.yaml
    name: Clinic line
    tags: [hipaa]
    conversation_config:
      agent:
        prompt: {prompt: Help callers., llm: gemini-2.5-flash}
    platform_settings: {privacy: {zero_retention_mode: false}}
    ```
Good
    ```yaml agent.yaml
    name: Clinic line
    tags: [hipaa]
    conversation_config:
      agent:
        prompt: {prompt: Help callers., llm: gemini-2.5-flash}
    platform_settings: {privacy: {zero_retention_mode: true}}
    ```
Fix
    unsafe. Zero retention mode is turned on: transcripts and recordings are then no longer kept, and the API refuses models
    that are not on its allowlist.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit
from complint.core.fix import UNSAFE, Fix
from complint.core.route import get
from complint.facts.completeness import Completeness
from complint.facts.phi_agents import because
from complint.facts.profile import Profile
from complint.facts.setting import put
from complint.model.document import Document

ROUTE = ("platform_settings", "privacy", "zero_retention_mode")


def check(document: Document, profile: Profile, completeness: Completeness) -> Iterator[Hit]:
    """Yield a hit where nothing turns zero retention on; in a partial body only where it is written and not true."""
    if profile.zero_retention:
        return
    written = get(document.data, *ROUTE)
    if written is None and not completeness.complete:
        return
    found = "zero retention mode is off" if written in (None, False) else "zero_retention_mode is not the boolean true"
    change = put(document, ROUTE, True)
    fix = Fix(UNSAFE, "turn zero retention mode on", (change,)) if change else None
    message = f"{found}, but this agent handles PHI: {profile.handles_phi_why}"
    yield Hit(ROUTE, message, fix=fix, related=because(profile))
