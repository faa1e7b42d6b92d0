"""The generated documentation."""

from __future__ import annotations

from pathlib import Path

import pytest

from complint.dev.docs import BEGIN, END, documents, outdated, with_table, write
from complint.engine.catalog import rule_ids
from complint.policy.store import Store

README = f"# x\n\n{BEGIN}\nold\n{END}\n\nrest\n"


def test_a_page_per_rule_and_a_table_that_links_to_it() -> None:
    made = documents(Store.open(), README)
    assert set(made) == {"README.md", *(f"docs/rules/{rule}.md" for rule in rule_ids())}
    assert made["README.md"].startswith(f"# x\n\n{BEGIN}\n| rule | finds | severity | fix |\n")
    assert made["README.md"].endswith(f"\n{END}\n\nrest\n")
    row = "| [hipaa/incompatible-setting](docs/rules/hipaa/incompatible-setting.md) | Setting that does not work"
    assert row in made["README.md"]
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
