"""`complint check --show-settings`: every effective value, and where it came from."""

from __future__ import annotations

from complint.run import Options
from complint.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_OBJECTS = ("organization", "workspace", "baa", "calls", "rules", "limits")
_LISTS = ("agents", "overrides", "requests", "exclude", "policy_paths", "plugins")
_COMMAND_LINE, _DEFAULT = "command line", "default"


def show(settings: Settings, options: Options) -> str:
    """Return the effective settings as lines `key: value  # origin`."""
    return "\n".join(_lines(settings, options)) + "\n"


def _lines(settings: Settings, options: Options) -> Iterator[str]:
    origins = settings.origins
    yield f"configuration: {settings.path or 'none found'}"
    yield f"as_of: {options.as_of}"
    yield _chosen("profile", options.profile, settings.profile, "default", origins)
    yield _chosen("policies", list(options.policies), list(settings.policies), "those of the profile", origins)
    for name in _OBJECTS:
        held = {key: _said(value) for key, value in getattr(settings, name).items() if value not in (None, [], {})}
        if not held:
            yield f"{name}: {{}}  # {_DEFAULT}"
        for key, value in held.items():
            yield f"{name}.{key}: {value!r}  # {origins.get(f'{name}.{key}', _DEFAULT)}"
    for name in _LISTS:
        values = [_said(value) for value in getattr(settings, name)]
        yield f"{name}: {values!r}  # {origins.get(name, settings.path) if values else _DEFAULT}"
    for rule, level in options.severities:
        yield f"severity of {rule}: {level}  # {_COMMAND_LINE}"
    yield f"fail_on: {options.fail_on}"
    yield _chosen("fail_on_unknown", options.fail_on_unknown, settings.fail_on_unknown, False, origins)
    waivers = settings.waivers if options.waivers else None
    yield f"waivers: {waivers or ('waivers.yaml, where it exists' if options.waivers else 'none')}  # " + (
        origins.get("waivers", _DEFAULT) if options.waivers else _COMMAND_LINE
    )
    yield _chosen("baseline", options.baseline, settings.baseline if options.waivers else None, "none", origins)
    yield f"root: {settings.root}  # {origins.get('root', _DEFAULT)}"
    yield f"allow_plugins: {options.allow_plugins}  # {_COMMAND_LINE if options.allow_plugins else _DEFAULT}"


def _said(value: object) -> object:
    """Return a value without the keys that nobody wrote."""
    if isinstance(value, dict):
        return {key: _said(item) for key, item in value.items() if item is not None}
    return value


def _chosen(name: str, wish: object, configured: object, otherwise: object, origins: dict[str, str]) -> str:
    """Return the line of a value that the command line, else the configuration, else complint itself sets."""
    if wish:
        return f"{name}: {wish}  # {_COMMAND_LINE}"
    if configured:
        return f"{name}: {configured}  # {origins.get(name, _DEFAULT)}"
    return f"{name}: {otherwise}  # {_DEFAULT}"
