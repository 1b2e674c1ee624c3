"""Who did what to whom, one construction a test, with the shipped lexicon and parses written by hand."""

import pytest

from detente.events.lexicon import Lexicon
from detente.events.roles import Roles
from detente.events.tree import preposition
from tests.parses import Cast, doc

STATES = {
    "Iran": "IRN",
    "Iranian": "IRN",
    "Iraq": "IRQ",
    "Japan": "JPN",
    "Syria": "SYR",
    "Turkey": "TUR",
    "Turkish": "TUR",
    "Libyan": "LBY",
    "Greece": "GRC",
    "Italy": "ITA",
    "Egypt": "EGY",
}


@pytest.fixture(scope="module")
def lexicon():
    return Lexicon.load()


PLACES = {"Tabriz": "IRN"}


def coded(lexicon, *sentences, countries=STATES):
    read = doc(*sentences)
    roles = Roles(read, Cast(read, countries, places=PLACES), lexicon)
    found = []
    for sentence in read.sents:
        for candidate in roles.fill(lexicon.triggers(read, sentence.start, sentence.end)):
            sense = candidate.trigger.sense
            ids = [p.actor.id for p in candidate.actors], [p.actor.id for p in candidate.recipients]
            if ids[1] or candidate.reciprocal:
                found.append((sense.event_type, *ids, candidate.reciprocal))
    return found


def test_active_and_passive_agree(lexicon):
    active = coded(lexicon, "Iran/PROPN/2/nsubj condemned:condemn/VERB/0/root Iraq/PROPN/2/obj")
    passive = coded(
        lexicon,
        "Iraq/PROPN/3/nsubj:pass was:be/AUX/3/aux:pass condemned:condemn=VBN/VERB/0/root by/ADP/5/case "
        "Iran/PROPN/3/obl:agent",
    )
    assert active == passive == [("ACCUSE", ["IRN"], ["IRQ"], False)]


def test_talks_are_held_together(lexicon):
    assert coded(
        lexicon,
        "Iran/PROPN/2/nsubj held:hold/VERB/0/root talks:talk=NNS/NOUN/2/obj with/ADP/5/case Iraq/PROPN/3/nmod",
    ) == [("CONSULT", ["IRN", "IRQ"], [], True)]


def test_coordinated_subjects_meet_each_other(lexicon):
    assert coded(lexicon, "Iran/PROPN/4/nsubj and/CCONJ/3/cc Iraq/PROPN/1/conj met:meet/VERB/0/root") == [
        ("CONSULT", ["IRN", "IRQ"], [], True)
    ]


def test_every_state_addressed_is_a_recipient(lexicon):
    assert coded(
        lexicon,
        "Greece/PROPN/2/nsubj called:call/VERB/0/root on/ADP/4/case Italy/PROPN/2/obl and/CCONJ/6/cc "
        "Egypt/PROPN/4/conj to/PART/8/mark act/VERB/2/xcomp",
    ) == [("REQUEST", ["GRC"], ["ITA", "EGY"], False)]


def test_the_owner_inside_the_object_is_the_one_criticised(lexicon):
    assert coded(
        lexicon,
        "Iran/PROPN/2/nsubj criticised:criticise/VERB/0/root the/DET/5/det Turkish/ADJ/5/amod decision/NOUN/2/obj",
    ) == [("ACCUSE", ["IRN"], ["TUR"], False)]


def test_a_joint_adjective_names_both(lexicon):
    assert coded(
        lexicon,
        "Greece/PROPN/2/nsubj criticised:criticise/VERB/0/root the/DET/7/det Turkish/ADJ/6/compound -/PUNCT/6/punct "
        "Libyan/ADJ/7/amod agreement/NOUN/2/obj",
    ) == [("ACCUSE", ["GRC"], ["TUR", "LBY"], False), ("AGREE", ["TUR", "LBY"], [], True)]


def test_an_agreed_act_is_folded_into_the_agreement(lexicon):
    found = coded(
        lexicon,
        "Iran/PROPN/2/nsubj agreed:agree/VERB/0/root to/PART/4/mark send/VERB/2/xcomp aid/NOUN/4/obj to/ADP/7/case "
        "Syria/PROPN/4/obl",
    )
    assert found == [("AGREE", ["IRN"], ["SYR"], False)]


def test_an_event_noun_with_owner_and_target(lexicon):
    found = coded(
        lexicon,
        "The/DET/3/det Iranian/ADJ/3/amod attack/NOUN/6/nsubj on/ADP/5/case Iraq/PROPN/3/nmod "
        "surprised:surprise/VERB/0/root many/ADJ/6/obj",
    )
    assert found == [("ASSAULT", ["IRN"], ["IRQ"], False)]


def test_imposing_sanctions_takes_the_roles_of_the_verb(lexicon):
    assert coded(
        lexicon,
        "Japan/PROPN/2/nsubj imposed:impose/VERB/0/root sanctions:sanction/NOUN/2/obj on/ADP/5/case Iran/PROPN/2/obl",
    ) == [("SANCTION", ["JPN"], ["IRN"], False)]


def test_nobody_is_made_up(lexicon):
    assert coded(lexicon, "He/PRON/2/nsubj condemned:condemn/VERB/0/root it/PRON/2/obj") == []
    assert coded(lexicon, "Iran/PROPN/2/nsubj condemned:condemn/VERB/0/root it/PRON/2/obj") == []


def test_a_rejected_pact_is_the_one_told_before(lexicon):
    found = coded(
        lexicon,
        "Iran/PROPN/4/nsubj and/CCONJ/3/cc Iraq/PROPN/1/conj signed:sign/VERB/0/root a/DET/6/det treaty/NOUN/4/obj",
        "Japan/PROPN/2/nsubj rejected:reject/VERB/0/root the/DET/4/det treaty/NOUN/2/obj",
    )
    assert ("REJECT", ["JPN"], ["IRN", "IRQ"], False) in found


def test_a_threat_on_condition_is_addressed_to_the_one_on_whom_it_depends(lexicon):
    assert coded(
        lexicon,
        "Iran/PROPN/2/nsubj threatened:threaten/VERB/0/root to/PART/4/mark leave/VERB/2/xcomp "
        "talks:talk=NNS/NOUN/4/obj if/SCONJ/8/mark Japan/PROPN/8/nsubj attacks:attack=VBZ/VERB/2/advcl",
    ) == [("THREATEN", ["IRN"], ["JPN"], False)]


def test_the_agent_of_a_passive_may_hang_on_what_stands_between(lexicon):
    assert coded(
        lexicon,
        "Iraq/PROPN/3/nsubj:pass was:be/AUX/3/aux:pass told:tell=VBN/VERB/0/root to/PART/5/mark "
        "withdraw=VB/VERB/3/xcomp by/ADP/7/case Iran/PROPN/5/obl",
    ) == [("REQUEST", ["IRN"], ["IRQ"], False)]


def test_what_stands_in_the_phrase_of_a_named_noun_is_the_recipient(lexicon):
    assert coded(
        lexicon,
        "Italy/PROPN/2/nsubj announced:announce/VERB/0/root a/DET/4/det suspension/NOUN/2/obj of/ADP/6/case "
        "links:link=NNS/NOUN/4/nmod with/ADP/8/case Iran/PROPN/6/nmod",
    ) == [("SANCTION", ["ITA"], ["IRN"], False)]


def test_talks_for_which_two_come_are_theirs(lexicon):
    assert coded(
        lexicon,
        "Iran/PROPN/4/nsubj and/CCONJ/3/cc Iraq/PROPN/1/conj returned:return/VERB/0/root for/ADP/6/case "
        "talks:talk=NNS/NOUN/4/obl",
    ) == [("CONSULT", ["IRN", "IRQ"], [], True)]


def test_talks_may_stand_inside_a_measure_of_time(lexicon):
    assert coded(
        lexicon,
        "Iran/PROPN/2/nsubj held:hold/VERB/0/root hours:hour=NNS/NOUN/2/obj of/ADP/5/case talks:talk=NNS/NOUN/3/nmod "
        "with/ADP/7/case Iraq/PROPN/2/obl",
    ) == [("CONSULT", ["IRN", "IRQ"], [], True)]


def test_those_who_plan_a_joint_act_plan_it_together(lexicon):
    assert coded(
        lexicon,
        "Iran/PROPN/4/nsubj and/CCONJ/3/cc Iraq/PROPN/1/conj plan/VERB/0/root to/PART/6/mark hold=VB/VERB/4/xcomp "
        "talks:talk=NNS/NOUN/6/obj",
    ) == [("AGREE", ["IRN", "IRQ"], [], True)]


def test_the_actors_own_side_is_looked_past(lexicon):
    assert coded(
        lexicon,
        "Japan/PROPN/2/nsubj voiced:voice/VERB/0/root Japan/PROPN/4/nmod:poss readiness/NOUN/2/obj for/ADP/6/case "
        "talks:talk=NNS/NOUN/2/obl with/ADP/8/case Iran/PROPN/6/nmod",
    ) == [("AGREE", ["JPN"], ["IRN"], False)]


def test_force_used_in_a_state_is_used_on_it(lexicon):
    assert coded(
        lexicon,
        "Turkish/ADJ/2/amod jets:jet=NNS/NOUN/3/nsubj bombed:bomb/VERB/0/root positions:position=NNS/NOUN/3/obj "
        "in/ADP/6/case Syria/PROPN/3/obl",
    ) == [("ASSAULT", ["TUR"], ["SYR"], False)]


def test_troops_that_pull_out_of_a_state_leave_it(lexicon):
    assert coded(
        lexicon,
        "Iran/PROPN/2/nsubj pulled:pull/VERB/0/root out/ADP/5/case of/ADP/5/case Syria/PROPN/2/obl",
    ) == [("RETREAT", ["IRN"], ["SYR"], False)]


def test_criticism_that_is_drawn_comes_from_who_utters_it(lexicon):
    assert coded(
        lexicon,
        "Japan/PROPN/2/nsubj drew:draw/VERB/0/root criticism/NOUN/2/obj from/ADP/5/case Iran/PROPN/3/nmod",
    ) == [("ACCUSE", ["IRN"], ["JPN"], False)]


def test_what_is_done_to_a_city_is_done_to_its_state(lexicon):
    blockaded = coded(lexicon, "Turkey/PROPN/2/nsubj blockaded:blockade/VERB/0/root Tabriz/PROPN/2/obj")
    assert blockaded == [("COERCE", ["TUR"], ["IRN"], False)]
    assert coded(
        lexicon,
        "Japan/PROPN/2/nsubj sent:send/VERB/0/root food/NOUN/2/obj to/ADP/5/case Tabriz/PROPN/2/obl",
    ) == [("AID", ["JPN"], ["IRN"], False)]
    # Praise for a city is no word to its state.
    assert coded(lexicon, "Japan/PROPN/2/nsubj praised:praise/VERB/0/root Tabriz/PROPN/2/obj") == []


STRIKE = (
    "Turkey/PROPN/2/nsubj bombed:bomb/VERB/0/root positions:position=NNS/NOUN/2/obj in/ADP/5/case Syria/PROPN/2/obl"
)
BLAST = "A/DET/2/det bomb/NOUN/3/nsubj killed:kill/VERB/0/root ten/NUM/5/nummod Italians/PROPN/3/obj"


@pytest.mark.parametrize("noun", ["raid", "move", "attack"])
def test_a_reaction_to_a_deed_goes_to_who_did_it(lexicon, noun):
    reaction = f"Egypt/PROPN/2/nsubj condemned:condemn/VERB/0/root the/DET/4/det {noun}/NOUN/2/obj"
    assert coded(lexicon, STRIKE, reaction)[1:] == [("ACCUSE", ["EGY"], ["TUR"], False)]


def test_an_attack_by_nobody_known_lends_its_victims_to_sympathy_alone(lexicon):
    condemned = "Egypt/PROPN/2/nsubj condemned:condemn/VERB/0/root the/DET/4/det attack/NOUN/2/obj"
    told = {**STATES, "Italians": "ITA"}
    assert coded(lexicon, STRIKE, BLAST, condemned, countries=told)[1:] == []


def test_a_deed_long_past_is_not_taken_up(lexicon):
    between = ["It/PRON/2/nsubj rained:rain/VERB/0/root"] * 3
    reaction = "Egypt/PROPN/2/nsubj condemned:condemn/VERB/0/root the/DET/4/det move/NOUN/2/obj"
    assert coded(lexicon, STRIKE, *between, reaction)[1:] == []


def test_the_first_state_to_do_something_has_done_it(lexicon):
    assert coded(
        lexicon,
        "Greece/PROPN/2/nsubj became:become/VERB/0/root the/DET/5/det first/ADJ/5/amod state/NOUN/2/xcomp "
        "to/PART/7/mark recognise:recognise/VERB/5/acl Syria/PROPN/7/obj",
    ) == [("SUPPORT", ["GRC"], ["SYR"], False)]


def test_of_whom_a_noun_is_said(lexicon):
    assert coded(
        lexicon,
        "Italy/PROPN/4/nsubj is:be/AUX/4/cop an/DET/4/det advocate/NOUN/0/root of/ADP/8/case Turkey/PROPN/8/nmod:poss "
        "'s/PART/6/case accession/NOUN/4/nmod",
    ) == [("SUPPORT", ["ITA"], ["TUR"], False)]


def test_an_object_in_front_of_its_verb_is_the_subject(lexicon):
    assert coded(
        lexicon,
        "Iraq/PROPN/2/iobj asked:ask=VBD/VERB/0/root Italy/PROPN/2/iobj to/PART/5/mark help/VERB/2/xcomp",
    ) == [("REQUEST", ["IRQ"], ["ITA"], False)]


def test_of_two_objects_the_second_says_what_the_first_is_called(lexicon):
    assert coded(
        lexicon,
        STRIKE,
        "Egypt/PROPN/2/nsubj called:call/VERB/0/root the/DET/4/det raid/NOUN/2/obj a/DET/6/det crime/NOUN/2/obj",
    )[1:] == [("ACCUSE", ["EGY"], ["TUR"], False)]


def test_a_conflict_that_turns_to_violence_is_force_between_its_sides(lexicon):
    assert coded(
        lexicon,
        "The/DET/2/det dispute/NOUN/7/nsubj between/ADP/4/case Iran/PROPN/2/nmod and/CCONJ/6/cc Iraq/PROPN/4/conj "
        "erupted:erupt/VERB/0/root into/ADP/9/case violence/NOUN/7/obl",
    ) == [("ASSAULT", ["IRN", "IRQ"], [], True)]


def test_being_engaged_in_a_deed_is_doing_it(lexicon):
    assert coded(
        lexicon,
        "Turkey/PROPN/3/nsubj:pass was:be/AUX/3/aux:pass engaged:engage=VBN/VERB/0/root in/ADP/5/case "
        "talks:talk=NNS/NOUN/3/obl with/ADP/7/case Greece/PROPN/5/nmod",
    ) == [("CONSULT", ["TUR", "GRC"], [], True)]


@pytest.mark.parametrize(("addressee", "expected"), [("Italy/PROPN/2/iobj", True), ("that/SCONJ/5/mark", False)])
def test_whom_a_promise_is_made_to(lexicon, addressee, expected):
    read = doc(
        f"Turkey/PROPN/2/nsubj promised:promise/VERB/0/root {addressee} it/PRON/6/nsubj would/AUX/6/aux "
        "attack/VERB/2/ccomp Syria/PROPN/6/obj"
    )
    roles = Roles(read, Cast(read, {**STATES, "it": "TUR"}), lexicon)
    found = roles.fill(lexicon.triggers(read, 0, len(read)))
    assert [c.addressed for c in found if c.trigger.head == 1] == [expected]


@pytest.mark.parametrize(
    "clause",
    [
        # Parsers hang the subject of the infinitive on the verb above, as its oblique or its own subject.
        "for/SCONJ/6/mark Iraq/PROPN/2/obl to/PART/6/mark withdraw/VERB/2/advcl",
        "for/SCONJ/6/mark Iraq/PROPN/2/nsubj to/PART/6/mark withdraw/VERB/2/advcl",
        "for/ADP/4/case Iraq/PROPN/2/obl to/PART/6/mark withdraw/VERB/2/advcl",
        "for/SCONJ/6/mark Iraq/PROPN/6/nsubj to/PART/6/mark withdraw/VERB/2/advcl",
    ],
)
def test_calling_for_somebody_to_do_something_asks_that_one(lexicon, clause):
    assert coded(lexicon, f"Iran/PROPN/2/nsubj called:call=VBD/VERB/0/root {clause}") == [
        ("REQUEST", ["IRN"], ["IRQ"], False)
    ]


@pytest.mark.parametrize("mark", ["against", "from", "into", "for"])
def test_what_one_is_warned_against_is_ones_own_doing(lexicon, mark):
    found = coded(
        lexicon,
        f"Iran/PROPN/2/nsubj warned:warn=VBD/VERB/0/root Iraq/PROPN/2/obj {mark}/SCONJ/5/mark "
        "attacking:attack=VBG/VERB/2/advcl Syria/PROPN/5/obj",
    )
    assert ("ASSAULT", ["IRQ"], ["SYR"], False) in found
    assert not [f for f in found if f[1] == ["IRN"] and f[2] == ["SYR"]]


def test_the_agent_of_a_noun_is_no_second_subject(lexicon):
    found = coded(
        lexicon,
        "Iran/PROPN/2/nsubj rejected:reject=VBD/VERB/0/root an/DET/4/det appeal/NOUN/2/obj by/ADP/6/case "
        "Italy/PROPN/2/obl:agent",
    )
    assert all(actors == ["IRN"] for event_type, actors, _, _ in found if event_type == "REJECT")


@pytest.mark.parametrize("dep", ["iobj", "obj"])
def test_of_two_objects_the_first_is_given_the_second(lexicon, dep):
    assert coded(
        lexicon,
        f"Japan/PROPN/2/nsubj lent:lend=VBD/VERB/0/root Egypt/PROPN/2/{dep} $/SYM/2/obj",
    ) == [("AID", ["JPN"], ["EGY"], False)]


@pytest.mark.parametrize(("town", "expected"), [("Tabriz", [("CONSULT", ["JPN"], ["IRN"], False)]), ("Geneva", [])])
def test_a_town_that_is_flown_to_stands_for_its_state_unless_others_are_met_there(lexicon, monkeypatch, town, expected):
    monkeypatch.setitem(PLACES, "Geneva", "CHE")
    read = doc(f"Japan/PROPN/2/nsubj flew:fly=VBD/VERB/0/root to/ADP/4/case {town}/PROPN/2/obl")
    read.set_ents([read.char_span(read[3].idx, read[3].idx + len(town), label="LOC")])
    roles = Roles(read, Cast(read, STATES, places=PLACES), lexicon)
    found = [c for c in roles.fill(lexicon.triggers(read, 0, 4)) if c.recipients]
    ids = [
        (c.trigger.sense.event_type, [p.actor.id for p in c.actors], [p.actor.id for p in c.recipients], c.reciprocal)
        for c in found
    ]
    assert ids == expected


def test_what_two_do_to_a_thing_between_them_they_do_together(lexicon):
    assert coded(
        lexicon,
        "Iran/PROPN/4/nsubj and/CCONJ/3/cc Iraq/PROPN/1/conj reopened:reopen=VBD/VERB/0/root their/PRON/6/nmod:poss "
        "border/NOUN/4/obj",
    ) == [("RETREAT", ["IRN", "IRQ"], [], True)]


def test_a_name_of_several_words_may_carry_its_preposition_on_any_of_them():
    read = doc("with/ADP/4/case Papua/PROPN/0/root New/ADJ/4/amod Guinea/PROPN/2/flat")
    assert preposition(read[1]) == "with"
    read = doc("signed/VERB/0/root with/ADP/5/case Papua/PROPN/1/obl New/ADJ/5/amod Guinea/PROPN/3/flat")
    assert preposition(read[2]) == "with"


KILLING = (
    "Egypt/PROPN/2/nsubj condemned:condemn=VBD/VERB/0/root the/DET/4/det killing/NOUN/2/obj of/ADP/6/case "
    "Greeks/PROPN/4/nmod"
)


@pytest.mark.parametrize(
    ("more", "blamed"),
    [("", []), (" by/ADP/8/case Turkey/PROPN/4/nmod", ["TUR"]), (" in/ADP/8/case Tabriz/PROPN/4/nmod", [])],
)
def test_whoever_condemns_a_deed_does_not_blame_its_victims(lexicon, more, blamed):
    found = coded(lexicon, KILLING + more, countries={**STATES, "Greeks": "GRC"})
    assert [f[2] for f in found if f[0] == "ACCUSE"] == ([blamed] if blamed else [])


def test_an_arrest_abroad_is_blamed_on_the_state_where_it_was_made(lexicon):
    found = coded(
        lexicon,
        "Egypt/PROPN/2/nsubj denounced:denounce=VBD/VERB/0/root the/DET/4/det arrest/NOUN/2/obj of/ADP/6/case "
        "Egyptians/PROPN/4/nmod in/ADP/8/case Tabriz/PROPN/4/nmod",
        countries={**STATES, "Egyptians": "EGY"},
    )
    assert ("ACCUSE", ["EGY"], ["IRN"], False) in found


def test_whoever_is_prompted_acts_towards_who_prompted_it(lexicon):
    found = coded(
        lexicon,
        "Italy/PROPN/2/nsubj recognised:recognise=VBD/VERB/0/root Syria/PROPN/2/obj prompting:prompt=VBG/VERB/2/advcl "
        "Iran/PROPN/4/obj to/PART/7/mark recall/VERB/4/xcomp its/PRON/9/nmod:poss ambassador/NOUN/7/obj",
    )
    assert ("SANCTION", ["IRN"], ["ITA"], False) in found


def test_a_plea_to_somebody_unknown_is_none_to_whom_it_is_for(lexicon):
    urged = (
        "Iran/PROPN/2/nsubj urged:urge=VBD/VERB/0/root {}/PROPN/2/obj to/PART/5/mark help/VERB/2/xcomp Iraq/PROPN/5/obj"
    )
    assert coded(lexicon, urged.format("Freedonia")) == []
    assert coded(lexicon, urged.format("Italy")) == [("REQUEST", ["IRN"], ["ITA"], False)]


def test_whom_is_told_that_it_may_buy_is_agreed_with(lexicon):
    # As parsers read it: the one told hangs on what it is told.
    assert coded(
        lexicon,
        "Italy/PROPN/2/nsubj told:tell=VBD/VERB/0/root Egypt/PROPN/6/iobj it/PRON/6/nsubj could/AUX/6/aux "
        "buy/VERB/2/ccomp frigates:frigate=NNS/NOUN/6/obj",
    ) == [("AGREE", ["ITA"], ["EGY"], False)]


def test_what_is_said_of_oneself_and_others_accuses_nobody(lexicon):
    read = doc("Iran/PROPN/2/nsubj claimed:claim=VBD/VERB/0/root it/PRON/4/nsubj erred:err=VBD/VERB/2/ccomp")
    for meant, expected in (("IRN", 0), ("IRQ", 1)):
        roles = Roles(read, Cast(read, {**STATES, "it": meant}), lexicon)
        found = [c for c in roles.fill(lexicon.triggers(read, 0, 4)) if c.recipients]
        assert len(found) == expected


def test_a_city_may_be_named_after_its_kind(lexicon):
    assert coded(
        lexicon,
        "Turkey/PROPN/2/nsubj shelled:shell=VBD/VERB/0/root the/DET/4/det city/NOUN/2/obj of/ADP/6/case "
        "Tabriz/PROPN/4/nmod",
    ) == [("ASSAULT", ["TUR"], ["IRN"], False)]


def test_a_deed_that_is_claimed_hit_whom_the_text_says_it_hit(lexicon):
    assert (
        "ASSAULT",
        ["IRN"],
        ["ITA"],
        False,
    ) in coded(
        lexicon,
        "Iran/PROPN/2/nsubj claimed:claim=VBD/VERB/0/root responsibility/NOUN/2/obj for/ADP/6/case the/DET/6/det "
        "attack/NOUN/2/obl which/PRON/8/nsubj killed:kill=VBD/VERB/6/acl:relcl three/NUM/10/nummod "
        "Italians/PROPN/8/obj",
        countries={**STATES, "Italians": "ITA"},
    )


CONDEMNED = "Egypt/PROPN/2/nsubj condemned:condemn/VERB/0/root the/DET/4/det execution/NOUN/2/obj"


def test_a_noun_for_a_deed_goes_to_whoever_did_one_of_its_kind(lexicon):
    executed = "Iran/PROPN/2/nsubj executed:execute/VERB/0/root him/PRON/2/obj"
    assert coded(lexicon, executed, CONDEMNED) == [("ACCUSE", ["EGY"], ["IRN"], False)]


def test_a_deed_by_nobody_known_hides_those_before(lexicon):
    executed = "Iran/PROPN/2/nsubj executed:execute/VERB/0/root Iraq/PROPN/2/obj"
    unknown = "Egypt/PROPN/3/nsubj:pass was:be/AUX/3/aux:pass executed:execute=VBN/VERB/0/root"
    assert coded(lexicon, executed, unknown, CONDEMNED)[1:] == []


def test_what_is_said_to_be_wrong_is_a_reproach_to_whoever_did_it(lexicon):
    seized = "Iran/PROPN/2/nsubj seized:seize/VERB/0/root an/DET/5/det Iraqi/ADJ/5/amod ship/NOUN/2/obj"
    said = (
        "Egypt/PROPN/2/nsubj said:say/VERB/0/root the/DET/4/det move/NOUN/6/nsubj was:be/AUX/6/cop illegal/ADJ/2/ccomp"
    )
    told = {**STATES, "Iraqi": "IRQ"}
    assert coded(lexicon, seized, said, countries=told)[1:] == [("ACCUSE", ["EGY"], ["IRN"], False)]
    denied = (
        said.replace("illegal/", "not/PART/7/advmod illegal/").replace("6/nsubj", "7/nsubj").replace("6/cop", "7/cop")
    )
    assert coded(lexicon, seized, denied, countries=told)[1:] == []


def test_who_goes_on_speaking_speaks_to_the_same_side(lexicon):
    accused = "Iran/PROPN/2/nsubj accused:accuse/VERB/0/root Iraq/PROPN/2/obj of/ADP/5/case piracy/NOUN/2/obl"
    demanded = "It/PRON/2/nsubj demanded:demand/VERB/0/root an/DET/4/det apology/NOUN/2/obj"
    told = {**STATES, "It": "IRN"}
    assert ("REQUEST", ["IRN"], ["IRQ"], False) in coded(lexicon, accused, demanded, countries=told)
    named = demanded.replace("It/PRON", "Egypt/PROPN")
    assert all(event[0] != "REQUEST" for event in coded(lexicon, accused, named, countries=told))


def test_where_two_meet_is_no_party(lexicon):
    talks = (
        "Iran/PROPN/4/nsubj and/CCONJ/3/cc Iraq/PROPN/1/conj held:hold/VERB/0/root talks:talk=NNS/NOUN/4/obj "
        "in/ADP/7/case Egypt/PROPN/4/obl"
    )
    assert coded(lexicon, talks) == [("CONSULT", ["IRN", "IRQ"], [], True)]


def test_an_agreement_named_again_is_with_the_other_side(lexicon):
    signed = (
        "Iran/PROPN/4/nsubj and/CCONJ/3/cc Iraq/PROPN/1/conj signed:sign/VERB/0/root an/DET/6/det accord/NOUN/4/obj"
    )
    threatened = (
        "Iraq/PROPN/2/nsubj threatened:threaten/VERB/0/root to/PART/4/mark suspend/VERB/2/xcomp the/DET/6/det "
        "accord/NOUN/4/obj"
    )
    assert coded(lexicon, signed, threatened)[-1] == ("THREATEN", ["IRQ"], ["IRN"], False)


def test_a_journey_to_meet_somebody_is_told_by_the_meeting(lexicon):
    flew = "Iran/PROPN/2/nsubj flew:fly/VERB/0/root home/ADV/2/advmod to/PART/5/mark meet/VERB/2/advcl Iraq/PROPN/5/obj"
    assert ("CONSULT", ["IRN", "IRQ"], [], True) in coded(lexicon, flew)
