"""Credential written out in a file.

Why
    A configuration is committed, copied, reviewed and pulled; whoever sees it has the key, and taking it out again does not
    take it out of the history. The platform keeps secrets and hands them out by reference.
Bad
    ```json tool_configs/lookup.json
    {"type": "webhook", "name": "lookup", "description": "Look up an order.", "api_schema": {
      "url": "https://orders.acme.example/lookup",
      "request_headers": {"Authorization": "Bearer 7f3a9c1e5b2d48f6a0c4e8b1"}}}
    ```
Good
    ```json tool_configs/lookup.json
    {"type": "webhook", "name": "lookup", "description": "Look up an order.", "api_schema": {
      "url": "https://orders.acme.example/lookup",
      "request_headers": {"Authorization": {"secret_id": "ORDERS_KEY_REFERENCE"}}}}
    ```
Fix
    none. The key has to be revoked, made anew and stored as a secret of the workspace; no edit of the file does that.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit
from complint.facts.secrets import Secrets
from complint.model.document import Document
from complint.policy.law import Law


def check(document: Document, secrets: Secrets, law: Law) -> Iterator[Hit]:
    """Yield a hit per value that holds a secret; never the secret itself, nor a part or the length of it.

    `law.value["required"]` maps kinds of document to the words for what must stand there instead; "any" is for the rest.
    """
    required = law.value["required"].get(document.kind) or law.value["required"]["any"]
    for place in secrets.items:
        yield Hit(place.route, f"{place.what} written out in the file; {required} is required, and a new key")
