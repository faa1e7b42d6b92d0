"""The rules on calls once more, for one row at a time, in plain Python from the words of the contract: the kernels' twin.

Places and the law of hours come from their scalar functions, which have oracles of their own; everything else is here.
"""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from complint.calls.law import CallLaw
from complint.calls.place import place

UTC = datetime.UTC
HOLIDAYS = {  # federal holidays as observed, from the calendar of 2026 and 2027
    *(
        "2026-01-01 2026-01-19 2026-02-16 2026-05-25 2026-06-19 2026-07-03 2026-07-04 2026-09-07 2026-10-12 2026-11-11".split()
    ),
    *(
        "2026-11-26 2026-12-25 2027-01-01 2027-01-18 2027-02-15 2027-05-31 2027-06-18 2027-06-19 2027-07-04 2027-07-05".split()
    ),
}
ERROR, UNDECIDED, NOTICE = "error", "undecided", "notice"


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text[:10])


def business_days(start: datetime.date, end: datetime.date) -> int:
    count = 0
    while start < end:
        start += datetime.timedelta(1)
        count += start.weekday() < 5 and start.isoformat() not in HOLIDAYS
    return count


def months_later(day: datetime.date, months: int) -> datetime.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(31, 27, -1):
        try:
            return datetime.date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError


def judge(row: dict[str, str], law: CallLaw) -> tuple[str, set[str], set[str]]:
    """Return (verdict, rules, notices) of a row with plain cells, without lists, caps and unreadable cells."""
    said: list[tuple[str, str]] = []

    def say(rule: str, level: str = ERROR) -> None:
        said.append((f"calls/{rule}", level))

    where = place(
        row["phone"],
        row["recipient_timezone"],
        row["recipient_zip"],
        row["recipient_state"],
        row["recipient_address_state"],
    )
    at = datetime.datetime.fromisoformat(row["scheduled_at"]).astimezone(UTC)
    zones = [ZoneInfo(zone) for zone in where.zones] or [ZoneInfo("Pacific/Pago_Pago"), ZoneInfo("Pacific/Guam")]
    days = [at.astimezone(zone).date() for zone in zones]
    marketing, artificial = row["purpose"] != "informational", row["call_type"] != "live"
    foreign = where.valid and where.country not in ("US", None)
    consent = row["consent_type"] or "none"
    if row["consent_at"] and any(_day(row["consent_at"]) > day for day in days):
        consent = "none"
    revoked = row["revoked_at"] and not all(_day(row["revoked_at"]) > day for day in days)
    over = revoked and any(business_days(_day(row["revoked_at"]), day) >= 10 for day in days)
    kept = consent != "none" and not over
    ebr = bool(row["ebr_type"] and row["ebr_at"]) and all(
        _day(row["ebr_at"]) <= day <= months_later(_day(row["ebr_at"]), {"purchase": 18, "inquiry": 3}[row["ebr_type"]])
        for day in days
    )
    if not where.valid:
        say("invalid-number")
    if foreign:
        say("outside-calling-hours", UNDECIDED)
    elif where.valid and not where.zones:
        say("unknown-time-zone", UNDECIDED)
    if revoked and not foreign:
        say("revoked-consent", ERROR if over else NOTICE)
    if row["internal_dnc"] == "yes":
        say("on-internal-dnc")
    elif row["internal_dnc"] == "" and not foreign:
        say("on-internal-dnc", UNDECIDED)
    if not foreign:
        _consent(row, say, consent=consent, kept=kept, over=over, marketing=marketing, artificial=artificial)
        if marketing and not (consent == "pewc" and kept) and not ebr:
            _registry(row, say, days)
        _bans(row, say, law, where.jurisdictions, days[0], ebr=ebr, solicited=ebr or kept)
        if where.zones:
            kinds = ("artificial_voice" if artificial else "live", "marketing" if marketing else "informational")
            for ruling in law.judge(where.zones, where.jurisdictions, at, *kinds):
                said.append((ruling.rule, ERROR if ruling.blocks else NOTICE))
    blocking = {rule for rule, level in said if level == ERROR}
    unknown = {rule for rule, level in said if level == UNDECIDED}
    every = {rule for rule, _ in said}
    rules = blocking or unknown
    return "blocked" if blocking else "unknown" if unknown else "allowed", rules, every - rules


def _consent(
    row: dict[str, str], say: Any, *, consent: str, kept: bool, over: Any, marketing: bool, artificial: bool
) -> None:
    if not artificial or over:
        return
    if consent == "none":
        say("missing-consent")
        return
    if consent == "pec" and marketing:
        say("insufficient-consent")
    elif not all(row[name] for name in ("consent_at", "consent_source", "consent_signer", "consent_method")):
        say("incomplete-consent-record")
    if consent == "pewc" and marketing:
        if row["prechecked"] == "yes":
            say("defective-consent-disclosure")
        else:
            say("defective-consent-disclosure", UNDECIDED)
    if row["rnd_result"] == "yes":
        say("reassigned-number")
    elif row["rnd_result"] == "no_data":
        say("reassigned-number", NOTICE)


def _registry(row: dict[str, str], say: Any, days: list[datetime.date]) -> None:
    if row["national_dnc"] == "":
        say("on-national-dnc", UNDECIDED)
        return
    if row["national_dnc"] == "yes":
        say("on-national-dnc")
    if not row["dnc_checked_at"]:
        say("stale-dnc-list", UNDECIDED)
    elif max((day - _day(row["dnc_checked_at"])).days for day in days) > 31:
        say("stale-dnc-list")


def _bans(
    row: dict[str, str], say: Any, law: CallLaw, places: Any, day: datetime.date, *, ebr: bool, solicited: bool
) -> None:
    kinds = (row["call_type"] or "artificial_voice", row["purpose"] or "marketing")
    for ban in law.prohibitions(places, day, *kinds):
        if (ban.when == "without-ebr" and ebr) or (ban.when == "unsolicited" and solicited):
            continue
        if ban.line_types is None or row["line_type"] in ban.line_types:
            say("prohibited-call")
        elif not row["line_type"]:
            say("prohibited-call", NOTICE)
