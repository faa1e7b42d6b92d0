"""What a verification says: in words, one remark after the other, each of a kind that decides whether all is good."""

from __future__ import annotations

from complint.core.record import record

GOOD, NOTE, MOVED, BAD = "good", "note", "moved", "bad"


@record
class Remark:
    """One remark. `names` are the files or requirements it is about, where there may be many.

    `kind`: "good", "note" (to know, no fault), "moved" (what was checked is no longer so), "bad" (the evidence is not as made).
    """

    kind: str
    words: str
    names: tuple[str, ...] = ()


@record
class Verified:
    """All remarks on an evidence: on itself (signature, reports, chain), and on what has changed since."""

    evidence: tuple[Remark, ...]
    since: tuple[Remark, ...]

    @property
    def is_good(self) -> bool:
        """Tell whether the evidence is as it was made, and all that it speaks of still is what it was."""
        return all(one.kind in (GOOD, NOTE) for one in (*self.evidence, *self.since))

    @property
    def is_sound(self) -> bool:
        """Tell whether the evidence itself is as it was made, whatever has changed since."""
        return all(one.kind in (GOOD, NOTE) for one in self.evidence)
