"""Agent that handles PHI in a workspace without a BAA.

Why
    The vendor signs business associate agreements with enterprise customers only, and no PHI may reach its services before
    one is in place. No file of an agent can tell whether that is so: declare it as `workspace: {baa: true}` in
    complint.yaml, where an auditor finds who said it and when.
Bad
    ```yaml complint.yaml
    workspace: {baa: false}
    ```
    ```yaml agent.yaml
    name: Clinic line
    tags: [phi]
    conversation_config:
      agent:
        prompt: {prompt: Help callers., llm: gemini-2.5-flash}
    platform_settings: {privacy: {zero_retention_mode: true}}
    ```
Good
    ```yaml complint.yaml
    workspace: {baa: true}
    ```
    ```yaml agent.yaml
    name: Clinic line
    tags: [phi]
    conversation_config:
      agent:
        prompt: {prompt: Help callers., llm: gemini-2.5-flash}
    platform_settings: {privacy: {zero_retention_mode: true}}
    ```
Fix
    none. Sign the agreement first; then declare it.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit, unknown
from complint.facts.profile import Profile
from complint.settings import Settings


def check(profile: Profile, settings: Settings) -> Iterator[Hit]:
    """Yield a hit where `workspace.baa` is false, an unknown where it is not declared."""
    signed = settings.workspace.get("baa")
    route = profile.handles_phi_route or ()
    why = profile.handles_phi_why
    if signed is False:
        yield Hit(route, f"this agent handles PHI ({why}), but the workspace has no BAA (workspace.baa: false)")
    elif signed is None:
        message = f"this agent handles PHI ({why}); whether a BAA is in place is not declared (workspace.baa)"
        yield unknown(route, message)
