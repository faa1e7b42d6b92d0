"""What each entry of a legacy `tools` list is: judged by what stands beside the list, and by the project's registry."""

from __future__ import annotations

from complint.core.route import JSON, get
from complint.facts.built_in_tools import KEYS
from complint.facts.inline_tools import (
    AMBIGUOUS,
    BUILT_IN,
    DIFFERS,
    FOUND,
    LIKELY,
    NEW,
    PROVEN,
    REFERENCED,
    STUCK,
    SYSTEM,
    UNPUSHED,
    InlineEntry,
    InlineList,
)
from complint.facts.prompts import PromptPlace
from complint.facts.registered_tools import RegisteredTool, RegisteredTools, essence, same_tool, text

_PUSHABLE = ("client", "webhook", "mcp")


def judge(place: PromptPlace, main: PromptPlace | None, registered: RegisteredTools) -> InlineList:
    """Return the `tools` list of a prompt with what each entry is; `main` is the agent's own prompt."""
    ids = _ids(place.data)
    # a node or preset that is silent on tools has those of the agent
    effective = _ids(main.data) if main is not None and place.data.get("tool_ids") is None else ids
    built_in = place.data.get("built_in_tools")
    if built_in is None and main is not None:
        built_in = main.data.get("built_in_tools")
    # a system tool's name among the ids is no id, and no entry can be its copy
    known = {identity: registered.names_of(identity) for identity in effective if identity not in KEYS}
    entries = tuple(_entry(i, item, known, built_in, registered) for i, item in enumerate(place.data["tools"]))
    return InlineList(place, entries, ids, "tool_ids" in place.data, _echo(entries, known), registered)


def _ids(prompt: dict[str, JSON]) -> tuple[str, ...]:
    ids = prompt.get("tool_ids")
    return tuple(item for item in ids if isinstance(item, str) and item) if isinstance(ids, list) else ()


def _entry(
    index: int, item: JSON, known: dict[str, set[str]], built_in: JSON, registered: RegisteredTools
) -> InlineEntry:
    if isinstance(item, str):
        return _judged(index, None, item, None, (), known, registered)
    if not isinstance(item, dict):
        return InlineEntry(index, None, None, None, STUCK)
    own_ids = (text(item, "id"), text(item, "tool_id"))
    inner = item.get("tool_config")
    data = inner if isinstance(inner, dict) else item
    name, kind = text(data, "name"), text(data, "type")
    system_type = text(get(data, "params"), "system_tool_type")
    if kind == "system" or (kind is None and system_type is not None):
        return _system(index, data, name, system_type, built_in)
    if kind is None and isinstance(data.get("api_schema"), dict):
        kind = "webhook"
    return _judged(index, data, name, kind, own_ids, known, registered)


def _system(
    index: int, data: dict[str, JSON], name: str | None, system_type: str | None, built_in: JSON
) -> InlineEntry:
    twin = next((tool for key in (system_type, name) if isinstance(tool := get(built_in, key or ""), dict)), None)
    if twin is not None:
        mine, other = (
            essence({**data, "type": "system", "name": None}),
            essence({**twin, "type": "system", "name": None}),
        )
        lost = {key: value for key, value in mine.items() if other.get(key) != value}
        if set(lost) == {"params"} and isinstance(other.get("params"), dict):
            lost = {key: value for key, value in mine["params"].items() if other["params"].get(key) != value}
        return InlineEntry(index, data, name or system_type, "system", BUILT_IN, differs=bool(lost))
    fate = SYSTEM if (system_type or name) in KEYS else STUCK
    return InlineEntry(index, data, name or system_type, "system", fate)


def _judged(
    index: int,
    data: dict[str, JSON] | None,
    name: str | None,
    kind: str | None,
    own_ids: tuple[str | None, ...],
    known: dict[str, set[str]],
    registered: RegisteredTools,
) -> InlineEntry:
    twins = registered.named(name) if name else []
    tied = next((i for i, names in known.items() if i in own_ids or (name is not None and name in names)), None)
    if tied is not None:
        twin = next((t for t in twins if t.entry.id == tied and t.config), None)
        differs = data is not None and twin is not None and not same_tool(data, _content(twin))
        return InlineEntry(index, data, name, kind, REFERENCED, tied, _file(twin), differs)
    return _elsewhere(InlineEntry(index, data, name, kind, STUCK), twins, registered)


def _elsewhere(entry: InlineEntry, twins: list[RegisteredTool], registered: RegisteredTools) -> InlineEntry:
    """Return the entry with what the registry makes of it, where no listed id is its own."""
    index, data, name, kind = entry.index, entry.data, entry.name, entry.type
    same = [t for t in twins if data is None or (t.config is not None and same_tool(data, _content(t)))]
    pushed = {t.entry.id for t in same if t.entry.id}
    if len(pushed) > 1:
        return InlineEntry(index, data, name, kind, AMBIGUOUS)
    if same:
        identity = next(iter(pushed), None)
        return InlineEntry(index, data, name, kind, FOUND if identity else UNPUSHED, identity, _file(same[0]))
    if twins:
        return InlineEntry(index, data, name, kind, DIFFERS, file=_file(twins[0]))
    if data is None or name is None or kind not in _PUSHABLE:
        return entry
    lying = registered.unlisted(name)
    if lying is None:
        return InlineEntry(index, data, name, kind, NEW)
    return InlineEntry(index, data, name, kind, NEW if same_tool(data, lying.data) else DIFFERS, file=lying.path)


def _content(tool: RegisteredTool) -> JSON:
    return tool.config.data if tool.config else None


def _file(tool: RegisteredTool | None) -> str | None:
    return tool.entry.config if tool is not None else None


def _echo(entries: tuple[InlineEntry, ...], known: dict[str, set[str]]) -> str | None:
    if all(entry.fate in (BUILT_IN, REFERENCED) for entry in entries):
        return PROVEN
    others = [entry for entry in entries if entry.fate not in (BUILT_IN, SYSTEM)]
    unproven = [entry for entry in others if entry.fate != REFERENCED]
    taken = {entry.id for entry in others if entry.fate == REFERENCED}
    nameless = {identity for identity, names in known.items() if not names and identity not in taken}
    if not unproven or len(others) != len(known) or len(unproven) != len(nameless):
        return None
    # an entry that the registry knows by another id, or that is a bare name, is no copy that the API made
    copies = all(entry.fate in (NEW, STUCK) and entry.data is not None and entry.type != "system" for entry in unproven)
    return LIKELY if copies else None
