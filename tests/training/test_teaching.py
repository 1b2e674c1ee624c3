"""The teaching corpus: its form, its balance, and that it holds no sentence that accuracy is measured on."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente import ontology
from training.events.corpus import NONE, Mark, Record, teaching, variants

SHARED_WORDS = 8


@pytest.fixture(scope="module")
def corpus() -> list[Record]:
    return teaching()


def test_marks_hold_words(corpus: list[Record]) -> None:
    for record in corpus:
        for mark in record.marks:
            words = record.text[mark.start : mark.end]
            assert words and words == words.strip(), record.source


def test_every_type_status_and_mode_is_taught(corpus: list[Record]) -> None:
    types = Counter(r.event_type for r in corpus)
    assert set(types) == {*ontology.types(), NONE}
    assert min(types.values()) >= 200
    untaught = {("RETREAT", "return")}  # commented out in the manual
    assert {(r.event_type, r.mode) for r in corpus if r.mode} == set(ontology.modes()) - untaught
    statuses = Counter(r.status for r in corpus if r.event_type != NONE)
    assert min(statuses.values()) >= 400


def test_a_line_that_is_wrong_is_named(tmp_path: Path) -> None:
    good = "AID\t-\tactual\teconomic\t{a:Oslo} {p:gave} {r:Mali} grain."
    (tmp_path / "one.tsv").write_text(f"{good}\n")
    (record,) = teaching(tmp_path)
    assert record.text == "Oslo gave Mali grain."
    assert record.marks == (Mark(0, 4, "actor"), Mark(5, 9, "predicate"), Mark(10, 14, "recipient"))
    for wrong in (
        good.replace("AID", "HELP"),
        good.replace("\t-\t", "\tvisit\t"),
        good.replace("actual", "maybe"),
        good.replace("economic", "money"),
        good.replace("{r:Mali}", "Mali"),
        good.replace("\teconomic", ""),
        good,
    ):
        (tmp_path / "one.tsv").write_text(f"{good}\n{wrong}\n")
        with pytest.raises(ValueError, match=r"one\.tsv, line 2"):
            teaching(tmp_path)


def test_pairs_turned_round_are_no_event() -> None:
    (turned,) = variants([Record("A hit B", (Mark(0, 1, "actor"), Mark(6, 7, "recipient")), "ASSAULT")])
    assert turned.event_type == NONE
    assert {m.role: m.start for m in turned.marks} == {"recipient": 0, "actor": 6}
    assert not list(variants([Record("A saw B", (Mark(0, 1, "actor"), Mark(6, 7, "recipient")), "CONSULT")]))


def grams(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + SHARED_WORDS]) for i in range(len(words) - SHARED_WORDS + 1)}


def evaluated(data: Path, gold: Path) -> Iterator[str]:
    """Every text that accuracy is measured on."""
    for path in (*gold.glob("dev/articles/*"), *(data / "events").iterdir()):
        yield path.read_text(encoding="utf-8", errors="replace")
    for path in (data / "news").glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)["text"]


def test_no_sentence_is_one_that_accuracy_is_measured_on(corpus: list[Record], data_dir: Path, gold_dir: Path) -> None:
    taught = {gram: record.source for record in corpus for gram in grams(record.text)}
    for text in evaluated(data_dir, gold_dir):
        shared = grams(text) & taught.keys()
        assert not shared, [(taught[g], " ".join(g)) for g in shared]
