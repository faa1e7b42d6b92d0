"""complint: a compliance policy engine and linter for AI voice agents."""

__version__ = "0.1.0"
