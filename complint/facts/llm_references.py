"""Every place where a document names a language model, and every place where a default of the API stands in for a name.

The places are those of the vendor's API: prompts (main, language presets, workflow nodes), backup orders, openers, post-call
analysis, custom guardrails, procedures; tests and simulations; and the overrides that calls carry.
"""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON, Route, get
from complint.facts import prompts as prompt_facts
from complint.facts.call_overrides import CallOverrides
from complint.facts.completeness import Completeness
from complint.facts.prompts import MAIN, PromptPlace, Prompts
from complint.model import kind as kinds
from complint.model.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LLM_DEFAULT, ANALYSIS_DEFAULT, GUARDRAIL_DEFAULT = "llm", "analysis_llm", "guardrail"
TEST_MODELS = (("evaluation_model", "the test's evaluation"), ("simulated_user_model", "the simulated user"))
_TEST_DEFAULTS = tuple(key for key, _ in TEST_MODELS)
_PLATFORM: Route = ("platform_settings",)


@record
class LlmReference:
    """A model in use at a place.

    `model` is the id as written, or None where nothing is written and the API's default holds; `default` then names which
    one. `where` says in words whose model it is. `more` counts further places of a schedule that name the same model.
    """

    route: Route
    model: str | None
    where: str
    default: str | None = None
    more: int = 0

    @property
    def is_test_default(self) -> bool:
        """Return whether it is a model that a test gets because it names none: a test should hold no patient's words."""
        return self.default in _TEST_DEFAULTS


@record
class LlmReferences:
    """The references of a document; `elsewhere` leads to analysis items, whose models the vendor keeps outside the file."""

    items: tuple[LlmReference, ...]
    elsewhere: tuple[Route, ...] = ()


def compute(
    document: Document, prompts: Prompts, completeness: Completeness, overrides: CallOverrides
) -> LlmReferences:
    """Return the model references of an agent, a test or a schedule; none for other kinds."""
    data = document.data
    if document.kind == kinds.AGENT:
        items = (*_of_agent(data, prompts, complete=completeness.complete), *_of_procedures(data, ("procedures",)))
        return LlmReferences(items, tuple(_elsewhere(data)))
    if document.kind == kinds.TEST:
        return LlmReferences(tuple(_of_test(data)))
    if document.kind == kinds.SCHEDULE:
        return LlmReferences(tuple(_of_schedule(overrides)))
    return LlmReferences(())


def _of_agent(data: JSON, prompts: Prompts, *, complete: bool) -> Iterator[LlmReference]:
    for place in prompts.places:
        yield from _of_prompt(place, complete=complete and place.route == MAIN)
    platform = get(data, *_PLATFORM)
    if isinstance(platform, dict):
        yield from _of_analysis(platform)
        yield from _of_guardrails(platform)
    if complete and get(platform, "analysis_llm") is None:
        yield LlmReference((*_PLATFORM, "analysis_llm"), None, "post-call analysis", ANALYSIS_DEFAULT)


def _of_prompt(place: PromptPlace, *, complete: bool) -> Iterator[LlmReference]:
    prompt, route = place.data, place.route
    if prompt.get("llm") is None:
        if complete:
            yield LlmReference((*route, "llm"), None, place.where, LLM_DEFAULT)
    else:
        yield from _named(prompt["llm"], (*route, "llm"), place.where)
    backup = prompt.get("backup_llm_config")
    if isinstance(backup, dict) and backup.get("preference") not in ("default", "disabled"):
        order = backup.get("order")
        for index, model in enumerate(order if isinstance(order, list) else ()):
            yield from _named(model, (*route, "backup_llm_config", "order", index), f"backup of {place.where}")
    yield from _named(get(prompt, "opener", "llm"), (*route, "opener", "llm"), f"opener of {place.where}")
    yield from _of_tools(prompt, route)


def _of_tools(prompt: dict[str, JSON], route: Route) -> Iterator[LlmReference]:
    for key in ("built_in_tools", "tools"):
        for step, tool in _entries(prompt.get(key)):
            params = tool.get("params")
            if isinstance(params, dict) and "procedures" in params:
                yield from _of_procedures(params, (*route, key, step, "params", "procedures"))


def _of_procedures(holder: JSON, route: Route) -> Iterator[LlmReference]:
    for step, procedure in _entries(get(holder, "procedures")):
        where = f"guardrail of procedure {_short(step)}"
        for index, guardrail in _entries(procedure.get("guardrails")):
            if guardrail.get("is_enabled") is not False:
                yield from _named(guardrail.get("model"), (*route, step, "guardrails", index, "model"), where)


def _of_analysis(platform: dict[str, JSON]) -> Iterator[LlmReference]:
    yield from _named(platform.get("analysis_llm"), (*_PLATFORM, "analysis_llm"), "post-call analysis")
    for step, criterion in _entries(get(platform, "evaluation", "criteria")):
        where = f"evaluation criterion {_short(criterion.get('id') or criterion.get('name') or step)}"
        yield from _named(criterion.get("llm"), (*_PLATFORM, "evaluation", "criteria", step, "llm"), where)
    for step, item in _entries(platform.get("data_collection")):
        yield from _named(
            item.get("llm"), (*_PLATFORM, "data_collection", step, "llm"), f"data collection {_short(step)}"
        )


def _of_guardrails(platform: dict[str, JSON]) -> Iterator[LlmReference]:
    """Look at custom guardrails that are switched on; they are off unless the file says otherwise."""
    base: Route = ("guardrails", "custom", "config", "configs")
    for step, guardrail in _entries(get(platform, *base)):
        if guardrail.get("is_enabled") is not True:
            continue
        route = (*_PLATFORM, *base, step, "model")
        where = f"custom guardrail {_short(guardrail.get('name') or step)}"
        if guardrail.get("model") is None:
            yield LlmReference(route, None, where, GUARDRAIL_DEFAULT)
        else:
            yield from _named(guardrail["model"], route, where)


def _of_test(data: JSON) -> Iterator[LlmReference]:
    """Look at a test file: its own models, an agent override, and a simulated user.

    A simulation runs with default models where it names none; other tests have no such models.
    """
    simulates = get(data, "type") == "simulation"
    for key, where in TEST_MODELS:
        if get(data, key) is None:
            if simulates:
                yield LlmReference((key,), None, where, key)
        else:
            yield from _named(get(data, key), (key,), where)
    override = get(data, "agent_config_override")
    if isinstance(override, dict):
        for reference in _of_agent(override, _prompts_of(override), complete=False):
            yield _below(("agent_config_override",), reference)
    user: Route = ("simulation_specification", "simulated_user_config", "prompt")
    prompt = get(data, *user)
    if isinstance(prompt, dict):
        yield from _of_prompt(PromptPlace(user, prompt, "the simulated user"), complete=False)
    for step, criterion in _entries(get(data, "extra_evaluation_criteria")):
        yield from _named(
            criterion.get("llm"), ("extra_evaluation_criteria", step, "llm"), "an extra evaluation criterion"
        )


def _of_schedule(overrides: CallOverrides) -> Iterable[LlmReference]:
    """Return one reference per model that the calls ask for: ten thousand recipients say the same thing once."""
    found: dict[str, LlmReference] = {}
    for override in overrides.items:
        route = (*override.route, "agent", "prompt", "llm")
        for named in _named(get(override.data, "agent", "prompt", "llm"), route, override.where):
            first = found.get(str(named.model), named)
            more = first.more + (first is not named)
            found[str(named.model)] = LlmReference(first.route, first.model, first.where, None, more)
    return found.values()


def _elsewhere(data: JSON) -> Iterator[Route]:
    for key in ("evaluation_criteria", "data_collection"):
        route = (*_PLATFORM, "analysis_items", key)
        listed = get(data, *route)
        if isinstance(listed, list) and any(get(item, "source") != "system" for item in listed):
            yield route


def _prompts_of(data: dict[str, JSON]) -> Prompts:
    part = Document("", None)
    part.data = data
    return prompt_facts.compute(part)


def _below(prefix: Route, reference: LlmReference) -> LlmReference:
    route = (*prefix, *reference.route)
    return LlmReference(route, reference.model, f"{reference.where}, in the test", reference.default)


def _named(model: JSON, route: Route, where: str) -> Iterator[LlmReference]:
    if isinstance(model, str) and model:
        yield LlmReference(route, model, where)


def _entries(container: JSON) -> Iterator[tuple[str | int, dict[str, JSON]]]:
    """Yield the objects of a map or a list with their key or index; whatever is no object is passed over."""
    if isinstance(container, dict):
        for key, item in container.items():
            if isinstance(item, dict):
                yield key, item
    elif isinstance(container, list):
        for index, item in enumerate(container):
            if isinstance(item, dict):
                yield index, item


def _short(name: JSON) -> str:
    text = str(name)
    return repr(text if len(text) <= 40 else text[:39] + "…")
