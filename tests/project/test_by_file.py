"""What a hook says of single files is what the whole project's run says of them: it may say less, never something else."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from complint.config import Nearest
from complint.core.finding import RANK, Finding
from complint.run import Options, Report, check
from complint.testing import DEFAULT_DAY

SAMPLES = Path(__file__).parents[2] / "sample_configs"
# What only a run over the whole project finds in `bad`: it takes the files that use, call or replace what is found.
ACROSS = {
    "hipaa/data-sent-outside-baa",  # which agents use a tool or an MCP server
    "hipaa/llm-outside-allowlist",  # which agents a test is for
    "tcpa/missing-toll-free-number",  # which agents a schedule lets call
    "live/drifted-agent",  # what is deployed of which file
    "live/missing-agent",
    "live/unreviewed-agent",
    "waiver/unused",
}


def _run(paths: tuple[str, ...], *, by_file: bool) -> Report:
    nearest = Nearest()
    report = check(Options(paths, DEFAULT_DAY, by_file=by_file), nearest.of(paths[0]), nearest.of)
    assert not report.broken
    return report


def _key(finding: Finding) -> tuple[object, ...]:
    place = finding.place
    return (
        place.path,
        finding.rule,
        finding.requirement,
        finding.outcome,
        finding.message,
        finding.status,
        place.pointer,
    )


@pytest.mark.parametrize("name", ["good", "bad"])
def test_single_files_say_what_the_project_says(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(SAMPLES / name)
    report = _run((".",), by_file=False)
    whole = {_key(finding): finding.severity for finding in report.findings}
    paths = sorted({document.path for document in report.documents})
    alone: Counter[tuple[object, ...]] = Counter()
    for path in paths:
        for finding in _run((path,), by_file=True).findings:
            key = _key(finding)
            assert key in whole
            assert RANK[finding.severity] <= RANK[whole[key]]
            alone[key] += 1
    missed = {str(key[1]) for key in whole.keys() - alone.keys()}
    assert {rule for rule in missed if not rule.startswith("calls/")} == (ACROSS if name == "bad" else set())


def test_several_files_at_once_say_no_less() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(SAMPLES / "bad")
        paths = tuple(sorted({document.path for document in _run((".",), by_file=False).documents}))
        whole = {_key(finding) for finding in _run((".",), by_file=False).findings}
        together = {_key(finding) for finding in _run(paths, by_file=True).findings}
        assert together <= whole
        assert {str(key[1]).partition("/")[0] for key in whole - together} == {"calls", "live", "waiver"}
