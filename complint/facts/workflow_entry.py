"""Where a workflow begins to speak: the first nodes from its start that say something or replace the agent's opening."""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON, Route, get
from complint.model.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

NODES: Route = ("workflow", "nodes")
_SPEAKING = {"say", "override_agent", "standalone_agent", "end", "phone_number"}
_SAY, _START = "say", "start"


@record
class Entry:
    """One node at which a conversation may begin: its id, type and data; `route` leads to it.

    `then` are the say nodes that follow a say node without waiting for the user.
    """

    node: str
    type: str
    data: dict[str, JSON]
    route: Route
    then: tuple[Entry, ...] = ()


@record
class WorkflowEntry:
    """The entries of a workflow, in the order of its edges; none where there is no workflow or it is only a start node."""

    items: tuple[Entry, ...]


def compute(document: Document) -> WorkflowEntry:
    """Return the entries of an agent's workflow."""
    nodes = get(document.data, *NODES)
    if not isinstance(nodes, dict) or len(nodes) < 2:
        return WorkflowEntry(())
    after = _successors(get(document.data, "workflow", "edges"))
    starts = [name for name, node in nodes.items() if get(node, "type") == _START]
    first = [target for start in starts for target in after.get(start, ())]
    if not first:
        reached = {target for targets in after.values() for target in targets}
        first = [name for name in nodes if name not in reached and name not in starts]
    return WorkflowEntry(tuple(_entry(name, nodes, after) for name in _speaking(first, nodes, after)))


def _successors(edges: JSON) -> dict[JSON, list[JSON]]:
    """Return the targets of each node; edges are a map by id, or a list, and name their end `target` or `destination`."""
    found: dict[JSON, list[JSON]] = {}
    listed: Iterable[JSON] = edges.values() if isinstance(edges, dict) else edges if isinstance(edges, list) else ()
    for edge in listed:
        source, target = get(edge, "source"), get(edge, "target") or get(edge, "destination")
        if isinstance(source, str) and isinstance(target, str):
            found.setdefault(source, []).append(target)
    return found


def _speaking(first: list[str], nodes: dict[str, JSON], after: dict[JSON, list[JSON]]) -> list[str]:
    """Return the first nodes that speak, walking through those that work in silence (tool calls, updates of state)."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    waiting = list(reversed(first))
    while waiting:
        name = waiting.pop()
        if name in seen or not isinstance(nodes.get(name), dict):
            continue
        seen.add(name)
        if _type(nodes[name]) in _SPEAKING:
            found[name] = None
        else:
            waiting += reversed(after.get(name, []))
    return list(found)


def _type(node: JSON) -> str:
    kind = get(node, "type")
    return (
        kind
        if isinstance(kind, str)
        else "override_agent"
        if isinstance(get(node, "conversation_config"), dict)
        else ""
    )


def _entry(name: str, nodes: dict[str, JSON], after: dict[JSON, list[JSON]]) -> Entry:
    node = nodes[name]
    then: list[Entry] = []
    seen = {name}
    here = name
    while _type(nodes[here]) == _SAY and get(nodes[here], "wait_for_user_response") is not True:
        targets = after.get(here, [])
        if len(targets) != 1 or targets[0] in seen or _type(nodes.get(targets[0])) != _SAY:
            break
        here = targets[0]
        seen.add(here)
        then.append(Entry(here, _SAY, nodes[here], (*NODES, here)))
    return Entry(name, _type(node), node, (*NODES, name), tuple(then))
