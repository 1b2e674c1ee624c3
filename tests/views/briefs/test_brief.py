"""Briefs: every statement has its evidence, hostile words stay words, and the files are whole."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from typer.testing import CliRunner

import detente
from detente.records import Article, Coded
from detente.relations import Relation
from detente.relations.planted import Rows, planted_dyad
from detente.views import charts
from detente.views.briefs import Brief, brief
from detente.views.briefs.html import html
from detente.views.briefs.markdown import escaped, markdown
from detente.views.briefs.parts import Figure, Statement, Table
from detente.views.briefs.pdf import pdf
from detente.views.briefs.wording import ago, days, likely, listed, number, period_of, signed, spoken
from detente.views.cli import app
from tests.examples import coded

HOSTILE = "<script>alert(1)</script> #set page(fill: red) [^9]: | $x$ ](javascript:alert(2)) &amp; 日本 한국"


def hostile() -> Coded:
    """The report of tests.examples, filed under a source and an address that mean mischief."""
    one = coded(0)
    article = replace(one.article, source=HOSTILE, url="javascript:alert(3)")
    moved = tuple(replace(event, article_id=article.id) for event in one.events)
    return Coded(article, moved, tuple(replace(q, article_id=article.id) for q in one.quotes), one.sentences)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("brief") / "books"
    detente.Ledger(folder).add([coded(1), hostile()])
    return folder


@pytest.fixture(scope="module")
def found(books: Path) -> Brief:
    return brief(detente.Ledger(books).relation("ALA", "BOR"))


def statements(some: Brief) -> Iterator[Statement]:
    for block in (*some.summary, *(b for section in some.sections for b in section.blocks)):
        if isinstance(block, Statement):
            yield block
        elif isinstance(block, Table):
            yield from (cell for row in block.rows for cell in row if isinstance(cell, Statement))


def test_evidence_is_numbered_and_leads_to_events(found: Brief, books: Path) -> None:
    assert [note.number for note in found.notes] == list(range(1, len(found.notes) + 1))
    cited = {n for statement in statements(found) for n in statement.notes}
    assert cited and cited <= {note.number for note in found.notes}
    ledger = detente.Ledger(books)
    for note in found.notes:
        event, _ = ledger.event(note.event_id)
        assert note.words == event.evidence.sentence.text


def test_what_it_tells(found: Brief) -> None:
    told = " ".join(statement.text for statement in statements(found))
    assert "The last contact of the two leaders was a call, 9 June 2025" in told
    assert "to visit" in told
    assert found.as_of == date(2025, 6, 10)
    assert any("2 articles" in b.text for b in found.sources.blocks if isinstance(b, Statement))


def test_html_is_whole_and_harmless(found: Brief) -> None:
    text = html(found)
    tree = lxml_html.fromstring(text)
    assert not tree.xpath("//script | //link | //img | //iframe")
    assert not [a for a in tree.xpath("//a/@href") if not re.match(r"#note-\d+$|https?://", a)]
    assert "<script>alert(1)" not in text
    assert HOSTILE.split(" ")[0] in tree.text_content()
    ids = set(tree.xpath("//@id"))
    assert {a[1:] for a in tree.xpath("//a/@href") if a.startswith("#")} <= ids


def test_pdf_is_set_with_japanese_and_korean(found: Brief) -> None:
    made = pdf(found)
    assert made.startswith(b"%PDF-")
    assert b"NotoSansCJK" in made


def test_markdown_escapes(found: Brief) -> None:
    text = markdown(found)
    assert "<script>" not in text
    assert text.count("\n[^") == len(found.notes)


@given(st.text())
def test_escaped_text_holds_no_markup(text: str) -> None:
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]<>#|~]", escaped(text))


def test_two_that_the_ledger_does_not_know(books: Path) -> None:
    ledger = detente.Ledger(books)
    assert "tells nothing" in markdown(brief(ledger.relation("JPN", "KOR")))


def planted(seed: int = 3) -> Relation:
    return Relation(Rows(planted_dyad(seed, months=36, breaks=1, shift=3.0).rows), "ALA", "BOR")


def test_timeline_of_a_series() -> None:
    series = [r for r in planted().series("month").to_pylist() if r["direction"] == "all"]
    spec = charts.timeline(series, (), (), [date(2010, 1, 1)])
    drawn = charts.svg(spec)
    assert drawn.startswith("<svg")
    assert "<script" not in drawn
    assert json.dumps(charts.vega(spec))
    assert charts.png(spec, 1.0).startswith(b"\x89PNG")


def test_nothing_is_drawn_where_nothing_was_read() -> None:
    rows = [
        {
            "period": date(2020, 1, 1) + timedelta(days=31 * i),
            "period_end": date(2020, 1, 28) + timedelta(days=31 * i),
            "cooperation": 1.0,
            "cooperation_low": 0.0,
            "cooperation_high": 2.0,
            "coverage": "none" if i == 1 else "covered",
        }
        for i in range(3)
    ]
    values = charts.timeline(rows)["vconcat"][0]["layer"][1]["data"]["values"]
    assert [v["cooperation"] for v in values] == [1.0, None, 1.0]


def test_figures_have_words_for_who_cannot_see(found: Brief) -> None:
    blocks = (*found.summary, *(b for section in found.sections for b in section.blocks))
    assert all(f.spoken and f.caption for f in blocks if isinstance(f, Figure))


@pytest.mark.parametrize("ending", ["html", "pdf", "md"])
def test_command(books: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"brief.{ending}"
    done = CliRunner().invoke(app, ["brief", "ALA", "BOR", "--ledger", str(books), "-o", str(out)])
    assert done.exit_code == 0, done.output
    assert out.stat().st_size > 500


def test_command_knows_its_endings(books: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["brief", "ALA", "BOR", "--ledger", str(books), "-o", str(tmp_path / "brief.doc")])
    assert done.exit_code == 2
    assert not (tmp_path / "brief.doc").exists()


def test_wording() -> None:
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a"]) == "a"
    assert listed([]) == ""
    assert spoken("USA") == "the United States"
    assert spoken("JPN") == "Japan"
    assert days(date(2025, 6, 1), date(2025, 6, 30)) == "June 2025"
    assert days(date(2025, 1, 1), date(2025, 12, 31)) == "2025"
    assert days(date(2025, 6, 9), date(2025, 6, 9)) == "9 June 2025"
    assert days(None, None) == "undated"
    assert period_of("quarter", date(2025, 4, 1)) == "the second quarter of 2025"
    assert period_of("month", date(2025, 4, 1)) == "April 2025"
    assert number(1, "event") == "1 event"
    assert number(2500, "event") == "2,500 events"
    assert signed(-0.25) == "−0.2"
    assert [likely(p) for p in (0.995, 0.95, 0.7, 0.5, 0.2, 0.05)] == [
        "virtually certain",
        "very likely",
        "likely",
        "about as likely as not",
        "unlikely",
        "very unlikely",
    ]
    assert ago(1) == "1 day" and ago(90) == "3 months" and ago(2472) == "6.8 years"


def test_an_empty_ledger(tmp_path: Path) -> None:
    ledger = detente.Ledger(tmp_path / "books")
    ledger.add([Coded(Article("Nothing happened."))])
    assert brief(ledger.relation("JPN", "KOR")).as_of is None


def test_no_question_is_asked_twice(books: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ledger's answers are kept while a brief is made; an outlook asks for itself."""
    asked: list[str] = []
    answer = detente.Ledger.sql

    def told(self: detente.Ledger, query: str, parameters: dict[str, object] | None = None) -> object:
        asked.append(f"{query} {parameters}")
        return answer(self, query, parameters)

    monkeypatch.setattr("detente.views.briefs.detail._outlook", lambda _: iter(()))
    monkeypatch.setattr(detente.Ledger, "sql", told)
    brief(detente.Ledger(books).relation("ALA", "BOR"))
    assert asked and len(asked) == len(set(asked))
