"""Why an event was coded as it was: the words in their sentence, who is who, each decision, the parse."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text
from spacy.tokens import Doc, Token

from detente.records import Actor, Article, Cited, Event, Span
from detente.views.tables import plain, print_event, print_headline, wrap

MARGIN = "  "
# Words that say nothing alone are shown with the word they belong to; so are the parts of a name.
FOLDED = frozenset(
    "aux aux:pass case cc cc:preconj compound compound:prt cop det det:predet expl fixed flat mark punct".split()
)
NAMES = {
    "root": "root",
    "nsubj": "subject",
    "nsubj:pass": "passive subject",
    "obj": "object",
    "iobj": "indirect object",
    "obl": "oblique",
    "obl:agent": "agent",
    "nmod": "modifier",
    "nmod:poss": "possessor",
    "appos": "apposition",
    "conj": "conjunct",
    "acl": "clause on a noun",
    "acl:relcl": "relative clause",
    "advcl": "adverbial clause",
    "xcomp": "open complement",
    "ccomp": "clausal complement",
    "parataxis": "beside",
    "advmod": "adverb",
    "amod": "adjective",
    "nummod": "number",
    "nmod:desc": "title",
    "nmod:unmarked": "bare modifier",
    "obl:unmarked": "bare oblique",
    "csubj": "clausal subject",
}


def print_explanation(console: Console, event: Event, article: Article | Cited, doc: Doc | None) -> None:
    """Everything that is known about one event. `doc` is a parse of the article's text, or None to leave the tree out.

    Where the evidence lies in the title, or the Doc does not reach so far, there is no tree either.
    """
    print_headline(console, article)
    print_event(console, event)
    _section(console, "The words", _marked(event))
    _section(console, "Who is who", *_actors(event))
    if event.date is not None:
        days = f"{event.date.start} to {event.date.end}" if event.date.start != event.date.end else event.date.start
        _section(console, "When", f"{days} ({event.date.granularity}): {event.date.basis}")
    if event.attribution is not None:
        source = event.attribution
        who = _described(source.actor) if isinstance(source.actor, Actor) else f"not resolved: {source.actor.reason}"
        _section(console, "Who says so", f"“{source.span.text}” ({source.verb}): {who}")
    if event.decisions:
        _section(console, "Decisions", *(": ".join(p for p in (d.stage, d.value, d.why) if p) for d in event.decisions))
    else:
        _section(
            console, "Decisions", "not kept here: the JSON form leaves them out, a ledger and the article keep them"
        )
    lines = [] if doc is None or event.evidence.sentence.field != "text" else list(tree(doc, event.evidence.sentence))
    if lines:
        console.print(Text("The parse", style="bold"))
        for line in lines:
            console.print(Text(MARGIN + line), soft_wrap=True)
        console.print()
    console.print(
        f"event {event.id}  article {event.article_id}  {event.coder}", style="dim", soft_wrap=True, markup=False
    )


def tree(doc: Doc, sentence: Span) -> Iterator[str]:
    """The dependency trees of the words of a sentence, one line a content word: relation, words, part of speech."""
    inside = [t for t in doc if sentence.start <= t.idx < sentence.end and not t.is_space]
    numbers = {t.i for t in inside}
    for token in inside:
        if token.head.i not in numbers or token.head == token:
            yield from _branch(token, numbers, "", "")


def _branch(token: Token, inside: set[int], first: str, rest: str) -> Iterator[str]:
    children = [c for c in token.children if c.i in inside]
    folded = [c for c in children if c.dep_ in FOLDED and not any(g.i in inside for g in c.children)]
    words = sorted([token, *(t for t in folded if not t.is_punct)], key=lambda t: t.i)
    phrase = " ".join(f"*{t.text}*" if t == token and len(words) > 1 else t.text for t in words)
    relation = NAMES.get(token.dep_, token.dep_)
    yield f"{first}{plain(phrase)}  [{relation}, {token.pos_.lower()}]"
    branches = [c for c in children if c not in folded]
    for number, child in enumerate(branches):
        last = number == len(branches) - 1
        yield from _branch(child, inside, rest + ("└─ " if last else "├─ "), rest + ("   " if last else "│  "))


def _marked(event: Event) -> str:
    """The sentence with the words that were used in brackets: [who: ...] [did: ...] [to whom: ...]."""
    sentence = event.evidence.sentence
    used = [("did", event.evidence.trigger)]
    used += [("who", p.span) for p in event.actors] + [("to whom", p.span) for p in event.recipients]
    used += [("says", event.attribution.span)] if event.attribution else []
    used += [("where", event.place)] if event.place else []
    marks: list[tuple[int, int, str]] = []
    for label, span in used:
        start, end = span.start - sentence.start, span.end - sentence.start
        crossing = any(s < start < e < end or start < s < end < e for s, e, _ in marks)
        if span.field == sentence.field and 0 <= start < end <= len(sentence.text) and not crossing:
            marks.append((start, end, label))
    text = sentence.text
    opened = {at: [] for at in range(len(text) + 1)}  # type: dict[int, list[str]]
    # Outer brackets open first and close last.
    for start, _end, label in sorted(marks, key=lambda m: m[0] - m[1]):
        opened[start].append(f"[{label}: ")
    closed = {at: sum(end == at for _, end, _ in marks) for at in range(len(text) + 1)}
    return "".join(
        "]" * closed[at] + "".join(opened[at]) + (text[at] if at < len(text) else "") for at in range(len(text) + 1)
    )


def _actors(event: Event) -> Iterator[str]:
    for party in (*event.actors, *event.recipients):
        yield f"“{party.span.text}” is {_described(party.actor)}"


def _described(actor: Actor) -> str:
    parts = [actor.name or "unnamed", actor.office, actor.country, "/".join(actor.sectors) or actor.sector]
    why = f": {actor.why}" if actor.why else ""
    return ", ".join(p for p in parts if p) + why


def _section(console: Console, title: str, *lines: str) -> None:
    console.print(Text(title, style="bold"))
    for line in lines:
        for piece in wrap(console, Text(plain(line)), console.width - len(MARGIN)):
            console.print(Text.assemble(MARGIN, piece), soft_wrap=True)
    console.print()
