"""A Spark session: the one that is there, or one of our own that is quiet and is stopped when the work is done.

Which cluster it is on is Spark's business: `spark-submit`, `spark-defaults.conf` or SPARK_MASTER tell; else all local cores.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
import tempfile
import warnings
from contextlib import contextmanager
from importlib.util import find_spec

from complint.columns.need import need
from complint.core.errors import ComplintError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

BATCH = 262_144  # rows that a worker is handed at a time
_MODULES = (
    "pyspark",
    "pandas",
)  # pyspark asks for pandas before it hands out Arrow, though nothing here becomes pandas
_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(BATCH),
    "spark.sql.caseSensitive": "true",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",  # a folder zip=02134 is text
    "spark.sql.files.ignoreCorruptFiles": "false",
    "spark.sql.files.ignoreMissingFiles": "false",
}


def need_spark() -> None:
    """Raise ComplintError where the extra `spark` or Java is not installed."""
    need("the engine spark needs")
    for name in _MODULES:
        if find_spec(name) is None:
            raise ComplintError(f"the engine spark needs {name}: pip install 'complint[spark]'")
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java") is None and not (home and shutil.which(os.path.join(home, "bin", "java"))):
        raise ComplintError("the engine spark needs Java 17 or later: install it, or let JAVA_HOME tell where it is")


@contextmanager
def session() -> Iterator[Any]:
    """Give a session with our settings; one that was there before is neither changed nor stopped.

    Raises ComplintError where Spark is missing, does not start or reports an error of the data.
    """
    need_spark()
    from pyspark.sql import SparkSession

    for name in ("py4j", "SQLQueryContextLogger", "DataFrameQueryContextLogger"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what fails is reported by us
    logging.getLogger().addFilter(_telling)
    with (
        warnings.catch_warnings(),
        tempfile.TemporaryDirectory(prefix="complint-", ignore_cleanup_errors=True) as folder,
    ):
        warnings.filterwarnings("ignore", module="pyspark")  # of pandas, which nothing here becomes
        there = SparkSession.getActiveSession()
        spark = there or _started(os.path.join(folder, "log"))
        try:
            yield _settled(spark)
        finally:
            if there is None:
                spark.stop()
            logging.getLogger().removeFilter(_telling)


def _telling(record: logging.LogRecord) -> bool:
    """Tell whether a message is news: an interrupt while Java was asked something is none."""
    return "while sending command" not in record.getMessage()


def _settled(spark: Any) -> Any:
    own = spark.newSession()
    for name, value in _SETTINGS.items():
        own.conf.set(name, value)
    return own


def _started(log: str) -> Any:
    """Start Spark; what the Java process would say on the terminal goes to the file `log`."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    builder: Any = SparkSession.builder.appName("complint")
    submitted = "PYSPARK_GATEWAY_PORT" in os.environ
    if not submitted:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = builder.config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false")
        if os.environ.get("SPARK_MASTER"):
            builder = builder.master(os.environ["SPARK_MASTER"])
    try:
        with _stderr_to(None if submitted else log):
            return builder.getOrCreate()
    except (PySparkException, Py4JError, RuntimeError, OSError) as error:
        first = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise ComplintError(f"Spark does not start: {_last(log) or first[:300]}") from None


@contextmanager
def _stderr_to(path: str | None) -> Iterator[None]:
    """Let processes started in the meantime write their errors to a file (None: where they do)."""
    if path is None:
        yield
        return
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with open(path, "wb") as log:
            os.dup2(log.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _last(log: str) -> str:
    try:
        with open(log, encoding="utf-8", errors="replace") as stream:
            lines = [line.strip() for line in stream if line.strip()]
    except OSError:
        return ""
    telling = [line for line in lines if "Error" in line or "Exception" in line]
    return (telling or lines or [""])[0 if telling else -1][:300]
