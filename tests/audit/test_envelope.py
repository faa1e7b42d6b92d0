"""The envelope: what is signed is as DSSE says, and no byte of it can change unseen."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complint.audit.canonical import canonical, parsed
from complint.audit.envelope import PAYLOAD_TYPE, Signature, opened, pae, sealed

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
SIGNATURE = Signature("ab" * 32, bytes(range(64)))


def test_the_encoding_that_is_signed_is_that_of_the_specification() -> None:
    assert pae(b"{}") == b"DSSEv1 28 application/vnd.in-toto+json 2 {}"
    assert pae("é".encode()) == b"DSSEv1 28 application/vnd.in-toto+json 2 \xc3\xa9"


def test_the_signature_is_over_the_encoding() -> None:
    seen = []
    sealed({"a": 1}, lambda data: seen.append(data) or SIGNATURE)  # type: ignore[func-returns-value]
    assert seen == [pae(b'{"a":1}')]


@given(JSON)
def test_what_is_sealed_opens(value: Any) -> None:
    envelope = opened(sealed(value, lambda data: SIGNATURE))
    assert envelope.payload == canonical(value)
    assert envelope.signatures == (SIGNATURE,)
    assert opened(sealed(value, None)).signatures == ()


@given(JSON)
def test_json_has_one_form(value: Any) -> None:
    data = canonical(value)
    assert canonical(parsed(data)) == data
    spaced = json.dumps(value, sort_keys=True, indent=1).encode()
    if spaced != data:
        with pytest.raises(ValueError, match="canonical form"):
            parsed(spaced)


@given(st.data())
def test_a_changed_byte_is_noticed_or_changes_what_is_signed(data: st.DataObject) -> None:
    whole = sealed({"as_of": "2026-11-22", "subject": [{"name": "a"}]}, lambda signed: SIGNATURE)
    at = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != whole[at]))
    changed = whole[:at] + bytes([other]) + whole[at + 1 :]
    try:
        envelope = opened(changed)
    except ValueError:
        return
    assert (envelope.payload, envelope.signatures) != (opened(whole).payload, (SIGNATURE,))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "newline"),
        (b"{}\n", "no DSSE envelope"),
        (b"[" * 100_000 + b"\n", "nested too deeply|not JSON"),
        (b"\xff\n", "ASCII"),
        (b'{"a":NaN}\n', "not JSON"),
        (b'{"a":1,"a":1}\n', "canonical form"),
        (b"1" * 5000 + b"\n", "not JSON"),
    ],
)
def test_odd_files_are_refused_with_a_reason(data: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        opened(data)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"payloadType": "text/plain"}, "its payload is not"),
        ({"payload": "e30"}, "base64"),
        ({"payload": "e31="}, "base64"),
        ({"payload": 7}, "no text"),
        ({"payload": base64.b64encode(b"{ }").decode()}, "canonical form"),
        ({"signatures": {}}, "no list"),
        ({"signatures": [{"keyid": "a", "sig": ""}]}, "64 bytes"),
        ({"signatures": [{"keyid": 1, "sig": ""}]}, "keyid and sig"),
        ({"signatures": [{"keyid": "a", "sig": "AA=="}] * 17}, "at most 16"),
        ({"more": 1}, "no DSSE envelope"),
    ],
)
def test_a_forged_envelope_is_refused_with_a_reason(change: dict[str, Any], words: str) -> None:
    whole = {"payload": "e30=", "payloadType": PAYLOAD_TYPE, "signatures": []}
    assert opened(canonical(whole) + b"\n").statement == {}
    with pytest.raises(ValueError, match=words):
        opened(canonical({**whole, **change}) + b"\n")
