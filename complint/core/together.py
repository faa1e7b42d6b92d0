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

    # path below the package, stamp of the source, is it a package?, offset and length of the code
    Entry: TypeAlias = tuple[str, tuple[int, int], bool, int, int]
else:
    ModuleSpec = type(__spec__)  # without the import of importlib.machinery

_NUMBER = 8  # bytes of a length
_READS_AT = hasattr(os, "pread")
_ROOT = os.path.dirname(os.path.abspath(complint.__file__))


class Together:
    """Finds and loads modules of complint from one file: the code of all, then an index, then the length of the index."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._entries: dict[str, Entry] = {}
        try:
            self._file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))  # for as long as the process
            size = os.fstat(self._file).st_size
            length = int.from_bytes(self._bytes(size - _NUMBER, _NUMBER), "little")
            codes = size - _NUMBER - length
            if codes < 0:
                raise ValueError("the index is longer than the file")
            whole, entries = marshal.loads(self._bytes(codes, length))  # noqa: S302 - a compiled file, as Python reads its own
            if whole == codes:
                self._entries = entries
        except (OSError, ValueError, EOFError, TypeError, OverflowError):
            pass  # the first run, or half a file: the modules are found one by one

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: object = None) -> ModuleSpec | None:
        """Return the spec of a module that is here and whose source is still the same; else Python's own way is taken."""
        entry = self._entries.get(name)
        if entry is None:
            return None
        below, stamp, is_package, _, _ = entry
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
        exec(marshal.loads(self._code(module.__name__)), module.__dict__)  # noqa: S102, S302 - the same

    def keep(self) -> None:
        """Write the file anew where modules were loaded that it does not hold."""
        if sys.dont_write_bytecode:
            return
        missing = [name for name in sys.modules if name.startswith("complint.") and name not in self._entries]
        more = [made for name in missing if (made := _compiled(name)) is not None]
        if not more:
            return
        held = [(name, (entry[0], entry[1], entry[2]), self._code(name)) for name, entry in self._entries.items()]
        temporary = f"{self._path}.{os.getpid()}"
        try:
            with open(temporary, "wb") as stream:
                stream.write(_file([*held, *more]))
            os.replace(temporary, self._path)
        except OSError:
            try:
                os.unlink(temporary)
            except OSError:
                pass

    def _code(self, name: str) -> bytes:
        *_, offset, length = self._entries[name]
        return self._bytes(offset, length)

    def _bytes(self, offset: int, length: int) -> bytes:
        if _READS_AT:
            return os.pread(self._file, length, offset)  # forked workers share the place that a plain read begins at
        os.lseek(self._file, offset, os.SEEK_SET)
        return os.read(self._file, length)


def install() -> Together | None:
    """Let modules of complint be found together; None where Python keeps no compiled files (a zip archive)."""
    cached = complint.__spec__.cached if complint.__spec__ else None
    if not cached:
        return None
    finder = Together(cached.replace("__init__", "together"))
    sys.meta_path.insert(0, finder)
    return finder


def _file(modules: list[tuple[str, tuple[str, tuple[int, int], bool], bytes]]) -> bytes:
    """Return the bytes of a file that holds modules."""
    entries: dict[str, Entry] = {}
    start = 0
    for name, known, code in modules:
        entries[name] = (*known, start, len(code))
        start += len(code)
    index = marshal.dumps((start, entries))
    return b"".join(code for *_, code in modules) + index + len(index).to_bytes(_NUMBER, "little")


def _compiled(name: str) -> tuple[str, tuple[str, tuple[int, int], bool], bytes] | None:
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
    is_package = spec.submodule_search_locations is not None
    return name, (source[len(_ROOT) + 1 :], before, is_package), marshal.dumps(code)


def _stamp(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
