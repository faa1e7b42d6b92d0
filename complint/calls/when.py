"""When a number may be called: the answer of `complint calls when`, for a call without consent, at an instant and after it."""

from __future__ import annotations

import datetime

from complint.calls.law import Ruling
from complint.calls.place import Place, place
from complint.calls.provisions import BANS, Ban
from complint.core.record import record
from complint.policy.law import Bound

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.calls.law import CallLaw

ALLOWED, BLOCKED, UNKNOWN = "allowed", "blocked", "unknown"
WINDOW_DAYS, HORIZON_DAYS = 7, 14
INVALID_NUMBER = "calls/invalid-number"
UNKNOWN_ZONE = "calls/unknown-time-zone"
OUTSIDE = "calls/outside-calling-hours"


@record
class Question:
    """What is asked; `line_type` None is unknown. `levels` is the severity of hours and days by call."""

    number: str
    at: datetime.datetime
    state: str | None = None
    zip: str | None = None
    timezone: str | None = None
    purpose: str = "marketing"
    call_type: str = "artificial_voice"
    line_type: str | None = None
    region: str = "US"
    levels: dict[str, str] = {}


@record
class Reason:
    """Why a call is not allowed, or a notice: a rule, its requirement where one decides, words."""

    rule: str
    why: str
    bound: Bound | None = None


@record
class Answer:
    """The verdict with its reasons; `windows` are lawful stretches of the week from `at`, in UTC, end excluded."""

    place: Place
    verdict: str
    reasons: tuple[Reason, ...]
    notices: tuple[Reason, ...]
    next_lawful: datetime.datetime | None
    windows: tuple[tuple[datetime.datetime, datetime.datetime], ...]


def answer(question: Question, law: CallLaw) -> Answer:
    """Return whether and when a number may be called."""
    where = place(question.number, question.timezone, question.zip, question.state, region=question.region)
    if not where.valid:
        return Answer(where, BLOCKED, (Reason(INVALID_NUMBER, where.why),), (), None, ())
    if where.country is None or not law.knows(where.country):
        text = f"no loaded pack holds the law of {where.country or 'its country'}"
        return Answer(where, UNKNOWN, (Reason(OUTSIDE, text),), (), None, ())
    if not where.zones:
        return Answer(where, UNKNOWN, (Reason(UNKNOWN_ZONE, where.why),), (), None, ())
    banned, notices = _banned(question, where, law)
    blocking, lesser = _timed(question, where, law, question.at)
    reasons = (*banned, *blocking)
    if banned:
        return Answer(where, BLOCKED, reasons, (*notices, *lesser), None, ())
    found = _stretches(question, where, law)
    week = question.at + datetime.timedelta(WINDOW_DAYS)
    windows = tuple((begin, min(end, week)) for begin, end in found if begin < week)
    verdict = BLOCKED if reasons else ALLOWED
    return Answer(where, verdict, reasons, (*notices, *lesser), found[0][0] if found else None, windows)


def _banned(question: Question, where: Place, law: CallLaw) -> tuple[list[Reason], list[Reason]]:
    """Return the prohibitions that block, and those that would, were the line of a kind that is not known."""
    import pytz

    found: dict[str, Ban] = {}
    for zone in where.zones:
        day = question.at.astimezone(pytz.timezone(zone)).date()
        for ban in law.prohibitions(where.jurisdictions, day, question.call_type, question.purpose):
            found[ban.bound.id] = ban
    blocking: list[Reason] = []
    notices: list[Reason] = []
    for ban in found.values():
        reason = Reason(BANS, ban.bound.title, ban.bound)
        if ban.line_types is None or question.line_type in ban.line_types:
            (blocking if ban.bound.weight == "error" else notices).append(reason)
        elif question.line_type is None:
            notices.append(Reason(BANS, f"{ban.bound.title}; whether this one is, is not known", ban.bound))
    return blocking, notices


def _timed(
    question: Question, where: Place, law: CallLaw, instant: datetime.datetime
) -> tuple[list[Reason], list[Reason]]:
    kind = "unconsented" if question.purpose == "marketing" else "informational"
    relaxed = question.levels.get(kind, "error") != "error"
    blocking: list[Reason] = []
    notices: list[Reason] = []
    for ruling in law.judge(where.zones, where.jurisdictions, instant, question.call_type, question.purpose):
        weighs = ruling.emergency or (ruling.blocks and not relaxed)
        (blocking if weighs else notices).append(_reason(ruling))
    return blocking, notices


def _reason(ruling: Ruling) -> Reason:
    return Reason(ruling.rule, ruling.why, ruling.bound)


def _stretches(question: Question, where: Place, law: CallLaw) -> list[tuple[datetime.datetime, datetime.datetime]]:
    """Return the lawful stretches of the two weeks from the instant, in UTC."""
    step = law.slot_seconds()
    begin = int(question.at.timestamp())
    end = begin + HORIZON_DAYS * 86400
    found: list[list[int]] = []
    for slot in range(begin // step, end // step + 1):
        start, stop = max(slot * step, begin), min((slot + 1) * step, end)
        if start < stop and not _timed(question, where, law, _instant(start))[0]:
            if found and found[-1][1] == start:
                found[-1][1] = stop
            else:
                found.append([start, stop])
    return [(_instant(first), _instant(last)) for first, last in found]


def _instant(seconds: int) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)


def as_json(question: Question, found: Answer, assumed: tuple[str, ...]) -> dict[str, Any]:
    """Return the answer as plain data (the contract's keys)."""
    decided = {reason.rule for reason in found.reasons}
    return {
        "phone_number": found.place.e164 or question.number,
        "jurisdictions": list(found.place.jurisdictions),
        "zones": list(found.place.zones),
        "at": utc(question.at),
        "local_time": [local(question.at, zone).isoformat() for zone in found.place.zones],
        "verdict": found.verdict,
        "rules": sorted(decided),
        "notices": sorted({reason.rule for reason in found.notices} - decided),
        "next_lawful_utc": utc(found.next_lawful) if found.next_lawful else None,
        "windows": [{"start_utc": utc(begin), "end_utc": utc(end)} for begin, end in found.windows],
        "assumed": list(assumed),
    }


def utc(instant: datetime.datetime) -> str:
    """Return an instant as `2026-12-01T13:00:00Z`; an instant within a second is taken at its beginning."""
    return instant.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def local(instant: datetime.datetime, zone: str) -> datetime.datetime:
    """Return the local time of an instant in a zone, with its offset, in whole seconds."""
    import pytz

    return instant.astimezone(pytz.timezone(zone)).replace(microsecond=0)
