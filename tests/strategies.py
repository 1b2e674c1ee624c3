"""Records made by hypothesis: articles, and events whose spans quote them exactly."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from detente import ontology
from detente.records import (
    GRANULARITIES,
    STATUSES,
    STRENGTHS,
    Actor,
    Article,
    Attribution,
    Coded,
    Decision,
    Event,
    Evidence,
    Interval,
    Party,
    Planned,
    Quote,
    Segment,
    Sentence,
    Size,
    Span,
    Unresolved,
    event_id,
)

days = st.dates(date(1816, 1, 1), date(2100, 1, 1))
# All of Unicode but lone surrogates, with characters beyond the basic plane, combining ones and newlines among them.
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80)
short = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
countries = st.sampled_from(["JPN", "KOR", "USA", "UNO", "IMG", "EUR"])
sectors = st.sampled_from(sorted(ontology.sectors()))
articles = st.builds(
    Article,
    text=texts,
    published=st.none() | days,
    title=st.none() | texts,
    source=st.none() | short,
    url=st.none() | short,
    language=st.just("en"),
)


@st.composite
def spans(draw: st.DrawFn, article: Article, field: str = "text") -> Span:
    """Some words of the article's text or title."""
    whole = article.text if field == "text" else article.title or ""
    start = draw(st.integers(0, len(whole)))
    end = draw(st.integers(start, len(whole)))
    return Span(start, end, whole[start:end], field)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """Up to a decade of days."""
    start = draw(days)
    length = draw(st.integers(0, 3650))
    return Interval(start, start + timedelta(days=length), draw(st.sampled_from(GRANULARITIES)), draw(short))


@st.composite
def actors(draw: st.DrawFn) -> Actor:
    """A resolved actor; its primary sector comes first among its sectors."""
    own = tuple(draw(st.lists(sectors, max_size=3, unique=True)))
    return Actor(
        id=draw(st.text("0123456789abcdef", min_size=1, max_size=8)),
        name=draw(st.none() | short),
        country=draw(st.none() | countries),
        sector=own[0] if own else None,
        sectors=own,
        office=draw(st.none() | short),
        why=draw(short),
    )


unresolved = st.builds(Unresolved, short, st.lists(short, max_size=2).map(tuple))


@st.composite
def events(draw: st.DrawFn, article: Article, ordinal: int = 0) -> Event:
    """An event of the article: any type and mode, directed or reciprocal, with every optional field now and then."""
    field = draw(st.sampled_from(["text", "title"])) if article.title else "text"
    party = st.builds(Party, spans(article, field), actors())
    reciprocal = draw(st.booleans())
    event_type = draw(st.sampled_from(sorted(ontology.types())))
    mode = st.sampled_from([None, *(m for t, m in ontology.modes() if t == event_type)])
    planned_type = draw(st.sampled_from(sorted(ontology.types())))
    count = st.none() | st.integers(0, 10**6)
    trigger = draw(spans(article, field))
    return Event(
        id=event_id(article.id, trigger, ordinal),
        article_id=article.id,
        event_type=event_type,
        event_mode=draw(mode),
        contexts=tuple(draw(st.lists(st.sampled_from(sorted(ontology.contexts())), max_size=3, unique=True))),
        actors=tuple(draw(st.lists(party, min_size=2 if reciprocal else 1, max_size=3))),
        recipients=() if reciprocal else tuple(draw(st.lists(party, max_size=3))),
        reciprocal=reciprocal,
        evidence=Evidence(draw(spans(article, field)), trigger),
        status=draw(st.sampled_from(STATUSES)),
        strength=draw(st.sampled_from(STRENGTHS)),
        historical=draw(st.booleans()),
        planned=draw(st.none() | st.builds(Planned, st.just(planned_type), st.none(), st.none() | intervals())),
        channel=draw(st.none() | st.sampled_from(["phone", "in person", "letter"])),
        size=draw(st.none() | st.builds(Size, count, count, count)),
        date=draw(st.none() | intervals()),
        attribution=draw(st.none() | st.builds(Attribution, spans(article, field), actors() | unresolved, short)),
        place=draw(st.none() | spans(article, field)),
        story=draw(st.none() | short),
        confidence=draw(st.floats(0, 1)),
        coder=draw(short),
        decisions=tuple(draw(st.lists(st.builds(Decision, short, short, short), max_size=2))),
    )


@st.composite
def quotes(draw: st.DrawFn, article: Article) -> Quote:
    """A quotation of the article."""
    maybe = st.none() | spans(article)
    return Quote(
        article_id=article.id,
        speaker=draw(maybe),
        actor=draw(actors() | unresolved),
        cue=draw(maybe),
        content=tuple(draw(st.lists(spans(article), min_size=1, max_size=2))),
        direct=draw(st.booleans()),
        audience=draw(maybe),
        occasion=draw(maybe),
        channel=draw(st.none() | short),
    )


@st.composite
def coded(draw: st.DrawFn) -> Coded:
    """An article with events, quotations, one sentence and segments."""
    whole = draw(articles)
    segments = draw(st.sampled_from([(), (Segment(0, len(whole.text), "body"),)]))
    article = Article(whole.text, whole.published, whole.title, whole.source, whole.url, whole.language, segments)
    count = draw(st.integers(0, 3))
    return Coded(
        article,
        tuple(draw(events(article, ordinal)) for ordinal in range(count)),
        tuple(draw(st.lists(quotes(article), max_size=2))),
        (Sentence(0, 0, len(article.text), 0, 1, "body"),),
    )
