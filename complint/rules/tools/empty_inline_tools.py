"""An empty prompt.tools left over.

Why
    `tools` is the deprecated place of tools. An empty list asks for nothing, but it is still a field that the API no longer
    takes, and it hides from a reader that tools stand under `tool_ids` and `built_in_tools`.
Bad
    ```yaml agent.yaml
    name: Front desk
    conversation_config:
      agent:
        prompt: {prompt: Help callers., tools: [], tool_ids: [tool_visits]}
    ```
Good
    ```yaml agent.yaml
    name: Front desk
    conversation_config:
      agent:
        prompt: {prompt: Help callers., tool_ids: [tool_visits]}
    ```
Fix
    safe. The empty list is removed.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit
from complint.core.fix import SAFE, Fix, Remove
from complint.facts.prompts import Prompts


def check(prompts: Prompts) -> Iterator[Hit]:
    """Yield a hit per empty `tools` list; null is absent."""
    for place in prompts.places:
        if place.data.get("tools") == []:
            route = (*place.route, "tools")
            fix = Fix(SAFE, "remove the empty tools", (Remove(route),))
            yield Hit(route, "tools is empty and deprecated, remove it", fix=fix)
