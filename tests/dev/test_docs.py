"""The generated documentation."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from complint.dev.docs import BEGIN, END, by_family, documents, outdated, with_table, write
from complint.dev.terminal import svg
from complint.engine.catalog import rule_ids
from complint.policy.store import Store
from complint.report.catalogue import Entry

README = f"# x\n\n{BEGIN}\nold\n{END}\n\nrest\n"


def test_a_page_per_rule_and_a_list_that_links_to_it() -> None:
    made = documents(Store.open(), README)
    others = {"README.md", "docs/rules/README.md", "docs/terminal.svg"}
    assert set(made) == {*others, *(f"docs/rules/{rule}.md" for rule in rule_ids())}
    assert made["README.md"].startswith(f"# x\n\n{BEGIN}\n{len(rule_ids())} rules in ")
    assert (
        f"[mcp](docs/rules/README.md#mcp) ({sum(rule.startswith('mcp/') for rule in rule_ids())})" in made["README.md"]
    )
    assert made["README.md"].endswith(f"\n{END}\n\nrest\n")
    row = "| [hipaa/incompatible-setting](hipaa/incompatible-setting.md) | Setting that does not work"
    assert row in made["docs/rules/README.md"]
    assert made["docs/rules/README.md"].count("\n| [") == len(rule_ids())
    page = made["docs/rules/hipaa/incompatible-setting.md"]
    assert page.startswith("# hipaa/incompatible-setting\n")
    for heading in (
        "## Why",
        "## Bad",
        "## Good",
        "## Fix",
        "## Required by",
        "### `elevenlabs/hipaa/incompatible-setting`",
    ):
        assert f"\n{heading}\n" in page
    assert "| since 2025-07-04 | in force | high | 2026-11-22 |" in page


def test_the_same_input_gives_the_same_bytes() -> None:
    assert documents(Store.open(), README) == documents(Store.open(), README)


def test_writing_makes_up_to_date_and_removes_pages_of_rules_that_are_gone(tmp_path: Path) -> None:
    made = {"README.md": "new\n", "docs/rules/house/a.md": "page\n"}
    (tmp_path / "docs/rules/house").mkdir(parents=True)
    (tmp_path / "docs/rules/house/gone.md").write_text("old\n", "utf-8")
    assert outdated(tmp_path, made) == ["README.md", "docs/rules/house/a.md", "docs/rules/house/gone.md"]
    write(tmp_path, made)
    assert outdated(tmp_path, made) == []
    assert not (tmp_path / "docs/rules/house/gone.md").exists()
    assert (tmp_path / "docs/rules/house/a.md").read_bytes() == b"page\n"
    (tmp_path / "README.md").write_text("edited\n", "utf-8")
    assert outdated(tmp_path, made) == ["README.md"]


def test_a_readme_without_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="rules:begin"):
        with_table("# x\n", "| table |\n")
    with pytest.raises(ValueError, match="rules:begin"):
        with_table(f"# x\n{BEGIN}\n", "| table |\n")


def test_a_family_that_nobody_describes_is_refused() -> None:
    stranger = Entry("novel/thing", "Novel thing.", ("error",), "none", ())
    with pytest.raises(ValueError, match="novel"):
        by_family([stranger])


def test_the_picture_shows_what_is_printed() -> None:
    picture = documents(Store.open(), README)["docs/terminal.svg"]
    rows = ["".join(row.itertext()) for row in ElementTree.fromstring(picture).iter("{http://www.w3.org/2000/svg}text")]
    assert rows[0].startswith("$\N{NO-BREAK SPACE}complint\N{NO-BREAK SPACE}check")
    assert any("tcpa/unidentified-caller" in row for row in rows)
    assert max(map(len, rows)) <= 100


def test_colours_become_spans_and_long_lines_break() -> None:
    made = svg("plain \x1b[1;31mred <&>\x1b[0m\n" + "x" * 150)
    assert '<tspan font-weight="bold" fill="#ff7b72">red\N{NO-BREAK SPACE}&lt;&amp;&gt;</tspan>' in made
    assert f">{'x' * 100}</text>" in made
    assert f">{'x' * 50}</text>" in made
    with pytest.raises(KeyError):
        svg("\x1b[95modd\x1b[0m")
