"""The folder of an audit: its name, the run before it, and its files, which appear all together or not at all."""

from __future__ import annotations

import os

from complint.audit.canonical import sha256
from complint.audit.envelope import Envelope, opened
from complint.audit.inputs import file_digest
from complint.core.errors import ComplintError
from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

EVIDENCE = "evidence.json"
REPORTS = ("report.html", "report.json", "findings.csv")
PARENT = "complint-audit"
MOST = 256 * 1024 * 1024  # bytes of an evidence file or a report that are read


@record
class Previous:
    """The evidence before this: `name` is its folder and file, `digest` the SHA-256 of the file."""

    name: str
    digest: str
    envelope: Envelope


def free_folder(as_of: str) -> str:
    """Return the default folder of a run: `complint-audit/<as-of>`, with a number from the second of a day on."""
    base = os.path.join(PARENT, as_of)
    number = 1
    while os.path.lexists(base if number == 1 else f"{base}-{number}"):
        number += 1
    return base if number == 1 else f"{base}-{number}"


def check_free(folder: str) -> None:
    """Raise ComplintError for a folder that is in use: evidence is never overwritten."""
    if os.path.lexists(folder) and (not os.path.isdir(folder) or os.listdir(folder)):
        raise ComplintError("it is there already; evidence is never overwritten, so name another folder", folder)


def write_folder(folder: str, files: Mapping[str, bytes]) -> None:
    """Write files into a new folder: first beside it, then renamed. Raises ComplintError where that cannot be."""
    import secrets
    import shutil

    parent = os.path.dirname(os.path.abspath(folder))
    staged = os.path.join(parent, f".complint-{secrets.token_hex(8)}.tmp")
    try:
        os.makedirs(parent, exist_ok=True)
        os.mkdir(staged)
        for name, data in files.items():
            with open(os.path.join(staged, name), "xb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
        check_free(folder)
        if os.path.isdir(folder):
            os.rmdir(folder)
        os.rename(staged, folder)
    except OSError as error:
        raise ComplintError(f"the audit cannot be written: {error.strerror}", folder) from None
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def read_bounded(path: str, what: str) -> bytes:
    """Return the bytes of an ordinary file. Raises ComplintError for one that is not there, or larger than `MOST`."""
    try:
        if not os.path.isfile(path):
            raise ComplintError(f"there is no such {what}", path)
        with open(path, "rb") as stream:
            data = stream.read(MOST + 1)
    except OSError as error:
        raise ComplintError(f"the {what} cannot be read: {error.strerror}", path) from None
    if len(data) > MOST:
        raise ComplintError(f"the {what} is larger than {MOST:,} bytes", path)
    return data


def evidence_in(folder: str) -> Iterator[str]:
    """Yield the evidence files in the folders of a folder, sorted; what a killed run left behind (a hidden one) is none."""
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return
    for name in names:
        path = os.path.join(folder, name, EVIDENCE)
        if not name.startswith(".") and os.path.isfile(path):
            yield path


def audit_files(paths: Iterable[str]) -> set[str]:
    """Return which of some files belong to audits: the evidence itself, and reports that are as their evidence says."""
    by_folder: dict[str, list[str]] = {}
    for path in paths:
        if os.path.basename(path) in (EVIDENCE, *REPORTS):
            by_folder.setdefault(os.path.dirname(path), []).append(path)
    found: set[str] = set()
    for folder, own in by_folder.items():
        evidence = os.path.join(folder, EVIDENCE)
        try:
            known = _files(opened(read_bounded(evidence, "evidence")).statement)
            found |= {path for path in own if known.get(os.path.basename(path)) == file_digest(path)}
        except (ComplintError, OSError, ValueError):
            continue
        found |= {path for path in own if os.path.basename(path) == EVIDENCE}
    return found


def _files(statement: Any) -> dict[str, str]:
    """Return the digests of the reports that a statement names. Raises ValueError for what is no audit's statement."""
    try:
        return {str(one["name"]): str(one["digest"]["sha256"]) for one in statement["predicate"]["files"]}
    except (KeyError, TypeError):
        raise ValueError("it is no statement of an audit") from None


def previous_at(path: str) -> Previous:
    """Return the evidence in a file or folder. Raises ComplintError where it is none, or damaged."""
    file = os.path.join(path, EVIDENCE) if os.path.isdir(path) else path
    data = read_bounded(file, "evidence")
    try:
        envelope = opened(data)
        _links(envelope.statement)
    except ValueError as error:
        raise ComplintError(f"the evidence before this is damaged, so nothing can follow it: {error}", file) from None
    name = f"{os.path.basename(os.path.dirname(os.path.abspath(file)))}/{os.path.basename(file)}"
    return Previous(name, sha256(data), envelope)


def newest_beside(folder: str, trusts: Callable[[Envelope], bool]) -> Previous | None:
    """Return the last of the runs whose folders lie beside `folder`: the one that no other names as its previous.

    None where there is none. Raises ComplintError where a run is damaged, where `trusts` refuses the last one (signed by the
    own key, and wrongly), or where there are several ends, since only a person can say which to follow.
    """
    parent = os.path.dirname(os.path.abspath(folder))
    known = [previous_at(path) for path in evidence_in(parent)]
    named = {_links(one.envelope.statement) for one in known}
    last = [one for one in known if one.digest not in named]
    if len(last) > 1:
        names = ", ".join(one.name for one in last)
        raise ComplintError(
            f"several runs end a chain here ({names}); --previous says which one this run follows", parent
        )
    if last and not trusts(last[0].envelope):
        raise ComplintError("the signature of the run before this is wrong, so nothing can follow it", last[0].name)
    return last[0] if last else None


def _links(statement: Any) -> str | None:
    """Return the digest of the run that a statement follows, or None. Raises ValueError for what is no audit's statement."""
    try:
        previous = statement["predicate"]["run"]["previous"]
        found = None if previous is None else previous["digest"]["sha256"]
    except (KeyError, TypeError):
        raise ValueError("it is no statement of an audit") from None
    if not isinstance(found, str | None):
        raise ValueError("it is no statement of an audit")
    return found
