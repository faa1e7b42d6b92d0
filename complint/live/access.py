"""Where the workspace is and what opens it: the vendor's own environment variables; the key is never shown."""

from __future__ import annotations

import os

from complint.core.errors import ComplintError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from complint.settings import Settings

KEY, BASE_URL = "ELEVENLABS_API_KEY", "ELEVENLABS_BASE_URL"
PLACEHOLDER = f"[{KEY}]"  # what stands in every output where the key would
HOSTS = {  # the vendor's hosts by residency, as its SDK names them
    "global": "api.elevenlabs.io",
    "us": "api.us.elevenlabs.io",
    "eu": "api.eu.residency.elevenlabs.io",
    "in": "api.in.residency.elevenlabs.io",
    "sg": "api.sg.residency.elevenlabs.io",
}


class Access:
    """A base URL and the key to it. Printing one does not print the key."""

    __slots__ = ("base_url", "host", "key", "port")

    def __init__(self, base_url: str, host: str, port: int | None, key: str) -> None:
        self.base_url = base_url
        self.host = host
        self.port = port
        self.key = key

    def __repr__(self) -> str:
        return f"Access({self.base_url!r})"

    @property
    def place(self) -> str:
        """Return the host, with its port where the URL has one."""
        return self.host if self.port is None else f"{self.host}:{self.port}"


def need() -> None:
    """Raise ComplintError (exit code 2) where the extra `live` is not installed, or too old to know campaigns."""
    from importlib.util import find_spec

    try:
        found = find_spec("elevenlabs")
        known = found is not None and find_spec("elevenlabs.conversational_ai.outbound_campaigns") is not None
    except (ImportError, ValueError):
        found, known = None, False
    if found is None:
        raise ComplintError("reading a live workspace needs the vendor's SDK: pip install 'complint[live]'")
    if not known:
        raise ComplintError(
            "the installed elevenlabs SDK is too old to list campaigns: pip install -U 'complint[live]'"
        )


def access(settings: Settings, environ: Mapping[str, str] = os.environ) -> Access:
    """Return what opens the workspace, from the environment and the declared residency.

    Raises ComplintError, which never holds the key, where something is missing or unfit.
    """
    key = environ.get(KEY, "").strip()
    if not key:
        raise ComplintError(f"--live reads the workspace of the key in {KEY}, which is not set")
    if not key.isascii() or not all(char.isalnum() or char in "-_.~+/=:" for char in key):
        raise ComplintError(f"{KEY} holds characters that no key has")
    written = environ.get(BASE_URL, "").strip()
    if not written:
        host = HOSTS[str(settings.workspace.get("residency") or "global")]
        return Access(f"https://{host}", host, None, key)
    return _of_url(written, key)


def _of_url(written: str, key: str) -> Access:
    from urllib.parse import urlsplit

    try:
        url = urlsplit(written)
        host, port = url.hostname, url.port
    except ValueError:
        raise ComplintError(f"{BASE_URL} is no URL") from None
    if url.scheme not in ("https", "http") or not host:
        raise ComplintError(f"{BASE_URL} is no URL of the form https://HOST")
    if url.username or url.password or url.query or url.fragment:
        raise ComplintError(f"{BASE_URL} holds more than scheme, host, port and path")
    if url.scheme == "http" and not _is_loopback(host):
        raise ComplintError(f"{BASE_URL} is not encrypted: the key goes over https only, or to this very machine")
    standard = {"https": 443, "http": 80}[url.scheme]
    return Access(written.rstrip("/"), host, None if port == standard else port, key)


def _is_loopback(host: str) -> bool:
    from ipaddress import ip_address

    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
