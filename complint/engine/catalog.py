"""Rules by id. A rule's id is its path: `family/slug` is the module `complint.rules.family.slug`; nothing is registered."""

from __future__ import annotations

import os
import sys

from complint.core.errors import BrokenPart

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

PACKAGE = "complint.rules"


def load_rule(identity: str) -> ModuleType:
    """Return the module of a rule, complint's own or a plug-in's.

    Raises BrokenPart where it is missing or does not import: a check must never just vanish.
    """
    family, _, slug = identity.partition("/")
    name = f"{PACKAGE}.{family}.{slug.replace('-', '_')}"
    try:
        __import__(name)  # without importlib, which brings more than a rule does
        return sys.modules[name]
    except Exception as error:
        if isinstance(error, ModuleNotFoundError) and name.startswith(error.name or "?"):
            from complint.engine.plugins import find

            plugin = find(identity)
            if plugin is not None:
                return plugin
        raise BrokenPart(f"rule {identity} cannot be loaded: {type(error).__name__}: {error}") from error


def rule_ids() -> list[str]:
    """Return the ids of all shipped rules, sorted; one file per rule."""
    __import__(PACKAGE)
    package = sys.modules[PACKAGE]
    found = []
    for base in package.__path__:
        for family in os.listdir(base):
            folder = os.path.join(base, family)
            if os.path.isdir(folder) and not family.startswith("_"):
                for name in os.listdir(folder):
                    if name.endswith(".py") and not name.startswith("_"):
                        found.append(f"{family}/{name[:-3].replace('_', '-')}")
    return sorted(found)
