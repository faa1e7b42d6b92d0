"""Who a document is for: what its file, its project and the configuration say of PHI, direction, purpose and retention."""

from __future__ import annotations

from complint.core.paths import globs, path_matches
from complint.core.record import record
from complint.core.route import JSON, Route, get
from complint.model import kind as kinds
from complint.model.document import Document
from complint.model.project import Project, agent_ids
from complint.settings import Settings

_PHI_TAGS = {"hipaa", "phi"}


@record
class Profile:
    """What is known of an agent (or a speech request); None where nothing tells.

    `phi` is true where zero-retention rules apply: `handles_phi` or `zero_retention` (decision: an agent with either).
    The `_why` texts say what told; `_route` leads to the place in the file, where there is one. `declared` is the merged
    entry of the configuration's `agents:`.
    """

    handles_phi: bool | None = None
    handles_phi_why: str = ""
    handles_phi_route: Route | None = None
    zero_retention: bool = False
    zero_retention_why: str = ""
    zero_retention_route: Route | None = None
    direction: str | None = None
    direction_why: str = ""
    purpose: str | None = None
    purpose_why: str = ""
    declared: dict[str, JSON] = {}
    schedules: tuple[str, ...] = ()

    @property
    def phi(self) -> bool:
        """Return whether the requirements of zero retention apply."""
        return bool(self.handles_phi) or self.zero_retention

    @property
    def phi_why(self) -> str:
        """Return what makes them apply, in words."""
        return self.handles_phi_why if self.handles_phi else self.zero_retention_why


def compute(document: Document, project: Project, settings: Settings) -> Profile:
    """Return the profile of an agent or a speech request; other kinds have an empty one."""
    if document.kind == kinds.AGENT:
        return _agent(document, project, settings)
    if document.kind == kinds.SPEECH:
        return _speech(document, settings)
    if document.kind in (kinds.SCHEDULE, kinds.TEST, kinds.TOOL, kinds.MCP_SERVER):
        return _serving(document, project, settings)
    return Profile()


def _serving(document: Document, project: Project, settings: Settings) -> Profile:
    """Return the profile of a file that serves agents: their PHI; a schedule calls out, for the purpose of its agent."""
    from complint.facts.phi_agents import served

    agent = next(iter(served(document, project, settings)), None)
    why = f"the agent {agent.name!r}: {agent.why}" if agent is not None else ""
    if document.kind != kinds.SCHEDULE:
        return Profile(zero_retention=agent is not None, zero_retention_why=why)
    declared = _declared_for_calls(document, project, settings)
    purpose = declared.get("purpose")
    return Profile(
        zero_retention=agent is not None,
        zero_retention_why=why,
        direction="outbound",
        direction_why="a schedule calls out",
        purpose=purpose,
        purpose_why="declared for the agent it names" if purpose else "",
        declared=declared,
    )


def _declared_for_calls(document: Document, project: Project, settings: Settings) -> dict[str, JSON]:
    """Return what the configuration declares for the agents that a schedule names; the first that is declared counts."""
    for identity in agent_ids(document.data):
        agent = project.agent_with_id(identity, document)
        declared = declared_for(agent, project, settings) if agent is not None else {}
        if declared:
            return declared
        for entry in settings.agents:
            match = entry.get("match")
            if isinstance(match, dict) and set(match) == {"id"} and _like(identity, match["id"]):
                return {key: value for key, value in entry.items() if key != "match"}
    return {}


def declared_for(document: Document, project: Project, settings: Settings) -> dict[str, JSON]:
    """Return the merged `agents:` entries that match a document; the later entry wins, key by key."""
    merged: dict[str, JSON] = {}
    for entry in settings.agents:
        if _matches(entry.get("match"), document, project, settings):
            merged.update({key: value for key, value in entry.items() if key != "match" and value is not None})
    return merged


def _matches(match: JSON, document: Document, project: Project, settings: Settings) -> bool:
    if not isinstance(match, dict) or not match:
        return False
    for key, pattern in match.items():
        if key == "path":
            # what is declared for a file holds for what is deployed of it
            paths = (document.path, *project.reviewed(document.path))
            if not any(path_matches(path, str(pattern), settings.base) for path in paths):
                return False
        elif key == "name":
            if not _like(get(document.data, "name"), pattern):
                return False
        elif key == "id":
            if not _like(project.id_of(document), pattern):
                return False
        elif key == "tag":
            tags = get(document.data, "tags")
            if not (isinstance(tags, list) and any(_like(tag, pattern) for tag in tags)):
                return False
        else:
            return False
    return True


def _like(value: JSON, pattern: JSON) -> bool:
    return isinstance(value, str) and (value == str(pattern) or globs(value, str(pattern)))


def _agent(document: Document, project: Project, settings: Settings) -> Profile:
    declared = declared_for(document, project, settings) if settings.agents else {}
    phi, phi_why, phi_route = _phi(document, declared)
    zero, zero_why, zero_route = _zero_retention(document, project, settings, declared)
    schedules = tuple(schedule.path for schedule in project.schedules_of(document))
    direction, direction_why = declared.get("direction"), "declared in the configuration"
    if schedules:
        direction, direction_why = "outbound", f"named by the schedule {schedules[0]}"
    purpose = declared.get("purpose")
    return Profile(
        phi,
        phi_why,
        phi_route,
        zero,
        zero_why,
        zero_route,
        direction,
        direction_why if direction else "",
        purpose,
        "declared in the configuration" if purpose else "",
        declared,
        schedules,
    )


def _phi(document: Document, declared: dict[str, JSON]) -> tuple[bool | None, str, Route | None]:
    if isinstance(declared.get("handles_phi"), bool):
        return declared["handles_phi"], "declared in the configuration", None
    tags = get(document.data, "tags")
    if isinstance(tags, list):
        for index, tag in enumerate(tags):
            if isinstance(tag, str) and tag.strip().lower() in _PHI_TAGS:
                return True, f"tagged {tag.strip()!r}", ("tags", index)
    return None, "", None


def _zero_retention(
    document: Document, project: Project, settings: Settings, declared: dict[str, JSON]
) -> tuple[bool, str, Route | None]:
    route = ("platform_settings", "privacy", "zero_retention_mode")
    if get(document.data, *route) is True:
        return True, "zero_retention_mode is on", route
    if settings.workspace.get("zero_retention") == "enforced":
        return True, "the workspace enforces zero retention", None
    from complint.facts.integrations import forcing_integration, referenced_integration

    forced = forcing_integration(document.data, declared.get("integrations")) or referenced_integration(
        document, project
    )
    if forced is not None:
        return True, f"the {forced.name} integration forces zero retention", None if forced.path else forced.route
    return False, "", None


def _speech(document: Document, settings: Settings) -> Profile:
    if settings.workspace.get("zero_retention") == "enforced":
        return Profile(zero_retention=True, zero_retention_why="the workspace enforces zero retention")
    for entry in settings.requests:
        match = entry.get("match")
        pattern = match.get("path") if isinstance(match, dict) else None
        if isinstance(pattern, str) and path_matches(document.path, pattern, settings.base):
            if entry.get("handles_phi") is True:
                return Profile(handles_phi=True, handles_phi_why="declared in the configuration")
            if entry.get("handles_phi") is False:
                return Profile(handles_phi=False, handles_phi_why="declared in the configuration")
    return Profile()
