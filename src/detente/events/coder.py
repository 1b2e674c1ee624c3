"""From a parse and its cast to events: triggers, roles, status, dates, attribution, PLOVER's rules, one deed once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from detente import __version__
from detente.actors.tenures import offices
from detente.events import attribution, background, contexts, quotes, status
from detente.events.compose import Composed, compose
from detente.events.dates import DateExpression, before_publication, event_date, expressions, inaugural
from detente.events.lexicon import Lexicon
from detente.events.meaning import Meaning
from detente.events.merge import merge
from detente.events.parties import Cast, side
from detente.events.past import shared_tenure, told_together
from detente.events.place import place
from detente.events.roles import Candidate, Roles
from detente.events.size import size
from detente.events.tree import has_subject
from detente.events.votes import Found, Verdict
from detente.records import Decision, Event, Evidence, Interval, Parse, Quote, Sentence, Span, event_id

# Language package and version of the codebook that it codes by (docs/codebook.md).
CODEBOOK = "en-1"
CODER = f"detente {__version__} {CODEBOOK}"
# A trigger is shown whole up to this many characters, then only its head word.
LONGEST_TRIGGER = 60
# What a joint act comes to when one of its parties will not have it, or ends it.
ONE_SIDED = frozenset({"REJECT", "SANCTION"})
WILL = frozenset({"will", "would", "shall", "'ll", "’ll"})


def code_parse(
    parse: Parse, cast: Cast, scope: str, meaning: Meaning | None = None
) -> tuple[tuple[Event, ...], tuple[Quote, ...]]:
    """All events and quotations of one article. scope: "international" leaves out what stays within one state.

    Without an event model (another parser than the shipped one gives it no vectors) the rules decide alone.
    """
    statements = attribution.statements(parse)
    found = _Coding(parse, cast, statements, scope, meaning)
    return merge(found.events()), quotes.find(parse, statements, cast)


class _Coding:
    def __init__(
        self, parse: Parse, cast: Cast, statements: attribution.Statements, scope: str, meaning: Meaning | None
    ) -> None:
        self.parse = parse
        self.meaning = meaning
        self.article_id = parse.article.id
        self.cast = cast
        self.statements = statements
        self.scope = scope
        self.dates = expressions(parse.doc, parse.article.published)
        self.lexicon = Lexicon.load()
        self.roles = Roles(parse.doc, cast, self.lexicon)

    def events(self) -> Iterator[Event]:
        """Events in text order, repetitions included."""
        for sentence in self.parse.sentences:
            if sentence.kind != "body":
                continue
            triggers = self.lexicon.triggers(self.parse.doc, sentence.first_token, sentence.last_token)
            candidates = self.roles.fill(triggers)
            alone = len({c.trigger.head for c in candidates}) == 1
            told = [self._event(c, sentence, ordinal, alone) for c, ordinal in _numbered(candidates)]
            yield from told_together([event for event in told if event is not None])

    def _event(self, candidate: Candidate, sentence: Sentence, ordinal: int, alone: bool) -> Event | None:
        if not self._in_scope(candidate):
            return None
        doc, parse = self.parse.doc, self.parse
        sense = candidate.trigger.sense
        judgement = self._judge(candidate)
        interval, dated_because = self._date(candidate, self.dates)
        published = parse.article.published
        if judgement.status == "actual" and interval is not None and published and interval.start > published:
            judgement = replace(judgement, status="future", strength="intended", why="dated after publication")
        complement = candidate.complement
        planned_date = event_date(parse, complement.head, self.dates)[0] if complement else None
        source = attribution.attribution(parse, candidate.carrier, self.statements, self.cast)
        own_words = source is None or (
            not hasattr(source.actor, "reason") and side(source.actor) in {side(p.actor) for p in candidate.actors}
        )
        composed = compose(
            sense.event_type,
            sense.event_mode,
            "negated" if candidate.cancels else judgement.status,
            complement=(complement.sense.event_type, complement.sense.event_mode) if complement else None,
            refusing=candidate.cancels or _refusing(doc, candidate.carrier),
            ends=candidate.ends,
            addressed=candidate.addressed or _lent(candidate),
            conditional=any(
                _conditional(doc, i) for i in (candidate.carrier, *([complement.head] if complement else []))
            ),
            speech="speech" in sense.flags,
            forgone=complement is not None and status.judge(doc, complement.head).status == "negated",
            own_words=own_words,
            date=interval,
            complement_date=planned_date,
        )
        if composed.event_type in ONE_SIDED and composed.event_type != sense.event_type:
            candidate = candidate.one_sided()
        trigger = self._trigger_span(candidate)
        verdict = self._verdict(_found(candidate, composed, alone), candidate, sentence, trigger)
        if verdict is None:
            return None
        past, past_because = background.historical(parse, candidate.carrier, interval)
        if interval is None and composed.status == "actual":
            interval = shared_tenure((*candidate.actors, *candidate.recipients), published, offices)
            if interval is not None:
                interval = inaugural(parse, candidate.trigger.head, interval)
                dated_because = f"{interval.basis}: all of them had left office before publication"
                past, past_because = True, dated_because
        if interval is None and composed.status == "future" and composed.planned is not None:
            interval = composed.planned.date
            dated_because = f"the day of what is planned: {interval.basis}" if interval is not None else dated_because
        if interval is not None and composed.status == "actual":
            interval = before_publication(interval, published)
        return Event(
            id=event_id(self.article_id, trigger, ordinal),
            article_id=self.article_id,
            event_type=verdict.event_type,
            event_mode=verdict.event_mode,
            actors=candidate.actors,
            recipients=candidate.recipients,
            reciprocal=candidate.reciprocal,
            evidence=Evidence(parse.span(sentence.start, sentence.end), trigger),
            contexts=verdict.contexts,
            status=composed.status,
            strength=judgement.strength,
            historical=past,
            planned=composed.planned,
            channel=quotes.channel(parse, candidate.trigger.head),
            size=size(doc, candidate.trigger.head, sense.event_type),
            date=interval,
            attribution=source,
            place=place(parse, candidate.carrier),
            confidence=verdict.confidence,
            coder=CODER,
            decisions=_decisions(candidate, composed, verdict, judgement, dated_because, past_because),
        )

    def _judge(self, candidate: Candidate) -> status.Judgement:
        """How the deed stands; a hope or plan ("hopes to meet") stands as what is hoped or planned does."""
        doc = self.parse.doc
        own = status.judge(doc, candidate.carrier)
        if own.status == "negated" and candidate.trigger.sense.denied:
            return replace(own, status="actual", why=f"{own.why}: which is the act itself", negative=False)
        if own.status != "actual" or "future" not in candidate.trigger.sense.flags:
            return own
        inner = candidate.complement.head if candidate.complement else None
        if inner is None:
            inner = next((c.i for c in doc[candidate.carrier].children if c.dep_ in {"xcomp", "ccomp", "acl"}), None)
        planned = status.judge(doc, inner) if inner is not None else None
        kept_from = planned is not None and planned.status == "negated" and "speech" in candidate.trigger.sense.flags
        if planned is not None and planned.status != "actual" and not kept_from:
            return planned  # who promises not to do something has promised
        strength = "promised" if "speech" in candidate.trigger.sense.flags else "intended"
        return replace(own, status="future", strength=strength, why=f"{doc[candidate.carrier].text}: yet to come")

    def _date(self, candidate: Candidate, found: Sequence[DateExpression]) -> tuple[Interval | None, str]:
        interval, why = event_date(self.parse, candidate.trigger.head, found)
        if interval is None and candidate.carrier != candidate.trigger.head:
            return event_date(self.parse, candidate.carrier, found)
        return interval, why

    def _verdict(self, found: Found, candidate: Candidate, sentence: Sentence, trigger: Span) -> Verdict | None:
        """Type, mode and confidence after the model has been heard; None where there is no event after all."""
        if self.meaning is None:
            by_words = contexts.contexts(self.parse.doc, sentence.first_token, sentence.last_token)
            return Verdict(found.event_type, found.event_mode, by_words, _confidence(candidate), "")
        spans = [(trigger.start, trigger.end, "predicate")]
        for role, parties in (("actor", candidate.actors), ("recipient", candidate.recipients)):
            given = "party" if candidate.reciprocal else role
            spans += [(p.span.start, p.span.end, given) for p in parties if p.span.field == "text"]
        sentences = [(sentence.first_token, sentence.last_token)]
        verdict = self.meaning.weigh(found, self.meaning.judge(self.parse.doc, sentences, spans))
        if verdict.event_mode == "third-party" != found.event_mode and not self._third(candidate, sentence):
            verdict = replace(verdict, event_mode=found.event_mode)
        return verdict if verdict.confidence >= self.meaning.weights.least else None

    def _third(self, candidate: Candidate, sentence: Sentence) -> bool:
        """Whether the sentence names a side that is no party: "met in Almaty" has no third party."""
        known = {side(p.actor) for p in (*candidate.actors, *candidate.recipients)}
        named = (p for i in range(sentence.first_token, sentence.last_token) for p in self.cast.at(i))
        return any(side(p.actor) not in known for p in named)

    def _in_scope(self, candidate: Candidate) -> bool:
        if not candidate.recipients and not candidate.reciprocal:
            return False
        if self.scope == "all":
            return True
        parties = (*candidate.actors, *candidate.recipients)
        return len({side(p.actor) for p in parties}) > 1

    def _trigger_span(self, candidate: Candidate) -> Span:
        doc = self.parse.doc
        tokens = candidate.trigger.tokens or (candidate.trigger.head,)
        first, last = doc[min(tokens)], doc[max(tokens)]
        start, end = first.idx, last.idx + len(last.text)
        if end - start > LONGEST_TRIGGER:
            head = doc[candidate.trigger.head]
            start, end = head.idx, head.idx + len(head.text)
        return self.parse.span(start, end)


def _numbered(candidates: Sequence[Candidate]) -> Iterator[tuple[Candidate, int]]:
    """Each candidate with the number of those before it that have the same trigger: its id does not hang on what
    else the sentence tells."""
    seen: Counter[tuple[int, ...]] = Counter()
    for candidate in candidates:
        yield candidate, seen[candidate.trigger.tokens]
        seen[candidate.trigger.tokens] += 1


def _found(candidate: Candidate, composed: Composed, alone: bool) -> Found:
    sense = candidate.trigger.sense
    return Found(
        composed.event_type,
        composed.event_mode,
        conditions=len(sense.when),
        direct=candidate.direct,
        weak="weak" in sense.flags,
        ruled=composed.why is not None or candidate.complement is not None,
        alone=alone,
    )


def _lent(candidate: Candidate) -> bool:
    """ "agreed to send police to Haiti": forces that are agreed to or offered are lent, not sent against anybody."""
    inner = candidate.complement
    lemma = candidate.trigger.sense.lemma
    return (
        inner is not None
        and inner.sense.event_type == "MOBILIZE"
        and lemma in {"agree", "offer", "volunteer", "consent"}
    )


def _conditional(doc: Doc, carrier: int) -> bool:
    """Whether an act "will", "would" or "could" be done if or unless somebody does something."""
    verb = doc[carrier]
    willed = any(c.dep_ == "aux" and c.lower_ in WILL | {"could", "may", "might"} for c in verb.children)
    clauses = (c for c in verb.children if c.dep_ == "advcl" and has_subject(c))
    return willed and any(
        c.dep_ == "mark" and c.lower_ in {"if", "unless"} for clause in clauses for c in clause.children
    )


def _refusing(doc: Doc, carrier: int) -> bool:
    """Negated under a modal of will or ability, or as what somebody set out not to do: "will not", "could not accept",
    "decided not to accept"."""
    node = doc[carrier]
    for _ in range(3):
        words = {c.lower_ for c in node.children if c.dep_ in {"aux", "advmod"}}
        if words & {"not", "n't", "n’t", "never"}:
            unwilled = any(c.dep_ == "mark" and c.lower_ == "to" for c in node.children)
            return unwilled or bool(words & {"will", "would", "wo", "can", "could", "ca"})
        if node.dep_ not in {"xcomp"}:
            return False
        node = node.head
    return False


def _confidence(candidate: Candidate) -> float:
    """Confidence of the rules alone, in 0..1: how many conditions the sense met and whether the roles stood in its own
    slots. It ranks events where there is no event model; it is not a calibrated probability."""
    score = 0.6 + 0.1 * min(2, len(candidate.trigger.sense.when))
    score += 0.15 if candidate.direct else 0.0
    score -= 0.2 if "weak" in candidate.trigger.sense.flags else 0.0
    return round(min(0.95, max(0.1, score)), 2)


def _decisions(
    candidate: Candidate, composed: Composed, verdict: Verdict, judgement: status.Judgement, dated: str, past: str
) -> tuple[Decision, ...]:
    sense = candidate.trigger.sense
    typed = f"{sense.event_type}{' ' + sense.event_mode if sense.event_mode else ''}"
    found = [Decision("lexicon", typed, f"{sense.id}: {sense.meaning}")]
    found += [Decision("roles", "", why) for why in candidate.why]
    if candidate.complement:
        inner = candidate.complement.sense
        found.append(Decision("roles", inner.event_type, f"what it is about: {inner.id}"))
    if verdict.why:
        found.append(Decision("model", f"{verdict.event_type} {verdict.confidence:.2f}", verdict.why))
    found.append(Decision("status", f"{judgement.status}, {judgement.strength}", judgement.why))
    if composed.why:
        found.append(Decision("codebook", f"{composed.event_type}, {composed.status}", composed.why))
    found.append(Decision("date", "", dated))
    found.append(Decision("background", "", past))
    return tuple(found)
