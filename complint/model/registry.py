"""Registries of agents-as-code projects: the files that tie agents, tools and tests to their ids.

Four layouts are in use: `{config, id, branches}` (current), `{config, id, env}`, `{name, config}` with `agents.lock`,
and `{name, environments: {prod: {config}}}` with `convai.lock`; by hand also `{agent_id, name, config_path}` and
`{id, name, config_file, platform_id}`.
"""

from __future__ import annotations

import os
import posixpath

from complint.core.record import record
from complint.core.route import JSON, Route, get

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = {"agents": "agents.json", "tools": "tools.json", "tests": "tests.json"}
LOCKS = ("convai.lock", "agents.lock")
CONFIG_KEYS = ("config", "config_path", "config_file")
# by hand written registries use `id` for a label of their own beside the vendor's id, so `id` is asked last
_ID_KEYS = {"agents": ("agent_id", "platform_id", "id"), "tools": ("tool_id", "id"), "tests": ("test_id", "id")}


@record
class Entry:
    """One registered thing: `config` is a path relative to the working directory (None where the entry has none).

    `route` leads to the entry in `registry` (a path), `config_route` to the path written in it. `outside` tells that the
    written path leaves the project folder or is absolute; `written` is the path as written.
    """

    section: str
    registry: str
    route: Route
    name: str | None
    config: str | None
    id: str | None
    type: str | None = None
    env: str | None = None
    written: str | None = None
    outside: bool = False
    config_key: str = CONFIG_KEYS[0]

    @property
    def config_route(self) -> Route:
        """Return the route of the path in the registry, written or not."""
        return (*self.route, self.config_key)


def entries_of(section: str, path: str, data: JSON, locks: list[JSON]) -> Iterator[Entry]:
    """Yield the entries of one registry file; odd entries are passed over (their shape is the schema's business)."""
    listed = data.get(section) if isinstance(data, dict) else None
    if isinstance(listed, dict):
        for name, value in listed.items():
            if isinstance(value, dict):
                yield from _entry(section, path, (section, name), {"name": name, **value}, locks)
    elif isinstance(listed, list):
        for index, value in enumerate(listed):
            if isinstance(value, dict):
                yield from _entry(section, path, (section, index), value, locks)


def _entry(section: str, path: str, route: Route, value: dict[str, JSON], locks: list[JSON]) -> Iterator[Entry]:
    name = value.get("name") if isinstance(value.get("name"), str) else None
    environments = value.get("environments")
    if isinstance(environments, dict):
        for env, below in environments.items():
            if isinstance(below, dict):
                merged = {"env": env, **below}
                yield _make(section, path, (*route, "environments", env), merged, name, locks)
        return
    yield _make(section, path, route, value, name, locks)
    branches = value.get("branches")
    if isinstance(branches, dict):
        for branch, below in branches.items():
            if isinstance(below, dict) and any(key in below for key in CONFIG_KEYS):
                merged = {"id": _id(section, value), **below}
                yield _make(section, path, (*route, "branches", branch), merged, name, locks)


def _make(section: str, path: str, route: Route, value: dict[str, JSON], name: str | None, locks: list[JSON]) -> Entry:
    config_key = next((key for key in CONFIG_KEYS if isinstance(value.get(key), str)), None)
    written = value[config_key] if config_key else None
    env = value.get("env") if isinstance(value.get("env"), str) else None
    config, outside = _resolve(path, written)
    kind = value.get("type") if isinstance(value.get("type"), str) else None
    identity = _id(section, value) or _locked(section, name, env, locks)
    return Entry(
        section, path, route, name, config, identity, kind, env, written, outside, config_key or CONFIG_KEYS[0]
    )


def _id(section: str, value: dict[str, JSON]) -> str | None:
    for key in _ID_KEYS[section]:
        if isinstance(value.get(key), str) and value[key]:
            found: str = value[key]
            return found
    return None


def _locked(section: str, name: str | None, env: str | None, locks: list[JSON]) -> str | None:
    """Return the id a lock file gives: `{section: {name: {env: {id}}}}`, tools also `{name: {id}}`.

    An entry of one environment has that environment's id or none; one without has that of `prod`, or the only one there is.
    """
    for lock in locks:
        found = get(lock, section, name) if name else None
        if not isinstance(found, dict):
            continue
        for key in (env, None) if env else (None, "prod", next(iter(found)) if len(found) == 1 else None):
            candidate = get(found, key, "id") if key else found.get("id")
            if isinstance(candidate, str) and candidate:
                return candidate
    return None


def _resolve(registry: str, written: str | None) -> tuple[str | None, bool]:
    if written is None:
        return None, False
    plain = written.replace("\\", "/")
    if plain.startswith("/") or plain[1:3] == ":/":
        return plain, True
    base = posixpath.dirname(registry)
    joined = posixpath.normpath(posixpath.join(base, plain))
    if joined.startswith(".."):  # a registry above the working directory may lead back into it
        joined = os.path.relpath(joined).replace(os.sep, "/")
    inside = posixpath.normpath(plain)
    return joined, inside == ".." or inside.startswith("../")
