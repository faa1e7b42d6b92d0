"""The page as text: whole, the same every time, sound as a document, and true to the report."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complint.core.finding import Outcome, Place, Suppression
from complint.core.record import replace
from complint.core.schedule import Chart, Clock, Schedule
from complint.report import load
from complint.report.html.context import Context
from complint.report.html.excerpt import excerpt
from complint.report.html.summary import overall, verdict
from complint.report.snippets import Snippets
from complint.report.view import View

CALLS = {
    "rows": 12, "allowed": 8, "blocked": 3, "unknown": 1, "by_rule": {"calls/forbidden-day": 3},
    "dispatch": {"start": "2026-12-01T15:00:00Z", "last": None, "concurrency": 10, "call_seconds": 120, "assumed": ["concurrency"]},
    "data": {"pytz": "2026.1"},
}  # fmt: skip
HOURS = tuple((4, 1, 0, 0) if hour == 9 else (4, 1, 1, 1) if hour == 20 else (0, 0, 0, 0) for hour in range(24))
CHART = Chart((Clock(("America/Denver", "America/Phoenix"), HOURS, ((540, 1200),), ((480, 540),)),), (0, 0, 0, 0))


def render(report: Any, **view: Any) -> str:
    page: str = load("html").render(report, View(**view))
    return page


class Page(HTMLParser):
    """A page read: start tags in order, ids, links within, headings, visible text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.heads: list[dict[str, str | None]] = []
        self.shown: list[str] = []
        self._raw = False
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        self._raw = tag in ("style", "script")
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if found.get("href"):
            self.hrefs.append(str(found["href"]))
        if tag == "th":
            self.heads.append(found)

    def handle_endtag(self, tag: str) -> None:
        self._raw = False

    def handle_data(self, data: str) -> None:
        if not self._raw:
            self.shown.append(data)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.shown).split())


def full(make: Any) -> Any:
    """Return a report with one of everything, calls and waivers too."""
    report = make.sample()
    accepted = Suppression("waiver", "the old line is being replaced", "R. Alder", "2026-12-31", "ALD-7")
    first, *rest = report.findings
    found = (replace(first, status="waived", suppression=accepted), *rest)
    return replace(report, findings=found, schedules=(Schedule("schedules/winter.csv", CALLS, CHART),))


def test_the_page_is_sound(make: Any) -> None:
    source = render(full(make))
    page = Page(source)
    assert len(set(page.ids)) == len(page.ids)
    assert {href[1:] for href in page.hrefs if href.startswith("#")} <= set(page.ids)
    assert all(head.get("scope") for head in page.heads)
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert '<html lang="en">' in source
    assert {"header", "nav", "main", "footer"} <= set(page.tags)


def test_nothing_is_fetched_and_only_its_own_script_runs(make: Any) -> None:
    source = render(full(make))
    assert not re.search(r"\bsrc=|<link|@import|url\((?!#)|<img|<iframe|\son\w+=|\sstyle=", source)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', source)
    assert policy is not None
    assert policy[1].startswith("default-src 'none';")
    assert "unsafe" not in policy[1]
    for name in ("style", "script"):
        (inside,) = re.findall(f"<{name}>(.*?)</{name}>", source, re.S)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy[1]


def test_equal_input_gives_equal_bytes_and_the_clock_stays_out(make: Any) -> None:
    assert render(make.sample()) == render(make.sample())
    assert "Checked at" not in Page(render(make.sample())).words
    assert "Checked at 22 November 2026, 9:30" in Page(render(make.sample(), checked_at="22 November 2026, 9:30")).words


def test_what_a_compliance_officer_asks_for_is_there(make: Any) -> None:
    words = Page(render(full(make))).words
    for told in (
        "1 agent and 1 registry",
        "Not checked: 1 file.",
        "Law in force on 2026-11-22",
        "sha256:" + "0" * 64,
        "in force since 2025-01-01; verified on 2026-10-01, confidence high",
        "Alder handbook, chapter 3",
        "Hello, I am the assistant of Alder Books.",
        "Accepted by R. Alder through 2026-12-31: the old line is being replaced",
        "ticket ALD-7",
        "the opening may be replaced",
        "no agent, tool or registry",
        "nothing says PHI",
        "complint reports; it gives no legal advice.",
        "12 calls: 8 allowed, 3 blocked, 1 unknown.",
        "Not stated, so assumed: concurrency.",
        "America/Denver or America/Phoenix",
        "Lawful: 09:00–20:00; in some states or on some days also 08:00–09:00",
    ):
        assert told in words, told


def test_charts_are_told_as_a_table(make: Any) -> None:
    source = render(full(make))
    assert re.search(
        r'<tr><th scope="rowgroup" rowspan="2">America/Denver or America/Phoenix</th><th scope="row">09:00', source
    )
    label = re.search(r'aria-label="(America/Denver[^"]*)"', source)
    assert label is not None
    assert "12 calls, 2 outside the lawful hours or on a forbidden day" in label[1]


def test_cells_tell_their_outcome_and_lead_to_the_reason(make: Any) -> None:
    source = render(make.sample())
    page = Page(source)
    body = source[source.index('id="matrix"') :]
    assert "<td class=f><a href=#f0>fail</a>" in body
    assert "<td>pass" in body
    assert "Not applicable to any document here:" in page.words  # a column in which nothing applies is a line of text
    (number,) = re.findall(r'<li id="(w\d+)"><b>n/a</b> <span class="reason">nothing says PHI', source)
    outcomes = (*make.sample().outcomes, Outcome("house/example/phi", "house/open-door", "agents.json", "pass"))
    assert f"<td class=n><a href=#{number}>n/a</a>" in render(replace(make.sample(), outcomes=outcomes))


def test_a_fail_that_is_accepted_is_not_shown_as_a_fail_that_counts(make: Any) -> None:
    report = full(make)
    outcomes = (Outcome("house/example/right-thing", "house/wrong-thing", "agent_configs/alder.json", "fail"),)
    only = replace(report, findings=report.findings[:1], outcomes=outcomes)
    assert "<td class=w><a href=#f0>fail, accepted</a>" in render(only)


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({}, "broken"),
        ({"broken": ("rule house/x failed",)}, "failed"),
        ({"checked": 0}, "nothing"),
        ({"keep": ["the opening may be replaced"]}, "open"),
        ({"keep": ["the model 'nova-9' keeps what it hears"]}, "warned"),
        ({"keep": []}, "met"),
    ],
)
def test_the_verdict_in_words(make: Any, changes: dict[str, Any], key: str) -> None:
    report = make.sample()
    keep = changes.pop("keep", None)
    if keep is not None:
        kept = tuple(one for one in report.findings if one.message in keep)
        changes = {"findings": kept, "outcomes": tuple(one for one in report.outcomes if one.outcome != "fail")}
    context = Context(replace(report, **changes), View())
    found, words = overall(context)
    assert found == key
    assert ("is met" in words) == (key == "met")
    if key in ("open", "warned", "met"):
        assert verdict(context, "agent_configs/alder.json") == key


def test_what_is_unknown_without_a_finding_is_open_too(make: Any) -> None:
    outcome = Outcome("house/example/right-thing", "house/wrong-thing", "a.json", "unknown", "told elsewhere")
    report = make.report([make.document("a.json", "{}")], outcomes=(outcome,))
    context = Context(report, View())
    assert overall(context)[0] == "open"
    assert verdict(context, "a.json") == "open"
    assert "told elsewhere" in Page(render(report)).words


def test_a_waived_fail_is_met_only_as_accepted(make: Any) -> None:
    report = full(make)
    only = replace(
        report,
        findings=report.findings[:1],
        outcomes=tuple(one for one in report.outcomes if one.requirement.endswith("thing")),
    )
    context = Context(only, View())
    assert overall(context)[0] == "waived"
    assert verdict(context, "agent_configs/alder.json") == "waived"


def test_excerpts_mark_spans_and_cut_what_is_long(make: Any) -> None:
    text = "one\n" + "x" * 900 + "SPAN" + "y" * 900 + "\n" + "\n".join(f"line {n}" for n in range(3, 30))
    snippets = Snippets([make.document("a.yaml", text, error=("broken", 1, 1))])
    long = excerpt(snippets, Place("a.yaml", None, 2, 901, 2, 905))
    assert long is not None
    assert "<mark>SPAN</mark>" in long
    assert len(long) < 800
    many = excerpt(snippets, Place("a.yaml", None, 3, 1, 20, 4))
    assert many is not None
    assert many.count("<mark>") == 7
    assert "11 lines more" in many
    assert excerpt(snippets, Place("a.yaml", None)) is None
    assert excerpt(snippets, Place("a.yaml", None, 99, 1, 99, 2)) is None


HOSTILE = st.sampled_from(
    [
        "</script><script>x",
        '"><img src=x onerror=x>',
        "</textarea></title>",
        "<!--",
        "\u202eabc",
        "\x1b[1m",
        "n" * 10_000,
    ]
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(words=st.text(min_size=1, max_size=30) | HOSTILE)
def test_words_of_strangers_change_nothing_but_text(make: Any, words: str) -> None:
    def made(by: str) -> Page:
        at = Place(by, f"/{by}", 1, 1, 1, 2)
        accepted = Suppression("waiver", by, by, by, by)
        found = [
            make.finding(at, by, why=by, requirement=by, rule=by),
            make.finding(at, by, status="waived", suppression=accepted),
        ]
        outcomes = tuple(Outcome(by, by, by, one, by) for one in ("not-applicable",))
        documents = [make.document(by, '{"name": "x"}'), make.document("b" + by, None, None, skipped=by)]
        schedule = Schedule(by, {**CALLS, "by_rule": {by: 1}}, CHART)
        report = make.report(documents, found, outcomes=outcomes, schedules=(schedule,), broken=(by,))
        return Page(render(report, checked_at=by))

    # a beginning in common, so that both stand at the same place of what is sorted
    hostile, harmless = made("zz" + words), made("zzwords")
    assert hostile.tags == harmless.tags
