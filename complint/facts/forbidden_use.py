"""What zero retention forbids and a document may use: models, MCP servers, batch calls; looked for only when asked.

A rule that few documents concern asks for this instead of the facts themselves, which the others then never pay for.
"""

from __future__ import annotations

from complint.model.document import Document
from complint.model.project import Project

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.facts.llm_references import LlmReferences
    from complint.facts.mcp_use import McpUse


class ForbiddenUse:
    """The uses of one document."""

    __slots__ = ("_document", "_project")

    def __init__(self, document: Document, project: Project) -> None:
        self._document, self._project = document, project

    def models(self) -> LlmReferences:
        """Return the model references."""
        from complint.facts import call_overrides, completeness, llm_references, prompts

        return llm_references.compute(
            self._document,
            prompts.compute(self._document),
            completeness.compute(self._document, self._project),
            call_overrides.compute(self._document),
        )

    def mcp(self) -> McpUse:
        """Return the uses of MCP."""
        from complint.facts import call_overrides, mcp_use, prompts, tool_references

        found = prompts.compute(self._document)
        references = tool_references.compute(self._document, found)
        overrides = call_overrides.compute(self._document)
        return mcp_use.compute(self._document, self._project, found, references, overrides)

    def batch(self) -> str | None:
        """Return "a batch call" or "a campaign", or None."""
        from complint.facts import batches

        return batches.compute(self._document).what


def compute(document: Document, project: Project) -> ForbiddenUse:
    """Return the uses of a document, none looked for yet."""
    return ForbiddenUse(document, project)
