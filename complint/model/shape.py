"""One canonical shape for the shapes agents are found in, with the way back to what is written.

Canonical is the API body: `{name, tags, conversation_config, platform_settings, workflow, …}` in snake_case. Found in the
wild besides: the JS SDK's camelCase, the body nested under `agent`, and the dashboard's flat copy, where the keys of
`conversation_config` and `platform_settings` stand side by side at the top.
"""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON, Route
from complint.schema.snake import has_camel_keys, to_snake

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_CONVERSATION = ("asr", "turn", "tts", "conversation", "language_presets", "vad", "agent")
_PLATFORM = (
    "evaluation",
    "widget",
    "data_collection",
    "overrides",
    "workspace_overrides",
    "call_limits",
    "privacy",
    "auth",
    "guardrails",
    "analysis_llm",
    "testing",
    "safety",
)


@record
class Shaped:
    """Canonical data, and the function that turns a canonical route into the written one."""

    data: JSON
    original: Callable[[Route], Route]
    camel: bool = False


def _same(route: Route) -> Route:
    return route


def shape_agent(raw: dict[str, JSON]) -> Shaped:
    """Return the canonical shape of an agent's raw data; sub-objects are shared, not copied, where they need no change."""
    inner = raw.get("agent")
    if isinstance(inner, dict) and not _has(raw, "conversation_config", "conversationConfig"):
        if not _has(inner, "conversation_config", "conversationConfig"):
            return _shape_flat(raw)
        below = shape_agent(inner)
        beside = {key: value for key, value in raw.items() if key != "agent" and key not in below.data}
        data = {**below.data, **beside}
        return Shaped(data, lambda route: route if route and route[0] in beside else ("agent", *below.original(route)))
    if has_camel_keys(raw):
        snake = to_snake(raw, "agent")
        return Shaped(snake.data, snake.original_route, camel=True)
    return Shaped(raw, _same)


def _shape_flat(raw: dict[str, JSON]) -> Shaped:
    """Gather the keys of the dashboard's flat copy; where a block is written besides, its own keys come first."""
    flat_of = {"conversation_config": _CONVERSATION, "platform_settings": _PLATFORM}
    data: dict[str, JSON] = {}
    lifted: dict[str, set[str]] = {}
    blocks: set[str] = set()  # those that are written as such
    for block, names in flat_of.items():
        written = raw.get(block)
        inner = written if isinstance(written, dict) else {}
        flat = {key: raw[key] for key in names if key in raw and key not in inner}
        lifted[block] = set(flat)
        if block in raw:
            blocks.add(block)
        if flat or inner:
            data[block] = {**inner, **flat}
    taken = lifted["conversation_config"] | lifted["platform_settings"]
    data.update({key: value for key, value in raw.items() if key not in taken and key not in data})

    def original(route: Route) -> Route:
        if not route or route[0] not in lifted:
            return route
        if len(route) > 1 and route[1] in lifted[str(route[0])]:
            return route[1:]
        return route if route[0] in blocks else route[1:]

    if has_camel_keys(data):
        snake = to_snake(data, "agent")
        return Shaped(snake.data, lambda route: original(snake.original_route(route)), camel=True)
    return Shaped(data, original)


def _has(data: JSON, *keys: str) -> bool:
    return any(isinstance(data.get(key), dict) for key in keys)
