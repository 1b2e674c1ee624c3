"""A cluster: Spark moves Arrow batches and Parquet between machines, and does again what one of them lost."""

from __future__ import annotations

import os
import re
import sys
import uuid
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from detente.errors import EngineError, UsageError

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

Batches = Callable[[Iterator["pa.RecordBatch"]], Iterator["pa.RecordBatch"]]

# What a session begins with; whoever starts it may say otherwise.
SETTINGS = {
    "spark.app.name": "detente",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.session.timeZone": "UTC",
    # Few, since a row may hold a whole file.
    "spark.sql.execution.arrow.maxRecordsPerBatch": "16",
}


@contextmanager
def session(master: str | None = None, settings: Mapping[str, str] | None = None) -> Iterator[SparkSession]:
    """A Spark session while the block runs: the one of `spark-submit` or of a notebook, else a new one.

    master: where the cluster is ("spark://host:7077", "yarn"), by default this machine ("local[*]"). Workers run the
    driver's Python unless PYSPARK_PYTHON names theirs. UsageError without pyspark or Java, EngineError where the
    cluster cannot be reached.
    """
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ModuleNotFoundError as error:
        raise UsageError(f"a cluster needs {error.name}: pip install 'detente[spark]'") from error
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    held = SparkSession.getActiveSession()
    chosen: dict[str, Any] = {**SETTINGS, **(settings or {})}
    if not held and "PYSPARK_GATEWAY_PORT" not in os.environ:  # else Java runs already
        chosen = {"spark.master": _retrying(master or "local[*]"), **chosen}
    builder = SparkSession.builder.config(map=chosen)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # pyspark's about pandas, which is not used here
        try:
            with _hushed("spark.log.level" not in (settings or {})):
                started = builder.getOrCreate()
        except PySparkException as error:
            raise UsageError(f"Spark cannot be started ({_first(error)}); it needs Java 17 or later") from error
        except Exception as error:
            raise EngineError(f"the cluster {master or ''} cannot be reached: {_first(error)}") from error
        try:
            yield started
        except Exception as error:
            raise _translated(error) from error
        finally:
            if held is None:
                with suppress(Exception):  # a cluster that is gone cannot be told so
                    started.stop()


def map_arrow(frame: DataFrame, work: Batches, schema: pa.Schema) -> DataFrame:
    """`work` over the Arrow batches of each part of a frame; it gives batches of `schema`.

    A part whose machine is lost is done again elsewhere, so that `work` must depend on its batches alone.
    """
    return frame.mapInArrow(work, ddl(schema))


def exists(session: SparkSession, place: str) -> bool:
    """Whether there is a folder or file of this name or address in whatever file system Spark knows."""
    system, path = _located(session, place)
    return bool(system.exists(path))


def discard(session: SparkSession, place: str) -> None:
    """Delete a folder; where that cannot be done it stays."""
    with suppress(Exception):  # the error that brought us here is the one to tell
        system, path = _located(session, place)
        system.delete(path, True)


def _located(session: SparkSession, place: str) -> tuple[Any, Any]:
    java: Any = session.sparkContext
    path = java._jvm.org.apache.hadoop.fs.Path(place)
    return path.getFileSystem(java._jsc.hadoopConfiguration()), path


def attempt() -> int:
    """How often the work of this part has been begun before; 0 outside a worker of Spark."""
    from pyspark import TaskContext

    context = TaskContext.get()
    return 0 if context is None else int(context.attemptNumber())


@dataclass(frozen=True, slots=True)
class Spark:
    """`Sql` on a Spark session. A table is a folder of Parquet files below `scratch`, which all machines reach.

    So nothing is lost with a machine, and what follows does not depend on how a table was made.
    """

    session: SparkSession
    scratch: str

    def make(self, name: str, query: str) -> None:
        """As `Sql.make`."""
        made = self.session.sql(translated(query))
        place = f"{self.scratch.rstrip('/')}/{name}-{uuid.uuid4().hex[:12]}"
        made.write.parquet(place)
        self.session.read.schema(made.schema).parquet(place).createOrReplaceTempView(name)

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """As `Sql.ask`."""
        return [tuple(row) for row in self.session.sql(translated(query)).collect()]


@cache
def translated(query: str) -> str:
    """A query of DuckDB in Spark's words."""
    try:
        import sqlglot
    except ModuleNotFoundError as error:
        raise UsageError(f"a cluster needs {error.name}: pip install 'detente[spark]'") from error
    said = sqlglot.transpile(query, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE)
    return str(said[0])


def ddl(schema: pa.Schema) -> str:
    """The columns of an Arrow schema in Spark's words."""
    return ", ".join(f"`{field.name}` {_type(field.type)}" for field in schema)


def _type(kind: pa.DataType) -> str:
    import pyarrow as pa

    if pa.types.is_struct(kind):
        return f"struct<{', '.join(f'`{field.name}`: {_type(field.type)}' for field in kind)}>"
    if pa.types.is_list(kind):
        return f"array<{_type(kind.value_type)}>"
    simple = {
        pa.string(): "string",
        pa.int64(): "bigint",
        pa.float64(): "double",
        pa.bool_(): "boolean",
        pa.binary(): "binary",
        pa.date32(): "date",
        pa.timestamp("us", tz="UTC"): "timestamp",
    }
    return simple[kind]


@contextmanager
def _hushed(hushed: bool) -> Iterator[None]:
    """What Java and Python of the cluster's own write to standard error from now on goes nowhere."""
    if not hushed:
        yield
        return
    kept = os.dup(2)
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _retrying(master: str) -> str:
    """Spark itself gives up on the first failure where all runs in one process; here a part is tried four times."""
    found = re.fullmatch(r"local(?:\[([\d*]+)\])?", master)
    return f"local[{found[1] or 1},4]" if found else master


def _translated(error: Exception) -> Exception:
    """Errors of Spark as ours; any other as it is."""
    known = ("pyspark", "py4j")
    if type(error).__module__.split(".")[0] not in known:
        return error
    return EngineError(f"the work on the cluster failed: {_first(error)}")


def _first(error: Exception) -> str:
    """What went wrong, without the stacks of two languages: the first line that names an exception and says why."""
    text = str(error)
    named = re.search(r"^[:\s]*(?:[\w.$]+\.)?(\w+(?:Exception|Error): .+)$", text, re.M)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return (named[1] if named else lines[0] if lines else type(error).__name__)[:500]
