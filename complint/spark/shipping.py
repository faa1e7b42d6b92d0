"""What every worker needs of the driver, sent once: pickled, broadcast, and unpacked once by each worker process."""

from __future__ import annotations

import io
import os
import uuid

from complint.dnc.index import Index

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from complint.dnc.layout import Header

_HERE: dict[str, Any] = {}


class Shipped:
    """A value sent to the workers; `get` gives each worker process the one copy it has."""

    def __init__(self, spark: Any, value: Any) -> None:
        """Send a value. Indexes go by their path where all is one machine, else as files."""
        from pyspark.cloudpickle import Pickler

        local = str(spark.sparkContext.master).startswith("local")

        class OurPickler(Pickler):  # type: ignore[misc]  # pyspark has no types here
            def reducer_override(self, one: Any) -> Any:
                if not isinstance(one, Index):
                    return Pickler.reducer_override(self, one)
                path = os.path.abspath(one.path)
                if not local:
                    spark.sparkContext.addFile(path)
                return _index, (path, one.header)

        stream = io.BytesIO()
        pickler: Any = OurPickler
        pickler(stream).dump(value)
        self._sent = spark.sparkContext.broadcast(stream.getvalue())
        self._name = uuid.uuid4().hex

    def get(self) -> Any:
        """Return the value, in a worker."""
        import pickle

        if self._name not in _HERE:
            _HERE.clear()  # workers outlive a job, and a job asks for one value
            _HERE[self._name] = pickle.loads(self._sent.value)  # noqa: S301 - our own bytes, sent by our own driver
        return _HERE[self._name]


def _index(path: str, header: Header) -> Index:
    """Return an index in a worker: from storage that the machines share, else the file that came with the job."""
    if os.path.exists(path):
        return Index(path, header)
    from pyspark import SparkFiles

    return Index(SparkFiles.get(os.path.basename(path)), header)
