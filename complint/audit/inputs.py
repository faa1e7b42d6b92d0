"""What a run looked at, file by file: documents by the bytes that were checked, everything else by its digest on disk."""

from __future__ import annotations

import hashlib
import os
import stat

from complint.config import files_of
from complint.core.errors import ComplintError
from complint.core.paths import path_matches
from complint.core.record import record
from complint.model import kind as kinds
from complint.sources import TABLES, find, tidy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from complint.model.document import Document
    from complint.options import Options
    from complint.run import Report
    from complint.settings import Settings

LIVE = "live"  # the role of what was read from a workspace: it lies in no file, so nobody can hash it again
_LISTS = ("consents", "internal_dnc", "reassigned", "history")
_CHUNK = 1 << 20


@record
class Inputs:
    """The inputs of a run: `digests` (SHA-256, hex) and `roles` by path, why by path what could not be hashed, what was absent.

    `absent` are files that were asked for and not there: one that appears later changes what a run sees.
    """

    digests: dict[str, str]
    roles: dict[str, tuple[str, ...]]
    unhashed: dict[str, str]
    absent: tuple[str, ...]


def looked_at(paths: tuple[str, ...], own: Callable[[str], Settings]) -> list[str]:
    """Return the files that a run over paths looks at, those that the configuration excludes left out."""
    return [named.path for named in find(paths) if named.explicit or not _excluded(named.path, own)]


def beside(options: Options, settings: Settings, own: Callable[[str], Settings]) -> dict[str, set[str]]:
    """Return the files that a run reads without making documents of them, with their roles; absent ones too.

    Those are tables of calls, the lists that the configuration names, the configuration itself, baseline and plug-ins.
    """
    found: dict[str, set[str]] = {}
    paths = looked_at(options.paths, own)
    for path in paths:
        if path.lower().endswith(TABLES):
            found[path] = set()
    for each in {id(one): one for one in (settings, *map(own, paths))}.values():
        for role, path in _named(each, options):
            found.setdefault(tidy(path), set()).add(role)
    return found


def _named(settings: Settings, options: Options) -> Iterator[tuple[str, str]]:
    for path in files_of(settings.path) if settings.path else ():
        yield "configuration", path
    if settings.waivers:
        yield "waivers", settings.waivers
    baseline = options.baseline if options.baseline is not None else options.waivers and settings.baseline
    if baseline:
        yield "baseline", baseline
    for plugin in settings.plugins:
        yield "plugin", plugin
    calls = settings.calls
    copies = calls.get("national_dnc")
    listed = [(name, calls.get(name)) for name in _LISTS]
    listed += [("national_dnc", copy) for copy in (copies if isinstance(copies, list) else [copies])]
    for role, value in listed:
        named = value.get("path") if isinstance(value, dict) else value
        if isinstance(named, str) and named:
            for one in _files(os.path.join(settings.base, named)):
                yield role, one


def _files(path: str) -> list[str]:
    """Return a file itself, or all files of a folder (an index is one)."""
    if not os.path.isdir(path):
        return [path]
    return sorted(os.path.join(here, name) for here, _, names in os.walk(path) for name in names)


def _excluded(path: str, own: Callable[[str], Settings]) -> bool:
    settings = own(path)
    return any(path_matches(path, pattern, settings.base) for pattern in settings.exclude)


def hashed(paths: dict[str, set[str]]) -> dict[str, str | None]:
    """Return the digests of files by path; None for one that is not there. Raises ComplintError for one that cannot be read."""
    found: dict[str, str | None] = {}
    for path in paths:
        try:
            found[path] = file_digest(path)
        except FileNotFoundError:
            found[path] = None
        except OSError as error:
            raise ComplintError(f"it cannot be read, so it cannot be put in evidence: {error.strerror}", path) from None
    return found


def file_digest(path: str) -> str:
    """Return the SHA-256 of a file, as 64 hex digits. Raises OSError; for anything but an ordinary file too.

    A pipe is not waited for, and a device not read to its end: the path may be a stranger's.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with open(handle, "rb", buffering=0) as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(0, "it is no ordinary file")
        made = hashlib.sha256()
        while chunk := stream.read(_CHUNK):
            made.update(chunk)
    return made.hexdigest()


def gather(
    report: Report,
    roles: dict[str, set[str]],
    before: dict[str, str | None],
    live: Container[str],
    filed: Container[str],
) -> Inputs:
    """Return all inputs of a run. Raises ComplintError where a file changed while the run was at it.

    `roles` and `before` are of the files beside the documents, hashed before the run; `live` are paths that are no files,
    `filed` are files of earlier audits, which are no inputs.
    """
    for path, known in hashed(roles).items():
        if known != before[path]:
            raise ComplintError("it changed while it was checked; run the audit again", path)
    digests = {path: known for path, known in before.items() if known is not None and path not in filed}
    absent = {path for path, known in before.items() if known is None}
    unhashed: dict[str, str] = {}
    assert report.project is not None
    checked = {document.path: document for document in report.documents}
    for path, document in {**report.project.asked(), **checked}.items():
        if path in filed:
            continue
        if document is None:
            absent.add(path)
            continue
        roles.setdefault(path, set()).add(LIVE if path in live else _role(document, path in checked))
        if document.source is not None:
            digests[path] = document.source.sha256
        elif path not in digests:
            _from_disk(path, digests, unhashed)
    return Inputs(
        dict(sorted(digests.items())),
        {path: tuple(sorted(roles[path])) for path in sorted(roles) if path in digests or path in unhashed},
        unhashed,
        tuple(sorted(absent)),
    )


def _from_disk(path: str, digests: dict[str, str], unhashed: dict[str, str]) -> None:
    try:
        digests[path] = file_digest(path)
    except OSError as error:
        unhashed[path] = (error.strerror or type(error).__name__).lower()


def _role(document: Document, checked: bool) -> str:
    if document.kind == kinds.SETTINGS:
        return "waivers"
    if not checked:
        return "read"
    return "document" if document.skipped is None else "skipped"
