"""Requirements in words, from the plain data of packs: what they apply to, which value holds, from when to when."""

from __future__ import annotations

from complint.policy.law import value_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_FACTS = {"phi": "PHI or zero retention", "handles_phi": "PHI", "zero_retention": "zero retention"}


def in_force(requirement: dict[str, Any], day: str) -> dict[str, Any] | None:
    """Return the dated value of a requirement that a check on a day (ISO) would use, or None."""
    held = value_at(requirement["values"], day, requirement["before_first"])
    return held if held is not None and held["status"] in ("in-force", "unconfirmed") else None


def applies_to(when: dict[str, Any]) -> str:
    """Return in words what a requirement applies to."""
    words = [" or ".join(when["kind"])]
    for key, value in when.items():
        if key == "kind" or value is None:
            continue
        if isinstance(value, bool):
            words.append(f"{'with' if value else 'without'} {_FACTS.get(key, key)}")
        else:
            words.append(f"{key} {' or '.join(str(item) for item in value)}")
    return ", ".join(words)


def days(requirement: dict[str, Any], value: dict[str, Any]) -> str:
    """Return in words on which days a value holds: until its own last day, or the day before the next value."""
    last = value["until"]
    after = [one["from"] for one in requirement["values"] if one["from"] > value["from"]]
    if last is None and after:
        from datetime import date, timedelta

        last = (date.fromisoformat(after[0]) - timedelta(days=1)).isoformat()
    return f"from {value['from']} through {last}" if last else f"since {value['from']}"


def standing(requirement: dict[str, Any], value: dict[str, Any]) -> str:
    """Return in words how a value stands: status, days, confidence, the day somebody last looked."""
    status = value["status"].replace("-", " ")
    return f"{status} {days(requirement, value)}; confidence {value['confidence']}, verified on {value['verified_on']}"
