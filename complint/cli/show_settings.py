"""`complint check --show-settings`: every effective value, and where it came from."""

from __future__ import annotations

from complint.run import Options
from complint.settings import Settings


def show(settings: Settings, options: Options) -> str:
    """Return the effective settings as lines `key: value  # origin`."""
    origin = settings.path or "default"
    lines = [f"configuration: {settings.path or 'none found'}"]
    lines.append(f"as_of: {options.as_of}")
    profile, source = (options.profile, "command line") if options.profile else (settings.profile, origin)
    lines.append(f"profile: {profile or 'default'}  # {source if profile else 'default'}")
    policies, source = (options.policies, "command line") if options.policies else (settings.policies, origin)
    lines.append(f"policies: {list(policies) or 'those of the profile'}  # {source if policies else 'default'}")
    for name in ("organization", "workspace", "agents", "baa", "calls", "rules", "overrides", "requests", "exclude"):
        value = getattr(settings, name)
        shown = list(value) if isinstance(value, tuple) else value
        lines.append(f"{name}: {shown!r}  # {origin if value else 'default'}")
    for rule, level in options.severities:
        lines.append(f"severity of {rule}: {level}  # command line")
    lines.append(f"fail_on: {options.fail_on}")
    lines.append(f"fail_on_unknown: {options.fail_on_unknown or settings.fail_on_unknown}")
    return "\n".join(lines) + "\n"
