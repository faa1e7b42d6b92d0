"""The options of `complint check`, as one table: the quick parser and click are both made from it, so they cannot differ."""

from __future__ import annotations

from complint.core.record import record

FORMATS = ("text", "json", "jsonl", "sarif", "junit", "github", "gitlab", "markdown", "csv", "html")


@record
class Option:
    """One option: `dest` names it in the parsed values; flags take no argument; `many` options gather a list.

    One that has `alone` takes its argument only after "=", and has this value without one.
    """

    flags: tuple[str, ...]
    dest: str
    help: str
    flag: bool = False
    many: bool = False
    choices: tuple[str, ...] = ()
    metavar: str = "TEXT"
    default: object = None
    alone: str | None = None


CHECK: tuple[Option, ...] = (
    Option(
        ("--format", "-f"), "formats", "Report format; repeatable, each with its --output.", many=True, choices=FORMATS
    ),
    Option(("--output", "-o"), "outputs", "File for the report of the --format before it.", many=True, metavar="FILE"),
    Option(
        ("--policy",),
        "policies",
        "Policy pack or pattern, in place of the profile's; repeatable.",
        many=True,
        metavar="PACK",
    ),
    Option(("--profile",), "profile", "Profile: a named choice of packs.", metavar="NAME"),
    Option(
        ("--select",),
        "select",
        "Only these rules: ids, families or globs, comma-separated.",
        many=True,
        metavar="RULES",
    ),
    Option(("--ignore",), "ignore", "Not these rules.", many=True, metavar="RULES"),
    Option(
        ("--severity",),
        "severities",
        "Set a rule's severity (error, warning, info, off).",
        many=True,
        metavar="RULE=LEVEL",
    ),
    Option(
        ("--fail-on",),
        "fail_on",
        "Exit 1 from this severity on.",
        choices=("error", "warning", "info", "never"),
        default="error",
    ),
    Option(("--exit-zero",), "exit_zero", "Same as --fail-on never.", flag=True, default=False),
    Option(
        ("--fail-on-unknown",), "fail_on_unknown", "Exit 1 for what cannot be decided, too.", flag=True, default=False
    ),
    Option(("--as-of",), "as_of", "Judge by the law in force on this day.  [default: today]", metavar="DATE"),
    Option(("--config",), "config", "Configuration file, in place of the one found upward.", metavar="FILE"),
    Option(("--no-config",), "no_config", "Use no configuration file.", flag=True, default=False),
    Option(("--show-settings",), "show_settings", "Print the effective settings and stop.", flag=True, default=False),
    Option(("--baseline",), "baseline", "Baseline of known findings that do not count.", metavar="FILE"),
    Option(
        ("--no-waivers",),
        "no_waivers",
        "The world as it is: nothing waived, no baseline of the configuration.",
        flag=True,
        default=False,
    ),
    Option(
        ("--allow-plugins",),
        "allow_plugins",
        "Run the plug-in files that the configuration names.",
        flag=True,
        default=False,
    ),
    Option(("--no-cache",), "no_cache", "Compute anew: give no kept answer, and keep none.", flag=True, default=False),
    Option(
        ("--jobs", "-j"),
        "jobs",
        "Processes for long runs.  [default: as many as pay]",
        metavar="N",
    ),
    Option(("--fix",), "fix", "Apply the safe fixes, then report what remains.", flag=True, default=False),
    Option(
        ("--unsafe-fixes",), "unsafe_fixes", "With --fix or --diff: the unsafe fixes too.", flag=True, default=False
    ),
    Option(
        ("--diff",),
        "diff",
        "Write nothing; print what --fix would change. Exit 1 if anything.",
        flag=True,
        default=False,
    ),
    Option(("--staged",), "staged", "Check what is staged in git, as it is staged.", flag=True, default=False),
    Option(
        ("--changed",),
        "changed",
        "Check what changed since REF, untracked files too.  [default: what the branch is built on]",
        metavar="REF",
        alone="",
    ),
    Option(
        ("--hook",),
        "hook",
        "Paths come from a hook: check each file for itself, pass over what is not for complint.",
        flag=True,
        default=False,
    ),
    Option(
        ("--stdin-filename",), "stdin_filename", "Read one file from standard input, under this name.", metavar="NAME"
    ),
    Option(("--allow-empty",), "allow_empty", "Nothing to check is fine (exit 0, not 3).", flag=True, default=False),
    Option(
        ("--live",),
        "live",
        "Also check what is deployed in the workspace of ELEVENLABS_API_KEY (reads only).",
        flag=True,
        default=False,
    ),
    Option(
        ("--live-state",),
        "live_state",
        "Folder that keeps an interrupted --live read.  [default: the cache]",
        metavar="DIR",
    ),
    Option(
        ("--outcomes",),
        "outcomes",
        "Report pass, fail, not applicable, unknown for every requirement.",
        flag=True,
        default=False,
    ),
    Option(("--statistics",), "statistics", "Count findings by rule.", flag=True, default=False),
    Option(("--quiet", "-q"), "quiet", "One line a finding, nothing when clean.", flag=True, default=False),
    Option(("--verbose", "-v"), "verbose", "Also say why, and every skipped file.", flag=True, default=False),
    Option(("--color",), "color", "Colour the text report.", choices=("auto", "always", "never"), default="auto"),
)


def quick_parse(arguments: list[str]) -> dict[str, object] | None:
    """Return the parsed values of a plain `check` command line, or None where click must have a look.

    Only exact option names and known choices are taken; anything else (--help, a typo, a missing value, `=`-less
    joins) is click's, which explains it. Values are as click gives them: tuples for `many`, `paths` for the rest.
    """
    by_flag = {flag: option for option in CHECK for flag in option.flags}
    values: dict[str, object] = {option.dest: option.default for option in CHECK}
    lists: dict[str, list[str]] = {option.dest: [] for option in CHECK if option.many}
    paths: list[str] = []
    position = 0
    while position < len(arguments):
        argument = arguments[position]
        position += 1
        if argument == "--":
            paths += arguments[position:]
            break
        if not argument.startswith("-") or argument == "-":
            paths.append(argument)
            continue
        name, joined, value = argument.partition("=") if argument.startswith("--") else (argument, "", "")
        option = by_flag.get(name)
        if option is None:
            return None
        if option.flag:
            if joined:
                return None
            values[option.dest] = True
            continue
        if not joined and option.alone is not None:
            value = option.alone
        elif not joined:
            if position >= len(arguments):
                return None
            value = arguments[position]
            position += 1
        if option.choices and value not in option.choices:
            return None
        if option.many:
            lists[option.dest].append(value)
        else:
            values[option.dest] = value
    return {**values, **{dest: tuple(found) for dest, found in lists.items()}, "paths": tuple(paths)}
