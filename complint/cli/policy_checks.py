"""What the commands `complint policies verify|test|log` say: problems of packs, results of cases, changes of law between days."""

from __future__ import annotations

from typing import Any

from complint.core.errors import BrokenPart
from complint.core.record import record
from complint.engine.catalog import load_rule
from complint.engine.plugins import announce
from complint.policy_cases import Tried, cases_of, try_case
from complint.report.requirements import days

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from complint.policy.store import Store

STALE_AFTER = 365  # days since somebody last looked at the source


@record
class Problem:
    """Something wrong with a pack: `grave` problems make it unfit for use, others are for its keeper to look at."""

    identity: str
    message: str
    grave: bool = True


@record
class Change:
    """A change of law: on `day` a value of a requirement begins or ends to hold."""

    day: str
    requirement: str
    what: str
    title: str
    severity: str
    value: Any
    citations: tuple[str, ...]


def problems(
    store: Store,
    packs: Iterable[str],
    as_of: str,
    stale_after: int = STALE_AFTER,
    plugins: tuple[str, ...] = (),
) -> Iterator[Problem]:
    """Yield what is wrong with packs beyond their form, which loading checks: bindings, dates, citations, staleness, cases."""
    for pack in packs:
        held = store.packs[pack]
        if not held["requirements"] and not held.get("note"):  # a note may say that a state has no law of its own
            yield Problem(pack, "the pack has no requirement")
        for requirement in held["requirements"]:
            yield from _binding(requirement, store.folders[1:], plugins)
            yield from _dates(requirement, as_of, stale_after)
            yield from _citations(requirement)


def _binding(requirement: dict[str, Any], folders: tuple[str, ...], plugins: tuple[str, ...]) -> Iterator[Problem]:
    """Yield a problem where the rule cannot be loaded, or breaks on this requirement's value."""
    rule = requirement["rule"]
    announce(plugins, allowed=True)
    try:
        module = load_rule(rule)
    except BrokenPart as error:
        yield Problem(requirement["id"], error.message)
        return
    if not callable(getattr(module, "check", None)):
        yield Problem(requirement["id"], f"the rule {rule} has no function check")
        return
    broken = _breaks(requirement, module.__doc__ or "", folders, plugins)
    if broken:
        yield Problem(requirement["id"], f"its value does not fit the rule: {broken}")


def _breaks(requirement: dict[str, Any], page: str, folders: tuple[str, ...], plugins: tuple[str, ...]) -> str | None:
    """Return how a rule breaks on its own example under a requirement's latest value, or None."""
    from complint.run import Options
    from complint.testing import page_case, run_files

    for section in ("Bad", "Good"):
        try:
            case = page_case(page, section)
        except ValueError:
            continue
        files = tuple((name, text) for name, text in case.files if name != "complint.yaml")
        pack = requirement["id"].rpartition("/")[0]
        options = Options(as_of=case.as_of, policies=(pack,), select=(requirement["id"],))
        try:
            report = run_files(files, options, plugins, folders)
        except Exception as error:  # noqa: BLE001 - whatever stops the example is what there is to say
            return str(error)
        if report.broken:
            return report.broken[0]
    return None


def _dates(requirement: dict[str, Any], as_of: str, stale_after: int) -> Iterator[Problem]:
    from datetime import date

    today = date.fromisoformat(as_of)
    for value in requirement["values"]:
        looked = date.fromisoformat(value["verified_on"])
        name = f"{requirement['id']} from {value['from']}"
        if looked > today:
            yield Problem(name, f"verified_on {looked} is after {today}")
        over = value["until"] is not None and value["until"] < as_of
        if (today - looked).days > stale_after and not over and value is _latest(requirement):
            yield Problem(name, f"last verified on {looked}, more than {stale_after} days before {today}", grave=False)
        if value["status"] == "adopted" and value["from"] <= as_of:
            yield Problem(name, f"adopted, to apply from {value['from']}: has it come into force?", grave=False)
        if value["status"] == "in-force" and value["from"] > as_of and value["confidence"] == "low":
            yield Problem(name, "a day to come, of low confidence, is called in force", grave=False)


def _latest(requirement: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = requirement["values"][-1]
    return found


def _citations(requirement: dict[str, Any]) -> Iterator[Problem]:
    for value in requirement["values"]:
        for citation in value["citations"]:
            url = citation["url"]
            if url is not None and not url.startswith("https://"):
                # some legislatures publish their statutes without encryption: a page to look at with care, not a wrong pack
                grave = not url.startswith("http://")
                message = f"the citation {citation['title']!r} has no https address: {url}"
                yield Problem(requirement["id"], message, grave)
            if not citation["title"].strip():
                yield Problem(requirement["id"], "a citation has no title")


def tried(
    store: Store, packs: Iterable[str], folders: tuple[str, ...], plugins: tuple[str, ...] = ()
) -> Iterator[Tried]:
    """Yield the result of every case beside the packs."""
    for pack in packs:
        for case in cases_of(store, pack):
            yield try_case(case, pack, folders, plugins)


def uncovered(store: Store, packs: Iterable[str], results: Iterable[Tried]) -> dict[str, list[str]]:
    """Return the requirements that lack a failing or a passing example, with what they lack."""
    shown: dict[str, set[str | None]] = {}
    for one in results:
        if not one.wrong:
            shown.setdefault(one.case.requirement, set()).add(one.shows)
    ids = [requirement["id"] for pack in packs for requirement in store.packs[pack]["requirements"]]
    lacks = {one: [kind for kind in ("fail", "pass") if kind not in shown.get(one, set())] for one in ids}
    return {one: kinds for one, kinds in lacks.items() if kinds}


def changes(store: Store, packs: Iterable[str], since: str, until: str) -> list[Change]:
    """Return the changes of law after `since` through `until` (ISO days), oldest first."""
    found = []
    for pack in packs:
        for requirement in store.packs[pack]["requirements"]:
            for value in requirement["values"]:
                found += [change for change in _of(requirement, value) if since < change.day <= until]
    return sorted(found, key=lambda change: (change.day, change.requirement, change.what))


def _of(requirement: dict[str, Any], value: dict[str, Any]) -> list[Change]:
    titles = tuple(citation["title"] for citation in value["citations"])
    common = (requirement["title"], value["severity"] or requirement["severity"], value["value"], titles)
    first = value is requirement["values"][0]
    if value["status"] == "in-force":
        what = "begins to hold" if first else "changes"
    elif value["status"] == "repealed":
        what = "is repealed"
    else:
        what = f"would begin ({value['status']}, {days(requirement, value)})"
    always = first and requirement["before_first"] == "first-holds"  # its day is the oldest that is known, not a change
    made = [] if always else [Change(value["from"], requirement["id"], what, *common)]
    following = [one["from"] for one in requirement["values"] if one["from"] > value["from"]]
    if value["until"] is not None and value["status"] in ("in-force", "unconfirmed"):
        day = _next_day(value["until"])
        if day not in following:
            made.append(Change(day, requirement["id"], "no longer holds", *common))
    return made


def _next_day(day: str) -> str:
    from datetime import date, timedelta

    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
