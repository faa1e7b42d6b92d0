"""Tools written inline in the deprecated prompt.tools.

Why
    The vendor moved tools out of agents: client and webhook tools are records of their own, listed by id under `tool_ids`,
    system tools stand by name under `built_in_tools`. A body that still carries `tools` is refused, and where any
    `tool_ids` key stands beside it, the vendor's command line drops `tools` before it pushes, so the agent loses the
    tool without a word. A list that only repeats what is referenced is an echo of a pull: harmless, but it misleads.
Bad
    ```json agent_configs/front-desk.json
    {
      "name": "Front desk",
      "conversation_config": {"agent": {"prompt": {
        "prompt": "Book visits.",
        "tools": [{"type": "webhook", "name": "book_visit", "description": "Books a visit.",
                   "api_schema": {"url": "https://desk.example/visits", "method": "POST"}}]
      }}}
    }
    ```
Good
    ```json agent_configs/front-desk.json
    {
      "name": "Front desk",
      "conversation_config": {"agent": {"prompt": {
        "prompt": "Book visits.",
        "tool_ids": ["tool_visits"],
        "built_in_tools": {"end_call": {"type": "system", "name": "end_call", "params": {"system_tool_type": "end_call"}}}
      }}}
    }
    ```
Fix
    safe or unsafe. Safe: an echo is removed; entries found in the project's tools.json by name and content become ids, system
    tools move to `built_in_tools`. Unsafe: a tool that is registered nowhere is written as a tool config and registered
    first; after the vendor's `tools push` the next run swaps the entry for its id. Nothing is switched by halves.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit
from complint.facts.inline_tools import BUILT_IN, LIKELY, PROVEN, REFERENCED, InlineList, InlineTools
from complint.policy.law import Law


def check(inline: InlineTools, law: Law) -> Iterator[Hit]:
    """Yield a hit per non-empty `tools` list without non-empty `tool_ids`.

    `law.value` is `{"echo": the severity of a proven echo, "effect": what becomes of a body with tools, in words}`.
    """
    for listed in inline.lists:
        if not listed.ids:
            yield _hit(listed, law.value["echo"], law.value["effect"])


def _hit(listed: InlineList, echo: str, effect: str) -> Hit:
    from complint.facts.tool_migration import migrate, names, related_files

    migration = migrate(listed)
    if listed.echo == PROVEN:
        end = "; a push drops it" if listed.has_ids_key else ""
        message = f"tools only repeats what is referenced ({names(listed.entries)}){end}, remove it"
    else:
        alone = [entry for entry in listed.entries if entry.fate not in (BUILT_IN, REFERENCED)]
        message = f"tools holds {names(alone)} inline"
        if listed.echo == LIKELY:
            message += ", which looks like an echo of the agent's tool_ids"
        if listed.has_ids_key:
            message += " beside an empty tool_ids: a push drops " + ("it" if len(alone) == 1 else "them")
        message += f"; {effect}"
    message = "; ".join(filter(None, (message, migration.note)))
    severity = echo if listed.echo == PROVEN else None
    return Hit(listed.route, message, severity=severity, fix=migration.fix, related=related_files(listed))
