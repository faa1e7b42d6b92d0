"""Judgements of texts, kept on disk: reading an opening takes a fifth of a short run, and most commits change other things."""

from __future__ import annotations

import os
from functools import cache as once

from complint import cache
from complint.core import seen
from complint.facts.phrases import Phrases
from complint.language import told
from complint.policy.find import shipped_folder
from complint.policy.load import signature

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_FEW = 8  # judgements that a run looks up or keeps; one over many files judges faster than it looks up
_LANGUAGE = os.path.dirname(os.path.abspath(told.__file__))
_VALUES = {cls.__name__: cls for cls in (told.Evidence, told.Told, told.Opening)}
_looked_up = 0


def judged(kind: str, phrases: Phrases, key: tuple[Any, ...], judge: Callable[[], Any]) -> Any:
    """Return `judge()`, values of `complint.language.told`, or what it gave before for the same key.

    The key, plain data, is all that the judgement is made from beside the phrases and the code that reads them.
    """
    global _looked_up
    _looked_up += 1
    if _looked_up > _FEW:
        return judge()
    folders = (shipped_folder(), *phrases.extra)
    made_from = (_code(), [(folder, signature(folder)) for folder in folders], key)
    return _made(cache.remember(kind, made_from, lambda: {"value": _plain(judge())})["value"])


@once
def _code() -> list[tuple[str, int, int]]:
    """Return when each module of complint.language changed last; a kept answer of the run depends on them, too."""
    found = []
    for name in sorted(os.listdir(_LANGUAGE)):
        if name.endswith(".py"):
            path = os.path.join(_LANGUAGE, name)
            seen.note_stamp(path)
            state = os.stat(path)
            found.append((name, state.st_mtime_ns, state.st_size))
    return found


def _plain(value: Any) -> Any:
    """Return a judgement as plain data: its class by name, and its fields."""
    if type(value).__name__ not in _VALUES:
        return value
    return [type(value).__name__, *(_plain(getattr(value, name)) for name in value.__record_fields__)]


def _made(plain: Any) -> Any:
    if not isinstance(plain, list):
        return plain
    name, *fields = plain
    return _VALUES[name](*map(_made, fields))
