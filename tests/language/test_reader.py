"""The reader: offsets, trees, names, mentions, independence of what else is read."""

from __future__ import annotations

import os
import random
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from detente.errors import ModelError, UsageError
from detente.language import Reader, load

TEXT = """Japan and South Korea agree to talk

TOKYO, June 10 - Japanese Prime Minister Shigeru Ishiba rang South Korean President Lee Jae-myung on Monday. "We had
an excellent conversation," Ishiba told reporters. The United States, which was informed, welcomed the call.
"""


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load("en")


def content(doc: Doc) -> list[tuple[object, ...]]:
    words = [(t.text, t.idx, t.head.i, t.dep_, t.pos_, t.tag_, str(t.morph), t.lemma_) for t in doc]
    spans = [(s.start, s.end, s.label_) for s in (*doc.ents, *doc.spans["mentions"])]
    return [*words, *spans, *[(s.start, s.end) for s in doc.sents]]


def check_trees(doc: Doc) -> None:
    """Every sentence has one root, and every word leads to it."""
    for sentence in doc.sents:
        words = [t for t in sentence if not t.is_space and t.pos_ != "X"] or [sentence[0]]
        if words[0].dep_ in ("", "dep"):
            continue
        parsed = [t for t in sentence if t.dep_ and not t.is_space]
        roots = [t for t in parsed if t.head.i == t.i]
        assert len(roots) == 1 and roots[0].dep_ == "root"
        for token in parsed:
            seen = set()
            while token.head.i != token.i:
                assert token.i not in seen and token.head.sent.start == sentence.start
                seen.add(token.i)
                token = token.head


def test_a_report_is_read(reader: Reader) -> None:
    doc = reader(TEXT)
    assert doc.text == TEXT
    check_trees(doc)
    rang = next(t for t in doc if t.text == "rang")
    assert {(t.text, t.dep_) for t in rang.children} >= {("Shigeru", "nsubj"), ("Lee", "obj")}
    assert rang.lemma_ == "ring" and rang.pos_ == "VERB"
    assert next(t for t in doc if t.text == "welcomed").morph.get("Tense") == ["Past"]
    names = {(e.text, e.label_) for e in doc.ents}
    assert {("Shigeru Ishiba", "PER"), ("Lee Jae-myung", "PER"), ("TOKYO", "LOC")} <= names
    mentions = {(s.text.replace("\n", " "), s.label_) for s in doc.spans["mentions"]}
    assert ("South Korean President Lee Jae-myung", "person") in mentions
    assert any(text.startswith("The United States, which was informed") for text, _ in mentions)
    assert [s.text.split()[0] for s in doc.sents] == ["Japan", "TOKYO,", '"We', "The"]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=120))
def test_any_text_keeps_its_characters(text: str) -> None:
    doc = load("en")(text)
    assert doc.text == text
    for token in doc:
        assert text[token.idx : token.idx + len(token)] == token.text
    check_trees(doc)


def test_the_same_text_gives_the_same_doc_whatever_else_is_read(reader: Reader) -> None:
    alone = content(reader(TEXT))
    reader("Something else entirely, and longer than the sentences before it.")
    assert content(reader(TEXT)) == alone
    around = "An earlier paragraph says that nothing happened.\n\n"
    joined = reader(around + TEXT)
    shift = len(around)
    later = [(t.text, t.dep_, t.pos_, t.lemma_) for t in joined if t.idx >= shift and not t.is_space]
    assert later == [(t.text, t.dep_, t.pos_, t.lemma_) for t in reader(TEXT) if not t.is_space]


def test_segments_bound_what_is_parsed(reader: Reader) -> None:
    start, end = TEXT.index("Japanese"), TEXT.index(' "We')
    doc = reader(TEXT, [(start, end)])
    assert doc.text == TEXT
    assert [s.text.strip() for s in doc.sents][1] == TEXT[start:end]
    assert len(list(doc.sents)) == 3
    for token in doc:
        if not token.is_space:
            assert (token.dep_ != "") == (start <= token.idx < end)
            assert token.dep_ != "" or token.pos_ == "X"
    assert all(start <= span.start_char and span.end_char <= end for span in (*doc.ents, *doc.spans["mentions"]))


def test_a_segment_edge_ends_sentence_and_token(reader: Reader) -> None:
    doc = reader("Lee met Ishibayesterday they talked", [(0, 14), (14, 35)])
    assert [s.text for s in doc.sents] == ["Lee met Ishiba", "yesterday they talked"]


@pytest.mark.parametrize("segments", [[(0, 5), (3, 8)], [(4, 2)], [(0, 99)]])
def test_impossible_segments_are_refused(reader: Reader, segments: list[tuple[int, int]]) -> None:
    with pytest.raises(UsageError, match="segment"):
        reader("Lee met Ishiba.", segments)


@pytest.mark.parametrize("text", ["", " ", "\n\n \t", "\u200b", ".", "\x00", "日本と韓国", "a\u0301 b", "👍🏽 ok"])
def test_odd_texts(reader: Reader, text: str) -> None:
    assert reader(text).text == text


def test_white_space_hangs_on_the_token_before(reader: Reader) -> None:
    text = (
        "Prime Minister Shigeru Ishiba of Japan flew to South\n"
        "Korea on Monday and met  the president there. They\n"
        "spoke for an hour in the capital, Seoul.\n"
    )
    doc = reader(text)
    for token in doc:
        if token.is_space:
            assert (token.pos_, token.head.i) == ("SPACE", token.i - 1)
    assert "South\nKorea" in [e.text for e in doc.ents]


def test_a_sentence_beyond_the_window_is_read_whole(reader: Reader) -> None:
    draw = random.Random(1)
    places = "Japan Korea China Russia France Germany Brazil Kenya Uzbekistan Liechtenstein".split()
    text = "The ministers of " + ", ".join(draw.choice(places) for _ in range(900)) + " and Peru met on Monday."
    doc = reader(text)
    assert doc.text == text and len(list(doc.sents)) == 1
    check_trees(doc)
    assert sum(t.pos_ == "PROPN" for t in doc) > 800
    assert reader("x" * 20_000).text == "x" * 20_000


def test_vectors_on_demand(reader: Reader) -> None:
    assert reader(TEXT).tensor.size == 0
    doc = reader(TEXT, vectors=True)
    assert doc.tensor.shape == (len(doc), 384) and doc.tensor.dtype == np.float16
    assert all(doc.tensor[t.i].any() != t.is_space for t in doc)


def test_the_reader_is_loaded_once(reader: Reader) -> None:
    assert load("en") is reader


def test_no_such_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DETENTE_MODEL", raising=False)
    with pytest.raises(ModelError, match="xx"):
        load("xx")


def test_reading_needs_no_torch() -> None:
    code = "import sys; sys.modules['torch'] = None; from detente.language import load; print(len(load('en')('Hi.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=os.environ, check=True)
    assert done.stdout.strip() == "2"
