"""What prompts ask of an agent, judged in their language when first asked for: every system prompt, and what nodes add."""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import get
from complint.facts.batch_overrides import BatchOverrides
from complint.facts.judged_before import judged
from complint.facts.phrases import Phrases
from complint.facts.prompts import Prompts
from complint.facts.surface import DEFAULT_LANGUAGE, Surface, language_of, placeholders, surface
from complint.model.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from complint.language.reader import PromptReader
    from complint.language.told import Told


@record
class PromptMeaning:
    """The prompts of an agent, or those a schedule puts in their place; `told` says what one asks for."""

    items: tuple[Surface, ...]
    phrases: Phrases
    read: dict[tuple[str, str], PromptReader]

    def told(self, prompt: Surface, label: str) -> Told:
        """Return one label of `complint.language.told.Prompt`: read in the prompt's language and in English.

        Prompts of agents in any language are mostly written in English, in whole or in part.
        """
        own = self._told(prompt, prompt.language, label)
        if own.value or prompt.language == DEFAULT_LANGUAGE:
            return own
        english = self._told(prompt, DEFAULT_LANGUAGE, label)
        return english if english.value or own.value is None else own

    def _told(self, prompt: Surface, language: str, label: str) -> Told:
        variables = tuple(prompt.variables.items()) if "{" in prompt.text else ()
        key = (prompt.text, language, variables, label)
        found: Told = judged("prompt", self.phrases, key, lambda: self._reader(prompt, language).told(label))
        return found

    def _reader(self, prompt: Surface, language: str) -> PromptReader:
        known = self.read.get((prompt.text, language))
        if known is None:
            from complint.language.reader import PromptReader

            known = PromptReader(prompt.text, language, self.phrases, prompt.variables)
            self.read[prompt.text, language] = known
        return known


def compute(document: Document, prompts: Prompts, batch: BatchOverrides, phrases: Phrases) -> PromptMeaning:
    """Return the prompts of an agent or schedule document, none judged yet."""
    found = (*_prompts(document, prompts), *(override.surface for override in batch.prompts))
    return PromptMeaning(tuple(prompt for prompt in found if not prompt.empty), phrases, {})


def _prompts(document: Document, prompts: Prompts) -> Iterator[Surface]:
    agent = get(document.data, "conversation_config", "agent")
    language, variables = language_of(agent), placeholders(agent) if prompts.places else {}
    for place in prompts.places:
        value = place.data.get("prompt")
        if value is not None:
            steps = place.route
            own = str(steps[-4]) if len(steps) > 5 and steps[-5] == "language_presets" else language
            what = "the prompt" if place.where == "the agent" else f"the prompt of {place.where}"
            yield surface(what, own, (*place.route, "prompt"), value, variables)
    nodes = get(document.data, "workflow", "nodes")
    for name, node in nodes.items() if isinstance(nodes, dict) else ():
        for steps in (("additional_prompt",), ("message", "prompt")):
            value = get(node, *steps)
            if isinstance(value, str):
                what = f"the prompt of workflow node {str(name)!r}"
                yield surface(what, language, ("workflow", "nodes", name, *steps), value, variables)
