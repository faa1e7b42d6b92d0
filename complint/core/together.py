"""The modules of a start in one file: a run needs some 150, and finding them one by one takes as long as the interpreter.

The file lies among Python's own compiled files (`__pycache__`) and is what they are: code objects that hold as long as
their sources have the size and time that were noted. So it is trusted as much, goes stale as they do, and is not there
where Python may not write. `-B` and PYTHONDONTWRITEBYTECODE keep it from being written.
"""

from __future__ import annotations

import marshal
import os
import sys

import complint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType
    from typing import TypeAlias

    Entry: TypeAlias = tuple[str, tuple[int, int], bool, bytes]
else:
    ModuleSpec = type(__spec__)  # without the import of importlib.machinery

_ROOT = os.path.dirname(os.path.abspath(complint.__file__))


class Together:
    """Finds and loads modules of complint from one file, by name: path below the package, stamp, is it a package?, code."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._entries: dict[str, Entry] = {}
        try:
            with open(path, "rb") as stream:
                self._entries = marshal.loads(stream.read())  # noqa: S302 - a compiled file, as Python reads its own
        except (OSError, ValueError, EOFError, TypeError):
            pass  # the first run, or half a file: the modules are found one by one

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: object = None) -> ModuleSpec | None:
        """Return the spec of a module that is here and whose source is still the same; else Python's own way is taken."""
        entry = self._entries.get(name)
        if entry is None:
            return None
        below, stamp, is_package, _ = entry
        source = os.path.join(_ROOT, below)
        if _stamp(source) != stamp:
            del self._entries[name]
            return None
        spec = ModuleSpec(name, self, origin=source, is_package=is_package)  # type: ignore[arg-type]  # all that importing asks for
        spec.has_location = True
        if is_package:
            spec.submodule_search_locations = [os.path.dirname(source)]
        return spec

    def create_module(self, spec: ModuleSpec) -> None:
        """Leave the making of a module to Python."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the code of a module."""
        exec(marshal.loads(self._entries[module.__name__][3]), module.__dict__)  # noqa: S102, S302 - the same

    def keep(self) -> None:
        """Write the file anew where modules were loaded that it does not hold."""
        missing = [name for name in sys.modules if name.startswith("complint.") and name not in self._entries]
        more = {name: entry for name in missing if (entry := _entry(name)) is not None}
        if not more or sys.dont_write_bytecode:
            return
        temporary = f"{self._path}.{os.getpid()}"
        try:
            with open(temporary, "wb") as stream:
                stream.write(marshal.dumps({**self._entries, **more}))
            os.replace(temporary, self._path)
        except OSError:
            try:
                os.unlink(temporary)
            except OSError:
                pass


def install() -> Together | None:
    """Let modules of complint be found together; None where Python keeps no compiled files (a zip archive)."""
    cached = complint.__spec__.cached if complint.__spec__ else None
    if not cached:
        return None
    finder = Together(cached.replace("__init__", "together"))
    sys.meta_path.insert(0, finder)
    return finder


def _entry(name: str) -> Entry | None:
    """Return what is to be kept of a module that Python's own loader has loaded from a file below the package."""
    spec = sys.modules[name].__spec__
    get_code = getattr(spec and spec.loader, "get_code", None)
    source = spec.origin if spec and spec.origin else ""
    if spec is None or get_code is None or not source.startswith(_ROOT + os.sep):
        return None
    before = _stamp(source)
    code = get_code(name)
    if code is None or before is None or _stamp(source) != before:
        return None
    return source[len(_ROOT) + 1 :], before, spec.submodule_search_locations is not None, marshal.dumps(code)


def _stamp(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
