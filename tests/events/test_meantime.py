"""The measure of event status on MEANTIME, on small files made here."""

import pytest

from detente.errors import SourceError
from detente.events.scores import meantime
from detente.events.status import Judgement
from tests.paragraphs import article

MENTION = '<EVENT_MENTION m_id="{m}" certainty="{c}" time="{t}" polarity="{p}" pred="x">{anchors}</EVENT_MENTION>'


def mention(number, certainty, time, polarity, *tokens):
    anchors = "".join(f'<token_anchor t_id="{t}"/>' for t in tokens)
    return MENTION.format(m=number, c=certainty, t=time, p=polarity, anchors=anchors)


def written(folder, *mentions, name="1_lee_may_leave.xml"):
    words = [("Lee", "may", "leave", "."), ("He", "called", "off", "a", "visit", ".")]
    tokens, number = [], 0
    for sentence, found in enumerate(words):
        for word in found:
            number += 1
            tokens.append(f'<token number="{number - 1}" sentence="{sentence}" t_id="{number}">{word}</token>')
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    body = "\n".join([*tokens, "<Markables>", *mentions, "</Markables>"])
    path.write_text(f'<?xml version="1.0" ?><Document doc_id="1" lang="en">{body}</Document>', encoding="utf-8")
    return path


def read(_):
    return article(
        ["Lee/PROPN/3/nsubj may/AUX/3/aux leave=VB/VERB/0/root ./PUNCT/3/punct"],
        [
            "He:he/PRON/2/nsubj called:call=VBD/VERB/0/root off/ADP/2/compound:prt a/DET/5/det visit/NOUN/2/obj "
            "./PUNCT/2/punct"
        ],
    )


def test_each_attribute_is_counted_alone(tmp_path):
    written(
        tmp_path,
        mention(1, "POSSIBLE", "FUTURE", "POS", 3),
        mention(2, "CERTAIN", "NON_FUTURE", "POS", 6, 7),
        mention(3, "UNDERSPECIFIED", "NON_FUTURE", "NEG", 9),
        mention(4, "", "", "", 1),
    )
    found = meantime.score(read, tmp_path)
    assert {a: found.count(a) for a in meantime.CLASSES} == {"certainty": 2, "time": 3, "polarity": 3}
    assert (found.macro_f1("certainty"), found.macro_f1("time"), found.macro_f1("polarity")) == (1.0, 1.0, 1.0)
    assert found.mean == 1.0


def test_a_wrong_class_lowers_both_classes(tmp_path):
    written(tmp_path, mention(1, "CERTAIN", "FUTURE", "POS", 3), mention(2, "CERTAIN", "FUTURE", "POS", 6))
    found = meantime.score(read, tmp_path)
    assert found.pairs["certainty", "certain", "uncertain"] == 1
    assert found.f1("certainty", "certain") == pytest.approx(2 / 3)
    assert found.f1("certainty", "uncertain") == 0.0


def test_a_document_in_two_folders_counts_once(tmp_path):
    written(tmp_path / "corpus_x", mention(1, "CERTAIN", "NON_FUTURE", "POS", 6))
    written(tmp_path / "cross_corpus_x", mention(1, "CERTAIN", "NON_FUTURE", "POS", 6), mention(2, "", "", "", 9))
    assert meantime.score(read, tmp_path).count("time") == 1


def test_words_of_a_mention_need_not_be_neighbours(tmp_path):
    (found,) = meantime.document(written(tmp_path, mention(1, "CERTAIN", "NON_FUTURE", "NEG", 9, 6))).mentions
    assert found.words == ((1, 1), (1, 4))
    ((_, _, (parse, token)),) = meantime.judgements(read, meantime.document(next(tmp_path.glob("*.xml"))))
    assert parse.doc[token].text == "called"


def test_broken_files_are_named(tmp_path):
    with pytest.raises(SourceError, match=r"no \.xml file"):
        list(meantime.documents(tmp_path))
    path = written(tmp_path, mention(1, "CERTAIN", "FUTURE", "POS", 99))
    with pytest.raises(SourceError, match="no token 99"):
        meantime.document(path)
    path.write_text("<Document>", encoding="utf-8")
    with pytest.raises(SourceError, match="no XML"):
        meantime.document(path)


@pytest.mark.parametrize(
    ("judgement", "certainty", "time", "polarity"),
    [
        (Judgement("actual", "reported", ""), "certain", "past", "positive"),
        (Judgement("future", "promised", "", ahead=True), "certain", "future", "positive"),
        (Judgement("future", "expected", "", ahead=True), "uncertain", "future", "positive"),
        (Judgement("future", "hoped", "", ahead=True), "uncertain", "future", "positive"),
        (Judgement("hypothetical", "possible", ""), "uncertain", "past", "positive"),
        (Judgement("hypothetical", "urged", "", ahead=True, negative=True), "certain", "future", "negative"),
        (Judgement("negated", "asserted", "", negative=True), "certain", "past", "negative"),
    ],
)
def test_classes_of_judgements(judgement, certainty, time, polarity):
    assert meantime.judged(judgement) == {"certainty": certainty, "time": time, "polarity": polarity}
