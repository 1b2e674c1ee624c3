"""The lexicon: its tables are sound, and its senses fire in the constructions they are written for."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from detente import ontology
from detente.errors import InputError
from detente.events.entries import FLAGS
from detente.events.inflect import Forms, verb_forms
from detente.events.lexicon import Lexicon, Trigger

VOCAB = spacy.blank("en").vocab
LEXICON = Lexicon.load()


def parse(rows: str, names: tuple[str, ...] = ()) -> Doc:
    """A Doc from rows `form lemma POS/TAG head relation`, heads counted from 1, 0 for the root."""
    cells = [line.split() for line in rows.strip().splitlines()]
    heads = [int(c[3]) - 1 if int(c[3]) else i for i, c in enumerate(cells)]
    doc = Doc(
        VOCAB,
        words=[c[0] for c in cells],
        spaces=["-" not in (c[0], after) for c, after in zip(cells, [*(c[0] for c in cells[1:]), ""], strict=True)],
        lemmas=[c[1] for c in cells],
        pos=[c[2].split("/")[0] for c in cells],
        tags=[c[2].split("/")[-1] for c in cells],
        heads=heads,
        deps=[c[4] for c in cells],
        sent_starts=[i == 0 for i in range(len(cells))],
    )
    doc.set_ents([doc.char_span(m, m + len(n), label="LOC") for n in names for m in [doc.text.index(n)]])
    return doc


def found(doc: Doc) -> list[Trigger]:
    return LEXICON.triggers(doc, 0, len(doc))


def told(doc: Doc) -> set[tuple[str, str | None]]:
    return {(t.sense.event_type, t.sense.event_mode) for t in found(doc)}


# -- the shipped tables ------------------------------------------------------------------------------------------------


def test_every_type_and_every_mode_that_is_coded_has_an_entry() -> None:
    pairs = {(s.event_type, s.event_mode) for s in LEXICON.senses}
    assert {t for t, _ in pairs} == set(ontology.types())
    assert {(m.event_type, m.mode) for m in ontology.modes().values() if m.coded} <= pairs


def test_there_are_thousands_of_entries_and_no_two_alike() -> None:
    assert len(LEXICON.senses) > 4000
    keys = [
        (s.lemma, s.pos, frozenset(c.text for c in s.when))
        for s in (*LEXICON.tables.blockers, *LEXICON.senses)
        if "also" not in s.flags
    ]
    assert len(keys) == len(set(keys))


def test_ids_are_unique_and_every_group_says_what_it_means() -> None:
    ids = [s.id for s in LEXICON.senses]
    assert len(ids) == len(set(ids))
    assert all(len(s.meaning) > 4 for s in LEXICON.senses)
    assert {f for s in LEXICON.senses for f in s.flags} <= set(FLAGS)


# -- constructions -----------------------------------------------------------------------------------------------------

ACTIVE = """
China China PROPN/NNP 2 nsubj
imposed impose VERB/VBD 0 root
sanctions sanction NOUN/NNS 2 obj
on on ADP/IN 5 case
Japan Japan PROPN/NNP 2 obl
"""
PASSIVE = """
The the DET/DT 2 det
city city NOUN/NN 4 nsubj:pass
was be AUX/VBD 4 aux:pass
attacked attack VERB/VBN 0 root
by by ADP/IN 6 case
rebels rebel NOUN/NNS 4 obl:agent
"""
PARTICIPLE = """
a a DET/DT 2 det
treaty treaty NOUN/NN 0 root
signed sign VERB/VBN 2 acl
by by ADP/IN 5 case
Chad Chad PROPN/NNP 3 obl
"""
PARTICLE = """
Iran Iran PROPN/NNP 2 nsubj
called call VERB/VBD 0 root
off off ADP/RP 2 compound:prt
the the DET/DT 5 det
talks talk NOUN/NNS 2 obj
"""
SHELL = """
France France PROPN/NNP 2 nsubj
sent send VERB/VBD 0 root
millions million NOUN/NNS 2 obj
of of ADP/IN 5 case
dollars dollar NOUN/NNS 3 nmod
in in ADP/IN 7 case
aid aid NOUN/NN 5 nmod
"""
HYPHEN = """
Kenya Kenya PROPN/NNP 2 nsubj
broke break VERB/VBD 0 root
the the DET/DT 6 det
cease cease NOUN/NN 6 compound
- - PUNCT/HYPH 6 punct
fire fire NOUN/NN 2 obj
"""
RELATIVE = """
the the DET/DT 2 det
city city NOUN/NN 0 root
that that PRON/WDT 5 obj
Iraq Iraq PROPN/NNP 5 nsubj
bombed bomb VERB/VBD 2 acl:relcl
"""


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (ACTIVE, {("SANCTION", "discontinue")}),
        (PASSIVE, {("ASSAULT", None)}),
        (PARTICIPLE, {("SUPPORT", None)}),
        (PARTICLE, {("REJECT", "meet")}),
        (SHELL, {("AID", None)}),
        (HYPHEN, {("ASSAULT", None)}),
        (RELATIVE, {("ASSAULT", "aerial")}),
    ],
    ids=["active", "passive", "participle", "particle", "shell", "hyphen", "relative"],
)
def test_a_sense_fires_in_its_construction(rows: str, expected: set[tuple[str, str | None]]) -> None:
    assert told(parse(rows)) == expected


def test_the_tokens_of_a_trigger_are_its_head_and_the_words_that_were_matched() -> None:
    (trigger,) = found(parse(PARTICLE))
    assert (trigger.head, trigger.tokens) == (1, (1, 2, 4))


def test_a_noun_taken_by_a_verb_is_no_trigger_of_its_own() -> None:
    doc = parse(ACTIVE.replace("imposed impose", "lifted lift"))
    assert told(doc) == {("RETREAT", None)}


def test_a_governed_noun_stays_a_trigger() -> None:
    doc = parse(
        """
        Oman Oman PROPN/NNP 2 nsubj
        called call VERB/VBD 0 root
        for for ADP/IN 4 case
        talks talk NOUN/NNS 2 obl
        """
    )
    assert told(doc) == {("REQUEST", "meet"), ("CONSULT", None)}


def test_light_verbs_tell_where_the_parties_of_the_noun_stand() -> None:
    doc = parse(ACTIVE)
    verb, light = LEXICON.light(doc[2]) or (None, None)
    assert verb == 1
    assert light is not None and light.actor == ("nsubj",) and "obl:on" in light.recipient
    assert LEXICON.light(doc[4]) is None


def test_a_name_kind_is_a_condition() -> None:
    rows = """
    Iraq Iraq PROPN/NNP 2 nsubj
    struck strike VERB/VBD 0 root
    Iran Iran PROPN/NNP 2 obj
    """
    assert told(parse(rows)) == set()
    assert told(parse(rows, names=("Iran",))) == {("ASSAULT", None)}


def test_a_word_in_the_complement_decides_the_mode() -> None:
    rows = """
    Oman Oman PROPN/NNP 2 nsubj
    urged urge VERB/VBD 0 root
    Iran Iran PROPN/NNP 2 obj
    to to PART/TO 5 mark
    {0} {0} VERB/VB 2 xcomp
    """
    assert ("REQUEST", "yield") in told(parse(rows.format("withdraw")))
    assert ("REQUEST", "meet") in told(parse(rows.format("negotiate")))
    assert ("REQUEST", "assist") in told(parse(rows.format("help")))
    assert ("REQUEST", None) in told(parse(rows.format("sing")))


@pytest.mark.parametrize(
    "rows",
    [
        "He he PRON/PRP 2 nsubj\nattacked attack VERB/VBD 0 root\na a DET/DT 4 det\nproblem problem NOUN/NN 2 obj",
        "It it PRON/PRP 2 nsubj\nstruck strike VERB/VBD 0 root\na a DET/DT 4 det\nbalance balance NOUN/NN 2 obj",
        "a a DET/DT 3 det\nheart heart NOUN/NN 3 compound\nattack attack NOUN/NN 0 root",
        "the the DET/DT 3 det\nmeeting meeting NOUN/NN 3 compound\nroom room NOUN/NN 0 root",
        "a a DET/DT 3 det\npress press NOUN/NN 3 compound\nconference conference NOUN/NN 0 root",
        "He he PRON/PRP 2 nsubj\nmet meet VERB/VBD 0 root\nthe the DET/DT 4 det\ndeadline deadline NOUN/NN 2 obj",
        "A a DET/DT 2 det\nstorm storm NOUN/NN 3 nsubj\nhit hit VERB/VBD 0 root\nIran Iran PROPN/NNP 3 obj",
    ],
)
def test_lookalikes_do_not_fire(rows: str) -> None:
    assert told(parse(rows)) == set()


def test_forms_are_led_back_to_lemmas_that_the_reader_got_wrong() -> None:
    assert told(parse("Peru Peru PROPN/NNP 2 nsubj\nexpelled expell VERB/VBD 0 root\nenvoys envoy NOUN/NNS 2 obj")) == {
        ("SANCTION", "expel")
    }


def test_forms_of_regular_and_irregular_words() -> None:
    assert {"travels", "travelled", "traveled", "travelling"} <= set(verb_forms("travel"))
    assert {"denies", "denied", "denying"} <= set(verb_forms("deny"))
    forms = Forms({"strike", "withdraw"}, {("strike", "VERB"): ("struck",)})
    assert "strike" in forms.lemmas("struck", "struck", "VERB")
    assert "strike" not in forms.lemmas("struck", "struck", "NOUN")


# -- the loader --------------------------------------------------------------------------------------------------------


def folder(
    tmp_path: Path, agree: str, *, classes: str = "aid\tfood|grain\n", light: str = "", irregular: str = ""
) -> Path:
    for event_type in ontology.types():
        (tmp_path / f"{event_type.lower()}.tsv").write_text("", encoding="utf-8")
    for name, text in (
        ("agree", agree),
        ("blockers", ""),
        ("classes", classes),
        ("light", light),
        ("irregular", irregular),
    ):
        (tmp_path / f"{name}.tsv").write_text(text, encoding="utf-8")
    return tmp_path


HEAD = "# meaning: a group for a test\n"


def test_a_group_sets_what_its_rows_leave_empty(tmp_path: Path) -> None:
    text = HEAD + "# recipient: obl:with\n# flags: joint\nnod|bow\tVERB\tobj=@aid !prt\nwink\tVERB\t-\t\tobj\t-\tweak\n"
    nod, bow, wink = Lexicon.read(folder(tmp_path, text)).senses
    assert (nod.lemma, bow.lemma) == ("nod", "bow")
    assert nod.actor == ("nsubj",) and nod.recipient == ("obl:with",) and nod.flags == {"joint"}
    assert nod.when[0].values == {"food", "grain"} and nod.when[1].negated
    assert wink.actor == ("obj",) and wink.recipient == () and wink.flags == {"weak"}
    assert nod.id == "AGREE: nod.VERB obj=@aid !prt"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("nod\tADVERB\t-", "part of speech"),
        ("nod\tVERB\t-\tphone", "no mode"),
        ("nod\tVERB\t-\t\tsubject", "unknown slot"),
        ("nod\tVERB\t-\t\t\t\tstrong", "unknown flag"),
        ("nod\tVERB\tobject=food", "unknown condition"),
        ("nod\tVERB\tpassive=yes", "unknown condition"),
        ("nod\tVERB\tobj=@nothing", "unknown class"),
        ("nod\tVERB\tobj=a b", "unknown condition"),
        ("nod\tVERB\tobj=<TOWN>", "no word"),
        ("Nod\tVERB\t-", "lower case"),
        ("nod off\tVERB\t-", "lower case"),
        ("nod", "columns"),
        ("nod|nod\tVERB\t-", "twice"),
        ("nod\tVERB\t-\nnod\tVERB\t-", "twice"),
        ("# colour: red", "no setting"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(tmp_path: Path, row: str, why: str) -> None:
    with pytest.raises(InputError, match=why) as caught:
        Lexicon.read(folder(tmp_path, HEAD + row + "\n"))
    assert caught.value.where.startswith(f"agree.tsv, line {1 + len(row.splitlines())}")


@pytest.mark.parametrize(
    ("tables", "where"),
    [
        ({"agree": "nod\tVERB\t-\n"}, "agree.tsv, line 1"),
        ({"agree": "", "classes": "aid food\n"}, "classes.tsv, line 1"),
        ({"agree": "", "classes": "aid\t@later\nlater\tfood\n"}, "classes.tsv, line 1"),
        ({"agree": "", "light": "hold\t-\n"}, "light.tsv, line 1"),
        ({"agree": "", "light": "hold\t-\tobj\tnobody\n"}, "light.tsv, line 1"),
        ({"agree": "", "irregular": "meet\tVERB\n"}, "irregular.tsv, line 1"),
    ],
)
def test_mistakes_in_the_other_tables(tmp_path: Path, tables: dict[str, str], where: str) -> None:
    with pytest.raises(InputError) as caught:
        Lexicon.read(folder(tmp_path, **tables))
    assert caught.value.where == where


# -- anything at all ---------------------------------------------------------------------------------------------------

LEMMAS = sorted({s.lemma for s in LEXICON.senses})
RELATIONS = (
    "nsubj nsubj:pass obj iobj obl obl:agent nmod nmod:poss amod compound compound:prt flat appos acl acl:relcl advcl "
    "xcomp ccomp conj cc case mark aux aux:pass cop parataxis punct dep"
).split()


@st.composite
def trees(draw: st.DrawFn) -> Doc:
    size = draw(st.integers(1, 12))
    root = draw(st.integers(0, size - 1))
    order = [root, *(i for i in range(size) if i != root)]
    heads = [0] * size
    for k, i in enumerate(order):
        heads[i] = i if k == 0 else order[draw(st.integers(0, k - 1))]
    word = st.sampled_from(["-", "by", "of", "with", "to", "who", "which", "Iran"]) | st.sampled_from(LEMMAS)
    words = draw(st.lists(word, min_size=size, max_size=size))
    pos = draw(
        st.lists(st.sampled_from("VERB NOUN PROPN ADJ ADP AUX PRON PUNCT".split()), min_size=size, max_size=size)
    )
    deps = draw(st.lists(st.sampled_from(RELATIONS), min_size=size, max_size=size))
    deps[root] = "root"
    tags = draw(st.lists(st.sampled_from(["VBN", "VBG", "VBD", "NNS", "NN", "IN"]), min_size=size, max_size=size))
    return Doc(
        VOCAB,
        words=words,
        lemmas=words,
        pos=pos,
        tags=tags,
        heads=heads,
        deps=deps,
        sent_starts=[i == 0 for i in range(size)],
    )


@settings(max_examples=60, deadline=None)
@given(trees())
def test_any_tree_can_be_matched(doc: Doc) -> None:
    triggers = found(doc)
    assert triggers == found(doc)
    for trigger in triggers:
        assert trigger.head in trigger.tokens
        assert all(0 <= i < len(doc) for i in trigger.tokens)
        assert trigger.sense.event_type in ontology.types()
    heads = [t.head for t in triggers]
    assert heads == sorted(heads)
    assert all("also" in t.sense.flags for t, h in zip(triggers[1:], heads, strict=False) if t.head == h)
