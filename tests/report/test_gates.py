"""Formats for gates and spreadsheets: github, gitlab, junit, markdown, csv."""

from __future__ import annotations

import csv
import io
import json
import os
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from complint.core.finding import Outcome, Place, Rows, Suppression
from complint.core.record import replace
from complint.core.schedule import Schedule
from complint.report import FORMATS, load
from complint.report.csv import cell
from complint.report.markdown import code, prose
from complint.report.view import View

NASTY = "a,b:c%0A::error::\n\r\x1b[31m|`<b>&\"'@you\u202e\x00\ufffe"


def render(form: str, report: Any, **view: Any) -> str:
    text: str = load(form).render(report, View(**view))
    return text


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_format_survives_hostile_words_and_ends_with_a_newline(make: Any, form: str) -> None:
    at = Place(NASTY, f"/{NASTY}", 1, 1, 1, 2)
    found = make.finding(at, NASTY, why=NASTY, requirement=NASTY)
    outcomes = (Outcome(NASTY, "house/x", NASTY, "not-applicable", NASTY),)
    skipped = make.document(NASTY, None, None, skipped=NASTY)
    report = make.report([make.document(NASTY, "{}"), skipped], [found], outcomes=outcomes, broken=(NASTY,))
    for view in (View(), View(verbose=True, outcomes=True, statistics=True), View(quiet=True)):
        text = load(form).render(report, view)
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        for control in ("\x1b", "\x00", "\u202e", "\r"):
            assert control not in text


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_no_format_prints_a_secret_that_a_message_quotes(make: Any, form: str) -> None:
    secret = "sk_" + "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a6978"
    found = make.finding(make.place("a.json", "", 1, 1, 1), f"odd value {secret}", why=secret)
    outcomes = (Outcome("house/example/x", "house/x", "a.json", "error", f"rule failed: {secret}"),)
    report = make.report(
        [make.document("a.json", "{}")], [found], outcomes=outcomes, broken=(f"rule failed: {secret}",)
    )
    text = render(form, report, verbose=True, outcomes=True)
    assert secret not in text


def test_github_annotations(make: Any) -> None:
    lines = render("github", make.sample()).splitlines()
    assert lines[0] == (
        "::error file=agent_configs/alder.json,line=5,endLine=5,col=24,endColumn=63,title=house/wrong-thing::"
        "the opening does not say who speaks%0AThings are right (house/example/right-thing)%0A"
        "Alder handbook, chapter 3 https://alder.example/handbook#3%0AFix (shown): say it first"
    )
    assert lines[1].startswith("::warning file=")
    assert "title=house/wrong-thing (unknown)::" in lines[1]
    assert lines[2].startswith("::warning file=")


def test_github_escapes_and_columns(make: Any) -> None:
    found = make.finding(Place("a,b:c.json", None, 1, 2, 3, 4), "50% :: done", severity="info", citations=())
    (line,) = render("github", make.report([make.document("a.json", "{}")], [found])).splitlines()
    assert line.startswith("::notice file=a%2Cb%3Ac.json,line=1,endLine=3,title=house/wrong-thing::50%25 :: done%0A")


def test_github_says_what_broke_and_that_nothing_was_checked(make: Any) -> None:
    lines = render("github", make.report([], broken=("rule house/x failed",))).splitlines()
    assert lines == [
        "::error title=complint failed::rule house/x failed",
        "::warning title=complint::Nothing was checked",
    ]
    assert render("github", make.report([make.document("a.json", "{}")])) == ""


@pytest.mark.parametrize(("many", "cut"), [(10, []), (11, ["there are 11"])])
def test_github_says_when_it_will_not_show_all(make: Any, many: int, cut: list[str]) -> None:
    found = [make.finding(make.place("a.json", "", 1, 1, 1)) for _ in range(many)]
    lines = render("github", make.report([make.document("a.json", "{}")], found)).splitlines()
    assert [line for line in lines if line.startswith("::error file=")] == lines[len(cut) :]
    assert len(lines) == many + len(cut)
    for line, words in zip(lines, cut, strict=False):
        assert line.startswith("::error title=complint::GitHub shows 10 annotations")
        assert words in line


def test_gitlab_and_junit_do_not_look_good_where_nothing_was_looked_at(make: Any) -> None:
    (issue,) = json.loads(render("gitlab", make.report([])))
    assert (issue["description"], issue["severity"], issue["location"]["lines"]["begin"]) == (
        "nothing was checked",
        "info",
        1,
    )
    broken = make.report([make.document("a.json", "{}")], broken=("rule house/x failed",))
    (issue,) = json.loads(render("gitlab", broken))
    assert (issue["description"], issue["severity"]) == ("complint failed: rule house/x failed", "blocker")
    root = ET.fromstring(render("junit", make.report([])))
    assert (root.attrib["tests"], root.attrib["skipped"]) == ("1", "1")


@pytest.mark.parametrize("form", ["csv", "github", "gitlab", "jsonl", "junit", "markdown"])
def test_golden(make: Any, form: str) -> None:
    """Compare with the file under golden/; COMPLINT_GOLDEN=write writes it anew, to be read before it is committed."""
    report = make.sample()
    by = Suppression("waiver", "the old line is being replaced", "R. Alder", "2026-12-31", "ALD-7")
    rows = make.finding(Place("calls/may.csv", None), "no consent: 7 calls", citations=(), rows=Rows(7, (1, 4, 9)))
    found = (*report.findings[:2], replace(report.findings[2], status="waived", suppression=by), rows)
    schedules = (Schedule("calls/may.csv", {"rows": 9, "allowed": 2, "blocked": 7, "unknown": 0}),)
    text = render(form, replace(report, findings=found, schedules=schedules), outcomes=True)
    path = Path(__file__).parent / "golden" / f"report.{form}"
    if os.environ.get("COMPLINT_GOLDEN") == "write":
        path.write_text(text, "utf-8", newline="")
    assert text == path.read_text("utf-8")


def test_gitlab_code_quality(make: Any) -> None:
    issues = json.loads(render("gitlab", make.sample()))
    assert issues[0] == {
        "description": "the opening does not say who speaks",
        "check_name": "house/wrong-thing",
        "fingerprint": "1" * 32,
        "severity": "major",
        "location": {"path": "agent_configs/alder.json", "lines": {"begin": 5, "end": 5}},
    }
    assert [issue["severity"] for issue in issues] == ["major", "minor", "minor"]
    assert issues[1]["description"] == "unknown: the opening may be replaced"


def test_gitlab_fingerprints_are_unique_and_lines_exist(make: Any) -> None:
    found = [make.finding(Place("a.json", None)) for _ in range(3)]
    issues = json.loads(render("gitlab", make.report([make.document("a.json", "{}")], found)))
    assert len({issue["fingerprint"] for issue in issues}) == 3
    assert issues[0]["location"]["lines"] == {"begin": 1, "end": 1}
    assert json.loads(render("gitlab", make.report([make.document("a.json", "{}")]))) == []


def test_junit_has_a_case_per_requirement(make: Any) -> None:
    root = ET.fromstring(render("junit", make.sample()))
    assert root.attrib == {"name": "complint", "tests": "3", "failures": "1", "errors": "0", "skipped": "0"}
    (suite,) = root
    assert suite.attrib["name"] == "agent_configs/alder.json"
    wrong, model, calm = suite
    assert wrong.attrib["name"] == "house/example/right-thing: Things are right"
    failure = wrong.find("failure")
    assert failure is not None
    assert failure.attrib == {"type": "house/wrong-thing", "message": "the opening does not say who speaks"}
    assert "agent_configs/alder.json:5:24: error: the opening" in (failure.text or "")
    output = model.find("system-out")
    assert output is not None
    assert "warning: the model 'nova-9'" in (output.text or "")
    assert list(calm) == []


def test_junit_shows_what_does_not_apply_where_outcomes_are_asked_for(make: Any) -> None:
    root = ET.fromstring(render("junit", make.sample(), outcomes=True))
    skipped = root.find(".//testcase/skipped")
    assert root.attrib["skipped"] == "1"
    assert skipped is not None
    assert skipped.attrib["message"] == "not applicable: nothing says PHI"


def test_junit_unknown_is_skipped_or_fails_and_broken_is_an_error(make: Any) -> None:
    found = make.finding(make.place("a.json", "", 1, 1, 1), "only variables", outcome="unknown", severity="warning")
    outcomes = (
        Outcome("house/example/right-thing", "house/wrong-thing", "a.json", "unknown", "only variables"),
        Outcome("house/example/x", "house/x", "a.json", "error", "rule house/x failed"),
    )
    documents = [make.document("a.json", "{}")]
    mild = ET.fromstring(render("junit", make.report(documents, [found], outcomes=outcomes)))
    assert (mild.attrib["skipped"], mild.attrib["failures"], mild.attrib["errors"]) == ("1", "0", "1")
    strict = ET.fromstring(render("junit", make.report(documents, [found], outcomes=outcomes, fail_on_unknown=True)))
    assert (strict.attrib["skipped"], strict.attrib["failures"], strict.attrib["errors"]) == ("0", "1", "1")


def test_junit_unknown_without_a_finding_is_no_pass(make: Any) -> None:
    outcomes = (Outcome("house/example/right-thing", "house/wrong-thing", "a.json", "unknown", "told elsewhere"),)
    root = ET.fromstring(render("junit", make.report([make.document("a.json", "{}")], outcomes=outcomes)))
    skipped = root.find(".//skipped")
    assert skipped is not None
    assert skipped.attrib["message"] == "unknown: told elsewhere"


def test_junit_of_a_finding_in_another_file_than_the_checked_one(make: Any) -> None:
    found = make.finding(make.place("b.json", "", 1, 1, 1))
    outcomes = (Outcome("house/example/right-thing", "house/wrong-thing", "a.json", "fail"),)
    root = ET.fromstring(render("junit", make.report([make.document("a.json", "{}")], [found], outcomes=outcomes)))
    assert [(suite.attrib["name"], suite.attrib["failures"]) for suite in root] == [("a.json", "0"), ("b.json", "1")]


def test_csv_rows_and_their_columns(make: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(render("csv", make.sample()))))
    assert len(rows) == 3
    assert rows[0]["path"] == "agent_configs/alder.json"
    assert (rows[0]["line"], rows[0]["column"]) == ("5", "24")
    assert rows[0]["fix"] == "say it first: Hello, I am the assistant of Alder Books."
    assert rows[1]["outcome"] == "unknown"
    assert rows[2]["urls"] == "https://alder.example/handbook#3"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\uff1d"])
def test_no_cell_is_a_formula(start: str) -> None:
    assert str(cell(f"{start}SUM(A1)")).startswith("'")


def test_harmless_cells_stay_as_they_are() -> None:
    assert cell("a = b") == "a = b"
    assert cell(7) == 7
    assert cell(None) is None


def test_markdown_summary(make: Any) -> None:
    text = render("markdown", make.sample())
    assert text.startswith("## complint\n\n**1 error, 1 warning and 1 unknown** in 2 documents.\n")
    assert "| 🔴 errors | 🟡 warnings | ⚪ unknown | files skipped |\n|--:|--:|--:|--:|\n| 1 | 1 | 1 | 1 |\n" in text
    head, *folded = text.split("<details>")
    assert "### 1 error" in head
    assert "[Alder handbook, chapter 3](https://alder.example/handbook#3)" in head
    assert [part.partition("</summary>")[0] for part in folded] == [
        "<summary>1 unknown: neither a pass nor a fail",
        "<summary>1 warning",
        "<summary>1 file skipped",
    ]
    assert text.endswith("_Law as of 2026-11-22. complint reports; it gives no legal advice._\n")


def test_markdown_lists_a_number_of_findings_only(make: Any) -> None:
    at = make.place("a.json", "", 1, 1, 1)
    text = render("markdown", make.report([make.document("a.json", "{}")], [make.finding(at)] * 501))
    assert text.count("| `a.json:1` |") == 500
    assert "1 more findings are not listed here." in text


def test_markdown_links_to_lines_where_it_is_known_what_they_lie_under(make: Any) -> None:
    at = make.place("agents/a (1)#x.json", "", 7, 1, 1)
    report = make.report([make.document("a.json", "{}")], [make.finding(at), make.finding(Place("../b.json", None))])
    text = render("markdown", report, source_url="https://git.example/alder/desk/blob/0f1e2d")
    assert (
        "[`agents/a (1)#x.json:7`](https://git.example/alder/desk/blob/0f1e2d/agents/a%20%281%29%23x.json#L7)" in text
    )
    assert "| `../b.json` |" in text  # what lies beside the checkout is nowhere on the web
    assert "](https://git" not in render("markdown", report)


def test_markdown_tells_who_waived_and_what_the_calls_are(make: Any) -> None:
    by = Suppression("waiver", "until the *new* line is live", "R. Alder", "2026-12-31")
    waived = make.finding(make.place("a.json", "", 3, 1, 1), status="waived", suppression=by)
    calls = {"rows": 1200, "allowed": 1000, "blocked": 150, "unknown": 50}
    schedules = (Schedule("calls/may.csv", calls),)
    text = render("markdown", make.report([make.document("a.json", "{}")], [waived], schedules=schedules))
    assert "**Nothing found**, 1 waived in 1 document." in text
    assert "| `a.json:3` | wrong | R. Alder | until the \\*new\\* line is live | 2026-12-31 |" in text
    assert "| `calls/may.csv` | 1,200 | 1,000 | 150 | 50 |" in text


def test_markdown_fits_a_job_summary_and_says_what_is_left_out(make: Any) -> None:
    at = make.place("a.json", "", 1, 1, 1)
    long = [
        make.finding(at, "é" * 4_000, severity=weight) for weight in ("error", "warning", "info") for _ in range(400)
    ]
    text = render("markdown", make.report([make.document("a.json", "{}")], long))
    assert len(text.encode()) <= 1_048_576
    assert "more lines are not shown here: a job summary holds 1 MiB." in text
    assert "> Left out, since a job summary holds 1 MiB: info findings. The other formats have everything." in text
    assert text.count("<details>") == text.count("</details>")
    assert text.endswith("gives no legal advice._\n")


def test_markdown_of_a_clean_run_and_of_nothing(make: Any) -> None:
    assert "**Nothing found** in 1 document." in render("markdown", make.report([make.document("a.json", "{}")]))
    assert "**Nothing was checked.**" in render("markdown", make.report([]))


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40))
def test_markdown_shows_words_as_they_are(words: str) -> None:
    parser = MarkdownIt("commonmark").enable("table").enable("strikethrough")
    table = f"| a | b |\n|---|---|\n| x{prose(words)}x | {code('x' + words + 'x')} |\n"
    cells = [token for token in parser.parse(table) if token.type == "inline"][2:]
    assert len(cells) == 2
    plain, span = cells
    assert "".join(child.content for child in plain.children or []) == f"x{words}x"
    assert [(child.type, child.content) for child in span.children or []] == [("code_inline", f"x{words}x")]
