"""Which source asserts an event, where it is not the article's own voice."""

from __future__ import annotations

from detente.events.parties import Cast
from detente.events.speeches import Reported, reported
from detente.events.statements import Range, Statement
from detente.records import Actor, Attribution, Parse, Span, Unresolved


class Statements:
    """Everything that an article reports as said or thought, with its quotations; built once an article."""

    def __init__(self, parse: Parse, found: Reported) -> None:
        self.parse = parse
        self.reported = found

    def of(self, token: int) -> Statement | None:
        """The innermost statement whose content holds the token; None where the article speaks for itself."""
        return self.reported.statements.of(token)

    def asserted(self, token: int) -> Statement | None:
        """The innermost statement whose source vouches for what the token tells; plans and wishes are skipped."""
        return self.reported.statements.asserted(token)


def statements(parse: Parse) -> Statements:
    """Finds all statements of an article."""
    return Statements(parse, reported(parse))


def attribution(parse: Parse, token: int, found: Statements, cast: Cast) -> Attribution | None:
    """Who asserts the event whose trigger stands at `token`: the nearest source, or None for the article's own voice.

    A cue is not attributed to its own source ("accused", "urged"); a statement around it counts. Where the text names
    no source ("is said to have met") the span is the cue and the actor Unresolved.
    """
    statement = found.asserted(token)
    if statement is None:
        return None
    cue = words(parse, statement.cue)
    if statement.source is None or statement.source_head is None:
        return Attribution(cue, Unresolved("the text does not say who"), cue.text)
    return Attribution(words(parse, statement.source), speaker(statement, cast), cue.text)


def speaker(statement: Statement, cast: Cast) -> Actor | Unresolved:
    """The actor that a statement's source denotes."""
    if statement.source_head is None:
        return Unresolved("the text does not say who")
    parties = cast.at(statement.source_head)
    if not parties:
        return Unresolved("the source is not a known actor")
    if len({p.actor.id for p in parties}) > 1:
        return Unresolved("several speakers", tuple(p.actor.name or p.actor.id for p in parties))
    return parties[0].actor


def words(parse: Parse, tokens: Range) -> Span:
    """The words of a range of tokens."""
    last = parse.doc[tokens[1] - 1]
    return parse.span(parse.doc[tokens[0]].idx, last.idx + len(last.text))
