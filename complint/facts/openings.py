"""Every opening of an agent: what a caller may hear first, by default, per language, from a workflow or after a transfer.

Which text is spoken first (ElevenLabs agent and workflow schemas): `agent.first_message`, empty by default; a language
preset's own, or its translation; a workflow's first node replaces it (`override_agent` with a first message) or adds to it
(`say`); an agent that a call is transferred to speaks its own only where the transfer enables it.
"""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON, Route, get
from complint.facts.completeness import Completeness
from complint.facts.prompts import Prompts
from complint.facts.surface import Surface, joined, language_of, placeholders, surface
from complint.facts.transfers import Transfers
from complint.facts.workflow_entry import Entry, WorkflowEntry
from complint.model.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

AGENT: Route = ("conversation_config", "agent")
FIRST_MESSAGE: Route = (*AGENT, "first_message")
FIRST = "the first message"


@record
class Openings:
    """The openings of an agent.

    `default` is what is spoken where nothing else is chosen; None where a partial document does not say. `others` are
    spoken instead of it: language presets and further workflow entries. `transferred` are openings of other agents that
    are spoken after a transfer.
    """

    default: Surface | None
    others: tuple[Surface, ...] = ()
    transferred: tuple[Surface, ...] = ()

    @property
    def spoken(self) -> tuple[Surface, ...]:
        """Return the default and the others: one of these is the first that a person hears."""
        return self.others if self.default is None else (self.default, *self.others)


def compute(
    document: Document, completeness: Completeness, entries: WorkflowEntry, prompts: Prompts, transfers: Transfers
) -> Openings:
    """Return the openings of an agent document."""
    agent = get(document.data, *AGENT)
    base = _base(agent, completeness)
    ordered = _ordered(base, _paths(base, agent, entries) if entries.items else [])
    others = [*ordered[1:], *_presets(prompts, entries)]
    return Openings(ordered[0] if ordered else None, tuple(others), transfers.spoken)


def _ordered(base: Surface | None, paths: list[Surface]) -> list[Surface]:
    """Return what may be spoken first, the default before the rest; a first message that no path leaves out stays first."""
    if base is None or base.empty:
        return paths or ([] if base is None else [base])
    if base not in paths and any(path.route == base.route for path in paths):
        return paths
    return [base, *(path for path in paths if path != base)]


def _base(agent: JSON, completeness: Completeness) -> Surface | None:
    value = get(agent, "first_message")
    if value is None and not completeness.complete:
        return None
    return surface(FIRST, language_of(agent), FIRST_MESSAGE, value, placeholders(agent))


def _paths(base: Surface | None, agent: JSON, entries: WorkflowEntry) -> list[Surface]:
    """Return what is spoken first along each entry of the workflow; `base` itself where an entry adds nothing."""
    found: list[Surface] = []
    for entry in entries.items:
        path = _path(base, agent, entry)
        if path is not None and path not in found:
            found.append(path)
    return found


def _path(base: Surface | None, agent: JSON, entry: Entry) -> Surface | None:
    if entry.type == "say":
        said = _said(entry, language_of(agent), placeholders(agent))
        return said if base is None else joined(base, said)
    own = get(entry.data, *AGENT)
    value = get(own, "first_message")
    if entry.type == "override_agent" and value is not None and value != "":
        variables = {**placeholders(agent), **placeholders(own)}
        language = language_of(own, language_of(agent))
        return surface(f"workflow entry {entry.node!r}", language, (*entry.route, *FIRST_MESSAGE), value, variables)
    return base


def _said(entry: Entry, language: str, variables: dict[str, str]) -> Surface:
    """Return what a say node, and those that follow it at once, say in a language."""
    whole = _literal(entry, language, variables)
    for follower in entry.then:
        whole = joined(whole, _literal(follower, language, variables))
    return whole


def _literal(entry: Entry, language: str, variables: dict[str, str]) -> Surface:
    what = f"say node {entry.node!r}"
    message = get(entry.data, "message")
    if get(message, "type") == "prompt" or (get(message, "prompt") is not None and get(message, "text") is None):
        generated = surface(what, language, (*entry.route, "message", "prompt"), False, variables)
        return Surface(what, language, generated.route, generated.text, "is generated at run time", variables)
    translated = get(message, "text_translations", language)
    route = (*entry.route, "message", "text")
    if isinstance(translated, dict) and get(translated, "text") is not None:
        return surface(
            what, language, (*route[:-1], "text_translations", language, "text"), translated["text"], variables
        )
    return surface(what, language, route, get(message, "text"), variables)


def _presets(prompts: Prompts, entries: WorkflowEntry) -> Iterator[Surface]:
    """Yield the openings of language presets: the agent's own, and those of workflow nodes at which a call begins."""
    first = {entry.node: entry for entry in entries.items}
    for config in prompts.configs:
        if config.node is not None and config.node not in first:
            continue
        presets = config.data.get("language_presets")
        if isinstance(presets, dict) and presets:
            agent = get(config.data, "agent")
            says = [] if config.node else [entry for entry in entries.items if entry.type == "say"]
            for language, preset in presets.items():
                base = (*config.route, "language_presets", language)
                where = f" of workflow entry {config.node!r}" if config.node else ""
                for found in _of_preset(str(language), preset, base, where, placeholders(agent)):
                    yield joined(found, _said(says[0], str(language), placeholders(agent))) if len(says) == 1 else found


def _of_preset(language: str, preset: JSON, base: Route, where: str, variables: dict[str, str]) -> Iterator[Surface]:
    """Yield a preset's own first message and its translation, each once; neither: the default is spoken."""
    what = f"language preset {language!r}{where}"
    own = get(preset, "overrides", "agent", "first_message")
    translated = get(preset, "first_message_translation", "text")
    if own is not None and (own != "" or not translated):
        yield surface(what, language, (*base, "overrides", "agent", "first_message"), own, variables)
    if translated is not None and translated not in ("", own):
        yield surface(
            f"the translation of {what}", language, (*base, "first_message_translation", "text"), translated, variables
        )
