"""One form for JSON: keys sorted, no spaces, ASCII; so that a digest speaks of content, and no byte can differ unseen."""

from __future__ import annotations

import hashlib
import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def canonical(value: Any) -> bytes:
    """Return a JSON value in its one form. Raises ValueError for numbers that JSON does not have (NaN, infinities)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode("ascii")


def parsed(data: bytes) -> Any:
    """Return the value of bytes that are in the one form. Raises ValueError, saying why, for any others."""
    try:
        value = json.loads(data.decode("ascii"))
        again = canonical(value)
    except UnicodeDecodeError:
        raise ValueError("it holds bytes that are not ASCII") from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except ValueError as error:
        raise ValueError(f"it is not JSON: {error}") from None
    if again != data:
        raise ValueError("it is not in canonical form (keys sorted, no spaces, each key once)")
    return value


def digest(value: Any) -> str:
    """Return the SHA-256 of a JSON value in its one form, as 64 hex digits."""
    return sha256(canonical(value))


def sha256(data: bytes) -> str:
    """Return the SHA-256 of bytes, as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()
