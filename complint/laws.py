"""The law in force for a run: packs and profile chosen, overrides laid over them, requirements planned by kind and path."""

from __future__ import annotations

from complint.core.errors import ComplintError
from complint.core.paths import path_matches
from complint.engine.evaluate import Plan, plan
from complint.policy.law import Bound, bind, matches
from complint.suppress import is_late, names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.core.finding import Finding
    from complint.model.document import Document
    from complint.model.waiver import Waiver
    from complint.options import Options
    from complint.settings import Settings


class Laws:
    """The law in force for each configuration of a run; most runs have one."""

    def __init__(self, options: Options, settings: Settings) -> None:
        self._options = options
        self._by_settings = {id(settings): LawInForce(options, settings)}

    def of(self, settings: Settings) -> LawInForce:
        """Return the law for documents under some settings."""
        found = self._by_settings.get(id(settings))
        if found is None:
            found = self._by_settings[id(settings)] = LawInForce(self._options, settings)
        return found

    @property
    def fail_on_unknown(self) -> bool:
        """Tell whether any configuration or profile in use lets unknown outcomes fail."""
        return any(law.fail_on_unknown for law in self._by_settings.values())

    @property
    def policies(self) -> tuple[dict[str, Any], ...]:
        """Return id and digest of the packs in use, by id."""
        found = {pack["id"]: pack for law in self._by_settings.values() for pack in law.policies}
        return tuple(found[identity] for identity in sorted(found))

    @property
    def bounds(self) -> tuple[Bound, ...]:
        """Return the requirements, each once."""
        found: dict[str, Bound] = {}
        for law in self._by_settings.values():
            for bound in law.bounds:
                found.setdefault(bound.id, bound)
        return tuple(found.values())

    def is_mandatory(self, finding: Finding) -> bool:
        """Tell whether a finding breaks a requirement that cannot be waived."""
        return any(
            bound.mandatory
            for law in self._by_settings.values()
            for bound in law.bounds
            if bound.id == finding.requirement
        )


class LawInForce:
    """The requirements after profile, configuration and command line; per path, where the configuration has overrides."""

    def __init__(self, options: Options, settings: Settings) -> None:
        from complint.policy.store import Store

        self._options = options
        self._settings = settings
        chosen = options.profile or settings.profile
        self._store = Store.open(settings.policy_paths).for_choice(chosen, options.policies or settings.policies)
        self.profile = self._store.profile(chosen)
        if self.profile["require_reasons"]:
            _reasoned(self.profile["id"], settings)
        self.fail_on_unknown: bool = settings.fail_on_unknown or self.profile["fail_on_unknown"]
        self._patterns = options.policies or settings.policies or tuple(self.profile["policies"])
        self._planned: dict[tuple[int, ...], dict[tuple[str | None, bool], Plan]] = {}
        self._dropped: dict[str, Bound] = {}
        self._bounds: list[Bound] | None = None
        if options.select or options.ignore or options.severities or settings.rules:
            self.bounds  # noqa: B018 - a pattern that names nothing is refused at once

    @property
    def bounds(self) -> list[Bound]:
        """Return all requirements; a clean run never asks for those of kinds that it did not meet."""
        if self._bounds is None:
            self._bounds = self._bind(())
        return self._bounds

    @property
    def policies(self) -> tuple[dict[str, Any], ...]:
        """Return id and digest of the packs in use."""
        used = {bound.pack for bound in self.bounds}
        packs = self._store.packs.values()
        return tuple({"id": pack["id"], "digest": pack["digest"]} for pack in packs if pack["id"] in used)

    def drops(self, waiver: Waiver) -> bool:
        """Tell whether --select or --ignore left out a requirement that a waiver is about."""
        return any(names(waiver, bound.rule, bound.id) for bound in self._dropped.values())

    def for_document(self, document: Document, *, late: bool = False) -> Plan:
        """Return the requirements that look at a document's kind, with the overrides of its path; `late`: those on waivers."""
        which = tuple(
            index
            for index, override in enumerate(self._settings.overrides)
            if any(path_matches(document.path, pattern, self._settings.base) for pattern in override["paths"])
        )
        by_kinds = self._planned.setdefault(which, {})
        key = document.kind, late
        if key not in by_kinds:
            bounds = self._bind(which, document.kind) if which or self._bounds is None else self._bounds
            by_kinds[key] = plan([bound for bound in bounds if is_late(bound) == late], document.kind)
        return by_kinds[key]

    def _bind(self, which: tuple[int, ...], kind: str | None = None) -> list[Bound]:
        options, settings = self._options, self._settings
        command_line = {rule: {"severity": level} for rule, level in options.severities}
        local = [settings.overrides[index]["rules"] for index in which]
        overrides = [self.profile["rules"], settings.rules, *local, command_line]
        bounds = bind(self._store.packs.values(), self._patterns, overrides, options.as_of, kind)
        if kind is None:
            _known([*options.select, *options.ignore, *settings.rules, *command_line], bounds)
        if not options.select and not options.ignore:
            return bounds
        kept = [b for b in bounds if not options.select or _named(b, options.select)]
        kept = [b for b in kept if not _named(b, options.ignore)]
        ids = {b.id for b in kept}
        self._dropped.update((b.id, b) for b in bounds if b.id not in ids)
        return kept


def _reasoned(profile: str, settings: Settings) -> None:
    """Refuse a change of a rule without a reason, where the profile asks for one."""
    for rules in (settings.rules, *(override["rules"] for override in settings.overrides)):
        for rule, change in rules.items():
            if not change.get("reason"):
                raise ComplintError(
                    f"rules: {rule!r} has no reason, which the profile {profile} requires", settings.path
                )


def _named(bound: Bound, patterns: tuple[str, ...]) -> bool:
    return any(matches(bound.rule, pattern) or matches(bound.id, pattern) for pattern in patterns)


def _known(patterns: list[str], bounds: list[Bound]) -> None:
    """Refuse a pattern that names nothing: a misspelt --select must not look like a clean run."""
    for pattern in patterns:
        if any(matches(b.rule, pattern) or matches(b.id, pattern) for b in bounds):
            continue
        from complint.engine.catalog import rule_ids

        known = rule_ids()
        if not any(matches(rule, pattern) for rule in known):
            import difflib

            close = difflib.get_close_matches(pattern, known, 1)
            hint = f", did you mean {close[0]!r}?" if close else "; `complint rules` lists them"
            raise ComplintError(f"no rule matches {pattern!r}{hint}")
