"""Request stitching asked of a speech request that is not logged.

Why
    `previous_request_ids` and `next_request_ids` join a request to earlier ones in the vendor's history. With
    `enable_logging: false` there is no history, so the ids lead nowhere: the request contradicts itself. The neighbouring
    words themselves, `previous_text` and `next_text`, work in this mode.
Bad
    ```json speech/part_two.json
    {"voice_id": "voice_1", "text": "And the second part.", "enable_logging": false,
     "previous_request_ids": ["req_1"]}
    ```
Good
    ```json speech/part_two.json
    {"voice_id": "voice_1", "text": "And the second part.", "enable_logging": false,
     "previous_text": "This was the first part."}
    ```
Fix
    safe. The ids are removed; without history they have no effect.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit, Related
from complint.core.fix import SAFE, Fix, Remove
from complint.facts.speech_logging import LOGGING, is_off
from complint.facts.speech_requests import SpeechRequests

KEYS = ("previous_request_ids", "next_request_ids")


def check(requests: SpeechRequests) -> Iterator[Hit]:
    """Yield a hit per list of request ids beside enable_logging false."""
    for request in requests.items:
        for key in KEYS:
            ids = request.body.get(key)
            if not ids or not isinstance(ids, list):
                continue
            parameter = request.parameter(LOGGING)
            if parameter is None or not is_off(parameter):
                break
            route = (*request.body_route, key)
            fix = Fix(SAFE, f"remove {key}", (Remove(route),))
            related = (Related(parameter.route, "logging is off here"),)
            yield Hit(route, f"{key} need the history, which enable_logging: false turns off", fix=fix, related=related)
