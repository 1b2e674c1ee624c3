"""What is filed is not coded again; what could not be read is kept."""

from __future__ import annotations

import dataclasses

from detente.errors import InputError
from detente.ledger import Ledger
from detente.records import Article
from tests.examples import coded


def named(number: int, coder: str):
    return dataclasses.replace(coded(number, coder), coder=coder)


def test_only_what_is_missing_is_coded() -> None:
    books = Ledger(":memory:")
    books.add([named(0, "one"), named(1, "one")])
    articles = [coded(n).article for n in range(4)]
    passed: list[Article] = []
    assert list(books.unfiled(articles, "one", passed.append)) == articles[2:]
    assert passed == articles[:2]
    assert list(books.unfiled(articles, "two")) == articles


def test_a_ledger_that_is_not_there_lacks_everything(tmp_path) -> None:
    articles = [coded(0).article]
    assert list(Ledger(tmp_path / "none").unfiled(articles, "one")) == articles
    assert not (tmp_path / "none").exists()


def test_another_coder_with_the_same_answer_is_remembered() -> None:
    books = Ledger(":memory:")
    empty = dataclasses.replace(named(0, "one"), events=(), quotes=())
    assert books.add([empty]).added == 1
    assert books.add([dataclasses.replace(empty, coder="two")]).replaced == 1
    assert list(books.unfiled([empty.article], "two")) == []


def test_errors_are_filed_once() -> None:
    books = Ledger(":memory:")
    problems = [
        ("a.jsonl", InputError("a.jsonl, line 2", "is not valid JSON", 17)),
        ("a.jsonl", InputError("a.jsonl, line 3", "has no text", 40)),
        ("b.txt", InputError("b.txt", "is empty")),
    ]
    assert books.report(problems) == 3
    last = books.snapshots()[-1]
    assert (last.action, last.errors) == ("errors", 3)
    assert books.report(problems[:2]) == 0
    assert books.snapshots()[-1] == last
    rows = [(e.file, e.item, e.offset, e.reason) for e in books.errors()]
    assert sorted(rows, key=str) == [
        ("a.jsonl", "line 2", 17, "is not valid JSON"),
        ("a.jsonl", "line 3", 40, "has no text"),
        ("b.txt", None, None, "is empty"),
    ]
    assert len(list(books.errors(limit=1))) == 1
    assert books.sql("SELECT count(*) AS n FROM errors")["n"][0].as_py() == 3
