"""The agents with PHI or zero retention that a document belongs to: itself, or those that a schedule, a test or a tool serves."""

from __future__ import annotations

from complint.core.finding import Related
from complint.core.paths import globs
from complint.core.record import record
from complint.core.route import JSON, Route, get
from complint.facts import profile as profiles
from complint.facts.integrations import Integration, Integrations
from complint.facts.integrations import compute as integrations_of
from complint.facts.profile import Profile
from complint.model import kind as kinds
from complint.model.document import Document
from complint.model.project import Project
from complint.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

ENFORCED = "the workspace enforces zero retention"
_caches: Any = None


@record
class PhiAgent:
    """One such agent: its name, its profile, and the places that explain it.

    `route` leads to what names the agent in the document under check (() where nothing there does). `forcing` is the
    integration that forces its zero retention.
    """

    name: str
    profile: Profile
    related: tuple[Related, ...]
    route: Route = ()
    forcing: Integration | None = None

    @property
    def why(self) -> str:
        """Return what makes the terms of zero retention apply, in words."""
        if self.profile.phi or self.forcing is None:
            return self.profile.phi_why
        return f"the {self.forcing.name} integration forces zero retention"


@record
class PhiAgents:
    """The agents; for an agent's own document at most itself."""

    items: tuple[PhiAgent, ...]


def compute(
    document: Document, project: Project, settings: Settings, profile: Profile, integrations: Integrations
) -> PhiAgents:
    """Return the agents with PHI or zero retention behind a document of any kind; most documents have none."""
    if document.kind == kinds.AGENT:
        if not profile.phi and integrations.forcing is None:
            return PhiAgents(())
        return PhiAgents((_agent(document, profile, integrations.forcing, own=True),))
    return PhiAgents(tuple(served(document, project, settings)))


def served(document: Document, project: Project, settings: Settings) -> Iterator[PhiAgent]:
    """Yield the agents that a schedule, a test, a tool or an MCP server serves."""
    finder = _FINDERS.get(document.kind or "")
    if finder is not None:
        yield from finder(document, project, settings)


def because(profile: Profile) -> tuple[Related, ...]:
    """Return the places of an agent's own file that say it handles PHI or keeps zero retention."""
    told = (
        (profile.handles_phi_route, profile.handles_phi_why),
        (profile.zero_retention_route, profile.zero_retention_why),
    )
    return tuple(Related(route, why) for route, why in told if route is not None)


def _agent(
    document: Document,
    profile: Profile,
    forcing: Integration | None,
    *,
    own: bool = False,
    route: Route = (),
    tie: Route | None = None,
) -> PhiAgent:
    name = get(document.data, "name")
    shown = name[:60] if isinstance(name, str) and name else document.path
    made = PhiAgent(shown, profile, (), route, forcing)
    if own:
        places = because(profile)
        if forcing is not None and forcing.route is not None and not places:
            places = (Related(forcing.route, made.why, forcing.path),)
        return PhiAgent(shown, profile, places, route, forcing)
    place = tie or profile.handles_phi_route or profile.zero_retention_route or ("name",)
    related = (Related(place, f"the agent {shown!r}: {made.why}", document.path),)
    return PhiAgent(shown, profile, related, route, forcing)


def _with_facts(agent: Document, project: Project, settings: Settings) -> tuple[Profile, Integration | None]:
    profile = profiles.compute(agent, project, settings)
    return profile, integrations_of(agent, project, profile).forcing


def _of_schedule(document: Document, project: Project, settings: Settings) -> Iterator[PhiAgent]:
    for identity, route in _named_agents(document.data):
        agent = project.agent_with_id(identity, document)
        if agent is not None:
            profile, forcing = _with_facts(agent, project, settings)
            if profile.phi or forcing is not None:
                yield _agent(agent, profile, forcing, route=route)
            continue
        known = _declared_by_id(identity, settings)
        if known is not None and known.phi:
            yield PhiAgent(identity[:60], known, (), route)


def _named_agents(data: JSON) -> Iterator[tuple[str, Route]]:
    """Yield each agent id of a schedule once, with the first place that names it."""
    seen: set[str] = set()
    calls = get(data, "calls")
    rows = range(len(calls)) if isinstance(calls, list) else ()
    routes: list[Route] = [("agent_id",), ("agent",), *(("calls", index, "agent_id") for index in rows)]
    for route in routes:
        identity = get(data, *route)
        if isinstance(identity, str) and identity and identity not in seen:
            seen.add(identity)
            yield identity, route


def _declared_by_id(identity: str, settings: Settings) -> Profile | None:
    """Return what the configuration says of an agent whose file is not at hand."""
    if settings.workspace.get("zero_retention") == "enforced":
        return Profile(zero_retention=True, zero_retention_why=ENFORCED)
    handles: JSON = None
    for entry in settings.agents:
        match = entry.get("match")
        if isinstance(match, dict) and match.keys() == {"id"} and globs(identity, str(match["id"])):
            handles = entry.get("handles_phi", handles)
    return Profile(handles_phi=True, handles_phi_why="declared in the configuration") if handles is True else None


def _of_test(document: Document, project: Project, settings: Settings) -> Iterator[PhiAgent]:
    """Find the agents a test is attached to, or drawn from; a test's own override or declaration counts too."""
    override = get(document.data, "agent_config_override")
    part = Document(document.path, None)
    part.data = override if isinstance(override, dict) else {}
    part.kind = kinds.AGENT
    own = profiles.compute(part, project, settings)
    if own.phi:
        places = tuple(
            Related(("agent_config_override", *place.route), place.message) for place in because(own) if part.data
        )
        yield PhiAgent(document.path, own, places)
        return
    yield from _users(document, project, settings, "test", ("test_id", "id"))
    source = get(document.data, "from_conversation_metadata", "agent_id")
    agent = project.agent_with_id(source, document) if isinstance(source, str) and source else None
    if agent is not None:
        profile, forcing = _with_facts(agent, project, settings)
        if profile.phi or forcing is not None:
            yield _agent(agent, profile, forcing, route=("from_conversation_metadata", "agent_id"))


def _of_tool(document: Document, project: Project, settings: Settings) -> Iterator[PhiAgent]:
    return _users(document, project, settings, "tool", ("tool_id", "id"))


def _of_server(document: Document, project: Project, settings: Settings) -> Iterator[PhiAgent]:
    return _users(document, project, settings, "mcp", ("mcp_server_id", "id"))


def _users(
    document: Document, project: Project, settings: Settings, what: str, keys: tuple[str, ...]
) -> Iterator[PhiAgent]:
    """Yield the agents of the run that name a tool, a test or a server by its id."""
    index = _index(project, settings)
    if not index:
        return
    entry = project.entry_of(document) if what != "mcp" else None
    ids = [get(document.data, key) for key in keys] + [entry.id if entry else None]
    for identity in dict.fromkeys(value for value in ids if isinstance(value, str) and value):
        yield from index.get((what, identity), ())


def _index(project: Project, settings: Settings) -> dict[tuple[str, str], list[PhiAgent]]:
    """Return the run's agents with PHI by the ids they name; made once per run, and only where something asks."""
    global _caches
    if _caches is None:
        from weakref import WeakKeyDictionary

        _caches = WeakKeyDictionary()
    held: tuple[Settings, dict[tuple[str, str], list[PhiAgent]]] | None = _caches.get(project)
    if held is None or held[0] is not settings:
        held = (settings, _make_index(project, settings))
        _caches[project] = held
    return held[1]


def _make_index(project: Project, settings: Settings) -> dict[tuple[str, str], list[PhiAgent]]:
    index: dict[tuple[str, str], list[PhiAgent]] = {}
    for agent in project.documents:
        if agent.kind != kinds.AGENT:
            continue
        profile, forcing = _with_facts(agent, project, settings)
        if profile.phi or forcing is not None:
            for what, identity, tie in _named_by(agent):
                users = index.setdefault((what, identity), [])
                if not users or users[-1].related[0].path != agent.path:
                    users.append(_agent(agent, profile, forcing, tie=tie))
    return index


def _named_by(agent: Document) -> Iterator[tuple[str, str, Route]]:
    from complint.facts import prompts as prompt_facts
    from complint.facts import tool_references

    prompts = prompt_facts.compute(agent)
    for reference in tool_references.compute(agent, prompts).items:
        yield "tool", reference.id, reference.route
    for place in prompts.places:
        for key in ("mcp_server_ids", "native_mcp_server_ids"):
            listed = place.data.get(key)
            for index, identity in enumerate(listed if isinstance(listed, list) else ()):
                if isinstance(identity, str):
                    yield "mcp", identity, (*place.route, key, index)
    attached = get(agent.data, "platform_settings", "testing", "attached_tests")
    for index, test in enumerate(attached if isinstance(attached, list) else ()):
        identity = get(test, "test_id")
        if isinstance(identity, str):
            yield "test", identity, ("platform_settings", "testing", "attached_tests", index, "test_id")


_FINDERS = {kinds.SCHEDULE: _of_schedule, kinds.TEST: _of_test, kinds.TOOL: _of_tool, kinds.MCP_SERVER: _of_server}
