"""Cases for rules: run the examples of a rule's page and the case files beside a rule.

A case is a set of files and the findings expected of one rule. In a page's Bad and Good sections, and in case files
(`tests/rules/<family>/<slug>.md`), files are fenced blocks whose info string is the language and the path:

    ```yaml agent_configs/a.yaml

A file `complint.yaml` configures the run. In a case file each `## title` begins a case; text lines `as of: DATE` and
`profile: NAME` set the run; a block with the info string `findings` holds one expected finding a line:

    error agent_configs/a.yaml /conversation_config/agent/prompt/llm
    unknown a.yaml /conversation_config/agent/first_message

where the first word is the severity, or `unknown`; an empty block expects none. Text after ` -- `
must occur in the message. Plug-in authors use `read_cases`, `run_case` and `mismatches` in tests of their own.
"""

from __future__ import annotations

import os
import re
import tempfile

from complint.core.record import record, replace
from complint.report.page import read_page
from complint.run import Options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from complint.core.finding import Finding
    from complint.run import Report
    from complint.settings import Settings

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


def run_case(case: Case, rule: str, plugins: tuple[str, ...] = ()) -> list[Finding]:
    """Return the findings of one rule on a case's files, checked as a project in a folder of its own.

    `plugins` are paths of plug-in files that the case needs. Raises AssertionError where a rule broke.
    """
    # what judges waivers needs the findings of all rules
    options = Options(as_of=case.as_of, profile=case.profile, select=() if rule.startswith("waiver/") else (rule,))
    report = run_files(case.files, options, plugins)
    assert not report.broken, report.broken
    return [finding for finding in report.findings if finding.rule == rule]


def run_files(
    files: Iterable[tuple[str, str]],
    options: Options,
    plugins: tuple[str, ...] = (),
    policy_paths: tuple[str, ...] = (),
) -> Report:
    """Return the report on some files, as (path, text), checked as a project in a folder of its own.

    `plugins` and `policy_paths` are added to those that a complint.yaml among the files names.
    """
    from complint.config import Nearest
    from complint.run import check

    wanted = tuple(os.path.abspath(path) for path in plugins)
    packs = tuple(os.path.abspath(path) for path in policy_paths)
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files:
            path = os.path.join(folder, name)
            if not os.path.realpath(path).startswith(os.path.realpath(folder) + os.sep):
                raise ValueError(f"{name!r} leads out of the case's folder")
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8", newline="") as stream:
                stream.write(text)
        os.chdir(folder)
        try:
            nearest = Nearest()
            found: dict[int, Settings] = {}

            def own(path: str) -> Settings:
                settings = nearest.of(path)
                if not wanted and not packs:
                    return settings
                if id(settings) not in found:
                    more = replace(
                        settings,
                        plugins=(*settings.plugins, *wanted),
                        policy_paths=(*settings.policy_paths, *packs),
                    )
                    found[id(settings)] = more
                return found[id(settings)]

            return check(replace(options, allow_plugins=bool(wanted)), own("."), own)
        finally:
            os.chdir(before)


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
