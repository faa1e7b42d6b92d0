"""The waivers that a file holds, and what came of each: given by the run once findings are known; before that there are none."""

from __future__ import annotations

from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.model.waiver import Waiver

USED, UNUSED, MANDATORY, UNJUDGED = "used", "unused", "mandatory", "unjudged"


@record
class Applied:
    """A waiver, and its use: it met a finding, or none, or only such as cannot be waived, or the run does not tell."""

    waiver: Waiver
    use: str


@record
class Waivers:
    """The waivers of one file, in the order of the file."""

    entries: tuple[Applied, ...]


def compute() -> Waivers:
    """Return no waivers: what a run does not give, nothing can tell."""
    return Waivers(())
