"""What has changed since a run: inputs, the packs and profiles, complint and its data; said apart from forged evidence."""

from __future__ import annotations

import os

from complint.audit import installed
from complint.audit.canonical import digest
from complint.audit.folder import audit_files
from complint.audit.inputs import LIVE, file_digest
from complint.audit.remark import GOOD, MOVED, NOTE, Remark
from complint.config import Nearest
from complint.core.errors import ComplintError
from complint.core.paths import path_matches
from complint.policy.store import Store
from complint.sources import find

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from complint.audit.model import Configuration, Predicate, Statement


def changes_since(statement: Statement, *, trusted: bool) -> list[Remark]:
    """Return remarks on what is no longer as it was, below the working directory.

    Of evidence that nobody known has signed, only what lies below the working directory is read: its names may be anybody's.
    """
    predicate = statement.predicate
    made = [*_inputs(statement, trusted), *_new(statement, trusted), *_configurations(statement)]
    made += [*_tool(predicate), *_data(predicate), *_plugins(statement), *_packs(predicate, trusted)]
    if not any(one.kind == MOVED for one in made):
        made.append(Remark(GOOD, "nothing has changed since: inputs, policy packs and complint are the same"))
    return made


def _inputs(statement: Statement, trusted: bool) -> Iterator[Remark]:
    live = {one.name for one in statement.predicate.inputs if LIVE in one.roles}
    changed, missing, unread, foreign = [], [], [], []
    for subject in statement.subject:
        if subject.name in live:
            continue
        if not trusted and not _is_inside(subject.name):
            foreign.append(subject.name)
            continue
        try:
            if file_digest(subject.name) != subject.digest.sha256:
                changed.append(subject.name)
        except (FileNotFoundError, NotADirectoryError):
            missing.append(subject.name)
        except (OSError, ValueError):
            unread.append(subject.name)
    yield from _remark("inputs changed since", changed)
    yield from _remark("inputs gone since", missing)
    yield from _remark("inputs that can no longer be read", unread)
    yield from _remark("inputs outside of the root: not read, since nobody known has signed their names", foreign)
    hidden = [one.name for one in statement.predicate.unhashed]
    yield from _remark("inputs that the run could not read, so that nothing tells whether they changed", hidden, NOTE)
    if live:
        yield Remark(
            NOTE, f"{len(live)} inputs were read from the workspace; whether it has changed, only a new run tells"
        )


def _new(statement: Statement, trusted: bool) -> Iterator[Remark]:
    """Remark on files that a run today would look at, and that run did not."""
    predicate = statement.predicate
    known = {one.name for one in statement.subject} | {one.name for one in predicate.unhashed}
    paths = tuple(path for path in predicate.paths if trusted or _is_inside(path))
    try:
        today = [named.path for named in find(tuple(path for path in paths if os.path.lexists(path)))]
    except (ComplintError, ValueError):
        today = []
    unknown = [path for path in today if path not in known and not _excluded(path, predicate.configurations)]
    filed = audit_files(unknown)
    yield from _remark("new files that a run today would look at", [path for path in unknown if path not in filed])
    appeared = [path for path in predicate.absent if (trusted or _is_inside(path)) and os.path.lexists(path)]
    yield from _remark("files that were absent, and are there now", [path for path in appeared if path not in unknown])


def _configurations(statement: Statement) -> Iterator[Remark]:
    """Remark on configurations that hold for the inputs now, and did not."""
    predicate = statement.predicate
    if predicate.configuration != "nearest":
        return
    known = {one.path for one in predicate.configurations}
    documents = [
        one.name for one in predicate.inputs if {"document", "skipped"} & set(one.roles) and _is_inside(one.name)
    ]
    nearest, found = Nearest(), set()
    for name in documents:
        try:
            found.add(nearest.of(name).path)
        except (ComplintError, ValueError) as error:
            yield Remark(MOVED, f"a configuration can no longer be read: {error}")
            return
    yield from _remark("configurations that hold now, and did not", sorted(path for path in found - known if path))
    if documents and found and None in found - known:
        yield Remark(MOVED, "inputs that had a configuration have none now")


def _tool(predicate: Predicate) -> Iterator[Remark]:
    own = installed.tool()
    if own["version"] != predicate.tool.version:
        yield Remark(MOVED, f"complint {predicate.tool.version} checked it, this is complint {own['version']}")
    elif own["digest"]["sha256"] != predicate.tool.digest.sha256:
        yield Remark(
            MOVED, f"complint {own['version']} checked it, but with other files than those of the one installed here"
        )


def _data(predicate: Predicate) -> Iterator[Remark]:
    then, now = predicate.data or {}, installed.data_versions() or {}
    for name in sorted({*then, *now}):
        if then.get(name) != now.get(name):
            yield Remark(
                MOVED, f"{name} was {then.get(name, 'not installed')}, and is {now.get(name, 'not installed')} here"
            )


def _plugins(statement: Statement) -> Iterator[Remark]:
    """Remark on plug-ins of installed packages, whose files are no inputs; nothing of them is run."""
    inputs = {one.name for one in statement.subject}
    changed, unclear = [], []
    for one in statement.predicate.plugins:
        if one.digest is None or one.module in inputs:
            continue
        path = installed.package_file(one.rule)
        if path is None:
            unclear.append(one.rule)
        elif file_digest(path) != one.digest.sha256:
            changed.append(one.rule)
    yield from _remark("plug-ins of packages changed since", changed)
    yield from _remark("plug-ins of packages that are no longer found", unclear)


def _packs(predicate: Predicate, trusted: bool) -> Iterator[Remark]:
    changed: dict[str, None] = {}
    gone: dict[str, None] = {}
    for one in predicate.configurations:
        try:
            store = _store(one, trusted)
        except (ComplintError, OSError, ValueError) as error:
            yield Remark(MOVED, f"policy packs can no longer be read: {error}")
            continue
        for pack in one.policies:
            held = store.packs.get(pack.id)
            if held is None:
                gone[pack.id] = None
            elif held["digest"] != f"sha256:{pack.digest.sha256}":
                changed[pack.id] = None
        profile = one.profile.id
        if profile not in store.profiles:
            gone[f"profile {profile}"] = None
        elif digest(store.profile(profile)) != one.profile.digest.sha256:
            changed[f"profile {profile}"] = None
    yield from _remark("policy packs changed since", list(changed))
    yield from _remark("policy packs gone since", list(gone))


def _store(configuration: Configuration, trusted: bool) -> Store:
    named = configuration.settings.get("policy_paths")
    folders = [one for one in named if isinstance(one, str)] if isinstance(named, list) else []
    store = Store.open(tuple(one for one in folders if trusted or _is_inside(one)))
    foreign = any(one.id not in store.packs for one in configuration.policies)
    return store.with_installed() if foreign or configuration.profile.id not in store.profiles else store


def _excluded(path: str, configurations: list[Configuration]) -> bool:
    """Tell whether the configuration of that run which lies nearest to a file excludes it."""
    above = [one for one in configurations if _base(one) == "" or path.startswith(_base(one) + "/")]
    if not above:
        return False
    nearest = max(above, key=lambda one: len(_base(one)))
    patterns = nearest.settings.get("exclude")
    known = [one for one in patterns if isinstance(one, str)] if isinstance(patterns, list) else []
    return any(path_matches(path, pattern, _base(nearest)) for pattern in known)


def _base(configuration: Configuration) -> str:
    return os.path.dirname(configuration.path or "")


def _is_inside(path: str) -> bool:
    """Tell whether a path leads to a place below the working directory, links followed."""
    try:
        here, there = os.path.realpath("."), os.path.realpath(path)
    except (OSError, ValueError):
        return False
    return there == here or there.startswith(here.rstrip(os.sep) + os.sep)


def _remark(words: str, names: list[str], kind: str = MOVED) -> list[Remark]:
    return [Remark(kind, words, tuple(names))] if names else []
