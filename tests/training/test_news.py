"""What the event model is taught of real news: acts, the same turned round, third sides, silence."""

from __future__ import annotations

import random

import pytest

from detente import language
from detente.pipeline import Coder
from detente.records import Article
from training.events.corpus import NONE, Record
from training.events.news import of_article


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder(language.load("en"), meaning=None).set(scope="all")


def words(record: Record) -> tuple[str, str, str]:
    """Actor, predicate and recipient as they stand in the text."""
    marked = {m.role: record.text[m.start : m.end] for m in record.marks}
    return marked["actor"], marked["predicate"], marked["recipient"]


def read(coder: Coder, text: str) -> tuple[dict[tuple[str, str, str], str], list[Record]]:
    acts, silent = of_article(coder, Article(text), random.Random(1))
    return {words(record): record.event_type for record in acts}, silent


def test_an_act_is_one_in_one_direction_and_between_its_own_sides_only(coder: Coder) -> None:
    acts, silent = read(coder, "At a session on the dam, Sudan accused Ethiopia of bad faith, with Egypt looking on.")
    assert acts == {
        ("Sudan", "accused", "Ethiopia"): "ACCUSE",
        ("Ethiopia", "accused", "Sudan"): NONE,
        ("Egypt", "accused", "Ethiopia"): NONE,
        ("Sudan", "accused", "Egypt"): NONE,
    }
    assert not silent


def test_a_mutual_act_is_not_denied_in_the_other_direction(coder: Coder) -> None:
    acts, _ = read(coder, "On Friday the Spanish foreign minister spoke by phone with Morocco.")
    assert NONE not in acts.values()


def test_of_sides_without_an_act_nothing_is_told(coder: Coder) -> None:
    acts, (record,) = read(coder, "The road from Armenia runs for ninety kilometres through the hills to Georgia.")
    assert not acts
    assert record.event_type == NONE
    assert words(record)[1] == "runs"
    assert {words(record)[0], words(record)[2]} == {"Armenia", "Georgia"}
