"""The legacy `tools` lists of an agent, and what each entry is: an echo of what is referenced, or a tool of its own.

Reading an agent back from the API or the vendor's command line fills `tools` with copies of what `tool_ids` and
`built_in_tools` already name; such an echo is harmless, a tool that stands nowhere else is lost with the next push. Only the
project's registry can prove which of the two a client or webhook tool is.
"""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON, Route, get
from complint.facts.built_in_tools import KEYS
from complint.facts.prompts import PromptPlace, Prompts
from complint.facts.registered_tools import RegisteredTool, RegisteredTools, essence, same_tool, text
from complint.facts.registered_tools import compute as registered_tools
from complint.model.document import Document
from complint.model.project import Project

BUILT_IN, REFERENCED = "built-in", "referenced"  # an echo: it stands in built_in_tools, or one of tool_ids is its id
SYSTEM = "system"  # a system tool that built_in_tools can take
FOUND = "found"  # registered with the same content, and an id
UNPUSHED = "unpushed"  # registered with the same content, without an id as yet
NEW = "new"  # registered nowhere
DIFFERS, AMBIGUOUS, STUCK = "differs", "ambiguous", "stuck"  # a person has to look

PROVEN, LIKELY = "proven", "likely"
_PUSHABLE = ("client", "webhook", "mcp")


@record
class InlineEntry:
    """One entry of `tools`: its content (None for a bare name), name, type, and what became of it.

    `id` is the registered id of one that is found, `file` the path of the tool file with its name, `differs` tells that an
    echo is not equal to what it repeats.
    """

    index: int
    data: dict[str, JSON] | None
    name: str | None
    type: str | None
    fate: str
    id: str | None = None
    file: str | None = None
    differs: bool = False


@record
class InlineList:
    """One non-empty `tools` list. `ids` are the non-empty `tool_ids` beside it, `has_ids_key` whether that key is written.

    `echo` is "proven" where every entry repeats what is referenced, "likely" where as many client and webhook entries
    stand there as ids and nothing tells them apart, None otherwise.
    """

    place: PromptPlace
    entries: tuple[InlineEntry, ...]
    ids: tuple[str, ...]
    has_ids_key: bool
    echo: str | None
    registered: RegisteredTools

    @property
    def route(self) -> Route:
        """Return the route of the list."""
        return (*self.place.route, "tools")


@record
class InlineTools:
    """All non-empty `tools` lists of an agent."""

    lists: tuple[InlineList, ...]


def compute(document: Document, project: Project, prompts: Prompts) -> InlineTools:
    """Return the non-empty `tools` lists of an agent; registry and tool files are read only where there is one."""
    places = [place for place in prompts.places if isinstance(place.data.get("tools"), list) and place.data["tools"]]
    if not places:
        return InlineTools(())
    registered = registered_tools(document, project)
    main = prompts.main
    return InlineTools(tuple(_list(place, main, registered) for place in places))


def _list(place: PromptPlace, main: PromptPlace | None, registered: RegisteredTools) -> InlineList:
    ids = _ids(place.data)
    # a node or preset that is silent on tools has those of the agent
    effective = _ids(main.data) if main is not None and place.data.get("tool_ids") is None else ids
    built_in = place.data.get("built_in_tools")
    if built_in is None and main is not None:
        built_in = main.data.get("built_in_tools")
    known = {identity: registered.names_of(identity) for identity in effective}
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
