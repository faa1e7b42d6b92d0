"""Integration that forces zero retention on an agent not fit for it.

Why
    As soon as a Gmail or Google Calendar integration is added, the vendor runs the whole agent in zero retention mode. An
    agent whose file says that the mode is off, or that uses a model, an MCP server or a batch call that the mode forbids,
    then behaves otherwise than its file says: nothing is kept, calls fail, or the agent is refused. Integrations are told
    by `api_integration_id`, by the hosts of Google's interfaces, or by `integrations: [gmail]` of the configuration.
Bad
    ```yaml complint.yaml
    agents: [{match: {name: Front desk}, integrations: [gmail]}]
    ```
    ```yaml agent.yaml
    name: Front desk
    conversation_config:
      agent:
        prompt: {prompt: Read my mail., llm: gemini-2.5-flash}
    platform_settings: {privacy: {zero_retention_mode: false}}
    ```
Good
    ```yaml complint.yaml
    agents: [{match: {name: Front desk}, integrations: [gmail]}]
    ```
    ```yaml agent.yaml
    name: Front desk
    conversation_config:
      agent:
        prompt: {prompt: Read my mail., llm: gemini-2.5-flash}
    platform_settings: {privacy: {zero_retention_mode: true}}
    ```
Fix
    unsafe. Zero retention mode is turned on in the file, as it already is in effect. Models, MCP servers and batches have
    no fix.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import FAIL, UNKNOWN, WARNING, Hit, Related, unknown
from complint.core.route import get
from complint.facts.completeness import Completeness
from complint.facts.forbidden_use import ForbiddenUse
from complint.facts.integrations import Integration
from complint.facts.phi_agents import PhiAgent, PhiAgents
from complint.model import kind as kinds
from complint.model.document import Document
from complint.policy.law import Law
from complint.settings import Settings

SWITCH = ("platform_settings", "privacy", "zero_retention_mode")


def check(
    document: Document,
    agents: PhiAgents,
    completeness: Completeness,
    settings: Settings,
    use: ForbiddenUse,
    law: Law,
) -> Iterator[Hit]:
    """Yield a hit where the mode is written off, and per model, MCP server and batch that it forbids.

    `law.value["allowlist"]` names the requirement whose allowlist holds.
    """
    agent = next((one for one in agents.items if one.forcing is not None), None)
    if agent is None or agent.forcing is None:
        return
    forces = f"the {agent.forcing.name} integration forces zero retention"
    related = _related(document, agent, agent.forcing, forces)
    if document.kind == kinds.AGENT:
        yield from _mode(document, completeness, settings, forces, related)
    yield from _models(use, settings, law, forces, related)
    for place in use.mcp().places:
        yield Hit(place.route, f"{forces}, where MCP is not available: {place.what} ({place.where})", related=related)
    batch = use.batch()
    if batch is not None:
        message = f"{forces}, which cannot be enabled for batch calls: {batch} with the agent {agent.name!r}"
        yield Hit(agent.route, message, related=related)


def _models(
    use: ForbiddenUse, settings: Settings, law: Law, forces: str, related: tuple[Related, ...]
) -> Iterator[Hit]:
    from complint.facts.llm_allowlist import allowlist_of, judge

    allowlist = allowlist_of(law, settings)
    models = use.models()
    for reference in models.items:
        verdict = judge(reference, allowlist)
        if verdict.allowed is not True:
            outcome = FAIL if verdict.allowed is False else UNKNOWN
            severity = WARNING if reference.is_test_default else None
            message = f"{forces}, and {verdict.message}"
            yield Hit(reference.route, message, severity, outcome, related=related, citations=allowlist.citations)
    for route in models.elsewhere:
        message = f"{forces}; whether the models of analysis items are on the allowlist cannot be told from this file"
        yield unknown(route, message, related=related)


def _mode(
    document: Document, completeness: Completeness, settings: Settings, forces: str, related: tuple[Related, ...]
) -> Iterator[Hit]:
    written = get(document.data, *SWITCH)
    silent = written is None and not completeness.complete
    if written is True or silent or settings.workspace.get("zero_retention") == "enforced":
        return
    from complint.core.fix import UNSAFE, Fix
    from complint.facts.setting import put

    change = put(document, SWITCH, True)
    fix = Fix(UNSAFE, "turn zero retention mode on", (change,)) if change else None
    yield Hit(SWITCH, f"{forces}, but zero retention mode is off in this file", fix=fix, related=related)


def _related(document: Document, agent: PhiAgent, forcing: Integration, forces: str) -> tuple[Related, ...]:
    if document.kind == kinds.AGENT and forcing.route is not None:
        return (Related(forcing.route, forces, forcing.path),)
    return agent.related
