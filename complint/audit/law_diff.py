"""What changed in the law and in the choices of settings between two runs, requirement by requirement, in words."""

from __future__ import annotations

from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from complint.audit.model import Requirement
    from complint.audit.side import Side


@record
class Shift:
    """A change of a requirement (or of a whole pack, where only its digest is known): what it is, in words."""

    requirement: str
    words: str


@record
class LawDiff:
    """Changes of law by requirement id, changes by settings by requirement id, and packs of which only a digest is known."""

    law: dict[str, Shift]
    settings: dict[str, Shift]
    packs: dict[str, Shift]
    machine: tuple[str, ...]

    def of(self, requirement: str) -> str | None:
        """Return why a finding of a requirement may be new though nobody touched the file: law, settings, or None."""
        if requirement in self.law:
            return "law"
        if requirement in self.settings:
            return "settings"
        return "law" if any(requirement.startswith(pack + "/") for pack in self.packs) else None


def compare_law(a: Side, b: Side) -> LawDiff:
    """Return what changed from one side to the other; with evidence on both sides by requirement, else by pack."""
    law: dict[str, Shift] = {}
    settings: dict[str, Shift] = {}
    packs: dict[str, Shift] = {}
    if a.statement is not None and b.statement is not None:
        before, after = a.requirements, b.requirements
        for identity in sorted({*before, *after}):
            old, new = before.get(identity), after.get(identity)
            words = _law(old, new, a, b)
            if words is not None:
                law[identity] = Shift(identity, words)
            elif (chosen := _settings(old, new)) is not None:
                settings[identity] = Shift(identity, chosen)
    else:
        for identity in sorted({*a.packs, *b.packs}):
            words = _pack(a.packs.get(identity), b.packs.get(identity))
            if words is not None:
                packs[identity] = Shift(identity, words)
    return LawDiff(law, settings, packs, tuple(_machine(a, b)))


def _pack(old: str | None, new: str | None) -> str | None:
    if old == new:
        return None
    if old is None:
        return "the pack is in force now"
    return "the pack is no longer in force" if new is None else "the pack has changed"


def _law(old: Requirement | None, new: Requirement | None, a: Side, b: Side) -> str | None:
    """Return how the law itself changed; None where only settings did, or nothing."""
    if old is None or new is None:
        there = new or old
        assert there is not None
        if there.pack in (b if old is None else a).packs and there.pack in (a if old is None else b).packs:
            return "new in its pack" if old is None else None if _is_left_out(b) else "no longer in its pack"
        return None
    if "off" in (old.state, new.state):
        return None
    if old.law == new.law:
        by_law = not (old.pinned or new.pinned) and old.severity != new.severity
        return f"severity {old.severity} → {new.severity}" if by_law else None
    if old.state != new.state:
        came = new.state == "in-force"
        return f"came into force on {new.since}" if came else "no longer in force"
    if old.since != new.since:
        return f"another value is in force since {new.since} (before: since {old.since})"
    return "what its pack says of it has changed"


def _settings(old: Requirement | None, new: Requirement | None) -> str | None:
    if old is None or new is None:
        return "chosen now, not before" if old is None else "chosen before, not any more"
    if old.state != new.state:
        return "switched off" if new.state == "off" else "switched on" if old.state == "off" else None
    if old.choice == new.choice:
        return None
    return (
        f"severity {old.severity} → {new.severity}" if old.severity != new.severity else "its parameters have changed"
    )


def _is_left_out(side: Side) -> bool:
    """Tell whether --select or --ignore may have left requirements out."""
    options = side.statement.predicate.options if side.statement is not None else {}
    return bool(options.get("select") or options.get("ignore"))


def _machine(a: Side, b: Side) -> Iterator[str]:
    """Yield what else differs that may change a result: complint, its data, plug-ins, the choice of rules."""
    if a.statement is None or b.statement is None:
        return
    old, new = a.statement.predicate, b.statement.predicate
    if old.tool.digest != new.tool.digest:
        same = old.tool.version == new.tool.version
        yield (
            f"complint {new.tool.version} has other files"
            if same
            else f"complint {old.tool.version} → {new.tool.version}"
        )
    for name in sorted({*(old.data or {}), *(new.data or {})}):
        then, now = (old.data or {}).get(name, "none"), (new.data or {}).get(name, "none")
        if then != now:
            yield f"{name} {then} → {now}"
    if old.plugins != new.plugins:
        yield "plug-ins have changed"
    if old.options != new.options:
        keys = sorted({*old.options, *new.options})
        yield "options: " + ", ".join(key for key in keys if old.options.get(key) != new.options.get(key))
    if sorted(old.paths) != sorted(new.paths):
        yield "other paths were audited"
