"""A workspace as it was read: files for the pipeline, and what of it could not be read."""

from __future__ import annotations

from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA = "complint-live/1"
LISTS = ("agents", "tools", "mcp_servers", "batch_calls", "campaigns")


@record
class Problem:
    """What could not be read: a whole list, or one item of it by its id, and why."""

    list: str
    id: str | None
    why: str


@record
class LiveWorkspace:
    """Everything read of one workspace.

    `files` has the bytes of each document by its path; `folder` is the folder of these paths, which is not on disk.
    `read_at` is the end of the read in UTC (ISO 8601), `counts` the number of documents by list. `resumed` has, by list, the
    moment (UTC) of the oldest answer that an interrupted run had left.
    """

    host: str
    folder: str
    read_at: str
    files: Mapping[str, bytes]
    counts: Mapping[str, int]
    problems: tuple[Problem, ...] = ()
    resumed: Mapping[str, str] = {}
