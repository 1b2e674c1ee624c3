"""The whole flow: articles in, events with exact words out, whatever else is read beside them."""

from __future__ import annotations

import itertools
import json
import pickle
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import detente
from detente.errors import InputError, ModelError
from detente.formats import event_schema, event_to_json
from detente.language import SpacyReader
from detente.pipeline import Coder, check, not_english, sentences
from detente.records import Article, Coded, Segment, Span
from detente.settings import Settings
from detente.sources import read
from tests.examples import TEXT
from tests.parses import doc

SHORT = Article("Japan and South Korea agreed on Monday to hold talks on trade.", date(2019, 6, 4))


@pytest.fixture(scope="module")
def coder() -> Coder:
    return detente.load("en")


@pytest.fixture(scope="module")
def shipped(root_dir: Path) -> list[Article]:
    folder = root_dir / "src" / "detente" / "data" / "examples"
    return [a for path in sorted(folder.glob("us-*")) for a in read(path, published=date(2020, 1, 1))]


@pytest.fixture(scope="module")
def coded(coder: Coder, shipped: list[Article]) -> list[Coded]:
    return [coder.code(article) for article in shipped]


def spans(one: Coded) -> list[Span]:
    """Every span that an article's events and quotations hold."""
    found: list[Span] = []
    for event in one.events:
        found += [event.evidence.sentence, event.evidence.trigger]
        found += [party.span for party in (*event.actors, *event.recipients)]
        found += [event.attribution.span] if event.attribution else []
        found += [event.place] if event.place else []
    for quote in one.quotes:
        found += [s for s in (quote.speaker, quote.cue, *quote.content, quote.audience, quote.occasion) if s]
    return found


def test_shipped_reports_give_events(coded: list[Coded]) -> None:
    assert len(coded) == 3
    assert sum(len(one.events) for one in coded) > 3
    schema = jsonschema.Draft202012Validator(event_schema(), format_checker=jsonschema.FormatChecker())
    for one in coded:
        for event in one.events:
            schema.validate(event_to_json(event, one.article))
        ids = [event.id for event in one.events]
        assert len(ids) == len(set(ids))


def test_every_span_quotes_the_article(coded: list[Coded]) -> None:
    for one in coded:
        for span in spans(one):
            whole = one.article.text if span.field == "text" else one.article.title
            assert whole is not None
            assert whole[span.start : span.end] == span.text
        for event in one.events:
            assert event.article_id == one.article.id
            sentence, trigger = event.evidence.sentence, event.evidence.trigger
            assert sentence.start <= trigger.start < trigger.end <= sentence.end


def test_sentences_are_prose_in_order(coded: list[Coded]) -> None:
    for one in coded:
        ends = [(s.start, s.end) for s in one.sentences]
        assert ends == sorted(ends)
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(ends))
        assert [s.index for s in one.sentences] == list(range(len(one.sentences)))
        assert {s.kind for s in one.sentences} <= {"body", "headline", "caption"}


def test_pipe_gives_what_code_gives_in_any_number_of_processes(
    coder: Coder, shipped: list[Article], coded: list[Coded]
) -> None:
    assert list(coder.pipe(shipped)) == coded
    assert list(coder.pipe(shipped, workers=2)) == coded


def test_an_article_that_cannot_be_read_does_not_stop_the_others(coder: Coder) -> None:
    foreign = Article("x", language="fr", title="Bonjour")
    errors: list[InputError] = []
    done = list(coder.pipe([foreign, SHORT, foreign, SHORT], on_error=errors.append))
    assert [one.article for one in done] == [SHORT, SHORT]
    assert [error.where for error in errors] == ["Bonjour", "Bonjour"]
    with pytest.raises(InputError, match="Bonjour: its language is 'fr'"):
        list(coder.pipe([SHORT, foreign]))


def test_a_rule_that_fails_costs_its_article_only(coder: Coder) -> None:
    def code(parse, cast, scope, meaning):
        if "bad" in parse.article.text:
            raise IndexError("list index out of range")
        return (), ()

    errors: list[InputError] = []
    odd = Coder(coder.reader, code=code)
    done = list(odd.pipe([Article("A bad one.", title="Bad"), SHORT], on_error=errors.append))
    assert [one.article for one in done] == [SHORT]
    assert "IndexError: list index out of range" in str(errors[0])
    assert errors[0].where == "Bad"


# How lines of news, titles, datelines, transcripts and lists open and end, whole sentences, and what breaks them off.
PIECES = [
    *("Q ", "Q: ", "QUESTION: ", "MR. LEE: ", "LEE: ", "Poll: ", "KYIV (AP) — ", "Moscow, May 3 - ", "* ", "1. ", "> "),
    *("Japan said ", "He ", "It also ", "Both sides ", "The two leaders ", "What Kyiv called ", "According to Tass, "),
    *("officials in the government ", "ministers in parliament ", "the army in the capital ", "leaders of both "),
    *("met Iran's envoy", "warned both countries", "to talks with Russia", "and China", "who left", "on Monday", ", "),
    *("“", "”", '"', "(", ")", ". ", "! ", "? ", ": ", "; ", "— ", "-", "…", "'s ", "\n", "\n\n", "\r\n", "\t", "\xa0"),
]


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.lists(st.sampled_from(PIECES), min_size=1, max_size=25).map("".join), dated=st.booleans())
def test_pieces_of_reports_in_any_order_are_read(coder: Coder, text: str, dated: bool) -> None:
    article = Article(text, date(2024, 5, 1) if dated else None, title="Q Why did Iran go?" if dated else None)
    assume(text.strip() and not_english(text) is None)
    one = coder.code(article)
    assert all(span.text == getattr(article, span.field)[span.start : span.end] for span in spans(one))


def test_long_articles_are_refused() -> None:
    with pytest.raises(InputError, match="12 characters, more than 10"):
        check(Article("x" * 12), Settings(max_characters=10))


def test_half_characters_are_refused() -> None:
    with pytest.raises(InputError, match=r"U\+D800\) at 2"):
        check(Article("ab\ud800c"), Settings())
    with pytest.raises(InputError, match="half a character"):
        check(Article("ab", source="\udfff"), Settings())


@pytest.mark.parametrize("tag", ["en", "en-US", "EN", "en-gb", ""])
def test_english_by_any_tag(tag: str) -> None:
    check(replace(SHORT, language=tag), Settings())


@pytest.mark.parametrize("name", ["de", "fr", "es", "it", "nl", "pt", "sv", "da", "nb", "fi", "pl", "tr", "id"])
def test_other_languages_in_latin_letters_are_told(name: str) -> None:
    from importlib import import_module

    text = " ".join(import_module(f"spacy.lang.{name}.examples").sentences)
    assert "does not read as English" in (not_english(text) or "")


@pytest.mark.parametrize(
    "text", ["日本と韓国は月曜日に合意した。", "Россия и Китай договорились.", "اتفقت اليابان وكوريا"]
)
def test_other_scripts_are_told(text: str) -> None:
    assert "not Latin" in (not_english(text) or "")


@pytest.mark.parametrize(
    "text", ["", "Talks", "1-0 2-1 3:15", TEXT, SHORT.text, "Tokyo, Seoul, Pyongyang, Beijing, Moscow"]
)
def test_english_and_what_may_be_passes(text: str) -> None:
    assert not_english(text) is None


def test_news_passes(data_dir: Path) -> None:
    for article in read(data_dir / "news" / "wikinews_en_2019_2020.jsonl"):
        assert not_english(article.text[:20_000]) is None, article.title


def test_no_rule_fails_on_news(coder: Coder, data_dir: Path) -> None:
    """A part of each report and briefing; that an article costs only itself would hide a rule that fails."""
    parts = []
    for path in sorted((data_dir / "news").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            text = json.loads(line)["text"]
            parts.append(Article(text[len(text) // 3 :][:1500], date(2020, 1, 1)))
    told: list[InputError] = []
    assert len(list(coder.pipe(parts, on_error=told.append))) > 0.95 * len(parts)
    assert [error for error in told if "Error" in error.why] == []


def test_text_without_words(coder: Coder) -> None:
    for text in ("", " ", "\n\n", "...", "\x00", "🙂"):
        assert coder.code(Article(text)).events == ()


def test_dates(coder: Coder) -> None:
    (monday,) = coder.dates("They met on Monday.", date(2025, 6, 10))
    assert "They met on Monday."[monday.start : monday.end].endswith("Monday")
    assert monday.interval is not None
    assert (monday.interval.start, monday.interval.granularity) == (date(2025, 6, 9), "day")
    (unknown,) = coder.dates("They met on Monday.", None)
    assert unknown.interval is None


def test_settings_make_another_coder(coder: Coder) -> None:
    domestic = coder.set(scope="all")
    assert (domestic.settings.scope, coder.settings.scope) == ("all", "international")
    assert domestic.reader is coder.reader
    copy = pickle.loads(pickle.dumps(domestic))
    assert copy.settings == domestic.settings


def test_an_unknown_language_package() -> None:
    with pytest.raises(ModelError, match="tlh"):
        detente.load("tlh")


def test_another_pipeline_can_read() -> None:
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    done = Coder(SpacyReader(nlp)).code(SHORT)
    assert done.events == ()


def test_sentences_end_where_their_segment_ends() -> None:
    read_ = doc("A/PROPN/2/nsubj met/VERB/0/root B/PROPN/2/obj", "C/PROPN/2/nsubj left/VERB/0/root ./PUNCT/2/punct")
    assert read_.text == "A met B C left . "
    found = sentences(read_, [Segment(0, 5, "headline"), Segment(8, 14, "body")])
    assert [(s.start, s.end, s.kind) for s in found] == [(0, 5, "headline"), (8, 14, "body")]
    assert [(s.first_token, s.last_token) for s in found] == [(0, 2), (3, 5)]
    assert sentences(read_, []) == ()


def test_whoever_speaks_in_a_transcript_says_so(coder: Coder) -> None:
    text = (
        "Ms. HOLT: Good morning.\nQ France has recalled its ambassador from Turkey. Will Turkey answer?\n"
        "HOLT: Turkey has already condemned France for it.\nQ Thank you."
    )
    recalled, condemned = coder.code(Article(text)).events
    assert recalled.attribution is not None and recalled.attribution.span.text == "Q"
    assert condemned.attribution is not None and condemned.attribution.span.text == "HOLT"
    assert not recalled.evidence.sentence.text.startswith("Q")


def test_a_question_may_open_an_article(coder: Coder) -> None:
    text = "Q: France has recalled its ambassador from Turkey. Why?\n\nHOLT: Turkey condemned France on Monday."
    recalled, condemned = coder.code(Article(text)).events
    assert [e.attribution and e.attribution.span.text for e in (recalled, condemned)] == ["Q", "HOLT"]
