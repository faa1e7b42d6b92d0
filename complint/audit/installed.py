"""What did the work: complint's own files, the data that tells places and times, and plug-ins of installed packages."""

from __future__ import annotations

import os
from importlib.metadata import entry_points

from complint import __version__
from complint.audit.canonical import sha256
from complint.audit.inputs import file_digest
from complint.columns.need import missing
from complint.core.errors import BrokenPart
from complint.engine.catalog import load_rule, rule_ids
from complint.engine.plugins import GROUP, rule_named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

_PACKS = "_policies"  # the packs of an installed complint: they have digests of their own


def tool() -> dict[str, Any]:
    """Return name, version and digest of complint: the same for a checkout and for what is installed from it.

    The digest is that of a list as `sha256sum` prints it, one line a file of the package, sorted by name in bytes.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    lines = [f"{file_digest(os.path.join(package, name))}  ./{name}\n" for name in _modules(package)]
    return {"name": "complint", "version": __version__, "digest": {"sha256": sha256("".join(lines).encode())}}


def _modules(package: str) -> list[str]:
    found = []
    for here, folders, names in os.walk(package):
        below = os.path.relpath(here, package).replace(os.sep, "/")
        folders[:] = [one for one in folders if one != "__pycache__" and not (below == "." and one == _PACKS)]
        found += [name if below == "." else f"{below}/{name}" for name in names if not name.endswith(".pyc")]
    return sorted(found, key=os.fsencode)


def data_versions() -> dict[str, str] | None:
    """Return the versions of what tells where and when a call is received; None without the extra `calls`.

    `tzdata` is the edition of the IANA zones in pytz, `numbering` and `zips` are complint's own tables.
    """
    if missing() is not None:
        return None
    import pytz

    from complint.calls.numbering import versions
    from complint.calls.zip import zip_version

    return {**versions(), "tzdata": str(vars(pytz)["OLSON_VERSION"]), "zips": zip_version()}


def plugins(rules: Iterable[str], root: str) -> list[dict[str, Any]]:
    """Return the plug-ins among rules: rule, module (a path from `root`, else its name) and digest of the file.

    One that does not load has no digest; its requirement is broken, and the report says why.
    """
    own = set(rule_ids())
    return [_plugin(rule, root) for rule in sorted(set(rules) - own)]


def package_file(rule: str) -> str | None:
    """Return the file of a plug-in rule of an installed package, found without running anything of it; None where unclear."""
    for entry in entry_points(group=GROUP):
        if rule_named(entry.name) == rule and entry.dist is not None:
            base = entry.value.partition(":")[0].replace(".", "/")
            for name in (f"{base}.py", f"{base}/__init__.py"):
                path = str(entry.dist.locate_file(name))
                if os.path.isfile(path):
                    return path
    return None


def _plugin(rule: str, root: str) -> dict[str, Any]:
    try:
        module = load_rule(rule)
        path = module.__file__ or ""
        code = file_digest(path)
    except (BrokenPart, OSError):
        return {"rule": rule, "module": None, "digest": None}
    inside = os.path.relpath(path, root).replace(os.sep, "/")
    name = module.__name__ if module.__spec__ is None or not module.__name__.startswith("complint_plugin_") else inside
    return {"rule": rule, "module": name, "digest": {"sha256": code}}
