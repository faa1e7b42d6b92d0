"""The journal of a check that writes a verdict table: what is done so far, so that an interrupted run can be continued.

JSON lines beside the table: first what the run is made of (a run of anything else must not continue it), then for each
part of the rows, in order, its sums and where the table ends after it. A line that a killed process tore is no line. Rows
of the table after the last whole line of the journal are written again, so none is lost and none doubled.
"""

from __future__ import annotations

import json
import os

from complint.calls.parallel import Part
from complint.calls.places import Spot
from complint.calls.tally import Tally
from complint.calls.verdict_files import FOLDER, PART, LinesFile, PartsFolder, form_of
from complint.core.errors import ComplintError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SCHEMA = "complint-calls-journal/1"
_JOURNAL = ".journal"


def journal_path(output: str) -> str:
    """Return where the journal of a verdict table lies."""
    return output.rstrip("/" + os.sep) + PART + _JOURNAL


def begun_at(output: str) -> int | None:
    """Return the instant of the run that an interrupted check began with, None where there is none to continue."""
    lines = _lines(journal_path(output))
    now = lines[0].get("now") if lines else None
    return now if isinstance(now, int) and not isinstance(now, bool) else None


class Journal:
    """A verdict table being written, and its journal.

    `done` are the parts of the run that is continued. Raises ComplintError where it was another run, or nothing can be
    written.
    """

    def __init__(self, output: str, run: dict[str, Any], *, resume: bool) -> None:
        self.path = journal_path(output)
        self.done: list[Part] = []
        suffix = form_of(output)
        run = {"schema": SCHEMA, **run}
        lines = _lines(self.path) if resume else []
        position = None
        if lines:
            _same(lines[0], run, output)
            self.done = [part_of(line) for line in lines[1:]]
            position = lines[-1]["position"] if self.done else None
        made: type[Any] = PartsFolder if suffix in (".parquet", FOLDER) else LinesFile
        try:
            self.table = made(output, suffix, position)
            self._stream = open(self.path, "w", encoding="utf-8")  # noqa: SIM115 - closed by `finish` and `leave`
            self._write(*(lines if self.done else [run]))
        except OSError as error:
            raise ComplintError(f"the verdict table cannot be written: {error.strerror}", output) from None

    def add(self, part: Part) -> None:
        """Write a part of the table, then say that it is done."""
        position = self.table.add(part.value)
        self._write({**sums_data(part), "position": position})

    def finish(self) -> None:
        """Put the table in place."""
        self.table.finish()
        self._stream.close()
        os.unlink(self.path)

    def leave(self, *, keep: bool) -> None:
        """Stop here; drop everything unless it is to be continued."""
        self.table.leave(keep=keep)
        self._stream.close()
        if not keep:
            os.unlink(self.path)

    def _write(self, *lines: dict[str, Any]) -> None:
        self._stream.writelines(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
        self._stream.flush()


def _lines(path: str) -> list[dict[str, Any]]:
    """Return the whole lines of a journal, up to the first that is none."""
    found = []
    try:
        with open(path, encoding="utf-8") as stream:
            for line in stream:
                data = json.loads(line) if line.endswith("\n") else None
                if not isinstance(data, dict):
                    break
                found.append(data)
    except (OSError, ValueError):
        pass
    return found


def _same(before: dict[str, Any], run: dict[str, Any], output: str) -> None:
    now = json.loads(json.dumps(run))
    other = [name for name in {**before, **now} if before.get(name) != now.get(name)]
    if other:
        words = ", ".join(name.replace("_", " ") for name in other)
        raise ComplintError(f"the interrupted check was another one ({words}); run without --resume", output)


def _spot(spot: Spot) -> list[Any]:
    return [list(spot.zones), list(spot.jurisdictions), spot.status]


def sums_data(part: Part) -> dict[str, Any]:
    """Return the sums of a part, and the places they speak of, as JSON data."""
    return {**part.tally.data(), "spots": [_spot(spot) for spot in part.spots]}


def part_of(line: dict[str, Any]) -> Part:
    """Return the part that JSON data tells of (see `sums_data`), without dials."""
    spots = tuple(Spot(tuple(zones), tuple(law), status) for zones, law, status in line["spots"])
    return Part(Tally.of(line), None, spots)
