"""`--staged` and `--changed`: which files git says are to be checked, and what of them a commit would hold."""

from __future__ import annotations

import os

from complint.cli.git import Repository
from complint.core.errors import ComplintError
from complint.core.record import record, replace
from complint.sources import SUFFIXES, TABLES, tidy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from complint.options import Options


@record
class Chosen:
    """Files to check, as paths from the working directory.

    `overlay` has the staged bytes of files that lie otherwise in the working tree, `hidden` knows the files that are not
    staged at all, `gone` names what a commit removes. `words` say what was chosen.
    """

    words: str
    paths: tuple[str, ...]
    gone: tuple[str, ...]
    overlay: Mapping[str, bytes]
    hidden: Untracked | tuple[()] = ()

    def into(self, options: Options) -> Options:
        """Return the options of a run over these files."""
        return replace(options, paths=self.paths, gone=self.gone, overlay=self.overlay, hidden=self.hidden)


class Untracked:
    """The files of a repository that its index does not have; what lies outside is none of them."""

    def __init__(self, root: str, tracked: set[str]) -> None:
        self._root = os.path.realpath(root)
        self._tracked = tracked

    def __contains__(self, path: object) -> bool:
        """Tell whether a file would be missing from a commit. Links are followed: git knows what they lead to by its own name."""
        real = os.path.realpath(str(path))
        inside = real.startswith(os.path.join(self._root, ""))
        return inside and os.path.relpath(real).replace(os.sep, "/") not in self._tracked


def chosen(values: Mapping[str, Any]) -> Chosen:
    """Return the files that `--staged` or `--changed` mean, below the paths given.

    Raises ComplintError where git is missing, the working directory is no repository, or a name or history is not there.
    """
    if values["stdin_filename"]:
        raise ComplintError("--stdin-filename reads standard input; it goes with neither --staged nor --changed")
    if values["staged"] and values["changed"] is not None:
        raise ComplintError("--staged and --changed exclude each other")
    paths = [tidy(path) for path in values["paths"] or (".",)]
    repository = Repository()
    return _staged(repository, paths) if values["staged"] else _changed(repository, paths, values["changed"])


def _staged(repository: Repository, paths: list[str]) -> Chosen:
    all_staged = repository.staged(paths)
    _must_exist(paths, [one.path for one in all_staged])
    staged = [one for one in all_staged if _concerns(one.path)]
    if not staged:
        return Chosen("what is staged", (), (), {})
    differ = repository.unstaged()
    held = [one for one in differ if not one.new and _concerns(one.path)]
    for one in held:
        if one.link:
            raise ComplintError("is staged as a symbolic link, and is something else in the working tree", one.path)
    overlay = dict(zip((one.path for one in held), repository.blobs(one.blob for one in held), strict=True))
    unwritten = {one.path for one in differ if one.new}  # `git add --intent-to-add` stages no content
    return Chosen(
        "what is staged",
        tuple(one.path for one in staged if not one.gone),
        tuple(one.path for one in staged if one.gone),
        overlay,
        Untracked(repository.root, repository.tracked() - unwritten),
    )


def _changed(repository: Repository, paths: list[str], wanted: str) -> Chosen:
    name, commit = repository.base(wanted)
    differ = repository.since(commit, paths)
    _must_exist(paths, [one.path for one in differ])
    found = [one for one in differ if _concerns(one.path)]
    there = dict.fromkeys(one.path for one in found if not one.gone)
    there.update(dict.fromkeys(filter(_concerns, repository.untracked(paths))))
    since = name if commit is None else f"{name} ({commit[:8]})"
    gone = tuple(one.path for one in found if one.gone and one.path not in there)
    return Chosen(f"what changed since {since}", tuple(sorted(there)), gone, {})


def _must_exist(paths: list[str], found: list[str]) -> None:
    """Raise ComplintError for a path that neither the disk nor git knows: a slip of the pen must not be green."""
    for path in paths:
        if not os.path.lexists(path) and not any(one == path or one.startswith(f"{path}/") for one in found):
            raise ComplintError("there is no such file or folder", path)


def _concerns(path: str) -> bool:
    return path.lower().endswith(SUFFIXES + TABLES)
