"""One side of a comparison: a JSON report, with the evidence beside it where there is any."""

from __future__ import annotations

import json
import os

from complint.audit.canonical import sha256
from complint.audit.folder import EVIDENCE, read_bounded
from complint.audit.model import ReportData, fitted
from complint.audit.remark import BAD
from complint.audit.sound import examine
from complint.core.errors import ComplintError
from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.audit.model import Configuration, Requirement, Statement
    from complint.audit.sound import Trust

REPORT = "report.json"


@record
class Side:
    """A report as read. `statement` is there where evidence speaks of this very report; `standing` says how far to trust it.

    `doubtful` tells that the evidence is damaged, wrongly signed, of another report, or not signed by a key that was given.
    """

    path: str
    report: ReportData
    statement: Statement | None
    standing: str
    doubtful: bool

    @property
    def digests(self) -> dict[str, str]:
        """Return the digests of the files that were checked, by path, as far as they are known."""
        found = {one.path: one.sha256 for one in self.report.documents if one.sha256}
        if self.statement is not None:
            found |= {one.name: one.digest.sha256 for one in self.statement.subject}
        return found

    @property
    def packs(self) -> dict[str, str]:
        """Return the digests of the packs in force, by id."""
        return {pack.id: pack.digest for pack in self.report.policies}

    @property
    def configurations(self) -> list[Configuration]:
        """Return the configurations that the evidence knows, none without evidence."""
        return self.statement.predicate.configurations if self.statement is not None else []

    def requirements(self, path: str) -> dict[str, Requirement]:
        """Return the requirements that bind a file, by id: those of the configuration nearest to it; none without evidence."""
        number = self.configuration_of(path)
        return {} if number is None else {one.id: one for one in self.configurations[number].requirements}

    def packs_of(self, path: str) -> set[str]:
        """Return the ids of the packs in force for a file; none without evidence."""
        number = self.configuration_of(path)
        return set() if number is None else {pack.id for pack in self.configurations[number].policies}

    def configuration_of(self, path: str) -> int | None:
        """Return the number of the configuration nearest to a file, the sole or topmost one where none is above it."""
        nearest: tuple[int, int] | None = None
        for number, one in enumerate(self.configurations):
            base = os.path.dirname(one.path or "")
            above = not base or path.startswith(base + "/")
            depth = (len(base) + 1 if one.path else 0) if above else -1
            if nearest is None or depth > nearest[0]:
                nearest = depth, number
        return None if nearest is None else nearest[1]


def read_side(given: str, trust: Trust) -> Side:
    """Return the side that a folder, its evidence.json or a JSON report means.

    Raises ComplintError for what is not there or is no report of complint with outcomes.
    """
    folder = given if os.path.isdir(given) else os.path.dirname(given)
    path = given
    if os.path.isdir(given) or os.path.basename(given) == EVIDENCE:
        path = os.path.join(folder, REPORT)
    data = read_bounded(path, "report")
    try:
        report = fitted(ReportData, json.loads(data))
    except (ValueError, RecursionError) as error:
        raise ComplintError(f"this is no JSON report of complint: {error or type(error).__name__}", path) from None
    evidence = os.path.join(folder, EVIDENCE)
    if not os.path.isfile(evidence):
        # a folder is an audit, and whoever gives a key expects it to be signed; a report by itself has no evidence
        return Side(path, report, None, "no evidence", doubtful=bool(trust.keys) and os.path.isdir(given))
    examined = examine(evidence, trust)
    # remarks with names are about the other reports of the folder, which nobody needs here
    signature = [one for one in examined.remarks if not one.names]
    bad = [one.words for one in signature if one.kind == BAD]
    statement = examined.statement
    if statement is None:
        return Side(path, report, None, f"evidence of no use: {bad[0]}", doubtful=True)
    named = {one.name: one.digest.sha256 for one in statement.predicate.files}
    if named.get(os.path.basename(path)) != sha256(data):
        return Side(path, report, None, "the report is not the one that its evidence speaks of", doubtful=True)
    return Side(path, report, statement, "; ".join(one.words for one in signature), doubtful=bool(bad))
