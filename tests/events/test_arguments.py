"""Slots of predicates: one construction a test, against parses written by hand."""

from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from detente.events.arguments import slots_of, subjects
from detente.events.tree import conjuncts
from tests.parses import VOCAB, doc


def named(read, index):
    return {slot: [read[i].text for i in fillers] for slot, fillers in slots_of(read[index]).items()}


def test_active():
    read = doc("Iran/PROPN/2/nsubj seized:seize/VERB/0/root ships:ship/NOUN/2/obj in/ADP/5/case Oman/PROPN/2/obl")
    assert named(read, 1) == {"nsubj": ["Iran"], "obj": ["ships"], "obl:in": ["Oman"]}


def test_passive_with_agent():
    read = doc(
        "Ships:ship/NOUN/3/nsubj:pass were:be/AUX/3/aux:pass "
        "seized:seize/VERB/0/root by/ADP/5/case Iran/PROPN/3/obl:agent"
    )
    assert named(read, 2) == {"obj": ["Ships"], "nsubj": ["Iran"]}


def test_participle_after_its_noun():
    read = doc(
        "Sanctions:sanction/NOUN/5/nsubj imposed:impose=VBN/VERB/1/acl "
        "by/ADP/4/case Iran/PROPN/2/obl:agent work/VERB/0/root"
    )
    assert named(read, 1) == {"nsubj": ["Iran"], "obj": ["Sanctions"]}


def test_subject_relative_clause():
    read = doc(
        "Iran/PROPN/5/nsubj which/PRON/3/nsubj attacked:attack/VERB/1/acl:relcl Iraq/PROPN/3/obj left:leave/VERB/0/root"
    )
    assert named(read, 2) == {"obj": ["Iraq"], "nsubj": ["Iran"]}


def test_subject_control_and_object_control():
    promised = doc(
        "Iran/PROPN/2/nsubj promised:promise/VERB/0/root Iraq/PROPN/2/iobj "
        "to/PART/5/mark help/VERB/2/xcomp Syria/PROPN/5/obj"
    )
    urged = doc(
        "Iran/PROPN/2/nsubj urged:urge/VERB/0/root Iraq/PROPN/2/obj to/PART/5/mark help/VERB/2/xcomp Syria/PROPN/5/obj"
    )
    assert named(promised, 4)["nsubj"] == ["Iran"]
    assert named(urged, 4)["nsubj"] == ["Iraq"]


def test_coordinated_verbs_share_subject_and_passive_object():
    active = doc("Iran/PROPN/2/nsubj met:meet/VERB/0/root Iraq/PROPN/2/obj and/CCONJ/5/cc left:leave/VERB/2/conj")
    assert named(active, 4)["nsubj"] == ["Iran"]
    passive = doc(
        "He/PRON/3/nsubj:pass was:be/AUX/3/aux:pass seized:seize=VBN/VERB/0/root and/CCONJ/5/cc "
        "deported:deport=VBN/VERB/3/conj "
        "by/ADP/7/case Iran/PROPN/3/obl:agent"
    )
    assert named(passive, 4) == {"obj": ["He"], "nsubj": ["Iran"]}


def test_adverbial_clause_takes_the_subject_of_its_main_clause():
    read = doc("Iran/PROPN/2/nsubj spoke:speak/VERB/0/root blaming:blame=VBG/VERB/2/advcl Iraq/PROPN/3/obj")
    assert named(read, 2)["nsubj"] == ["Iran"]


def test_noun_slots():
    read = doc(
        "Iran/PROPN/3/nmod:poss 's/PART/1/case rejection/NOUN/0/root of/ADP/6/case the/DET/6/det offer/NOUN/3/nmod"
    )
    assert named(read, 2) == {"poss": ["Iran"], "nmod:of": ["offer"]}


def test_conjuncts_in_text_order():
    read = doc("Iran/PROPN/0/root ,/PUNCT/3/punct Iraq/PROPN/1/conj and/CCONJ/5/cc Oman/PROPN/1/conj")
    assert [t.text for t in conjuncts(read[0])] == ["Iran", "Iraq", "Oman"]


@st.composite
def trees(draw):
    """Any tree: random heads without cycles, random relations and parts of speech."""
    n = draw(st.integers(1, 12))
    heads = [0] + [draw(st.integers(0, i - 1)) for i in range(1, n)]
    order = draw(st.permutations(range(n)))
    place = {old: new for new, old in enumerate(order)}
    moved = [0] * n
    for old, head in enumerate(heads):
        moved[place[old]] = place[head]
    relation = st.sampled_from(
        "nsubj nsubj:pass obj iobj obl obl:agent nmod nmod:poss acl acl:relcl advcl xcomp ccomp conj case mark aux "
        "aux:pass amod compound flat appos parataxis dep".split()
    )
    deps = ["root" if moved[i] == i else draw(relation) for i in range(n)]
    pos = [draw(st.sampled_from(["NOUN", "VERB", "PROPN", "ADJ", "ADP", "PRON", "AUX"])) for _ in range(n)]
    words = [draw(st.sampled_from(["who", "by", "with", "Iran", "meet", "talks", "to"])) for _ in range(n)]
    return Doc(
        VOCAB,
        words,
        pos=pos,
        lemmas=words,
        tags=[""] * n,
        heads=moved,
        deps=deps,
        sent_starts=[True] + [False] * (n - 1),
    )


@given(trees())
def test_any_tree_is_read_without_error_and_never_fills_a_slot_with_its_own_head(read):
    for token in read:
        for fillers in slots_of(token).values():
            assert all(0 <= i < len(read) and i != token.i for i in fillers)
        assert token.i not in subjects(token)


def test_a_bare_relative_clause_with_its_own_subject_is_active():
    """ "the ban Iran imposed on Iraq", whatever the parser takes the subject for."""
    read = doc(
        "the/DET/2/det ban/NOUN/0/root Iran/PROPN/4/nsubj:pass imposed:impose=VBN/VERB/2/acl on/ADP/6/case "
        "Iraq/PROPN/4/obl"
    )
    slots = slots_of(read[3])
    assert [read[i].text for i in slots["nsubj"]] == ["Iran"]
    assert [read[i].text for i in slots["obj"]] == ["ban"]


def test_a_content_clause_of_a_noun_is_no_relative_clause():
    """ "a report that Iran wanted arms": the report is not what was wanted."""
    read = doc(
        "a/DET/2/det report/NOUN/0/root that/SCONJ/5/mark Iran/PROPN/5/nsubj wanted:want=VBD/VERB/2/acl "
        "arms:arm=NNS/NOUN/5/obj"
    )
    assert [read[i].text for i in slots_of(read[4])["obj"]] == ["arms"]


def test_what_somebody_calls_a_thing_stands_for_it():
    read = doc(
        "Iran/PROPN/2/nsubj condemned:condemn/VERB/0/root what/PRON/2/obj it/PRON/5/nsubj called:call/VERB/3/acl:relcl "
        "Iraqi/ADJ/7/amod aggression/NOUN/5/obj"
    )
    assert named(read, 1) == {"nsubj": ["Iran"], "obj": ["aggression"]}
    said = doc(
        "Iran/PROPN/2/nsubj struck:strike/VERB/0/root what/PRON/2/obj it/PRON/5/nsubj said:say/VERB/3/acl:relcl "
        "were:be/AUX/7/cop camps:camp/NOUN/2/obj"
    )
    assert named(said, 1) == {"nsubj": ["Iran"], "obj": ["camps"]}
    plain = doc(
        "Iran/PROPN/2/nsubj condemned:condemn/VERB/0/root what/PRON/2/obj Iraq/PROPN/5/nsubj did:do/VERB/3/acl:relcl"
    )
    assert named(plain, 1) == {"nsubj": ["Iran"], "obj": ["what"]}


def test_a_verb_of_speech_joined_to_what_something_is_belongs_to_the_speaker():
    spoken = doc(
        "Iran/PROPN/2/nsubj said:say=VBD/VERB/0/root it/PRON/5/nsubj was:be/AUX/5/cop wrong/ADJ/2/ccomp and/CCONJ/7/cc "
        "accused:accuse=VBD/VERB/5/conj Iraq/PROPN/7/obj"
    )
    assert named(spoken, 6) == {"nsubj": ["Iran"], "obj": ["Iraq"]}
    done = doc(
        "Iran/PROPN/2/nsubj said:say=VBD/VERB/0/root Egypt/PROPN/4/nsubj left:leave=VBD/VERB/2/ccomp and/CCONJ/6/cc "
        "accused:accuse=VBD/VERB/4/conj Iraq/PROPN/6/obj"
    )
    assert named(done, 5) == {"nsubj": ["Egypt"], "obj": ["Iraq"]}


def test_the_preposition_of_a_phrase_may_be_taken_for_a_particle():
    read = doc(
        "Iran/PROPN/2/nsubj called:call=VBD/VERB/0/root on/ADP/2/compound:prt Iraq/PROPN/2/obl to/PART/6/mark "
        "act/VERB/2/advcl"
    )
    assert named(read, 1)["obl:on"] == ["Iraq"]
    assert named(read, 5) == {"nsubj": ["Iraq"]}


def test_a_state_that_remains_ready_is_ready():
    read = doc(
        "He/PRON/2/nsubj said:say=VBD/VERB/0/root Iran/PROPN/4/nsubj remained:remain=VBD/VERB/2/ccomp "
        "ready/ADJ/2/ccomp to/PART/7/mark talk/VERB/5/xcomp"
    )
    assert named(read, 4)["nsubj"] == ["Iran"]
