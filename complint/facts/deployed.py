"""What is deployed beside what was reviewed: the agents of the live workspace, each with its files and where they differ."""

from __future__ import annotations

import posixpath

from complint.core.record import record
from complint.core.route import JSON, get
from complint.facts.completeness import compute as completeness
from complint.model import kind as kinds
from complint.model.document import Document
from complint.model.project import Project
from complint.schema.defaults import ADDED, Difference, differences

# What a push sends; the rest of an answer is the API's own.
SENT = ("name", "conversation_config", "platform_settings", "tags", "workflow")
_ANSWER_ONLY = ("safety", "ban")  # of platform_settings
_UNRESOLVED = "${"  # a template's variable: what it becomes is known to whoever fills it in


@record
class Pair:
    """A file of the repository and where what is deployed differs from it.

    `undecided` are places of which nobody can tell: keys that no schema knows, values that a template fills in.
    """

    file: Document
    differs: tuple[Difference, ...]
    undecided: tuple[Difference, ...]


@record
class DeployedAgent:
    """An agent of the workspace: its document, its name and id, and the files that are its reviewed state."""

    document: Document
    name: str
    id: str
    archived: bool
    pairs: tuple[Pair, ...]


@record
class Deployed:
    """The agents of the workspace; `complete` tells that all of them could be read."""

    agents: tuple[DeployedAgent, ...]
    complete: bool


def compute(document: Document, project: Project) -> Deployed:
    """Return what is deployed, for the document about the read of a workspace; nothing for other documents."""
    if document.kind != kinds.WORKSPACE:
        return Deployed((), False)
    archived = get(document.data, "archived")
    hidden = {one for one in archived if isinstance(one, str)} if isinstance(archived, list) else set()
    folder = posixpath.dirname(document.path) + "/"
    found = [
        _agent(live, project, hidden)
        for live in project.documents
        if live.kind == kinds.AGENT and live.path.startswith(folder)
    ]
    return Deployed(tuple(found), get(document.data, "lists", "agents", "complete") is True)


def _agent(live: Document, project: Project, archived: set[str]) -> DeployedAgent:
    identity = project.id_of(live) or ""
    name = get(live.data, "name")
    files = [project.document(path) for path in project.reviewed(live.path)]
    pairs = [_pair(file, live, project) for file in files if file is not None and isinstance(file.data, dict)]
    return DeployedAgent(live, name if isinstance(name, str) else "", identity, identity in archived, tuple(pairs))


def _pair(file: Document, live: Document, project: Project) -> Pair:
    reviewed, deployed = _comparable(file.data), _comparable(live.data)
    _drop_what_the_api_adds(reviewed, deployed)
    whole = completeness(file, project).complete
    found = [one for one in differences("agent", reviewed, deployed) if whole or one.how != ADDED]
    open_ones = [one for one in found if not one.known or _is_template(one.first)]
    return Pair(file, tuple(one for one in found if one not in open_ones), tuple(open_ones))


def _comparable(data: JSON) -> dict[str, JSON]:
    """Return what of an agent a push sends, without what only answers have and what is drawn but does nothing."""
    kept = {key: data[key] for key in SENT if key in data}
    settings = kept.get("platform_settings")
    if isinstance(settings, dict):
        kept["platform_settings"] = {key: value for key, value in settings.items() if key not in _ANSWER_ONLY}
    nodes = get(kept, "workflow", "nodes")
    if isinstance(nodes, dict):
        kept["workflow"] = {**kept["workflow"], "nodes": {name: _undrawn(node) for name, node in nodes.items()}}
    return kept


def _undrawn(node: JSON) -> JSON:
    return {key: value for key, value in node.items() if key != "position"} if isinstance(node, dict) else node


def _drop_what_the_api_adds(reviewed: dict[str, JSON], deployed: dict[str, JSON]) -> None:
    """Leave out the copies of referenced tools in either, and the workflow of a mere start that every answer has."""
    prompts = [get(side, "conversation_config", "agent", "prompt") for side in (reviewed, deployed)]
    if any(get(prompt, "tool_ids") for prompt in prompts):
        for side, prompt in zip((reviewed, deployed), prompts, strict=True):
            if isinstance(prompt, dict):
                config = side["conversation_config"]
                bare = {key: value for key, value in prompt.items() if key != "tools"}
                side["conversation_config"] = {**config, "agent": {**config["agent"], "prompt": bare}}
    nodes = get(deployed, "workflow", "nodes")
    idle = isinstance(nodes, dict) and all(get(node, "type") == "start" for node in nodes.values())
    if idle and get(reviewed, "workflow") is None and not get(deployed, "workflow", "edges"):
        deployed.pop("workflow")


def _is_template(value: JSON) -> bool:
    return isinstance(value, str) and _UNRESOLVED in value
