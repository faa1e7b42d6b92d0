"""What a run tells of a call schedule as a whole: its numbers, and how its calls lie on the clocks of the people called."""

from __future__ import annotations

from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

CLASSES = ("allowed", "outside", "blocked", "unknown")


@record
class Clock:
    """The calls to one choice of candidate zones, by local hour; of several zones the clock that is behind counts.

    `hours` are 24 rows of counts in the order of `CLASSES`: allowed, blocked for the hour or the day, blocked for
    something else, unknown. `always` and `partly` are stretches of the local day in minutes, the end excluded: those in
    which the hours of every law that binds these calls are open, and those in which some of them are, or on some days.
    """

    zones: tuple[str, ...]
    hours: tuple[tuple[int, int, int, int], ...]
    always: tuple[tuple[int, int], ...]
    partly: tuple[tuple[int, int], ...]

    @property
    def calls(self) -> int:
        """Return the number of calls."""
        return sum(map(sum, self.hours))


@record
class Chart:
    """Clocks, those with the most calls first; `elsewhere` counts calls without a known local time, by class.

    `note` says why there are no clocks, where the schedule tells no time of its calls.
    """

    clocks: tuple[Clock, ...] = ()
    elsewhere: tuple[int, int, int, int] = (0, 0, 0, 0)
    note: str | None = None


@record
class Schedule:
    """One schedule: its path, the `calls` block of the JSON report, and the chart where a report asked for one."""

    path: str
    calls: dict[str, Any]
    chart: Chart | None = None
