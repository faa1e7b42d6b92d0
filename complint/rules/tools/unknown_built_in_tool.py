"""Built-in tool that no version of the API knows.

Why
    `built_in_tools` is an object with fixed keys. The API passes over a key that it does not know, so the agent lacks what the
    prompt promises, and nothing says so.
Bad
    ```yaml agent.yaml
    name: Front desk
    conversation_config:
      agent:
        prompt:
          prompt: Hang up when done.
          built_in_tools:
            hang_up: {type: system, name: hang_up, params: {system_tool_type: hang_up}}
    ```
Good
    ```yaml agent.yaml
    name: Front desk
    conversation_config:
      agent:
        prompt:
          prompt: Hang up when done.
          built_in_tools:
            end_call: {type: system, name: end_call, params: {system_tool_type: end_call}}
    ```
Fix
    none. Which tool is meant is for a person to say; a near spelling is named.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit
from complint.facts.built_in_tools import BuiltInTools
from complint.policy.law import Law


def check(tools: BuiltInTools, law: Law) -> Iterator[Hit]:
    """Yield a hit per key outside `law.value["requests"]` and `law.value["responses"]` (lists of keys)."""
    for tool in tools.items:
        if tool.key not in law.value["requests"] and tool.key not in law.value["responses"]:
            guess = _near(tool.key, law.value["requests"])
            asked = f", did you mean {guess}?" if guess else ""
            yield Hit(tool.route, f"no version of the API has a built-in tool {tool.key[:40]!r}{asked}", on_key=True)


def _near(key: str, known: list[str]) -> str | None:
    from difflib import get_close_matches

    plain = "".join("_" + c.lower() if c.isupper() else c for c in key[:60]).replace("-", "_").strip("_")
    found = get_close_matches(plain, known, 1, 0.75)
    return found[0] if found else None
