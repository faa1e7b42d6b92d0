"""`complint check`: values of the command line in, reports out, an exit code back."""

from __future__ import annotations

import os
import sys

from complint.core.errors import ComplintError

TYPE_CHECKING = False
if TYPE_CHECKING:  # imported late: an answer that is kept from an earlier run needs none of them
    from collections.abc import Callable, Mapping
    from typing import Any

    from complint.answers import Answer
    from complint.options import Options
    from complint.run import Report
    from complint.settings import Settings

_MOST_JOBS = 256
_LEVELS = ("error", "warning", "info", "off")


# Options under which nothing is kept: they write, read what is no file (git, the network), or run code that may do anything.
_WRITES = ("fix", "diff", "unsafe_fixes", "show_settings")
_ALWAYS_NEW = (*_WRITES, "no_cache", "stdin_filename", "allow_plugins", "staged", "live")
_NO_MATTER = ("no_cache", "jobs")  # these change nothing in an answer


def check(values: Mapping[str, Any]) -> int:
    """Run a check from parsed options (see `complint.cli.options`), show its reports and return the exit code.

    Raises ComplintError for usage and configuration errors.
    """
    if any(values[name] for name in _ALWAYS_NEW) or values["changed"] is not None or values["live_state"] is not None:
        code, reports, problems = _answer(values)
    else:
        from complint.answers import remembered

        plain = tuple((name, values[name]) for name in sorted(values) if name not in _NO_MATTER)
        look = (os.getcwd(), _colored(values["color"]), _width(None))
        code, reports, problems = remembered((plain, look), lambda: _day(values["as_of"]), lambda: _answer(values))
    for text, path in reports:
        _write(text, path)
    sys.stderr.write("".join(problems))
    return code


def _answer(values: Mapping[str, Any]) -> Answer:
    """Return the exit code of a check, its reports with the files they go to, and what else is to be said."""
    from complint.run import check as run_check
    from complint.run import exit_code

    settings, settings_of = read_settings(values)
    options = read_options(values)
    by_git = None
    if values["staged"] or values["changed"] is not None:
        from complint.cli.chosen import chosen

        by_git = chosen(values)
        options = by_git.into(options)
    if values["show_settings"]:
        from complint.cli.show_settings import show

        return 0, [(show(settings, options), None)], []
    targets = _targets(values)
    if values["live"]:
        return _check_live(values, options, settings, settings_of, targets)
    if values["live_state"] is not None:
        raise ComplintError("--live-state needs --live")
    if values["fix"] or values["diff"]:
        from complint.cli.fix import repaired, takes_stdout

        if takes_stdout(values):
            targets = [target for target in targets if target[1] is not None]
        report, code = repaired(values, options, settings, settings_of)
    elif values["unsafe_fixes"]:
        raise ComplintError("--unsafe-fixes needs --fix or --diff")
    else:
        from complint.cli.progress import progress_for

        progress = progress_for(sys.stderr, quiet=values["quiet"])
        try:
            report = run_check(options, settings, settings_of, progress=progress)
        finally:
            if progress is not None:
                progress.clear()
        code = exit_code(report, options)
    aside: list[str] = []
    if options.by_file and not values["quiet"]:
        aside = _scope(by_git.words if by_git is not None else "the files given", settings, options, report)
    reports, problems = _told(report, values, targets)
    return code, reports, [*aside, *problems]


def _told(
    report: Report,
    values: Mapping[str, Any],
    targets: list[tuple[str, str | None]],
    hide: Callable[[str], str] = str,
) -> tuple[list[tuple[str, str | None]], list[str]]:
    """Return every report that was asked for, and what failed where none says it; `hide` takes out what must not be seen."""
    reports = [(hide(_render(name, report, values, path)), path) for name, path in targets]
    told = any(name == "text" and path is None for name, path in targets)
    return reports, [] if told else [f"complint: {hide(problem)}\n" for problem in report.broken]


def _check_live(
    values: Mapping[str, Any],
    options: Options,
    settings: Settings,
    settings_of: Callable[[str], Settings] | None,
    targets: list[tuple[str, str | None]],
) -> Answer:
    if values["fix"] or values["diff"] or values["unsafe_fixes"] or values["stdin_filename"]:
        raise ComplintError(
            "--live goes with neither --fix, --diff nor --stdin-filename: what is deployed is only read"
        )
    if options.by_file:
        raise ComplintError("--live reads a whole workspace; it goes with neither --hook, --staged nor --changed")
    from complint.cli.live import gated, hide_key, read_live
    from complint.run import check as run_check
    from complint.run import exit_code

    workspace = read_live(settings, values["live_state"], quiet=values["quiet"])
    report = run_check(options, settings, settings_of, live=workspace.files)
    code = gated(exit_code(report, options), report, options, workspace)
    return code, *_told(report, values, targets, hide_key)


def _scope(words: str, settings: Settings, options: Options, report: Report) -> list[str]:
    """Return what a run over single files leaves out, in lines."""
    from complint.cli.scope import told
    from complint.report.characters import visible

    return [visible(line) + "\n" for line in told(words, report.checked, settings, options)]


def read_settings(values: Mapping[str, Any]) -> tuple[Settings, Callable[[str], Settings] | None]:
    """Return the settings of the run (those of the first path) and how to find a file's own."""
    from complint.config import Nearest, load_settings
    from complint.settings import Settings

    if values["no_config"]:
        if values["config"]:
            raise ComplintError("--config and --no-config exclude each other")
        return Settings(), None
    first = values["stdin_filename"] or next(iter(values["paths"]), ".")
    if values["config"]:
        return load_settings(first, values["config"]), None
    nearest = Nearest()
    return nearest.of(first), nearest.of


def read_options(values: Mapping[str, Any]) -> Options:
    """Return the options of a run from parsed options. Raises ComplintError for what they cannot mean."""
    from complint.options import Options

    stdin = None
    if values["stdin_filename"]:
        if values["paths"] not in ((), ("-",)):
            raise ComplintError("--stdin-filename reads standard input; it takes no paths")
        stdin = (values["stdin_filename"], sys.stdin.buffer.read())
    elif "-" in values["paths"]:
        raise ComplintError("reading standard input needs --stdin-filename NAME")
    by_file = bool(values["hook"] or values["staged"] or values["changed"] is not None)
    return Options(
        values["paths"] or (".",),
        _day(values["as_of"]),
        _split("--policy", values["policies"]),
        values["profile"],
        _split("--select", values["select"]),
        _split("--ignore", values["ignore"]),
        tuple(_severity(text) for text in values["severities"]),
        "never" if values["exit_zero"] else values["fail_on"],
        values["fail_on_unknown"],
        values["allow_empty"] or by_file,
        stdin,
        values["outcomes"] or "junit" in values["formats"] or "html" in values["formats"],
        not values["no_waivers"],
        values["baseline"],
        values["allow_plugins"],
        values["formats"] in ((), ("text",)) and not values["verbose"],
        by_file,
        charts="html" in values["formats"],
        jobs=_jobs(values["jobs"]),
    )


def _jobs(text: str | None) -> int:
    """Return the number of processes that is asked for; 0 is what pays."""
    if text is None:
        return 0
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= _MOST_JOBS):
        raise ComplintError(f"--jobs takes a number from 1 to {_MOST_JOBS}, not {text!r}")
    return int(text)


def _day(text: str | None) -> str:
    """Return a day as ISO text; today in local time where none is given."""
    if text is None:
        import time

        return time.strftime("%Y-%m-%d")
    import datetime

    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        raise ComplintError(f"--as-of takes a day like 2026-11-22, not {text!r}") from None


def _split(option: str, values: tuple[str, ...]) -> tuple[str, ...]:
    found = tuple(part.strip() for value in values for part in value.split(",") if part.strip())
    if values and not found:
        raise ComplintError(f"{option} is given without a value; an empty one would check something else than it seems")
    return found


def _severity(text: str) -> tuple[str, str]:
    rule, separator, level = text.rpartition("=")
    if not separator or not rule or level not in _LEVELS:
        raise ComplintError(f"--severity takes RULE=LEVEL with one of {', '.join(_LEVELS)}, not {text!r}")
    return rule, level


def _targets(values: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    """Pair formats with outputs: the n-th output belongs to the n-th format; at most one report goes to the terminal."""
    formats = values["formats"] or ("text",)
    outputs = values["outputs"]
    if len(outputs) > len(formats):
        raise ComplintError("more --output than --format")
    if len(formats) - len(outputs) > 1:
        raise ComplintError("several formats need an --output each, but for the last")
    # the one without a file is the last: `--format sarif --output x.sarif --format text`
    return [(name, outputs[position] if position < len(outputs) else None) for position, name in enumerate(formats)]


def _render(name: str, report: Report, values: Mapping[str, Any], path: str | None) -> str:
    from complint.report import load
    from complint.report.view import View

    view = View(
        color=path is None and _colored(values["color"]),
        verbose=values["verbose"],
        quiet=values["quiet"],
        statistics=values["statistics"],
        outcomes=values["outcomes"],
        width=_width(path),
        source_url=_source_url() if name == "markdown" else None,
    )
    text: str = load(name).render(report, view)
    return text


def _source_url() -> str | None:
    from complint.cli.source_url import source_url

    return source_url(os.environ, os.getcwd())


def _colored(wish: str) -> bool:
    if wish != "auto":
        return wish == "always"
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()


def _width(path: str | None) -> int:
    if path is None and sys.stdout.isatty():
        try:
            return max(40, os.get_terminal_size(1).columns)
        except OSError:
            pass
    return 100


def _write(text: str, path: str | None) -> None:
    if path is None:
        encoding = sys.stdout.encoding or "utf-8"
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode(encoding, "backslashreplace"))
        sys.stdout.buffer.flush()
        return
    try:
        with open(path, "w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
            stream.write(text)
    except OSError as error:
        raise ComplintError(f"the report cannot be written: {error.strerror}", path) from None
