"""`cast`: who the words of one article denote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from detente.actors.describe import Directory
from detente.actors.finding import find
from detente.actors.memory import ME, WE
from detente.actors.names import fold
from detente.actors.naming import Naming
from detente.actors.phrases import Phrase
from detente.actors.ranking import Ranker, shipped
from detente.actors.reference import Reference
from detente.actors.scene import Scene
from detente.records import Introduction, Mention, Parse, Party, Unresolved

_TAKEN = frozenset({"NOUN", "PROPN", "PRON", "NUM"})  # words that take up something, or can be taken up


@dataclass(frozen=True)
class Cast:
    """The actors of one article. `mentions` stand in text order; tokens are numbers of the parse's Doc.

    `antecedents` gives, for a third-person pronoun or a definite noun, the head of the mention that it takes up, known
    actor or not. `introductions` are the offices that the article gives to people by name.
    """

    mentions: tuple[Mention, ...]
    parties: Mapping[int, tuple[Party, ...]] = field(repr=False, default_factory=dict)
    problems: Mapping[int, Unresolved] = field(repr=False, default_factory=dict)
    places: Mapping[int, Party] = field(repr=False, default_factory=dict)
    antecedents: Mapping[int, int] = field(repr=False, default_factory=dict)
    introductions: tuple[Introduction, ...] = ()

    def at(self, token: int) -> tuple[Party, ...]:
        """The parties denoted by the phrase that this token heads, or by the token as a modifier; () for no resolved
        actor.

        Conjuncts are not included. "The two leaders" and plural pronouns give several parties.
        """
        return self.parties.get(token, ())

    def unresolved(self, token: int) -> Unresolved | None:
        """Why the phrase of this token denotes nobody that could be told."""
        return self.problems.get(token)

    def place(self, token: int) -> Party | None:
        """The state whose capital is named as a mere place ("in Tokyo", "flew to Tokyo"), where `at` gives nothing."""
        return self.places.get(token)

    def explain(self, token: int) -> str:
        """One line on who this token denotes and why."""
        parties = self.at(token)
        if parties:
            return "; ".join(f"{p.span.text}: {p.actor.name or p.actor.id} ({p.actor.why})" for p in parties)
        problem = self.unresolved(token)
        return f"unresolved: {problem.reason}" if problem is not None else "no actor"


def cast(parse: Parse, *, ranker: Ranker | None = None, directory: Directory | None = None) -> Cast:
    """Finds and resolves every actor mention of an article.

    ranker: chooses antecedents; directory: looks people and offices up. Those of the package if none are given.

    Offices hold as of `parse.article.published`; without that day persons are known but offices are not. Furniture
    is not
    read; captions introduce people. Nothing is resolved by default: what the text does not settle is `Unresolved`.
    """
    scene = Scene(parse, directory)
    naming, reference = Naming(scene), Reference(scene, ranker or shipped())
    found = [find(parse.doc, s, scene.look.scanner, scene.cues, scene.entities, scene.on) for s in parse.sentences]
    for phrases in found:
        for phrase in phrases:
            naming.introduce(phrase)
    for sentence, phrases in zip(parse.sentences, found, strict=True):
        _sentence(scene, naming, reference, (sentence.first_token, sentence.last_token, sentence.index), phrases)
    for token, index in scene.first_person:
        reference.refer(token, index)
    scene.mentions.sort(key=lambda m: (m.span.start, m.span.end))
    return Cast(
        tuple(scene.mentions),
        scene.parties,
        scene.problems,
        scene.places,
        scene.antecedents,
        tuple(scene.introductions),
    )


def _sentence(
    scene: Scene, naming: Naming, reference: Reference, where: tuple[int, int, int], phrases: list[Phrase]
) -> None:
    """Names first, then what refers to them, each in text order: a pronoun may stand before its name."""
    first, last, index = where
    named = [p for p in phrases if p.kind in {"name", "adjective", "person"}]
    for phrase in named:
        known = len(scene.memory.seen)
        naming.settle(phrase)
        if len(scene.memory.seen) == known:  # a name of nobody known, or of a mere place
            scene.remember_thing(scene.doc[phrase.head], index)
    scene.remember_groups(first, last, index)
    inside = {i for p in phrases for i in range(p.start, p.end)}
    later = {p.start: p for p in phrases if p.kind not in {"name", "adjective", "person"}}
    for token in scene.tokens[first:last]:
        i = token.i
        if i in later:
            reference.nominal(later[i])
        elif i in inside or token.pos_ not in _TAKEN:
            continue
        elif reference.refers(token):
            if fold(token.text) in WE | ME:
                scene.first_person.append((token, index))  # a quotation may stand before its speaker
            else:
                reference.refer(token, index)
        elif not reference.definite(token, index):
            scene.remember_thing(token, index)


__all__ = ["Cast", "cast"]
