"""What changed in the law and in the choices of settings between two runs, requirement by requirement, in words."""

from __future__ import annotations

from complint.core.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from complint.audit.model import Requirement
    from complint.audit.side import Side

    Pair = tuple[int | None, int | None]  # the configurations of a file, by number, on either side


@record
class Shift:
    """A change of a requirement (or of a whole pack, where only its digest is known): what it is, in words."""

    requirement: str
    words: str


if TYPE_CHECKING:
    Shifts = tuple[dict[str, Shift], dict[str, Shift]]


@record
class LawDiff:
    """Changes by law and by settings, by requirement id, of any configuration; packs of which only a digest is known."""

    law: dict[str, Shift]
    settings: dict[str, Shift]
    packs: dict[str, Shift]
    machine: tuple[str, ...]
    pairs: dict[Pair, Shifts]
    a: Side
    b: Side

    def of(self, path: str, requirement: str) -> tuple[str, str | None] | None:
        """Return why a finding may be new though nobody touched its file: `law` or `settings`, and the words for it.

        None where nothing changed under the configurations of that file; the words are None where only the digest of
        the pack is known to differ.
        """
        law, settings = self.pairs.get(_pair(self.a, self.b, path), ({}, {}))
        if requirement in law:
            return "law", law[requirement].words
        if requirement in settings:
            return "settings", settings[requirement].words
        return ("law", None) if any(requirement.startswith(pack + "/") for pack in self.packs) else None


def compare_law(a: Side, b: Side) -> LawDiff:
    """Return what changed from one side to the other; with evidence on both sides by requirement, else by pack.

    Each file is compared under the configurations that are nearest to it on either side.
    """
    pairs: dict[Pair, Shifts] = {}
    packs: dict[str, Shift] = {}
    if a.statement is not None and b.statement is not None:
        for path in ("", *(one.path for side in (a, b) for one in side.report.documents)):
            pair = _pair(a, b, path)
            if pair not in pairs:
                pairs[pair] = _shifts(a, b, path)
    else:
        for identity in sorted({*a.packs, *b.packs}):
            words = _pack(a.packs.get(identity), b.packs.get(identity))
            if words is not None:
                packs[identity] = Shift(identity, words)
    law = {identity: shift for one, _ in reversed(pairs.values()) for identity, shift in one.items()}
    settings = {identity: shift for _, one in reversed(pairs.values()) for identity, shift in one.items()}
    return LawDiff(dict(sorted(law.items())), dict(sorted(settings.items())), packs, tuple(_machine(a, b)), pairs, a, b)


def _pair(a: Side, b: Side, path: str) -> Pair:
    return a.configuration_of(path), b.configuration_of(path)


def _shifts(a: Side, b: Side, path: str) -> Shifts:
    """Return what changed for a file: by law, and by settings."""
    before, after = a.requirements(path), b.requirements(path)
    both = a.packs_of(path) & b.packs_of(path)
    law: dict[str, Shift] = {}
    settings: dict[str, Shift] = {}
    for identity in sorted({*before, *after}):
        old, new = before.get(identity), after.get(identity)
        words = _law(old, new, both, _is_left_out(b))
        if words is not None:
            law[identity] = Shift(identity, words)
        elif (chosen := _settings(old, new)) is not None:
            settings[identity] = Shift(identity, chosen)
    return law, settings


def _pack(old: str | None, new: str | None) -> str | None:
    if old == new:
        return None
    if old is None:
        return "the pack is in force now"
    return "the pack is no longer in force" if new is None else "the pack has changed"


def _law(old: Requirement | None, new: Requirement | None, both: Container[str], left_out: bool) -> str | None:
    """Return how the law itself changed; None where only settings did, or nothing.

    `both` are the packs in force on both sides; `left_out` tells that options may have left requirements out.
    """
    if old is None or new is None:
        there = new or old
        assert there is not None
        if there.pack in both:
            return "new in its pack" if old is None else None if left_out else "no longer in its pack"
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
    return "what its pack says of it, or what it refers to, has changed"


def _settings(old: Requirement | None, new: Requirement | None) -> str | None:
    if old is None or new is None:
        return "chosen now, not before" if old is None else "chosen before, not any more"
    if old.state != new.state:
        return "switched off" if new.state == "off" else "switched on" if old.state == "off" else None
    if old.choice == new.choice:
        return None
    if old.severity != new.severity:
        return f"severity {old.severity} → {new.severity}"
    return "its parameters or its edition have changed"


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
