"""Report formats: each module has `render(report, view) -> str`, pure; the text ends with a newline unless it is empty."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

FORMATS = {
    "text": "complint.report.text",
    "json": "complint.report.json",
    "jsonl": "complint.report.jsonl",
    "sarif": "complint.report.sarif",
    "junit": "complint.report.junit",
    "github": "complint.report.github",
    "gitlab": "complint.report.gitlab",
    "markdown": "complint.report.markdown",
    "csv": "complint.report.csv",
    "html": "complint.report.html",
}


def load(name: str) -> ModuleType:
    """Return the module of a format, imported now. Raises KeyError for a name that is not in FORMATS."""
    import sys

    __import__(FORMATS[name])  # without importlib, whose import takes longer than a short report
    return sys.modules[FORMATS[name]]
