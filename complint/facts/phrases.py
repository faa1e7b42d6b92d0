"""The phrases by which texts are judged, as a source that loads a language when it occurs."""

from __future__ import annotations

from complint.core.record import record
from complint.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


@record
class Phrases:
    """A phrase source: `get(language)` returns the language's plain data, or None where it is not covered."""

    extra: tuple[str, ...] = ()

    def get(self, language: str) -> Mapping[str, Any] | None:
        """Return the phrases of a canonical language code."""
        from complint.policy.phrases import (
            phrases_of,
        )  # with the machinery that reads them, which a judged text needs not

        return phrases_of(language, self.extra)


def compute(settings: Settings) -> Phrases:
    """Return the phrase source of the shipped packs and those the configuration names."""
    return Phrases(settings.policy_paths)
