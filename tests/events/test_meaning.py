"""The shipped event model: what it answers, and that nothing but the words and the marks changes its answer."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import spacy

import detente
from detente.errors import ModelError, UsageError
from detente.events.meaning import Meaning
from detente.language import SpacyReader, load, model_folder
from detente.pipeline import Coder

TEXT = "The minister spoke on Monday. Norway expelled two Chadian diplomats over the affair. It rained in Oslo."
NORWAY, CHAD = (30, 36), (50, 57)


@pytest.fixture(scope="module")
def coder() -> Coder:
    return detente.load("en")


def test_it_tells_type_direction_and_absence(coder: Coder) -> None:
    types = coder.type_between(TEXT, NORWAY, CHAD)
    assert set(types) == set(detente.ontology.types())
    assert sum(types.values()) == pytest.approx(1, abs=1e-5)
    assert max(types, key=types.__getitem__) == "SANCTION"
    there, back = coder.event_probability(TEXT, NORWAY, CHAD), coder.event_probability(TEXT, CHAD, NORWAY)
    assert there > 0.5 > back


def test_only_the_sentences_of_the_parties_count(coder: Coder) -> None:
    alone = TEXT[30:84]
    moved = coder.type_between(alone, (0, 6), (20, 27))
    assert coder.type_between(TEXT, NORWAY, CHAD) == pytest.approx(moved, abs=1e-6)


def test_parties_in_two_sentences(coder: Coder) -> None:
    text = "Norway was angry. It expelled two Chadian diplomats."
    assert sum(coder.type_between(text, (0, 6), (34, 41)).values()) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("span", [(29, 30), (500, 510), (-5, 2), (9, 3)])
def test_a_span_without_words_is_refused(coder: Coder, span: tuple[int, int]) -> None:
    with pytest.raises(UsageError, match="actor"):
        coder.type_between(TEXT, span, CHAD)


def test_a_party_may_go_unnamed(coder: Coder) -> None:
    assert coder.type_between(TEXT, None, CHAD) == coder.type_between(TEXT, (0, 0), CHAD)
    found = coder.type_between(TEXT, None, CHAD)
    assert max(found, key=found.__getitem__) == "SANCTION"


def test_vectors_that_were_not_kept_are_made_again(coder: Coder) -> None:
    reader = load("en")
    kept, dropped = reader(TEXT, vectors=True), reader(TEXT)
    assert coder.meaning is not None
    spans = [(*NORWAY, "actor"), (*CHAD, "recipient")]
    sentences = [(s.start, s.end) for s in kept.sents][1:2]
    assert coder.meaning.judge(kept, sentences, spans) == coder.meaning.judge(dropped, sentences, spans)


def test_it_belongs_to_its_encoder(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(model_folder("en"), folder)
    stored = json.loads((folder / "events.json").read_text())
    (folder / "events.json").write_text(json.dumps({**stored, "encoder": "another"}))
    with pytest.raises(ModelError, match="another encoder"):
        Meaning(folder, load("en"))


def test_another_parser_has_none() -> None:
    with pytest.raises(ModelError, match="no event model"):
        Coder(SpacyReader(spacy.blank("en"))).type_between(TEXT, NORWAY, CHAD)
