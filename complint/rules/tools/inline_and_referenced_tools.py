"""Both prompt.tools and tool_ids are filled.

Why
    A request takes `tool_ids` or the deprecated `tools`, never both, and the vendor's command line keeps the ids and drops
    `tools`. Mostly such a file is the echo of a pull, which repeats as objects what the ids name. But a tool that somebody
    added to `tools` alone looks the same and is lost with the next push. The project's tools.json tells the two apart.
Bad
    ```json agent_configs/front-desk.json
    {
      "name": "Front desk",
      "conversation_config": {"agent": {"prompt": {
        "prompt": "Book visits.",
        "tool_ids": ["tool_visits", "tool_prices"],
        "tools": [{"type": "client", "name": "open_calendar", "description": "Opens the calendar."}]
      }}}
    }
    ```
Good
    ```json agent_configs/front-desk.json
    {
      "name": "Front desk",
      "conversation_config": {"agent": {"prompt": {
        "prompt": "Book visits.",
        "tool_ids": ["tool_visits", "tool_prices", "tool_calendar"]
      }}}
    }
    ```
Fix
    safe or unsafe. Safe where every entry is proven an echo, or is found in the project's tools.json by name and content:
    `tools` goes, missing ids are added. Unsafe where it only looks like an echo (as many entries as ids), and where a tool
    config has to be written first.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit
from complint.facts.inline_tools import BUILT_IN, LIKELY, PROVEN, REFERENCED, InlineList, InlineTools
from complint.policy.law import Law


def check(inline: InlineTools, law: Law) -> Iterator[Hit]:
    """Yield a hit per prompt with both lists. `law.value` is `{"echo": the severity of a proven echo}`."""
    for listed in inline.lists:
        if listed.ids:
            yield _hit(listed, law.value["echo"])


def _hit(listed: InlineList, echo: str) -> Hit:
    from complint.facts.tool_migration import migrate, names, related_files

    migration = migrate(listed)
    alone = [entry for entry in listed.entries if entry.fate not in (BUILT_IN, REFERENCED)]
    if listed.echo == PROVEN:
        message = f"tools only repeats what is referenced ({names(listed.entries)}), remove it"
    elif listed.echo == LIKELY:
        message = (
            f"tools looks like an echo of tool_ids, but nothing proves it of {names(alone)}; one of both is required"
        )
    else:
        lost = "it" if len(alone) == 1 else "them"
        message = f"tools and tool_ids are both filled, and only tools holds {names(alone)}: a push drops {lost}"
    message = "; ".join(filter(None, (message, migration.note)))
    severity = echo if listed.echo == PROVEN else None
    return Hit(listed.route, message, severity=severity, fix=migration.fix, related=related_files(listed))
