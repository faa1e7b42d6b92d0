"""`complint calls check` from a path to a result, top to bottom; reads once, or twice where caps and a verdict table meet."""

from __future__ import annotations

import numpy as np

from complint.calls.batch import Reader
from complint.calls.bodies import BATCH_CALL, CAMPAIGN
from complint.calls.campaign import calling_period, retries
from complint.calls.caps import CapCount, Capped, by_area_code, read_history
from complint.calls.choice import ANY, wanted
from complint.calls.choice import Choice as Choice
from complint.calls.chosen import chosen_law, hours_severity
from complint.calls.dispatch import Dispatch, model
from complint.calls.duties import chosen_duties, parameters
from complint.calls.fired import ALLOWED, BLOCKED, UNDECIDED, Fired, Judgement, fire
from complint.calls.journal import Journal
from complint.calls.judge import Judge
from complint.calls.next_lawful import next_lawful
from complint.calls.numbering import versions
from complint.calls.parallel import Part, in_turn, parts, workers
from complint.calls.tally import Found, Tally
from complint.calls.verdict_files import written
from complint.calls.verdicts import table
from complint.core.finding import ERROR, FAIL
from complint.core.record import record, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from complint.calls.chart import HourCounts
    from complint.calls.options import CallOptions
    from complint.calls.raw import Raw, Source
    from complint.core.schedule import Chart
    from complint.settings import Settings

ZERO_RETENTION = "hipaa/batch-call-under-zero-retention"
_CAP_TEXT = "more calls to the number than the state allows"


@record
class Result:
    """What a check found. `verdicts` are (allowed, blocked, unknown); `dispatch` None without the model.

    `problems` are of the schedule as a whole; `data` the versions of what tells places and times; `chart` where asked.
    """

    path: str
    rows: int
    verdicts: tuple[int, int, int]
    findings: tuple[Found, ...]
    by_rule: dict[str, int]
    undecided_by_rule: dict[str, int]
    states: dict[str, tuple[int, int, int]]
    examples: tuple[Any, ...]
    dispatch: Dispatch | None
    last: int | None
    problems: tuple[str, ...]
    data: dict[str, str]
    chart: Chart | None = None


class Check:
    """A check made ready: law, side files and facts are loaded; `run` goes through the schedule."""

    def __init__(
        self,
        source: Source,
        options: CallOptions,
        settings: Settings,
        choice: Choice = ANY,
        purpose_of: Callable[[str], str | None] = lambda _agent: None,
    ) -> None:
        self.source = source
        self.options = options
        chosen = (settings, choice.profile, choice.policies, choice.severities)
        law = chosen_law(*chosen)
        every = chosen_duties(*chosen)
        self.duties = [duty for duty in every if wanted(duty, choice)]
        self.reader = Reader(options, settings, parameters(every), purpose_of)
        self.history = read_history(options.history, options.region) if options.history else None
        self.dispatch = model(source, options)
        self.judge = Judge(law, self.duties, every, self.reader.places, hours_severity(law, settings), source.what)
        self.period: Any = None
        self.retries: tuple[int, int | None] = (1, None)
        if source.what == CAMPAIGN and self.dispatch is not None:
            self.period = calling_period(source.body, self.dispatch.start)
            self.retries = retries(source.body)
            if self.period.problem:
                source.problems.append(self.period.problem)
        self.blocked_by_agent: Fired | None = None
        self.hours: HourCounts | None = None

    def run(
        self,
        output: str | None = None,
        progress: Callable[[int, float | None], None] = lambda _rows, _share: None,
        jobs: int | None = None,
        made_of: dict[str, Any] | None = None,
        *,
        resume: bool = False,
        chart: bool = False,
    ) -> Result:
        """Check every row, in `jobs` processes (None: as many as pay); write the verdict table to `output`.

        With `resume`, an interrupted check that wrote this table is continued if it was `made_of` the same (see
        `resume.made_of`). With `chart` the calls are counted by local hour, too, in this process alone.
        """
        many = 1 if chart else workers(self.source, jobs)
        if chart:
            from complint.calls.chart import HourCounts

            self.hours = HourCounts(self.reader.places, self.judge.clock, campaign=self.period is not None)
        tally = Tally()
        if output is None:
            counter = self.counter()
            for part in self._parts(many, lambda _number, raws: self.sums(raws)):
                self.merge(part, tally, counter)
                progress(tally.rows, self.source.share)
            self.patch(tally, counter)
            return self.result(tally)
        journal = Journal(output, made_of or {}, resume=resume)
        try:
            for part in journal.done:
                self.merge(part, tally)
            if journal.done and self.hours is not None:
                self.hours.miss()
            caps = self._caps(many)
            work = self._verdicts(caps, journal.table)
            for part in self._parts(many, work, (len(journal.done), tally.rows)):
                journal.add(part)
                self.merge(part, tally)
                progress(tally.rows, self.source.share)
            journal.finish()
        except BaseException as error:
            journal.leave(keep=isinstance(error, KeyboardInterrupt))
            raise
        return self.result(tally)

    def judged(self) -> Iterator[Judgement]:
        """Yield the judged batches, caps included."""
        yield from self._judged(self._caps(1))

    def _parts(
        self, many: int, work: Callable[[int, Iterable[Raw]], Part], done: tuple[int, int] = (0, 0)
    ) -> Iterator[Part]:
        """Yield what is made of the rows, in order: of parts in several processes, or of part after part in this one.

        `done` are the parts to leave out, and their rows.
        """
        if many > 1:
            yield from parts(self.source, many, work, done)
        else:
            for number, raws in enumerate(ahead(in_turn(self.source))):
                if number >= done[0]:
                    yield work(number, raws)

    def sums(self, raws: Iterable[Raw]) -> Part:
        """Return the sums of some rows, and their dials with the verdicts they have without caps."""
        tally, counter = Tally(None), self.counter()
        more: dict[str, list[Any]] = {"verdict": []} if self.hours is None else {"verdict": [], "cell": []}
        for judged in self._judge(raws, None):
            verdict = judged.verdict
            tally.add(judged, verdict)
            columns = {"verdict": verdict}
            if self.hours is not None:
                columns["cell"] = self.hours.add(judged, verdict)
            taken = counter.add(judged.batch)
            if taken is not None:
                for name, column in columns.items():
                    more[name].append(column[taken])
        return Part(tally, counter.dials(**more), tuple(self.reader.places.spots))

    def _verdicts(self, caps: list[Capped], table_file: Any) -> Callable[[int, Iterable[Raw]], Part]:
        """Return what makes of some rows their sums, and their part of the verdict table, batch by batch."""

        def work(number: int, raws: Iterable[Raw]) -> Part:
            tally, made = Tally(None), []
            for judged, verdict, columns in self.tables(raws, caps):
                tally.add(judged, verdict)
                if self.hours is not None:
                    self.hours.add(judged, verdict)
                made.append(written(columns, table_file.suffix))
            return Part(tally, None, tuple(self.reader.places.spots), table_file.made(number, made))

        return work

    def tables(self, raws: Iterable[Raw], caps: list[Capped]) -> Iterator[tuple[Judgement, Any, dict[str, Any]]]:
        """Yield for each batch what was judged, the verdicts, and the columns of the verdict table."""
        for judged in self._judge(raws, caps):
            verdict = judged.verdict
            yield judged, verdict, table(judged, verdict, next_lawful(judged, self.judge.clock, caps))

    def _dials(self, raws: Iterable[Raw]) -> Part:
        """Return the dials of some rows."""
        counter = self.counter()
        for raw in raws:
            counter.add(self._batch(raw))
        return Part(Tally(), counter.dials(), tuple(self.reader.places.spots))

    def merge(self, part: Part, tally: Tally, counter: CapCount | None = None) -> None:
        """Add the sums of the rows that follow to `tally`, and their dials to `counter`."""
        places = np.array([self.reader.places.number(spot) for spot in part.spots], np.int64)
        tally.merge(part.tally, places)
        if counter is not None and part.dials is not None:
            counter.merge(part.dials, places)

    def counter(self) -> CapCount:
        """Return what gathers dials; it has no duties where no cap is in force."""
        return CapCount(self.duties, self.reader.places, self.retries[1], by_code=by_area_code(self.source))

    def _caps(self, many: int) -> list[Capped]:
        """Return the first phase of caps: all dials of the schedule, counted."""
        counter = self.counter()
        if counter.duties:
            for part in self._parts(many, lambda _number, raws: self._dials(raws)):
                self.merge(part, Tally(), counter)
        return counter.results(self.history)

    def _batch(self, raw: Raw) -> Any:
        batch = self.reader.read(raw, self.source, self.dispatch)
        if self.retries[0] > 1:
            batch.attempts = batch.attempts * 0 + self.retries[0]
        return batch

    def _judged(self, caps: list[Capped] | None) -> Iterator[Judgement]:
        yield from self._judge(ahead(self.source.batches()), caps)

    def _judge(self, raws: Iterable[Raw], caps: list[Capped] | None) -> Iterator[Judgement]:
        for raw in raws:
            judged = self.judge.judge(self._batch(raw), self.dispatch, self.period)
            if self.blocked_by_agent is not None:
                judged.add(_all_rows(self.blocked_by_agent, judged))
            if self.source.problems:
                problem = Fired(
                    "document/schema-violation", "complint/core/schema-violation", ERROR, FAIL, "", None, UNDECIDED
                )
                judged.add(_all_rows(_saying(problem, "; ".join(dict.fromkeys(self.source.problems))), judged))
            for cap in caps or ():
                low, high = cap.rows.searchsorted([judged.batch.first, judged.batch.first + judged.batch.count])
                rows = cap.rows[low:high][cap.over[low:high]] - judged.batch.first
                if len(rows):
                    judged.add(fire(cap.duty, cap.edition, rows, _CAP_TEXT))
            yield judged

    def patch(self, tally: Tally, counter: CapCount) -> None:
        """Add what the caps block to sums that were made before all dials were known."""
        over = set()
        if not counter.gathered:
            return
        state = counter.column("row"), counter.column("verdict"), counter.column("place")
        for cap in counter.results(self.history):
            rows = cap.rows[cap.over]
            if not len(rows):
                continue
            fired = fire(cap.duty, cap.edition, rows, _CAP_TEXT)
            at = np.searchsorted(state[0], rows)
            tally.block(fired, state[1][at], state[2][at])
            if fired.counts == BLOCKED:
                if self.hours is not None:
                    self.hours.block(counter.column("cell")[at], state[1][at])
                state[1][at] = BLOCKED
                over.update(rows.tolist())
        if over:
            tally.count_rule("calls/too-many-calls", len(over))

    def result(self, tally: Tally) -> Result:
        """Return the result that the sums of all rows come to."""
        allowed, blocked, unknown = (int(tally.verdicts[one]) for one in (ALLOWED, BLOCKED, UNDECIDED))
        return Result(
            self.source.path,
            tally.rows,
            (allowed, blocked, unknown),
            tuple(tally.findings()),
            dict(sorted(tally.by_rule.items())),
            dict(sorted(tally.undecided_by_rule.items())),
            tally.states(self.reader.places),
            tuple(tally.examples.values()),
            self.dispatch,
            tally.last,
            tuple(dict.fromkeys(self.source.problems)),
            versions(),
            self.hours.chart() if self.hours is not None else None,
        )

    def block_all(self, requirement: str, severity: str, message: str, citations: tuple[Any, ...] = ()) -> None:
        """Let every row of a batch or campaign be blocked: its agent keeps nothing, and such calls must be made singly."""
        if self.source.what in (BATCH_CALL, CAMPAIGN):
            counts = BLOCKED if severity == ERROR else ALLOWED
            self.blocked_by_agent = Fired(ZERO_RETENTION, requirement, severity, FAIL, message, None, counts, citations)


def ahead(items: Iterator[Any]) -> Iterator[Any]:
    """Yield the same, each read in a thread of its own while the one before it is being worked on."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(next, items, None)
        while (item := waiting.result()) is not None:
            waiting = pool.submit(next, items, None)
            yield item


def _all_rows(fired: Fired, judged: Judgement) -> Fired:
    return replace(fired, rows=np.ones(judged.batch.count, bool))


def _saying(fired: Fired, message: str) -> Fired:
    return replace(fired, message=message)
