"""Sentences with a marked source and target: how they are read and counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import ontology
from detente.errors import InputError
from detente.evaluation.pairs import Pair, macro_f1, read_pairs, score_pairs
from tests.examples import TEXT

HEAD = "sentence_id\tmarked_sentence\ttype\n"


def shares(best: str, second: str | None = None) -> dict[str, float]:
    found = dict.fromkeys(ontology.types(), 0.0)
    found[best] = 0.4
    if second:
        found[second] = 0.35
    return found


def test_marks_become_characters(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text(HEAD + '7\t<t>Mali</t> got "grain" from <s>Oslo</s>.\tAID\n')
    (pair,) = read_pairs(path)
    assert pair.text == 'Mali got "grain" from Oslo.'
    assert pair.text[slice(*pair.actor)] == "Oslo"
    assert pair.text[slice(*pair.recipient)] == "Mali"


def test_parties_without_words_and_words_given_twice(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text(HEAD + "1\t<t>Mali</t> and <t>Mali</t> got grain.\tAID\n")
    (pair,) = read_pairs(path)
    assert (pair.actor, pair.recipient) == (None, (0, 4))


@pytest.mark.parametrize(
    "row", ["1\tno marks\tAID", "1\t<s>A</s> hit <t>B</t>\tHIT", "1\t<s>A</s> <t>B\tAID", "1\tA</s> <t>B</t>\tAID"]
)
def test_a_row_that_is_wrong_is_named(tmp_path: Path, row: str) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text(HEAD + row + "\n")
    with pytest.raises(InputError, match="line 2"):
        read_pairs(path)


def test_other_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError):
        read_pairs(path)
    path.write_text("a\tb\n1\t2\n")
    with pytest.raises(InputError, match="no column"):
        read_pairs(path)


def test_yield_adds_up_its_two_types() -> None:
    pair = Pair("1", TEXT, (0, 5), (10, 15), "YIELD")
    split = {**shares("AID"), "CONCEDE": 0.3, "RETREAT": 0.3}
    assert score_pairs([pair], lambda _: split).accuracy == 1
    assert score_pairs([Pair("1", TEXT, (0, 5), (10, 15), "AID")], lambda _: split).accuracy == 1


def test_figures() -> None:
    pairs = [Pair(str(i), TEXT, (0, 5), (10, 15), t) for i, t in enumerate(("AID", "AID", "COERCE", "ASSAULT"))]
    answers = iter(("AID", "COERCE", "COERCE", "COERCE"))
    found = score_pairs(pairs, lambda _: shares(next(answers)))
    assert found.accuracy == 0.5
    # AID: one of two found, none wrong; COERCE: found, two wrong; ASSAULT: missed
    assert found.types == pytest.approx((2 / 3 + 1 / 2 + 0) / 3)
    assert found.quads == pytest.approx((2 / 3 + 4 / 5) / 2)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=30))
def test_macro_f1_lies_between_none_and_all(pairs: list[tuple[str, str]]) -> None:
    gold, found = [p[0] for p in pairs], [p[1] for p in pairs]
    assert 0 <= macro_f1(gold, found) <= 1
    assert macro_f1(gold, gold) == 1
    assert (macro_f1(gold, found) == 1) == (gold == found)
