"""The whole flow on a Spark cluster of two workers on this machine: the books are those of one process."""

from __future__ import annotations

import importlib.util
import json
import os
import random
import shutil
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from benchmarks.standalone import SETTINGS, Standalone, standalone
from detente import cluster
from detente.cluster import books as books_of_cluster
from detente.cluster import stages
from detente.engines import Engine, Local, Prepare
from detente.engines.duck import Duck, connect
from detente.engines.spark import Spark, _retrying, ddl, session, translated
from detente.errors import EngineError, InputError, UsageError
from detente.ledger import Ledger
from detente.pipeline import load, where
from detente.records import Article, Coded
from detente.sources import files_of, read
from detente.sources.languages import coded_languages
from detente.stories import COPIES, STORIES, place
from detente.views.cli import app
from tests.examples import article, coded
from tests.stories.test_cluster import at_once, copy_of, table, telling

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ROOT = Path(__file__).resolve().parent.parent
needs_spark = pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is None or shutil.which("java") is None,
    reason="needs pyspark (pip install 'detente[spark]') and Java",
)
Books = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standalone]:
    with standalone(tmp_path_factory.mktemp("spark")) as started:
        yield started


@pytest.fixture(scope="module")
def spark(machines: Standalone) -> Iterator[SparkSession]:
    with session(machines.url, SETTINGS) as started:
        yield started


def books(ledger: Ledger) -> Books:
    """All that is filed, whatever the order in which it came."""
    wanted = {
        "articles": "SELECT * FROM articles ORDER BY id",
        "events": "SELECT * FROM events ORDER BY id",
        "quotes": "SELECT * FROM quotes ORDER BY article_id, position",
        "stories": "SELECT * FROM stories ORDER BY id",
        "copies": "SELECT * FROM copies ORDER BY article_id",
        "errors": "SELECT file, item, reason FROM errors ORDER BY ALL",
    }
    return {name: ledger.sql(query).to_pylist() for name, query in wanted.items()}


def add_here(engine: Engine, files: list[str], ledger: Ledger, prepare: Prepare[Article, Coded]) -> None:
    """What `detente add` does on one machine, in short."""
    found: list[tuple[str, InputError]] = []
    origin: dict[str, str] = {}

    def articles() -> Iterator[Article]:
        for file in files:
            every = read(file, on_error=lambda error, file=file: found.append((file, error)))  # type: ignore[misc]
            for one in coded_languages(every, Counter()):
                origin[where(one)] = file
                yield one

    def answers() -> Iterator[Coded]:
        for one in engine.map_batches(prepare, articles(), name=where):
            if isinstance(one, Coded):
                yield one
            else:
                file = origin[one.where]
                found.append((file, InputError(f"{file}, {one.where}", one.why, one.offset)))

    ledger.add(answers())
    ledger.report(found)


def add_there(
    spark: SparkSession,
    files: list[str],
    ledger: Ledger,
    prepare: Prepare[Article, Coded],
    name: str,
    foreign: dict[str, int] | None = None,
) -> list[tuple[str, str]]:
    told: list[tuple[str, InputError]] = []
    sizes = [(file, Path(file).stat().st_size) for file in files]
    others: Counter[str] = Counter()
    for _ in cluster.add(spark, sizes, ledger, prepare, name, on_problem=lambda *one: told.append(one), others=others):
        pass
    assert others == Counter(foreign)
    ledger.report(told)
    return [(error.where, error.why) for _, error in told]


def corpus(folder: Path) -> list[str]:
    """Files of several kinds: reports, one of them twice, one that is not in English, one without text."""
    shutil.copytree(ROOT / "src" / "detente" / "data" / "examples", folder / "texts")
    texts = [path.read_text(encoding="utf-8") for path in sorted((folder / "texts").glob("*.txt"))]
    rows = [{"text": text, "published": "2019-10-26", "title": f"Report {n}"} for n, text in enumerate(texts)]
    (folder / "some.jsonl").write_text("\n".join(map(json.dumps, [*rows, {"title": "no text"}])), encoding="utf-8")
    for number, row in enumerate([*rows, {"text": "Der Minister und die Kanzlerin " * 20, "published": "2019-10-26"}]):
        part = folder / "set" / f"year={number % 2}"
        part.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.Table.from_pylist([row]), part / f"{number}.parquet")
    return list(files_of([folder]))


@needs_spark
def test_every_engine_fills_the_same_books(spark: SparkSession, tmp_path: Path) -> None:
    files = corpus(tmp_path / "news")
    coder = load()
    one = Ledger(tmp_path / "one")
    add_here(Local(1), files, one, coder.prepare())
    expected = books(one)
    assert len(expected["events"]) > 2
    assert [error["reason"][:20] for error in expected["errors"]] != []
    there = Ledger(tmp_path / "there")
    told = add_there(spark, files, there, coder.prepare(), coder.name, {"de": 1})
    assert books(there) == expected
    assert len(told) == len(expected["errors"])
    before = there.snapshots()
    add_there(spark, files, there, coder.prepare(), coder.name, {"de": 1})
    assert [s.articles for s in there.snapshots()] == [s.articles for s in before]
    assert books(there) == expected
    two = Ledger(tmp_path / "two")
    add_here(Local(2), files, two, coder.prepare())
    assert books(two) == expected


@needs_spark
def test_workers_know_a_users_actors_without_the_files(
    machines: Standalone, spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = {"text": "The Riverside Column attacked Ugandan soldiers on Monday.", "published": "2024-05-07"}
    (tmp_path / "a.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (tmp_path / "desk.actors").write_text("RIVERSIDE_COLUMN [SSDREB]\n", encoding="utf-8")
    started = stages.read_articles

    def unseen(*given: Any) -> Any:
        (tmp_path / "desk.actors").unlink()
        return started(*given)

    monkeypatch.setattr(books_of_cluster, "read_articles", unseen)
    command = ["add", str(tmp_path / "a.jsonl"), "--ledger", str(tmp_path / "books"), "--engine", "spark"]
    done = CliRunner().invoke(app, [*command, "--master", machines.url, "--actors", str(tmp_path / "desk.actors")])
    assert done.exit_code == 0, done.stderr
    assert not (tmp_path / "desk.actors").exists()
    ids = Ledger(tmp_path / "books").sql("SELECT actor_id FROM parties").to_pylist()
    assert {"actor_id": "group:RIVERSIDE_COLUMN"} in ids


@needs_spark
def test_parquet_to_parquet_gives_what_a_ledger_holds(spark: SparkSession, tmp_path: Path) -> None:
    files = [file for file in corpus(tmp_path / "news") if file.endswith(".parquet")]
    coder, out = load(), tmp_path / "out"
    told: list[str] = []
    sizes = [(file, 1) for file in files]
    others: Counter[str] = Counter()
    counts = cluster.code(
        spark, sizes, str(out), coder.prepare(), on_problem=lambda _, error: told.append(error.why), others=others
    )
    assert sorted(path.name for path in out.iterdir()) == ["articles", "events", "quotes"]
    assert told == [] and others == {"de": 1}
    ledger = Ledger(tmp_path / "books")
    add_here(Local(1), files, ledger, coder.prepare())
    duck = connect()

    def read_set(name: str, columns: str) -> list[tuple[Any, ...]]:
        place = f"'{out}/{name}/*/*.parquet', hive_partitioning = true"
        return duck.execute(f"SELECT {columns}, year FROM read_parquet({place}) ORDER BY 1").fetchall()

    columns = "id, article_id, event_type, evidence.trigger.start, evidence.trigger.text, story"
    expected = ledger.sql(
        "SELECT id, article_id, event_type, trigger_start, trigger, story, year(article_published) AS year "
        "FROM events ORDER BY id"
    )
    assert read_set("events", columns) == [tuple(row.values()) for row in expected.to_pylist()]
    assert len(expected) == counts["events"] > 2
    families = ledger.sql("SELECT article_id, family, year(published) AS year FROM copies ORDER BY 1").to_pylist()
    assert read_set("articles", "article_id, family") == [tuple(row.values()) for row in families]
    assert counts["quotes"] == ledger.sql("SELECT count(*) AS n FROM quotes")["n"][0].as_py()
    with pytest.raises(EngineError, match="exists"):
        cluster.code(spark, sizes, str(out), coder.prepare(), on_problem=lambda *_: None)
    nothing = cluster.code(
        spark,
        [(max(files, key=lambda file: int(Path(file).stem)), 1)],
        f"{out}-2",
        coder.prepare(),
        on_problem=lambda *_: None,
    )
    assert nothing == {"events": 0, "articles": 0, "quotes": 0}


NAME = "replay"


@needs_spark
def test_addresses_are_read_by_spark(spark: SparkSession, tmp_path: Path) -> None:
    files = reports(tmp_path / "news" / "source=Kyodo", 20)
    (tmp_path / "news" / "none.txt").write_text(" \n")
    there, one = Ledger(tmp_path / "there"), Ledger(tmp_path / "one")
    prepare = partial(replay, tmp_path / "log", None)
    told: list[str] = []
    place = f"file://{tmp_path}/news"
    for _ in cluster.add(spark, [(place, 0)], there, prepare, NAME, on_problem=lambda file, _: told.append(file)):
        pass
    assert told == [f"file:{tmp_path}/news/none.txt"]
    add_here(Local(1), files, one, prepare)
    assert {name: rows for name, rows in books(there).items() if name != "errors"} == {
        name: rows for name, rows in books(one).items() if name != "errors"
    }


def replay(log: Path, kills: int | None) -> Callable[[Article], Coded]:
    def work(report: Article) -> Coded:
        time.sleep(0.05)
        number = int(str(report.title).split("(")[1].rstrip(")"))
        with log.open("a") as file:
            file.write(f"{number} {os.getpid()}\n")
        if number == kills:
            os.kill(os.getpid(), signal.SIGKILL)
        return replace(coded(number), coder=NAME)

    return work


def reports(folder: Path, count: int) -> list[str]:
    folder.mkdir(parents=True)
    for first in range(0, count, 10):
        rows = [
            {"text": a.text, "published": str(a.published), "title": a.title, "source": a.source, "url": a.url}
            for a in map(article, range(first, first + 10))
        ]
        (folder / f"{first}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return list(files_of([folder]))


@needs_spark
def test_an_article_that_kills_its_process_is_named_and_costs_no_other(spark: SparkSession, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "books")
    told = add_there(spark, reports(tmp_path / "news", 20), ledger, partial(replay, tmp_path / "log", 13), NAME)
    assert [(where, "ended" in why) for where, why in told] == [
        (f"{tmp_path}/news/10.jsonl, https://example.org/13", True)
    ]
    held = ledger.sql("SELECT title FROM articles").to_pylist()
    assert sorted(row["title"] for row in held) == sorted(f"Berg and Dorn speak ({n})" for n in range(20) if n != 13)


@needs_spark
@pytest.mark.parametrize("grouping", [STORIES, COPIES], ids=["stories", "copies"])
def test_the_logic_across_articles_is_the_same_in_duckdb_and_in_spark(
    spark: SparkSession, tmp_path: Path, grouping: Any
) -> None:
    chance = random.Random(5)
    if grouping is STORIES:
        rows: list[Any] = [
            telling(n, n, chance.randint(0, 12), sorted(chance.sample(range(1, 12), chance.randint(1, 7))))
            for n in range(60)
        ]
    else:
        rows = [copy_of(n, sorted(chance.sample(range(90), 64)), size=chance.randint(20, 100)) for n in range(12)]
        rows += [copy_of(n, range(100 * n, 100 * n + 64)) for n in range(20, 30)]
    chance.shuffle(rows)
    found = []
    half = len(rows) // 2
    stored = at_once(grouping, rows[half:])
    tables = {
        "new": table(grouping.row, rows[:half]),
        "held": table(grouping.row, rows[half + 5 :], stored),
        "gone": table(grouping.row, rows[half : half + 5], stored),
    }
    duck = connect()
    for name, some in tables.items():
        duck.register(name, some)
        spark.createDataFrame(some).createOrReplaceTempView(name)
    for engine in (Duck(duck), Spark(spark, str(tmp_path / "scratch"))):
        place(engine, grouping, lambda _: "SELECT * FROM held")
        found.append(sorted(engine.ask("SELECT * FROM placed")))
    assert found[0] == found[1]
    assert 1 < len({row[2] for row in found[0]}) < len(found[0])


@needs_spark
def test_a_worker_is_killed_midway(
    machines: Standalone, spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stages, "PART_ARTICLES", 10)
    files = reports(tmp_path / "news", 80)
    log = tmp_path / "log"
    killed = threading.Event()

    def kill() -> None:
        while not log.exists() or len(log.read_text().splitlines()) < 20:
            time.sleep(0.02)
        machines.kill(1)
        killed.set()

    threading.Thread(target=kill, daemon=True).start()
    there = Ledger(tmp_path / "there")
    assert add_there(spark, files, there, partial(replay, log, None), NAME) == []
    assert killed.is_set()
    assert machines.workers[1].wait(20) == -signal.SIGKILL
    noted = [line.split()[0] for line in log.read_text().splitlines()]
    assert len(noted) > len(set(noted)) == 80, "no work was lost, so nothing was done again"
    one = Ledger(tmp_path / "one")
    add_here(Local(1), files, one, partial(replay, tmp_path / "other", None))
    assert books(there) == books(one)


@needs_spark
def test_a_folder_that_workers_do_not_share_is_noticed(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(books_of_cluster, "_written", lambda wave: [])
    ledger = Ledger(tmp_path / "books")
    with pytest.raises(EngineError, match="share"):
        add_there(spark, reports(tmp_path / "news", 10), ledger, partial(replay, tmp_path / "log", None), NAME)
    assert ledger.sql("SELECT count(*) AS n FROM articles").to_pylist() == [{"n": 0}]


def test_what_a_killed_run_left_goes_and_what_is_in_use_stays(tmp_path: Path) -> None:
    left = tmp_path / ".parts-left"
    left.mkdir()
    (left / "lock").touch()
    (left / "1.parquet").touch()
    with books_of_cluster._shared(tmp_path) as one:
        assert not left.exists()
        with books_of_cluster._shared(tmp_path) as other:
            assert one.exists() and other.exists() and one != other
        assert one.exists() and not other.exists()
    assert list(tmp_path.iterdir()) == []


def test_files_are_taken_in_waves_of_some_size() -> None:
    files = [(number, (f"{number}.jsonl", 4)) for number in range(5)]
    waves = list(books_of_cluster._waves(files, 8))
    assert [[number for number, _ in wave] for wave in waves] == [[0, 1], [2, 3], [4]]
    assert list(books_of_cluster._waves([], 8)) == []


def test_a_cluster_needs_its_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    with pytest.raises(UsageError, match="detente\\[spark\\]"), session("local[1]"):
        pass


def test_types_and_queries_in_the_words_of_spark() -> None:
    schema = pa.schema([("n", pa.int64()), ("last", pa.list_(pa.struct([("on", pa.date32()), ("w", pa.float64())])))])
    assert ddl(schema) == "`n` bigint, `last` array<struct<`on`: date, `w`: double>>"
    assert translated('SELECT unnest(keys) AS "last" FROM t') == "SELECT EXPLODE(keys) AS `last` FROM t"
    assert [_retrying(m) for m in ("local", "local[*]", "local[2]", "local[2,1]", "yarn")] == [
        "local[1,4]",
        "local[*,4]",
        "local[2,4]",
        "local[2,1]",
        "yarn",
    ]
