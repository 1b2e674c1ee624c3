"""What refers to something said before: definite nouns, both sides, initials that the article explains."""

from __future__ import annotations

from datetime import date

from detente.actors import cast
from detente.actors.memory import Memory, Seen
from detente.actors.ranking import Anaphor, Ranker, shipped
from tests.parses import parse

DAY = date(2025, 6, 10)


def test_both_sides_are_the_last_pair() -> None:
    read = parse(
        "Egypt/PROPN/4/nsubj and/CCONJ/3/cc Greece/PROPN/1/conj met:meet/VERB/0/root ./PUNCT/4/punct",
        "Both:both/DET/2/det sides:side=NNS/NOUN/3/nsubj agreed:agree/VERB/0/root ./PUNCT/3/punct",
    )
    found = cast(read)
    assert [p.actor.id for p in found.at(6)] == ["EGY", "GRC"]
    assert found.antecedents[6] == 0


def test_both_sides_are_never_one() -> None:
    """Two people of one state are no two sides."""
    read = parse(
        "British/ADJ/3/amod Prime/PROPN/3/compound Minister/PROPN/6/nsubj and/CCONJ/5/cc Britain/PROPN/3/conj "
        "paid:pay/VERB/0/root ./PUNCT/6/punct",
        "Both:both/DET/2/det sides:side=NNS/NOUN/3/nsubj agreed:agree/VERB/0/root ./PUNCT/3/punct",
    )
    found = cast(read)
    assert found.at(8) == ()
    assert found.unresolved(8) is not None


def test_a_definite_noun_takes_up_a_state() -> None:
    read = parse(
        "Jordan/PROPN/2/nsubj paid:pay/VERB/0/root ./PUNCT/2/punct",
        "The:the/DET/2/det kingdom/NOUN/3/nsubj waited:wait/VERB/0/root ./PUNCT/3/punct",
    )
    state, ranker = read.doc[0], shipped()
    anaphor = Anaphor(read.doc[4], "noun", 1, "nsubj", False, "place", noun="kingdom", determiner="the")
    memory = Memory()
    memory.add(Seen(state.i, 0, "nsubj", "state", (), form="name", label="place", noun="jordan"))
    answer, nothing = ranker.choose(anaphor, memory)
    assert answer is not None
    assert answer.seen.token == 0
    assert abs(answer.probability + nothing - 1) < 1e-9


def test_without_candidates_there_is_no_answer() -> None:
    read = parse("It/PRON/2/nsubj rained:rain/VERB/0/root ./PUNCT/2/punct")
    answer, nothing = Ranker({}).choose(Anaphor(read.doc[0], "it", 0, "nsubj", False, ""), Memory())
    assert (answer, nothing) == (None, 1.0)


def test_a_predicate_takes_up_its_subject() -> None:
    read = parse(
        "Egypt/PROPN/5/nsubj is:be/AUX/5/cop the/DET/5/det largest:large/ADJ/5/amod country/NOUN/0/root ./PUNCT/5/punct"
    )
    found = cast(read)
    assert found.antecedents[4] == 0
    assert found.at(4) == ()


def test_initials_stand_for_what_explains_them() -> None:
    read = parse(
        "Japan/PROPN/3/nmod:poss 's/PART/1/case Ministry/PROPN/9/nsubj of/ADP/5/case Defense/PROPN/3/nmod "
        "(/PUNCT/7/punct MoD/PROPN/3/appos )/PUNCT/7/punct waited:wait/VERB/0/root ./PUNCT/9/punct",
        "MoD/PROPN/2/nsubj waited:wait/VERB/0/root ./PUNCT/2/punct",
        published=DAY,
    )
    found = cast(read)
    assert [(p.actor.country, p.actor.sector) for p in found.at(10)] == [
        (p.actor.country, p.actor.sector) for p in found.at(2)
    ]
    assert found.at(10)
    other = parse(
        "Japan/PROPN/3/nmod:poss 's/PART/1/case Ministry/PROPN/9/nsubj of/ADP/5/case Defense/PROPN/3/nmod "
        "(/PUNCT/7/punct XYZ/PROPN/3/appos )/PUNCT/7/punct waited:wait/VERB/0/root ./PUNCT/9/punct",
        "XYZ/PROPN/2/nsubj waited:wait/VERB/0/root ./PUNCT/2/punct",
        published=DAY,
    )
    assert cast(other).at(10) == ()
