"""The catalogue of rules: what each finds, how much it weighs, how safe its fix is, which requirements bind it."""

from __future__ import annotations

from complint.core.finding import RANK
from complint.core.record import record
from complint.engine.catalog import load_rule, rule_ids
from complint.report.markdown import prose
from complint.report.page import read_page

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from complint.policy.store import Store


@record
class Entry:
    """One rule: `severities` of its requirements, the gravest first, without repeats; `fix` as its page says."""

    id: str
    headline: str
    severities: tuple[str, ...]
    fix: str
    requirements: tuple[str, ...]


def entries(store: Store) -> list[Entry]:
    """Return all shipped rules, sorted by id. Raises BrokenPart for a rule that cannot be loaded."""
    bound: dict[str, list[tuple[str, str]]] = {}
    for pack in store.packs.values():
        for requirement in pack["requirements"]:
            weights = [requirement["severity"], *(value["severity"] for value in requirement["values"])]
            weight = max(filter(None, weights), key=RANK.__getitem__)
            bound.setdefault(requirement["rule"], []).append((requirement["id"], weight))
    made = []
    for rule in rule_ids():
        page = read_page(rule, load_rule(rule).__doc__ or "")
        weights = sorted({weight for _, weight in bound.get(rule, ())}, key=RANK.__getitem__, reverse=True)
        ids = tuple(identity for identity, _ in bound.get(rule, ()))
        made.append(Entry(rule, page.headline, tuple(weights), page.safety, ids))
    return made


def table(found: list[Entry], link: Callable[[str], str] | None = None) -> str:
    """Return the catalogue as a Markdown table; `link` gives the address of a rule's page."""
    lines = ["| rule | finds | severity | fix |", "|---|---|---|---|"]
    for entry in found:
        name = f"[{entry.id}]({link(entry.id)})" if link else f"`{entry.id}`"
        lines.append(f"| {name} | {prose(entry.headline)} | {', '.join(entry.severities)} | {entry.fix} |")
    return "\n".join(lines) + "\n"
