"""The report to read and file: one HTML page that needs nothing beside itself, with no network, for the screen and on paper.

The page is whole without its script, which only filters, searches and shows reasons where the pointer is.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from string import Template

from complint import __version__
from complint.report.about import NO_ADVICE
from complint.report.html import asides, calls, findings, law, matrix, summary
from complint.report.html.context import Context
from complint.report.html.markup import Markup, content, join, tag, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.report.view import View
    from complint.run import Report

_PARTS = (
    ("documents", "Verdict per document"),
    ("findings", "Findings"),
    ("undecided", "What could not be decided"),
    ("calls", "Call schedules"),
    ("matrix", "Documents and requirements"),
    ("waivers", "Waivers and baseline"),
    ("skipped", "What was not checked"),
    ("law", "Law in force"),
    ("reasons", "Why not"),
)


def render(report: Report, view: View) -> str:
    """Return the page; the same report and view give the same text. `view.checked_at` says when, where it should be told.

    The matrix needs the outcomes of every requirement, the charts `Schedule.chart`: a run makes both where asked
    (`Options.outcomes`, `Options.charts`).
    """
    context = Context(report, view)
    sections = {
        "documents": summary.documents(context),
        "findings": findings.section(context),
        "undecided": asides.undecided(context),
        "calls": calls.section(context),
        "matrix": matrix.section(context),
        "waivers": asides.accepted(context),
        "skipped": asides.skipped(context),
        "law": law.section(context),
        "reasons": law.reasons(context),
    }
    links = [tag("li", tag("a", name, href=f"#{key}")) for key, name in _PARTS if sections[key] is not None]
    style, script = _read("page.css"), _read("page.js")
    return Template(_read("page.html")).substitute(
        title=text(f"Compliance report, law as of {report.as_of}"),
        policy=_policy(style, script),
        style=style,
        script=script,
        version=text(__version__),
        contents=content(links),
        header=summary.header(context),
        body=join((sections[key] or Markup("") for key, _ in _PARTS), Markup("\n")),
        advice=text(f"{NO_ADVICE}."),
    )


def _policy(style: str, script: str) -> Markup:
    """Return a content security policy that lets this page's own style and script run, and nothing be fetched."""
    return Markup(
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"
    )


def _hash(source: str) -> str:
    return "sha256-" + b64encode(sha256(source.encode()).digest()).decode()


def _read(name: str) -> str:
    from importlib.resources import files

    return files(__package__).joinpath(name).read_text("utf-8")
