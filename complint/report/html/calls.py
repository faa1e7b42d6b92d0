"""Call schedules: verdicts of the calls, by local hour against the lawful hours, and by reason; each chart is a table, too."""

from __future__ import annotations

from complint.core.schedule import CLASSES
from complint.report.about import listed, many
from complint.report.html.context import Context
from complint.report.html.markup import Markup, address, clipped, content, join, tag
from complint.report.html.svg import bar_chart, clock_chart, hatches, share_bar
from complint.report.html.tables import body, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.core.schedule import Chart, Clock, Schedule

_CHARTS = 12  # clocks that are drawn; all of them stand in the table
_CLASSES = ("allowed", "blocked for the hour or day", "blocked for another reason", "unknown")

_GROUND = (
    ("always", "lawful hours, on every day and under every law that binds these calls"),
    ("partly", "lawful hours of some states or days only"),
)


def section(context: Context) -> Markup | None:
    """Return the section of call schedules; None where no calls were checked."""
    schedules = context.report.schedules
    if not schedules:
        return None
    return tag(
        "section",
        tag("h2", "Call schedules", id="calls-title"),
        hatches(),
        (_schedule(context, one) for one in schedules),
        id="calls",
        aria_labelledby="calls-title",
    )


def _schedule(context: Context, schedule: Schedule) -> Markup:
    calls = schedule.calls
    verdicts = (calls["allowed"], calls["blocked"], calls["unknown"])
    named = f"{verdicts[0]:,} allowed, {verdicts[1]:,} blocked, {verdicts[2]:,} unknown"
    return tag(
        "article",
        tag("h3", clipped(schedule.path)),
        tag("p", tag("strong", f"{_calls(calls['rows'])}: "), named, "."),
        share_bar(verdicts, f"Shares of the verdicts: {named}") if calls["rows"] else None,
        _dispatch(calls),
        _hours(schedule.chart) if schedule.chart is not None else None,
        _reasons(context, schedule),
        tag(
            "p",
            "Places and times were told by ",
            listed(f"{k} {v}" for k, v in calls["data"].items()),
            ".",
            class_="small",
        ),
        class_="schedule",
    )


def _calls(number: int) -> str:
    return "1 call" if number == 1 else f"{number:,} calls"


def _dispatch(calls: dict[str, object]) -> Markup | None:
    model = calls["dispatch"]
    if not isinstance(model, dict):
        return None
    last = f", the last call at {model['last']}" if model["last"] else ""
    told = f"Dialled from {model['start']}{last}: {model['concurrency']:,} at a time, {model['call_seconds']:,} seconds each."
    assumed = model["assumed"]
    warn = None
    if assumed:
        names = listed(str(one).replace("_", " ") for one in assumed)
        warn = tag("strong", f" Not stated, so assumed: {names}.")
    return tag("p", told, warn)


def _hours(chart: Chart) -> Markup:
    heading = tag("h4", "Calls by local hour of the person called")
    if chart.note is not None:
        return content([heading, tag("p", chart.note[:1].upper() + chart.note[1:].rstrip(".") + ".")])
    drawn = chart.clocks[:_CHARTS]
    rest = chart.clocks[_CHARTS:]
    left = (
        f"{many(len(rest), 'further clock')} with {_calls(sum(one.calls for one in rest))}: see the table. "
        if rest
        else ""
    )
    away = sum(chart.elsewhere)
    nowhere = (
        f"Without a known local time, and in no chart: {_calls(away)} ({_classes(chart.elsewhere)})." if away else ""
    )
    return content(
        [
            heading,
            _legend(),
            tag("div", (_figure(one) for one in drawn), class_="charts")
            if drawn
            else tag("p", "No call has a known local time."),
            tag("p", left, nowhere) if left or nowhere else None,
            _table(chart) if chart.clocks else None,
        ]
    )


def _legend() -> Markup:
    named = (*zip(CLASSES, _CLASSES, strict=True), *_GROUND)
    items = [tag("li", tag("span", class_=f"key k-{name}", aria_hidden="true"), words) for name, words in named]
    return tag("ul", items, class_="legend")


def _figure(clock: Clock) -> Markup:
    late = sum(row[1] for row in clock.hours)
    busiest = max(range(24), key=lambda hour: sum(clock.hours[hour]))
    zones = _zones(clock)
    outside = f"{late:,} outside the lawful hours or on a forbidden day"
    described = (
        f"{zones}: {_calls(clock.calls)}, {outside}; lawful hours {_window(clock)}; most calls at {busiest:02d}:00. "
        "The table below has every number."
    )
    told = (tag("b", zones), tag("span", f"{_calls(clock.calls)}, {outside}"), tag("span", f"Lawful: {_window(clock)}"))
    return tag("figure", tag("figcaption", told), clock_chart(clock, described))


def _zones(clock: Clock) -> str:
    return listed((one.replace("_", " ") for one in clock.zones), "or")


def _window(clock: Clock) -> str:
    """Return the lawful hours in words: those of every law first, then those of some."""
    if not clock.always and not clock.partly:
        return "none"
    always = _stretches(clock.always) if clock.always else "none under every law"
    if not clock.partly:
        return always
    return f"{always}; in some states or on some days also {_stretches(clock.partly)}"


def _stretches(stretches: tuple[tuple[int, int], ...]) -> str:
    return listed(f"{_minute(start)}–{_minute(end)}" for start, end in stretches)


def _minute(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _classes(numbers: tuple[int, ...]) -> str:
    return ", ".join(f"{number:,} {name}" for number, name in zip(numbers, _CLASSES, strict=True) if number)


def _table(chart: Chart) -> Markup:
    numbers = ("Allowed", "Blocked: hour or day", "Blocked: other reason", "Unknown")
    heads = ("Clock", "Hour", *numbers, "Lawful hours")
    bodies = [_clock_rows(one) for one in chart.clocks]
    shown = table("Calls by clock and local hour", heads, bodies, "hours", numbers)
    return tag("details", tag("summary", "The charts as a table"), shown, open=True, class_="data")


def _clock_rows(clock: Clock) -> Markup:
    hours = [(hour, row) for hour, row in enumerate(clock.hours) if any(row)]
    rows = []
    for position, (hour, row) in enumerate(hours):
        cells = [tag("th", f"{hour:02d}:00", scope="row"), *(tag("td", number, class_="num") for number in row)]
        if position == 0:
            cells.insert(0, tag("th", _zones(clock), scope="rowgroup", rowspan=len(hours)))
            cells.append(tag("td", _window(clock), rowspan=len(hours)))
        rows.append(tag("tr", cells))
    return tag("tbody", rows)


def _reasons(context: Context, schedule: Schedule) -> Markup | None:
    by_rule = sorted(schedule.calls["by_rule"].items(), key=lambda pair: (-pair[1], pair[0]))
    found = [
        (number, finding)
        for number, finding in enumerate(context.findings)
        if finding.place.path == schedule.path and finding.rows is not None
    ]
    if not by_rule and not found:
        return None
    rows = [
        tag(
            "tr",
            tag("td", tag("code", finding.rule)),
            tag(
                "td",
                tag("a", context.title(finding.requirement), href=f"#f{number}"),
                tag("small", finding.requirement),
            ),
            tag("td", "not decided" if finding.outcome == "unknown" else finding.severity),
            tag("td", finding.rows.count if finding.rows else 0, class_="num"),
            tag("td", join((address(one.title, one.url) for one in finding.citations[:2]), "; ")),
        )
        for number, finding in sorted(found, key=lambda pair: -(pair[1].rows.count if pair[1].rows else 0))
    ]
    heads = ("Rule", "Requirement", "Weight", "Calls", "Source")
    shown = table("Calls by requirement", heads, body(rows), "by-requirement", ("Calls",)) if rows else None
    if not by_rule:
        return shown
    told = ", ".join(f"{rule} {number:,}" for rule, number in by_rule)
    return content(
        [
            tag("h4", "Blocked calls by reason"),
            tag("p", "A call that several rules block counts under each of them.", class_="small"),
            bar_chart(by_rule, f"Calls blocked, by rule: {told}"),
            shown,
        ]
    )
