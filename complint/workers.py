"""Worker processes for long runs: each is a copy of this one at the moment of need, looks at a share, and hands back what it found.

A copy (`fork`) has all documents and the law at hand, so nothing is sent to it. Where the system has no fork there is one
process. Results come in the order of the work, whoever did it.
"""

from __future__ import annotations

import os
import sys

from complint.core import seen
from complint.core.errors import BrokenPart, ComplintError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    T = TypeVar("T")


def spread(processes: int, total: int, work: Callable[[range], T]) -> list[T]:
    """Return `work` of all numbers below `total`, in as many shares as processes; the first share is done here.

    Raises what a worker raised, and BrokenPart for one that died.
    """
    shares = [range(total * n // processes, total * (n + 1) // processes) for n in range(processes)]
    sys.stdout.flush()
    sys.stderr.flush()
    workers: list[tuple[int, int]] = []
    try:
        for share in shares[1:]:
            workers.append(_start(share, work))
        found = [work(shares[0])]
        while workers:
            process, pipe = workers[0]
            data = _all_of(pipe)
            _, status = os.waitpid(process, 0)
            del workers[0]
            found.append(_received(data, status))
    finally:
        for process, pipe in workers:  # only where something went wrong: nobody waits for them any more
            _end(process, pipe)
    return found


def _start(share: range, work: Callable[[range], Any]) -> tuple[int, int]:
    """Return process and pipe of a worker that has begun with its share."""
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return process, reading
    code = 1
    try:
        os.close(reading)
        _send(writing, _done(share, work))
        code = 0
    finally:  # the copy must never come back to what its parent was doing; without a 0 it has handed back nothing whole
        os._exit(code)


def _done(share: range, work: Callable[[range], Any]) -> tuple[Any, ...]:
    known = seen.answers()
    try:
        result: Any = work(share)
    except ComplintError as error:
        return "error", type(error), (error.message, error.path, error.line, error.column)
    except Exception as error:  # noqa: BLE001 - told by the parent, in words
        return "error", BrokenPart, (f"a worker process failed: {type(error).__name__}: {error}",)
    seen.note_modules()
    return "done", result, {key: value for key, value in seen.answers().items() if key not in known}


def _send(pipe: int, message: tuple[Any, ...]) -> None:
    import pickle

    with open(pipe, "wb") as stream:
        pickle.dump(message, stream, pickle.HIGHEST_PROTOCOL)


def _all_of(pipe: int) -> bytes:
    with open(pipe, "rb") as stream:
        return stream.read()


def _received(data: bytes, status: int) -> Any:
    if status != 0:
        signal = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        how = f"was killed (signal {signal})" if signal else "ended without a result"
        raise BrokenPart(f"a worker process {how}; --jobs 1 does without workers")
    import pickle

    what, value, more = pickle.loads(data)  # noqa: S301 - from our own copy, by a pipe that nobody else has
    if what == "error":
        raise value(*more)
    seen.note_answers(more)
    return value


def _end(process: int, pipe: int) -> None:
    import signal

    try:
        os.close(pipe)
    except OSError:
        pass  # it was being read
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
