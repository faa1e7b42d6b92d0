"""Rules that are not complint's own: from installed packages, and from files that a configuration names and a run allows.

An entry point of the group `complint.rules` is named for the rule (`acme/too-chatty`, or `acme.too-chatty`); its value is a
module with a docstring (the rule's page) and a function `check`. A file is a rule by its path: `checks/too_chatty.py` is
`checks/too-chatty`. Nothing is looked for before a requirement binds a rule that complint does not have.
"""

from __future__ import annotations

import os
import sys

from complint.core.errors import BrokenPart

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

GROUP = "complint.rules"

_files: dict[str, str] = {}
_allowed = False
_loaded: dict[str, ModuleType] = {}


def announce(files: Iterable[str], *, allowed: bool) -> None:
    """Take the plug-in files of a run, which are run only where `allowed`; those of an earlier run are forgotten."""
    global _allowed
    _files.clear()
    _files.update({rule_of(path): os.path.abspath(path) for path in files})
    _allowed = allowed


def rule_of(path: str) -> str:
    """Return the id of the rule that a file holds: its folder and its name."""
    folder, name = os.path.split(os.path.abspath(path))
    return f"{os.path.basename(folder)}/{name.removesuffix('.py')}".replace("_", "-")


def find(identity: str) -> ModuleType | None:
    """Return the module of a plug-in rule, or None where nobody has it.

    Raises BrokenPart, with the plug-in's name, for one that cannot be loaded or is not allowed to run.
    """
    path = _files.get(identity)
    if path is not None:
        if not _allowed:
            raise BrokenPart(f"rule {identity} is in the plug-in {_shown(path)}; --allow-plugins lets it run")
        return _from_file(identity, path)
    return _from_entry_point(identity)


def installed() -> list[str]:
    """Return the ids of all rules of installed packages and of announced files, sorted."""
    from importlib.metadata import entry_points

    return sorted({*_files, *(rule_named(entry.name) for entry in entry_points(group=GROUP))})


def rule_named(name: str) -> str:
    """Return the id of the rule that the name of an entry point means."""
    return name if "/" in name else name.replace(".", "/", 1)


def _from_file(identity: str, path: str) -> ModuleType:
    if path in _loaded:
        return _loaded[path]
    from importlib.util import module_from_spec, spec_from_file_location

    name = f"complint_plugin_{len(_loaded)}_{os.path.basename(path).removesuffix('.py')}"
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not os.path.isfile(path):
        raise BrokenPart(f"rule {identity}: the plug-in {_shown(path)} is no Python file")
    module = module_from_spec(spec)
    sys.modules[name] = module  # facts are computed by the module that defines them
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[name]
        raise BrokenPart(_failed(identity, _shown(path), error)) from error
    _loaded[path] = module
    return module


def _from_entry_point(identity: str) -> ModuleType | None:
    from importlib.metadata import entry_points

    for entry in entry_points(group=GROUP):
        if rule_named(entry.name) == identity:
            owner = entry.dist.name if entry.dist is not None else entry.value
            try:
                module: ModuleType = entry.load()
            except Exception as error:
                raise BrokenPart(_failed(identity, f"{entry.value} of {owner}", error)) from error
            return module
    return None


def _failed(identity: str, where: str, error: Exception) -> str:
    return f"rule {identity}: the plug-in {where} cannot be loaded: {type(error).__name__}: {error}"


def _shown(path: str) -> str:
    return os.path.relpath(path).replace(os.sep, "/")
