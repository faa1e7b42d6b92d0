"""Whether evidence is as it was made: the envelope, its signature, the report files beside it, the runs before it."""

from __future__ import annotations

import os

from complint.audit.canonical import sha256
from complint.audit.envelope import Envelope, opened, pae
from complint.audit.folder import EVIDENCE, evidence_in, read_bounded
from complint.audit.inputs import file_digest
from complint.audit.model import Statement, fitted
from complint.audit.remark import BAD, GOOD, NOTE, Remark
from complint.core.errors import ComplintError
from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


@record
class Trust:
    """Whom a verification trusts: public keys by id; whether it puts up with no signature, or with one of an unknown key."""

    keys: dict[str, Ed25519PublicKey] = {}
    allow_unsigned: bool = False
    allow_unknown_key: bool = False


@record
class Examined:
    """Evidence as read: remarks, and the statement where it could be read; `trusted` where a known key has signed it."""

    path: str
    remarks: tuple[Remark, ...]
    statement: Statement | None = None
    trusted: bool = False


def evidence_path(given: str) -> str:
    """Return the evidence file that a file or folder means."""
    return os.path.join(given, EVIDENCE) if os.path.isdir(given) else given


def examine(path: str, trust: Trust) -> Examined:
    """Return what is to be said of one evidence file. Raises ComplintError where there is no file to read."""
    data = read_bounded(path, "evidence")
    try:
        envelope = opened(data)
        statement = fitted(Statement, envelope.statement)
    except ValueError as error:
        return Examined(path, (Remark(BAD, f"the evidence is damaged or forged: {error}"),))
    signed = signature_remarks(envelope, trust)
    trusted = bool(envelope.signatures) and all(one.kind == GOOD for one in signed)
    return Examined(path, (*signed, *_reports(path, statement)), statement, trusted)


def signature_remarks(envelope: Envelope, trust: Trust) -> list[Remark]:
    """Return a remark on each signature: every one must be right, by a key that somebody gave."""
    if not envelope.signatures:
        words = "the evidence is not signed: anybody may have written it"
        return [Remark(NOTE if trust.allow_unsigned else BAD, words)]
    return [_signature(envelope, index, trust) for index in range(len(envelope.signatures))]


def _signature(envelope: Envelope, index: int, trust: Trust) -> Remark:
    signature = envelope.signatures[index]
    key = trust.keys.get(signature.keyid)
    if key is None:
        which = (
            "none of the given public keys"
            if trust.keys
            else "no public key was given, so the signature is not checked"
        )
        words = f"it names the key {signature.keyid}, which is {which}" if trust.keys else which
        return Remark(
            NOTE if trust.allow_unknown_key else BAD, f"{words}: a signature by an unknown key proves nothing"
        )
    from complint.audit.keys import is_valid

    if is_valid(key, signature, pae(envelope.payload)):
        return Remark(GOOD, f"signed by the key {signature.keyid}")
    return Remark(
        BAD, f"the signature of the key {signature.keyid} is wrong: the evidence was altered after it was signed"
    )


def _reports(path: str, statement: Statement) -> list[Remark]:
    """Return remarks on the report files beside an evidence file."""
    folder = os.path.dirname(path)
    altered, missing, names = [], [], {os.path.basename(path)}
    for one in statement.predicate.files:
        names.add(one.name)
        if os.path.basename(one.name) != one.name:
            return [Remark(BAD, "it names a report outside of its folder", (one.name,))]
        try:
            if file_digest(os.path.join(folder, one.name)) != one.digest.sha256:
                altered.append(one.name)
        except OSError:
            missing.append(one.name)
    made = []
    if altered:
        made.append(Remark(BAD, "reports altered since the evidence was made", tuple(altered)))
    if missing:
        made.append(Remark(BAD, "reports missing beside the evidence", tuple(missing)))
    if not made:
        made.append(
            Remark(GOOD, "the reports are as they were made", tuple(one.name for one in statement.predicate.files))
        )
    strangers = tuple(sorted(set(os.listdir(folder or ".")) - names)) if statement.predicate.files else ()
    if strangers:
        made.append(Remark(NOTE, "the folder holds files that the evidence does not speak of", strangers))
    return made


def chain_remarks(last: Examined, trust: Trust) -> list[Remark]:
    """Return remarks on the runs before: each is examined, and must be the very file that the one after it names."""
    path = os.path.abspath(last.path)
    known = {_digest(one): one for one in evidence_in(os.path.dirname(os.path.dirname(path)))}
    here, steps = last, 0
    made: list[Remark] = []
    while here.statement is not None and (previous := here.statement.predicate.run.previous) is not None:
        steps += 1
        found = known.get(previous.digest.sha256)
        if found is None:
            words = (
                f"the chain is broken at step {steps}: no evidence beside this has the digest {previous.digest.sha256}"
            )
            return [*made, Remark(BAD, f"{words}, which was", (previous.name,))]
        before = examine(found, trust)
        where = os.path.basename(os.path.dirname(found))
        bad = [one for one in before.remarks if one.kind == BAD]
        made += [Remark(BAD, f"the chain is broken at step {steps} ({where}): {one.words}", one.names) for one in bad]
        if before.statement is not None and _at(before) > _at(here):
            words = f"the chain is broken at step {steps} ({where}): it was made after the run that follows it"
            made.append(Remark(BAD, words))
        here = before
    if not made:
        words = (
            f"the chain is whole, {steps} {'run' if steps == 1 else 'runs'} back to {_at(here)}"
            if steps
            else ("this is the first run of its chain")
        )
        made.append(Remark(GOOD, words))
    return made


def unfollowed(statement: Statement) -> Remark:
    """Return what is said of the run before where nobody asked for the chain."""
    previous = statement.predicate.run.previous
    if previous is None:
        return Remark(NOTE, "this is the first run of its chain")
    return Remark(NOTE, "the runs before were not looked at; --chain does", (previous.name,))


def _at(examined: Examined) -> str:
    assert examined.statement is not None
    return examined.statement.predicate.run.checked_at


def _digest(path: str) -> str:
    try:
        return sha256(read_bounded(path, "evidence"))
    except ComplintError:
        return ""
