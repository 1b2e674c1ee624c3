"""A spaCy pipeline in the place of the shipped reader."""

from __future__ import annotations

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from detente.language import SpacyReader


@Language.component("first_word_heads_all")
def first_word_heads_all(doc: Doc) -> Doc:
    """A parser of sorts: every word hangs on the first."""
    for token in doc:
        token.head = doc[0]
        token.dep_ = "ROOT" if token.i == 0 else "nsubj"
        token.pos_ = "NOUN"
    doc.ents = [Span(doc, 0, 1, label="GPE")]
    return doc


def test_a_spacy_pipeline_reads_within_segments_and_takes_our_labels() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("first_word_heads_all")
    text = "By line. Japan agreed.  The end."
    doc = SpacyReader(nlp)(text, [(9, 22)])
    assert doc.text == text
    assert [(t.text, t.dep_) for t in doc if t.dep_] == [("Japan", "root"), ("agreed", "nsubj"), (".", "nsubj")]
    assert [(e.text, e.label_) for e in doc.ents] == [("Japan", "LOC")]
    assert ("Japan", "place") in {(s.root.text, s.label_) for s in doc.spans["mentions"]}


def test_without_segments_all_of_the_text_is_read() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("first_word_heads_all")
    assert [t.dep_ for t in SpacyReader(nlp)("Japan agreed")] == ["root", "nsubj"]
    assert len(SpacyReader(nlp)("", [])) == 0
