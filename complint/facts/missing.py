"""A notice that an opening does not give, in the words of a finding."""

from __future__ import annotations

from complint.core.finding import WARNING, Hit, Related
from complint.core.fix import Fix
from complint.core.record import record
from complint.facts.surface import Surface
from complint.language.told import Told

_QUOTE = 60  # characters of a text that a message may quote
_LISTED = 3


@record
class Missing:
    """A surface that does not tell something; `also` are others that do not either, `telling` those that do.

    `terms` are widget terms that tell it where the channel is not known.
    """

    surface: Surface
    told: Told
    also: tuple[Surface, ...] = ()
    telling: tuple[tuple[Surface, Told], ...] = ()
    terms: Surface | None = None

    def hit(self, what: str, fix: Fix | None = None) -> Hit:
        """Return the hit that says that a surface does not `what`; a warning where widget terms do."""
        severity = WARNING if self.terms is not None else None
        return Hit(self.surface.route, self.says(what), severity, fix=fix, related=self.related, why=reason(self.told))

    def says(self, what: str) -> str:
        """Return the message: the surface, what it does not tell, and where else it is not told."""
        if self.surface.empty:
            said = f"{self.surface.named} is empty: the agent says nothing first and does not {what}"
        else:
            said = f"{self.surface.named}{others(self.surface)} does not {what}"
        if self.terms is not None:
            return f"{said}; only {self.terms.what} do, and callers never see terms"
        return f"{said}; nor does {listed(self.also)}" if self.also else said

    @property
    def related(self) -> tuple[Related, ...]:
        """Return where it is told, and the terms that only web users see."""
        places = [telling(surface, told) for surface, told in self.telling[:_LISTED]]
        if self.terms is not None:
            places.append(Related(self.terms.route, f"told by {self.terms.what}"))
        return tuple(places)


def telling(surface: Surface, told: Told) -> Related:
    """Return a related place that tells something, with the words that do."""
    words = f": {quoted(told.phrase.text)}" if told.phrase else ""
    path, route = surface.source or (None, surface.route)
    return Related(route, f"told by {surface.named}{words}", path)


def reason(told: Told) -> str:
    """Return why a judgement fell as it did: the phrase, and what cancelled it."""
    return f"{quoted(told.phrase.text)}: {told.why}" if told.phrase else told.why


def quoted(text: str) -> str:
    """Return words of a text in quotes, at most 60 characters of them."""
    plain = " ".join(text.split())
    return f"'{plain}'" if len(plain) <= _QUOTE else f"'{plain[: _QUOTE - 1]}…'"


def others(surface: Surface) -> str:
    """Return how many further recipients of a schedule share a text, in words; "" for none."""
    return f", and of {surface.count - 1} more," if surface.count > 1 else ""


def listed(surfaces: tuple[Surface, ...]) -> str:
    """Return the names of surfaces, the first few of many."""
    names = ", ".join(surface.what for surface in surfaces[:_LISTED])
    return f"{names} and {len(surfaces) - _LISTED} more" if len(surfaces) > _LISTED else names
