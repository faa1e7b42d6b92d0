"""Keys: made once, read from files and the environment, refused with a reason, never shown."""

from __future__ import annotations

import base64
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from complint.audit.keys import PRIVATE, PUBLIC, generate, is_valid, public_keys, signer
from complint.core.errors import ComplintError


@pytest.fixture
def key(tmp_path: Path) -> Path:
    generate(str(tmp_path / "key"))
    return tmp_path / "key"


def test_a_key_pair_is_private_and_fits(key: Path) -> None:
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    sign = signer(str(key), {})
    assert sign is not None
    signature = sign(b"text")
    known = public_keys((f"{key}.pub",), {})
    assert list(known) == [signature.keyid]
    assert is_valid(known[signature.keyid], signature, b"text")
    assert not is_valid(known[signature.keyid], signature, b"texts")


@pytest.mark.parametrize("taken", ["key", "key.pub"])
def test_no_key_is_overwritten(tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).write_text("mine")
    with pytest.raises(ComplintError, match="never overwritten"):
        generate(str(tmp_path / "key"))
    assert [path.name for path in tmp_path.iterdir()] == [taken]
    assert (tmp_path / taken).read_text() == "mine"


def test_the_environment_holds_pem_or_base64_of_it(key: Path) -> None:
    pem = key.read_text()
    public = Path(f"{key}.pub").read_text()
    forms = (pem, pem.replace("\n", "\\n"), base64.b64encode(pem.encode()).decode())
    signatures = [sign(b"x") for form in forms if (sign := signer(None, {PRIVATE: form}))]
    assert len(signatures) == 3
    assert len(set(signatures)) == 1
    assert list(public_keys((), {PUBLIC: public})) == [signatures[0].keyid]
    assert signer(None, {}) is None
    assert public_keys((), {}) == {}


def test_what_is_no_key_is_refused_and_not_shown(key: Path, tmp_path: Path) -> None:
    odd = {"garbage": b"hush-hush-garbage", "empty": b"", "cut": key.read_bytes()[:60]}
    for name, data in odd.items():
        (tmp_path / name).write_bytes(data)
        for read in (lambda path: signer(path, {}), lambda path: public_keys((path,), {})):
            with pytest.raises(ComplintError, match="key") as caught:
                read(str(tmp_path / name))
            assert "hush" not in str(caught.value)
    with pytest.raises(ComplintError, match="neither PEM nor base64"):
        signer(None, {PRIVATE: "hush!"})
    with pytest.raises(ComplintError, match="the public one"):
        public_keys((str(key),), {})
    with pytest.raises(ComplintError, match="cannot be read"):
        signer(str(tmp_path / "none"), {})


def test_a_key_of_another_kind_or_with_a_passphrase_is_refused(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519

    def pem(made: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey, secret: bytes | None) -> str:
        how: serialization.KeySerializationEncryption = serialization.NoEncryption()
        if secret is not None:
            how = serialization.BestAvailableEncryption(secret)
        return made.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, how).decode()

    with pytest.raises(ComplintError, match="not of the kind Ed25519"):
        signer(None, {PRIVATE: pem(ec.generate_private_key(ec.SECP256R1()), None)})
    with pytest.raises(ComplintError, match="passphrase"):
        signer(None, {PRIVATE: pem(ed25519.Ed25519PrivateKey.generate(), b"hush")})


def test_without_the_library_the_extra_is_named() -> None:
    script = (
        "import sys; sys.modules['cryptography'] = None\n"
        "from complint.audit.keys import generate\n"
        "from complint.core.errors import ComplintError\n"
        "try:\n    generate('/nowhere/key')\n"
        "except ComplintError as error:\n    print(error)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "complint[audit]" in done.stdout
