"""Change each value, `from` and `until` in the shipped packs, one at a time, and say which changes no test notices.

`python tests/quality/mutate_policies.py [PACK…]` prints the mutants that only the ledger (tests/policies/ledger.txt) sees, then
those that nothing sees; exit 1 where there are any of the latter. Days move by one, an end is taken away, numbers by one, truth
values turn, texts get a letter, entries of lists and objects go. Cases are those beside the packs and those of the rule.
"""

from __future__ import annotations

import copy
import functools
import gc
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "policies"))

from test_packs import LEDGER, ledger

from complint.engine.catalog import load_rule
from complint.policy.store import Store
from complint.policy_cases import cases_of, try_case
from complint.testing import Case, mismatches, page_case, read_cases, run_case

RULES = Path(__file__).parents[1] / "rules"
Mutant = tuple[str, list[str | int], Any]


def mutants(value: dict[str, Any]) -> Iterator[Mutant]:
    """Yield (what changes, where in a dated value, new content); `...` as content takes an entry away."""
    for key in ("from", "until"):
        for days in (1, -1) if value[key] is not None else ():
            moved = (date.fromisoformat(value[key]) + timedelta(days=days)).isoformat()
            yield f"{key} {value[key]} -> {moved}", [key], moved
    if value["until"] is not None:
        yield f"until {value['until']} -> none", ["until"], None
    yield from _leaves(value["value"], ["value"])


def _leaves(here: Any, route: list[str | int]) -> Iterator[Mutant]:
    where = "/".join(map(str, route))
    if isinstance(here, (dict, list)):
        entries = here.items() if isinstance(here, dict) else enumerate(here)
        for key, item in entries:
            if len(route) > 1 or isinstance(here, list):
                yield f"{where}/{key} taken away", [*route, key], ...
            yield from _leaves(item, [*route, key])
    elif isinstance(here, bool):
        yield f"{where} {here} -> {not here}", route, not here
    elif isinstance(here, (int, float)):
        yield f"{where} {here} -> {here + 1}", route, here + 1
        yield f"{where} {here} -> {here - 1}", route, here - 1
    elif isinstance(here, str):
        yield f"{where} {here!r} -> {here + 'x'!r}", route, here + "x"


def mutated(store: Store, requirement: str, number: int, mutant: Mutant) -> Store:
    """Return the store with one change."""
    pack = requirement.rpartition("/")[0]
    made = Store({**store.packs, pack: copy.deepcopy(store.packs[pack])}, store.profiles, store.folders)
    held = next(one for one in made.packs[pack]["requirements"] if one["id"] == requirement)
    _, route, content = mutant
    here = held["values"][number]
    for step in route[:-1]:
        here = here[step]
    if content is ...:
        del here[route[-1]]
    else:
        here[route[-1]] = content
    return made


def rule_cases(rule: str) -> list[Case]:
    """Return the cases beside a rule that say what they expect."""
    file = RULES / f"{rule.replace('-', '_')}.md"
    return [case for case in read_cases(file.read_text("utf-8")) if case.expected is not None] if file.is_file() else []


def is_seen(store: Store, requirement: str, rule: str) -> bool:
    """Tell whether any case notices that the store is not as it was."""
    for one in cases_of(store, requirement.rpartition("/")[0]):
        if one.requirement == requirement and try_case(one, requirement.rpartition("/")[0], ()).wrong:
            return True
    try:
        if any(mismatches(case, run_case(case, rule)) for case in rule_cases(rule)):
            return True
        page = load_rule(rule).__doc__ or ""
        return not run_case(page_case(page, "Bad"), rule) or bool(run_case(page_case(page, "Good"), rule))
    except (AssertionError, ValueError):
        return True


def _forget() -> None:
    """Clear what complint remembers of packs; phrases are not changed here."""
    for one in gc.get_objects():
        if isinstance(one, functools._lru_cache_wrapper) and _holds_law(one):
            one.cache_clear()


def _holds_law(cached: Any) -> bool:
    return (cached.__module__ or "").startswith("complint.") and "phrase" not in cached.__qualname__


def main(names: list[str]) -> int:
    """Run all mutants of the named packs, or of every pack; return the exit code."""
    store = Store.open()
    current = store
    really = Store.open

    def opened(extra: tuple[str, ...] = ()) -> Store:
        found = really(extra) if extra else current
        return Store({**found.packs, **current.packs}, found.profiles, found.folders)

    Store.open = opened  # type: ignore[method-assign]
    written = LEDGER.read_text("utf-8")
    total, by_cases, by_ledger, survivors = 0, 0, [], []
    for pack in names or list(store.packs):
        for requirement in store.packs[pack]["requirements"]:
            for number, value in enumerate(requirement["values"]):
                for mutant in mutants(value):
                    total += 1
                    current = mutated(store, requirement["id"], number, mutant)
                    _forget()
                    if is_seen(current, requirement["id"], requirement["rule"]):
                        by_cases += 1
                    elif ledger(current) != written:
                        by_ledger.append(f"{requirement['id']} [{value['from']}] {mutant[0]}")
                    else:
                        survivors.append(f"{requirement['id']} [{value['from']}] {mutant[0]}")
    for title, found in (("only the ledger sees", by_ledger), ("nothing sees", survivors)):
        print(f"{title}:", *(f"  {one}" for one in found), sep="\n")
    print(
        f"{total} mutants: {by_cases} seen by cases, {len(by_ledger)} by the ledger alone, {len(survivors)} by nothing"
    )
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
