"""Read a workspace list by list: every item once, none lost, and what could not be read is named."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

from complint.core.errors import ComplintError
from complint.core.route import get
from complint.live.api import Api
from complint.live.client import Unanswered
from complint.live.files import campaign_body, files_of, with_summary
from complint.live.journal import Journal
from complint.live.workspace import LISTS, LiveWorkspace, Problem

Progress = Callable[[str, int, int | None], None]
Items = dict[str, dict[str, Any]]

PASSES = 4  # over a list of several pages, until one brings nothing new
_MOST_PAGES = 10_000
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,127}")


def read_workspace(api: Api, journal: Journal, base: str, progress: Progress | None = None) -> LiveWorkspace:
    """Return all that can be read. Raises ComplintError where that is nothing."""
    reading = _Reading(api, journal, progress or (lambda what, done, total: None))
    found = {name: reading.items_of(name) for name in LISTS}
    if all(name in reading.broken for name in LISTS):
        why = reading.problems[0].why
        raise ComplintError(f"nothing of the workspace at {api.access.place} could be read: {why}")
    folder, files, unfit = files_of(found, base, {problem.list for problem in reading.problems})
    problems = tuple(dict.fromkeys((*reading.problems, *unfit)))
    for problem in unfit:
        journal.forget(f"{problem.list}:")
    if not problems:
        journal.finish()
    counts = {name: sum(path.startswith(f"{folder}/{name}/") for path in files) for name in LISTS}
    resumed = {name: _utc(at) for name, at in reading.resumed.items()}
    made = LiveWorkspace(api.access.place, folder, _utc(api.patience.clock()), files, counts, problems, resumed)
    return with_summary(made, reading.archived)


class _Reading:
    """One read: what went wrong so far, and since when what was taken over from an earlier read is known."""

    def __init__(self, api: Api, journal: Journal, progress: Progress) -> None:
        self.api = api
        self.journal = journal
        self.progress = progress
        self.problems: list[Problem] = []
        self.broken: set[str] = set()
        self.resumed: dict[str, float] = {}
        self.archived: list[str] = []

    def items_of(self, name: str) -> Items:
        """Return the items of a list in full, by id; problems are noted.

        Where a list breaks off that was begun in an earlier read, its cursors may have run out: it is read anew, once.
        """
        known = list(self.problems)
        found: Items = getattr(self, f"_{name}")()
        if name in self.broken and name in self.resumed:
            self.journal.forget(f"{name}:")
            self.problems, self.resumed = known, {key: at for key, at in self.resumed.items() if key != name}
            self.broken.discard(name)
            found = getattr(self, f"_{name}")()
        return found

    def _agents(self) -> Items:
        listed = self._listed("agents", "agent_id", lambda cursor: self.api.agents(cursor, archived=False))
        archived = self._listed(
            "agents", "agent_id", lambda cursor: self.api.agents(cursor, archived=True), part="archived"
        )
        self.archived = [identity for identity in archived if identity not in listed]
        return self._details("agents", "agent_id", {**archived, **listed}, self.api.agent)

    def _tools(self) -> Items:
        return self._listed("tools", "id", self.api.tools)

    def _mcp_servers(self) -> Items:
        return self._listed("mcp_servers", "id", lambda cursor: self.api.mcp_servers())

    def _batch_calls(self) -> Items:
        listed = self._listed("batch_calls", "id", self.api.batch_calls, cursor_key="next_doc")
        found = self._details("batch_calls", "id", listed, self.api.batch_call)
        for identity, body in list(found.items()):
            if not isinstance(body.get("recipients"), list):
                self._unfit("batch_calls", identity, "the answer has no recipients")
                del found[identity]
        return found

    def _campaigns(self) -> Items:
        listed = self._listed("campaigns", "campaign_id", self.api.campaigns)
        found: Items = {}
        for number, (identity, campaign) in enumerate(listed.items()):
            self.progress("campaigns", number, len(listed))
            found[identity] = campaign_body(campaign, list(self._leads(identity, campaign).values()))
        return found

    def _leads(self, identity: str, campaign: dict[str, Any]) -> Items:
        expected = get(campaign, "counts", "leads")
        leads = self._listed(
            "campaigns",
            "lead_id",
            lambda cursor: self.api.leads(identity, cursor),
            part=f"leads of {identity}",
            items_key="leads",
            expected=expected if isinstance(expected, int) else None,
            owner=identity,
        )
        if isinstance(expected, int) and len(leads) < expected and not self._has_problem("campaigns", identity):
            self._unfit("campaigns", identity, f"{len(leads)} of {expected} recipients were listed")
        return leads

    def _listed(
        self,
        name: str,
        id_key: str,
        ask: Callable[[str | None], Any],
        *,
        cursor_key: str = "next_cursor",
        part: str = "",
        items_key: str | None = None,
        expected: int | None = None,
        owner: str | None = None,
    ) -> Items:
        """Return the items of a list by id.

        While pages are read, items may move between them. So a list of several pages is read again until a pass brings
        nothing new, or as many as are expected are there.
        """
        found: Items = {}
        prefix = f"{name}:{part}"
        try:
            for number in range(PASSES):
                before, pages = len(found), 0
                for page in self._pages(f"{prefix}#{number}", items_key or name, cursor_key, ask, name):
                    pages += 1
                    for item in page:
                        self._take(item, id_key, found, name, prefix, owner)
                    self.progress(name, len(found), expected)
                settled = number > 0 and len(found) == before
                if pages == 1 or settled or (expected is not None and len(found) >= expected):
                    return found
            raise Unanswered("it changes faster than it can be read")
        except Unanswered as error:
            if owner is None:
                self.broken.add(name)
            self.problems.append(Problem(name, owner, error.why))
        return found

    def _take(self, item: Any, id_key: str, found: Items, name: str, prefix: str, owner: str | None) -> None:
        identity = item.get(id_key) if isinstance(item, dict) else None
        if isinstance(identity, str) and _ID.fullmatch(identity):
            found[identity] = item
        else:
            self._unfit(name, owner, f"an entry of the list has no usable {id_key}", prefix)

    def _pages(
        self, prefix: str, items_key: str, cursor_key: str, ask: Callable[[str | None], Any], name: str
    ) -> Iterator[list[Any]]:
        cursor: str | None = None
        seen: set[str] = set()
        for _ in range(_MOST_PAGES):
            page = self._answer(name, f"{prefix}:{cursor or ''}", lambda: ask(cursor))  # noqa: B023 - asked at once
            items = get(page, items_key)
            if not isinstance(items, list):
                self.journal.forget(prefix)
                raise Unanswered(f"the answer holds no list of {items_key}")
            yield items
            following, more = get(page, cursor_key), get(page, "has_more")
            if not (bool(following) if more is None else more):
                return
            if not isinstance(following, str) or not following:
                self.journal.forget(prefix)
                raise Unanswered("the API says that there is more, and not where")
            if following in seen:
                self.journal.forget(prefix)
                raise Unanswered("the API gives the same cursor again, so the rest cannot be reached")
            seen.add(following)
            cursor = following
        raise Unanswered(f"there are more than {_MOST_PAGES:,} pages")

    def _details(self, name: str, id_key: str, listed: Items, ask: Callable[[str], Any]) -> Items:
        """Return what is behind each listed id; one that is gone by now is left out if the list does not have it either."""
        found: Items = {}
        gone: dict[str, str] = {}
        for number, identity in enumerate(listed):
            self.progress(name, number, len(listed))
            try:
                body = self._answer(name, f"{name}:={identity}", lambda: ask(identity))  # noqa: B023 - asked at once
            except Unanswered as error:
                if error.status == 404:
                    gone[identity] = error.why
                else:
                    self.problems.append(Problem(name, identity, error.why))
                continue
            if get(body, id_key) == identity:
                found[identity] = body
            else:
                self._unfit(name, identity, f"the answer has another {id_key}, or none", f"{name}:={identity}")
        self.progress(name, len(listed), len(listed))
        still = self._listed_now(name, id_key) if gone else set()
        for identity, why in gone.items():
            if still is None or identity in still:
                self.problems.append(Problem(name, identity, why))
        return found

    def _listed_now(self, name: str, id_key: str) -> set[str] | None:
        """Ask a list again, for items that it had and that are not there: deleted meanwhile, or kept from us?

        Returns the ids that it has now, or None where it does not answer.
        """
        asks: list[Callable[[str | None], Any]] = [self.api.batch_calls]
        if name == "agents":
            asks = [
                lambda cursor: self.api.agents(cursor, archived=False),
                lambda cursor: self.api.agents(cursor, archived=True),
            ]
        cursor_key = "next_doc" if name == "batch_calls" else "next_cursor"
        for part in ("#", "archived#", "again"):  # what an earlier read has kept of it is out of date
            self.journal.forget(f"{name}:{part}")
        found: set[str] = set()
        try:
            for number, ask in enumerate(asks):
                for page in self._pages(f"{name}:again{number}#", name, cursor_key, ask, name):
                    found |= {str(get(item, id_key)) for item in page}
        except Unanswered:
            return None
        return found

    def _answer(self, name: str, asked: str, ask: Callable[[], Any]) -> Any:
        known = self.journal.recall(asked)
        if known is not None:
            at, answer = known
            self.resumed[name] = min(at, self.resumed.get(name, at))
            return answer
        answer = ask()
        self.journal.note(asked, self.api.patience.clock(), answer)
        return answer

    def _unfit(self, name: str, identity: str | None, why: str, prefix: str | None = None) -> None:
        """Note an answer that cannot be used, and see to it that a later read asks again."""
        self.journal.forget(prefix or f"{name}:")
        self.problems.append(Problem(name, identity, why))

    def _has_problem(self, name: str, identity: str) -> bool:
        return any(problem.list == name and problem.id == identity for problem in self.problems)


def _utc(at: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))
