"""URL without encryption.

Why
    What callers say, their data and the credentials of the request cross the network in clear text, and anybody on the way
    can read it or answer in the server's place.
Bad
    ```json agent_configs/orders.json
    {"name": "Orders", "conversation_config": {"agent": {"prompt": {"prompt": "Help with orders.", "llm": "custom-llm",
      "custom_llm": {"url": "http://llm.acme.example/v1"}}}}}
    ```
Good
    ```json agent_configs/orders.json
    {"name": "Orders", "conversation_config": {"agent": {"prompt": {"prompt": "Help with orders.", "llm": "custom-llm",
      "custom_llm": {"url": "https://llm.acme.example/v1"}}}}}
    ```
Fix
    unsafe. The scheme becomes https, where the URL names no port, no host of a private network and no secret; whether the
    server speaks it is not known.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit
from complint.core.fix import UNSAFE, Fix, Set
from complint.facts.outward_urls import OutwardUrl, OutwardUrls
from complint.facts.secret_shapes import find_secrets
from complint.facts.shown import shown
from complint.policy.law import Law

_PRIVATE = ("localhost", "127.", "10.", "192.168.", "0.0.0.0", "[", "host.docker.internal")  # noqa: S104 - told, not bound


def check(urls: OutwardUrls, law: Law) -> Iterator[Hit]:
    """Yield a hit per URL whose scheme is a key of `law.value`, which maps it to the one that is required."""
    for item in urls.items:
        wanted = law.value.get(item.scheme)
        if wanted is not None:
            yield Hit(
                item.route,
                f"{item.what} at {shown(item.host)} is reached by {item.scheme}://; {wanted}:// is required",
                fix=_fix(item, wanted),
            )


def _fix(item: OutwardUrl, wanted: str) -> Fix | None:
    rest = item.url.strip()[len(item.scheme) + len("://") :]
    local = item.host.startswith(_PRIVATE) or item.host.endswith(".local") or "." not in item.host
    if (
        local
        or not rest.lower().startswith(item.host)
        or rest[len(item.host) :].startswith(":")
        or find_secrets(item.url)
    ):
        return None
    return Fix(UNSAFE, f"change {item.scheme}:// to {wanted}://", (Set(item.route, f"{wanted}://{rest}"),))
