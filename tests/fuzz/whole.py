"""Whole runs over documents that are nearly right: no rule breaks, every report can be read back, fixes hold and come to an end."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import xml.etree.ElementTree as ET
from random import Random
from typing import Any

from odd import document, odd, text
from readers import folder, usage

from complint import fixing
from complint.core.errors import ComplintError
from complint.report import load
from complint.report.view import View
from complint.run import Options, Report, check
from complint.settings import Settings
from complint.text.load import load as load_text
from complint.text.loaded import Limits
from complint.text.source import make_source

SETTINGS = Settings(
    agents=({"match": {"path": "**"}, "handles_phi": True, "direction": "outbound", "purpose": "marketing"},),
    organization={"name": "Acme Health", "toll_free": "+18005550142"},
    workspace={"zero_retention": "per-agent", "baa": True, "residency": "us"},
)
DAY = "2026-11-22"
FORMATS = ("text", "json", "jsonl", "sarif", "junit", "github", "gitlab", "markdown", "csv", "html")
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u2028\u2029]")


def project(data: bytes) -> list[str]:
    """Write a few documents into the folder of this process and return the working directory's names for them."""
    dice = Random(data)
    base = folder() / "project"
    for old in sorted(base.rglob("*"), reverse=True):
        old.unlink() if old.is_file() else old.rmdir()
    (base / "agent_configs").mkdir(parents=True, exist_ok=True)
    names = []
    for number in range(dice.choice((1, 1, 2, 3))):
        written, ending = text(dice, document(dice))
        name = dice.choice(("", "agent_configs/")) + dice.choice(
            (f"a{number}", f"a {number}%", f"a\u202e{number}", f"=a{number}", f"#{number}'")
        )
        (base / (name + ending)).write_bytes(written.encode("utf-8", "surrogatepass"))
        names.append(name + ending)
    if dice.random() < 0.3:
        entries = [{"config": dice.choice((*names, odd(dice))), "id": "agent_7"} for _ in range(3)]
        (base / "agents.json").write_text(json.dumps({"agents": entries}), "utf-8")
    os.chdir(base)
    return names


def run_whole(data: bytes) -> None:
    """Check and fix the documents of one input."""
    project(data)
    every = Random(data).random() < 0.2
    options = Options((".",), DAY, outcomes=every, allow_empty=True)
    report = check(options, SETTINGS)
    assert not report.broken, report.broken
    for name in FORMATS:
        read_back(name, load(name).render(report, View(verbose=every, outcomes=every)))
    if report.findings:
        assert_fixes(options)


def assert_fixes(options: Options) -> None:
    """Fixes come to an end; what they write loads, and a second run writes nothing."""
    fixed = fixing.fix(options, SETTINGS, unsafe=True)
    for change in fixed.changes:
        load_text(make_source(change.path, change.after), Limits())
    fixing.save(fixed, (".",))
    again = fixing.fix(options, SETTINGS, unsafe=True)
    assert not again.changes, [change.path for change in again.changes]


def read_back(name: str, rendered: str) -> None:
    """Read a report as its consumers do; nothing in it may be obeyed by a terminal."""
    assert not OBEYED.search(rendered.replace("\r\n", "\n")), (name, OBEYED.search(rendered))
    if name in ("json", "sarif", "gitlab"):
        json.loads(rendered, parse_constant=_no_constant)
    elif name == "jsonl":
        for line in rendered.splitlines():
            json.loads(line, parse_constant=_no_constant)
    elif name == "junit":
        ET.fromstring(rendered)
    elif name == "github":
        assert all(
            line.startswith(("::error ", "::warning ", "::notice ", "::error title=", "::warning title="))
            for line in rendered.split("\n")[:-1]
        )
    elif name == "csv":
        rows = list(csv.reader(io.StringIO(rendered, newline="")))
        assert len({len(row) for row in rows}) <= 1
        assert not any(cell[:1] in ("=", "+", "-", "@", "\t", "\r") for row in rows for cell in row), rows
    elif name in ("markdown", "html"):
        assert "<script>alert" not in rendered


def _no_constant(word: str) -> Any:
    raise AssertionError(word)


def run_config(data: bytes) -> None:
    """Check a document under a configuration of any content."""
    from complint.config import Nearest

    project(data)
    dice = Random(data)
    config = {
        key: odd(dice) if dice.random() < 0.5 else value
        for key, value in {
            "agents": [{"match": {"path": "**"}, "handles_phi": True}],
            "rules": {"tools/*": {"severity": "info"}},
            "exclude": ["a1*"],
            "limits": {"max_nodes": 500},
            "waivers": "waivers.yaml",
            "organization": {"name": "Acme", "aliases": [odd(dice)]},
        }.items()
        if dice.random() < 0.6
    }
    with open("complint.yaml", "w", encoding="utf-8") as stream:
        json.dump(config, stream)
    try:
        nearest = Nearest()
        report: Report = check(Options((".",), DAY, allow_empty=True), nearest.of("."), nearest.of)
    except ComplintError as error:
        usage(error)
        return
    assert not report.broken, report.broken


WHOLE = {"whole": run_whole, "settings": run_config}
