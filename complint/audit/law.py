"""The law of a run as evidence: for each configuration its settings, profile, packs, and what each requirement said that day."""

from __future__ import annotations

from complint.audit.canonical import digest
from complint.laws import LawInForce, Laws
from complint.report.about import masked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from complint.options import Options
    from complint.policy.law import Bound
    from complint.settings import Settings

_NOT_SETTINGS = ("path", "origins")
_NOT_OPTIONS = ("paths", "as_of", "stdin", "outcomes", "brief", "charts")


def configurations(
    options: Options, settings: Settings, own: Callable[[str], Settings], paths: Iterable[str]
) -> list[dict[str, Any]]:
    """Return, by configuration file, its settings and the law under it; `paths` are those of the documents.

    One entry is `{path, settings, profile: {id, digest}, policies: [{id, digest}], requirements: […]}`; `path` is null
    where no configuration was found.
    """
    laws = Laws(options, settings)
    used = {id(one): one for one in (settings, *map(own, paths))}.values()
    return sorted((_configuration(one, laws.of(one)) for one in used), key=lambda one: one["path"] or "")


def _configuration(settings: Settings, law: LawInForce) -> dict[str, Any]:
    return {
        "path": settings.path,
        "settings": plain_record(settings, _NOT_SETTINGS),
        "profile": {"id": law.profile["id"], "digest": {"sha256": digest(law.profile)}},
        "policies": [_pack(pack) for pack in law.policies],
        "requirements": sorted((requirement(bound) for bound in law.bounds), key=lambda one: str(one["id"])),
    }


def _pack(pack: dict[str, Any]) -> dict[str, Any]:
    return {"id": pack["id"], "digest": {"sha256": pack["digest"].removeprefix("sha256:")}}


def requirement(bound: Bound) -> dict[str, Any]:
    """Return what a requirement says: `law` digests what its pack says that day, `choice` what settings made of it.

    `pinned` tells that settings chose the severity; else it is that of the pack.

    So a finding that is new because the law changed can be told from one that is new because somebody chose otherwise.
    """
    law = bound.law
    said: dict[str, Any] = {"rule": bound.rule, "when": bound.when, "mandatory": bound.mandatory}
    chosen: dict[str, Any] = {"severity": bound.weight if bound.pinned else None}
    if law is not None:
        said |= {"value": law.value, "since": law.since, "until": law.until, "status": law.status}
        said["confidence"] = law.confidence
        chosen["parameters"] = law.parameters
    return {
        "id": bound.id,
        "pack": bound.pack,
        "rule": bound.rule,
        "severity": bound.weight,
        "pinned": bound.pinned,
        "state": "in-force" if law is not None else "off" if bound.pinned else "not-in-force",
        "since": law.since if law is not None else None,
        "until": law.until if law is not None else None,
        "law": {"sha256": digest(said)},
        "choice": {"sha256": digest(chosen)},
    }


def options_of(options: Options) -> dict[str, Any]:
    """Return the options of the command line that decide what a run finds, or how it ends."""
    return plain_record(options, _NOT_OPTIONS)


def plain_record(value: Any, left_out: tuple[str, ...]) -> dict[str, Any]:
    """Return the fields of a record as JSON data, with whatever looks like a secret masked."""
    fields: tuple[str, ...] = value.__record_fields__
    return {name: _plain(getattr(value, name)) for name in fields if name not in left_out}


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value
