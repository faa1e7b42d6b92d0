"""`complint calls when PHONE`: may this number be called now, and when else; with the law that decides."""

from __future__ import annotations

import datetime
import json

import click

from complint.calls.chosen import chosen_law, hours_severity
from complint.calls.place import place
from complint.calls.when import WINDOW_DAYS, Answer, Question, Reason, answer, as_json, local, utc
from complint.calls.zones import read_zones
from complint.cli.terminal import color_option, paint_for, show
from complint.config import load_settings
from complint.core.errors import ComplintError
from complint.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.calls.law import CallLaw
    from complint.report.paint import Paint

PURPOSES = ("marketing", "informational")
CALL_TYPES = ("artificial_voice", "live")
LINE_TYPES = ("mobile", "landline", "voip")


@click.command("when")
@click.argument("phone")
@click.option("--at", metavar="INSTANT", help="ISO 8601 with Z or an offset, or UNIX seconds.  [default: now]")
@click.option("--state", metavar="ST", help="Where the called person is known to be (USPS code).")
@click.option("--zip", "zip_code", metavar="ZIP", help="ZIP code of the called person.")
@click.option("--timezone", metavar="ZONE", help="IANA zone the called person is in.")
@click.option("--purpose", type=click.Choice(PURPOSES), help="[default: marketing]")
@click.option("--call-type", type=click.Choice(CALL_TYPES), help="[default: artificial_voice]")
@click.option("--line-type", type=click.Choice(LINE_TYPES), help="[default: unknown]")
@click.option(
    "--default-region", metavar="REGION", default="US", show_default=True, help="Country of a national number."
)
@click.option("--profile", metavar="NAME", help="The profile of policies.")
@click.option("--config", "config_file", metavar="FILE", help="The configuration file.")
@click.option("--no-config", is_flag=True, help="Read no configuration file.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@color_option
def when(
    phone: str,
    at: str | None,
    state: str | None,
    zip_code: str | None,
    timezone: str | None,
    purpose: str | None,
    call_type: str | None,
    line_type: str | None,
    default_region: str,
    profile: str | None,
    config_file: str | None,
    no_config: bool,
    form: str,
    color: str,
) -> None:
    """Say whether a number may be called now, until when, and when next, under which law.

    Looked at are the number, time zones, hours, days and prohibitions; not consent, lists or caps: the answer is for a call
    without consent. Exit codes: 0 allowed, 1 not, 2 usage.
    """
    settings = Settings() if no_config else load_settings(".", config_file)
    law = chosen_law(settings, profile)
    question = Question(
        phone,
        _instant(at, timezone),
        state,
        zip_code,
        timezone,
        purpose or "marketing",
        call_type or "artificial_voice",
        line_type,
        default_region.upper(),
        hours_severity(law, settings),
    )
    _readable(question)
    given = {"at": at, "purpose": purpose, "call_type": call_type}
    assumed = tuple(name for name, value in given.items() if value is None)
    found = answer(question, law)
    if form == "json":
        click.echo(json.dumps(as_json(question, found, assumed), indent=2))
    else:
        show(as_text(question, found, assumed, law, paint_for(color)))
    raise click.exceptions.Exit(0 if found.verdict == "allowed" else 1)


def _readable(question: Question) -> None:
    names = {"recipient_timezone": "--timezone", "recipient_zip": "--zip", "recipient_state": "--state"}
    where = place(question.number, question.timezone, question.zip, question.state, region=question.region)
    for column in where.unreadable:
        raise ComplintError(f"{names[column]} is none that is known")


def _instant(text: str | None, timezone: str | None) -> datetime.datetime:
    """Return the instant asked for; a time without an offset is read in the given zone."""
    if text is None:
        return datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    try:
        if text.strip().lstrip("-").isdigit() and len(text.strip()) > 8:
            return datetime.datetime.fromtimestamp(int(text), datetime.UTC)
        moment = datetime.datetime.fromisoformat(text.strip())
        if moment.tzinfo is not None:
            return moment.astimezone(datetime.UTC)
    except (ValueError, OverflowError, OSError):
        raise ComplintError(f"--at takes a time like 2026-12-01T18:30:00-06:00, not {text!r}") from None
    zones = read_zones(timezone or "")
    if len(zones) != 1:
        raise ComplintError(f"--at {text} has no offset: add one, or Z, or name a zone with --timezone")
    return _in_zone(moment, zones[0], text)


def _in_zone(moment: datetime.datetime, zone: str, text: str) -> datetime.datetime:
    import pytz

    try:
        found: datetime.datetime = pytz.timezone(zone).localize(moment, is_dst=None)
        return found.astimezone(datetime.UTC)
    except pytz.NonExistentTimeError:
        raise ComplintError(f"--at {text} does not exist in {zone}: clocks go forward there") from None
    except pytz.AmbiguousTimeError:
        raise ComplintError(f"--at {text} happens twice in {zone}: add an offset") from None
    except OverflowError:
        raise ComplintError(f"--at {text} is out of range") from None


VERDICTS = {
    "allowed": ("fix", "may be called"),
    "blocked": ("error", "may not be called"),
    "unknown": ("unknown", "cannot be decided"),
}


def as_text(question: Question, found: Answer, assumed: tuple[str, ...], law: CallLaw, paint: Paint) -> str:
    """Return the answer for a person at a terminal."""
    role, verdict = VERDICTS[found.verdict]
    at = "now" if "at" in assumed else f"at {utc(question.at)}"
    number = paint("strong", found.place.e164 or question.number)
    lines = [f"{number} {paint(role, f'{verdict} {at}')}{_until(question, found)}", ""]
    if found.place.zones:
        lines += [f"  {_clock(question.at, zone)}" for zone in found.place.zones]
        lines += [paint("faint", f"  {found.place.why}; law of {', '.join(found.place.jurisdictions)}"), ""]
    for role, reasons in ((VERDICTS[found.verdict][0], found.reasons), ("info", found.notices)):
        for same in _grouped(reasons):
            word = paint(role, {"info": "notice", "unknown": "unknown"}.get(role, "error"))
            lines += [f"  {word} {paint('rule', same[0].rule)}: {same[0].why}", *_citations(same, paint), ""]
    if found.verdict == "allowed" and found.windows:
        lines += _closing(question, found, law, paint)
    lines += _next(found, paint)
    lines += [paint("faint", _assumed(question, assumed)), "complint reports; it gives no legal advice.", ""]
    return "\n".join(lines)


def _until(question: Question, found: Answer) -> str:
    if found.verdict != "allowed" or not found.windows:
        return ""
    end = found.windows[0][1]
    if (end - question.at).days >= WINDOW_DAYS:
        return ", and all of the week from then"
    return " until " + ", ".join(f"{local(end, zone):%H:%M} in {zone}" for zone in found.place.zones)


def _grouped(reasons: tuple[Reason, ...]) -> list[list[Reason]]:
    """Return reasons that say the same under several laws as one."""
    groups: dict[tuple[str, str], list[Reason]] = {}
    for reason in reasons:
        groups.setdefault((reason.rule, reason.why), []).append(reason)
    return list(groups.values())


def _citations(reasons: list[Reason], paint: Paint) -> list[str]:
    lines = []
    for bound in (reason.bound for reason in reasons):
        if bound is not None and bound.law is not None:
            doubt = " (low confidence)" if bound.law.confidence == "low" else ""
            lines.append(paint("faint", f"    {bound.id}{doubt}"))
            lines += [f"      {one.title}" + (f"  {one.url}" if one.url else "") for one in bound.law.citations]
    return lines


def _closing(question: Question, found: Answer, law: CallLaw, paint: Paint) -> list[str]:
    """Return which law ends the open stretch."""
    end = found.windows[0][1]
    rulings = law.judge(found.place.zones, found.place.jurisdictions, end, question.call_type, question.purpose)
    reasons = tuple(Reason(ruling.rule, ruling.why, ruling.bound) for ruling in rulings if ruling.blocks)
    return [line for same in _grouped(reasons) for line in (f"  it ends: {same[0].why}", *_citations(same, paint), "")]


def _next(found: Answer, paint: Paint) -> list[str]:
    lines = []
    if found.verdict != "allowed":
        if found.next_lawful is not None:
            times = ", ".join(_clock(found.next_lawful, zone) for zone in found.place.zones)
            lines.append(f"  next: {paint('strong', times)} ({utc(found.next_lawful)})")
        elif found.verdict == "blocked":
            lines.append("  next: no time within two weeks cures this")
    if found.windows and found.place.zones:
        zone = found.place.zones[0]
        lines.append(f"  open in the week from then, in {zone}:")
        lines += [
            f"    {local(begin, zone):%a %Y-%m-%d %H:%M}–{local(end, zone):%H:%M}" for begin, end in found.windows
        ]
    return [*lines, ""] if lines else []


def _clock(instant: datetime.datetime, zone: str) -> str:
    return f"{local(instant, zone):%A %Y-%m-%d %H:%M %Z} in {zone}"


def _assumed(question: Question, assumed: tuple[str, ...]) -> str:
    told = {"at": "now", "purpose": question.purpose, "call_type": question.call_type.replace("_", " ")}
    named = [told[name] for name in assumed]
    return "Assumed: " + ", ".join([*named, "no consent, no business relationship"]) + "."
