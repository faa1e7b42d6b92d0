"""The digest by which complint knows content again."""

from __future__ import annotations

try:  # the function without OpenSSL, whose loading costs a quarter of an interpreter start
    from _blake2 import blake2b
except ImportError:  # a Python that builds it elsewhere
    from hashlib import blake2b

SIZE = 32


def digest(data: bytes | memoryview) -> bytes:
    """Return the digest of some bytes, 256 bits: nobody finds two inputs for one."""
    return blake2b(data, digest_size=SIZE).digest()
