"""`complint calls check` from a path to a result, top to bottom; reads once, or twice where caps and a verdict table meet."""

from __future__ import annotations

from complint.calls.batch import Reader
from complint.calls.bodies import BATCH_CALL, CAMPAIGN
from complint.calls.campaign import calling_period, retries
from complint.calls.caps import CapCount, Capped, read_history
from complint.calls.chosen import chosen_law, hours_severity
from complint.calls.dispatch import Dispatch, model
from complint.calls.duties import chosen_duties, parameters
from complint.calls.fired import ALLOWED, BLOCKED, UNDECIDED, Fired, Judgement, fire
from complint.calls.judge import Judge
from complint.calls.next_lawful import next_lawful
from complint.calls.numbering import versions
from complint.calls.tally import Found, Tally
from complint.calls.verdicts import TableWriter, table
from complint.core.finding import ERROR, FAIL
from complint.core.record import record
from complint.policy.law import matches

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
class Choice:
    """Which law a check applies: profile, packs and severities of the command line, rules selected and ignored."""

    profile: str | None = None
    policies: tuple[str, ...] = ()
    severities: tuple[tuple[str, str], ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


@record
class Result:
    """What a check found. `verdicts` are (allowed, blocked, unknown); `dispatch` None without the model.

    `problems` are of the schedule as a whole; `data` the versions of what tells places and times; `chart` is there where it
    was asked for.
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


_ANY = Choice()


class Check:
    """A check made ready: law, side files and facts are loaded; `run` goes through the schedule."""

    def __init__(
        self,
        source: Source,
        options: CallOptions,
        settings: Settings,
        choice: Choice = _ANY,
        purpose_of: Callable[[str], str | None] = lambda _agent: None,
    ) -> None:
        self.source = source
        self.options = options
        chosen = (settings, choice.profile, choice.policies, choice.severities)
        law = chosen_law(*chosen)
        every = chosen_duties(*chosen)
        self.duties = [duty for duty in every if _wanted(duty, choice)]
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

    def run(
        self,
        output: str | None = None,
        progress: Callable[[int], None] = lambda _rows: None,
        *,
        chart: bool = False,
    ) -> Result:
        """Check every row; write the verdict table to `output`; with `chart` count the calls by local hour, too."""
        tally = Tally()
        hours = self._hours() if chart else None
        if output is None:
            counter, states = self._counter(), _States()
            for judged in self._judged(None):
                verdict = judged.verdict
                tally.add(judged, verdict)
                cells = None if hours is None else hours.add(judged, verdict)
                states.add(counter.add(judged.batch), judged, verdict, cells)
                progress(tally.rows)
            self._patch(tally, counter.results(self.history), states, hours)
            return self._result(tally, hours, chart=chart)
        caps = self._caps()
        writer = TableWriter(output)
        done = False
        try:
            for judged in self._judged(caps):
                verdict = judged.verdict
                tally.add(judged, verdict)
                if hours is not None:
                    hours.add(judged, verdict)
                writer.write(table(judged, verdict, next_lawful(judged, self.judge.clock, caps)))
                progress(tally.rows)
            done = True
        finally:
            writer.close(keep=done)
        return self._result(tally, hours, chart=chart)

    def _hours(self) -> HourCounts | None:
        if self.period is not None:
            return None
        from complint.calls.chart import HourCounts

        return HourCounts(self.reader.places, self.judge.clock)

    def judged(self) -> Iterator[Judgement]:
        """Yield the judged batches, caps included."""
        yield from self._judged(self._caps())

    def _counter(self) -> CapCount:
        return CapCount(self.duties, self.reader.places, self.retries[1])

    def _caps(self) -> list[Capped]:
        """Return the first phase of caps: all dials of the schedule, counted."""
        counter = self._counter()
        if counter.duties:
            for raw in ahead(self.source.batches()):
                counter.add(self._batch(raw))
        return counter.results(self.history)

    def _batch(self, raw: Raw) -> Any:
        batch = self.reader.read(raw, self.source, self.dispatch)
        if self.retries[0] > 1:
            batch.attempts = batch.attempts * 0 + self.retries[0]
        return batch

    def _judged(self, caps: list[Capped] | None) -> Iterator[Judgement]:
        for raw in ahead(self.source.batches()):
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

    def _patch(self, tally: Tally, caps: list[Capped], states: _States, hours: HourCounts | None) -> None:
        """Add what the caps block to sums that were made before all dials were known."""
        over = set()
        for cap in caps:
            rows = cap.rows[cap.over]
            if not len(rows):
                continue
            fired = fire(cap.duty, cap.edition, rows, _CAP_TEXT)
            verdicts, places, cells = states.take(rows, fired.counts == BLOCKED)
            tally.block(fired, verdicts, places)
            if fired.counts == BLOCKED:
                if hours is not None:
                    hours.block(cells, verdicts)
                over.update(rows.tolist())
        if over:
            tally.count_rule("calls/too-many-calls", len(over))

    def _result(self, tally: Tally, hours: HourCounts | None, *, chart: bool) -> Result:
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
            self._chart(hours) if chart else None,
        )

    @staticmethod
    def _chart(hours: HourCounts | None) -> Chart:
        from complint.calls.chart import CAMPAIGN_NOTE
        from complint.core.schedule import Chart

        return Chart(note=CAMPAIGN_NOTE) if hours is None else hours.chart()

    def block_all(self, requirement: str, severity: str, message: str, citations: tuple[Any, ...] = ()) -> None:
        """Let every row of a batch or campaign be blocked: its agent keeps nothing, and such calls must be made singly."""
        if self.source.what in (BATCH_CALL, CAMPAIGN):
            counts = BLOCKED if severity == ERROR else ALLOWED
            self.blocked_by_agent = Fired(ZERO_RETENTION, requirement, severity, FAIL, message, None, counts, citations)


class _States:
    """The verdicts, places and cells of a chart of the rows that a cap may still block."""

    def __init__(self) -> None:
        self.parts: list[tuple[Any, Any, Any, Any]] = []
        self.columns: tuple[Any, Any, Any, Any] | None = None

    def add(self, taken: Any, judged: Judgement, verdict: Any, cells: Any) -> None:
        if taken is not None:
            place = judged.batch.place[taken]
            drawn = place if cells is None else cells[taken]  # without a chart nobody reads them
            self.parts.append((taken + judged.batch.first, verdict[taken], place, drawn))

    def take(self, rows: Any, blocked: bool) -> tuple[Any, Any, Any]:
        """Return (verdicts, places, cells) of rows; where they get blocked, they are from now on."""
        import numpy as np

        if self.columns is None:
            self.columns = tuple(np.concatenate([part[one] for part in self.parts]) for one in range(4))  # type: ignore[assignment]
        assert self.columns is not None
        at = np.searchsorted(self.columns[0], rows)
        verdicts = self.columns[1][at].copy()
        if blocked:
            self.columns[1][at] = BLOCKED
        return verdicts, self.columns[2][at], self.columns[3][at]


def ahead(items: Iterator[Raw]) -> Iterator[Raw]:
    """Yield the same, each read in a thread of its own while the one before it is being worked on."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(next, items, None)
        while (item := waiting.result()) is not None:
            waiting = pool.submit(next, items, None)
            yield item


def _wanted(duty: Any, choice: Choice) -> bool:
    def named(patterns: Iterable[str]) -> bool:
        return any(matches(duty.rule, one) or matches(duty.id, one) for one in patterns)

    return not named(choice.ignore) and (not choice.select or named(choice.select))


def _all_rows(fired: Fired, judged: Judgement) -> Fired:
    import numpy as np

    from complint.core.record import replace

    return replace(fired, rows=np.ones(judged.batch.count, bool))


def _saying(fired: Fired, message: str) -> Fired:
    from complint.core.record import replace

    return replace(fired, message=message)
