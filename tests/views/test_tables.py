"""The index of events: 80 columns, nothing left out that matters, nothing dangerous let through."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from detente.records import Article, Event, Interval, Size
from detente.views.tables import date_words, plain, print_events, print_headline, print_quotes
from tests.examples import coded
from tests.strategies import articles, events, quotes

FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))

INDEX = """\
Berg and Dorn speak (0)                                  2025-06-10  Aland Times
────────────────────────────────────────────────────────────────────────────────
 2025-06-09  Ada Berg (ALA) ⇄ Carl Dorn (BOR)
             CONSULT phone · actual                                     {first}
             “Aland's President Ada Berg spoke with Borduria's Prime Minister
             Carl Dorn by phone on Monday.”

 2026-05     Carl Dorn (BOR) → Aland (ALA)
             AGREE (to CONSULT visit) · future, hoped · says            {second}
             government sources
             “Dorn hopes to visit Aland in May, according to government
             sources.”

"""


def printed(pairs: list[tuple[Event, Article]], width: int = 80) -> str:
    out = io.StringIO()
    print_events(Console(file=out, width=width), pairs)
    return out.getvalue()


def test_an_index_of_one_article() -> None:
    one = coded()
    first, second = one.events
    assert printed([(event, one.article) for event in one.events]) == INDEX.format(
        first=first.id[:8], second=second.id[:8]
    )


def test_each_article_has_one_headline() -> None:
    pairs = [(event, one.article) for one in (coded(0), coded(1)) for event in one.events]
    text = printed(pairs)
    assert text.count("Berg and Dorn speak (0)") == text.count("Berg and Dorn speak (1)") == 1


def test_background_negation_size_and_sources_are_told() -> None:
    one = coded()
    event = replace(one.events[1], status="negated", strength="denied", historical=True, size=Size(dead=1200))
    text = printed([(event, one.article)], 200)
    assert "negated, denied · background · 1,200 dead · says government sources" in text


def test_the_words_are_cut_around_the_deed() -> None:
    one = coded()
    text = "Before. " * 60 + "Aland attacked Borduria" + ", and so on" * 60 + "."
    event = one.events[0]
    start = text.index("attacked")
    evidence = replace(
        event.evidence,
        sentence=replace(event.evidence.sentence, start=0, end=len(text), text=text),
        trigger=replace(event.evidence.trigger, start=start, end=start + 8, text="attacked"),
    )
    shown = printed([(replace(event, evidence=evidence), one.article)])
    assert "Aland attacked Borduria, and so on" in " ".join(shown.split())
    assert len(shown.splitlines()) == 2 + 2 + 2 + 1


@FEW
@given(st.data(), st.sampled_from([60, 80, 120]))
def test_no_line_is_wider_than_the_terminal(data: st.DataObject, width: int) -> None:
    article = data.draw(articles)
    out = io.StringIO()
    console = Console(file=out, width=width)
    print_events(console, [(data.draw(events(article)), article)])
    print_quotes(console, [(data.draw(quotes(article)), article)])
    for line in out.getvalue().split("\n"):
        assert cell_len(line) <= width
        assert all(c.isprintable() for c in line)


def test_escape_sequences_in_articles_do_not_reach_the_terminal() -> None:
    assert plain("a\x1b[31mb\u202ec\r\nd\x00") == "a[31mbc d"
    out = io.StringIO()
    print_headline(Console(file=out, width=80), Article("x", title="\x1b]0;owned\x07 News"))
    assert "\x1b" not in out.getvalue()
    assert "\x07" not in out.getvalue()


def test_days_are_as_short_as_their_granularity() -> None:
    def said(first: date, last: date, granularity: str) -> str:
        return date_words(Interval(first, last, granularity, ""))

    assert said(date(2025, 6, 9), date(2025, 6, 9), "day") == "2025-06-09"
    assert said(date(2025, 6, 1), date(2025, 6, 30), "month") == "2025-06"
    assert said(date(2025, 1, 1), date(2025, 12, 31), "year") == "2025"
    assert said(date(1990, 1, 1), date(1999, 12, 31), "decade") == "1990s"
    assert said(date(2025, 6, 9), date(2025, 6, 15), "week") == "2025-06-09–2025-06-15"
    assert said(date(2017, 5, 10), date(2017, 12, 31), "year") == "2017"
