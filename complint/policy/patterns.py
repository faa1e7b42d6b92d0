"""Regular expressions of policy packs, searched within a budget of time: a pattern that goes back without end stops itself only.

Python's expressions take exponential time on some texts, whoever wrote them. Where a pattern and a text could take long
together, the search runs in a process of its own, which is ended when its time is up.
"""

from __future__ import annotations

import re
from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from subprocess import Popen
    from typing import Any

BUDGET = 2.0  # seconds for one search
TOTAL = 10.0  # seconds for all searches of one pattern in a process
_STEPS = 2_000_000  # what is searched here: a fraction of a second
_MANY = 16  # repetitions; fewer are a factor, more go with the length of the text

# Answers lines of [pattern, text] by 1 or 0; nothing of the working directory is importable there (-I).
_WORKER = """
import json, re, sys
for line in sys.stdin:
    pattern, text = json.loads(line)
    print(int(re.search(pattern, text) is not None), flush=True)
"""


class OverBudgetError(Exception):
    """A pattern that was given up on; its text says which, and on how much text."""


_spent: dict[str, float] = {}
_worker: Popen[str] | None = None


def searches(pattern: str, text: str) -> bool:
    """Tell whether a pattern is found anywhere in a text, as `re.search` does.

    Raises OverBudgetError where that takes too long, `re.error` for what is no pattern.
    """
    compiled, cost = _compiled(pattern)
    if cost is not None and (len(text) + 1) ** (1 + cost[0]) * cost[1] <= _STEPS:
        return compiled.search(text) is not None
    return _in_time(pattern, text)


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> tuple[re.Pattern[str], tuple[int, int] | None]:
    """Return a pattern with its cost (see `_cost`)."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what a pack writes is no warning of ours
        compiled = re.compile(pattern)
        tree = re._parser.parse(pattern)  # type: ignore[attr-defined]  # the public module has no way to look into one
    return compiled, _cost(tree)


def _cost(tree: Any) -> tuple[int, int] | None:
    """Return how many ways a pattern may take from one place of a text, as (power of the length of the text, factor).

    None where there is no telling: a repetition of what may itself be taken in several ways, or of a group once found.
    """
    power, factor = 0, 1
    for code, value in tree:
        name = str(code)
        if name.startswith("GROUPREF"):
            return None
        costs = [_cost(inner) for inner in _inner(name, value)]
        known = [cost for cost in costs if cost is not None]
        if len(known) < len(costs):
            return None
        below, ways = max((cost[0] for cost in known), default=0), sum(cost[1] for cost in known) or 1
        if name.endswith("_REPEAT"):
            least, most = int(value[0]), int(value[1])
            if most > 1 and (below or (ways > 1 and most > _MANY)):
                return None
            if most > _MANY:
                power += 1
            else:
                factor *= (most - least + 1) * ways**most
        else:
            factor *= ways
        power += below
        if factor > _STEPS:
            return None
    return power, factor


def _inner(name: str, value: Any) -> list[Any]:
    """Return the patterns within one part of a pattern."""
    if name.endswith("_REPEAT"):
        return [value[2]]
    if name == "BRANCH":
        return list(value[1])
    if name == "SUBPATTERN":
        return [value[-1]]
    if name in ("ASSERT", "ASSERT_NOT"):
        return [value[1]]
    return [value] if name == "ATOMIC_GROUP" else []


def _in_time(pattern: str, text: str) -> bool:
    """Search in the worker; end it, and raise, when the time is up."""
    import json
    from threading import Timer
    from time import monotonic

    global _worker
    left = min(BUDGET, TOTAL - _spent.get(pattern, 0.0))
    if left <= 0:
        raise OverBudgetError(_given_up(pattern, text))
    if _worker is None or _worker.poll() is not None:
        _worker = _started()
    worker = _worker
    assert worker.stdin is not None
    assert worker.stdout is not None
    begun = monotonic()
    timer = Timer(left, worker.kill)
    timer.daemon = True
    timer.start()
    try:
        worker.stdin.write(json.dumps([pattern, text]) + "\n")
        worker.stdin.flush()
        answer = worker.stdout.readline()
    except OSError:  # it was ended while it read
        answer = ""
    finally:
        timer.cancel()
        _spent[pattern] = _spent.get(pattern, 0.0) + monotonic() - begun
    if answer.strip() not in ("0", "1"):
        worker.kill()
        _close(worker)
        _worker = None
        raise OverBudgetError(_given_up(pattern, text))
    return answer.strip() == "1"


def _started() -> Popen[str]:
    import atexit
    import subprocess
    import sys

    worker = subprocess.Popen(  # noqa: S603 - our own words, in our own interpreter
        [sys.executable, "-I", "-S", "-c", _WORKER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="ascii",
    )
    atexit.register(_close, worker)
    return worker


def _close(worker: Popen[str]) -> None:
    """End a worker and let go of its pipes."""
    worker.kill()
    for stream in (worker.stdin, worker.stdout):
        try:
            if stream is not None:
                stream.close()
        except OSError:
            pass
    worker.wait()


def _given_up(pattern: str, text: str) -> str:
    shown = pattern if len(pattern) <= 80 else pattern[:80] + "…"
    return f"the pattern {shown!r} took too long on a text of {len(text):,} characters and was given up"
