"""The organization that calls, as the configuration declares it."""

from __future__ import annotations

from complint.core.record import record
from complint.language.told import Organization
from complint.settings import Settings


@record
class Caller:
    """`organization` is None where no name is declared: then any caller's company counts as named."""

    organization: Organization | None


def compute(settings: Settings) -> Caller:
    """Return the declared caller of a configuration."""
    name = settings.organization.get("name")
    if not isinstance(name, str) or not name.strip():
        return Caller(None)
    aliases = settings.organization.get("aliases")
    toll_free = settings.organization.get("toll_free")
    return Caller(
        Organization(
            name,
            tuple(alias for alias in aliases if isinstance(alias, str)) if isinstance(aliases, list) else (),
            toll_free if isinstance(toll_free, str) else None,
        )
    )
