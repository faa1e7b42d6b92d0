"""Which models an allowlist in force allows: the reading of a requirement's value, shared by the rules that need it."""

from __future__ import annotations

import re
from functools import cache

from complint.core.finding import Citation
from complint.core.record import record
from complint.core.route import JSON, get
from complint.facts.llm_references import LlmReference
from complint.facts.shown import is_filled_later, shown
from complint.policy.law import Law, override_for, value_at
from complint.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LONGEST = 60  # no id of a model is longer


@record
class Allowlist:
    """An edition of an allowlist.

    `value` is plain data of the pack: `models` (each `name`, `ids`, and `residency`, the residencies it is limited to),
    `checkpoint` (a pattern of what may follow an id in the name of a dated checkpoint), `unconfirmed` (models as above, with
    the `source` that allows them) and `defaults` (the models that hold where a file names none). `since` is its first day.
    `also` are ids that the configuration adds; `residency` is the workspace's, None where it is not declared.
    """

    value: dict[str, Any]
    since: str
    citations: tuple[Citation, ...]
    also: tuple[str, ...] = ()
    residency: str | None = None


@record
class Verdict:
    """`allowed` is None where it cannot be decided; `message` says why it is not simply allowed."""

    allowed: bool | None
    message: str = ""


ALLOWED = Verdict(True)


def allowlist_of(law: Law, settings: Settings) -> Allowlist:
    """Return the allowlist a requirement holds, or the one its value points to with `allowlist: <requirement id>`.

    `parameters: {also_allowed: [ids]}` of the requirement that holds the list add models, and an `edition` pinned for it is
    kept. Raises LookupError for a requirement that is not there.
    """
    residency = settings.workspace.get("residency")
    place = residency if isinstance(residency, str) else None
    pointed = get(law.value, "allowlist")
    if pointed is None:
        return Allowlist(law.value, law.since, law.citations, _also(law.parameters), place)
    requirement = _requirement(pointed, settings.policy_paths)
    change = override_for(
        requirement["rule"], pointed, [_profile(settings.profile, settings.policy_paths), settings.rules]
    )
    held = value_at(requirement["values"], change.get("edition") or law.as_of, requirement["before_first"])
    if held is None:
        raise LookupError(f"{pointed!r} is not in force on {law.as_of}")
    citations = tuple(Citation(item["title"], item["url"]) for item in held["citations"])
    also = _also({**(change.get("parameters") or {}), **law.parameters})
    return Allowlist(held["value"], held["from"], (*law.citations, *citations), also, place)


def _also(parameters: dict[str, Any]) -> tuple[str, ...]:
    extra = parameters.get("also_allowed")
    return tuple(model for model in extra if isinstance(model, str)) if isinstance(extra, list) else ()


@cache
def _requirement(identity: str, folders: tuple[str, ...]) -> dict[str, Any]:
    from complint.policy.store import Store

    packs = Store.open(folders).packs
    pack, _, _ = identity.rpartition("/")
    for requirement in packs[pack]["requirements"] if pack in packs else ():
        if requirement["id"] == identity:
            found: dict[str, Any] = requirement
            return found
    raise LookupError(f"there is no requirement {identity!r}")


@cache
def _profile(name: str | None, folders: tuple[str, ...]) -> dict[str, Any]:
    from complint.policy.store import Store

    rules: dict[str, Any] = Store.open(folders).for_choice(name, ()).profile(name)["rules"]
    return rules


def judge(reference: LlmReference, allowlist: Allowlist) -> Verdict:
    """Return whether the model at a place is allowed; the message names the place."""
    model = reference.model
    if model is None:
        return _judge_default(reference, allowlist)
    verdict = _judge_id(model, allowlist)
    if verdict.allowed is True:
        return verdict
    more = f", and {reference.more} more" if reference.more else ""
    return Verdict(verdict.allowed, f"{verdict.message} ({reference.where}{more})")


def _judge_default(reference: LlmReference, allowlist: Allowlist) -> Verdict:
    """Judge what the API takes where nothing is written; a default nobody knows cannot be judged, and is not."""
    model = get(allowlist.value, "defaults", reference.default or "")
    if not isinstance(model, str):
        return ALLOWED
    verdict = _judge_id(model, allowlist)
    if verdict.allowed is True:
        return verdict
    return Verdict(verdict.allowed, f"no model is named, and the default {verdict.message} ({reference.where})")


def _judge_id(model: str, allowlist: Allowlist) -> Verdict:
    if is_filled_later(model):
        return Verdict(None, f"{shown(model)} is filled in later: whether it is on the allowlist cannot be told")
    entry = _entry(model, allowlist.value.get("models"), allowlist)
    if entry is not None:
        return _by_residency(model, entry.get("residency"), allowlist)
    if model in allowlist.also:
        return ALLOWED
    listed = f"not on the zero-retention allowlist of {allowlist.since}"
    doubtful = _entry(model, allowlist.value.get("unconfirmed"), allowlist)
    if doubtful is not None:
        return Verdict(
            False, f"{shown(model)} is {listed}; only an unconfirmed source allows it: {doubtful.get('source')}"
        )
    return Verdict(False, f"{shown(model)} is {listed}")


def _entry(model: str, entries: Any, allowlist: Allowlist) -> dict[str, Any] | None:
    """Return the entry a model id belongs to: by an id itself, or as a dated checkpoint of one."""
    pattern = allowlist.value.get("checkpoint")
    return next((entry for entry in entries or () for own in entry["ids"] if _is(model, own, pattern)), None)


def _is(model: str, own: str, checkpoint: str | None) -> bool:
    if model == own:
        return True
    if not checkpoint or not model.startswith(own) or len(model) > LONGEST:
        return False
    return _checkpoint(checkpoint).fullmatch(model, len(own)) is not None


def _by_residency(model: str, residencies: JSON, allowlist: Allowlist) -> Verdict:
    if not residencies or allowlist.residency in residencies:
        return ALLOWED
    limit = f"is allowed under zero retention only in {' or '.join(residencies)} residency"
    if allowlist.residency is None:
        return Verdict(None, f"{shown(model)} {limit}, and workspace.residency is not declared")
    return Verdict(False, f"{shown(model)} {limit}, and the workspace's is {shown(allowlist.residency)}")


@cache
def _checkpoint(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
