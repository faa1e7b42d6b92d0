"""The shipped law of calls, for tests: every pack, by any profile."""

from __future__ import annotations

from functools import cache

from complint.calls.chosen import chosen_law
from complint.calls.law import CallLaw
from complint.settings import Settings


@cache
def shipped(profile: str | None = None) -> CallLaw:
    return chosen_law(Settings(), profile)
