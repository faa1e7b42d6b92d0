"""Answers of earlier runs, given again while nothing that they came from has changed.

A kept answer holds for one call (arguments, working directory, day of the law, look of the terminal), and as long as every
question that the run asked of the file system (`complint.core.seen`) is answered as it was: content of files by digest,
files that were not there, what lay in folders, and when the packs and each imported module changed last. So it is the same
as a computed one; where in doubt, it is computed. Nobody who only writes files into a repository can forge one: it
holds times that the installation of complint got from the clock.
"""

from __future__ import annotations

import sys
import time

from complint import __version__, cache
from complint.core import seen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    Answer: TypeAlias = tuple[int, list[tuple[str, str | None]], list[str]]

# What asks in ways that are not written down: tables and clocks of calls, packages that may bring rules or packs.
_UNTOLD = ("complint.calls", "complint.columns", "complint.engine.plugins", "complint.policy.installed")
_KEPT_CODES = (0, 1, 3)  # a wrong configuration or a broken rule is looked at anew
_MOST = 8 << 20  # bytes of reports that are worth keeping


def remembered(call: tuple[Any, ...], day: Callable[[], str], make: Callable[[], Answer]) -> Answer:
    """Return `make()` or, where an earlier one still holds, that: exit code, (report, file) pairs, lines for stderr.

    `call` is plain data, all that the answer depends on beside the day of the law and what the run looks at.
    """
    path = cache.path_of("answer", call)
    if path is None:
        return make()
    today = day()
    full = repr((__version__, sys.version, call, today))
    kept: tuple[str, dict[seen.Question, bytes], Answer] | None = cache.load(path)
    if kept is not None and kept[0] == full and seen.still_holds(kept[1]):
        return kept[2]
    began = time.time_ns()
    log = seen.keep_log()
    try:
        answer = make()
        seen.note_modules()
    finally:
        seen.end_log()
    if _may_be_kept(answer, log, began) and day() == today:
        cache.store(path, (full, log.answers, answer))
    return answer


def _may_be_kept(answer: Answer, log: seen.Log, began: int) -> bool:
    code, reports, _ = answer
    if log.spoilt or code not in _KEPT_CODES or sum(len(text) for text, _ in reports) > _MOST:
        return False
    modules = {name: stamp for (what, *rest), stamp in log.answers.items() if what == "module" for name in rest[1:]}
    if any(name.startswith(_UNTOLD) for name in modules):
        return False
    # a module that changed since we began may not be what was imported
    return all(stamp[:1].isdigit() and int(stamp.split()[0]) < began for stamp in modules.values())
