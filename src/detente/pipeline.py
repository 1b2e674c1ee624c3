"""The whole flow on one page: segments -> language -> cast -> events."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from spacy.tokens import Doc

from detente import actors, language
from detente.actors import registry
from detente.actors.describe import Directory
from detente.actors.layers import layered
from detente.actors.learned import Learned, taught
from detente.actors.user_tables import Own, read_files
from detente.engines import Prepare, map_batches, processor_limit
from detente.errors import InputError, ModelError, UsageError
from detente.events import matters, orders
from detente.events.coder import CODER, code_parse
from detente.events.dates import DateExpression, expressions
from detente.events.meaning import Meaning
from detente.events.votes import Judgement
from detente.records import Article, Coded, Event, Parse, Quote, Segment, Sentence, stable_hash
from detente.settings import Settings
from detente.sources import furniture

# Words of English that other languages written in the same letters hardly use.
FUNCTION_WORDS = frozenset(
    "the of and to that is was with by from it be are were has have had his their its they this which not but been "
    "will would who said after before about into could should can than other there these while between against during "
    "because through where when what how you she".split()
)
# Below this share of them a text is not taken for English. Measured: English news has 0.12 and more (TimeBank and
# AQUAINT, Wikinews, White House briefings: 655 texts), sentences in some 60 other languages 0.04 and less.
LEAST_SHARE = 0.06
# Fewer words than this are not judged by that share, only by their letters.
FEWEST_WORDS = 25
_WORD = re.compile(r"[^\W\d_]+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LATIN = re.compile(r"[a-z\u00aa-\u02af\u1e00-\u1eff]")

Codes = Callable[[Parse, Any, str, Meaning | None], tuple[tuple[Event, ...], tuple[Quote, ...]]]
# The encoder's vectors of an article up to this long are kept until its events are coded (768 bytes a word); of a
# longer one the sentences that hold candidates are read twice.
KEPT_CHARACTERS = 500_000

# Processor time that an article may take in a run over many: five times and more what ordinary text takes.
SECONDS = 60.0
CHARACTERS_A_SECOND = 5_000.0

# Half-open characters of a text, or None where it has no such words.
Characters = tuple[int, int] | None

OnError = Callable[[InputError], None]


class Coder:
    """Reads articles and codes their events. Make one with `load`; it serves any number of articles.

    `reader`, `cast` and `code` are the stages: text and the places of its prose to a spaCy Doc with UD labels; parse to
    cast; parse and cast to events and quotations. `language.SpacyReader` puts another spaCy pipeline in as `reader`.
    `meaning` is the event model, which reads the vectors of the shipped reader and of no other: without it the rules
    decide alone.
    """

    def __init__(
        self,
        reader: language.Parser,
        settings: Settings | None = None,
        *,
        cast: Callable[[Parse], Any] = actors.cast,
        code: Codes = code_parse,
        meaning: Meaning | None = None,
        package: str | None = None,
        facts: tuple[Learned, ...] = (),
        own: Own | None = None,
    ) -> None:
        self.reader = reader
        self.meaning = meaning
        self.settings = settings or Settings()
        self._cast = cast
        self._code = code
        self._package = package
        self._facts = facts
        self._own = own

    def code(self, article: Article) -> Coded:
        """Events, quotations and sentences of one article.

        Raises InputError for an article that is longer than `settings.max_characters` or not in English.
        """
        parse = self.parse(article)
        cast = self._cast(parse)
        events, quotes = self._code(parse, cast, self.settings.scope, self.meaning)
        return Coded(
            article,
            events,
            quotes,
            parse.sentences,
            tuple(cast.mentions),
            self.name,
            matters=matters.find(parse, cast, events),
            orders=orders.find(parse, cast),
            introductions=tuple(getattr(cast, "introductions", ())),  # another cast than the shipped one may have none
        )

    @property
    def name(self) -> str:
        """Version, codebook and scope, filed with each article, so that the same coder reads it once."""
        reader = "" if self._package else f" {type(self.reader).__name__}"
        facts = f" facts {stable_hash(*self._facts)[:8]}" if self._facts else ""
        files = f" actors {self._own.digest[:8]}" if self._own else ""
        return f"{CODER} {self.settings.scope}{reader}{facts}{files}"

    def pipe(self, articles: Iterable[Article], workers: int = 1, on_error: OnError | None = None) -> Iterator[Coded]:
        """`code` for each article: same results, same order, in `workers` processes.

        An article that cannot be coded is handed to `on_error` as an InputError and left out; without `on_error` the
        error is raised.
        """
        for coded in map_batches(self.prepare(), articles, workers=workers, name=where):
            if isinstance(coded, Coded):
                yield coded
            elif on_error is None:
                raise coded
            else:
                on_error(coded)

    def prepare(self) -> Prepare[Article, Coded]:
        """The work on one article as engines take it: `code`, with a bound on the processor time of an article."""
        return partial(_working, self)

    def parse(self, article: Article) -> Parse:
        """An article read: its Doc and its prose sentences. Raises InputError as `code` does."""
        check(article, self.settings)
        segments = article.segments or furniture.segments(article.text, article.title)
        prose = [s for s in segments if s.kind in furniture.PROSE]
        doc = self._read(article.text, [(s.start, s.end) for s in prose])
        return Parse(article, doc, sentences(doc, prose))

    def type_between(self, text: str, actor: Characters, recipient: Characters) -> dict[str, float]:
        """The probability of each PLOVER type of an event from one party to another, given that there is one.

        They sum to 1. actor, recipient: characters of `text`, half-open; None or an empty span where the text does not
        name that party. Raises UsageError where a span lies outside the text or holds no word, ModelError where the
        coder has no event model.
        """
        return dict(self._between(text, actor, recipient).types)

    def event_probability(self, text: str, actor: Characters, recipient: Characters) -> float:
        """The probability that the text tells of an event from one party to another; arguments as in `type_between`."""
        return self._between(text, actor, recipient).event

    def _between(self, text: str, actor: Characters, recipient: Characters) -> Judgement:
        if self.meaning is None:
            raise ModelError("this coder has no event model; that of `detente.load` has")
        given = {"actor": actor, "recipient": recipient}
        spans = [(*span, role) for role, span in given.items() if span is not None and span[0] != span[1]]
        doc = self._read(text, None)
        tokens = [t for t in doc if not t.is_space]
        for start, end, role in spans:
            if not 0 <= start < end <= len(text) or not any(t.idx < end and t.idx + len(t) > start for t in tokens):
                raise UsageError(f"{role} ({start}, {end}) holds no word of the {len(text)} characters")
        if not tokens:
            raise UsageError("the text has no words")
        first, last = min((s[0] for s in spans), default=0), max((s[1] for s in spans), default=len(text))
        told = [s for s in doc.sents if s.start_char < last and s.end_char > first]
        return self.meaning.judge(doc, [(s.start, s.end) for s in told], spans)

    def _read(self, text: str, ranges: list[tuple[int, int]] | None) -> Doc:
        """Text to a Doc, with the encoder's vectors where an event model will ask for them."""
        if self.meaning is None:
            return self.reader(text, ranges)
        return self.meaning.reader(text, ranges, vectors=len(text) <= KEPT_CHARACTERS)

    def dates(self, text: str, published: date | None) -> tuple[DateExpression, ...]:
        """Date expressions of a text: character offsets, the days meant (None where unknown), granularity."""
        return tuple(expressions(self.reader(text), published))

    def set(self, **changes: Any) -> Coder:
        """The same stages under changed settings: `coder.set(scope="all")`."""
        settings = replace(self.settings, **changes)
        return Coder(
            self.reader,
            settings,
            cast=self._cast,
            code=self._code,
            meaning=self.meaning,
            package=self._package,
            facts=self._facts,
            own=self._own,
        )

    def __reduce__(self) -> tuple[Any, ...]:
        # A loaded model travels to another process by its name, not by its weights; a user's files travel as read.
        if self._package is not None:
            return load, (self._package, self.settings, self._facts, self._own)
        return partial(Coder, cast=self._cast, code=self._code), (self.reader, self.settings)


def load(
    name: str = "en", settings: Settings | None = None, facts: Iterable[Learned] = (), own: Own | None = None
) -> Coder:
    """The coder of a language package. Works offline; load it once a process. Raises ModelError where it is missing.

    facts: who holds which office beside the tables, such as a ledger's `accepted` facts. Over both lie the files of
    `settings.actors`, less the lines that cannot be used (`detente.actors.known` tells them); raises InputError for a
    file that cannot be read. own: those files where they have been read already, on another machine perhaps.
    """
    try:
        reader = language.load(name)
    except ValueError as error:
        raise ModelError(str(error)) from error
    known, cast, settings = tuple(facts), actors.cast, settings or Settings(language=name)
    if known or settings.actors:
        tables = taught(registry.load(), known)
        if settings.actors:
            own = own or read_files(settings.actors, tables)
            tables = layered(tables, own.layers)
        cast = partial(actors.cast, directory=Directory(tables))
    meaning = Meaning.load(name, reader)
    return Coder(reader, settings, cast=cast, meaning=meaning, package=name, facts=known, own=own)


def check(article: Article, settings: Settings) -> None:
    """Raises InputError for an article that is not to be read: too long, or in another language."""
    if len(article.text) > settings.max_characters:
        raise InputError(where(article), f"{len(article.text):,} characters, more than {settings.max_characters:,}")
    for text in (article.text, article.title, article.source, article.url):
        # Half a character pair has no UTF-8: no file, table or page could hold the article.
        if text is not None and (lone := _SURROGATE.search(text)):
            raise InputError(where(article), f"holds half a character (U+{ord(lone[0]):04X}) at {lone.start()}")
    if article.language.split("-")[0].lower() not in (settings.language, ""):
        raise InputError(where(article), f"its language is {article.language!r}; only {settings.language!r} is read")
    # The beginning tells, and keeps the check cheap for a book of 20 million characters.
    if (language_reason := not_english(article.text[:20_000])) is not None:
        raise InputError(where(article), language_reason)


def not_english(text: str) -> str | None:
    """Why a text cannot be English, or None when it may be. A few words or none are given the benefit of the doubt."""
    words = [w.lower() for w in _WORD.findall(text)]
    letters = sum(map(len, words))
    foreign = sum(not _LATIN.match(letter) for word in words for letter in word)
    if letters and foreign / letters > 0.5:
        return "it is not in English (most of its letters are not Latin)"
    if len(words) < FEWEST_WORDS:
        return None
    share = sum(word in FUNCTION_WORDS for word in words) / len(words)
    if share < LEAST_SHARE:
        return f"it does not read as English ({share:.0%} of its words are English function words)"
    return None


def sentences(doc: Doc, prose: Sequence[Segment]) -> tuple[Sentence, ...]:
    """The sentences of the prose, in order, none across the border of two segments."""
    found: list[Sentence] = []
    at = 0
    for span in doc.sents:
        while at < len(prose) and prose[at].end <= span.start_char:
            at += 1
        for segment in prose[at:]:
            if segment.start >= span.end_char:
                break
            tokens = [t for t in span if segment.start <= t.idx < segment.end and not t.is_space]
            if tokens:
                first, last = tokens[0], tokens[-1]
                end = last.idx + len(last)
                found.append(Sentence(len(found), first.idx, end, first.i, last.i + 1, segment.kind))
    return tuple(found)


def where(article: Article) -> str:
    """How messages name an article: its address, title or source, else its id."""
    return article.url or article.title or article.source or f"article {article.id}"


def _working(coder: Coder) -> Callable[[Article], Coded]:
    def work(article: Article) -> Coded:
        with processor_limit(SECONDS + len(article.text) / CHARACTERS_A_SECOND, where(article)):
            return coder.code(article)

    return work
