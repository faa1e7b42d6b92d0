"""How a legacy `tools` list is moved to `tool_ids` and `built_in_tools`, so that no link is ever lost on the way.

The vendor's command line drops `tools` where a `tool_ids` key stands beside it, so a list is switched only when every
entry of it can be. A tool that is registered nowhere is first written as a tool config and registered without an id, while
its entry stays; the vendor's `tools push` creates it and writes the id, and the next run swaps the entry for the id.
"""

from __future__ import annotations

from complint.core.finding import Related
from complint.core.fix import SAFE, UNSAFE, Append, CreateFile, Fix, Remove, Set, shown
from complint.core.record import record
from complint.core.route import JSON, get
from complint.facts import inline_tools as inline
from complint.facts.inline_tools import InlineEntry, InlineList
from complint.facts.old_tool_shape import modern
from complint.facts.registered_tools import file_of, is_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

PUSH = "run `elevenlabs tools push`, then fix again"


@record
class Migration:
    """What can be done about a list: a fix or None, and what a person should know of it ("" where nothing)."""

    fix: Fix | None
    note: str = ""


def migrate(listed: InlineList) -> Migration:
    """Return the migration of one inline list."""
    fates = {entry.fate for entry in listed.entries}
    if listed.echo == inline.PROVEN:
        return _drop_echo(listed)
    if listed.echo == inline.LIKELY and not _odd_shape(listed):
        title = "remove tools, whose entries look like copies of tool_ids"
        return Migration(Fix(UNSAFE, title, _switch(listed)))
    obstacle = _obstacle(listed)
    if obstacle:
        return Migration(None, obstacle)
    if inline.NEW in fates:
        return _register(listed)
    if inline.UNPUSHED in fates:
        return Migration(None, f"{quoted(listed, inline.UNPUSHED)} has no id as yet: {PUSH}")
    bare = any(entry.data is None for entry in listed.entries if entry.fate == inline.FOUND)
    return Migration(Fix(UNSAFE if bare else SAFE, "move tools to tool_ids and built_in_tools", _switch(listed)))


def _drop_echo(listed: InlineList) -> Migration:
    remove = (Remove(listed.route),)
    differing = [entry for entry in listed.entries if entry.differs]
    if not differing:
        return Migration(Fix(SAFE, "remove tools, which only repeats what is referenced", remove))
    note = f"{names(differing)} differs from " + (differing[0].file or "built_in_tools")
    # the referenced tool is what counts, but a system tool's own parameters stand nowhere else
    safety = UNSAFE if any(entry.fate == inline.BUILT_IN for entry in differing) else SAFE
    return Migration(Fix(safety, "remove tools, which repeats what is referenced", remove), note)


def _switch(listed: InlineList) -> tuple[object, ...]:
    """Return the edits that replace a whole list by ids and built-in tools."""
    base, data = listed.place.route, listed.place.data
    ops: list[object] = []
    ids = list(
        dict.fromkeys(e.id for e in listed.entries if e.fate == inline.FOUND and e.id and e.id not in listed.ids)
    )
    if ids and isinstance(data.get("tool_ids"), list) and data["tool_ids"]:
        ops += [Append((*base, "tool_ids"), identity) for identity in ids]
    elif ids:
        ops.append(Set((*base, "tool_ids"), ids))
    systems = {_key(e): {**(e.data or {}), "type": "system"} for e in listed.entries if e.fate == inline.SYSTEM}
    if systems and isinstance(data.get("built_in_tools"), dict) and data["built_in_tools"]:
        ops += [Set((*base, "built_in_tools", key), value) for key, value in systems.items()]
    elif systems:
        ops.append(Set((*base, "built_in_tools"), systems))
    return (*ops, Remove(listed.route))


def _key(entry: InlineEntry) -> str:
    system_type = get(entry.data, "params", "system_tool_type")
    return system_type if isinstance(system_type, str) and system_type else entry.name or ""


def _register(listed: InlineList) -> Migration:
    """Return the first step for tools that are registered nowhere: a tool config and a registry entry for each."""
    new = {entry.name or "": entry for entry in listed.entries if entry.fate == inline.NEW}
    registered = listed.registered
    if registered.registry is None:
        text = f"write a tool config for {quoted(listed, inline.NEW)}, push it, and list its id in tool_ids"
        return Migration(shown("register the tools", text))
    ops: list[object] = []
    entries: list[JSON] = []
    for name, entry in sorted(new.items()):
        if entry.file is None:
            ops.append(CreateFile(file_of(name), modern(entry.data)))
        entries.append({"type": entry.type, "config": file_of(name)})
    tools = registered.registry.files.get("tools")
    if tools is None:
        ops.append(CreateFile("tools.json", {"tools": entries}))
    else:
        ops += [Append(("tools",), value, tools) for value in entries]
    title = f"write and register a tool config for {quoted(listed, inline.NEW)}; then {PUSH}"
    return Migration(Fix(UNSAFE, title, tuple(ops)), f"not in tools.json: {quoted(listed, inline.NEW)}")


def _obstacle(listed: InlineList) -> str:
    for entry in listed.entries:
        if entry.fate == inline.DIFFERS:
            return f"{names([entry])} differs from the tool of that name in {entry.file or 'tools.json'}"
        if entry.fate == inline.AMBIGUOUS:
            return f"tools.json has several tools like {names([entry])}"
        if entry.fate == inline.STUCK:
            return _why_stuck(entry)
    new = [entry.name or "" for entry in listed.entries if entry.fate == inline.NEW]
    if len(set(new)) < len(new):
        return "two entries have the same name"
    if not all(map(is_plain, new)):
        return "a name has characters that the API refuses"
    registered = listed.registered
    if new and registered.registry is not None and "tools" in registered.registry.files and not registered.can_append():
        return "tools.json holds no list of tools"
    return _odd_shape(listed)


def _odd_shape(listed: InlineList) -> str:
    """Say which field the entries cannot be moved to, since it is of another type than the API's."""
    for key, kind, wanted in (("tool_ids", list, "list"), ("built_in_tools", dict, "object")):
        value = listed.place.data.get(key)
        if value is not None and not isinstance(value, kind):
            return f"{key} is no {wanted}"
    return ""


def _why_stuck(entry: InlineEntry) -> str:
    if entry.data is None:
        return f"entry {entry.index} is no tool but a bare {'name' if entry.name else 'value'}"
    if entry.type == "system":
        return f"built_in_tools has no {names([entry])}"
    if not entry.name:
        return f"entry {entry.index} has no name"
    return (
        f"a tool of type {entry.type!r} cannot be pushed as a tool config"
        if entry.type
        else f"{names([entry])} has no type"
    )


def quoted(listed: InlineList, *fates: str) -> str:
    """Return the names of the entries with one of some fates, in words."""
    return names([entry for entry in listed.entries if entry.fate in fates])


def names(entries: Sequence[InlineEntry]) -> str:
    """Return names of entries in words: at most three, each cut to 40 characters."""
    said = [repr(entry.name[:40]) if entry.name else f"entry {entry.index}" for entry in entries]
    if len(said) <= 3:
        return " and ".join(filter(None, (", ".join(said[:-1]), said[-1]))) if said else ""
    return f"{', '.join(said[:2])} and {len(said) - 2} more"


def related_files(listed: InlineList) -> tuple[Related, ...]:
    """Return the tool files that entries differ from, as related places."""
    differing = [e for e in listed.entries if e.file is not None and (e.differs or e.fate == inline.DIFFERS)]
    return tuple(Related((), f"the tool {entry.name!r} as registered", entry.file) for entry in differing[:5])
