"""Whether anything of a conversation is kept: audio, transcript, or what webhooks hand on."""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON, Route, get
from complint.facts.profile import Profile
from complint.model.document import Document
from complint.model.project import Project

PRIVACY: Route = ("platform_settings", "privacy")
_WEBHOOKS: Route = ("platform_settings", "workspace_overrides", "webhooks")


@record
class Recording:
    """`why` says what is kept, "" where nothing is; `route` leads to the setting that says so, None where a default does."""

    why: str
    route: Route | None


def compute(document: Document, profile: Profile, project: Project) -> Recording:
    """Return what is kept of an agent's conversations.

    Audio is recorded unless `record_voice` is false, and a transcript is kept unless `retention_days` is 0 (API defaults:
    true, and -1 for no limit). Zero retention keeps nothing, whatever the defaults say, but for what is asked for in so
    many words: `record_voice: true`, a post-call webhook that hands the transcript or the audio on, or a schedule that
    has the carrier record.
    """
    data = document.data
    voice = get(data, *PRIVACY, "record_voice")
    if voice is True:
        return Recording("record_voice is on", (*PRIVACY, "record_voice"))
    webhook = get(data, *_WEBHOOKS, "post_call_webhook_id")
    if webhook is not None and _hands_on(get(data, *_WEBHOOKS, "events")):
        return Recording("a post-call webhook receives the conversation", (*_WEBHOOKS, "post_call_webhook_id"))
    for schedule in project.schedules_of(document):
        if _at_carrier(schedule.data):
            return Recording(f"the carrier records the calls of {schedule.path}", None)
    if profile.zero_retention:
        return Recording("", None)
    if voice is not False:
        return Recording("record_voice is on by default", None)
    days = get(data, *PRIVACY, "retention_days")
    if days == 0 and days is not False:
        return Recording("", None)
    return Recording("the transcript is kept", None if days is None else (*PRIVACY, "retention_days"))


def _at_carrier(schedule: JSON) -> bool:
    if get(schedule, "call_recording_enabled") is True:
        return True
    return get(schedule, "telephony_call_config", "twilio_call_recording_enabled") is True


def _hands_on(events: JSON) -> bool:
    """Tell whether webhook events carry content; without a list the vendor sends the transcript."""
    if not isinstance(events, list) or not events:
        return True
    return any("transcript" in event or "audio" in event for event in events if isinstance(event, str))
