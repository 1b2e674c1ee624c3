"""A Spark cluster of this machine: a master and workers of one core each, which may be killed.

They are started from the scripts of the pyspark package, listen on the loopback only, and go with the block.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

LOOPBACK = "127.0.0.1"
# Small heaps, and a Java that starts quickly.
JAVA = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.host": LOOPBACK,
    "spark.driver.memory": "512m",
    "spark.driver.extraJavaOptions": JAVA,
    "spark.executor.memory": "512m",
    "spark.executor.cores": "1",
    "spark.executor.extraJavaOptions": JAVA,
    "spark.sql.shuffle.partitions": "2",
}


@dataclass(frozen=True)
class Standalone:
    """A running cluster: where its master listens, and its workers."""

    url: str
    workers: tuple[subprocess.Popen[bytes], ...]

    def kill(self, number: int) -> None:
        """`kill -9` of a worker with its executor: the whole process group."""
        os.killpg(self.workers[number].pid, signal.SIGKILL)


@contextmanager
def standalone(folder: Path, workers: int = 2) -> Iterator[Standalone]:
    """A cluster that keeps its files below `folder`; its Python finds what this one finds."""
    import pyspark

    home = Path(pyspark.__file__).parent
    environment = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": JAVA,
        "SPARK_LOCAL_IP": LOOPBACK,
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": os.pathsep.join(dict.fromkeys(str(Path(place or ".").absolute()) for place in sys.path)),
    }
    folder.mkdir(parents=True, exist_ok=True)
    started: list[subprocess.Popen[bytes]] = []

    def start(name: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", "--host", LOOPBACK]
        with (folder / f"{len(started)}.log").open("wb") as log:
            process = subprocess.Popen(
                [*command, *arguments, "--webui-port", "0"],
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        started.append(process)
        return process

    try:
        port = _free_port()
        url = f"spark://{LOOPBACK}:{port}"
        start("master.Master", "--port", str(port))
        options = ("--cores", "1", "--memory", "1g", "--work-dir", str(folder / "work"), url)
        yield Standalone(url, tuple(start("worker.Worker", *options) for _ in range(workers)))
    finally:
        for process in reversed(started):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in started:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _free_port() -> int:
    with socket.socket() as some:
        some.bind((LOOPBACK, 0))
        return int(some.getsockname()[1])
