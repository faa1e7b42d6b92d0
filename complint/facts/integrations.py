"""Integrations that put an agent into zero retention by themselves: Gmail and Google Calendar."""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON, Route, get
from complint.facts.profile import Profile
from complint.model import kind as kinds
from complint.model.document import Document
from complint.model.project import Project

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

GMAIL, CALENDAR = "Gmail", "Google Calendar"
_URLS = (("api_schema", "url"), ("base_api_schema", "url"), ("api_schema_overrides", "url"))


@record
class Integration:
    """A recognised integration: its name, and the route that tells (None where the configuration declares it).

    `path` names the file of the tool where that is not the agent's own.
    """

    name: str
    route: Route | None
    path: str | None = None


@record
class Integrations:
    """The integration that forces zero retention on an agent, from its own file, its tools' files or the configuration."""

    forcing: Integration | None


def compute(document: Document, project: Project, profile: Profile) -> Integrations:
    """Return the forcing integration of an agent; none for other kinds."""
    if document.kind != kinds.AGENT:
        return Integrations(None)
    found = forcing_integration(document.data, profile.declared.get("integrations"))
    return Integrations(found or referenced_integration(document, project))


def forcing_integration(data: JSON, declared: JSON) -> Integration | None:
    """Return the first integration of an agent that forces zero retention, or None.

    `data` is the agent's canonical data, whose inline tools tell by `api_integration_id` or by a host of Google's;
    `declared` is the list under `integrations` of the configuration's `agents:` entry.
    """
    for name in declared if isinstance(declared, list) else ():
        known = _by_name(name)
        if known is not None:
            return Integration(known, None)
    return next(_inline(data), None)


def referenced_integration(document: Document, project: Project) -> Integration | None:
    """Return the first forcing integration among the files behind an agent's tool ids, where a registry leads to them."""
    return next(_referenced(document, project), None)


def of_tool(tool: JSON) -> tuple[str, Route] | None:
    """Return the forcing integration a tool belongs to and the route in the tool that tells, or None."""
    if not isinstance(tool, dict):
        return None
    identity = tool.get("api_integration_id")
    if identity is not None:
        known = _by_name(identity)
        if known is not None:
            return known, ("api_integration_id",)
    for route in _URLS:
        url = get(tool, *route)
        if isinstance(url, str) and "googleapis.com" in url.lower():
            known = _by_url(url)
            if known is not None:
                return known, route
    return None


def _inline(data: JSON) -> Iterator[Integration]:
    """Look at the inline tools of the main prompt and of workflow nodes; presets cannot carry tools."""
    yield from _tools_of(data, ("conversation_config", "agent", "prompt", "tools"))
    nodes = get(data, "workflow", "nodes")
    for name in nodes if isinstance(nodes, dict) else ():
        yield from _tools_of(data, ("workflow", "nodes", name, "conversation_config", "agent", "prompt", "tools"))


def _tools_of(data: JSON, route: Route) -> Iterator[Integration]:
    tools = get(data, *route)
    for index, tool in enumerate(tools if isinstance(tools, list) else ()):
        found = of_tool(tool)
        if found is not None:
            yield Integration(found[0], (*route, index, *found[1]))


def _referenced(document: Document, project: Project) -> Iterator[Integration]:
    registry = project.registry_of(document)
    if registry is None or not registry.has_ids("tools"):
        return
    from complint.facts import prompts, tool_references
    from complint.facts.tool_files import tool_configs

    for reference in tool_references.compute(document, prompts.compute(document)).items:
        entry = registry.by_id("tools", reference.id)
        file = project.document(entry.config) if entry is not None and entry.config and not entry.outside else None
        for config in tool_configs(file.data) if file is not None else ():
            found = of_tool(config.data)
            if found is not None and file is not None:
                yield Integration(found[0], (*config.route, *found[1]), file.path)


def _by_name(name: JSON) -> str | None:
    """Return the integration a slug or a plain name means: gmail, google_calendar, googleCalendar, Google Calendar."""
    if not isinstance(name, str) or len(name) > 100:
        return None
    plain = "".join(letter for letter in name.lower() if letter.isalpha())
    if "gmail" in plain:
        return GMAIL
    return CALENDAR if "googlecalendar" in plain else None


def _by_url(url: str) -> str | None:
    host, _, path = url.lower().partition("://")[2].partition("/")
    host = host.rpartition("@")[2].partition(":")[0]
    if host == "gmail.googleapis.com":
        return GMAIL
    calendar = host == "www.googleapis.com" and (path + "/").startswith(("calendar/", "calendar?"))
    return CALENDAR if calendar else None
