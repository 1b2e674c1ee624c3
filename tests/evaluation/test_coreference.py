"""Antecedents against GUM's chains: how documents are read, what is asked, how answers count."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.errors import InputError
from detente.evaluation.coreference import NOUN, GoldDocument, nearest, questions, read_documents, score

# word, lemma, UPOS, XPOS, features, head, relation, Entity
ROWS = """
Ana Ana PROPN NNP Number=Sing 2 nsubj (1-person-new-nnnnn-cf1-1-coref)
met meet VERB VBD _ 0 root _
the the DET DT _ 4 det (2-organization-new-nnnnn-cf2-2-coref
bank bank NOUN NN Number=Sing 2 obj 2)
. . PUNCT . _ 2 punct _

The the DET DT _ 2 det (2-organization-giv-nnnnn-cf1-2-coref
bank bank NOUN NN Number=Sing 3 nsubj 2)
paid pay VERB VBD _ 0 root _
her she PRON PRP Number=Sing 3 iobj (1-person-giv-nnnnn-cf2-1-ana)
and and CCONJ CC _ 7 cc _
the the DET DT _ 7 det (3-person-new-nnnnn-cf3-2-sgl
guests guest NOUN NNS Number=Plur 4 conj 3)
. . PUNCT . _ 3 punct _
"""


def document(tmp_path: Path, rows: str = ROWS) -> GoldDocument:
    lines = ["# newdoc id = GUM_news_test", "# meta::dateCreated = 2019-05-01"]
    for sentence in rows.strip().split("\n\n"):
        words = [row.split() for row in sentence.splitlines()]
        lines.append(f"# text = {' '.join(w[0] for w in words)}")
        for i, (form, lemma, upos, xpos, feats, head, relation, entity) in enumerate(words, 1):
            misc = "_" if entity == "_" else f"Entity={entity}"
            lines.append("\t".join([str(i), form, lemma, upos, xpos, feats, head, relation, "_", misc]))
        lines.append("")
    path = tmp_path / "gum.conllu"
    path.write_text("\n".join(lines) + "\n")
    (found,) = read_documents(path)
    return found


def test_mentions_types_and_day_are_read(tmp_path: Path) -> None:
    found = document(tmp_path)
    assert [(m.start, m.end, m.head, m.kind, m.chain) for m in found.mentions] == [
        (0, 1, 0, "person", "1"),
        (2, 4, 3, "organization", "2"),
        (5, 7, 6, "organization", "2"),
        (8, 9, 8, "person", "1"),
        (10, 12, 11, "person", "3"),
    ]
    assert found.genre == "news"
    assert str(found.parse.article.published) == "2019-05-01"
    assert [(e.text, e.label_) for e in found.parse.doc.ents] == [("Ana", "PER")]


def test_what_is_asked(tmp_path: Path) -> None:
    found = {q.token: (q.kind, q.right) for q in questions(document(tmp_path))}
    new: frozenset[int] = frozenset()
    assert found == {3: (NOUN, new), 6: (NOUN, {3}), 8: ("he, she", {0}), 11: (NOUN, new)}


def test_answers_count_against_all_and_against_those_answered(tmp_path: Path) -> None:
    read = document(tmp_path)
    scores = score([(read, {6: 3, 8: 3, 11: 0})])
    assert (scores.shares[NOUN].asked, scores.shares[NOUN].right) == (1, 1)
    assert (scores.shares["he, she"].answered, scores.shares["he, she"].right) == (1, 0)
    assert scores.shares["all"].of_all == 0.5
    assert (scores.false_links, scores.new) == (1, 2)
    nothing = score([(read, {})]).shares["all"]
    assert (nothing.answered, nothing.of_all, nothing.of_answered) == (0, 0.0, 0.0)


def test_the_nearest_mention_that_agrees(tmp_path: Path) -> None:
    assert nearest(document(tmp_path)) == {6: 3, 8: 0}


def test_a_treebank_without_chains_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no Entity annotation"):
        document(tmp_path, "Ana Ana PROPN NNP _ 0 root _")
