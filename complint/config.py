"""The configuration: found upward from the checked path, validated strictly with places in its own errors, cached by content."""

from __future__ import annotations

import os

from complint import cache
from complint.core import seen
from complint.core.errors import ComplintError
from complint.settings import Settings
from complint.sources import tidy
from complint.text.errors import Unreadable
from complint.text.source import Source, make_source, read_source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

NOTHING_EDITED: Mapping[str, bytes] = {}
NAMES = ("complint.yaml", "complint.yml")
FORMAT = 2
_MAX_BYTES = 1024 * 1024
_ADDED = ("agents", "overrides", "requests", "policy_paths", "plugins")  # lists that go on top of those of a base


def load_settings(start: str, named: str | None = None) -> Settings:
    """Return the settings for a path: from the file named, else from the nearest configuration above the path.

    Raises ComplintError with file, line and column for anything that is not a valid configuration.
    """
    if named is not None:
        if not seen.is_file(named):
            raise ComplintError("there is no such configuration file", named)
        return _settings(tidy(named))
    return Nearest().of(start)


def files_of(path: str) -> list[str]:
    """Return a configuration file and all that it extends, each once. Raises ComplintError as `load_settings`."""
    targets = [os.path.normpath(os.path.join(os.path.dirname(path), name)) for name in _validated(path)["extends"]]
    below = [one for target in targets if os.path.isfile(target) for one in files_of(tidy(target))]
    return list(dict.fromkeys([path, *below]))


class Nearest:
    """The settings of any path: those of the nearest configuration at or above its folder; each is read once.

    `edited` has bytes, by path, that stand in for configurations on disk.
    """

    def __init__(self, edited: Mapping[str, bytes] = NOTHING_EDITED) -> None:
        self._edited = edited
        self._by_path: dict[str, Settings] = {}
        self._by_folder: dict[str, Settings] = {}
        self._absolute: dict[str, str] = {}
        self._none = Settings()

    def of(self, path: str) -> Settings:
        """Return the settings of a file or folder; the search ends where a repository begins (`.git`)."""
        found = self._by_path.get(path)  # a run asks several times of each file, and a path costs more than a look-up
        if found is None:
            folder = path if seen.is_folder(path) else os.path.dirname(path) or "."
            absolute = self._absolute.get(folder)
            if absolute is None:
                absolute = self._absolute[folder] = os.path.abspath(folder)
            found = self._by_path[path] = self._of_folder(absolute)
        return found

    def _of_folder(self, folder: str) -> Settings:
        found = self._by_folder.get(folder)
        if found is None:
            config = _config_in(folder)
            parent = os.path.dirname(folder)
            if config is not None:
                found = _settings(tidy(config), self._edited)
            elif parent == folder or seen.exists(os.path.join(folder, ".git")):
                found = self._none
            else:
                found = self._of_folder(parent)
            self._by_folder[folder] = found
        return found


def _config_in(folder: str) -> str | None:
    """Return the configuration that lies in a folder, or None: complint.yaml before pyproject.toml."""
    for name in NAMES:
        path = os.path.join(folder, name)
        if seen.is_file(path):
            return path
    project = os.path.join(folder, "pyproject.toml")
    return project if seen.is_file(project) and _has_table(project) else None


def _has_table(path: str) -> bool:
    try:
        return b"[tool.complint" in seen.read(path, _MAX_BYTES)
    except OSError:
        return False


def _settings(path: str, edited: Mapping[str, bytes] = NOTHING_EDITED) -> Settings:
    data, origins = _with_bases(path, (), edited)
    base = os.path.dirname(path)
    return Settings(
        path,
        base,
        data["profile"],
        tuple(data["policies"]),
        _present(data["organization"]),
        _present(data["workspace"]),
        tuple(_present(entry) for entry in data["agents"]),
        _present(data["baa"]),
        _present(data["calls"]),
        data["rules"],
        tuple(data["overrides"]),
        tuple(_present(entry) for entry in data["requests"]),
        tuple(data["exclude"]),
        tuple(os.path.join(base, folder) for folder in data["policy_paths"]),
        _present(data["limits"]),
        bool(data["fail_on_unknown"]),
        _beside(base, data["waivers"]),
        _beside(base, data["baseline"]),
        tuple(os.path.join(base, name) for name in data["plugins"]),
        bool(data["root"]),
        origins,
    )


def _beside(base: str, name: str | None) -> str | None:
    return os.path.join(base, name) if name else None


def _present(data: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _present(value) if isinstance(value, dict) else value for key, value in data.items() if value is not None
    }


def _with_bases(
    path: str, above: tuple[str, ...], edited: Mapping[str, bytes]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the validated data of a configuration on top of what it extends, and the file of each value by its key.

    A key replaces, rules and agents add; a key within an object is named with a dot.
    """
    if path in above:
        raise ComplintError("extends itself: " + " → ".join([*above, path]), path)
    data = _validated(path) if path not in edited else validate(path, edited[path])
    merged: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for name in data["extends"]:
        target = os.path.normpath(os.path.join(os.path.dirname(path), name))
        if seen.is_file(target):
            base, known = _with_bases(tidy(target), (*above, path), edited)
            merged = _over(_rebased(base, os.path.dirname(tidy(target)), os.path.dirname(path)), merged)
            origins.update(known)
        elif name.endswith((".yaml", ".yml", ".toml")):
            raise ComplintError(f"extends {name!r}, but there is no such file", path)
        else:
            merged = {**merged, "profile": name}
            origins["profile"] = path
    return _over(data, merged), _origins(data, origins, path)


def _rebased(data: dict[str, Any], folder: str, own: str) -> dict[str, Any]:
    """Return the data of an extended file with the paths of files and folders counted from the file that extends it."""
    if os.path.abspath(folder) == os.path.abspath(own):
        return data

    def moved(name: str) -> str:
        return os.path.relpath(os.path.join(folder or ".", name), own or ".").replace(os.sep, "/")

    made = {**data, "root": False}
    for key in ("waivers", "baseline"):
        made[key] = moved(data[key]) if data[key] else None
    for key in ("policy_paths", "plugins"):
        made[key] = [moved(name) for name in data[key]]
    return made


def _origins(data: dict[str, Any], below: dict[str, str], path: str) -> dict[str, str]:
    found = dict(below)
    for key, value in data.items():
        if value in (None, [], {}, False):
            continue
        if isinstance(value, dict):
            found.update({f"{key}.{name}": path for name, item in value.items() if item not in (None, [], {})})
        elif key in _ADDED and key in below:
            found[key] = f"{below[key]}, {path}"
        else:
            found[key] = path
    return found


def _over(own: dict[str, Any], base: dict[str, Any]) -> dict[str, Any]:
    merged = {**base}
    for key, value in own.items():
        below = base.get(key)
        if key in _ADDED and below:
            merged[key] = [*below, *value]
        elif isinstance(value, dict) and isinstance(below, dict):
            merged[key] = {**below, **_present(value)}
        elif key not in base or value not in (None, [], {}, False):
            merged[key] = value
    return merged


def validate(path: str, data: bytes) -> dict[str, Any]:
    """Return the data of a configuration from its bytes, every key present. Raises ComplintError with the place."""
    try:
        return _compile(path, make_source(path, data))
    except Unreadable as error:
        raise ComplintError(error.message, path, error.line, error.column) from None


def _validated(path: str) -> dict[str, Any]:
    try:
        source = read_source(path, max_bytes=_MAX_BYTES)
    except Unreadable as error:
        raise ComplintError(error.message, path, error.line, error.column) from None
    return cache.remember("config", [FORMAT, path.endswith(".toml"), source.text], lambda: _compile(path, source))


def _compile(path: str, source: Source) -> dict[str, Any]:
    from pydantic import ValidationError

    from complint.config_model import ConfigModel

    data = _load_toml(path, source) if path.endswith(".toml") else _load_yaml(path, source)
    try:
        plain: dict[str, Any] = ConfigModel.model_validate({} if data is None else data).model_dump(
            mode="json", by_alias=True
        )
        return plain
    except ValidationError as error:
        raise _explained(error, path, source) from None


def _load_yaml(path: str, source: Source) -> Any:
    from complint.text.loaded import Limits
    from complint.text.yaml_text import load_yaml

    try:
        loaded = load_yaml(source.text, Limits())
    except Unreadable as error:
        raise ComplintError(error.message, path, error.line, error.column) from None
    if loaded.duplicates:
        from complint.text.locate import locate_duplicates

        twice = locate_duplicates(source.text, "yaml")[0]
        key = twice.again.key or twice.again
        raise ComplintError(f"the key {twice.duplicate.key!r} is written twice", path, key.line, key.column)
    if len(loaded.documents) > 1:
        raise ComplintError("a configuration is one YAML document", path)
    return loaded.documents[0] if loaded.documents else None


def _load_toml(path: str, source: Source) -> Any:
    import tomllib

    try:
        return tomllib.loads(source.text).get("tool", {}).get("complint", {})
    except tomllib.TOMLDecodeError as error:
        raise ComplintError(str(error), path) from None


def _explained(error: Any, path: str, source: Source) -> ComplintError:
    first = error.errors()[0]
    route = tuple(first["loc"])
    where = ".".join(str(step) for step in route)
    if first["type"] == "extra_forbidden":
        message = f"unknown key {where!r}{_nearest(route)}"
    elif first["type"] in ("model_type", "model_attributes_type", "dict_type"):
        message = f"{where or 'a configuration'} is an object of keys and values"
    else:
        message = f"{where}: {first['msg'][:1].lower()}{first['msg'][1:]}" if where else first["msg"]
    if path.endswith(".toml"):
        return ComplintError(message, path)
    from complint.text.locate import locate

    span = locate(source.text, "yaml", [route])[route]
    shown = span.key or span
    return ComplintError(message, path, shown.line, shown.column)


def _nearest(route: tuple[Any, ...]) -> str:
    """Return ", did you mean …" with the nearest key that the model knows at that level, or ""."""
    import difflib

    from complint.config_model import ConfigModel

    schema = ConfigModel.model_json_schema()
    here: Any = schema
    for step in route[:-1]:
        here = _below(schema, here, step)
    names = list(_resolved(schema, here).get("properties", {}))
    close = difflib.get_close_matches(str(route[-1]), names, 1, 0.5)
    return f", did you mean {close[0]!r}?" if close else f"; known: {', '.join(names)}" if names else ""


def _resolved(schema: Any, here: Any) -> Any:
    for option in here.get("anyOf", []):
        if option.get("type") != "null":
            here = option
            break
    name = here.get("$ref", "").rsplit("/", 1)[-1]
    return schema["$defs"].get(name, here)


def _below(schema: Any, here: Any, step: Any) -> Any:
    here = _resolved(schema, here)
    if isinstance(step, int):
        return here.get("items", {})
    return here.get("properties", {}).get(step) or here.get("additionalProperties") or {}
