"""Charts as inline SVG: calls by local hour against the lawful hours, and bars by reason. No script, no colour alone."""

from __future__ import annotations

from complint.core.schedule import CLASSES
from complint.report.html.markup import Markup, join, tag

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.core.schedule import Clock

_LEFT, _TOP, _WIDTH, _HEIGHT, _BELOW = 40, 8, 312, 96, 20  # of the plot within its picture, in pixels
_HOUR = _WIDTH / 24


def hatches() -> Markup:
    """Return the patterns that tell classes of calls apart without colour; once on a page."""
    stripes = tag("path", d="M0 6L6 0M-1 1L1 -1M5 7L7 5", class_="stripe")
    dots = tag("circle", cx="2", cy="2", r="1.1", class_="dot")
    patterns = (
        _pattern("h-blocked", 6, "s-blocked", stripes),
        _pattern("h-unknown", 4, "s-unknown", dots),
    )
    return tag(
        "svg", tag("defs", patterns), width="0", height="0", class_="defs", aria_hidden="true", focusable="false"
    )


def _pattern(identity: str, size: int, kind: str, drawn: Markup) -> Markup:
    ground = tag("rect", width=size, height=size, class_=kind)
    return tag("pattern", ground, drawn, id=identity, width=size, height=size, patternUnits="userSpaceOnUse")


def clock_chart(clock: Clock, described: str) -> Markup:
    """Return the calls of a clock by local hour; the ground shows the lawful hours."""
    most = max(1, *(sum(row) for row in clock.hours))
    ground = [_band(stretch, "partly") for stretch in clock.partly] + [
        _band(stretch, "always") for stretch in clock.always
    ]
    bars = [_bar(hour, row, most) for hour, row in enumerate(clock.hours) if any(row)]
    base = _TOP + _HEIGHT
    axis = [
        _line(_LEFT, base, _LEFT + _WIDTH, base, "axis"),
        *(_line(_x(hour), base, _x(hour), base + 4, "axis") for hour in range(0, 25, 6)),
        *(_label(_x(hour), base + 15, f"{hour:02d}:00", "middle") for hour in range(0, 25, 6)),
        _label(_LEFT - 5, _TOP + 8, _short(most), "end"),
        _label(_LEFT - 5, base, "0", "end"),
    ]
    edges = [
        _line(_x(minute / 60), _TOP, _x(minute / 60), base, "edge") for stretch in clock.always for minute in stretch
    ]
    return _picture(_LEFT + _WIDTH + 18, base + _BELOW, [*ground, *bars, *edges, *axis], described)


def bar_chart(rows: list[tuple[str, int]], described: str) -> Markup:
    """Return horizontal bars with their names and numbers."""
    most = max(1, *(number for _, number in rows))
    step, room, start = 26, 300, 250
    drawn = []
    for position, (name, number) in enumerate(rows):
        y = position * step
        width = max(1.0, number / most * room)
        drawn.append(_label(start - 8, y + 16, name, "end"))
        drawn.append(_rect(start, y + 5, width, 15, "s-outside"))
        drawn.append(_label(start + width + 6, y + 16, f"{number:,}", "start"))
    return _picture(start + room + 70, len(rows) * step + 4, drawn, described, "bars")


def share_bar(numbers: tuple[int, int, int], described: str) -> Markup:
    """Return one bar of the shares allowed, blocked, unknown."""
    total, x, drawn = max(1, sum(numbers)), 0.0, []
    for name, number in zip(("allowed", "outside", "unknown"), numbers, strict=True):
        width = number / total * 640
        drawn.append(_rect(x, 0, width, 18, f"s-{name}", "h-unknown" if name == "unknown" else None))
        x += width
    return _picture(640, 18, drawn, described, "share")


def _picture(width: float, height: float, drawn: list[Markup], described: str, kind: str = "hours") -> Markup:
    return tag(
        "svg", join(drawn), viewBox=f"0 0 {width:g} {height:g}", width=f"{width:g}", height=f"{height:g}", role="img",
        aria_label=described, class_=f"chart {kind}",
    )  # fmt: skip


def _bar(hour: int, row: tuple[int, ...], most: int) -> Markup:
    parts, y = [], float(_TOP + _HEIGHT)
    for name, number in zip(CLASSES, row, strict=True):
        height = number / most * _HEIGHT
        if number:
            y -= height
            hatch = f"h-{name}" if name in ("blocked", "unknown") else None
            parts.append(_rect(_x(hour) + 1, y, _HOUR - 2, height, f"s-{name}", hatch))
    return join(parts)


def _band(stretch: tuple[int, int], kind: str) -> Markup:
    start, end = stretch
    return _rect(_x(start / 60), _TOP, (end - start) / 60 * _HOUR, _HEIGHT, f"band-{kind}")


def _x(hour: float) -> float:
    return _LEFT + hour * _HOUR


def _rect(x: float, y: float, width: float, height: float, kind: str, hatch: str | None = None) -> Markup:
    place = {"x": f"{x:g}", "y": f"{y:.2f}", "width": f"{width:.2f}", "height": f"{height:.2f}"}
    return tag("rect", **place, fill=f"url(#{hatch})") if hatch else tag("rect", **place, class_=kind)


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    return tag("line", x1=f"{x1:g}", y1=f"{y1:g}", x2=f"{x2:g}", y2=f"{y2:g}", class_=kind)


def _label(x: float, y: float, words: str, anchor: str) -> Markup:
    return tag("text", words, x=f"{x:g}", y=f"{y:g}", text_anchor=anchor)


def _short(number: int) -> str:
    """Return a number in at most five characters: 1,250 as it is, 28,151 as 28.2k."""
    if number < 10_000:
        return f"{number:,}"
    return f"{number / 1e3:.0f}k" if number < 1_000_000 else f"{number / 1e6:.1f}M"
