"""Articles that tell again what real ones told: agency copies, truncations, rewrites and roundups, with the truth.

Each made article remembers, for every run of its characters, where in which original they came from. So two events
are known to be tellings of one when their triggers come from the same characters; the logic that is measured decides
nothing about it. Rewrites change sentences by general templates over the parse: clauses move, asides go, speech is
turned round, days are named differently, titles fall away and common verbs are exchanged.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from spacy.tokens import Doc, Token

from detente.records import Article, Parse, Sentence

KINDS = ("agency copy", "truncation", "rewrite", "roundup")
AGENCIES = ("Reuters", "AP", "AFP", "Xinhua", "Kyodo", "dpa")
CITIES = ("WASHINGTON", "LONDON", "TOKYO", "GENEVA", "CAIRO", "BRUSSELS", "NAIROBI")
PAPERS = ("The Daily Courier", "Evening Standard-Post", "Morning Ledger", "The Northern Herald", "City Gazette")
REPORTERS = ("Jane Miller", "Omar Haddad", "Li Wen", "Anna Kowalska", "Paul Dubois")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Verbs and nouns of reports that stand for one another in most contexts.
EXCHANGED = dict(
    pair.split("=")
    for pair in (
        "said=stated announced=declared declared=announced stated=said told=informed warned=cautioned "
        "criticized=denounced criticised=denounced denounced=condemned condemned=denounced accused=blamed "
        "talks=discussions discussions=talks meeting=talks agreed=consented killed=slain attack=assault "
        "attacked=assaulted urged=called_on called=urged asked=requested rejected=refused refused=declined "
        "imposed=introduced sanctions=penalties visited=toured helped=assisted aid=assistance "
        "leader=chief officials=authorities country=nation government=administration "
        "however=nevertheless also=additionally about=around more_than=over began=started ended=finished"
    ).split()
)
TITLES = re.compile(
    r"(?:Prime Minister|Foreign Minister|President|Secretary(?: of State)?|Chancellor|Senator) (?=[A-Z])"
)
AHEAD = frozenset("will would shall next plans planned expected tomorrow due".split())
SMALL = ("DET", "ADP", "ADV", "SCONJ", "ADJ", "CCONJ")  # words that lose their capital when they no longer begin
LONG, EXCERPT = 60, 25  # sentences


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters: where it came from (offset in the original's text), or None where it is new."""

    text: str
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """An article, the original that most of it came from, how it was made, and the origin of its characters.

    `runs`: (start in this text, length, id of the original, start there), in order.
    """

    article: Article
    original: str
    kind: str
    runs: tuple[tuple[int, int, str, int], ...]

    def origin(self, position: int) -> tuple[str, int] | None:
        """The original and the place in it that a character came from."""
        for start, length, original, there in self.runs:
            if start <= position < start + length:
                return original, there + position - start
        return None


def unchanged(article: Article) -> Made:
    """The original itself."""
    return Made(article, article.id, "original", ((0, len(article.text), article.id, 0),))


def made(parse: Parse, kind: str, number: int, filler: Sequence[Parse], chosen: random.Random) -> Made:
    """One article of a kind from an original. filler: other originals that a roundup takes sentences from."""
    article, body = parse.article, excerpt([s for s in parse.sentences if s.kind == "body"], chosen)
    published = article.published or date(2020, 1, 1)
    agency, paper = chosen.choice(AGENCIES), chosen.choice(PAPERS)
    later = published + timedelta(days=chosen.choice((0, 0, 0, 1)))
    blocks: list[list[tuple[str, list[Piece]]]]  # paragraphs of sentences, each with its original
    mine = article.id
    if kind == "agency copy":
        blocks = [[(mine, whole(parse, s)) for s in some] for some in paragraphs(article.text, body)]
    elif kind == "truncation":
        least = max(2, round(len(body) * chosen.uniform(0.3, 0.6)))
        blocks = [[(mine, whole(parse, s)) for s in some] for some in paragraphs(article.text, body[:least])]
    elif kind == "rewrite":
        told = [(mine, rewritten(parse, s, published, chosen)) for s in body]
        told = [(original, pieces) for original, pieces in told if pieces]
        head, rest = told[:1], told[1:]
        blocks = [head, *shuffled_chunks(rest, chosen)]
    else:
        taken = sorted(chosen.sample(body, min(len(body), chosen.randint(3, 6))), key=lambda s: s.start)
        blocks = [[(mine, whole(parse, s))] for s in taken]
        for other in filler:
            some = [s for s in other.sentences if s.kind == "body"][:3]
            blocks.insert(chosen.randint(0, len(blocks)), [(other.article.id, whole(other, s)) for s in some])
    text, runs = written(f"{chosen.choice(CITIES)}, {published:%B} {published.day} ({agency}) - ", blocks)
    title = headline(article.title, chosen)
    if kind != "roundup":
        text = f"By {chosen.choice(REPORTERS)}\n\n{text}"
        shift = text.index("\n\n") + 2
        runs = [(start + shift, length, original, there) for start, length, original, there in runs]
        text += f"\n\n({agency})"
    copy = Article(text, later, title, paper, f"https://example.org/{mine}/{kind.replace(' ', '-')}/{number}")
    return Made(copy, mine, kind, tuple(runs))


def excerpt(body: list[Sentence], chosen: random.Random) -> list[Sentence]:
    """The sentences that are told again: all, or a run of 25 of a long transcript."""
    if len(body) <= LONG:
        return body
    start = chosen.randint(0, len(body) - EXCERPT)
    return body[start : start + EXCERPT]


def whole(parse: Parse, sentence: Sentence) -> list[Piece]:
    """A sentence as it is."""
    return [Piece(parse.article.text[sentence.start : sentence.end], sentence.start)]


def paragraphs(text: str, sentences: Sequence[Sentence]) -> Iterator[list[Sentence]]:
    """Sentences by the paragraph they stand in."""
    run: list[Sentence] = []
    for sentence in sentences:
        if run and "\n\n" in text[run[-1].end : sentence.start]:
            yield run
            run = []
        run.append(sentence)
    if run:
        yield run


def shuffled_chunks(told: list[tuple[str, list[Piece]]], chosen: random.Random) -> list[list[tuple[str, list[Piece]]]]:
    """Runs of one to three sentences in another order."""
    chunks = []
    while told:
        size = chosen.randint(1, 3)
        chunks.append(told[:size])
        told = told[size:]
    chosen.shuffle(chunks)
    return chunks


def written(
    opening: str, blocks: Sequence[Sequence[tuple[str, list[Piece]]]]
) -> tuple[str, list[tuple[int, int, str, int]]]:
    """Text of the paragraphs, and where its characters came from."""
    parts, runs, at = [opening], [], len(opening)
    for number, block in enumerate(blocks):
        if number:
            parts.append("\n\n")
            at += 2
        for place, (original, pieces) in enumerate(block):
            if place:
                parts.append(" ")
                at += 1
            for piece in pieces:
                if piece.start is not None:
                    runs.append((at, len(piece.text), original, piece.start))
                parts.append(piece.text)
                at += len(piece.text)
    return "".join(parts), runs


def headline(title: str | None, chosen: random.Random) -> str:
    """Another headline: some of the words of the first, behind a common opening."""
    words = (title or "News").split()
    start = chosen.randint(0, max(0, len(words) - 5))
    return f"{chosen.choice(('UPDATE', 'World:', 'Report:', 'In brief:'))} {' '.join(words[start : start + 6])}"


def rewritten(parse: Parse, sentence: Sentence, published: date, chosen: random.Random) -> list[Piece]:
    """The sentence under other words and in another order."""
    doc = parse.doc
    tokens = [doc[i] for i in range(sentence.first_token, sentence.last_token) if not doc[i].is_space]
    order = reordered(tokens, dropped(tokens, chosen), chosen)
    pieces: list[Piece] = []
    ahead = any(t.lower_ in AHEAD for t in tokens)
    for run in order:
        pieces += reworded(doc, run, None if ahead else published, chosen)
    return capitalised(pieces)


def dropped(tokens: Sequence[Token], chosen: random.Random) -> set[int]:
    """Asides the sentence can do without: relative clauses, appositions, adverbs; each goes at even odds."""
    gone: set[int] = set()
    for token in tokens:
        aside = token.dep_ in ("acl:relcl", "appos", "parataxis", "advmod")
        negates = token.lemma_ in ("not", "never", "no", "hardly")
        reports = token.pos_ == "VERB" and token.dep_ == "parataxis"
        subtree = {t.i for t in token.subtree}
        if not aside or negates or reports or len(subtree) > len(tokens) // 2 or chosen.random() < 0.5:
            continue
        quoted = any(t.text in '“”"' for t in token.subtree)
        if quoted or (token.dep_ == "advmod" and (token.head.pos_ != "VERB" or len(subtree) > 1)):
            continue
        if token.dep_ == "appos" and token.ent_type_ and not token.nbor(-1).is_punct:
            continue  # a name that is part of its head
        gone |= subtree
        # The commas or brackets around it go with it.
        low, high = min(subtree), max(subtree)
        if low > tokens[0].i and token.doc[low - 1].text in (",", "(", "—") and token.dep_ != "advmod":
            gone.add(low - 1)
            if high < tokens[-1].i and token.doc[high + 1].text in (",", ")", "—"):
                gone.add(high + 1)
    return gone


def reordered(tokens: Sequence[Token], gone: set[int], chosen: random.Random) -> list[list[Token]]:
    """Runs of tokens in the order in which they are told: a front clause goes back, a back clause to the front."""
    kept = [t for t in tokens if t.i not in gone]
    root = next((t for t in kept if t.dep_ == "root"), None)
    quoted = any(t.text in '“”"' for t in kept)
    if root is None or quoted or len(kept) < 8 or chosen.random() < 0.3:
        return [kept]
    ending = [kept[-1]] if kept[-1].is_punct else []
    body = kept[: len(kept) - len(ending)]
    for child in root.children:
        if child.dep_ not in ("advcl", "obl", "obl:tmod", "ccomp"):
            continue
        subtree = {t.i for t in child.subtree}
        run = [t for t in body if t.i in subtree]
        if not run or len(run) < 2:
            continue
        first = run[0].i == body[0].i
        last = run[-1].i == body[-1].i
        rest = [t for t in body if t.i not in subtree]
        if run[-1].is_punct:
            run = run[:-1]
        if rest and rest[0].text == ",":
            rest = rest[1:]
        if first and child.dep_ != "ccomp" and len(rest) > 3:
            return [rest, run, ending]
        if last and len(rest) > 2 and any(t.dep_.startswith("nsubj") for t in rest):
            if rest[-1].text in (",", "that"):
                rest = rest[:-1]
            if child.dep_ == "ccomp" and run and run[0].text == "that":
                run = run[1:]
            return [run, [], rest, ending]
    return [kept]


def reworded(doc: Doc, run: Sequence[Token], published: date | None, chosen: random.Random) -> list[Piece]:
    """The run's characters, with words exchanged, days named differently and titles gone."""
    if not run:
        return [Piece(",")]
    found: list[Piece] = [Piece(" ")]
    skipped: set[int] = set()
    text = doc.text
    for place, token in enumerate(run):
        if token.i in skipped:
            continue
        word = token.text
        other = EXCHANGED.get(word.lower()) if chosen.random() < 0.5 and not token.ent_type_ else None
        day = named_day(word, published) if published and chosen.random() < 0.5 else None
        title = TITLES.match(text, token.idx)
        follows = place + 1 < len(run) and run[place + 1].i == token.i + 1
        gap = text[token.idx + len(word) : run[place + 1].idx] if follows else " "
        if place + 1 < len(run) and run[place + 1].is_punct and run[place + 1].text in ",.;:)":
            gap = ""
        if title and title.end() > token.idx + len(word) - 1 and chosen.random() < 0.3:
            skipped |= {t.i for t in run if token.idx <= t.idx < title.end()}
            continue
        if day is not None:
            found.append(Piece(day, token.idx))
        elif other is not None:
            other = other.replace("_", " ")
            found.append(Piece(other.capitalize() if word[0].isupper() else other, token.idx))
        else:
            moved = not place and token.i == token.sent.start and not token.ent_type_ and token.pos_ in SMALL
            found.append(Piece(word[0].lower() + word[1:] if moved else word, token.idx))
        found.append(Piece(" " if gap.isspace() else gap))
    if found[-1].text.isspace():
        found.pop()
    return found


def named_day(word: str, published: date) -> str | None:
    """ "Monday" as the day of the month that a report of that day means, "yesterday" and "today" as weekdays."""
    if word in WEEKDAYS:
        back = (published.weekday() - WEEKDAYS.index(word)) % 7
        day = published - timedelta(days=back)
        return f"{day:%B} {day.day}"
    if word in ("yesterday", "today"):
        day = published - timedelta(days=word == "yesterday")
        return f"on {WEEKDAYS[day.weekday()]}"
    return None


def capitalised(pieces: list[Piece]) -> list[Piece]:
    """The sentence begins with a capital and holds no two blanks together and none before a comma."""
    while pieces and not pieces[0].text.strip(" ,"):
        pieces = pieces[1:]
    clean: list[Piece] = []
    for piece in pieces:
        if clean and piece.text[:1] in (" ", ",", ".") and clean[-1].text == " ":
            clean.pop()
        clean.append(piece)
    if clean:
        first = clean[0]
        clean[0] = Piece(first.text[:1].upper() + first.text[1:], first.start)
    return clean
