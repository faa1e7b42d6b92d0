"""The way from a source to data: which syntax it is in, and its loader."""

from __future__ import annotations

from complint.text.loaded import DEFAULT_LIMITS, Limits, Loaded
from complint.text.source import Source


def load(source: Source, limits: Limits = DEFAULT_LIMITS) -> Loaded:
    """Load a source by its syntax. Raises Unreadable, with the place, where it is broken or beyond `limits`."""
    if syntax_of(source) == "json":
        from complint.text.json_text import load_json

        return load_json(source.text, limits)
    from complint.text.yaml_text import load_yaml

    return load_yaml(source.text, limits)


def syntax_of(source: Source) -> str:
    """Return "json" or "yaml": by the extension of the path, else by whether the text begins like a JSON container."""
    path = source.path.lower()
    if path.endswith(".json"):
        return "json"
    if path.endswith((".yaml", ".yml")):
        return "yaml"
    return "json" if source.text.lstrip()[:1] in ("{", "[") else "yaml"
