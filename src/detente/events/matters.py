"""Agreements and disputes that an article speaks of, and what is done to them: signed, rejected, nullified, by whom.

A mention is a noun of data/matters/nouns.tsv, or a name of names.tsv, with its phrase. The verb or noun that governs it
says what is done to it (acts.tsv). "The agreement" takes up the last mention of its kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from detente.events import background, status
from detente.events.arguments import slots_of
from detente.events.dates import DateExpression, event_date, expressions
from detente.events.naming import Phrase, phrase
from detente.events.parties import Cast, Phrases, unique
from detente.events.tree import preposition
from detente.events.undertakings import Deed, Nouns, clauses, deeds
from detente.records import Event, Matter, Parse, Party, Sentence, Span, stable_hash

BACK = 6  # sentences over which "the agreement" is taken up
_NEGATED = frozenset({"not", "n't", "n’t", "never"})


def find(parse: Parse, cast: Cast, events: Sequence[Event]) -> tuple[Matter, ...]:
    """The mentions of agreements and disputes in the body of an article, in text order."""
    return tuple(_Reading(parse, cast, events).matters())


class _Reading:
    def __init__(self, parse: Parse, cast: Cast, events: Sequence[Event]) -> None:
        self.parse = parse
        self.phrases = Phrases(parse.doc, cast)
        self.article_id = parse.article.id
        self.events = [e for e in events if e.evidence.trigger.field == "text"]
        self.told: list[tuple[int, Matter]] = []
        self._dates: tuple[DateExpression, ...] | None = None

    def matters(self) -> Iterator[Matter]:
        nouns = Nouns.load()
        for sentence in self.parse.sentences:
            if sentence.kind != "body":
                continue
            done = sentence.first_token
            for i in range(sentence.first_token, sentence.last_token):
                if i < done:
                    continue
                found = phrase(self.parse.doc, i, sentence, nouns)
                if found is None:
                    continue
                done = found.last + 1
                for matter in self._mention(found, sentence):
                    self.told.append((sentence.index, matter))
                    yield matter

    def _mention(self, found: Phrase, sentence: Sentence) -> Iterator[Matter]:
        head = self.parse.doc[found.head]
        parties = self._between(head)
        span = self.parse.span(found.start, found.end)
        bare = Matter(
            id=stable_hash(self.article_id, "matter", found.start),
            article_id=self.article_id,
            kind=found.kind,
            head=found.noun,
            span=span,
            sentence=self.parse.span(sentence.start, sentence.end),
            name=found.name,
            known=found.known,
            topic=found.topic,
            year=found.year,
            parties=parties,
        )
        if not (found.name or found.topic or found.year or parties):
            earlier = self._taken_up(found, sentence)
            if earlier is None:
                return
            bare = replace(
                bare,
                name=earlier.name,
                known=earlier.known,
                topic=earlier.topic,
                year=earlier.year,
                parties=earlier.parties,
                refers=earlier.refers or earlier.id,
            )
        told = [self._done(bare, deed, number) for number, deed in enumerate(deeds(head, found.kind))]
        sides = {p.actor.country for m in told for p in m.by} | {p.actor.country for p in bare.parties}
        if not sides and found.known is None:
            return
        yield from told or (bare,)

    def _taken_up(self, found: Phrase, sentence: Sentence) -> Matter | None:
        if not found.definite:
            return None
        for index, matter in reversed(self.told):
            if sentence.index - index > BACK:
                return None
            if matter.kind == found.kind and (matter.head == found.noun or found.noun in GENERAL):
                return matter
        return None

    def _between(self, head: Token) -> tuple[Party, ...]:
        """The states in the phrase: "the U.S.-Cuba accord", "its deal with Iran", "the pact made with Japan"."""
        found: list[Party] = []
        for child in head.children:
            prep = preposition(child)
            if child.dep_ in {"amod", "compound", "nmod:poss"} or (
                child.dep_.startswith("nmod") and prep in {"with", "between", "among", "of", "by"}
            ):
                found.extend(self.phrases.named(child.i))
        for clause in clauses(head):
            slots = slots_of(clause)
            for slot in ("nsubj", "obl:with", "obl:between"):
                for i in slots.get(slot, ()):
                    found.extend(self.phrases.named(i))
        return unique(party for party in found if party.actor.country is not None)

    def _done(self, bare: Matter, deed: Deed, number: int) -> Matter:
        doc = self.parse.doc
        node = doc[deed.token]
        judgement = status.judge(doc, node.i)
        act, stands, strength = deed.act, judgement.status, judgement.strength
        if deed.denied and (stands == "negated" or any(c.lower_ in _NEGATED for c in node.children)):
            act, stands, strength = deed.denied, "actual", "asserted"
        date, _ = event_date(self.parse, node.i, self._expressions())
        past, _ = background.historical(self.parse, node.i, date)
        event = next((e for e in self.events if _covers(e.evidence.trigger, node)), None)
        if event is not None:
            date, past = date or event.date, past or event.historical
        slots = slots_of(node)
        by = [p for i in slots.get("nsubj", slots.get("poss", ())) for p in self.phrases.within(i)]
        if not by and event is not None:
            by = list(event.actors)
        span = self.parse.span(node.idx, node.idx + len(node))
        return replace(
            bare,
            id=bare.id if not number else stable_hash(bare.id, number),
            act=act,
            by=unique(party for party in by if party.actor.country is not None),
            deed=span,
            status=stands,
            strength=strength,
            date=date,
            historical=past,
            event_id=event.id if event is not None else None,
        )

    def _expressions(self) -> tuple[DateExpression, ...]:
        if self._dates is None:
            self._dates = tuple(expressions(self.parse.doc, self.parse.article.published))
        return self._dates


# Nouns that take up an agreement by whatever noun it was named.
GENERAL = frozenset({"agreement", "deal", "accord", "pact", "dispute"})


def _covers(trigger: Span, node: Token) -> bool:
    return trigger.start <= node.idx < trigger.end
