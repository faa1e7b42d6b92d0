"""MCP setting with a value that the API does not know.

Why
    The API refuses a value outside its lists, or keeps the default in its place; either way the server or the tool does not
    behave as its file says. Values taken from prose are the usual cause: a page may say "always ask" where the API has
    another word for it.
Bad
    ```json mcp/notes.json
    {"config": {"name": "Notes", "url": "https://mcp.notes.example/sse", "approval_policy": "always_ask"}}
    ```
Good
    ```json mcp/notes.json
    {"config": {"name": "Notes", "url": "https://mcp.notes.example/sse", "approval_policy": "require_approval_all"}}
    ```
Fix
    none. The message lists the known values; only the author knows which one was meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit, unknown
from complint.core.route import JSON, Route
from complint.facts.mcp_settings import McpSettings
from complint.facts.shown import is_filled_later, shown
from complint.policy.law import Law


def check(settings: McpSettings, law: Law) -> Iterator[Hit]:
    """Yield a hit per value outside its list.

    `law.value[sort]` maps the settings of each sort of object (server, tool, override, approval, assignment, input_override)
    to their known values; `law.value["meant"]` maps words of the vendor's pages to the API's.
    """
    meant = law.value["meant"]
    for item in settings.items:
        for key, known in law.value[item.sort].items():
            yield from _one(item.data.get(key), (*item.route, key), key, known, meant)
        assignments = item.data.get("assignments")
        for index, one in enumerate(assignments if isinstance(assignments, list) else ()):
            if isinstance(one, dict):
                for key, known in law.value["assignment"].items():
                    yield from _one(one.get(key), (*item.route, "assignments", index, key), key, known, meant)
        inputs = item.data.get("input_overrides")
        for path, one in inputs.items() if isinstance(inputs, dict) else ():
            if isinstance(one, dict):
                for key, known in law.value["input_override"].items():
                    yield from _one(one.get(key), (*item.route, "input_overrides", path, key), key, known, meant)


def _one(value: JSON, route: Route, key: str, known: list[str], meant: dict[str, str]) -> Iterator[Hit]:
    if value is None or (isinstance(value, str) and value in known):
        return
    if is_filled_later(value):
        yield unknown(route, f"{key} is filled in from elsewhere ({shown(value)}), so its value cannot be told")
        return
    word = meant.get(value.strip().lower().replace(" ", "_").replace("-", "_")) if isinstance(value, str) else None
    if word not in known and isinstance(value, str):
        word = next((one for one in known if one.lower() == value.strip().lower()), None)
    hint = f"; the API calls it {word!r}" if word in known else ""
    yield Hit(route, f"{key} is {shown(value)}; one of {', '.join(known)} is required{hint}")
