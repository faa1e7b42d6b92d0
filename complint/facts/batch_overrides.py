"""Texts that a call schedule puts in place of its agent's own: openings and prompts, each distinct one once.

Where they stand: `conversation_initiation_client_data.conversation_config_override.agent` of a recipient (batch calls and
campaigns) or of the body (single calls), and the columns first_message, system_prompt and language of complint's own `calls`.
"""

from __future__ import annotations

from complint.core.record import record, replace
from complint.core.route import JSON, Route, get
from complint.facts.surface import Surface, language_of, placeholders, says_words, spoken_values, surface
from complint.model import kind as kinds
from complint.model.document import Document
from complint.model.project import Project

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_DATA = "conversation_initiation_client_data"
_OVERRIDE: Route = ("conversation_config_override", "agent")


@record
class Override:
    """One text with the agent it is for; `agent` is None where the project does not hold it."""

    surface: Surface
    agent: Document | None


@record
class BatchOverrides:
    """The texts of a schedule; empty for other kinds. `surface.count` says how many recipients share one."""

    openings: tuple[Override, ...]
    prompts: tuple[Override, ...]


@record
class _Row:
    """One recipient: `first` and `prompt` are its texts, each with the way to it from `route`; `agent` is an id."""

    what: str
    route: Route
    first: tuple[Route, JSON]
    prompt: tuple[Route, JSON]
    language: str | None
    variables: JSON
    agent: str | None


def compute(document: Document, project: Project) -> BatchOverrides:
    """Return the overriding texts of a schedule document."""
    if document.kind != kinds.SCHEDULE or not isinstance(document.data, dict):
        return BatchOverrides((), ())
    agents: dict[str, Document | None] = {}
    openings: dict[tuple[str, ...], Override] = {}
    prompts: dict[tuple[str, ...], Override] = {}
    for row in _rows(document.data):
        for found, (route, value), what in (
            (openings, row.first, f"the first message of {row.what}"),
            (prompts, row.prompt, f"the prompt of {row.what}"),
        ):
            if value is None:
                continue
            if row.agent and row.agent not in agents:
                agents[row.agent] = project.agent_with_id(row.agent, document)
            agent = agents.get(row.agent) if row.agent else None
            _add(found, _surface(what, row, (*row.route, *route), value, agent), agent)
    return BatchOverrides(tuple(openings.values()), tuple(prompts.values()))


def _surface(what: str, row: _Row, route: Route, value: JSON, agent: Document | None) -> Surface:
    own = get(agent.data, "conversation_config", "agent") if agent is not None else None
    variables = {}
    if isinstance(value, str) and "{{" in value:
        variables = {**placeholders(own), **spoken_values(row.variables)}
    return surface(what, row.language or language_of(own), route, value, variables)


def _add(found: dict[tuple[str, ...], Override], text: Surface, agent: Document | None) -> None:
    """Count equal texts together; one that variables alone make up is told apart by their values."""
    spoken = text.text if says_words(text.text) else str(sorted(text.variables.items()))
    key = (text.text, text.language, agent.path if agent else "", spoken)
    known = found.get(key)
    found[key] = Override(text, agent) if known is None else replace(known, surface=_counted(known.surface))


def _counted(text: Surface) -> Surface:
    return replace(text, count=text.count + 1)


def _rows(data: dict[str, JSON]) -> Iterator[_Row]:
    common = get(data, "agent_id") or get(data, "agent")
    identity = common if isinstance(common, str) else None
    if get(data, _DATA) is not None:
        yield _vendor_row("the call", (_DATA,), data[_DATA], identity)
    recipients = data.get("recipients")
    for index, recipient in enumerate(recipients) if isinstance(recipients, list) else ():
        inner = get(recipient, _DATA)
        if isinstance(inner, dict):
            yield _vendor_row(f"recipient {index + 1}", ("recipients", index, _DATA), inner, identity)
    defaults = data.get("defaults")
    calls = data.get("calls")
    if isinstance(defaults, dict) and calls:
        yield _own_row("every call", ("defaults",), defaults, identity)
    for index, call in enumerate(calls) if isinstance(calls, list) else ():
        if isinstance(call, dict) and ("first_message" in call or "system_prompt" in call):
            yield _own_row(f"call {index + 1}", ("calls", index), call, identity)


def _vendor_row(what: str, route: Route, data: JSON, agent: str | None) -> _Row:
    override = get(data, *_OVERRIDE)
    language = get(override, "language")
    return _Row(
        what,
        (*route, *_OVERRIDE),
        (("first_message",), get(override, "first_message")),
        (("prompt", "prompt"), get(override, "prompt", "prompt")),
        language if isinstance(language, str) and language else None,
        get(data, "dynamic_variables"),
        agent,
    )


def _own_row(what: str, route: Route, call: dict[str, JSON], agent: str | None) -> _Row:
    language, named = call.get("language"), call.get("agent_id") or call.get("agent")
    return _Row(
        what,
        route,
        (("first_message",), call.get("first_message")),
        (("system_prompt",), call.get("system_prompt")),
        language if isinstance(language, str) and language else None,
        call,
        named if isinstance(named, str) else agent,
    )
