"""Rule pages, as they are read from docstrings and shown."""

from __future__ import annotations

import pytest

from complint.report.page import markdown, page_of, read_page

PAGE = """Voice that is too loud.

Why
    A caller who is shouted at
    hangs up.

    So do their friends.
Bad
    ```yaml agent.yaml
    volume: 11
    ```
Good
    ```yaml agent.yaml
    volume: 3
    ```
Fix
    unsafe. The volume is
    turned down.
"""


def test_a_page_has_headline_sections_and_the_safety_of_its_fix() -> None:
    page = read_page("house/loud-voice", PAGE)
    assert page.headline == "Voice that is too loud."
    assert list(page.sections) == ["Why", "Bad", "Good", "Fix"]
    assert page.sections["Bad"] == "```yaml agent.yaml\nvolume: 11\n```"
    assert page.safety == "unsafe"
    assert page.fix == "Unsafe: it may change behaviour. The volume is turned down."


def test_markdown_joins_prose_and_keeps_examples() -> None:
    assert markdown(read_page("house/loud-voice", PAGE)) == (
        "## Why\n\nA caller who is shouted at hangs up.\n\nSo do their friends.\n\n"
        "## Bad\n\n```yaml agent.yaml\nvolume: 11\n```\n\n## Good\n\n```yaml agent.yaml\nvolume: 3\n```\n\n"
        "## Fix\n\nUnsafe: it may change behaviour. The volume is turned down."
    )


@pytest.mark.parametrize("text", ["", "Only a headline.", "Why\n", "Fix\n    safe"])
def test_what_a_page_lacks_is_empty(text: str) -> None:
    page = read_page("house/x", text)
    assert page.sections.get("Bad", "") == ""
    markdown(page)


def test_pages_of_shipped_and_of_missing_rules() -> None:
    assert page_of("hipaa/incompatible-setting").headline == "Setting that does not work under zero retention."
    assert page_of("house/never-heard-of").headline == ""
