"""Ed25519 keys for evidence: made, read from a file or the environment, used. `cryptography` is imported only here."""

from __future__ import annotations

import base64
import binascii
import os

from complint.audit.canonical import sha256
from complint.audit.envelope import Signature
from complint.core.errors import ComplintError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PRIVATE, PUBLIC = "COMPLINT_AUDIT_KEY", "COMPLINT_AUDIT_PUBLIC_KEY"
_MOST = 64 * 1024  # bytes of a key file
_BEGIN = b"-----BEGIN "


def signer(path: str | None, environment: dict[str, str]) -> Callable[[bytes], Signature] | None:
    """Return what signs bytes with the private key of a file, else of the environment; None where there is neither.

    A key is PKCS#8 as PEM; in the environment also base64 of that, on one line. Raises ComplintError for anything else.
    """
    found = _text(path, PRIVATE, environment)
    if found is None:
        return None
    data, where = found
    ed25519, serialization = _library()
    try:
        key = serialization.load_pem_private_key(data, None)
    except TypeError:
        words = "the private key has a passphrase, for which complint does not ask; `openssl pkey` removes it"
        raise ComplintError(words, where) from None
    except Exception:  # noqa: BLE001 - the library raises several kinds; none of their texts may show what it read
        raise ComplintError("this is no private key (PKCS#8, PEM)", where) from None
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise ComplintError("the private key is not of the kind Ed25519", where)
    own = keyid(key.public_key())
    return lambda data: Signature(own, key.sign(data))


def public_keys(paths: tuple[str, ...], environment: dict[str, str]) -> dict[str, Ed25519PublicKey]:
    """Return the public keys of files, else of the environment, by key id. Raises ComplintError for what is none."""
    found = [_text(path, PUBLIC, {}) for path in paths] or [_text(None, PUBLIC, environment)]
    keys = [_public(*one) for one in found if one is not None]
    return {keyid(key): key for key in keys}


def is_valid(key: Ed25519PublicKey, signature: Signature, signed: bytes) -> bool:
    """Tell whether a key made a signature over bytes."""
    from cryptography.exceptions import InvalidSignature

    try:
        key.verify(signature.value, signed)
    except InvalidSignature:
        return False
    return True


def keyid(key: Ed25519PublicKey) -> str:
    """Return the id of a key: SHA-256 of its DER form (SubjectPublicKeyInfo), as 64 hex digits."""
    _, serialization = _library()
    der: bytes = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return sha256(der)


def generate(path: str) -> str:
    """Write a new private key (PKCS#8, PEM, mode 0600, no passphrase) and `path`.pub beside it; return the key id.

    Raises ComplintError where either file is there already, or cannot be written.
    """
    ed25519, serialization = _library()
    key: Ed25519PrivateKey = ed25519.Ed25519PrivateKey.generate()
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    if os.path.lexists(path + ".pub"):
        raise ComplintError("it is there already; a key is never overwritten", path + ".pub")
    _write_new(path, private, 0o600)
    try:
        _write_new(path + ".pub", public, 0o644)
    except ComplintError:
        os.unlink(path)
        raise
    return keyid(key.public_key())


def _write_new(path: str, data: bytes, mode: int) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), mode)
        with open(handle, "wb") as stream:
            stream.write(data)
    except FileExistsError:
        raise ComplintError("it is there already; a key is never overwritten", path) from None
    except OSError as error:
        raise ComplintError(f"the key cannot be written: {error.strerror}", path) from None


def _text(path: str | None, name: str, environment: dict[str, str]) -> tuple[bytes, str] | None:
    """Return the PEM of a key and where it is from, or None where there is none."""
    if path is not None:
        try:
            with open(path, "rb") as stream:
                return stream.read(_MOST), path
        except OSError as error:
            raise ComplintError(f"the key cannot be read: {error.strerror}", path) from None
    given = environment.get(name, "").strip()
    if not given:
        return None
    if given.startswith(_BEGIN.decode()):
        return given.replace("\\n", "\n").encode("utf-8", "replace"), name
    try:
        return base64.b64decode("".join(given.split()), validate=True), name
    except (binascii.Error, ValueError):
        raise ComplintError("this is neither PEM nor base64 of it", name) from None


def _public(data: bytes, where: str) -> Ed25519PublicKey:
    ed25519, serialization = _library()
    if b"PRIVATE KEY" in data:
        raise ComplintError("this is a private key; the public one (.pub) is needed", where)
    try:
        key = serialization.load_pem_public_key(data)
    except Exception:  # noqa: BLE001 - whatever the library raises: it is no key
        raise ComplintError("this is no public key (PEM)", where) from None
    if not isinstance(key, ed25519.Ed25519PublicKey):
        raise ComplintError("the public key is not of the kind Ed25519", where)
    found: Ed25519PublicKey = key
    return found


def _library() -> tuple[ModuleType, ModuleType]:
    try:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError:
        raise ComplintError("keys and signatures need cryptography: pip install 'complint[audit]'") from None
    return ed25519, serialization
