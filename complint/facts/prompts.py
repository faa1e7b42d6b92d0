"""Every prompt object of an agent: the main one, those of language presets and those of workflow nodes.

A workflow node may carry a whole `conversation_config` of its own (up to 13 in one real file), so a rule that reads only
the main prompt misses most of such an agent.
"""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON, Route, get
from complint.model.document import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


@record
class PromptPlace:
    """One prompt object: `route` leads to it, `where` says in words whose it is."""

    route: Route
    data: dict[str, JSON]
    where: str


@record
class Config:
    """One conversation_config object: the main one, or a workflow node's; `node` is the node's id, None for the main one."""

    route: Route
    data: dict[str, JSON]
    node: str | None


@record
class Prompts:
    """All prompt objects (`places`, the main one first) and all conversation_config objects of an agent."""

    places: tuple[PromptPlace, ...]
    configs: tuple[Config, ...]

    @property
    def main(self) -> PromptPlace | None:
        """Return the agent's own prompt, or None where it has none."""
        return next((place for place in self.places if place.route == MAIN), None)


MAIN: Route = ("conversation_config", "agent", "prompt")


def compute(document: Document) -> Prompts:
    """Return the prompts of an agent document; none for other kinds."""
    configs = tuple(_configs(document.data))
    places: list[PromptPlace] = []
    for config in configs:
        where = f"workflow node {config.node!r}" if config.node else "the agent"
        prompt = get(config.data, "agent", "prompt")
        if isinstance(prompt, dict):
            places.append(PromptPlace((*config.route, "agent", "prompt"), prompt, where))
        presets = config.data.get("language_presets")
        for language, preset in presets.items() if isinstance(presets, dict) else ():
            inner = get(preset, "overrides", "agent", "prompt")
            if isinstance(inner, dict):
                route = (*config.route, "language_presets", language, "overrides", "agent", "prompt")
                suffix = f", {where}" if config.node else ""
                places.append(PromptPlace(route, inner, f"language preset {language!r}{suffix}"))
    return Prompts(tuple(places), configs)


def _configs(data: JSON) -> Iterator[Config]:
    main = get(data, "conversation_config")
    if isinstance(main, dict):
        yield Config(("conversation_config",), main, None)
    nodes = get(data, "workflow", "nodes")
    for name, node in nodes.items() if isinstance(nodes, dict) else ():
        config = get(node, "conversation_config")
        if isinstance(config, dict):
            yield Config(("workflow", "nodes", name, "conversation_config"), config, str(name))
