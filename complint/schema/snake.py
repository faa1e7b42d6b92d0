"""Read documents that the vendor's JavaScript SDK wrote (`conversationConfig.agent.firstMessage`) as the API does.

Only keys of the schema are renamed. Keys of free maps stay as they are: headers, dynamic variables, data collection
ids, node ids, language codes, and the property names inside a user's own tool schemas.
"""

from __future__ import annotations

from complint.core.record import record
from complint.schema.load import definitions
from complint.schema.walk import below, names, opened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from complint.core.route import JSON, Route
    from complint.schema.load import Schema


# Maps whose keys are ids and codes of the user's own.
USERS_OWN = {"language_presets", "data_collection", "data_collection_scopes"}


@record
class Snake:
    """A document with the API's key names, and the keys that it was written with (by new route)."""

    data: JSON
    written: dict[Route, str]

    def original_route(self, route: Route) -> Route:
        """Return the route in the document as written."""
        return tuple(self.written.get(route[: index + 1], step) for index, step in enumerate(route))


def has_camel_keys(data: JSON) -> bool:
    """Tell in microseconds whether an agent config is written in camelCase, wholly or in its main objects.

    Looks at the root, `conversation_config`, `platform_settings`, the objects right below these, the prompt and its
    tools. What hides deeper is seen by `hides_camel_keys`.
    """
    config = _either(data, "conversation_config", "conversationConfig")
    settings = _either(data, "platform_settings", "platformSettings")
    prompt = _either(_either(config, "agent"), "prompt")
    tools = _either(prompt, "tools")
    levels = [data, config, settings, prompt]
    parents = [parent for parent in (config, settings) if isinstance(parent, dict)]
    levels += [value for parent in parents for key, value in parent.items() if key not in USERS_OWN]
    levels += tools if isinstance(tools, list) else []
    objects = [level for level in levels if isinstance(level, dict)]
    try:  # all keys in one string: two passes in C tell
        joined = "".join([key for level in objects for key in level])
    except TypeError:  # keys of YAML may be numbers
        return any(isinstance(key, str) and key != key.lower() for level in objects for key in level)
    return joined != joined.lower()


def hides_camel_keys(unknown: Iterable[Route]) -> bool:
    """Tell whether any of the unknown keys of an examination has a capital inside, so that `to_snake` may help."""
    keys = [route[-1] for route in unknown if route]
    return any(isinstance(key, str) and is_camel(key) and key != key.lower() for key in keys)


def to_snake(data: JSON, kind: str) -> Snake:
    """Return a document of a kind with its camelCase schema keys renamed; where both spellings stand, neither is.

    The data given is not changed. Raises KeyError for a kind that does not exist.
    """
    written: dict[Route, str] = {}
    try:
        made = _renamed(data, [definitions()[kind]], (), written)
    except RecursionError:  # deeper than any real document: it is read as it is
        return Snake(data, {})
    return Snake(made, written)


def _renamed(value: JSON, schemas: list[Schema], route: Route, written: dict[Route, str]) -> JSON:
    if isinstance(value, list):
        inner = below(_opened(schemas, None), 0)
        return [_renamed(item, inner, (*route, index), written) for index, item in enumerate(value)] if inner else value
    if not isinstance(value, dict):
        return value
    known = names(_opened(schemas, None))
    if known:
        # A tag may itself be camelCase, so keys are renamed by all branches before the tag picks one.
        value = _with_snake_keys(value, known, route, written)
    chosen = _opened(schemas, value)
    return {key: _renamed(item, below(chosen, key), (*route, key), written) for key, item in value.items()}


def _with_snake_keys(value: dict[str, JSON], known: dict[str, None], route: Route, written: dict[Route, str]) -> JSON:
    twins: dict[str, str] = {}
    made: dict[str, JSON] = {}
    for key, item in value.items():
        name = key
        if isinstance(key, str) and key not in known and is_camel(key):
            twins = twins or spellings(known)
            name = twins.get(fold(key), key)
            if name != key and (name in value or name in made):
                name = key
        if name != key:
            written[(*route, name)] = key
        made[name] = item
    return made


def _opened(schemas: list[Schema], value: JSON) -> list[Schema]:
    return opened(schemas, value)


def is_camel(key: str) -> bool:
    """Tell whether a key looks like what the SDK makes of snake_case: `firstMessage`, `color1`."""
    return key.isalnum() and key[0].islower() and not (key.isalpha() and key.islower())


def fold(key: str) -> str:
    """Return what all spellings of a key share: first_message, firstMessage, first-message, FirstMessage."""
    return key.replace("_", "").replace("-", "").lower()


def spellings(known: Iterable[str]) -> dict[str, str]:
    """Return known keys by their folded form, without those that two keys share."""
    found: dict[str, str] = {}
    shared = set()
    for name in known:
        if found.setdefault(fold(name), name) != name:
            shared.add(fold(name))
    return {folded: name for folded, name in found.items() if folded not in shared}


def _either(data: JSON, *keys: str) -> JSON:
    return next((data[key] for key in keys if key in data), None) if isinstance(data, dict) else None
