"""What a ledger's articles teach, and what its owner has accepted of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from detente.errors import InputError
from detente.ledger import Ledger
from detente.ledger.learning import accept, accepted, learned
from detente.ledger.tables import ACCEPTED
from detente.records import Coded, Introduction
from tests.examples import coded, span

ADA = Introduction("person:ada-berg", "Ada Berg", "President", "ALA", "ALA", "GOV", span("President Ada Berg"))


def told(number: int, source: str | None) -> Coded:
    one = coded(number)
    article = replace(one.article, source=source, published=date(2025, 1, 1 + number))
    return replace(one, article=article, events=(), quotes=(), introductions=(ADA, ADA))


def test_articles_add_up_to_facts() -> None:
    books = Ledger(":memory:")
    books.add([told(0, "AP"), told(1, "AFP"), told(2, "AP")])
    (fact,) = learned(books)
    assert (fact.person, fact.office, fact.body) == ("person:ada-berg", "President", "ALA")
    assert (fact.first, fact.last) == (date(2025, 1, 1), date(2025, 1, 3))
    assert (fact.articles, fact.sources) == (3, 2)


def test_what_is_accepted_comes_back_and_stays_when_articles_go(tmp_path: Path) -> None:
    books = Ledger(tmp_path / "books")
    books.add([told(0, None)])
    facts = learned(books)
    assert accepted(books.path) == []
    assert accept(books.path, facts) == 1
    assert accept(books.path, [replace(facts[0], last=date(2025, 3, 1))]) == 1
    books.remove(told(0, None).article.id)
    assert [f.last for f in accepted(books.path)] == [date(2025, 3, 1)]
    assert learned(books) == []


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    (tmp_path / ACCEPTED).write_text("person\tname\nx\ty\n")
    with pytest.raises(InputError, match="line 2"):
        accepted(tmp_path)
