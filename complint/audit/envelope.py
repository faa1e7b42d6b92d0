"""The DSSE envelope around a statement: what is signed, how it is written, and the one way in which it is read.

Format: https://github.com/secure-systems-lab/dsse (envelope and protocol, v1). An unsigned run has an envelope without
signatures, which DSSE does not know: whoever reads one must say so.
"""

from __future__ import annotations

import base64
import binascii

from complint.audit.canonical import canonical, parsed
from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

PAYLOAD_TYPE = "application/vnd.in-toto+json"
_MOST = 16  # signatures that an envelope may bear
_ED25519 = 64  # bytes of a signature


@record
class Signature:
    """A signature (64 bytes of Ed25519) and the id of the key that is said to have made it."""

    keyid: str
    value: bytes


@record
class Envelope:
    """An envelope as read: the signed bytes, what they say, and the signatures, none where the run was not signed."""

    payload: bytes
    statement: Any
    signatures: tuple[Signature, ...]


def pae(payload: bytes) -> bytes:
    """Return the pre-authentication encoding of a payload: the bytes that are signed."""
    kind = PAYLOAD_TYPE.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def sealed(statement: Any, sign: Callable[[bytes], Signature] | None) -> bytes:
    """Return the evidence file of a statement: the envelope in canonical form and a newline."""
    payload = canonical(statement)
    signatures = [] if sign is None else [sign(pae(payload))]
    return (
        canonical(
            {
                "payload": base64.b64encode(payload).decode(),
                "payloadType": PAYLOAD_TYPE,
                "signatures": [{"keyid": one.keyid, "sig": base64.b64encode(one.value).decode()} for one in signatures],
            }
        )
        + b"\n"
    )


def opened(data: bytes) -> Envelope:
    """Return the envelope of an evidence file.

    Raises ValueError, saying why, for bytes that `sealed` would not have written: so no byte changes without notice,
    not even one that means nothing.
    """
    if not data.endswith(b"\n"):
        raise ValueError("it does not end with a newline")
    found = parsed(data[:-1])
    if not isinstance(found, dict) or set(found) != {"payload", "payloadType", "signatures"}:
        raise ValueError("it is no DSSE envelope (payload, payloadType, signatures)")
    if found["payloadType"] != PAYLOAD_TYPE:
        raise ValueError(f"its payload is not {PAYLOAD_TYPE}")
    signatures = found["signatures"]
    if not isinstance(signatures, list) or len(signatures) > _MOST:
        raise ValueError("its signatures are no list of at most 16")
    payload = _bytes(found["payload"], "payload")
    return Envelope(payload, parsed(payload), tuple(_signature(one) for one in signatures))


def _signature(one: Any) -> Signature:
    if not isinstance(one, dict) or set(one) != {"keyid", "sig"} or not isinstance(one["keyid"], str):
        raise ValueError("a signature is an object with keyid and sig")
    value = _bytes(one["sig"], "signature")
    if len(value) != _ED25519:
        raise ValueError("a signature of Ed25519 has 64 bytes")
    return Signature(one["keyid"], value)


def _bytes(text: Any, what: str) -> bytes:
    """Decode base64, refusing every spelling but the one that an encoder writes."""
    if not isinstance(text, str):
        raise ValueError(f"its {what} is no text")
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError(f"its {what} is not base64") from None
    if base64.b64encode(value).decode() != text:
        raise ValueError(f"its {what} is not in canonical base64")
    return value
