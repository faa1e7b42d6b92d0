"""What a run is asked for on the command line."""

from __future__ import annotations

from complint.core.record import record


@record
class Options:
    """What a run is asked for, beside its settings.

    `stdin` is (name, bytes) in place of files; `outcomes` asks for the outcome of every requirement × document. Without
    `waivers` nothing is waived, nor known from a baseline that only the configuration names; `baseline` names another, and
    "" none. `allow_plugins` lets the files run that a configuration names as plug-ins. `brief` says that a
    report without findings needs neither packs nor requirements: resolving all of them costs a hook its time. `jobs` is
    the number of processes, 0 what pays.
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
    jobs: int = 1
