"""Which tables of a project are call schedules: those that the configuration lists, and those with a number and a time."""

from __future__ import annotations

import json
import os

from complint.calls.csv_split import split
from complint.calls.schema import known
from complint.columns.need import missing
from complint.core.paths import path_matches
from complint.model import kind as kinds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.model.document import Document
    from complint.settings import Settings

_FILES = ("consents", "internal_dnc", "reassigned", "history")


def recognise_table(document: Document, settings: Settings) -> None:
    """Give a table that is a call schedule its kind; leave any other skipped, with the reason."""
    if _side_file(document.path, settings):
        document.skipped = "a list that the configuration names under calls"
        return
    listed = any(path_matches(document.path, pattern, settings.base) for pattern in _listed(settings))
    if not listed:
        columns = {known(header) for header in headers(document.path)}
        if not {"phone_number", "scheduled_at"} <= columns:
            document.skipped = "a table without a column of numbers and one of times; calls.schedules names schedules"
            return
    absent = missing()
    if absent is not None:
        document.skipped = f"a call schedule; to check it needs {absent}: pip install 'complint[calls]'"
        return
    document.kind, document.skipped = kinds.SCHEDULE, None


def _listed(settings: Settings) -> list[str]:
    wanted = settings.calls.get("schedules") or []
    return [wanted] if isinstance(wanted, str) else [one for one in wanted if isinstance(one, str)]


def _side_file(path: str, settings: Settings) -> bool:
    named = [settings.calls.get(name) for name in _FILES]
    copies = settings.calls.get("national_dnc")
    for one in copies if isinstance(copies, list) else [copies]:
        named.append(one.get("path") if isinstance(one, dict) else one)
    own = os.path.normpath(path)
    return any(isinstance(one, str) and os.path.normpath(os.path.join(settings.base, one)) == own for one in named)


def headers(path: str) -> list[str]:
    """Return the column names of a table; none where it cannot be read. Of CSV and JSON lines without any library."""
    if not os.path.isfile(path):  # a pipe would keep us waiting
        return []
    try:
        with open(path, "rb") as stream:
            head = stream.read(65536).removeprefix(b"\xef\xbb\xbf")
    except OSError:
        return []
    if head[:4] == b"PAR1" or path.lower().endswith(".parquet"):
        return _parquet(path)
    line = head.lstrip(b"\r\n").split(b"\n", 1)[0]
    if path.lower().endswith((".jsonl", ".ndjson")):
        try:
            first = json.loads(line)
        except ValueError:
            return []
        return [str(key) for key in first] if isinstance(first, dict) else []
    delimiter = max((b",", b";", b"\t"), key=line.count)
    records, _, _ = split(line, delimiter, None, final=True)
    return [cell.decode("utf-8", "replace").strip() for cell in records[0]] if records else []


def _parquet(path: str) -> list[str]:
    if missing() is not None:
        return []
    import pyarrow.parquet as pq

    try:
        return list(pq.read_schema(path).names)
    except (OSError, ValueError):
        return []
