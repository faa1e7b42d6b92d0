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

    `doubtful` tells that the evidence is damaged, wrongly signed, or of another report.
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

    @property
    def requirements(self) -> dict[str, Requirement]:
        """Return the requirements by id, in force ones before others where configurations differ; none without evidence."""
        found: dict[str, Requirement] = {}
        for configuration in self.configurations:
            for one in configuration.requirements:
                if one.id not in found or one.state == "in-force":
                    found[one.id] = one
        return found


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
        return Side(path, report, None, "no evidence", doubtful=False)
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
