"""Checks in the background: one at a time, after a rest, for the latest texts only; what is out of date is never shown."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from complint.lsp.session import NOTHING, Analysis, Problem, analyse
from complint.lsp.wishes import Wishes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from complint.lsp.buffers import Buffer

    T = TypeVar("T")

PATIENCE = 5.0  # seconds that a request waits for the check of the latest text


class Checker:
    """The open files, and what the latest check has found in them.

    All work on files is done in one thread beside the loop that talks to the client, so the loop never waits for it.
    """

    def __init__(self, publish: Callable[[Analysis], None]) -> None:
        self.buffers: dict[str, Buffer] = {}
        self.wishes = Wishes()
        self.analysis: Analysis = NOTHING
        self._publish = publish
        self._thread = ThreadPoolExecutor(1, "complint")
        self._generation = 0
        self._task: asyncio.Task[None] | None = None
        self._fresh = asyncio.Event()

    def changed(self, *, at_once: bool = False) -> None:
        """Have everything checked again: after a rest, in which further changes may come, or at once."""
        self._generation += 1
        self._fresh.clear()
        if self._task is not None:
            self._task.cancel()  # a check that runs in the thread comes to its end there, and nobody looks at it
        self._task = asyncio.ensure_future(self._check(self._generation, 0.0 if at_once else self.wishes.delay))

    async def latest(self) -> Analysis | None:
        """Return the analysis of the texts as they are; None where that takes too long or they change meanwhile."""
        generation = self._generation
        try:
            await asyncio.wait_for(self._fresh.wait(), PATIENCE)
        except TimeoutError:
            return None
        return self.analysis if generation == self._generation else None

    async def work(self, function: Callable[..., T], *arguments: Any) -> T:
        """Return what a function returns that is run in the thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, function, *arguments)

    def close(self) -> None:
        """Begin no more work."""
        if self._task is not None:
            self._task.cancel()
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _check(self, generation: int, rest: float) -> None:
        await asyncio.sleep(rest)
        buffers = dict(self.buffers)
        try:
            found = await self.work(analyse, buffers, self.wishes, self.analysis.understood)
            if generation == self._generation:
                self._publish(found)
        except Exception as error:  # noqa: BLE001 - whatever it was, the editor must hear that nothing was checked
            words = f"complint failed: {type(error).__name__}: {error}"
            problems = {path: (Problem(f"not checked: {words}"),) for path in buffers}
            found = Analysis(buffers, {}, problems, self.analysis.understood, (words,), {}, ())
            if generation == self._generation:
                self._publish(found)
        if generation == self._generation:
            self.analysis = found
            self._fresh.set()
