"""Opening that does not tell that the conversation is recorded.

Why
    People must hear that they are recorded before they say anything. Recorded is what is kept of a conversation, as
    audio or as a transcript: by default both are. Nothing is kept, and nothing need be told, where zero retention is
    on, or where `record_voice` is false and `retention_days` is 0, as long as no post-call webhook hands the
    conversation on and no schedule has the carrier record. An explicit `record_voice: true` counts as recording even
    under zero retention. Where a part of a configuration is silent on it, the vendor's default holds: recorded.
Bad
    ```yaml agent.yaml
    name: Parcel line
    conversation_config:
      agent:
        first_message: Hello, I'm the virtual assistant of Wexmoor Parcels. This call is not recorded.
        prompt: {prompt: Find parcels.}
    platform_settings: {privacy: {record_voice: true}}
    ```
Good
    ```yaml agent.yaml
    name: Parcel line
    conversation_config:
      agent:
        first_message: Hello, I'm the virtual assistant of Wexmoor Parcels. This call is recorded.
        prompt: {prompt: Find parcels.}
    platform_settings: {privacy: {record_voice: true}}
    ```
Fix
    shown. A wording in the agent's language is proposed; it has legal effect, so a person reviews and places it.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import Aside, Hit, Related
from complint.core.record import replace
from complint.facts.judgements import RECORDED
from complint.facts.notices import Notices
from complint.facts.proposals import Proposals
from complint.facts.recording import Recording


def check(notices: Notices, recording: Recording, proposals: Proposals) -> Iterator[Hit | Aside]:
    """Yield a hit at the first opening that does not tell of recording; the setting that records is a related place."""
    missing = notices.missing(RECORDED)
    if missing is not None:
        fix = proposals.fix((RECORDED,), missing.surface.language, missing.surface.what)
        hit = missing.hit("tell that the conversation is recorded", fix)
        if recording.route is not None:
            hit = replace(hit, related=(*hit.related, Related(recording.route, recording.why)))
        yield hit
    elif aside := notices.undecided(RECORDED):
        yield aside
