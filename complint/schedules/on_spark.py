"""A schedule checked on Apache Spark: the same preparation and the same report, the rows read and judged by its workers."""

from __future__ import annotations

import re
from contextlib import contextmanager

from complint.core.errors import BrokenPart, ComplintError
from complint.schedules.check import prepare, reported
from complint.spark.check import run_check
from complint.spark.session import session
from complint.spark.table import open_table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from complint.calls.check import Result
    from complint.calls.raw import Source
    from complint.run import Report
    from complint.settings import Settings

_OURS = re.compile(r"^complint\.core\.errors\.(ComplintError|BrokenPart): (.*)$", re.MULTILINE)
_RAISED = re.compile(r"(?:[a-z_]\w*\.)*[A-Z]\w*(?:Error|Exception): ")


def check_on_spark(
    path: str,
    settings: Settings,
    values: Mapping[str, Any],
    now: int,
    profile: str | None = None,
    output: str | None = None,
    progress: Callable[[int], None] = lambda _rows: None,
) -> tuple[Report, Result]:
    """Return the report and the result of a check; arguments and errors as `check_schedule`.

    `path` is a file or folder of CSV or Parquet, `output` a folder, both as Spark understands paths.
    """
    with session() as spark, _errors(path):
        tables = []

        def opened(place: str, chosen: dict[str, str]) -> Source:
            tables.append(open_table(spark, place, chosen))
            return tables[0].source

        report, check = prepare(path, settings, values, now, profile, opened)
        result = run_check(check, tables[0], output, progress)
        return reported(report, result), result


@contextmanager
def _errors(path: str) -> Iterator[None]:
    """Turn what Spark raises into a ComplintError."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        found = _OURS.search(str(error))
        if found:
            raise {"ComplintError": ComplintError, "BrokenPart": BrokenPart}[found[1]](found[2], path) from None
        raise ComplintError(f"Spark: {_telling(str(error)) or type(error).__name__}", path) from None


def _telling(message: str) -> str:
    """Return the line of a message that says what is wrong: of a worker's traceback the last, else the first."""
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    raised = [line for line in lines if _RAISED.match(line)]
    return (raised[-1:] or lines[:1] or [""])[0][:300]
