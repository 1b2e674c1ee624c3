"""What a clause adds to an event: casualties, place, contexts; and whose side a phrase names."""

import pytest

from detente.events.contexts import contexts
from detente.events.parties import Phrases
from detente.events.place import place
from detente.events.size import size
from detente.events.tree import preposition
from detente.records import Size
from tests.parses import VOCAB, Cast, doc, parse


def test_numbers_of_dead_and_injured_as_stated():
    read = doc(
        "Iran/PROPN/2/nsubj killed:kill/VERB/0/root 37/NUM/4/nummod seamen:seaman/NOUN/2/obj and/CCONJ/6/cc "
        "wounded:wound/VERB/2/conj four/NUM/8/nummod others:other/NOUN/6/obj"
    )
    assert size(read, 1, "ASSAULT") == Size(dead=37, injured=4)
    assert size(read, 1, "ACCUSE") is None


def test_vague_numbers_stay_unknown():
    read = doc("Iran/PROPN/2/nsubj killed:kill/VERB/0/root dozens:dozen/NOUN/2/obj")
    assert size(read, 1, "ASSAULT") is None


def test_only_a_named_place_of_its_own_clause_is_the_place():
    read = parse(
        "They/PRON/2/nsubj met:meet/VERB/0/root in/ADP/5/case South/PROPN/5/compound Bend/PROPN/2/obl "
        "before/ADP/7/case lunch/NOUN/2/obl"
    )
    assert place(read, 1) is None
    read.doc.set_ents([read.doc.char_span(12, 22, label="LOC")])
    assert preposition(read.doc[4]) == "in"
    assert place(read, 1).text == "South Bend"


def test_contexts_by_words_and_by_words_that_stand_together():
    read = doc("The/DET/3/det peace/NOUN/3/compound talks:talk/NOUN/0/root on/ADP/5/case oil/NOUN/3/nmod")
    assert {"diplomatic", "natural_resource"} <= set(contexts(read, 0, 5))
    assert "natural_resource" not in contexts(read, 0, 4)
    assert VOCAB is read.vocab


AGREEMENT = doc(
    "its/PRON/2/nmod:poss agreement/NOUN/0/root with/ADP/4/case Iran/PROPN/2/nmod and/CCONJ/6/cc Iraq/PROPN/4/conj"
)


@pytest.mark.parametrize(
    ("besides", "sides"),
    [(set(), ["TUR"]), ({"TUR"}, ["IRN", "IRQ"]), ({"TUR", "IRN"}, ["IRQ"]), ({"TUR", "IRN", "IRQ"}, [])],
)
def test_a_phrase_names_the_first_side_that_is_not_looked_past(besides, sides):
    phrases = Phrases(AGREEMENT, Cast(AGREEMENT, {"its": "TUR", "Iran": "IRN", "Iraq": "IRQ"}))
    assert [p.actor.country for p in phrases.within(1, frozenset(besides))] == sides


@pytest.mark.parametrize(
    ("country", "event_type", "direct", "takes_part"),
    [
        ("JPN", "ACCUSE", False, False),  # a report by a Japanese firm
        ("JPN", "ACCUSE", True, True),  # accused Japanese firms
        ("JPN", "CONSULT", True, False),  # met Japanese tourists
        ("IGO", "ACCUSE", False, True),  # what an organisation of states does, whatever its field
    ],
)
def test_private_people_stand_for_their_state_only_where_a_word_is_said_to_them(
    country, event_type, direct, takes_part
):
    read = doc("firms/NOUN/0/root")
    phrases = Phrases(read, Cast(read, {"firms": country}, "BUS"))
    found = phrases.taking_part([0], event_type, acting=False, direct=frozenset({0} if direct else ()))
    assert bool(found) == takes_part
