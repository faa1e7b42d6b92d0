"""What an agent leaves on voicemail: the messages of its voicemail detection, in every prompt."""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON, get
from complint.facts.built_in_tools import BuiltInTools
from complint.facts.prompts import Prompts
from complint.facts.surface import Surface, language_of, placeholders, surface
from complint.model.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from complint.core.route import Route

_TOOL = "voicemail_detection"


@record
class Voicemail:
    """The voicemail messages; without one the agent hangs up and leaves none."""

    items: tuple[Surface, ...]


def compute(document: Document, prompts: Prompts, tools: BuiltInTools) -> Voicemail:
    """Return the voicemail messages of an agent document; an inline copy of a built-in tool counts once."""
    agent = get(document.data, "conversation_config", "agent")
    found: dict[tuple[str, JSON], Surface] = {}
    for route, where, value in _messages(prompts, tools):
        if value is not None and not (isinstance(value, str) and not value.strip()):
            what = "the voicemail message" if where == "the agent" else f"the voicemail message of {where}"
            made = surface(
                what, language_of(agent), (*route, "params", "voicemail_message"), value, placeholders(agent)
            )
            found.setdefault((where, made.text), made)
    return Voicemail(tuple(found.values()))


def _messages(prompts: Prompts, tools: BuiltInTools) -> Iterator[tuple[Route, str, JSON]]:
    for tool in tools.items:
        if tool.key == _TOOL:
            yield tool.route, tool.where, get(tool.data, "params", "voicemail_message")
    for place in prompts.places:
        inline = place.data.get("tools")
        for index, entry in enumerate(inline) if isinstance(inline, list) else ():
            named = get(entry, "type") == "system" and get(entry, "name") == _TOOL
            if named or get(entry, "params", "system_tool_type") == _TOOL:
                yield (*place.route, "tools", index), place.where, get(entry, "params", "voicemail_message")
