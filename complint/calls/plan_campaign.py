"""A campaign split by what hours its recipients leave it: each part calls only when all of its recipients may be called."""

from __future__ import annotations

import os

import numpy as np

from complint.calls.campaign import Period
from complint.calls.clock_rules import TOO_WIDE
from complint.calls.fired import ALLOWED, BLOCKED, UNDECIDED
from complint.calls.plan_batch import write_body
from complint.calls.plan_rows import KEPT, MOVED, QUARANTINED, Rows, notes_of
from complint.columns.clocks import transitions
from complint.columns.slots import local_time, zone_offsets
from complint.core.record import record
from complint.core.route import get

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.calls.check import Check
    from complint.calls.fired import Judgement

_WEEK, _DAY = 7 * 1440, 1440  # minutes


@record
class Share:
    """Some recipients of a campaign (indices) and the periods that are lawful for all of them; None: those of the body."""

    indices: list[int]
    periods: list[dict[str, Any]] | None
    zone: str


def shares(check: Check) -> tuple[Rows, list[Share]]:
    """Return what becomes of the recipients of a campaign, and the parts that it is split into."""
    made = Rows()
    groups: dict[tuple[str, bytes] | None, list[int]] = {}
    masks: dict[tuple[str, bytes], Any] = {}
    states, instants = [], []
    for judged in check.judged():
        batch, verdict = judged.batch, judged.verdict
        state = np.where(verdict == ALLOWED, KEPT, QUARANTINED).astype(np.uint8)
        for row in np.flatnonzero(verdict == ALLOWED).tolist():
            groups.setdefault(None, []).append(batch.first + row)
        for row in np.flatnonzero(_narrowable(judged)).tolist():
            zone = _zone(check.source.body) or batch.spots[int(batch.place[row])].zones[0]
            mask = _lawful(check, zone, int(judged.keys[row]), int(judged.kind[row]))
            if mask.any():
                state[row] = MOVED
                name = (zone, mask.tobytes())
                masks[name] = mask
                groups.setdefault(name, []).append(batch.first + row)
        for note in notes_of(judged, verdict, np.flatnonzero(verdict != ALLOWED)):
            made.notes[note.row - 1] = note
        states.append(state)
        instants.append(batch.times.at)
    if states:
        made.state, made.own = np.concatenate(states), np.concatenate(instants)
        made.at, made.dispatched = made.own, np.ones(len(made.own), bool)
    found = [
        Share(indices, None, "") if name is None else Share(indices, _periods(masks[name]), name[0])
        for name, indices in sorted(groups.items(), key=lambda pair: pair[1][0])
    ]
    return made, found


def _narrowable(judged: Judgement) -> Any:
    """Return a mask of the rows that narrower periods cure."""
    rows = judged.blocked & ~judged.unknown & (judged.keys >= 0)
    for fired in judged.fired:
        if fired.counts == UNDECIDED or (fired.counts == BLOCKED and fired.rule != TOO_WIDE):
            rows[fired.rows] = False
    return rows


def _lawful(check: Check, zone: str, key: int, kind: int) -> Any:
    """Return a mask of the minutes of a week (Monday 00:00 on the clock of a zone first) that may ring, wherever they fall."""
    period: Period = check.period
    local = local_time(period.minutes, zone_offsets((zone,), period.minutes)[0])
    minute = local.weekday * _DAY + local.second // 60
    slots = check.judge.clock.hours.slots
    begin, codes = slots.stretch(key, period.first, period.last)
    blocked = check.judge.clock.blocking()[kind][codes][(period.minutes - begin) // slots.step]
    mask = np.zeros(_WEEK, bool)
    mask[minute] = True
    mask[minute[blocked | ~period.inside]] = False
    return mask


def _periods(mask: Any) -> list[dict[str, Any]]:
    """Return calling periods for a week of minutes; weekdays of equal intervals share one."""
    days: dict[tuple[tuple[int, int], ...], list[int]] = {}
    for day in range(7):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], mask[day * _DAY : (day + 1) * _DAY].astype(np.int8), [0]))))
        spans = tuple(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
        if spans:
            days.setdefault(spans, []).append(day)
    return [
        {"weekdays": weekdays, "intervals": [{"start": _clock(begin), "end": _clock(end)} for begin, end in spans]}
        for spans, weekdays in days.items()
    ]


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _zone(body: dict[str, Any]) -> str | None:
    """Return the zone in which the periods of a campaign are read, where it names one that is known."""
    zone = get(body, "timezone") or get(body, "policy", "timezone")
    try:
        transitions(zone if isinstance(zone, str) else "")
    except KeyError:
        return None
    return str(zone)


def part(body: dict[str, Any], share: Share, start: int) -> dict[str, Any]:
    """Return the body of a part: its recipients, its periods, the start of the campaign."""
    made = {**body, "recipients": [body["recipients"][index] for index in share.indices], "scheduled_time_unix": start}
    if share.periods is None:
        return made
    policy = dict(body["policy"]) if isinstance(body.get("policy"), dict) else {}
    policy["calling_periods"] = share.periods
    # a simple campaign calls at any hour whatever its periods say
    if policy.get("variant") == "simple":
        del policy["variant"]
    if made.get("variant") == "simple":
        made["variant"] = "advanced"
    elif get(made.get("variant"), "type") == "simple":
        made["variant"] = {**made["variant"], "type": "advanced"}
    if _zone(body) is None:
        made.pop("timezone", None)
        policy["timezone"] = share.zone
    return {**made, "policy": policy}


def write_shares(folder: str, body: dict[str, Any], found: list[Share], start: int) -> list[str]:
    """Write campaign-001.json and so on; return the names."""
    names = []
    for number, share in enumerate(found, 1):
        names.append(f"campaign-{number:03d}.json")
        write_body(os.path.join(folder, names[-1]), part(body, share, start))
    return names
