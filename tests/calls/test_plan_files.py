"""The folder of a plan: whole or not at all, never in place of something else; and the command with its exit codes."""

from __future__ import annotations

import csv
import json
import os
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from complint.calls import plan as plan_module
from complint.calls.plan_files import harmless
from complint.calls.plan_yaml import yaml_text
from complint.cli.calls_plan import plan
from complint.core.errors import ComplintError
from complint.text.yaml_text import load_yaml

sys.path.insert(0, os.path.dirname(__file__))

from planning import planned, read_csv, save

HEADER = "id,phone,scheduled_at,call_type,purpose,internal_dnc\n"
GOOD = "a,+12125550142,2026-12-01T15:00:00Z,live,service,no\n"
BAD = "=1+1,nonsense,2026-12-01T15:00:00Z,live,service,no\n"
FOREIGN = "c,+442079460018,2026-12-01T15:00:00Z,live,service,no\n"


def run(tmp_path: Path, text: str, *arguments: str) -> tuple[int, str]:
    path = save(tmp_path / "calls.csv", text)
    result = CliRunner().invoke(plan, [path, "--output", str(tmp_path / "out"), "--no-config", *arguments])
    if isinstance(result.exception, ComplintError):
        return result.exception.exit_code, result.exception.message
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("rows", "arguments", "code"),
    [
        (GOOD, (), 0),
        (GOOD + BAD, (), 1),
        (FOREIGN, (), 1),
        (FOREIGN, ("--allow-unknown",), 0),
        (BAD + FOREIGN, ("--allow-unknown",), 1),
        ("", (), 3),
        ("", ("--allow-empty",), 0),
        (GOOD, ("--horizon-days", "0"), 2),
        (GOOD, ("--timezone", "Mars/Olympus"), 2),
    ],
)
def test_exit_codes(tmp_path: Path, rows: str, arguments: tuple[str, ...], code: int) -> None:
    assert run(tmp_path, HEADER + rows, *arguments)[0] == code


def test_the_report_and_the_manifest(tmp_path: Path) -> None:
    code, text = run(tmp_path, HEADER + GOOD + BAD)
    assert code == 1
    assert "2 calls: 1 kept, 0 moved, 1 quarantined" in text
    assert "calls/invalid-number" in text
    _, text = run(tmp_path, HEADER + GOOD + BAD, "--format", "json")
    expected = {"schema": "complint-plan/1", "input": 2, "kept": 1, "moved": 0, "quarantined": 1, "files": ["plan.csv"]}
    assert json.loads(text) == expected == json.loads((tmp_path / "out" / "plan.json").read_text("utf-8"))


def test_the_quarantine_is_harmless_in_a_spreadsheet(tmp_path: Path) -> None:
    run(tmp_path, HEADER + BAD + GOOD.replace(",no", ",yes"))
    rows = read_csv(tmp_path / "out" / "quarantine.csv")
    assert rows[0] | {"notices": ""} == {
        "row": "1",
        "call_id": "'=1+1",
        "phone_number": "nonsense",
        "rules": "calls/invalid-number",
        "notices": "",
    }
    assert (rows[1]["phone_number"], rows[1]["rules"]) == ("+12125550142", "calls/on-internal-dnc")


@pytest.mark.parametrize("text", ["=A1", "+A1+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "\r=1"])
def test_formulas_are_told_as_text(text: str) -> None:
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["", "a=b", "+1 (212) 555-0142", "-5", "12"])
def test_other_cells_stay(text: str) -> None:
    assert harmless(text) == text


def test_an_earlier_plan_is_replaced_as_a_whole(tmp_path: Path) -> None:
    jsonl = json.dumps({"phone": "+12125550142", "scheduled_at": "2026-12-01T15:00:00Z", "call_type": "live"}) + "\n"
    planned(save(tmp_path / "calls.jsonl", jsonl), str(tmp_path / "out"))
    planned(save(tmp_path / "calls.csv", HEADER + GOOD), str(tmp_path / "out"))
    assert sorted(os.listdir(tmp_path / "out")) == ["plan.csv", "plan.json", "quarantine.csv"]
    assert sorted(os.listdir(tmp_path)) == ["calls.csv", "calls.jsonl", "out"]


def test_a_folder_with_anything_else_is_left_alone(tmp_path: Path) -> None:
    path = save(tmp_path / "calls.csv", HEADER + GOOD)
    planned(path, str(tmp_path / "out"))
    (tmp_path / "out" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for place in ("out", "file"):
        with pytest.raises(ComplintError, match=r"earlier plan|takes a folder"):
            planned(path, str(tmp_path / place))
    assert (tmp_path / "out" / "mine.txt").read_text() == "mine"
    assert sorted(os.listdir(tmp_path)) == ["calls.csv", "file", "out"]


def test_an_empty_folder_and_new_parents_are_fine(tmp_path: Path) -> None:
    path = save(tmp_path / "calls.csv", HEADER + GOOD)
    (tmp_path / "empty").mkdir()
    for place in ("empty", "new/deep/out"):
        planned(path, str(tmp_path / place))
        assert (tmp_path / place / "plan.csv").exists()


def test_nothing_appears_where_something_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(tmp_path / "calls.csv", HEADER + GOOD)
    planned(path, str(tmp_path / "out"))
    before = (tmp_path / "out" / "plan.csv").read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(plan_module, "write_quarantine", fail)
    for place in ("out", "other"):
        with pytest.raises(ComplintError, match="No space left"):
            planned(path, str(tmp_path / place))
    assert (tmp_path / "out" / "plan.csv").read_bytes() == before
    assert sorted(os.listdir(tmp_path)) == ["calls.csv", "out"]


def test_what_turns_out_wrong_goes_to_the_quarantine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The written files are checked before they are kept: a writer's mistake never reaches a dialler."""
    from complint.calls import plan_tables

    late = GOOD.replace("a,", "late,").replace("01T15", "02T03")
    monkeypatch.setattr(plan_tables, "written", lambda at, like, header: "2026-12-02T04:00:00Z")
    made = planned(save(tmp_path / "calls.csv", HEADER + GOOD + late), str(tmp_path / "out"))
    assert (made.data["kept"], made.data["moved"], made.data["quarantined"]) == (1, 0, 1)
    with (tmp_path / "out" / "plan.csv").open(newline="") as stream:
        assert [row["id"] for row in csv.DictReader(stream)] == ["a"]
    assert read_csv(tmp_path / "out" / "quarantine.csv")[0]["rules"] == "calls/outside-calling-hours"


_SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**12), 10**12), st.text(st.characters(codec="utf-8"), max_size=12)
)
_TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Z")), min_size=1, max_size=8)


@given(
    st.recursive(
        _SCALARS | st.sampled_from(["on", "0o17", "1e3", "2026-12-01", "12:30", "~", "- a", "a: b", "#x"]),
        lambda below: (
            st.lists(below, max_size=4)
            | st.dictionaries(_TEXTS | st.sampled_from(["y", "null", "1", "<<"]), below, max_size=4)
        ),
        max_leaves=12,
    )
)
def test_yaml_reads_back_as_it_was(data: object) -> None:
    from complint.text.loaded import DEFAULT_LIMITS

    assert list(load_yaml(yaml_text({"data": data}), DEFAULT_LIMITS).documents) == [{"data": data}]
