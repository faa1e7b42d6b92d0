"""What git tells of a repository: changed and untracked files, blobs of the index. Nothing of the repository is run.

No shell, no pager, no hook, no file-system monitor, no external diff or text conversion, no lock, no network: a repository may
be a stranger's. Names are parsed from NUL-separated output. The environment is git's own, so that a hook sees the index that
is being committed (GIT_INDEX_FILE).
"""

from __future__ import annotations

import os
import subprocess

from complint.core.errors import ComplintError
from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_SAFE = (
    *("--no-optional-locks", "--literal-pathspecs", "--no-pager", "-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}", "-c", "diff.relative=false"),
)
_DIFF = (
    "diff",
    "--raw",
    "-z",
    "--no-abbrev",
    "--no-ext-diff",
    "--no-textconv",
    "--no-renames",
    "--ignore-submodules=all",
)
_LINK = "120000"
_NOTHING = "000000"
# looked for in this order where --changed names nothing: what a branch is built on
_BASES = ("@{upstream}", "origin/HEAD", "origin/main", "origin/master", "main", "master")


@record
class Difference:
    """One file that differs: its path from the root, a letter as git gives it, and the mode and blob it had before."""

    path: str
    letter: str
    mode: str
    blob: str

    @property
    def gone(self) -> bool:
        """Tell whether the file is there no more."""
        return self.letter == "D"

    @property
    def new(self) -> bool:
        """Tell whether the side that the difference begins at does not have the file."""
        return self.mode == _NOTHING

    @property
    def link(self) -> bool:
        """Tell whether the file was a symbolic link."""
        return self.mode == _LINK


class Repository:
    """The repository of the working directory. Raises ComplintError where there is none, or no git."""

    def __init__(self) -> None:
        """Find the root of the working tree."""
        root = _line(self.run("rev-parse", "--show-toplevel"))
        if not root:
            raise ComplintError("this repository has no working tree")
        self.root = root
        self._below = _line(self.run("rev-parse", "--show-prefix"))

    def run(self, *arguments: str, data: bytes = b"") -> bytes:
        """Return what a git command prints. Raises ComplintError with git's own words."""
        done = _git(arguments, data)
        if done.returncode:
            raise ComplintError(f"git: {_words(done.stderr) or f'exit code {done.returncode}'}")
        return done.stdout

    def path(self, from_root: str) -> str:
        """Return a path counted from the root as one counted from the working directory, with "/"."""
        if from_root.startswith(self._below):
            return from_root[len(self._below) :]
        return os.path.relpath(os.path.join(self.root, from_root)).replace(os.sep, "/")

    def staged(self, paths: Iterable[str]) -> list[Difference]:
        """Return what a commit of the index would change."""
        return self._diff("--cached", self.head() or self._empty_tree(), paths=paths)

    def unstaged(self) -> list[Difference]:
        """Return the files of which the working tree has something else than the index; blobs are those of the index."""
        return self._diff(paths=())

    def since(self, commit: str | None, paths: Iterable[str]) -> list[Difference]:
        """Return the tracked files of the working tree that differ from a commit; from nothing where it is None."""
        return self._diff(commit or self._empty_tree(), paths=paths)

    def untracked(self, paths: Iterable[str]) -> list[str]:
        """Return the files that git does not know, nor is told to ignore."""
        return self._names("ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", *paths)

    def tracked(self) -> set[str]:
        """Return the paths of all files of the index."""
        return set(self._names("-C", self.root, "ls-files", "-z"))

    def head(self) -> str | None:
        """Return the commit that is checked out, or None before the first one."""
        return self._commit("HEAD")

    def blobs(self, identities: Iterable[str]) -> list[bytes]:
        """Return the contents of blobs, in order."""
        wanted = list(identities)
        printed = (
            self.run("cat-file", "--batch", data="".join(f"{one}\n" for one in wanted).encode()) if wanted else b""
        )
        found, position = [], 0
        for one in wanted:
            end = printed.index(b"\n", position)
            head = printed[position:end].split()
            if len(head) != 3 or head[1] != b"blob":
                raise ComplintError(f"git has no blob {one}")
            size = int(head[2])
            found.append(printed[end + 1 : end + 1 + size])
            position = end + 1 + size + 1
        return found

    def base(self, wanted: str) -> tuple[str, str | None]:
        """Return what changes are counted from: its name, and the last commit that it and HEAD have in common.

        Without a name: what the branch is built on (its upstream, else the main branch), else HEAD. The commit is None before
        the first one. Raises ComplintError for a name that git does not know and where nothing in common is at hand.
        """
        head = self.head()
        if not wanted:
            if head is None:
                return "the empty repository", None
            wanted = next((name for name in _BASES if self._commit(name)), "HEAD")
        commit = self._commit(wanted)
        if commit is None:
            raise ComplintError(f"--changed: git knows no commit {wanted!r}{self._perhaps_shallow()}")
        if head is None:
            raise ComplintError(f"--changed={wanted}: this branch has no commit as yet")
        done = _git(("merge-base", commit, head))
        if done.returncode:
            raise ComplintError(
                f"--changed: {wanted!r} and HEAD have no commit in common{self._perhaps_shallow() or ' at all'}"
            )
        return wanted, _line(done.stdout)

    def _perhaps_shallow(self) -> str:
        if _line(self.run("rev-parse", "--is-shallow-repository")) != "true":
            return ""
        return "; this clone is shallow: fetch the history (git fetch --unshallow, or fetch-depth: 0 in a CI checkout)"

    def _commit(self, name: str) -> str | None:
        done = _git(("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"))
        return _line(done.stdout) or None if done.returncode == 0 else None

    def _empty_tree(self) -> str:
        """Return the identity of the tree without files, in whatever hash the repository uses."""
        return _line(self.run("hash-object", "-t", "tree", "--stdin"))

    def _names(self, *arguments: str) -> list[str]:
        return [self.path(os.fsdecode(name)) for name in self.run(*arguments).split(b"\0") if name]

    def _diff(self, *arguments: str, paths: Iterable[str]) -> list[Difference]:
        """Parse `:mode mode blob blob letter NUL path NUL` (git-diff, "Raw output format")."""
        fields = self.run(*_DIFF, *arguments, "--", *paths).split(b"\0")
        found = []
        for head, name in zip(fields[::2], fields[1::2], strict=False):
            mode, _, blob, _, letter = head.decode("ascii").lstrip(":").split(" ")
            path = self.path(os.fsdecode(name))
            if letter == "U":
                raise ComplintError("git has not merged this file yet", path)
            found.append(Difference(path, letter[:1], mode, blob))
        return found


def _git(arguments: tuple[str, ...], data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run git safely. Raises ComplintError where it is not installed."""
    environment = {**os.environ, "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    try:
        return subprocess.run(  # noqa: S603 - no shell; whatever a user gives stands behind "--" or --end-of-options
            ["git", *_SAFE, *arguments],  # noqa: S607 - the user's git, found as everywhere
            input=data,
            capture_output=True,
            env=environment,
            check=False,
        )
    except FileNotFoundError:
        raise ComplintError("git is not installed, and --staged and --changed ask it") from None


def _line(printed: bytes) -> str:
    return os.fsdecode(printed.removesuffix(b"\n"))


def _words(printed: bytes) -> str:
    """Return the first line of git's complaint, without its own prefix."""
    from complint.report.characters import visible

    first = printed.decode("utf-8", "replace").strip().partition("\n")[0]
    return visible(first.removeprefix("fatal: ").removeprefix("error: "))
