"""The system tools an agent turns on under `built_in_tools`, in its own prompt, language presets and workflow nodes."""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON, Route, get
from complint.facts.prompts import Prompts

# The keys of `built_in_tools` that requests accept (API schema `BuiltInTools-Input`).
KEYS = (
    "end_call",
    "language_detection",
    "transfer_to_agent",
    "transfer_to_number",
    "skip_turn",
    "play_keypad_touch_tone",
    "voicemail_detection",
)


@record
class BuiltInTool:
    """One entry that is not null: pulled files list every tool that is off as null. `where` says whose prompt it is."""

    route: Route
    key: str
    data: JSON
    where: str

    @property
    def name(self) -> str | None:
        """Return the tool's own `name`, where it has one."""
        return _text(get(self.data, "name"))

    @property
    def type(self) -> JSON:
        """Return the tool's `type` as written."""
        return get(self.data, "type")

    @property
    def system_type(self) -> str | None:
        """Return `params.system_tool_type`, where it has one."""
        return _text(get(self.data, "params", "system_tool_type"))


@record
class BuiltInTools:
    """All built-in tools that are on."""

    items: tuple[BuiltInTool, ...]


def compute(prompts: Prompts) -> BuiltInTools:
    """Return the built-in tools of every prompt of an agent."""
    found: list[BuiltInTool] = []
    for place in prompts.places:
        tools = place.data.get("built_in_tools")
        if isinstance(tools, dict) and tools:
            base = (*place.route, "built_in_tools")
            found += [
                BuiltInTool((*base, key), str(key), value, place.where)
                for key, value in tools.items()
                if value is not None
            ]
    return BuiltInTools(tuple(found))


def _text(value: JSON) -> str | None:
    return value if isinstance(value, str) and value else None
