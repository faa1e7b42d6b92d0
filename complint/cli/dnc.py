"""`complint dnc`: an index of the national Do-Not-Call registry, built from its lists, kept up to date, asked."""

from __future__ import annotations

import datetime
import json
import os
from typing import Any

import click

from complint.cli.progress import rows_progress
from complint.cli.terminal import Group, as_of_option, day_option, show
from complint.columns.need import need
from complint.core.errors import ComplintError

_INDEX = click.Path(dir_okay=False)
_LISTS = click.argument("lists", metavar="FILES...", nargs=-1, required=True)
_FORMAT = click.option("--format", "-f", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
_DATE = "The day the lists were downloaded (of several the oldest)."
_SKIP = click.option(
    "--skip", type=click.IntRange(0), default=0, show_default=True, metavar="N", help="Lines to pass over, at most."
)


@click.group("dnc", cls=Group)
def dnc() -> None:
    """Keep the national Do-Not-Call registry as an index: one bit a number, shared by all processes.

    Lists are flat files (ten digits a line, or AAA,NNNNNNN; change lists with A and D), zip archives of them, and CSV files
    whose header names a column of numbers.
    """
    need("a Do-Not-Call index needs")


@dnc.command("build")
@click.argument("out", type=_INDEX)
@_LISTS
@day_option("--date", "date", f"{_DATE}  [default: undated]", today=False)
@click.option(
    "--covers",
    type=click.Choice(["national", "present"]),
    default="national",
    show_default=True,
    help="What the lists cover: every area code, or those that are in them; calls to any other are unknown then.",
)
@_SKIP
def build_command(out: str, lists: tuple[str, ...], date: str | None, covers: str, skip: int) -> None:
    """Write the index OUT of all numbers in FILES; an index that is there already is replaced."""
    from complint.dnc.build import build

    _told(out, build(out, lists, date, covers, skip, rows_progress("lines read")))


@dnc.command("update")
@click.argument("index", type=_INDEX)
@_LISTS
@day_option("--date", "date", f"{_DATE}  [default: the index keeps its date]", today=False)
@_SKIP
def update_command(index: str, lists: tuple[str, ...], date: str | None, skip: int) -> None:
    """Add the numbers in FILES to INDEX and take out those marked D, in the order of files and lines, all at once."""
    from complint.dnc.build import update

    _told(index, update(index, lists, date, skip, rows_progress("lines read")))


@dnc.command("info")
@click.argument("index", type=_INDEX)
@as_of_option
@_FORMAT
def info_command(index: str, as_of: str, form: str) -> None:
    """Check every bit of INDEX against its checksums, and say what is in it, from which lists, of which day."""
    from complint.dnc.index import Index

    found = Index(index)
    found.check()
    data = _data(index, found, as_of)
    show(json.dumps(data, indent=2) + "\n" if form == "json" else _info_text(data))


@dnc.command("query")
@click.argument("index", type=_INDEX)
@click.argument("number")
@as_of_option
@_FORMAT
def query_command(index: str, number: str, as_of: str, form: str) -> None:
    """Tell whether NUMBER is listed in INDEX. Exit codes: 0 not listed, 1 listed, 2 no answer."""
    import numpy as np

    from complint.columns.calls import NO_ANSWER, YES
    from complint.dnc.index import Index
    from complint.dnc.lines import one

    found = Index(index)
    read = one(number.encode("utf-8", "replace"))
    if read is None or read[1] is not None:
        raise ComplintError(f"not a number of ten digits: {number!r}")
    answer = int(found.listed(np.array([read[0]], np.int64))[0])
    if answer == NO_ANSWER:
        raise ComplintError(f"the index says nothing of area code {read[0] // 10_000_000}", index)
    age = _age(found.header.date, as_of)
    if form == "json":
        data = {"number": f"+1{read[0]}", "listed": answer == YES, "date": found.header.date, "age_days": age}
        show(json.dumps(data, indent=2) + "\n")
    else:
        show(f"+1{read[0]} is {'listed' if answer == YES else 'not listed'} ({_dated(found.header.date, age)})\n")
    raise click.exceptions.Exit(int(answer == YES))


def _age(date: str | None, as_of: str) -> int | None:
    return None if date is None else (datetime.date.fromisoformat(as_of) - datetime.date.fromisoformat(date)).days


def _dated(date: str | None, age: int | None) -> str:
    if date is None or age is None:
        return "the index is undated: how old it is cannot be told"
    if age < 0:
        return f"registry of {date}, later than the day asked for"
    return f"registry of {date}, {age:,} day{'' if age == 1 else 's'} old"


def _data(path: str, found: Any, as_of: str) -> dict[str, Any]:
    header = found.header
    return {
        "schema": "complint-dnc/1",
        "path": path,
        "date": header.date,
        "as_of": as_of,
        "age_days": _age(header.date, as_of),
        "covers": header.covers,
        "numbers": header.count,
        "bytes": os.stat(path).st_size,
        "area_codes": {str(block.code): block.count for block in header.blocks},
        "checksums": {str(block.code): f"{block.crc:08x}" for block in header.blocks},
        "sources": list(header.sources),
    }


_COVERS = {
    "national": "every area code: one that is not below has no listed number",
    "present": "the area codes below: of any other it says nothing",
}


def _info_text(data: dict[str, Any]) -> str:
    codes = data["area_codes"]
    lines = [
        f"{data['path']}: {_size(data['numbers'], len(codes), data['bytes'])}; every checksum is right",
        f"  {_dated(data['date'], data['age_days'])}",
        f"  covers {_COVERS[data['covers']]}",
        "  made from:",
    ]
    for one in data["sources"]:
        changes = f"{one['added']:,} added" + (f", {one['removed']:,} removed" if one["removed"] else "")
        skipped = f", {one['skipped']:,} lines SKIPPED" if one["skipped"] else ""
        name = repr(one["name"])[1:-1]
        lines.append(f"    {one['date'] or 'undated   '}  {name}: {changes}{skipped}  sha256:{one['sha256'][:16]}…")
    lines.append("  numbers by area code:")
    cells = [f"{code} {count:>9,}" for code, count in codes.items()]
    lines += ["    " + "   ".join(cells[at : at + 5]) for at in range(0, len(cells), 5)]
    return "\n".join(lines) + "\n"


def _size(numbers: int, codes: int, size: int) -> str:
    many = f"{numbers:,} number{'' if numbers == 1 else 's'} in {codes:,} area code{'' if codes == 1 else 's'}"
    return f"{many}, {size / 1e6:,.1f} MB"


def _told(path: str, built: Any) -> None:
    header = built.header
    lines = [f"{path}: {_size(header.count, len(header.blocks), os.stat(path).st_size)}"]
    if header.date is None:
        lines.append("  undated (--date DAY): calls that need it will be unknown, for how old it is cannot be told")
    else:
        lines.append(f"  registry of {header.date}")
    lines.append(f"  covers {_COVERS[header.covers].replace('below', 'in it')}")
    if built.skipped:
        lines += ["  SKIPPED lines, of which nothing is known:", *(f"    {line}" for line in built.skipped)]
        many = sum(one["skipped"] for one in header.sources)
        lines += [f"    … {many:,} in all"] if many > len(built.skipped) else []
    show("\n".join(lines) + "\n")
