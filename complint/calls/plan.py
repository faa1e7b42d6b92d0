"""A schedule turned into one that may be dialled: what is allowed stays, what time cures is moved, the rest is set apart."""

from __future__ import annotations

import copy
import os

from complint.calls.bodies import BATCH_CALL, CAMPAIGN, SINGLE
from complint.calls.check import Check, Choice
from complint.calls.dispatch import model
from complint.calls.fired import ALLOWED
from complint.calls.plan_batch import Queue, parts_of, write_parts
from complint.calls.plan_campaign import shares, write_shares
from complint.calls.plan_files import Folder, write_manifest, write_quarantine
from complint.calls.plan_rows import QUARANTINED, Note, Rows, notes_of, settle
from complint.calls.plan_tables import write_table
from complint.calls.source import open_schedule
from complint.columns.clocks import DAY
from complint.core.errors import ComplintError
from complint.core.record import record, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from complint.settings import Settings

HORIZON_DAYS = 14


@record
class Plan:
    """What a plan holds: the data of plan.json, and the notes on the quarantined rows in the order of the input."""

    data: dict[str, Any]
    notes: tuple[Note, ...]


def make_plan(
    check: Check,
    settings: Settings,
    choice: Choice,
    directory: str,
    horizon_days: int = HORIZON_DAYS,
    progress: Callable[[int, float | None], None] = lambda _rows, _share: None,
) -> Plan:
    """Write the plan of a checked schedule into a folder, which appears only when it is complete.

    What was written is read and checked again before; a row that would not be allowed then goes to the quarantine. Raises
    ComplintError for a schedule without times to move (a single call), and for a folder that holds anything else.
    """
    if check.source.what == SINGLE:
        raise ComplintError(
            "a single call has no time of its own to move; `complint calls when` tells when it may be made"
        )
    folder = Folder(directory)
    try:
        made = _Maker(check, settings, choice, folder.path, horizon_days * DAY, progress)
        files = made.write()
        notes = tuple(
            made.rows.notes[index] for index in sorted(made.rows.notes) if made.rows.state[index] == QUARANTINED
        )
        write_quarantine(folder.path, notes)
        data = write_manifest(folder.path, made.rows.counts(), files)
        folder.keep()
    except OSError as error:
        raise ComplintError(f"the plan cannot be written: {error.strerror}", directory) from None
    finally:
        folder.drop()
    return Plan(data, notes)


class _Maker:
    """Writes the files of a plan and checks them, until all they hold is allowed."""

    def __init__(
        self,
        check: Check,
        settings: Settings,
        choice: Choice,
        folder: str,
        horizon: int,
        progress: Callable[[int, float | None], None],
    ) -> None:
        self.check = check
        self.settings = settings
        self.choice = choice
        self.folder = folder
        self.queue: Queue | None = None
        self.start = 0 if check.dispatch is None else check.dispatch.start
        self.shares: list[Any] = []
        if check.source.what == BATCH_CALL:
            self.queue = Queue(check, horizon)
            self.rows: Rows = self.queue.rows
        elif check.source.what == CAMPAIGN:
            self.rows, self.shares = shares(check)
        else:
            self.rows = settle(check, horizon, progress)

    def write(self) -> list[str]:
        """Write the files; return their names."""
        while True:
            files = self._write_once()
            wrong = [note for name, indices in files for note in self._wrong(name, indices)]
            if not wrong:
                return [name for name, _ in files]
            for name, _ in files:
                os.unlink(os.path.join(self.folder, name))
            self.rows.quarantine(wrong)
            if self.queue is not None:
                self.queue.remove({note.row - 1 for note in wrong})

    def _write_once(self) -> list[tuple[str, list[int]]]:
        """Write all files once; return their names, and which rows of the input theirs are."""
        body, rows = self.check.source.body, self.rows
        if self.queue is not None:
            parts = parts_of(self.queue.waves(), self.queue.wave, self.queue.seconds)
            names = write_parts(self.folder, body, parts)
            return [(name, indices) for name, (_, indices) in zip(names, parts, strict=True)]
        if self.check.source.what == CAMPAIGN:
            left = [
                replace(share, indices=[index for index in share.indices if rows.state[index] != QUARANTINED])
                for share in self.shares
            ]
            left = [share for share in left if share.indices]
            names = write_shares(self.folder, body, left, self.start)
            return [(name, share.indices) for name, share in zip(names, left, strict=True)]
        name = table_name(self.check.source.path)
        write_table(
            os.path.join(self.folder, name),
            self.check.source,
            rows,
            self.check.source.timezone or self.check.options.timezone,
        )
        return [(name, (rows.state != QUARANTINED).nonzero()[0].tolist())]

    def _wrong(self, name: str, indices: list[int]) -> list[Note]:
        """Return notes, by the rows of the input, on the rows of a written file that are not allowed."""
        found = []
        for judged in self._again(os.path.join(self.folder, name)).judged():
            verdict = judged.verdict
            for note in notes_of(judged, verdict, (verdict != ALLOWED).nonzero()[0]):
                found.append(replace(note, row=indices[note.row - 1] + 1))
        return found

    def _again(self, path: str) -> Check:
        """Return the check of a written file: the same law, lists and options."""
        source = open_schedule(path, self.check.options.columns)
        if source.what == CAMPAIGN:  # the judge remembers periods
            return Check(source, self.check.options, self.settings, self.choice, self.check.reader.purpose_of)
        made = copy.copy(self.check)
        made.source = source
        made.dispatch = model(source, self.check.options)
        return made


def table_name(path: str) -> str:
    """Return the name of a planned table: plan and the suffix of its input; plan.json itself is the manifest's."""
    suffix = os.path.splitext(path)[1].lower()
    return "plan.calls.json" if suffix == ".json" else f"plan{suffix or '.txt'}"
