"""Notice in an opening that the caller may cut off.

Why
    By default the agent falls silent as soon as the other side speaks. A caller who says hello over the first words never
    hears that an AI is speaking or that the call is recorded. An opening that carries notice should be heard to its end.
Bad
    ```yaml agent.yaml
    name: Service desk
    conversation_config:
      agent:
        first_message: I'm an AI assistant, and this call is recorded. What can I do for you?
        prompt: {prompt: Help with orders.}
    ```
Good
    ```yaml agent.yaml
    name: Service desk
    conversation_config:
      agent:
        first_message: I'm an AI assistant, and this call is recorded. What can I do for you?
        disable_first_message_interruptions: true
        prompt: {prompt: Help with orders.}
    ```
Fix
    safe. Interruptions of the first message are turned off; what is said stays the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit
from complint.core.fix import SAFE, Fix
from complint.core.route import Route, get
from complint.facts.completeness import Completeness
from complint.facts.duties import NOTICES
from complint.facts.missing import telling
from complint.facts.notices import Notices
from complint.facts.openings import AGENT
from complint.facts.setting import put
from complint.facts.surface import Surface
from complint.model.document import Document

_FLAG = "disable_first_message_interruptions"


def check(document: Document, notices: Notices, completeness: Completeness) -> Iterator[Hit]:
    """Yield a hit per first message (the agent's own, a workflow node's) that carries a notice and may be cut off."""
    if get(document.data, "conversation_config", "conversation", "text_only") is True:
        return
    main = get(document.data, *AGENT, _FLAG)
    found: set[Route] = set()
    for surface in notices.openings.spoken:
        agent = _agent_of(surface.route)
        if agent is None or agent in found or not _carries(notices, surface):
            continue
        own = get(document.data, *agent, _FLAG)
        flag = main if own is None else own
        if flag is True or (flag is None and not completeness.complete):
            continue
        found.add(agent)
        if own is None and AGENT in found and agent != AGENT:
            continue
        route = (*agent, _FLAG)
        edit = put(document, route, True)
        fix = Fix(SAFE, f"set {_FLAG} to true", (edit,)) if edit is not None else None
        label = next(label for label in NOTICES if notices.told(surface, label).value)
        related = (telling(surface, notices.told(surface, label)),)
        yield Hit(route, f"{surface.named} carries a notice, and the caller may cut it off", fix=fix, related=related)


def _agent_of(route: Route) -> Route | None:
    """Return the `agent` object whose flag governs an opening: a preset obeys its agent's; say nodes obey none."""
    if "language_presets" in route:
        return (*route[: route.index("language_presets")], "agent")
    return route[:-1] if route[-1:] == ("first_message",) else None


def _carries(notices: Notices, surface: Surface) -> bool:
    return any(notices.told(surface, label).value for label in NOTICES)
