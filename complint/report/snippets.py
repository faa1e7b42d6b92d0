"""Lines of a file for code frames, with every secret in them masked: a frame of any finding may show a line that holds one."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.core.route import Route
    from complint.model.document import Document


class Snippets:
    """The lines of one file, numbered from 1, without their line ends; masked lines are as long as the written ones."""

    def __init__(self, documents: list[Document]) -> None:
        """Take the documents of one file (several for a YAML stream); at least one has a source."""
        from complint.facts.secret_shapes import mask

        source = next(document.source for document in documents if document.source is not None)
        spans = [span for document in documents for span in secret_spans(document)]
        self._masked = mask(source.text, spans)
        self._starts, self._lengths = _lines(source.text)

    @property
    def count(self) -> int:
        """Return the number of lines."""
        return len(self._starts)

    def length(self, number: int) -> int:
        """Return the number of characters of a line."""
        return self._lengths[number - 1]

    def line(self, number: int) -> str:
        """Return a line with its secrets masked."""
        start = self._starts[number - 1]
        return self._masked[start : start + self._lengths[number - 1]]


def _lines(text: str) -> tuple[list[int], list[int]]:
    """Return the offset and the length of each line; lines end where `complint.text.lines` says."""
    starts, lengths = [0], []
    for line in text.replace("\r\n", " \n").replace("\r", "\n").split("\n"):
        end = starts[-1] + len(line)
        crlf = text[end - 1 : end + 1] == "\r\n"
        lengths.append(len(line) - crlf)
        starts.append(end + 1)
    return starts[:-1], lengths


def secret_spans(document: Document) -> list[tuple[int, int]]:
    """Return where a document holds secrets that only their place tells, in characters of the file's text."""
    from complint.core.route import get
    from complint.facts import prompts, secrets

    if document.source is None or document.error is not None or document.data is None:
        return []
    routes: list[Route] = []
    for place in secrets.compute(document, prompts.compute(document)).items:
        written = document.original(place.route)
        if isinstance(get(document.raw, *written), str):
            routes.append(written)
    if not routes:
        return []
    from complint.text.locate import locate

    text = document.source.text
    found = locate(text, document.syntax, routes, document=document.index).values()
    quoted = ((span, text[span.start : span.start + 1] in ("'", '"')) for span in found if span.exact)
    return [(span.start + quote, span.end - quote) for span, quote in quoted]
