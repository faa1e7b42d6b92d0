"""The tools that a project's registry lists, with the content of their files, by id and by name."""

from __future__ import annotations

import posixpath

from complint.core.record import record
from complint.core.route import JSON, get
from complint.facts.old_tool_shape import modern
from complint.facts.tool_files import ToolConfig, tool_configs
from complint.model.document import Document
from complint.model.project import Project, Registry
from complint.model.registry import Entry

# Values the API fills in where a tool config is silent (API schemas of the tool kinds).
_DEFAULTS: dict[str, JSON] = {
    "content_type": "application/json",
    "execution_mode": "immediate",
    "interruption_mode": "allow",
    "method": "GET",
    "pre_tool_speech": "auto",
    "response_timeout_secs": 20,
    "tool_call_sound_behavior": "auto",
    "tool_error_handling_mode": "auto",
}
_TRUE_BY_DEFAULT = {"enable_client_message", "use_out_of_band_dtmf", "sip_refer_play_dialtone"}


@record
class RegisteredTool:
    """A registry entry and its tool config; `config` is None where the file is missing, outside or holds several."""

    entry: Entry
    name: str | None
    config: ToolConfig | None


@record
class RegisteredTools:
    """What a registry knows of tools; `registry` is None where the document belongs to no project.

    `project` is asked only where somebody wants to know what lies beside the registry.
    """

    registry: Registry | None
    tools: tuple[RegisteredTool, ...]
    project: Project

    def names_of(self, identity: str) -> set[str]:
        """Return the names an id goes by; empty where the registry does not tell."""
        return {tool.name for tool in self.tools if tool.entry.id == identity and tool.name}

    def named(self, name: str) -> list[RegisteredTool]:
        """Return the tools with a name."""
        return [tool for tool in self.tools if tool.name == name]

    def unlisted(self, name: str) -> Document | None:
        """Return the tool file that lies where a tool of this name would be written, or None."""
        if self.registry is None or not is_plain(name):
            return None
        return self.project.document(posixpath.join(self.registry.base, file_of(name)))

    def can_append(self) -> bool:
        """Tell whether tools.json is there and holds a list, so that a tool can be added to it."""
        path = self.registry.files.get("tools") if self.registry is not None else None
        file = self.project.document(path) if path else None
        return file is not None and isinstance(get(file.raw, "tools"), list)


def compute(document: Document, project: Project) -> RegisteredTools:
    """Return the tools of the registry above a document; this reads every tool file it lists."""
    registry = project.registry_of(document)
    if registry is None:
        return RegisteredTools(None, (), project)
    return RegisteredTools(registry, tuple(_tool(entry, project) for entry in registry.section("tools")), project)


def file_of(name: str) -> str:
    """Return where a tool config of some name is written, relative to the registry's folder."""
    return f"tool_configs/{name}.json"


def is_plain(name: str) -> bool:
    """Tell whether a name is one that the API takes (`^[a-zA-Z0-9_-]{1,64}$`), and so may become a file name."""
    return 0 < len(name) <= 64 and name.isascii() and name.replace("_", "").replace("-", "").isalnum()


def _tool(entry: Entry, project: Project) -> RegisteredTool:
    file = project.document(entry.config) if entry.config and not entry.outside else None
    configs = tool_configs(file.data) if file is not None and file.error is None else ()
    config = configs[0] if len(configs) == 1 else None
    return RegisteredTool(entry, (config.name if config else None) or entry.name, config)


def same_tool(one: JSON, other: JSON) -> bool:
    """Tell whether two tool configs ask for the same: absent, null, empty, old shapes and the API's defaults are equal."""
    return bool(essence(modern(one)) == essence(modern(other)))


def essence(value: JSON) -> JSON:
    """Return a value without what says nothing: nulls, empty text and containers, and the API's defaults."""
    if isinstance(value, dict):
        kept = {key: essence(inner) for key, inner in value.items() if not _is_default(key, inner)}
        return {key: inner for key, inner in kept.items() if inner not in (None, "", [], {})}
    if isinstance(value, list):
        return [essence(item) for item in value]
    return value


def _is_default(key: JSON, value: JSON) -> bool:
    if isinstance(value, bool):
        return value is (key in _TRUE_BY_DEFAULT)
    return key in _DEFAULTS and value == _DEFAULTS[key]


def text(data: JSON, key: str) -> str | None:
    """Return a non-empty text at a key, or None."""
    value = get(data, key)
    return value if isinstance(value, str) and value else None
