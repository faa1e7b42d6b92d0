"""The page in a real browser: filters, search, keyboard, contrast, paper, without a script, with hostile words, no network."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from complint.config import Nearest
from complint.core.finding import Outcome, Place
from complint.report import load
from complint.report.view import View
from complint.run import Options, Report, check

ROOT = Path(__file__).parents[3]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium"),
    # the driver leaves its pipe to the interpreter
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]
PAPER = {"width": 688, "height": 1000}  # A4 less the margins of the page, in pixels
HOSTILE = '</script><img src=x onerror="document.title=`owned`"><script>document.title="owned"</script>'

CONTRAST = (Path(__file__).parent / "contrast.js").read_text("utf-8")


@pytest.fixture(scope="module")
def report() -> Report:
    """Return the report on the bad samples, with all outcomes and charts."""
    before = os.getcwd()
    os.chdir(ROOT / "sample_configs" / "bad")
    try:
        nearest = Nearest()
        return check(Options((".",), "2026-11-22", outcomes=True, charts=True), nearest.of("."), nearest.of)
    finally:
        os.chdir(before)


@pytest.fixture(scope="module")
def path(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page, written."""
    return write(tmp_path_factory.mktemp("page"), report)


def write(folder: Path, report: Report) -> Path:
    made = folder / "report.html"
    made.write_text(load("html").render(report, View(checked_at="2026-11-22T12:00:00Z")), "utf-8")
    return made


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Return a headless Chromium."""
    with playwright.sync_playwright() as driver:
        made = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture
def visit(browser: Any) -> Iterator[Any]:
    """Return what opens a page and fails afterwards if it complained or asked for anything but itself."""
    told: list[str] = []
    asked: list[tuple[str, str]] = []
    contexts = []

    def visit(path: Path, **settings: Any) -> Any:
        context = browser.new_context(**settings)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("request", lambda request: asked.append((request.url, path.as_uri())))
        page.goto(path.as_uri())
        return page

    yield visit
    for context in contexts:
        context.close()
    assert told == []
    assert [url for url, own in asked if url != own] == []
    assert asked


def shown(page: Any) -> list[dict[str, str]]:
    """Return the data of the findings that can be seen."""
    found: list[dict[str, str]] = page.evaluate(
        "[...document.querySelectorAll('.finding')].filter(one => one.checkVisibility()).map(one => ({...one.dataset}))"
    )
    return found


@pytest.mark.parametrize(
    ("name", "value"),
    [("severity", "warning"), ("outcome", "unknown"), ("family", "hipaa"), ("pack", "us/federal/tcpa")],
)
def test_a_filter_shows_what_it_names_and_all_of_it(
    visit: Any, path: Path, report: Report, name: str, value: str
) -> None:
    page = visit(path)
    assert len(shown(page)) == len(report.findings)
    page.select_option(f"#findings select[name={name}]", value)
    playwright.expect(page.locator("#findings output")).not_to_contain_text(f"{len(report.findings)} of")
    wanted = sum(
        {
            "severity": one.severity,
            "outcome": one.outcome,
            "family": one.rule.partition("/")[0],
            "pack": one.requirement.rpartition("/")[0],
        }[name]
        == value
        for one in report.findings
    )
    assert 0 < wanted < len(report.findings)
    seen = shown(page)
    assert len(seen) == wanted
    assert {one[name] for one in seen} == {value}
    assert page.locator("#findings output").inner_text() == f"{wanted} of {len(report.findings)} findings shown"
    page.click("#findings button[type=reset]")
    playwright.expect(page.locator("#findings output")).to_contain_text(f"{len(report.findings)} of")
    assert len(shown(page)) == len(report.findings)


def test_a_document_is_chosen_and_words_are_searched(visit: Any, path: Path, report: Report) -> None:
    page = visit(path)
    page.select_option("#findings select[name=document]", "agents.json")
    playwright.expect(page.locator(".file:not(.off)")).to_have_count(1)
    assert len(shown(page)) == sum(one.place.path == "agents.json" for one in report.findings)
    page.click("#findings button[type=reset]")
    page.type("#findings input[type=search]", "Sunday CALLS")
    playwright.expect(page.locator("#findings output")).not_to_contain_text(f"{len(report.findings)} of")
    page.wait_for_timeout(300)  # a filter waits until the typing has ended
    texts = page.locator(".finding:not(.off)").all_text_contents()
    assert texts
    assert all("sunday" in one.lower() and "calls" in one.lower() for one in texts)
    page.fill("#findings input[type=search]", "no such words at all")
    page.wait_for_selector("#findings .empty", state="visible")
    assert shown(page) == []
    page.evaluate("location.hash = 'f3'")  # a link from the matrix shows its finding, whatever the filter hides
    playwright.expect(page.locator("#f3")).to_be_visible()


def test_the_keyboard_reaches_why_a_cell_is_not_a_pass(visit: Any, path: Path) -> None:
    page = visit(path)
    page.focus(".matrix-filters input[type=search]")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.matrix tbody a')"):
            break
    else:
        pytest.fail("Tab does not lead into the matrix")
    tip = page.locator("#tip")
    assert tip.is_visible()
    assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") == "tip"
    first = tip.inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.matches('.matrix tbody a')")
    assert tip.inner_text() != first
    assert len(tip.inner_text().splitlines()[-1]) > 10
    page.keyboard.press("Escape")
    assert tip.is_hidden()
    stops = page.evaluate(
        "[...document.querySelectorAll('.matrix')].map(t => t.querySelectorAll('tbody a[tabindex=\"0\"]').length)"
    )
    assert set(stops) <= {0, 1}  # a table is one stop, however large
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash.length > 1")


def test_the_pointer_shows_why_and_leaves_nothing_behind(visit: Any, path: Path) -> None:
    page = visit(path)
    cell = page.locator("#matrix td.f a").first
    cell.scroll_into_view_if_needed()
    cell.hover()
    tip = page.locator("#tip")
    assert tip.is_visible()
    finding = page.locator(cell.get_attribute("href") + " h4").text_content()
    assert finding.split()[-1] in tip.inner_text()
    page.mouse.move(2, 2)
    assert tip.is_hidden()


def test_rows_of_the_matrix_are_filtered(visit: Any, path: Path) -> None:
    page = visit(path)
    page.check("input[name=open-rows]")
    rows = page.locator(".matrix tbody tr:not(.off)")
    assert 0 < rows.count() < page.locator(".matrix tbody tr").count()
    assert page.locator(".matrix tbody tr:not(.off):not(:has(.f, .u, .b))").count() == 0
    page.fill(".matrix-filters input[type=search]", "december")
    assert set(page.locator(".matrix tbody tr:not(.off) th").all_text_contents()) == {"schedules/december.csv"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(visit: Any, path: Path, scheme: str) -> None:
    page = visit(path, color_scheme=scheme)
    looked, bad = page.evaluate(CONTRAST)
    assert looked > 3_000
    assert bad == []


def test_contrast_on_paper(visit: Any, path: Path) -> None:
    page = visit(path, color_scheme="dark")
    page.emulate_media(media="print")
    _, bad = page.evaluate(CONTRAST)
    assert bad == []


@pytest.mark.parametrize("width", [400, 760, 1360])
def test_the_page_itself_never_scrolls_sideways(visit: Any, path: Path, width: int) -> None:
    page = visit(path, viewport={"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_paper_all_is_open_and_nothing_is_cut_off(visit: Any, path: Path) -> None:
    page = visit(path, viewport=PAPER)
    page.fill("#findings input[type=search]", "no such words at all")
    page.wait_for_selector("#findings .empty", state="visible")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = false; })")
    total = page.locator(".finding").count()
    page.emulate_media(media="print")
    assert len(shown(page)) == total
    assert page.locator("form:visible").count() == 0
    beyond = """width => [...document.querySelectorAll('main *, header *')].filter(one =>
        !one.closest('pre, svg') && one.getBoundingClientRect().right > width + 1 && one.checkVisibility()
      ).map(one => one.tagName + '.' + one.className + ' ' + one.textContent.slice(0, 40)).slice(0, 5)"""
    assert page.evaluate(beyond, PAPER["width"]) == []
    data = page.pdf(format="A4")
    assert data.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", data)) > 20


def test_without_a_script_all_is_there(visit: Any, path: Path, report: Report) -> None:
    page = visit(path, java_script_enabled=False)
    assert page.locator("form:visible").count() == 0
    assert page.locator(".finding:visible").count() == len(report.findings)
    assert page.locator("details:not([open])").count() == 0
    link = page.locator("#matrix td.n a").first
    assert page.locator(link.get_attribute("href")).is_visible()


def test_hostile_words_are_only_words(visit: Any, make: Any, tmp_path: Path) -> None:
    name = HOSTILE + "n" * 10_000
    found = [make.finding(Place(name, f"/{HOSTILE}", 1, 1, 1, 2), HOSTILE, why="\u202e\x1b[2J", rule=f"a/{HOSTILE}")]
    outcomes = (Outcome("house/example/right-thing", "house/wrong-thing", name, "unknown", HOSTILE),)
    report = make.report([make.document(name, '{"name": "' + "m" * 10_000 + '"}')], found, outcomes=outcomes)
    page = visit(write(tmp_path, report), viewport={"width": 800, "height": 900})
    assert page.title().startswith("Compliance report")
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 1
    assert HOSTILE in page.locator(".finding h4").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 800
    page.locator("#matrix td a").first.focus()
    assert page.locator("#tip").is_visible()
    assert page.locator("#tip img").count() == 0
