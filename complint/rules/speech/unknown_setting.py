"""Speech request with a setting that the API does not know.

Why
    The API refuses an output format or a model that it does not know, so the request fails when somebody is waiting for the
    voice. Of two settings that exclude each other it drops one in silence, and a WebSocket takes its key only under the name
    that its own endpoint uses.
Bad
    ```json speech/greeting.json
    {"voice_id": "voice123", "text": "Welcome to Acme.", "model_id": "eleven_flash_v2_5", "output_format": "mp3_high"}
    ```
Good
    ```json speech/greeting.json
    {"voice_id": "voice123", "text": "Welcome to Acme.", "model_id": "eleven_flash_v2_5", "output_format": "mp3_44100_128"}
    ```
Fix
    none. The message lists the known values; only the author knows which one was meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit, Related, unknown
from complint.core.route import JSON, Route
from complint.facts.shown import is_filled_later, shown
from complint.facts.speech_requests import SPEECH_TO_SPEECH, SpeechRequest, SpeechRequests
from complint.policy.law import Law

_KEYS = ("xi-api-key", "xi_api_key")


def check(requests: SpeechRequests, law: Law) -> Iterator[Hit]:
    """Yield a hit per value outside its list, per setting that another one cancels and per misspelt key.

    `law.value` has `settings` (known values by name, of the query or the body), `models` (known ids for "text" and "speech"
    input), `cancels` (`{kept, ignored}`) and `key_spelling` (the key's name by WebSocket).
    """
    value = law.value
    for request in requests.items:
        for name, known in value["settings"].items():
            found = request.parameter(name)
            if found is not None:
                yield from _outside(found.value, found.route, name, known)
            if not request.flat:
                yield from _outside(request.body.get(name), (*request.body_route, name), name, known)
        yield from _model(request, value["models"])
        yield from _cancelled(request, value["cancels"])
        yield from _key(request, value["key_spelling"])


def _model(request: SpeechRequest, models: dict[str, list[str]]) -> Iterator[Hit]:
    known = models["speech"] if request.endpoint == SPEECH_TO_SPEECH else models["text"]
    if request.endpoint is None:
        known = models["text"] + models["speech"]
    if request.body.get("model_id") is not None:
        yield from _outside(request.body["model_id"], (*request.body_route, "model_id"), "model_id", known)
    elif (found := request.parameter("model_id")) is not None:
        yield from _outside(found.value, found.route, "model_id", known)


def _outside(value: JSON, route: Route, name: str, known: list[str]) -> Iterator[Hit]:
    if value is None or (isinstance(value, str) and value in known):
        return
    if is_filled_later(value):
        yield unknown(route, f"{name} is filled in from elsewhere ({shown(value)}), so its value cannot be told")
        return
    yield Hit(route, f"{name} is {shown(value)}; one of {', '.join(known)} is required")


def _cancelled(request: SpeechRequest, pairs: list[dict[str, str]]) -> Iterator[Hit]:
    for pair in pairs:
        kept, ignored = request.body.get(pair["kept"]), request.body.get(pair["ignored"])
        if ignored is not None and isinstance(kept, list) and kept:
            yield Hit(
                (*request.body_route, pair["ignored"]),
                f"{pair['ignored']} is ignored beside {pair['kept']}; one of the two is required",
                on_key=True,
                related=(Related((*request.body_route, pair["kept"]), "this one counts"),),
            )


def _key(request: SpeechRequest, spellings: dict[str, str]) -> Iterator[Hit]:
    """Compare the name of the key in a WebSocket message with its endpoint's; the value is never read."""
    wanted = spellings.get(request.socket or "")
    for route, message in request.messages if wanted is not None else ():
        for name in _KEYS:
            if name != wanted and message.get(name) is not None:
                yield Hit((*route, name), f"{name} is not read by {request.socket}; {wanted} is required", on_key=True)
