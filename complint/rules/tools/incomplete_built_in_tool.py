"""Built-in tool that lacks what it needs to act.

Why
    A transfer without a destination or a condition is a promise that the agent cannot keep: it never learns when to
    transfer, or the call ends where nobody answers. The API refuses some of these bodies and takes others.
Bad
    ```yaml agent.yaml
    name: Front desk
    conversation_config:
      agent:
        prompt:
          prompt: Pass hard questions on.
          built_in_tools:
            transfer_to_number:
              type: system
              name: transfer_to_number
              params:
                system_tool_type: transfer_to_number
                transfers: [{condition: The caller asks for a person}]
    ```
Good
    ```yaml agent.yaml
    name: Front desk
    conversation_config:
      agent:
        prompt:
          prompt: Pass hard questions on.
          built_in_tools:
            transfer_to_number:
              type: system
              name: transfer_to_number
              params:
                system_tool_type: transfer_to_number
                transfers:
                  - condition: The caller asks for a person
                    transfer_destination: {type: phone, phone_number: "+12025550142"}
    ```
Fix
    none. Where and when to transfer is for a person to say.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit
from complint.core.route import JSON, get
from complint.facts.built_in_tools import BuiltInTool, BuiltInTools
from complint.facts.completeness import Completeness
from complint.policy.law import Law


def check(tools: BuiltInTools, completeness: Completeness, law: Law) -> Iterator[Hit]:
    """Yield a hit per transfer list that is missing or empty, and per transfer that lacks a part.

    `law.value` maps a tool to `{"list": the parameter that holds the transfers, "each": [one required part as its
    possible keys, …]}`, such as `{"list": "transfers", "each": [["condition"], ["agent_id", "node_id"]]}`.
    """
    for tool in tools.items:
        need = law.value.get(tool.system_type or tool.key)
        if need is None or not isinstance(tool.data, dict) or tool.type not in (None, "system"):
            continue
        listed = get(tool.data, "params", need["list"])
        route = (*tool.route, "params", need["list"])
        if listed == [] or (listed is None and completeness.complete):
            yield Hit(route, f"{tool.key} has no {need['list']}, at least one is required")
        elif isinstance(listed, list):
            for index, item in enumerate(listed):
                missing = [_words(keys) for keys in need["each"] if not any(_is_filled(get(item, key)) for key in keys)]
                if isinstance(item, dict) and missing:
                    yield Hit((*route, index), f"{_where(tool, index, listed)} has no {' and no '.join(missing)}")


def _words(keys: list[str]) -> str:
    return " or ".join(keys)


def _where(tool: BuiltInTool, index: int, listed: list[JSON]) -> str:
    return f"transfer {index + 1} of {tool.key}" if len(listed) > 1 else f"the transfer of {tool.key}"


def _is_filled(value: JSON) -> bool:
    """Tell whether a part says anything: text that is not blank, or an object with such a text beside its `type`."""
    if isinstance(value, dict):
        return any(_is_filled(inner) for key, inner in value.items() if key != "type")
    return bool(value.strip()) if isinstance(value, str) else value not in (None, [], False)
