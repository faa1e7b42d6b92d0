"""Progress on a terminal: shown after a while, taken away, and never where nobody watches."""

import io
import time

import pytest

from complint.cli import progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    return Terminal()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def test_short_run_shows_nothing(terminal: Terminal, clock: list[float]) -> None:
    shown = progress.progress_for(terminal, quiet=False)
    assert shown is not None
    shown("reading", 1, 10)
    clock[0] += 0.9
    shown("checking", 9, 10)
    shown.clear()
    assert terminal.getvalue() == ""


def test_long_run_counts_and_cleans_up(terminal: Terminal, clock: list[float]) -> None:
    shown = progress.progress_for(terminal, quiet=False)
    assert shown is not None
    clock[0] += 1.5
    shown("checking", 1500, 3000)
    shown("checking", 1501, 3000)  # too soon for another look
    assert terminal.getvalue().count("checking") == 1
    assert "[############............] 1,500 of 3,000" in terminal.getvalue()
    shown.clear()
    assert terminal.getvalue().endswith("\r\x1b[K")


@pytest.mark.parametrize(("name", "value"), [("CI", "true"), ("TERM", "dumb")])
def test_nobody_watches(terminal: Terminal, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    assert progress.progress_for(terminal, quiet=False) is None


def test_quiet_or_no_terminal(terminal: Terminal) -> None:
    assert progress.progress_for(terminal, quiet=True) is None
    assert progress.progress_for(io.StringIO(), quiet=False) is None
