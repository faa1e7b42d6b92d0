"""What openings tell and what they leave out: texts, widget terms, channel and duties weighed together.

Decision 4: callers never see widget terms; web users may be told by them; an empty opening tells nothing where the channel
is known and cannot be judged where it is not.
"""

from __future__ import annotations

from complint.core.finding import UNKNOWN, Aside
from complint.core.record import replace
from complint.facts.channel import PHONE, WEB, Channel
from complint.facts.duties import Duties
from complint.facts.judgements import Judgements
from complint.facts.missing import Missing
from complint.facts.openings import Openings
from complint.facts.surface import Surface
from complint.facts.terms import Terms
from complint.language.told import Told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Notices:
    """The openings of an agent, or those that a schedule puts in their place, asked label by label."""

    __slots__ = ("channel", "duties", "judgements", "openings", "terms")

    def __init__(
        self, openings: Openings, terms: Terms, channel: Channel, duties: Duties, judgements: Judgements
    ) -> None:
        self.openings = openings
        self.terms = terms
        self.channel = channel
        self.duties = duties
        self.judgements = judgements

    def missing(self, label: str) -> Missing | None:
        """Return where a notice is owed and not given, at its first place; None where it is given or cannot be judged.

        Where the default gives it, what others leave out is `left_out`.
        """
        if self.duties.overrides:
            return self._first(label, (text for text, owed in self.duties.overrides if label in owed))
        if label not in self.duties.labels:
            return None
        default = self.openings.default
        told = self.told(default, label) if default is not None else None
        if default is None or told is None or told.value is None:
            first = self._first(label, self.openings.others)
            return first and replace(first, terms=self._shown(label, first.surface))
        if told.value:
            return None
        terms = self._shown(label, default)
        if terms is not None and self.channel.name == WEB:
            return None
        others = self._first(label, self.openings.others)
        also = () if others is None else (others.surface, *others.also)
        return Missing(default, told, also, tuple(self._telling(label, self.openings.others)), terms)

    def undecided(self, label: str) -> Aside | None:
        """Return what to say of a label that is owed where the opening cannot be read; `unverifiable-opening` shows it."""
        default = self.openings.default
        if label not in self.duties.labels or default is None:
            return None
        told = self.told(default, label)
        return Aside(UNKNOWN, f"{default.what}: {told.why}") if told.value is None else None

    @property
    def surfaces(self) -> tuple[Surface, ...]:
        """Return what may be heard first: the openings of an agent, or those of a schedule."""
        return self.openings.spoken or tuple(surface for surface, _ in self.duties.overrides)

    def owed(self, surface: Surface) -> frozenset[str]:
        """Return the labels that a surface owes."""
        return next((owed for text, owed in self.duties.overrides if text is surface), self.duties.labels)

    def unsaid(self, label: str, surfaces: Iterable[Surface]) -> Missing | None:
        """Return the first of some surfaces that does not tell a label, whatever terms or other notices say."""
        found = [(surface, told) for surface in surfaces if (told := self.told(surface, label)).value is not None]
        lacking = [(surface, told) for surface, told in found if not told.value]
        if not lacking:
            return None
        first, why = lacking[0]
        telling = tuple((surface, told) for surface, told in found if told.value)
        return Missing(first, why, tuple(surface for surface, _ in lacking[1:]), telling)

    def left_out(self) -> Iterator[tuple[Surface, tuple[tuple[str, Told, Surface | None], ...]]]:
        """Yield each surface beside the default that leaves out notices which the default gives.

        With it come those notices: label, judgement, and the terms that tell it where the channel is not known.
        """
        default = self.openings.default
        if default is None:
            return
        given = [label for label in sorted(self.duties.labels) if self._given(default, label)]
        for surface in (*self.openings.others, *self.openings.transferred) if given else ():
            lacking = [
                (label, told, self._shown(label, surface))
                for label in given
                if (told := self.told(surface, label)).value is False
            ]
            kept = tuple(one for one in lacking if one[2] is None or self.channel.name != WEB)
            if kept:
                yield surface, kept

    def told(self, surface: Surface, label: str) -> Told:
        """Return a label of a surface; an empty one tells nothing, and is undecided where the channel is not known."""
        if surface.empty and not self.channel.known:
            return Told(None, why="nothing is said first, and how people reach the agent is not known")
        return self.judgements.told(surface, label)

    def in_terms(self, label: str, language: str) -> Surface | None:
        """Return the widget terms that tell a label to the users of a language, or None."""
        items = self.terms.items
        same = (
            [terms for terms in items if _canonical(terms.language) == _canonical(language)]
            if len(items) > 1
            else items
        )
        for terms in same or items[:1]:
            if self.judgements.told(terms, label).value:
                return terms
        return None

    def _given(self, default: Surface, label: str) -> bool:
        if self.told(default, label).value:
            return True
        return self.channel.name == WEB and self.in_terms(label, default.language) is not None

    def _shown(self, label: str, surface: Surface) -> Surface | None:
        """Return the terms that tell a label to those who hear a surface on the web; callers see none."""
        return None if self.channel.name == PHONE else self.in_terms(label, surface.language)

    def _first(self, label: str, surfaces: Iterable[Surface]) -> Missing | None:
        on_web = self.channel.name == WEB
        return self.unsaid(label, [one for one in surfaces if not (on_web and self._shown(label, one))])

    def _telling(self, label: str, surfaces: Iterable[Surface]) -> Iterator[tuple[Surface, Told]]:
        for surface in surfaces:
            told = self.told(surface, label)
            if told.value:
                yield surface, told


def compute(openings: Openings, terms: Terms, channel: Channel, duties: Duties, judgements: Judgements) -> Notices:
    """Return the notices of an agent or a schedule, nothing judged yet."""
    return Notices(openings, terms, channel, duties, judgements)


def _canonical(code: str) -> str:
    return code.strip().lower().replace("_", "-")
