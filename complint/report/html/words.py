"""The marks and words of the page: every colour has a sign and a word beside it."""

from __future__ import annotations

from complint.report.html.markup import Markup, tag

MARKS = {
    "error": ("✗", "error"),
    "warning": ("▲", "warning"),
    "info": ("i", "info"),
    "unknown": ("?", "not decided"),
}
OUTCOMES = {
    "pass": ("✓", "pass"),
    "fail": ("✗", "fail"),
    "unknown": ("?", "unknown"),
    "error": ("!", "error"),
    "not-applicable": ("–", "n/a"),
}
KINDS = {
    "agent": "agent",
    "tool": "tool",
    "registry": "registry",
    "test": "test",
    "mcp-server": "MCP server",
    "mcp-override": "MCP override",
    "speech-request": "speech request",
    "schedule": "call schedule",
    "settings": "settings file",
}
_PLURALS = {"registry": "registries"}


def badge(level: str) -> Markup:
    """Return the sign and word of a level."""
    sign, word = MARKS[level]
    return tag("span", tag("span", sign, aria_hidden="true"), " ", word, class_=f"badge {level}")


def kinds_in_words(kind: str, number: int) -> str:
    """Return a number of documents of a kind: "11 agents"."""
    name = KINDS.get(kind, kind)
    return f"{number:,} {name}" if number == 1 else f"{number:,} {_PLURALS.get(kind, name + 's')}"
