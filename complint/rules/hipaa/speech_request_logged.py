"""Speech request with PHI that the vendor logs.

Why
    A request for speech is logged with its text unless the query parameter `enable_logging` is false; with false it runs in
    zero retention mode. Text with PHI (a reminder with a name and a clinic is enough) must not be kept. The parameter stands
    in the query of the URL, in flat requests beside the text; in the body of a structured request it does nothing.
Bad
    ```yaml complint.yaml
    requests: [{match: {path: "speech/*"}, handles_phi: true}]
    ```
    ```json speech/reminder.json
    {"url": "https://api.elevenlabs.io/v1/text-to-speech/voice_1", "query": {"output_format": "mp3_44100_128"},
     "body": {"text": "Your results are in."}}
    ```
Good
    ```yaml complint.yaml
    requests: [{match: {path: "speech/*"}, handles_phi: true}]
    ```
    ```json speech/reminder.json
    {"url": "https://api.elevenlabs.io/v1/text-to-speech/voice_1", "query": {"enable_logging": false},
     "body": {"text": "Your results are in."}}
    ```
Fix
    safe. `enable_logging` is set to false where the request keeps its parameters, or in the URL. History and request
    stitching are then not available for the request, as the terms for PHI ask.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Hit, unknown
from complint.core.fix import SAFE, Fix
from complint.facts.profile import Profile
from complint.facts.speech_logging import LOGGING, is_off, switch_off
from complint.facts.speech_requests import SpeechRequests
from complint.model.document import Document
from complint.policy.law import Law


def check(document: Document, requests: SpeechRequests, profile: Profile, law: Law) -> Iterator[Hit]:
    """Yield a hit per request that does not turn logging off; `law.value["endpoints"]` are those that take the parameter."""
    seen = set()  # the messages of one WebSocket connection share its URL
    for request in requests.items:
        parameter = request.parameter(LOGGING)
        if request.query_route in seen or is_off(parameter):
            continue
        seen.add(request.query_route)
        if request.endpoint is None or (request.endpoint == "stream-input" and request.url is None):
            message = (
                "whether this request is logged cannot be told: enable_logging belongs into its URL, which is not here"
            )
            yield unknown(request.route, message)
        elif request.endpoint in law.value["endpoints"]:
            found = (
                "enable_logging is not false" if parameter else "enable_logging is missing, and logging is the default"
            )
            change = switch_off(document, request)
            fix = Fix(SAFE, "set enable_logging to false", (change,)) if change else None
            route = parameter.route if parameter else (*request.query_route, LOGGING)
            yield Hit(route, f"{found}: the text of a request with PHI is kept", fix=fix, why=profile.phi_why)
