"""Speech request with a parameter that the API has retired.

Why
    A retired parameter does nothing today and may be refused tomorrow. It also misleads: a reader takes latency or voice to
    be tuned where they are not.
Bad
    ```json speech/greeting.json
    {"url": "https://api.elevenlabs.io/v1/text-to-speech/voice123", "query": {"optimize_streaming_latency": 3},
     "body": {"text": "Welcome to Acme.", "model_id": "eleven_flash_v2_5"}}
    ```
Good
    ```json speech/greeting.json
    {"url": "https://api.elevenlabs.io/v1/text-to-speech/voice123", "query": {"output_format": "mp3_44100_128"},
     "body": {"text": "Welcome to Acme.", "model_id": "eleven_flash_v2_5"}}
    ```
Fix
    safe. The parameter is removed; not from a URL that holds a secret, which has to go first.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit
from complint.core.fix import SAFE, Fix, Remove, Set
from complint.core.route import Route
from complint.facts.secret_shapes import find_secrets
from complint.facts.speech_requests import Parameter, SpeechRequest, SpeechRequests
from complint.policy.law import Law


def check(requests: SpeechRequests, law: Law) -> Iterator[Hit]:
    """Yield a hit per parameter of `law.value` (names of query or body parameters) that a request has."""
    for request in requests.items:
        for name in law.value:
            found = request.parameter(name)
            routes: list[Route] = []
            if found is not None and found.in_url:
                yield _in_url(request, found, name)
            elif found is not None:
                routes.append(found.route)
            if not request.flat and request.body.get(name) is not None:
                routes.append((*request.body_route, name))
            for route in routes:
                fix = Fix(SAFE, f"remove {name}", (Remove(route),))
                yield Hit(route, _message(name), on_key=True, fix=fix)


def _message(name: str) -> str:
    return f"{name} is deprecated and has no use; it is to be left out"


def _in_url(request: SpeechRequest, found: Parameter, name: str) -> Hit:
    """Return the hit of a parameter within the URL; the fix keeps every other character of it, and repeats no secret."""
    url = request.url or ""
    address, _, rest = url.partition("?")
    query, sharp, fragment = rest.partition("#")
    kept = "&".join(part for part in query.split("&") if part.partition("=")[0] != name)
    changed = address + ("?" + kept if kept else "") + sharp + fragment
    fix = Fix(SAFE, f"remove {name} from the URL", (Set(found.route, changed),))
    return Hit(found.route, _message(name), fix=None if changed == url or find_secrets(changed) else fix)
