"""Which notices an opening owes: that an AI speaks, that the conversation is recorded, that it is shared."""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import get
from complint.facts.batch_overrides import BatchOverrides
from complint.facts.judgements import AI, RECORDED, SHARED
from complint.facts.profile import Profile
from complint.facts.profile import compute as profile_of
from complint.facts.recording import Recording
from complint.facts.recording import compute as recording_of
from complint.facts.surface import Surface
from complint.model import kind as kinds
from complint.model.document import Document
from complint.model.project import Project
from complint.policy.law import Law
from complint.settings import Settings

NOTICES = (AI, RECORDED, SHARED)
_ITEMS = {AI: "ai", RECORDED: "recording", SHARED: "sharing"}  # as `disclosed_elsewhere` names them


@record
class Duties:
    """`labels` are the notices an agent owes; `overrides` the openings of a schedule, each with what it owes."""

    labels: frozenset[str]
    overrides: tuple[tuple[Surface, frozenset[str]], ...] = ()


def compute(
    document: Document,
    project: Project,
    settings: Settings,
    profile: Profile,
    recording: Recording,
    batch: BatchOverrides,
) -> Duties:
    """Return the notices owed, by a schedule those of its agent.

    All three are, but for recording where nothing is kept, and for what is declared as told elsewhere.
    """
    if document.kind != kinds.SCHEDULE:
        return Duties(_owed(profile, recording))
    known: dict[str, frozenset[str]] = {}
    overrides = []
    for override in batch.openings:
        path = override.agent.path if override.agent is not None else ""
        if path not in known:
            known[path] = _owed(profile, recording)
            if override.agent is not None:
                own = profile_of(override.agent, project, settings)
                known[path] = _owed(own, recording_of(override.agent, own, project))
        overrides.append((override.surface, known[path]))
    return Duties(frozenset(), tuple(overrides))


def _owed(profile: Profile, recording: Recording) -> frozenset[str]:
    elsewhere = get(profile.declared, "disclosed_elsewhere", "items")
    told = elsewhere if isinstance(elsewhere, list) else []
    return frozenset(
        label for label, item in _ITEMS.items() if item not in told and (label != RECORDED or recording.why)
    )


def asked_by(law: Law) -> frozenset[str]:
    """Return the notices that a requirement is about: those of its value's list `notices`, else all three."""
    named = get(law.value, "notices")
    return (
        frozenset(label for label in NOTICES if _ITEMS[label] in named)
        if isinstance(named, list)
        else frozenset(NOTICES)
    )
