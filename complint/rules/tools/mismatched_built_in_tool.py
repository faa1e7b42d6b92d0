"""Built-in tool whose key, name and type disagree.

Why
    A system tool says three times which one it is: by its key under `built_in_tools`, its `name`, and
    `params.system_tool_type`. Where they disagree, the prompt promises one action and the agent takes another, or the
    body is refused. Its `type` is always `system`.
Bad
    ```yaml agent.yaml
    name: Front desk
    conversation_config:
      agent:
        prompt:
          prompt: Hang up when done.
          built_in_tools:
            end_call: {type: system, name: end_call, params: {system_tool_type: skip_turn}}
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
    safe. Where two of the three agree, the third is made equal, and `type` becomes `system`. Otherwise the choice is only
    shown, since a person has to say which tool is meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit
from complint.core.fix import SAFE, Fix, Remove, Rename, Set, shown
from complint.core.route import Route
from complint.facts.built_in_tools import BuiltInTool, BuiltInTools
from complint.facts.prompts import Prompts


def check(tools: BuiltInTools, prompts: Prompts) -> Iterator[Hit]:
    """Yield a hit per built-in tool that contradicts itself, and per one whose type is not `system`."""
    for tool in tools.items:
        if not isinstance(tool.data, dict):
            continue
        said = (tool.key, tool.name or tool.key, tool.system_type or tool.key)
        if len(set(said)) > 1:
            yield _disagreement(tool, prompts)
        elif tool.type not in (None, "system") and (tool.name or tool.system_type):
            route = (*tool.route, "type")
            fix = Fix(SAFE, "set type to system", (Set(route, "system"),))
            yield Hit(
                route, f"{tool.key} has type {str(tool.type)[:40]!r}, a built-in tool is of type 'system'", fix=fix
            )


def _disagreement(tool: BuiltInTool, prompts: Prompts) -> Hit:
    name_route: Route = (*tool.route, "name")
    type_route: Route = (*tool.route, "params", "system_tool_type")
    key, name, kind = tool.key, tool.name, tool.system_type
    if kind is not None and name in (key, None):
        message = f"params.system_tool_type is {kind[:40]!r}, {key!r} is required here"
        return Hit(type_route, message, fix=_set(type_route, key) if name else _ask(key, kind))
    if name is not None and kind in (key, None):
        message = f"name is {name[:40]!r}, {key!r} is required here"
        return Hit(name_route, message, fix=_set(name_route, key) if kind else _ask(key, name))
    message = f"the key is {key[:40]!r}, the name {str(name)[:40]!r} and the system_tool_type {str(kind)[:40]!r}"
    fix = _rename(tool, kind, prompts) if name is not None and name == kind else None
    return Hit(tool.route, message + "; all three are one", on_key=True, fix=fix or _ask(key, name or "", kind or ""))


def _set(route: Route, value: str) -> Fix:
    return Fix(SAFE, f"set {route[-1]} to {value}", (Set(route, value),))


def _rename(tool: BuiltInTool, name: str | None, prompts: Prompts) -> Fix | None:
    """Return the fix that names the key as the tool names itself, unless that key holds another tool."""
    place = next((place for place in prompts.places if (*place.route, "built_in_tools") == tool.route[:-1]), None)
    siblings = place.data["built_in_tools"] if place is not None else {}
    if name is None or siblings.get(name) is not None:
        return None
    clear = (Remove((*tool.route[:-1], name)),) if name in siblings else ()
    return Fix(SAFE, f"rename the key to {name}", (*clear, Rename(tool.route, name)))


def _ask(*names: str) -> Fix:
    choice = " or ".join(dict.fromkeys(name[:40] for name in names if name))
    return shown("name the tool that is meant", f"key, name and params.system_tool_type: all {choice}")
