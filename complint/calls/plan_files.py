"""The folder of a plan: written beside its place and put there when all of it is complete."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import tempfile

from complint.core.errors import ComplintError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from complint.calls.plan_rows import Note

SCHEMA, MANIFEST, QUARANTINE = "complint-plan/1", "plan.json", "quarantine.csv"
_NUMBER = re.compile(r"[+-]?[0-9][0-9 ().-]*")


class Folder:
    """A folder that appears whole or not at all: `path` is where to write; `keep` puts it in place, `drop` removes it.

    Raises ComplintError where the place is taken by anything but an earlier plan, or nothing can be written.
    """

    def __init__(self, place: str) -> None:
        self.place = os.path.abspath(place)
        self._refuse_others()
        try:
            os.makedirs(os.path.dirname(self.place), exist_ok=True)
            self.path = tempfile.mkdtemp(prefix=f".{os.path.basename(self.place)}.", dir=os.path.dirname(self.place))
        except OSError as error:
            raise ComplintError(f"the plan cannot be written: {error.strerror}", place) from None

    def keep(self) -> None:
        """Put the folder in its place; an earlier plan there goes."""
        umask = os.umask(0)
        os.umask(umask)
        before = f"{self.path}.before"
        try:
            os.chmod(self.path, 0o777 & ~umask)
            self._refuse_others()
            if os.path.isdir(self.place):
                os.rename(self.place, before)
            os.rename(self.path, self.place)
        except OSError as error:
            if os.path.isdir(before) and not os.path.exists(self.place):
                os.rename(before, self.place)
            raise ComplintError(f"the plan cannot be put in its place: {error.strerror}", self.place) from None
        shutil.rmtree(before, ignore_errors=True)

    def drop(self) -> None:
        """Remove what was written and not kept."""
        shutil.rmtree(self.path, ignore_errors=True)

    def _refuse_others(self) -> None:
        if not os.path.lexists(self.place):
            return
        if os.path.islink(self.place) or not os.path.isdir(self.place):
            raise ComplintError("--output takes a folder", self.place)
        there = set(os.listdir(self.place))
        if there and not there <= _earlier(os.path.join(self.place, MANIFEST)):
            raise ComplintError(
                "the folder holds something else than an earlier plan; name a new or an empty one", self.place
            )


def _earlier(path: str) -> set[str]:
    """Return the names that an earlier plan wrote, by its manifest; none where there is no such thing."""
    try:
        with open(path, encoding="utf-8") as stream:
            found = json.load(stream)
    except (OSError, ValueError, RecursionError):
        return set()
    if not isinstance(found, dict) or found.get("schema") != SCHEMA or not isinstance(found.get("files"), list):
        return set()
    return {MANIFEST, QUARANTINE, *(name for name in found["files"] if isinstance(name, str))}


def write_manifest(folder: str, counts: tuple[int, int, int], files: Iterable[str]) -> dict[str, Any]:
    """Write plan.json and return what it holds; `counts` are the rows kept, moved and quarantined."""
    kept, moved, quarantined = counts
    made = {
        "schema": SCHEMA,
        "input": kept + moved + quarantined,
        "kept": kept,
        "moved": moved,
        "quarantined": quarantined,
        "files": list(files),
    }
    with open(os.path.join(folder, MANIFEST), "w", encoding="utf-8") as stream:
        stream.write(json.dumps(made, indent=2) + "\n")
    return made


def write_quarantine(folder: str, notes: Iterable[Note]) -> None:
    """Write quarantine.csv: row, call_id, phone_number, rules, notices; lists are joined by semicolons."""
    path = os.path.join(folder, QUARANTINE)
    with open(path, "w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerow(("row", "call_id", "phone_number", "rules", "notices"))
        for one in notes:
            cells = (one.call_id, one.phone_number, ";".join(one.rules), ";".join(one.notices))
            out.writerow((one.row, *(harmless(cell) for cell in cells)))


def harmless(text: str) -> str:
    """Return a cell that a spreadsheet takes for text: a number may begin with a sign, anything else gets an apostrophe."""
    return f"'{text}" if text[:1] in "=+-@\t\r\n" and text and not _NUMBER.fullmatch(text) else text
