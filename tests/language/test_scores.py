"""Floors of accuracy on development data, and the readers of the files they come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.language import load
from detente.language.conllu import read_conllu, read_iob2
from detente.language.lemmas import apply_rule, rule_for
from detente.language.mentions import mention_spans
from detente.language.names import name_spans, whole_names
from detente.language.scores import name_scores, parse_scores

CONLLU = """# newdoc id = one
# sent_id = 1
# text = They don't talk.
1\tThey\tthey\tPRON\tPRP\tCase=Nom\t4\tnsubj\t_\t_
2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdo\tdo\tAUX\tVBP\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\ttalk\ttalk\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
4.1\tthing\t_\t_\t_\t_\t_\t_\t_\t_
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

"""


def test_conllu_words_and_their_places(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    (sentence,) = read_conllu(path)
    assert sentence.forms == ["They", "do", "n't", "talk", "."]
    assert [sentence.text[a:b] for a, b in zip(sentence.starts, sentence.ends, strict=True)] == sentence.forms
    assert sentence.heads == [4, 4, 4, 0, 4] and sentence.document == "one"


def test_scores_count_every_word(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    scores = parse_scores(path, load("en"))
    assert (scores.words, scores.sentences, scores.documents) == (5, 1, 1)
    assert scores.las.value == 100.0
    with pytest.raises(ValueError, match="no sentence"):
        parse_scores(path, load("en"), only="_news_")


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("talks", "talk"), ("was", "be"), ("Talks", "talk"), ("JAPAN", "Japan"), ("n't", "not"), ("cities", "city")],
)
def test_lemma_rules_give_the_lemma_back(form: str, lemma: str) -> None:
    assert apply_rule(form, rule_for(form, lemma)) == lemma


def test_names_from_labels() -> None:
    assert name_spans(["O", "B-LOC", "I-ORG", "I-ORG", "B-PER", "O", "I-LOC"]) == [
        (1, 4, "ORG"),
        (4, 5, "PER"),
        (6, 7, "LOC"),
    ]


def test_a_name_takes_in_the_proper_nouns_that_the_tree_joins_to_it() -> None:
    words = ["President", "Lee", "Jae", "-", "myung", "met", "Kim", "today"]
    upos = ["PROPN", "PROPN", "PROPN", "PUNCT", "PROPN", "VERB", "PROPN", "NOUN"]
    heads, relations = [2, 6, 2, 5, 2, 0, 6, 6], ["nmod:desc", "nsubj", "flat", "punct", "flat", "root", "obj", "obl"]
    spans = whole_names([(1, 3, "PER"), (6, 7, "PER"), (7, 8, "LOC")], words, upos, heads, relations)
    assert spans == [(1, 5, "PER"), (6, 7, "PER")]


def test_a_mention_keeps_its_relative_clause_and_drops_its_conjunct() -> None:
    words = "the envoy , who left , and the army".split()
    heads = [2, 0, 5, 5, 2, 5, 9, 9, 2]
    relations = ["det", "root", "punct", "nsubj", "acl:relcl", "punct", "cc", "det", "conj"]
    spans = mention_spans(heads, relations, [0, 1, 0, 0, 0, 0, 0, 0, 4])
    assert [(" ".join(words[a:b]), kind) for a, b, kind in spans] == [("the envoy , who left", 1), ("the army", 4)]


# One standard error (bootstrap over documents) below the figures of docs/model-card.md for the first 300 sentences.
@pytest.mark.parametrize(("part", "floor"), [("en_ewt-dev", 88.5), ("en_gum-dev", 86.7)])
def test_labelled_attachment_does_not_fall(data_dir: Path, part: str, floor: float) -> None:
    assert parse_scores(data_dir / "treebank" / f"{part}.conllu", load("en"), limit=300).las.value >= floor


def test_names_do_not_fall(data_dir: Path) -> None:
    path = data_dir / "treebank" / "en_ewt-ud-dev.iob2"
    assert sum(1 for _ in read_iob2(path)) == 2001
    assert name_scores(path, load("en"), limit=600).f1.value >= 72.2
