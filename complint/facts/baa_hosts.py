"""Which hosts a business associate agreement covers, as the configuration declares them."""

from __future__ import annotations

from fnmatch import fnmatchcase

from complint.core.route import JSON


def covers(declared: JSON, host: str) -> bool:
    """Tell whether a host (lower case, no port) is among the declared ones: by name, or by a pattern like `*.acme.example`.

    A declared name does not cover its subdomains: another party may run them.
    """
    if not host or not isinstance(declared, list):
        return False
    return any(isinstance(one, str) and fnmatchcase(host, one.strip().rstrip(".").lower()) for one in declared)


def is_variable(host: str) -> bool:
    """Tell whether a host is filled in when a call starts, so that nobody can tell it from the file."""
    return "{" in host
