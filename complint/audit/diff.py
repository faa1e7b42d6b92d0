"""`complint audit diff`: what is new, fixed, still open, newly waived, and whether the law or the file is why."""

from __future__ import annotations

from itertools import zip_longest

from complint.audit.law_diff import LawDiff, compare_law
from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from complint.audit.model import ReportFinding, ReportOutcome
    from complint.audit.side import Side

NEW, RETURNED, OPEN, FIXED, GONE = "new", "returned", "open", "fixed", "gone"
WAIVED, BASELINED = "waived", "baselined"
KINDS = (NEW, RETURNED, WAIVED, BASELINED, GONE, FIXED, OPEN)
_UNDECIDED = ("unknown", "error")
_GRAVITY = {"pass": 0, "not-applicable": 1, "fail": 2, "unknown": 3, "error": 4}


@record
class Change:
    """What became of one finding: a kind (see KINDS), why, and the finding, as the later side has it where it does."""

    kind: str
    why: str | None
    finding: ReportFinding


@record
class Decided:
    """A requirement on a document that is decided on one side alone."""

    requirement: str
    path: str
    before: str
    after: str


@record
class Diff:
    """Two runs compared. `decided` were unknown or broken before, `undecided` are now."""

    a: Side
    b: Side
    changes: tuple[Change, ...]
    law: LawDiff
    added: tuple[str, ...]
    removed: tuple[str, ...]
    edited: tuple[str, ...]
    decided: tuple[Decided, ...]
    undecided: tuple[Decided, ...]

    def of(self, kind: str) -> list[Change]:
        """Return the changes of a kind, in order."""
        return [change for change in self.changes if change.kind == kind]

    @property
    def is_worse(self) -> bool:
        """Tell whether something counts now that did not, is undecided now, or is doubtful in itself."""
        news = any(change.kind in (NEW, RETURNED) for change in self.changes)
        return news or bool(self.undecided) or self.a.doubtful or self.b.doubtful


def compare(a: Side, b: Side) -> Diff:
    """Return the differences from an earlier to a later side."""
    law = compare_law(a, b)
    before, after = set(_documents(a)), set(_documents(b))
    known, now = a.digests, b.digests
    edited = tuple(sorted(path for path in before & after if known.get(path) != now.get(path)))
    judge = _Judge(a, b, law, frozenset(edited))
    order = {kind: number for number, kind in enumerate(KINDS)}
    changes = sorted(judge.changes(), key=lambda one: (order[one.kind], one.finding.path, one.finding.line or 0))
    decided, undecided = _outcomes(a, b)
    added, removed = tuple(sorted(after - before)), tuple(sorted(before - after))
    return Diff(a, b, tuple(changes), law, added, removed, edited, decided, undecided)


def _documents(side: Side) -> Iterator[str]:
    return (one.path for one in side.report.documents if one.skipped is None)


def _outcomes(a: Side, b: Side) -> tuple[tuple[Decided, ...], tuple[Decided, ...]]:
    before, after = _gravest(a), _gravest(b)
    both = [
        Decided(*key, was.outcome, after[key].outcome)
        for key, was in before.items()
        if key in after and after[key].outcome != was.outcome
    ]
    decided = tuple(one for one in both if one.before in _UNDECIDED and one.after not in _UNDECIDED)
    return decided, tuple(one for one in both if one.after in _UNDECIDED and one.before not in _UNDECIDED)


def _gravest(side: Side) -> dict[tuple[str, str], ReportOutcome]:
    """Return the outcomes by requirement and path: of several documents in one file the gravest."""
    found: dict[tuple[str, str], ReportOutcome] = {}
    for one in side.report.outcomes:
        held = found.setdefault((one.requirement, one.path), one)
        if _GRAVITY.get(one.outcome, 0) > _GRAVITY.get(held.outcome, 0):
            found[one.requirement, one.path] = one
    return found


class _Judge:
    """Pairs the findings of two sides by fingerprint, and says what became of each and why."""

    def __init__(self, a: Side, b: Side, law: LawDiff, edited: frozenset[str]) -> None:
        self._a = a
        self._b = b
        self._law = law
        self._edited = edited
        self._before = set(_documents(a))
        self._after = set(_documents(b))
        self._skipped = {one.path: one.skipped for one in b.report.documents if one.skipped is not None}
        self._outcomes = _gravest(b)
        self._told = {requirement for requirement, _ in self._outcomes}
        self._asked = {(one.requirement, one.path) for one in a.report.outcomes}
        self._judged = b.requirements if b.statement is not None else None

    def changes(self) -> Iterator[Change]:
        """Yield the changes, each finding of either side once."""
        old, new = _by_key(self._a), _by_key(self._b)
        for key in {**old, **new}:
            for before, after in _paired(old.get(key, []), new.get(key, [])):
                change = self._change(before, after)
                if change is not None:
                    yield change

    def _change(self, before: ReportFinding | None, after: ReportFinding | None) -> Change | None:
        if after is None:
            assert before is not None
            return self._left(before)
        if before is None or before.status != after.status:
            return self._arrived(before, after)
        if after.status != "active":
            return None
        worse = f"{before.severity} → {after.severity}" if before.severity != after.severity else None
        return Change(OPEN, worse, after)

    def _arrived(self, before: ReportFinding | None, after: ReportFinding) -> Change | None:
        """Return what a finding is that was not there, or stood otherwise."""
        if after.status == "waived":
            by = after.suppression
            who = f"by {by.owner or 'nobody named'} until {by.expires}: {by.reason}" if by else None
            return Change(WAIVED, who if before is not None else f"new, and waived {who or ''}".rstrip(), after)
        if after.status == "baselined":
            return Change(BASELINED, "new, and in the baseline" if before is None else None, after)
        if before is None:
            return Change(NEW, self._cause(after), after)
        if before.status == "waived":
            ended = before.suppression.expires if before.suppression else None
            expired = ended is not None and ended < self._b.report.as_of
            return Change(
                RETURNED, f"its waiver expired on {ended}" if expired else "its waiver no longer applies", after
            )
        return Change(RETURNED, "it is no longer in the baseline", after)

    def _cause(self, finding: ReportFinding) -> str:
        """Return why a finding is new: law and file are told apart, and both are said where both changed."""
        by_law = self._law.of(finding.requirement)
        shift = self._law.law.get(finding.requirement) or self._law.settings.get(finding.requirement)
        causes = []
        if by_law is not None:
            words = f": {shift.words}" if shift else ", by the digest of its pack"
            causes.append(f"{'the law' if by_law == 'law' else 'the settings'} changed{words}")
        if finding.path not in self._before:
            causes.append("the file is new")
        elif finding.path in self._edited:
            causes.append("the file changed")
        if not causes and self._law.machine:
            causes.append("neither law nor file changed, but " + "; ".join(self._law.machine))
        return "; ".join(causes) or "neither law nor file changed: something beside the file did, or the day"

    def _left(self, before: ReportFinding) -> Change:
        """Return what became of a finding that is not there any more: only what was judged again and passed is fixed."""
        why = self._unjudged(before.path, before.requirement)
        if why is None and before.outcome == "unknown":
            outcome = self._outcomes.get((before.requirement, before.path))
            why = "what could not be decided" + (
                f" is {outcome.outcome} now" if outcome is not None else " is not asked now"
            )
        return Change(FIXED, None, before) if why is None else Change(GONE, why, before)

    def _unjudged(self, path: str, requirement: str) -> str | None:
        """Return why the later side did not judge by the same law what the earlier one had found; None where it did."""
        if path not in self._after:
            skipped = self._skipped.get(path)
            return f"the file is skipped now: {skipped}" if skipped else "the file is not among those checked any more"
        shift = self._law.law.get(requirement) or self._law.settings.get(requirement)
        held = self._judged.get(requirement) if self._judged is not None else None
        if self._judged is not None and (held is None or held.state != "in-force"):
            return shift.words if shift else "the requirement is not among those checked any more"
        outcome = self._outcomes.get((requirement, path))
        if outcome is not None and outcome.outcome not in ("pass", "fail"):
            return f"the requirement is {outcome.outcome} now: {outcome.why or 'no reason given'}"
        # a finding may stand in a file beside the one that was judged, which then has no outcome of its own
        if outcome is None and self._told and (requirement not in self._told or (requirement, path) in self._asked):
            return "the requirement is not asked of this file any more"
        if shift is not None and path not in self._edited:
            return f"the file is the same, but the requirement is not: {shift.words}"
        return None


def _by_key(side: Side) -> dict[str, list[ReportFinding]]:
    found: dict[str, list[ReportFinding]] = {}
    for one in side.report.findings:
        # findings without a fingerprint (none of complint's own) are known by what they say
        key = one.fingerprint or "\0".join((one.rule, one.requirement, one.path, one.pointer or "", one.message))
        found.setdefault(key, []).append(one)
    return found


def _paired(
    old: list[ReportFinding], new: list[ReportFinding]
) -> Iterator[tuple[ReportFinding | None, ReportFinding | None]]:
    """Pair findings of one fingerprint: those of one status first, then any; what is left over stands alone."""
    waiting: dict[str, list[ReportFinding]] = {}
    for after in reversed(new):
        waiting.setdefault(after.status, []).append(after)
    alone = []
    for before in old:
        same = waiting.get(before.status)
        if same:
            yield before, same.pop()
        else:
            alone.append(before)
    rest = [after for group in waiting.values() for after in reversed(group)]
    yield from zip_longest(alone, rest)
