"""The records that stages pass to one another: frozen, typed, carrying their own invariants.

Offsets are Unicode code points into the text of the article as given, half-open: `text[start:end]` equals the words
quoted. Days are inclusive on both ends. Unknown is `Unresolved(reason)` or None, never a default.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

GRANULARITIES = ("day", "week", "month", "quarter", "season", "half", "year", "decade", "span")
STATUSES = ("actual", "future", "hypothetical", "negated")
STRENGTHS = (
    "asserted",  # said flatly by whoever speaks
    "confirmed",
    "reported",  # "reportedly", "said to have"
    "claimed",  # an assertion the writer keeps at arm's length: claims, alleges
    "intended",  # plans, means, prepares
    "promised",  # pledges, vows, undertakes
    "hoped",
    "expected",  # foreseen, due: expects, predicts, is expected to
    "hinted",
    "urged",  # wanted of somebody else
    "feared",
    "possible",  # may, might, could
    "denied",
)
SEGMENT_KINDS = ("body", "headline", "caption", "byline", "dateline", "credit", "speaker", "furniture")


def stable_hash(*parts: object) -> str:
    """16 hexadecimal digits that depend on the parts alone, not on the process."""
    digest = hashlib.blake2b(digest_size=8)
    for part in parts:
        data = ("" if part is None else str(part)).encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Span:
    """Words of an article: `article.text[start:end] == text` (of the title where `field` is "title")."""

    start: int
    end: int
    text: str
    field: str = "text"

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end or len(self.text) != self.end - self.start:
            raise ValueError(f"span {self.start}:{self.end} does not fit {self.text!r}")


@dataclass(frozen=True, slots=True)
class Unresolved:
    """What could not be decided, and why. Falsy, so that `actor or ...` reads naturally. `candidates` are ids between
    which nothing decides; `sector` is what an actor does whose state or name is not told ("the rebels": REB). A
    ledger keeps no sector."""

    reason: str
    candidates: tuple[str, ...] = ()
    sector: str | None = field(default=None, metadata={"stored": False})

    def __bool__(self) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from `start` to `end`, both included; `basis` names the words or the reason it rests on."""

    start: date
    end: date
    granularity: str
    basis: str

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"interval ends before it starts: {self.start} > {self.end}")
        if self.granularity not in GRANULARITIES:
            raise ValueError(f"unknown granularity {self.granularity!r}")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the text and what it is: prose ("body", "caption", "headline") or furniture around it."""

    start: int
    end: int
    kind: str

    def __post_init__(self) -> None:
        if self.kind not in SEGMENT_KINDS:
            raise ValueError(f"unknown kind of segment {self.kind!r}")


@dataclass(frozen=True, slots=True)
class Article:
    """One report as it came. `segments` tells prose from furniture; empty means that all of the text is body."""

    text: str
    published: date | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None
    language: str = "en"
    segments: tuple[Segment, ...] = ()

    @property
    def id(self) -> str:
        """Hash of (url or source, published, title, text)."""
        return stable_hash(self.url or self.source, self.published, self.title, self.text)

    def cite(self) -> Cited:
        """The article without its text. The id is a hash of the whole text: ask once for all events of an article."""
        return Cited(self.id, self.published, self.title, self.source, self.url, self.language)


@dataclass(frozen=True, slots=True)
class Cited:
    """An article as its events name it: everything but the text."""

    id: str
    published: date | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: characters in the text, tokens in the Doc (both half-open), the segment kind it stands in."""

    index: int
    start: int
    end: int
    first_token: int
    last_token: int
    kind: str = "body"


@dataclass(frozen=True, slots=True)
class Parse:
    """An article read: a spaCy Doc over its whole text with UD labels, and its prose sentences in order."""

    article: Article
    doc: Doc
    sentences: tuple[Sentence, ...]

    def sentence_at(self, token: int) -> Sentence | None:
        """The prose sentence that holds token number `token`, or None when it is furniture."""
        lo, hi = 0, len(self.sentences)
        while lo < hi:
            mid = (lo + hi) // 2
            if self.sentences[mid].last_token <= token:
                lo = mid + 1
            else:
                hi = mid
        if lo < len(self.sentences) and self.sentences[lo].first_token <= token:
            return self.sentences[lo]
        return None

    def span(self, start: int, end: int) -> Span:
        """The words between two character offsets."""
        return Span(start, end, self.article.text[start:end])


@dataclass(frozen=True, slots=True)
class Office:
    """A post and who it belongs to. `start` and `end` are the first and last day in it, None where unknown."""

    title: str
    country: str | None
    sector: str
    start: date | None = None
    end: date | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who somebody is at a date.

    `country` is ISO 3166 alpha-3 or one of PLOVER's IGO, UNO, EUR, NGO, ISM, IMG, MNC, or None; `sector` the primary
    PLOVER sector or None, `sectors` all of them; `office` the title held at that date. `id` is stable over articles.
    `why` says in words how it was resolved.
    """

    id: str
    name: str | None
    country: str | None
    sector: str | None = None
    sectors: tuple[str, ...] = ()
    office: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that may denote an actor. `head` is a token number of the Doc; `kind` name, nominal, adjective, pronoun."""

    span: Span
    head: int
    kind: str
    actors: tuple[Actor, ...] = ()
    unresolved: Unresolved | None = None


@dataclass(frozen=True, slots=True)
class Introduction:
    """Words that give somebody an office: "Marco Rubio, the new U.S. secretary of state".

    `person` is the id of the actor, `body` that of the state or organisation whose office it is; `country` as in Actor.
    """

    person: str
    name: str
    office: str
    body: str
    country: str | None
    sector: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Party:
    """An actor in an event, with the words of the article that name it there."""

    span: Span
    actor: Actor


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who asserts an event when it is not the article's own voice: the words, the source if resolved, the cue."""

    span: Span
    actor: Actor | Unresolved
    verb: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words quoted directly or reported indirectly. `content` without the quotation marks."""

    article_id: str
    speaker: Span | None
    actor: Actor | Unresolved
    cue: Span | None
    content: tuple[Span, ...]
    direct: bool
    audience: Span | None = None
    occasion: Span | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """The act that a promise, plan or agreement is about."""

    event_type: str
    event_mode: str | None = None
    date: Interval | None = None


@dataclass(frozen=True, slots=True)
class Size:
    """Casualties and arrests as stated; None where the text gives no number."""

    dead: int | None = None
    injured: int | None = None
    arrested: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence an event came from and the words in it that told of the deed."""

    sentence: Span
    trigger: Span


@dataclass(frozen=True, slots=True)
class Decision:
    """One step on the way to an event, for `explain`: which stage, what it said, why."""

    stage: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom. Parties of a reciprocal event all stand in `actors`."""

    id: str
    article_id: str
    event_type: str
    event_mode: str | None
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    reciprocal: bool
    evidence: Evidence
    contexts: tuple[str, ...] = ()
    status: str = "actual"
    strength: str = "asserted"
    historical: bool = False
    planned: Planned | None = None
    channel: str | None = None
    size: Size | None = None
    date: Interval | None = None
    attribution: Attribution | None = None
    place: Span | None = None
    story: str | None = None
    confidence: float = 1.0
    coder: str = ""
    decisions: tuple[Decision, ...] = ()

    def __post_init__(self) -> None:
        if not self.actors:
            raise ValueError("an event needs an actor")
        if self.reciprocal and (self.recipients or len(self.actors) < 2):
            raise ValueError("a reciprocal event has its parties, two or more, in actors")
        if self.status not in STATUSES:
            raise ValueError(f"unknown status {self.status!r}")
        if self.strength not in STRENGTHS:
            raise ValueError(f"unknown strength {self.strength!r}")


@dataclass(frozen=True, slots=True)
class Matter:
    """A mention of an agreement or a dispute, and what is done to it there.

    kind: agreement or dispute; `known` its id in data/matters/names.tsv where it is listed. name: its proper name;
    topic: what it is on ("former comfort women", "nuclear"); year: as stated. parties: those whom it is between, as its
    own phrase names them. act: negotiated, signed, rejected ..., by whom, how it stands; None where it is only
    mentioned. event_id: the event of the same words. `span` is the phrase, `deed` the word that tells of the act.
    refers: the id of the mention that it takes up ("the agreement"), whose name, topic, year and parties it has.
    """

    id: str
    article_id: str
    kind: str
    head: str
    span: Span
    sentence: Span
    name: str | None = None
    known: str | None = None
    topic: str | None = None
    year: int | None = None
    parties: tuple[Party, ...] = ()
    act: str | None = None
    by: tuple[Party, ...] = ()
    deed: Span | None = None
    status: str | None = None
    strength: str | None = None
    date: Interval | None = None
    historical: bool = False
    event_id: str | None = None
    refers: str | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """Which of two contacts of one party came first, as the text says: "spoke with Ishiba before China"."""

    article_id: str
    who: Party
    first: Party
    then: Party
    cue: Span
    sentence: Span
    date: Interval | None = None


@dataclass(frozen=True, slots=True)
class Coded:
    """What the coder made of one article; `coder` names its version and scope, "" where that is not known."""

    article: Article
    events: tuple[Event, ...] = ()
    quotes: tuple[Quote, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    mentions: tuple[Mention, ...] = field(default=(), repr=False)
    coder: str = ""
    matters: tuple[Matter, ...] = ()
    orders: tuple[Order, ...] = ()
    introductions: tuple[Introduction, ...] = field(default=(), repr=False)


def event_id(article_id: str, trigger: Span, ordinal: int) -> str:
    """Hash of (article id, trigger span, ordinal): survives a better coder."""
    return stable_hash(article_id, trigger.field, trigger.start, trigger.end, ordinal)


def distinct(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """The actors in order, each identity once."""
    seen: dict[str, Actor] = {}
    for actor in actors:
        seen.setdefault(actor.id, actor)
    return tuple(seen.values())
