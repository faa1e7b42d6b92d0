"""Speech request to servers outside the declared residency.

Why
    A workspace with data residency lives on servers of its own. A request to another base URL takes what is said, and the
    voice made of it, out of the region that was promised, or is refused because the key belongs elsewhere.
Bad
    ```yaml complint.yaml
    workspace: {residency: eu}
    ```
    ```json speech/greeting.json
    {"url": "https://api.elevenlabs.io/v1/text-to-speech/voice123", "body": {"text": "Welcome to Acme."}}
    ```
Good
    ```yaml complint.yaml
    workspace: {residency: eu}
    ```
    ```json speech/greeting.json
    {"url": "https://api.eu.residency.elevenlabs.io/v1/text-to-speech/voice123", "body": {"text": "Welcome to Acme."}}
    ```
Fix
    none. The other environment needs a key of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import NOT_APPLICABLE, Aside, Hit, unknown
from complint.facts.outward_urls import split_url
from complint.facts.shown import shown
from complint.facts.speech_requests import SpeechRequests
from complint.policy.law import Law
from complint.settings import Settings


def check(requests: SpeechRequests, settings: Settings, law: Law) -> Iterator[Hit | Aside]:
    """Yield a hit per request to a host that is not of the declared residency; `law.value` maps residencies to hosts."""
    residency = settings.workspace.get("residency")
    if not isinstance(residency, str) or residency not in law.value:
        yield Aside(NOT_APPLICABLE, "workspace.residency is not declared")
        return
    hosts = law.value[residency]
    vendors = {host for each in law.value.values() for host in each}
    for request in requests.items:
        _, _, host = split_url(request.url or "")
        if not host or host in hosts:
            continue
        wanted = " or ".join(hosts)
        if host in vendors or host.endswith(".elevenlabs.io"):
            yield Hit(
                request.url_route,
                f"the request goes to {shown(host)}, the residency is {residency}: {wanted} is required",
            )
        else:
            yield unknown(
                request.url_route,
                f"the request goes to {shown(host)}, which is none of the vendor's; whether it stays in {residency} cannot be told",
            )
