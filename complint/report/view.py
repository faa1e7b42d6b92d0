"""How a report is to be shown: what the command line asks of a format, beside the report itself."""

from __future__ import annotations

from complint.core.record import record


@record
class View:
    """Wishes that a format honours where they mean something to it.

    `color` paints with ANSI codes (text only). `verbose` adds reasons: why a finding, why a file was skipped, why a
    requirement does not apply. `quiet` is one line a finding and nothing when clean. `statistics` counts findings by rule.
    `outcomes` adds every requirement × document. `width` is the number of terminal columns. `checked_at` is when the check was
    made, in words or ISO 8601 (html only); without it nothing of the clock is in a report, and equal input gives equal bytes.
    `source_url` is the web address that paths continue (markdown links lines with it).
    """

    color: bool = False
    verbose: bool = False
    quiet: bool = False
    statistics: bool = False
    outcomes: bool = False
    width: int = 100
    checked_at: str | None = None
    source_url: str | None = None
