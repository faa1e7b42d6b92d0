"""The verdict table: what is said of each row, as columns (calls-contract: row, call_id … next_lawful_utc)."""

from __future__ import annotations

from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from complint.calls.fired import BLOCKED, UNDECIDED
from complint.calls.next_lawful import NONE
from complint.columns.clocks import DAY, offsets_at
from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.calls.batch import Batch
    from complint.calls.fired import Judgement

HEADER = (
    "row",
    "call_id",
    "phone_number",
    "verdict",
    "rules",
    "requirements",
    "notices",
    "jurisdictions",
    "zones",
    "local_time",
    "next_lawful_utc",
)
VERDICTS = ("allowed", "blocked", "unknown")
_LOCAL = 25  # bytes of 2026-12-01T08:00:00-05:00


@record
class Coded:
    """A column of which each row has one of a few values: `values[codes[row]]`."""

    codes: Any
    values: list[Any]


@record
class Listed:
    """A column of lists of local times: `texts`, one after the other, and how `many` each row has."""

    texts: Any
    many: Any


def table(judged: Judgement, verdict: Any, next_at: Any) -> dict[str, Any]:
    """Return the columns of the table for a batch: Arrow arrays, `Coded` where few values recur, `Listed` local times."""
    batch = judged.batch
    reasons, combined = _reasons(judged, verdict)
    spots, place = batch.spots, batch.place
    return {
        "row": pa.array(np.arange(batch.first + 1, batch.first + batch.count + 1)),
        "call_id": _ids(batch),
        "phone_number": _numbers(batch),
        "verdict": Coded(verdict, list(VERDICTS)),
        "rules": Coded(combined, [one[0] for one in reasons]),
        "requirements": Coded(combined, [one[1] for one in reasons]),
        "notices": Coded(combined, [one[2] for one in reasons]),
        "jurisdictions": Coded(place, [list(spot.jurisdictions) for spot in spots]),
        "zones": Coded(place, [list(spot.zones) for spot in spots]),
        "local_time": local_times(batch),
        "next_lawful_utc": _utc(next_at),
    }


def _numbers(batch: Batch) -> Any:
    plain = pc.binary_join_element_wise("+", pc.cast(pa.array(batch.numbers.key), pa.string()), "")
    odd = np.flatnonzero(batch.numbers.key == 0)
    if not len(odd):
        return plain
    given = pa.array([number_text(batch, row) for row in odd.tolist()], pa.string())
    return pc.replace_with_mask(plain, pa.array(batch.numbers.key == 0), given)


def number_text(batch: Batch, row: int) -> str:
    """Return a row's number as E.164, or the text that was given where it is invalid."""
    key = int(batch.numbers.key[row])
    if key > 0:
        return f"+{key}"
    column = batch.raw.columns.get("phone_number")
    given = None if column is None else column[row].as_py()
    return given.decode("utf-8", "replace") if isinstance(given, bytes) else given or ""


def local_times(batch: Batch) -> Listed:
    """Return for each row its local times, ISO with offset, one for each of its zones; none where no instant is known."""
    by_zones: dict[tuple[str, ...], list[int]] = {}
    for place in np.flatnonzero(np.bincount(batch.place)).tolist():
        by_zones.setdefault(batch.spots[place].zones, []).append(place)
    many = np.array([len(spot.zones) for spot in batch.spots] or [0])[batch.place] * batch.times.timed
    start = np.concatenate(([0], np.cumsum(many)))
    texts = np.zeros((int(start[-1]), _LOCAL), np.uint8)
    for zones, places in by_zones.items():
        wanted = np.zeros(len(batch.spots), bool)
        wanted[places] = True
        rows = np.flatnonzero(wanted[batch.place] & batch.times.timed)
        for position, zone in enumerate(zones):
            texts[start[rows] + position] = iso_local(batch.times.at[rows], zone)
    return Listed(_fixed(texts), many)


def iso_local(at: Any, zone: str) -> Any:
    """Return instants on the clock of a zone, ISO with offset, as bytes: uint8 of (n, 25)."""
    offset = offsets_at(zone, at)
    texts = np.empty((len(at), _LOCAL), np.uint8)
    _write_instants(texts, at + offset)
    known, which = np.unique(offset, return_inverse=True)
    texts[:, 19:] = np.array([_offset_text(one) for one in known.tolist()], "S6").view(np.uint8).reshape(-1, 6)[which]
    return texts


def _write_instants(texts: Any, seconds: Any) -> None:
    """Write seconds of a clock as 2026-12-01T08:00:00 into the first 19 columns: days and times of day from tables."""
    if not len(seconds):
        return
    day = seconds // DAY
    first = int(day.min())
    days = np.datetime_as_string(np.arange(first, int(day.max()) + 1).astype("datetime64[D]")).astype("S10")
    texts[:, :10] = days.view(np.uint8).reshape(-1, 10)[day - first]
    texts[:, 10] = ord("T")
    texts[:, 11:19] = _times_of_day()[seconds - day * DAY]


@cache
def _times_of_day() -> Any:
    """Return 00:00:00 to 23:59:59 as uint8 of (86400, 8)."""
    second = np.arange(DAY)
    made = np.full((DAY, 8), ord(":"), np.uint8)
    for column, number in ((0, second // 3600), (3, second // 60 % 60), (6, second % 60)):
        made[:, column], made[:, column + 1] = number // 10 + ord("0"), number % 10 + ord("0")
    return made


def _fixed(texts: Any) -> Any:
    """Return rows of bytes of equal length as an Arrow string array."""
    count, width = texts.shape
    ends = np.arange(count + 1, dtype=np.int32) * np.int32(width)
    return pa.Array.from_buffers(pa.string(), count, [None, pa.py_buffer(ends), pa.py_buffer(texts)])


def _offset_text(seconds: int) -> str:
    sign = "-" if seconds < 0 else "+"
    hours, rest = divmod(abs(seconds), 3600)
    return f"{sign}{hours:02d}:{rest // 60:02d}"


def _utc(at: Any) -> Any:
    texts = np.full((len(at), 20), ord("Z"), np.uint8)
    _write_instants(texts, np.where(at == NONE, 0, at) if len(at) else at)
    return pc.if_else(pa.array(at != NONE), _fixed(texts), None)


def _ids(batch: Batch) -> Any:
    """Return the ids that are given, stripped, and the number of the row elsewhere."""
    numbers = pc.cast(pa.array(np.arange(batch.first + 1, batch.first + batch.count + 1)), pa.string())
    if not batch.frame.has("call_id"):
        return numbers
    try:
        given = pc.utf8_trim_whitespace(pc.cast(batch.raw.columns["call_id"], pa.string()))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):  # bytes that are no UTF-8 somewhere
        codes, words = batch.frame.texts("call_id") or (np.full(batch.count, -1), [])
        given = pa.array([None if code < 0 else words[code] for code in codes.tolist()], pa.string())
    empty = pc.fill_null(pc.is_in(pc.utf8_lower(given), pa.array(["", "null"])), True)
    return pc.if_else(empty, numbers, pc.fill_null(given, ""))


def _reasons(judged: Judgement, verdict: Any) -> tuple[list[tuple[list[str], list[str], list[str]]], Any]:
    """Return the distinct (rules, requirements, notices) of a batch, and which of them each row has."""
    words = []
    codes, many = verdict.astype(np.int64), len(VERDICTS)
    for start in range(0, len(judged.fired), 63):
        word = np.zeros(judged.batch.count, np.int64)
        for bit, fired in enumerate(judged.fired[start : start + 63]):
            if fired.rows.dtype == bool:
                word |= fired.rows.astype(np.int64) << bit
            else:
                word[fired.rows] |= 1 << bit
        words.append(word)
        own, distinct = _distinct(word)
        codes, many = _distinct(codes * distinct + own)
    codes, many = _distinct(codes)
    first = np.zeros(many, np.int64)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)  # of several rows the last that is written stays: the first
    reasons = []
    for row in first.tolist():
        there = [
            fired for number, fired in enumerate(judged.fired) if int(words[number // 63][row]) >> (number % 63) & 1
        ]
        reasons.append(_told(there, int(verdict[row])))
    return reasons, codes


def _distinct(values: Any) -> tuple[Any, int]:
    """Return for each value the number of it among the distinct ones, and how many these are."""
    encoded = pa.array(values).dictionary_encode()
    return encoded.indices.to_numpy().astype(np.int64), max(len(encoded.dictionary), 1)


def _told(there: list[Any], verdict: int) -> tuple[list[str], list[str], list[str]]:
    wanted = {BLOCKED: BLOCKED, UNDECIDED: UNDECIDED}.get(verdict)
    deciding = [fired for fired in there if wanted is not None and fired.counts == wanted]
    rules = sorted({fired.rule for fired in deciding})
    notices = sorted({fired.rule for fired in there} - set(rules))
    return rules, sorted({fired.requirement for fired in deciding if "/" in fired.requirement}), notices
