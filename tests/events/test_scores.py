"""The measures of attribution and status, on small files made here."""

import pytest

from detente.errors import SourceError
from detente.events.scores import polnear, uw
from detente.events.status import Judgement
from tests.paragraphs import article


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    text = "Lee said Iran attacked . "
    (tmp_path / "text" / "paper_2016.txt").write_text(text, encoding="utf-8")
    (tmp_path / "attributions" / "paper_2016_4b22.ann").write_text(
        "T1\tSource 0 3\tLee\nT2\tCue 4 8\tsaid\nT3\tContent 9 22\tIran\nattacked\n"
        "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n",
        encoding="utf-8",
    )
    return tmp_path


def read(_):
    return article(
        [
            "Lee/PROPN/2/nsubj said:say=VBD/VERB/0/root Iran/PROPN/4/nsubj attacked:attack=VBD/VERB/2/ccomp "
            "./PUNCT/2/punct"
        ]
    )


def test_polnear_counts_source_and_content(folder):
    found = polnear.score(read, folder)
    assert (found.annotated, found.found, found.right, found.f1) == (1, 1, 1, 1.0)


def test_polnear_wrong_source_is_not_right(folder):
    path = folder / "attributions" / "paper_2016_4b22.ann"
    path.write_text(path.read_text(encoding="utf-8").replace("Source 0 3", "Source 9 13"), encoding="utf-8")
    assert polnear.score(read, folder).right == 0


def test_polnear_broken_files_are_named(folder):
    path = folder / "attributions" / "paper_2016_4b22.ann"
    path.write_text("E1\tContent:T9\n", encoding="utf-8")
    with pytest.raises(SourceError, match="T9"):
        polnear.read_annotations(path)
    (folder / "text" / "paper_2016.txt").unlink()
    with pytest.raises(SourceError, match="text is missing"):
        list(polnear.documents(folder))


def test_uw_sentences_become_text_with_offsets(tmp_path):
    path = tmp_path / "dev.conll"
    path.write_text(
        "0\tLee\t_\n1\tdid\t_\n2\tn't\t_\n3\tgo\t-2.6\n4\t.\t_\n\n0\tHe\t_\n1\tleft\t3.0\n", encoding="utf-8"
    )
    found = list(uw.sentences(path))
    text, starts = uw.text_of(found)
    assert text == "Lee didn't go.\n\nHe left"
    assert [text[s:].split()[0] for s in (starts[0][3], starts[1][1])] == ["go.", "left"]
    assert [uw.wanted(v) for v in (-2.6, 3.0, 0.4)] == ["negated", "asserted", "open"]
    path.write_text("0\tLee\n", encoding="utf-8")
    with pytest.raises(SourceError, match="three columns"):
        list(uw.sentences(path))


def test_uw_classes_of_judgements():
    assert uw.judged(Judgement("future", "asserted", "")) == "asserted"
    assert uw.judged(Judgement("future", "hoped", "")) == "open"
    assert uw.judged(Judgement("hypothetical", "possible", "")) == "open"
    assert uw.judged(Judgement("negated", "denied", "")) == "negated"
