"""The entry point: a plain `complint check` goes straight to work; everything else, help and errors are click's."""

from __future__ import annotations

import gc
import os
import sys

from complint.core import together
from complint.core.errors import ComplintError


def main() -> None:
    """Run complint as a command and exit with its code (see README: exit codes). No input ends in a traceback."""
    gc.set_threshold(500_000)  # what is read stays until the end: looking for garbage finds none, and costs a twentieth
    modules = together.install()
    _have_streams()
    try:
        code = _run(sys.argv[1:])
        sys.stdout.flush()
        if modules is not None and "click" not in sys.modules:  # the path of hooks is worth it
            modules.keep()
    except ComplintError as error:
        _say(f"complint: {error}")
        code = error.exit_code
    except KeyboardInterrupt:
        _say("complint: interrupted")
        code = 130
    except BrokenPipeError:
        # the reader of our output went away (`| head`): no more to say, and nothing to flush at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        code = 141
    except OSError as error:  # the disk of our output is full, or the working directory is gone
        _say(f"complint: {error.strerror or type(error).__name__}")
        code = 2
    _leave(code)


def _have_streams() -> None:
    """Stand in for streams that whoever started us has closed (`>&-`): a report to nowhere still has its exit code."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - for as long as the process


def _leave(code: int) -> None:
    """End the process at once: all is written, and taking down what a run has built costs a sixth of a short one."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):  # the reader is gone, or the stream is closed
            pass
    os._exit(code)


def _run(arguments: list[str]) -> int:
    if arguments[:1] == ["check"]:
        from complint.cli.options import quick_parse

        values = quick_parse(arguments[1:])
        if values is not None:
            from complint.cli.check import check

            return check(values)
    from complint.cli.commands import run_click

    return run_click(arguments)


def _say(text: str) -> None:
    printable = text.encode(sys.stderr.encoding or "utf-8", "backslashreplace").decode(sys.stderr.encoding or "utf-8")
    sys.stderr.write(printable + "\n")
