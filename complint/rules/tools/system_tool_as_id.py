"""System tool listed among tool ids.

Why
    System tools (`end_call`, `transfer_to_number`, …) have no id. They are turned on by name under `built_in_tools`; their
    name under `tool_ids` names no tool, so the agent is refused or cannot do what its prompt promises.
Bad
    ```yaml agent.yaml
    name: Front desk
    conversation_config:
      agent:
        prompt: {prompt: Say goodbye and hang up., tool_ids: [end_call]}
    ```
Good
    ```yaml agent.yaml
    name: Front desk
    conversation_config:
      agent:
        prompt:
          prompt: Say goodbye and hang up.
          built_in_tools:
            end_call: {type: system, name: end_call, params: {system_tool_type: end_call}}
    ```
Fix
    safe or unsafe. The name moves to `built_in_tools`. That is unsafe for tools that do nothing without parameters: a person
    has to fill in where they transfer to.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit
from complint.core.fix import SAFE, UNSAFE, Fix, Remove, Set
from complint.core.route import JSON, get
from complint.facts.tool_references import ToolReference, ToolReferences
from complint.policy.law import Law


def check(references: ToolReferences, law: Law) -> Iterator[Hit]:
    """Yield a hit per system tool among the ids.

    `law.value` maps the names of system tools to the parameters that each needs to do anything: `{"end_call": {},
    "transfer_to_number": {"transfers": []}}`.
    """
    for reference in references.items:
        if reference.id in law.value:
            message = f"{reference.id} is a system tool and has no id, it belongs in built_in_tools"
            yield Hit(reference.route, message, fix=_fix(reference, law.value[reference.id]))


def _fix(reference: ToolReference, needed: dict[str, JSON]) -> Fix | None:
    if reference.place is None:
        return None
    name, base = reference.id, (*reference.place.route, "built_in_tools")
    built_in = reference.place.data.get("built_in_tools")
    if built_in is not None and not isinstance(built_in, dict):
        return None
    title = f"move {name} to built_in_tools"
    if get(built_in, name) is not None:
        return Fix(SAFE, f"remove {name} from tool_ids, it is in built_in_tools", (Remove(reference.route),))
    tool = {"type": "system", "name": name, "params": {"system_tool_type": name, **needed}}
    added = Set((*base, name), tool) if built_in else Set(base, {name: tool})
    if needed:
        return Fix(UNSAFE, f"{title}; fill in {', '.join(needed)}", (Remove(reference.route), added))
    return Fix(SAFE, title, (Remove(reference.route), added))
