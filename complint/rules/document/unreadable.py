"""File that cannot be read.

Why
    What cannot be read cannot be judged, and the vendor's command line cannot push it either. Text before or after the JSON value,
    such as a line of output that a shell redirect caught, is stepped over here, but stricter readers refuse the file.
Bad
    ```json agent_configs/front-desk.json
    {"name": "Front desk", "conversation_config": {"agent": {"first_message": "Hello",}}}
    ```
Good
    ```json agent_configs/front-desk.json
    {"name": "Front desk", "conversation_config": {"agent": {"first_message": "Hello"}}}
    ```
Fix
    none. The message names the cause and the place.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import WARNING, Hit
from complint.model.document import Document


def check(document: Document) -> Iterator[Hit]:
    """Yield a hit for a file that could not be loaded, or one per piece of dirt that was stepped over."""
    if document.error is not None:
        yield Hit((), f"cannot be read: {document.error[0]}")
    for message, line, column in document.noise:
        yield Hit((), f"line {line}, column {column}: {message}; stricter readers refuse the file", severity=WARNING)
