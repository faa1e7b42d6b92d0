"""Whether a registry file has the shape that the vendor's command lines write."""

from __future__ import annotations

import posixpath

from complint.core.record import record
from complint.core.route import JSON, Route
from complint.model import kind as kinds
from complint.model.document import Document
from complint.model.registry import CONFIG_KEYS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_TEXTS = (*CONFIG_KEYS, "id", "agent_id", "tool_id", "test_id", "name", "type", "env", "branch_id", "version_id")


@record
class RegistryShape:
    """What is wrong with the shape of a registry: routes with messages; empty for other kinds."""

    problems: tuple[tuple[Route, str], ...]


def compute(document: Document) -> RegistryShape:
    """Return the problems of a registry document."""
    if document.kind != kinds.REGISTRY:
        return RegistryShape(())
    section = kinds.REGISTRY_NAMES.get(posixpath.basename(document.path), "")
    return RegistryShape(tuple(_problems(section, document.data)))


def _problems(section: str, data: JSON) -> Iterator[tuple[Route, str]]:
    listed = data.get(section) if isinstance(data, dict) else None
    if isinstance(listed, (list, dict)):
        pairs = listed.items() if isinstance(listed, dict) else enumerate(listed)
        for key, entry in pairs:
            name = f"{section}[{key}]" if isinstance(key, int) else str(key)[:40]
            yield from _of_entry((section, key), name, entry)


def _of_entry(route: Route, name: str, entry: JSON) -> Iterator[tuple[Route, str]]:
    if not isinstance(entry, dict):
        yield route, f"{name} is {_what(entry)}, an object is required"
        return
    for key in _TEXTS:
        value = entry.get(key)
        if value is not None and not isinstance(value, str):
            yield (*route, key), f"{key} is {_what(value)}, a string is required"
    environments = entry.get("environments")
    if environments is None:
        if all(entry.get(key) is None for key in CONFIG_KEYS):
            yield route, f"{name} has no config, which is required"
    elif not isinstance(environments, dict):
        yield (*route, "environments"), f"environments is {_what(environments)}, an object is required"
    else:
        for env, below in environments.items():
            yield from _of_entry((*route, "environments", env), str(env)[:40], below)


def _what(value: JSON) -> str:
    if value is None:
        return "null"
    names = {dict: "an object", list: "a list", str: "a string", bool: "a boolean"}
    return names.get(type(value), "a number")
