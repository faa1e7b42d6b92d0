"""What the tests of live workspaces share: a server that holds one, and patience that takes no time."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

sys.path.insert(0, str(Path(__file__).with_name("support")))
from vendor_workspace import KEY, Workspace

from complint.live.access import Access
from complint.live.api import Api
from complint.live.client import Patience
from complint.live.journal import Journal
from complint.live.reader import Progress, read_workspace
from complint.live.workspace import LiveWorkspace


class Hurried(Patience):
    """Patience whose waits are noted and not waited."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        super().__init__(sleep=self.waits.append, jitter=lambda: 1.0, timeout=httpx.Timeout(0.3), deadline=0.4)


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    """Return an empty workspace behind a server."""
    with Workspace() as held:
        yield held


@pytest.fixture
def patience() -> Hurried:
    """Return patience that notes how long it would have waited."""
    return Hurried()


Read = Callable[..., LiveWorkspace]


@pytest.fixture
def read(workspace: Workspace, patience: Hurried, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Return a function that reads the workspace, as `complint.live.read` does."""
    monkeypatch.chdir(tmp_path)

    def run(journal: Journal | None = None, progress: Progress | None = None, key: str = KEY) -> LiveWorkspace:
        port = int(workspace.url.rpartition(":")[2])
        with Api(Access(workspace.url, "127.0.0.1", port, key), patience) as api:
            return read_workspace(api, journal or Journal(), "", progress)

    return run
