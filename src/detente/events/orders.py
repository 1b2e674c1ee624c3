"""Which of two contacts came first, where the text says so: "spoke with Ishiba before China", "after his talks"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from detente.events.dates import event_date, expressions
from detente.events.lexicon import Lexicon
from detente.events.parties import Cast, Phrases, side, sides
from detente.events.roles import Candidate, Roles
from detente.records import Order, Parse, Party, Sentence

CUES = frozenset({"before", "after"})


def find(parse: Parse, cast: Cast) -> tuple[Order, ...]:
    """The stated orders of contacts of one party with two others, in text order."""
    found: list[Order] = []
    for sentence in parse.sentences:
        if sentence.kind != "body":
            continue
        cues = [t for t in parse.doc[sentence.first_token : sentence.last_token] if t.lower_ in CUES]
        if cues:
            found.extend(_in_sentence(parse, cast, sentence, cues))
    return tuple(found)


def _in_sentence(parse: Parse, cast: Cast, sentence: Sentence, cues: list[Token]) -> Iterator[Order]:
    lexicon = Lexicon.load()
    triggers = lexicon.triggers(parse.doc, sentence.first_token, sentence.last_token)
    if not any(t.sense.event_type == "CONSULT" for t in triggers):
        return
    filled = Roles(parse.doc, cast, lexicon).fill(triggers)
    contacts = [c for c in filled if c.trigger.sense.event_type == "CONSULT"]
    phrases = Phrases(parse.doc, cast)
    for cue in cues:
        other = cue.head
        told = _contact(other.head, contacts)
        if cue.dep_ not in {"case", "mark"} or told is None:
            continue
        there = _contact(other, contacts)
        if there is told:
            continue
        mine, theirs = _parties(told), _parties(there) if there is not None else phrases.within(other.i)
        who = _who(told, mine, theirs if there is not None else ())
        if who is None:
            continue
        here, away = _apart(mine, who), _apart(theirs, who)
        if here is None or away is None or side(here.actor) == side(away.actor):
            continue
        first, then = (here, away) if cue.lower_ == "before" else (away, here)
        date, _ = event_date(parse, told.trigger.head, expressions(parse.doc, parse.article.published))
        yield Order(
            article_id=parse.article.id,
            who=who,
            first=first,
            then=then,
            cue=parse.span(cue.idx, cue.idx + len(cue)),
            sentence=parse.span(sentence.start, sentence.end),
            date=date,
        )


def _contact(node: Token, contacts: list[Candidate]) -> Candidate | None:
    """The contact that this word tells of: its own, that of its light verb, or of the noun that its clause is about."""
    nodes = [node.i]
    if node.dep_.startswith("acl"):
        # A parser may hang "which he held" on the last noun before it: "his call with Abe, which he held".
        nodes += [node.head.i, *([node.head.head.i] if node.head.dep_.startswith("nmod") else [])]
    return next((c for i in nodes for c in contacts if i in (c.trigger.head, c.carrier)), None)


def _parties(contact: Candidate) -> tuple[Party, ...]:
    return (*contact.actors, *contact.recipients)


def _who(told: Candidate, mine: tuple[Party, ...], theirs: tuple[Party, ...]) -> Party | None:
    """Who has both contacts: whoever is in both, else the one who acts in the first."""
    both = [p for p in mine if any(p.actor.id == q.actor.id for q in theirs)]
    if both:
        return both[0]
    return told.actors[0] if told.actors else None


def _apart(parties: tuple[Party, ...], who: Party) -> Party | None:
    """The one other side of a contact; None where there are several."""
    others = sides(p for p in parties if side(p.actor) != side(who.actor))
    return others[0] if len(others) == 1 else None
