"""Cases for rules: run the examples of a rule's page and the case files beside a rule.

A case is a set of files and the findings expected of one rule. In a page's Bad and Good sections, and in case files
(`tests/rules/<family>/<slug>.md`), files are fenced blocks whose info string is the language and the path:

    ```yaml agent_configs/a.yaml

A file `complint.yaml` configures the run. In a case file each `## title` begins a case; text lines `as of: DATE` and
`profile: NAME` set the run; a block with the info string `findings` holds one expected finding a line:

    error agent_configs/a.yaml /conversation_config/agent/prompt/llm
    unknown a.yaml /conversation_config/agent/first_message

where the first word is the severity, or `unknown`; an empty block expects none. Text after ` -- `
must occur in the message.
"""

from __future__ import annotations

import os
import re
import tempfile

from complint.core.record import record
from complint.report.page import read_page

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.core.finding import Finding

DEFAULT_DAY = "2026-11-22"
_FENCE = re.compile(r"^( *)```(\S+)?[ \t]*([^\n]*)\n(.*?)^\1```[ \t]*$", re.M | re.S)


@record
class Case:
    """Files of one case; `expected` lines as in a findings block, or None where only "fires" is asked."""

    title: str
    files: tuple[tuple[str, str], ...]
    expected: tuple[str, ...] | None = None
    as_of: str = DEFAULT_DAY
    profile: str | None = None


def page_case(page: str, section: str) -> Case:
    """Return the example of a page's Bad or Good section as a case. Raises ValueError where it has no file."""
    body = read_page("", page).sections.get(section, "")
    case = _case(section, body)
    if not case.files:
        raise ValueError(f"the section {section} holds no fenced file")
    return case


def read_cases(text: str) -> list[Case]:
    """Return the cases of a case file."""
    parts = re.split(r"^## +(.+)$", text, flags=re.M)
    return [_case(title.strip(), body) for title, body in zip(parts[1::2], parts[2::2], strict=True)]


def _case(title: str, body: str) -> Case:
    files: list[tuple[str, str]] = []
    expected: tuple[str, ...] | None = None
    for indent, language, name, content in _FENCE.findall(body):
        lines = [line[len(indent) :] if line.startswith(indent) else line for line in content.split("\n")]
        text = "\n".join(lines)
        if language == "findings":
            expected = tuple(line.strip() for line in text.split("\n") if line.strip())
        else:
            files.append((name.strip(), text))
    prose = _FENCE.sub("", body)
    day = re.search(r"^as of: *(\S+)", prose, re.M)
    profile = re.search(r"^profile: *(\S+)", prose, re.M)
    return Case(title, tuple(files), expected, day[1] if day else DEFAULT_DAY, profile[1] if profile else None)


def run_case(case: Case, rule: str) -> list[Finding]:
    """Return the findings of one rule on a case's files, checked as a project in a folder of its own.

    Raises AssertionError where a rule of complint broke.
    """
    from complint.config import Nearest
    from complint.run import Options, check

    before = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        for name, text in case.files:
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8", newline="") as stream:
                stream.write(text)
        os.chdir(folder)
        try:
            nearest = Nearest()
            options = Options((".",), case.as_of, profile=case.profile, select=(rule,))
            report = check(options, nearest.of("."), nearest.of)
        finally:
            os.chdir(before)
    assert not report.broken, report.broken
    return [finding for finding in report.findings if finding.rule == rule]


def mismatches(case: Case, findings: list[Finding]) -> list[str]:
    """Return what differs between the expected and the found findings, in words; empty when they agree."""
    found = [(_line(finding), finding.message) for finding in findings]
    wrong = []
    for line in case.expected or ():
        place, _, words = line.partition(" -- ")
        match = next((one for one in found if one[0] == place.strip() and words.strip() in one[1]), None)
        if match is None:
            wrong.append(f"expected, not found: {line}")
        else:
            found.remove(match)
    return wrong + [f"found, not expected: {line} -- {message}" for line, message in found]


def _line(finding: Finding) -> str:
    first = "unknown" if finding.outcome == "unknown" else finding.severity
    return f"{first} {finding.place.path} {finding.place.pointer or ''}".strip()
