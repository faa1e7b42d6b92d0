"""`complint dnc` on the command line: what it says, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from complint.cli.commands import run_click
from complint.core.errors import ComplintError


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "full.txt").write_text("2125550142\n212,5550143\n3055550199\n")
    (tmp_path / "change.txt").write_text("2125550143,2026-11-08,D\n4155550107,2026-11-08,A\n")
    return tmp_path


def run(*arguments: str) -> int:
    return run_click(["dnc", *arguments])


def test_from_a_list_to_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("build", "n.dnc", "full.txt", "--date", "2026-11-01") == 0
    assert capsys.readouterr().out == (
        "n.dnc: 3 numbers in 2 area codes, 2.5 MB\n"
        "  registry of 2026-11-01\n"
        "  covers every area code: one that is not in it has no listed number\n"
    )
    assert run("query", "n.dnc", "(212) 555-0143", "--as-of", "2026-11-02") == 1
    assert capsys.readouterr().out == "+12125550143 is listed (registry of 2026-11-01, 1 day old)\n"
    assert run("update", "n.dnc", "change.txt", "--date", "2026-11-09") == 0
    assert "3 numbers in 3 area codes" in capsys.readouterr().out
    assert run("query", "n.dnc", "+12125550143", "--as-of", "2026-12-10") == 0
    assert capsys.readouterr().out == "+12125550143 is not listed (registry of 2026-11-09, 31 days old)\n"
    assert run("query", "n.dnc", "4155550107", "--as-of", "2026-12-11") == 1
    assert capsys.readouterr().out == "+14155550107 is listed (registry of 2026-11-09, 32 days old)\n"
    assert run("query", "n.dnc", "4155550107", "--as-of", "2026-11-08") == 1
    assert "registry of 2026-11-09, later than the day asked for" in capsys.readouterr().out


def test_info(capsys: pytest.CaptureFixture[str]) -> None:
    run("build", "n.dnc", "full.txt", "--date", "2026-11-01", "--covers", "present")
    run("update", "n.dnc", "change.txt")
    capsys.readouterr()
    assert run("info", "n.dnc", "--as-of", "2026-11-22") == 0
    text = capsys.readouterr().out.splitlines()
    assert text[:4] == [
        "n.dnc: 3 numbers in 3 area codes, 3.8 MB; every checksum is right",
        "  registry of 2026-11-01, 21 days old",
        "  covers the area codes below: of any other it says nothing",
        "  made from:",
    ]
    assert text[4].startswith("    2026-11-01  full.txt: 3 added  sha256:")
    assert text[5].startswith("    undated     change.txt: 1 added, 1 removed  sha256:")
    assert text[6:] == ["  numbers by area code:", "    212         1   305         1   415         1"]
    assert run("info", "n.dnc", "--as-of", "2026-11-22", "--format", "json") == 0
    data = json.loads(capsys.readouterr().out)
    assert data["schema"] == "complint-dnc/1"
    assert (data["date"], data["age_days"], data["covers"], data["numbers"]) == ("2026-11-01", 21, "present", 3)
    assert data["area_codes"] == {"212": 1, "305": 1, "415": 1}
    assert [one["name"] for one in data["sources"]] == ["full.txt", "change.txt"]


def test_an_undated_index_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    run("build", "n.dnc", "full.txt")
    assert "undated (--date DAY): calls that need it will be unknown" in capsys.readouterr().out
    assert run("query", "n.dnc", "2125550142") == 1
    assert "undated: how old it is cannot be told" in capsys.readouterr().out
    run("query", "n.dnc", "2125550142", "-f", "json")
    assert json.loads(capsys.readouterr().out) == {
        "number": "+12125550142", "listed": True, "date": None, "age_days": None
    }  # fmt: skip


def test_skipped_lines_are_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "odd.txt").write_text("2125550142\nwhat\n")
    assert run("build", "n.dnc", "odd.txt", "--skip", "1") == 0
    assert "  SKIPPED lines, of which nothing is known:\n    odd.txt:2: 'what'\n" in capsys.readouterr().out
    run("info", "n.dnc")
    assert "1 added, 1 lines SKIPPED" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("query", "n.dnc", "555"), "not a number of ten digits: '555'"),
        (("query", "n.dnc", "2125550142,D"), "not a number of ten digits"),
        (("query", "n.dnc", "4155550107"), "says nothing of area code 415"),
        (("query", "full.txt", "2125550142"), "no Do-Not-Call index"),
        (("query", "none.dnc", "2125550142"), "no such file"),
        (("info", "full.txt"), "no Do-Not-Call index"),
        (("update", "full.txt", "full.txt"), "no Do-Not-Call index"),
        (("update", "none.dnc", "full.txt"), "no such file"),
        (("build", "full.txt", "change.txt"), "is no index: not replaced"),
        (("build", "m.dnc", "none.txt"), "cannot be read: no such file"),
        (("build", "m.dnc", "."), "it is a folder"),
        (("build", "no/m.dnc", "full.txt"), "cannot be written: no such file or directory"),
        (("build", "m.dnc", "full.txt", "--date", "soon"), "--date takes a day like"),
    ],
)
def test_no_answer_is_two(arguments: tuple[str, ...], message: str, folder: Path) -> None:
    run("build", "n.dnc", "full.txt", "--covers", "present")
    with pytest.raises(ComplintError, match=message) as caught:
        run(*arguments)
    assert caught.value.exit_code == 2
    assert (folder / "full.txt").read_text().startswith("2125550142")


def test_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("build", "n.dnc") == 2
    assert run("query", "n.dnc") == 2
    assert "Missing argument" in capsys.readouterr().err


def test_without_the_extra_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("complint.columns.need.missing", lambda: "numpy")
    with pytest.raises(ComplintError, match=r"a Do-Not-Call index needs numpy: pip install 'complint\[calls\]'"):
        run("info", "n.dnc")
