"""Number that cannot be called.

Why
    What is no number, or a number that no network has, reaches nobody, and nobody can tell whose hours and whose law it
    would have to keep. A number is read in any usual writing; one without a country code belongs to `--default-region`.
Bad
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "212-055-0142", scheduled_at: "2026-12-01T15:00:00Z"}
    ```
Good
    ```yaml calls.yaml
    agent_id: agent_spring
    calls:
      - {phone_number: "212-555-0142", scheduled_at: "2026-12-01T15:00:00Z"}
    ```
Fix
    none. Correct the number, or leave it out.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.columns.calls import Calls, Mark
from complint.core.route import JSON


def check(calls: Calls, law: JSON) -> Iterator[Mark]:
    """Yield the calls whose number is not valid."""
    yield Mark(calls.invalid, "not a number that can be called")
