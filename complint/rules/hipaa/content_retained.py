"""Zero-retention agent that asks for its conversations to be kept.

Why
    Zero retention mode keeps nothing at the vendor, so a setting that asks for storage contradicts it: whoever reads the
    file is misled, and the day the mode is turned off the setting takes hold. Two kinds of it do take hold at once:
    webhook events with unredacted content go round the redaction of the history, and a recording made by the phone carrier
    lies in the carrier's account, whatever the vendor keeps. Post-call webhooks as such are allowed: they are the only way
    to call data in this mode.
Bad
    ```yaml agent.yaml
    name: Clinic line
    conversation_config:
      agent:
        prompt: {prompt: Help callers., llm: gemini-2.5-flash}
    platform_settings:
      privacy: {zero_retention_mode: true, record_voice: true, retention_days: 730}
      workspace_overrides: {webhooks: {post_call_webhook_id: hook, events: [unredacted_transcript]}}
    ```
Good
    ```yaml agent.yaml
    name: Clinic line
    conversation_config:
      agent:
        prompt: {prompt: Help callers., llm: gemini-2.5-flash}
    platform_settings:
      privacy: {zero_retention_mode: true, record_voice: false, retention_days: 0}
      workspace_overrides: {webhooks: {post_call_webhook_id: hook, events: [transcript]}}
    ```
Fix
    unsafe. The setting is turned to what zero retention means: no voice recording, no days of retention, no unredacted
    events, no recording at the carrier.
"""

from __future__ import annotations

from collections.abc import Iterator

from complint.core.finding import ERROR, INFO, WARNING, Hit
from complint.core.fix import UNSAFE, Fix, Remove, Set
from complint.core.route import Route, get
from complint.facts.phi_agents import PhiAgents
from complint.facts.profile import Profile
from complint.model import kind as kinds
from complint.model.document import Document
from complint.policy.law import Law

PRIVACY: Route = ("platform_settings", "privacy")
EVENTS: Route = ("platform_settings", "workspace_overrides", "webhooks", "events")
CARRIER: tuple[Route, ...] = (("telephony_call_config", "twilio_call_recording_enabled"), ("call_recording_enabled",))


def check(document: Document, profile: Profile, agents: PhiAgents, law: Law) -> Iterator[Hit]:
    """Yield a hit per setting that asks for storage; `law.value["events"]` lists the webhook events that do.

    Agents are judged under zero retention, schedules where they call for an agent with PHI or zero retention. What is not
    written is not asked for.
    """
    if document.kind == kinds.SCHEDULE:
        if agents.items:
            yield from _carrier(document, agents)
    elif profile.zero_retention:
        yield from _privacy(document, agents)
        yield from _events(document, agents, law)


def _privacy(document: Document, agents: PhiAgents) -> Iterator[Hit]:
    related = agents.items[0].related
    if get(document.data, *PRIVACY, "record_voice") is True:
        route = (*PRIVACY, "record_voice")
        fix = Fix(UNSAFE, "set record_voice to false", (Set(route, False),))
        yield Hit(
            route, "record_voice asks for a recording that zero retention does not make", INFO, fix=fix, related=related
        )
    days = get(document.data, *PRIVACY, "retention_days")
    if isinstance(days, int) and not isinstance(days, bool) and days != 0:
        route = (*PRIVACY, "retention_days")
        kept = "without limit" if days < 0 else f"for {days} days" if days < 10**6 else "for very long"
        fix = Fix(UNSAFE, "set retention_days to 0", (Set(route, 0),))
        yield Hit(
            route, f"retention_days keeps conversations {kept}, zero retention none", INFO, fix=fix, related=related
        )


def _events(document: Document, agents: PhiAgents, law: Law) -> Iterator[Hit]:
    events = get(document.data, *EVENTS)
    for index, event in enumerate(events if isinstance(events, list) else ()):
        if isinstance(event, str) and event in law.value["events"]:
            route = (*EVENTS, index)
            fix = Fix(UNSAFE, f"remove the event {event}", (Remove(route),))
            message = f"the webhook event {event} sends content that no redaction has touched"
            yield Hit(route, message, WARNING, fix=fix, related=agents.items[0].related)


def _carrier(document: Document, agents: PhiAgents) -> Iterator[Hit]:
    for route in CARRIER:
        if get(document.data, *route) is True:
            fix = Fix(UNSAFE, f"set {route[-1]} to false", (Set(route, False),))
            message = "the phone carrier records these calls and keeps the audio, whatever zero retention does"
            yield Hit(route, message, ERROR, fix=fix, related=agents.items[0].related, why=agents.items[0].why)
