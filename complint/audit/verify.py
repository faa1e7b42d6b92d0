"""`complint audit verify`: is the evidence as it was made, and is what it speaks of still what it was?"""

from __future__ import annotations

from complint.audit.remark import Verified
from complint.audit.since import changes_since
from complint.audit.sound import Trust, chain_remarks, examine, unfollowed


def verify(path: str, trust: Trust, *, chain: bool = False, evidence_only: bool = False) -> Verified:
    """Return remarks on an evidence file, and on what has changed since below the working directory.

    `chain` follows it to the first run; `evidence_only` leaves out what has changed since. Raises ComplintError where there
    is no file to read.
    """
    examined = examine(path, trust)
    evidence = list(examined.remarks)
    if examined.statement is None:
        return Verified(tuple(evidence), ())
    evidence += chain_remarks(examined, trust) if chain else [unfollowed(examined.statement)]
    if evidence_only:
        return Verified(tuple(evidence), ())
    return Verified(tuple(evidence), tuple(changes_since(examined.statement, trusted=examined.trusted)))
