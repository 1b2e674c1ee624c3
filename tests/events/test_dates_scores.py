"""Accuracy of expressions of time on TimeML files, and the counting itself."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from detente.errors import SourceError
from detente.events.dates.scores import read_timeml, timex_scores

DATA = Path(os.environ.get("DETENTE_DATA") or Path(__file__).parents[3] / "shared" / "data") / "dates" / "TBAQ-cleaned"

DOCUMENT = """<?xml version="1.0" ?>
<TimeML>
<DCT><TIMEX3 tid="t0" type="DATE" value="2025-06-10" functionInDocument="CREATION_TIME">June 10, 2025</TIMEX3></DCT>
<TEXT>They <EVENT>met</EVENT> on <TIMEX3 tid="t1" type="DATE" value="2025-06-09">Monday</TIMEX3> and
<TIMEX3 tid="t2" type="DATE" value="2025-06-05">last Friday</TIMEX3> for <TIMEX3 tid="t3" type="DURATION" value="PT2H">
two hours</TIMEX3>, as they did in <TIMEX3 tid="t4" type="DATE" value="2024-05">May of last year</TIMEX3>.</TEXT>
</TimeML>
"""


def test_scores_count_strict_relaxed_and_value(tmp_path: Path) -> None:
    (tmp_path / "one.tml").write_text(DOCUMENT)
    document = read_timeml(tmp_path / "one.tml")
    assert document.published is not None and document.published.isoformat() == "2025-06-10"
    assert [document.text[t.start : t.end] for t in document.timexes][:2] == ["Monday", "last Friday"]
    scores = timex_scores(tmp_path)
    assert (scores["documents"], scores["annotated"], scores["found"]) == (1, 3, 3)
    assert scores["relaxed_f1"] == scores["strict_f1"] == 1.0
    assert scores["value_f1"] == pytest.approx(2 / 3)
    assert timex_scores(tmp_path, limit=0)["value_f1"] == 0.0


def test_a_file_that_is_no_timeml_is_named_in_the_error(tmp_path: Path) -> None:
    (tmp_path / "bad.tml").write_text("no xml")
    with pytest.raises(SourceError, match=r"bad\.tml"):
        timex_scores(tmp_path)
    (tmp_path / "bad.tml").write_text("<TimeML/>")
    with pytest.raises(SourceError, match="no TEXT"):
        timex_scores(tmp_path)


@pytest.mark.skipif(not DATA.is_dir(), reason="the TimeML corpora are not here (DETENTE_DATA)")
@pytest.mark.parametrize(("corpus", "floor"), [("TimeBank", 0.84), ("AQUAINT", 0.76)])
def test_values_stay_within_a_standard_error_of_the_last_figures(corpus: str, floor: float) -> None:
    scores = timex_scores(DATA / corpus, limit=40)
    assert scores["value_f1"] >= floor, scores
