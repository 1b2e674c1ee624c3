"""Direct quotations joined to their speakers, within a sentence, across sentences and across paragraphs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.attrs import IDX
from spacy.tokens import Token

from detente.events.marks import Quotation, paragraphs, quotations
from detente.events.reporting import syntactic
from detente.events.speakers import neighbour, phrase_of, source_of
from detente.events.statements import Cue, Range, Statement, Statements, merged
from detente.records import Parse, Sentence

# A quotation shorter than this, or without a verb, is a fragment: it needs a cue that already holds it.
SENTENCE_LIKE = 4
# How many sentences back within a paragraph the speaker of a quotation without a cue is looked for.
LOOK_BACK = 3
# How far from its quotation mark a cue may stand, in tokens.
REACH = 14
# How far behind what is said indirectly a quotation may begin that goes on with it (", and “"), in tokens.
JOINT = 4
# Kinds of statement that need not be made in words: marks in their content are no quotation.
QUIET = frozenset({"belief", "attitude"})
ENDING = ",?!-–—…'’"
DASHES = frozenset({"―", "—", "–", "--"})
SPEAKERS = frozenset({"i", "we", "you"})


@dataclass(frozen=True, slots=True)
class Spoken:
    """One quotation and the statement that tells who said it; None: nobody is named, or the marks only hold a word
    at arm's length."""

    mark: Quotation
    tokens: Range
    statement: Statement | None


@dataclass(frozen=True, slots=True)
class Reported:
    """All statements of an article and its quotations in order."""

    statements: Statements
    spoken: tuple[Spoken, ...]


def reported(parse: Parse) -> Reported:
    """Finds every statement and every quotation of an article."""
    return _Joiner(parse).join()


class _Joiner:
    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.doc = parse.doc
        self.offsets: list[int] = parse.doc.to_array(IDX).tolist()
        self.starts = [start for start, _ in paragraphs(parse.article.text)]
        found, cues = syntactic(parse)
        turns = [s for s in found if s.lemma == ":"]
        self.marks = list(self._marks({s.source[0]: s.content[0][0] for s in turns if s.source is not None}))
        self.within = [-1] * len(parse.doc)
        for number, (_, (first, last)) in enumerate(self.marks):
            self.within[first:last] = [number] * (last - first)
        self.found: list[Statement] = [self._clipped(s) for s in found if not self._own_words(s)]
        self.by_sentence: dict[int, list[int]] = defaultdict(list)
        for number, statement in enumerate(self.found):
            self._file(number, statement)
        self.turns = {s.content[0][0]: n for n, s in enumerate(self.found) if s.lemma == ":"}
        self.verbs = {cue.token for cue in cues}
        self.cues: dict[int, list[Cue]] = defaultdict(list)
        for cue in cues:
            sentence = parse.sentence_at(cue.token)
            if sentence is not None and self.within[cue.token] < 0:
                self.cues[sentence.index].append(cue)
        self.last: tuple[int, Statement] | None = None

    def _file(self, number: int, statement: Statement) -> None:
        """Lists a statement of the article's own voice under its sentence: only such a one may hold a quotation."""
        sentence = self.parse.sentence_at(statement.cue[0])
        if sentence is not None and self.within[statement.cue[0]] < 0:
            self.by_sentence[sentence.index].append(number)

    def _own_words(self, statement: Statement) -> bool:
        """ "I think", "we know": who speaks is whoever is quoted, not a source of his own; so is "you know"."""
        head = statement.source_head
        if head is None or self.doc[head].lower_ not in SPEAKERS:
            return False
        return statement.kind != "speech" or self.within[statement.cue[0]] >= 0

    def _clipped(self, statement: Statement) -> Statement:
        """What a quoted speaker reports ends with the quotation it stands in."""
        number = self.within[statement.cue[0]]
        if number < 0:
            return statement
        first, last = self.marks[number][1]
        content = tuple((max(s, first), min(e, last)) for s, e in statement.content if s < last and e > first)
        return replace(statement, content=content) if content else statement

    def join(self) -> Reported:
        spoken: list[Spoken] = []
        numbers: list[int | None] = []
        carried = False
        for mark, tokens in self.marks:
            number = self._assign(tokens, carried, numbers[-1] if numbers else None)
            carried = mark.continued
            numbers.append(number)
            spoken.append(Spoken(mark, tokens, None))
            if number is not None:
                self.last = (tokens[1], self.found[number])
        joined = tuple(
            replace(s, statement=self.found[n]) if n is not None else s for s, n in zip(spoken, numbers, strict=True)
        )
        return Reported(Statements(self.found, len(self.doc)), joined)

    def _marks(self, turns: dict[int, int]) -> Iterator[tuple[Quotation, Range]]:
        """The outermost quotations; one that opens with the speaker's name in a transcript, without the name.

        turns: first token of a name -> first token of what is said.
        """
        for mark in quotations(self.parse.article.text):
            if mark.depth:
                continue
            first = bisect_left(self.offsets, mark.start)
            last = bisect_left(self.offsets, mark.end)
            while first < last and self.doc[first].is_space:
                first += 1
            if first in turns:
                first = turns[first]
                mark = replace(mark, start=self.offsets[first])
            if first < last and self.parse.sentence_at(first) is not None:
                yield mark, (first, last)

    # -- who said it ------------------------------------------------------------------------------------------------

    def _assign(self, tokens: Range, carried: bool, previous: int | None) -> int | None:
        """The number in `found` of the statement that a quotation belongs to, extended or made as needed."""
        turn = self.turns.get(tokens[0])
        if turn is not None:
            return self._extend(turn, tokens)
        if carried and previous is not None:
            return self._extend(previous, tokens)
        cue = self._after(tokens) or self._ahead(tokens, joined=True)
        if cue is not None and not self._busy(cue, tokens):
            return self._speak(cue, tokens)
        number = self._holding(tokens)
        if number is not None:
            return self._extend(number, tokens)
        cue = self._ahead(tokens, joined=False)
        if cue is not None:
            return self._speak(cue, tokens)
        if not self._sentence_like(tokens):
            return self._resumed(tokens, previous)
        cue = self._beside(tokens)
        if cue is not None:
            return self._speak(cue, tokens)
        return self._before(tokens, previous)

    def _after(self, tokens: Range) -> Cue | None:
        """ "...," he said; "...," said the minister; "..." - Name: the cue stands right after the closing mark."""
        ending = self.doc[tokens[1] - 1].text[-1]
        closed = ending in ENDING
        paragraph = self._paragraph(tokens[1] - 1)
        limit = min(len(self.doc), tokens[1] + REACH)
        first = tokens[1]
        while first < limit and (self.doc[first].is_quote or self.doc[first].is_space or self.doc[first].text == ","):
            first += 1
        if first >= limit or self._paragraph(first) != paragraph:
            return None
        if first < limit and self.doc[first].text in DASHES:
            return self._signed(first)
        if not closed and not ending.isalnum():
            return None
        for i in range(first, limit if closed else min(limit, first + 1)):
            token = self.doc[i]
            if self.within[i] >= 0 or token.text in {".", ";", ":"} or "\n" in token.text:
                return None
            if token.pos_ in {"VERB", "AUX"}:
                if token.i in self.verbs:
                    return self._cue_with_neighbour(token, first)
                if token.pos_ == "VERB" and not token.dep_.startswith("acl"):
                    return None
        return None

    def _busy(self, cue: Cue, tokens: Range) -> bool:
        """Whether a cue after a title or term in marks has a clause of its own: on "The Show," she said that."""
        if cue.token < tokens[1] or self._sentence_like(tokens) or self._opens(tokens):
            return False
        held = [self.found[n] for n in self.by_sentence.get(self._index(cue.token), ())]
        return any(s.cue[0] == cue.token and not s.direct and s.content[0][0] > cue.token for s in held)

    def _ahead(self, tokens: Range, *, joined: bool) -> Cue | None:
        """He said, "..."; he said: "..."; he said "...": the cue stands before the opening mark."""
        i = tokens[0] - 1
        while i >= 0 and self.doc[i].is_quote:
            i -= 1
        if joined:
            if i < 0 or self.doc[i].text not in {",", ":"}:
                return None
            i -= 1
        for k in range(i, max(-1, i - REACH if joined else i - 1), -1):
            token = self.doc[k]
            if self.within[k] >= 0 or token.text in {".", ";"} or "\n" in token.text:
                return None
            if k in self.verbs:
                return self._cue_with_neighbour(token, None)
        return None

    def _signed(self, dash: int) -> Cue | None:
        """A quotation followed by a dash and the speaker's name up to the end of the line."""
        last = dash + 1
        while last < len(self.doc) and "\n" not in self.doc[last].text and last - dash < REACH:
            last += 1
        names = [t for t in self.doc[dash + 1 : last] if t.pos_ == "PROPN"]
        if not names or any(t.pos_ in {"VERB", "AUX"} for t in self.doc[dash + 1 : last]):
            return None
        return Cue(dash, names[0].i, "speech")

    def _cue_with_neighbour(self, verb: Token, first: int | None) -> Cue:
        """A verb of saying beside a quotation; the nearest nominal is its source where the tree shows none."""
        known = source_of(verb)
        if known is not None and self.within[known.i] < 0:
            return Cue(verb.i, known.i, "speech")
        near = neighbour(verb, fronted=first is not None)
        return Cue(verb.i, near.i if near is not None and self.within[near.i] < 0 else None, "speech")

    def _speak(self, cue: Cue, tokens: Range) -> int:
        """The statement of a cue that stands beside a quotation: the quotation is its content."""
        for number in self.by_sentence.get(self._index(cue.token), ()):
            statement = self.found[number]
            if statement.cue[0] != cue.token:
                continue
            if statement.direct:
                return self._extend(number, tokens)
            if statement.source is None or self.within[statement.source[0]] >= 0:
                statement = self._sourced(statement, cue)
            if not self._opens(tokens) and any(start < tokens[0] <= end + JOINT for start, end in statement.content):
                return self._extend(number, tokens)
            self.found[number] = replace(statement, content=(tokens,), direct=True, frame="fin")
            return number
        return self._make(cue, tokens)

    def _opens(self, tokens: Range) -> bool:
        """Whether a quotation opens a sentence, or follows the end of one."""
        i = tokens[0] - 1
        while i >= 0 and (self.doc[i].is_quote or self.doc[i].is_space):
            i -= 1
        sentence = self.parse.sentence_at(tokens[0])
        return i < 0 or self.doc[i].text in {".", "!", "?", ":"} or sentence is None or i < sentence.first_token

    def _sourced(self, statement: Statement, cue: Cue) -> Statement:
        if cue.source is None:
            return replace(statement, source=None, source_head=None)
        return replace(statement, source=phrase_of(self.doc[cue.source]), source_head=cue.source)

    def _sentences(self, tokens: Range) -> list[Sentence]:
        ends = [self.parse.sentence_at(tokens[0]), self.parse.sentence_at(tokens[1] - 1)]
        found = [s for s in ends if s is not None]
        return found[:1] if len(found) == 2 and found[0].index == found[1].index else found

    def _holding(self, tokens: Range) -> int | None:
        """The smallest statement outside the marks whose content holds half of what is quoted in its sentence."""
        best: int | None = None
        for sentence in self._sentences(tokens):
            inside = min(tokens[1], sentence.last_token) - max(tokens[0], sentence.first_token)
            for number in self.by_sentence[sentence.index]:
                statement = self.found[number]
                if statement.kind in QUIET:
                    continue
                shared = sum(max(0, min(e, tokens[1]) - max(s, tokens[0])) for s, e in statement.content)
                if 2 * shared >= inside > 0 and (best is None or statement.size < self.found[best].size):
                    best = number
        return best

    def _beside(self, tokens: Range) -> Cue | None:
        """The verb of saying next to a quotation, in the sentence in which it begins or ends."""
        best: Cue | None = None
        nearest = 0
        for sentence in self._sentences(tokens):
            for cue in self.cues[sentence.index]:
                source = cue.source
                if source is not None and tokens[0] <= source < tokens[1]:
                    continue
                gap = tokens[0] - cue.token if cue.token < tokens[0] else cue.token - tokens[1]
                if best is None or gap < nearest:
                    best, nearest = cue, gap
        return best

    def _before(self, tokens: Range, previous: int | None) -> int | None:
        """The speaker of a quotation without a cue of its own: who spoke just before, or the subject before a colon."""
        colon = self._colon(tokens)
        if colon is not None:
            return colon
        first = self.parse.sentence_at(tokens[0])
        if first is None or tokens[0] - first.first_token > 2:
            return None
        paragraph = self._paragraph(tokens[0])
        for index in range(first.index - 1, max(-1, first.index - 1 - LOOK_BACK), -1):
            sentence = self.parse.sentences[index]
            if self._paragraph(sentence.first_token) != paragraph and index != first.index - 1:
                break
            speaker = self._speaker_in(index)
            if speaker is not None:
                return self._continue(speaker, tokens)
        if previous is not None and self.last is not None and self._paragraph(self.last[0] - 1) == paragraph:
            return self._continue(previous, tokens)
        return None

    def _resumed(self, tokens: Range, previous: int | None) -> int | None:
        """The speaker of a fragment that goes on right after "...," she said. "The whole of it." """
        if previous is None or not self._opens(tokens) or self.doc[tokens[1] - 1].text[-1] not in ENDING + ".":
            return None
        earlier = self.found[previous]
        paragraph = self._paragraph(tokens[0])
        beside = self._index(earlier.cue[0]) in {self._index(tokens[0]), self._index(tokens[0]) - 1}
        if not earlier.direct or not beside or self._paragraph(earlier.cue[0]) != paragraph:
            return None
        return self._continue(previous, tokens)

    def _speaker_in(self, index: int) -> int | None:
        """The outermost statement of speech with a named source in a sentence."""
        numbers = [
            n for n in self.by_sentence[index] if self.found[n].kind == "speech" and self.found[n].source is not None
        ]
        return max(numbers, key=lambda n: self.found[n].size, default=None)

    def _colon(self, tokens: Range) -> int | None:
        i = tokens[0] - 1
        while i >= 0 and (self.doc[i].is_space or self.doc[i].is_quote):
            i -= 1
        if i < 0 or self.doc[i].text != ":":
            return None
        sentence = self.parse.sentence_at(i)
        if sentence is None:
            return None
        nearby = [c for c in self.cues[sentence.index] if c.token < i]
        if nearby:
            return self._speak(nearby[-1], tokens)
        for k in range(i - 1, sentence.first_token - 1, -1):
            source = source_of(self.doc[k]) if self.doc[k].pos_ == "VERB" and self.within[k] < 0 else None
            if source is not None and self.within[source.i] < 0:
                return self._speak(Cue(k, source.i, "speech"), tokens)
        return None

    # -- statements made and changed --------------------------------------------------------------------------------

    def _extend(self, number: int, tokens: Range) -> int:
        """The statement with the quotation joined to its content; direct when little else is in it."""
        statement = self.found[number]
        held = statement.content
        if statement.direct and held[-1][1] <= tokens[0]:
            # The usual way of a long quotation: one more stretch at the end.
            content = (*held[:-1], *merged((held[-1], tokens)))
            self.found[number] = replace(statement, content=content)
            return number
        content = merged((*held, tokens))
        outside = sum(
            1
            for start, end in content
            for i in range(start, end)
            if not tokens[0] <= i < tokens[1] and not self.doc[i].is_punct
        )
        direct = statement.direct or 3 * outside <= tokens[1] - tokens[0]
        self.found[number] = replace(statement, content=content, direct=direct)
        return number

    def _make(self, cue: Cue, tokens: Range) -> int:
        for number in self.by_sentence.get(self._index(cue.token), ()):
            if self.found[number].cue[0] == cue.token and self.found[number].direct:
                return self._extend(number, tokens)
        token = self.doc[cue.token]
        source = None if cue.source is None else self.doc[cue.source]
        phrase = None if source is None else phrase_of(source)
        made = Statement(
            phrase, cue.source, (cue.token, cue.token + 1), token.lemma_.lower(), (tokens,), "speech", direct=True
        )
        self.found.append(made)
        self._file(len(self.found) - 1, made)
        return len(self.found) - 1

    def _continue(self, number: int, tokens: Range) -> int:
        """A further quotation by the speaker of an earlier statement: a statement of its own with the same cue."""
        earlier = self.found[number]
        if earlier.direct:
            return self._extend(number, tokens)
        self.found.append(replace(earlier, content=(tokens,), direct=True))
        return len(self.found) - 1

    # -- places -----------------------------------------------------------------------------------------------------

    def _sentence_like(self, tokens: Range) -> bool:
        words = [t for t in self.doc[tokens[0] : tokens[1]] if not t.is_punct and not t.is_space]
        return len(words) >= SENTENCE_LIKE and any(t.pos_ in {"VERB", "AUX"} for t in words)

    def _paragraph(self, token: int) -> int:
        return bisect_right(self.starts, self.offsets[token])

    def _index(self, token: int) -> int:
        sentence = self.parse.sentence_at(token)
        return -1 if sentence is None else sentence.index
