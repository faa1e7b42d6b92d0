"""A table judged by several processes: each takes a part of the rows at a time, the sums come back in the order of the input.

Workers are forked from a check that is made ready, so law, lists and tables are loaded once and shared. Where a row stands in
the input only those who read the parts before it know: each worker tells how many rows its part has as soon as it has
read it, and waits for those before; parts are given out in order, so they all have been begun.
"""

from __future__ import annotations

import itertools
import mmap
import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from threading import Thread

import numpy as np

from complint.core.errors import BrokenPart
from complint.core.record import record, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future
    from typing import Any

    from complint.calls.places import Spot
    from complint.calls.raw import Raw, Source, Span
    from complint.calls.tally import Tally

_PAYS_FROM = 24 * 1024 * 1024  # bytes of a table: below, starting workers costs more than they save
_LEAST = 4096  # bytes of a part, at least
_UNREAD, _FAILED = 0, -1  # in place of 1 + the rows of a part
_PAUSE = 0.0005  # seconds


@record
class Part:
    """What one part of the rows came to. `dials` are the columns of `CapCount`, with the `verdict` of each; None: no cap.

    `spots` are the places that the numbers in `tally` and `dials` stand for. `value` is what the caller's own work made.
    """

    tally: Tally
    dials: dict[str, Any] | None
    spots: tuple[Spot, ...]
    value: Any = None


def workers(source: Source, wished: int | None) -> int:
    """Return how many processes a check should take: those wished for, else one a core where the table is large.

    One where processes cannot be forked, or the rows cannot be read apart.
    """
    if sys.platform != "linux" or source.what != "table" or source.spans() is None:
        return 1
    if wished is not None:
        return wished
    return len(os.sched_getaffinity(0)) if os.path.getsize(source.path) >= _PAYS_FROM else 1


def in_turn(source: Source) -> Iterator[list[Raw]]:
    """Yield the same parts, read one after the other; batches where the rows cannot be read apart."""
    spans = source.spans()
    if spans is None:
        yield from ([raw] for raw in source.batches())
        return
    first = 0
    for span in spans:
        raws = [replace(raw, first=raw.first + first) for raw in source.read(span)]
        first += sum(raw.count for raw in raws)
        source.share = span.share
        yield raws


def parts(
    source: Source, jobs: int, work: Callable[[int, Iterator[Raw]], Part], done: tuple[int, int] = (0, 0)
) -> Iterator[Part]:
    """Yield what `work` (the number of a part, its rows) makes of each part, in order.

    `done` are how many parts to leave out, and how many rows they have. Raises what `work` raises, and BrokenPart where a
    worker dies.
    """
    spans = source.spans()
    assert spans is not None
    counts = _shared(os.path.getsize(source.path) // _LEAST + 2)
    if done[0]:
        counts[: done[0]] = 1
        counts[0] += done[1]
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(jobs, context, initializer=_start, initargs=(source, work, counts))
    waiting: deque[tuple[Future[Part], Span]] = deque()
    try:
        numbered = itertools.islice(enumerate(spans), done[0], None)
        for number, span in itertools.islice(numbered, jobs * 3):
            waiting.append((pool.submit(_one, number, span), span))
        while waiting:
            future, span = waiting.popleft()
            made = future.result()
            source.share = span.share
            for number, following in itertools.islice(numbered, 1):
                waiting.append((pool.submit(_one, number, following), following))
            yield made
    except BrokenProcessPool:
        raise BrokenPart("a worker process died: it was killed, or memory ran out (--jobs 1 needs least)") from None
    finally:
        for future, _ in waiting:
            future.cancel()
        pool.shutdown(wait=True, cancel_futures=True)


def _shared(size: int) -> Any:
    """Return zeros (int64) that forked processes share; pages that nobody writes to cost nothing."""
    return np.frombuffer(mmap.mmap(-1, size * 8), np.int64)


class _Worker:
    """What a worker was forked with."""

    source: Source
    work: Callable[[int, Iterator[Raw]], Part]
    counts: Any


def _start(source: Source, work: Callable[[int, Iterator[Raw]], Part], counts: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal tells all processes; the first one decides
    Thread(target=_follow, args=(os.getppid(),), daemon=True).start()
    _Worker.source, _Worker.work, _Worker.counts = source, work, counts


def _follow(parent: int) -> None:
    """End this process when the first one is gone: killed, it could not say so."""
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(1)


def _one(number: int, span: Span) -> Part:
    try:
        return _Worker.work(number, _placed(number, span))
    except BaseException:
        _Worker.counts[number] = _FAILED
        raise


def _placed(number: int, span: Span) -> Iterator[Raw]:
    """Yield the rows of a part, counted from the first one of the input."""
    rows = _Worker.source.read(span)
    if span.first is not None:
        first = span.first
    else:
        read = list(rows)
        rows = iter(read)
        first = _first(number, sum(raw.count for raw in read))
    for raw in rows:
        yield replace(raw, first=raw.first + first)


def _first(number: int, count: int) -> int:
    """Tell how many rows a part has; return how many all parts before it have, when that is known."""
    counts = _Worker.counts
    counts[number] = 1 + count
    before = counts[:number]
    while (before == _UNREAD).any():
        time.sleep(_PAUSE)
    if (before == _FAILED).any():
        raise BrokenPart("a part of the table before this one failed")
    return int(before.sum()) - number
