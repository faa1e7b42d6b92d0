"""Tests of policy packs: cases beside a pack, run against one requirement each.

`<pack>/tests/<requirement>.md` has cases as in `complint.testing`; `<pack>/tests/<requirement>.yaml` has a list of

    - title: above the ceiling
      as_of: 2026-11-22
      files: {agent.yaml: {name: Desk, conversation_config: {agent: {prompt: {temperature: 0.9}}}}}
      findings: ["warning agent.yaml /conversation_config/agent/prompt/temperature -- above 0.5"]

where a file is an object or its text. A case passes when the findings of the requirement are those expected. It counts as
a failing example where it expects any, and as a passing one where it expects none and the requirement's outcome is pass:
what is not applicable shows nothing.
"""

from __future__ import annotations

import json
import os
import posixpath

from complint.core.errors import ComplintError
from complint.core.finding import PASS
from complint.core.record import record, replace
from complint.run import Options
from complint.testing import DEFAULT_DAY, Case, mismatches, read_cases, run_files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from complint.policy.store import Store

FOLDER = "tests"


@record
class PolicyCase:
    """A case, the requirement that it is about and the file that it stands in."""

    requirement: str
    rule: str
    case: Case
    file: str


@record
class Tried:
    """What came of a case: `wrong` in words, empty where it holds; `shows` is "fail", "pass" or None (not applicable)."""

    case: PolicyCase
    wrong: tuple[str, ...]
    shows: str | None


def cases_of(store: Store, pack: str) -> Iterator[PolicyCase]:
    """Yield the cases beside a pack. Raises ComplintError for a file that is none or is about no requirement of the pack."""
    known = {requirement["id"]: requirement["rule"] for requirement in store.packs[pack]["requirements"]}
    for folder in store.folders:
        place = os.path.join(folder, *pack.split("/"), FOLDER)
        for name in sorted(os.listdir(place)) if os.path.isdir(place) else ():
            path = os.path.join(place, name)
            stem, suffix = posixpath.splitext(name)
            if suffix not in (".md", ".yaml", ".yml"):
                continue
            requirement = f"{pack}/{stem}"
            if requirement not in known:
                raise ComplintError(f"there is no requirement {requirement!r} that these cases could be about", path)
            text = _text(path)
            found = read_cases(text) if suffix == ".md" else _yaml_cases(text, path)
            yield from (PolicyCase(requirement, known[requirement], case, path) for case in found)


def _text(path: str) -> str:
    from complint.text.errors import Unreadable
    from complint.text.loaded import Limits
    from complint.text.source import read_source

    try:
        return read_source(path, max_bytes=Limits().max_bytes).text
    except Unreadable as error:
        raise ComplintError(error.message, path, error.line, error.column) from None


def try_case(case: PolicyCase, pack: str, folders: tuple[str, ...], plugins: tuple[str, ...] = ()) -> Tried:
    """Run a case against its requirement, with its pack and no other; `folders` are those of packs that are not shipped."""
    named = any(name == "complint.yaml" and "policies:" in text for name, text in case.case.files)
    options = Options(
        as_of=case.case.as_of,
        profile=case.case.profile,
        policies=() if case.case.profile or named else (pack,),
        select=() if case.rule.startswith("waiver/") else (case.requirement,),  # what judges waivers needs all findings
        outcomes=True,
    )
    if case.case.expected is None:
        return Tried(case, ("the case has no findings block",), None)
    try:
        report = run_files(case.case.files, options, plugins, folders)
    except (ComplintError, ValueError) as error:
        return Tried(case, (str(error),), None)
    found = [finding for finding in report.findings if finding.requirement == case.requirement]
    wrong = [*report.broken, *mismatches(case.case, found)]
    if found:
        return Tried(case, tuple(wrong), "fail")
    passed = any(one.outcome == PASS and one.requirement == case.requirement for one in report.outcomes)
    return Tried(case, tuple(wrong), PASS if passed else None)


def _yaml_cases(text: str, path: str) -> list[Case]:
    from complint.text.errors import Unreadable
    from complint.text.loaded import Limits
    from complint.text.yaml_text import load_yaml

    try:
        documents = load_yaml(text, Limits()).documents
    except Unreadable as error:
        raise ComplintError(error.message, path, error.line, error.column) from None
    listed = documents[0] if documents else []
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise ComplintError("cases are a list of {title, as_of, files, findings}", path)
    return [_yaml_case(one, path) for one in listed]


def _yaml_case(data: dict[str, Any], path: str) -> Case:
    odd = [key for key in data if key not in ("title", "as_of", "profile", "files", "document", "findings")]
    if odd:
        raise ComplintError(
            f"a case has no key {str(odd[0])!r}; known: title, as_of, profile, files, document, findings", path
        )
    files = data.get("files")
    if files is None and data.get("document") is not None:
        files = {"agent.json": data["document"]}
    findings = data.get("findings")
    if not isinstance(files, dict) or not isinstance(findings, list):
        raise ComplintError(f"the case {data.get('title')!r} requires files (or a document) and findings", path)
    texts = tuple(
        (str(name), body if isinstance(body, str) else json.dumps(body, indent=2)) for name, body in files.items()
    )
    made = Case(str(data.get("title")), texts, tuple(str(line) for line in findings))
    return replace(made, as_of=str(data.get("as_of") or DEFAULT_DAY), profile=data.get("profile"))
