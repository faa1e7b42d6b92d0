"""What a run is asked for on the command line."""

from __future__ import annotations

from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Mapping

NOTHING: Mapping[str, bytes] = {}


@record
class Options:
    """What a run is asked for, beside its settings.

    `stdin` is (name, bytes) in place of files; `outcomes` asks for the outcome of every requirement × document. Without
    `waivers` nothing is waived, nor known from a baseline that only the configuration names; `baseline` names another, and
    "" none. `allow_plugins` lets the files run that a configuration names as plug-ins. `brief` says that a
    report without findings needs neither packs nor requirements: resolving all of them costs a hook its time. `charts` asks
    for the calls of schedules by local hour. `jobs` is the number of processes, 0 what pays.

    `by_file` says that the paths are files which a hook or git names, not a person: each is looked at for itself, as a file
    of a folder would be. `gone` are files that are removed. `overlay` has bytes, by path, in place of those on disk, and
    `hidden` the files that count as not there, although they are on disk.
    """

    paths: tuple[str, ...] = (".",)
    as_of: str = ""
    policies: tuple[str, ...] = ()
    profile: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: tuple[tuple[str, str], ...] = ()
    fail_on: str = "error"
    fail_on_unknown: bool = False
    allow_empty: bool = False
    stdin: tuple[str, bytes] | None = None
    outcomes: bool = False
    waivers: bool = True
    baseline: str | None = None
    allow_plugins: bool = False
    brief: bool = False
    by_file: bool = False
    gone: tuple[str, ...] = ()
    overlay: Mapping[str, bytes] = NOTHING
    hidden: Container[str] = ()
    charts: bool = False
    jobs: int = 1
