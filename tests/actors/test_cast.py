"""`cast` on small parses: introductions, titles, roles, apposition, pronouns, collective phrases, places."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from detente.actors import Cast, cast
from detente.records import Article, Parse, Sentence
from tests.parses import parse

DAY = date(2025, 6, 10)


def ids(found: Cast, read: Parse, word: str, nth: int = 0) -> list[str]:
    """Ids of the parties at the nth token with this text."""
    tokens = [t.i for t in read.doc if t.text == word]
    return [party.actor.id for party in found.at(tokens[nth])]


def test_title_and_name_then_surname_then_pronoun() -> None:
    read = parse(
        "South/PROPN/2/compound Korean/ADJ/4/amod President/PROPN/4/nmod:desc Lee/PROPN/7/nsubj Jae-myung/PROPN/4/flat "
        "has:have/AUX/7/aux met:meet/VERB/0/root Shigeru/PROPN/7/obj Ishiba/PROPN/8/flat ./PUNCT/7/punct",
        "Lee/PROPN/2/nsubj praised:praise/VERB/0/root Ishiba/PROPN/2/obj and/CCONJ/5/cc "
        "said:say/VERB/2/conj he/PRON/7/nsubj agreed:agree/VERB/5/ccomp ./PUNCT/2/punct",
        published=DAY,
    )
    found = cast(read)
    assert ids(found, read, "Lee") == ["person:lee-jae-myung"]
    assert ids(found, read, "President") == ["person:lee-jae-myung"]
    assert ids(found, read, "Korean") == ["KOR"]
    assert ids(found, read, "Lee", 1) == ["person:lee-jae-myung"]
    assert ids(found, read, "Ishiba", 1) == ["person:shigeru-ishiba"]
    assert ids(found, read, "he") == ["person:lee-jae-myung"]
    assert found.at(read.doc[3].i)[0].span.text == "South Korean President Lee Jae-myung"


def test_a_stranger_is_introduced_by_apposition() -> None:
    read = parse(
        "Anna/PROPN/8/nsubj Musterfrau/PROPN/1/flat ,/PUNCT/6/punct the/DET/6/det Austrian/ADJ/6/amod "
        "ambassador/NOUN/1/appos "
        ",/PUNCT/6/punct left:leave/VERB/0/root ./PUNCT/8/punct",
        "Musterfrau/PROPN/2/nsubj returned:return/VERB/0/root ./PUNCT/2/punct",
        published=DAY,
    )
    found = cast(read)
    party = found.at(0)[0]
    assert (party.actor.id, party.actor.country, party.actor.sector) == ("person:anna-musterfrau", "AUT", "GOV")
    assert ids(found, read, "Musterfrau", 1) == ["person:anna-musterfrau"]


def test_unknown_people_stay_unresolved() -> None:
    read = parse("John/PROPN/3/nsubj Nobody/PROPN/1/flat spoke:speak/VERB/0/root ./PUNCT/3/punct", published=DAY)
    read.doc.set_ents([read.doc.char_span(0, 11, label="PER")])
    found = cast(read)
    assert found.at(0) == ()
    problem = found.unresolved(0)
    assert problem is not None and "not introduced" in problem.reason


def test_state_and_role_noun() -> None:
    read = parse(
        "Israeli/ADJ/2/amod warplanes:warplane/NOUN/3/nsubj=NNS hit:hit/VERB/0/root "
        "Houthi/PROPN/5/compound rebels:rebel/NOUN/3/obj ./PUNCT/3/punct"
    )
    found = cast(read)
    assert [(p.actor.country, p.actor.sector) for p in found.at(1)] == [("ISR", "MIL")]
    assert ids(found, read, "Israeli") == ["ISR"]
    assert [(p.actor.country, p.actor.sector) for p in found.at(4)] == [("YEM", "REB")]


def test_coordinated_adjectives_give_both_states() -> None:
    read = parse(
        "U.S./PROPN/4/compound and/CCONJ/3/cc Indian/ADJ/1/conj negotiators:negotiator=NNS/NOUN/5/nsubj "
        "met:meet/VERB/0/root ./PUNCT/5/punct"
    )
    assert {p.actor.country for p in cast(read).at(3)} == {"USA", "IND"}


def test_leaders_of_a_list_of_states() -> None:
    read = parse(
        "The/DET/2/det leaders:leader=NNS/NOUN/7/nsubj of/ADP/4/case France/PROPN/2/nmod and/CCONJ/6/cc "
        "Japan/PROPN/4/conj met:meet/VERB/0/root ./PUNCT/7/punct",
        published=date(2019, 8, 24),
    )
    assert [p.actor.name for p in cast(read).at(1)] == ["Emmanuel Macron", "Shinzo Abe"]


def test_the_two_countries_are_those_spoken_of() -> None:
    read = parse(
        "Japan/PROPN/3/nsubj has:have/AUX/3/aux met:meet/VERB/0/root South/PROPN/5/compound "
        "Korea/PROPN/3/obj ./PUNCT/3/punct",
        "The/DET/3/det two/NUM/3/nummod countries:country=NNS/NOUN/4/nsubj agreed:agree/VERB/0/root ./PUNCT/4/punct",
    )
    found = cast(read)
    assert sorted(p.actor.country or "" for p in found.at(8)) == ["JPN", "KOR"]


def test_a_plural_pronoun_takes_up_a_coordination() -> None:
    read = parse(
        "Egypt/PROPN/4/nsubj and/CCONJ/3/cc Greece/PROPN/1/conj met:meet/VERB/0/root ./PUNCT/4/punct",
        "They/PRON/2/nsubj agreed:agree/VERB/0/root ./PUNCT/2/punct",
    )
    found = cast(read)
    assert [p.actor.id for p in found.at(5)] == ["EGY", "GRC"]
    assert [p.actor.id for p in found.at(0)] == ["EGY"]  # conjuncts stand for themselves


def test_a_capital_acts_or_is_a_place() -> None:
    read = parse(
        "Tokyo/PROPN/2/nsubj warned:warn/VERB/0/root Pyongyang/PROPN/2/obj ./PUNCT/2/punct",
        "He/PRON/2/nsubj flew:fly/VERB/0/root to/ADP/4/case Beijing/PROPN/2/obl ./PUNCT/2/punct",
    )
    found = cast(read)
    assert [p.actor.id for p in found.at(0)] == ["JPN"]
    assert [p.actor.id for p in found.at(2)] == ["PRK"]
    assert found.at(7) == ()
    place = found.place(7)
    assert place is not None and place.actor.id == "CHN"


def test_we_in_a_quotation_is_the_side_of_the_speaker() -> None:
    read = parse(
        "“/PUNCT/3/punct We/PRON/3/nsubj agree/VERB/0/root ,/PUNCT/3/punct ”/PUNCT/3/punct "
        "President/PROPN/7/nmod:desc Macron/PROPN/8/nsubj said:say/VERB/3/parataxis ./PUNCT/3/punct",
        published=date(2019, 8, 24),
    )
    assert [p.actor.id for p in cast(read).at(1)] == ["FRA"]


def test_media_are_journalists_not_states() -> None:
    read = parse(
        "The/DET/4/det New/PROPN/4/compound York/PROPN/4/compound Times/PROPN/5/nsubj "
        "said:say/VERB/0/root so/ADV/5/advmod ./PUNCT/5/punct"
    )
    assert [(p.actor.sector, p.actor.id) for p in cast(read).at(3)] == [("JRN", "media:new-york-times")]


def test_the_name_of_a_state_inside_a_longer_name_is_no_actor() -> None:
    read = parse("Michael/PROPN/3/nsubj Jordan/PROPN/1/flat won:win/VERB/0/root ./PUNCT/3/punct")
    assert cast(read).at(1) == ()


def test_lower_case_words_are_no_states() -> None:
    read = parse(
        "They/PRON/2/nsubj gave:give/VERB/0/root us/PRON/2/iobj turkey/NOUN/2/obj on/ADP/6/case "
        "china/NOUN/2/obl ./PUNCT/2/punct"
    )
    found = cast(read)
    assert found.at(2) == () and found.at(3) == () and found.at(5) == ()


def test_a_thing_wins_over_a_state_for_it() -> None:
    read = parse(
        "Iran/PROPN/2/nsubj rejected:reject/VERB/0/root the/DET/4/det agreement/NOUN/2/obj ./PUNCT/2/punct",
        "The/DET/2/det agreement/NOUN/4/nsubj:pass was/AUX/4/aux:pass signed:sign/VERB/0/root ./PUNCT/4/punct",
        "It/PRON/2/nsubj failed:fail/VERB/0/root ./PUNCT/2/punct",
    )
    assert cast(read).at(10) == ()


def test_government_of_a_person() -> None:
    read = parse(
        "Reagan/PROPN/3/compound Administration/PROPN/3/compound officials:official=NNS/NOUN/4/nsubj "
        "left:leave/VERB/0/root ./PUNCT/4/punct",
        published=date(1987, 4, 7),
    )
    assert [(p.actor.country, p.actor.sector) for p in cast(read).at(2)] == [("USA", "GOV")]


def test_explain_says_why() -> None:
    read = parse("Iran/PROPN/2/nsubj acted:act/VERB/0/root ./PUNCT/2/punct")
    found = cast(read)
    assert found.explain(0) == "Iran: Iran (state Iran; ISO 3166-1)"
    assert found.explain(1) == "no actor"


WORDS = st.sampled_from(
    "the President Lee of Iran and Iraq 's foreign minister said he it they “ ” , . US officials former two "
    "countries Jordan ( ) - EU to in we his who".split()
)
TREE = st.lists(
    st.tuples(
        WORDS, st.sampled_from(["PROPN", "NOUN", "PRON", "VERB", "ADJ", "PUNCT", "DET", "ADP"]), st.integers(0, 14)
    ),
    min_size=1,
    max_size=15,
)
RELATIONS = [
    "nsubj",
    "obj",
    "nmod",
    "amod",
    "compound",
    "flat",
    "appos",
    "conj",
    "cc",
    "case",
    "nmod:poss",
    "root",
    "obl",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(TREE, min_size=1, max_size=4), st.integers(0, 1000))
def test_any_tree_gives_a_cast(trees: list[list[tuple[str, str, int]]], seed: int) -> None:
    sentences = []
    for tree in trees:
        items = []
        for number, (word, pos, head) in enumerate(tree, start=1):
            relation = RELATIONS[(seed + number * 7) % len(RELATIONS)]
            above = 0 if number == 1 else min(head % number, number - 1)
            items.append(f"{word}/{pos}/{above}/{'root' if above == 0 else relation}")
        sentences.append(" ".join(items))
    read = parse(*sentences, published=DAY)
    found = cast(read)
    for mention in found.mentions:
        assert read.article.text[mention.span.start : mention.span.end] == mention.span.text
        assert mention.actors or mention.unresolved is not None


def _people(read: Parse, *words: str) -> Parse:
    """The same parse with these words taken for names of people, as the recogniser does."""
    read.doc.ents = [Span(read.doc, t.i, t.i + 1, label="PER") for t in read.doc if t.text in words]
    return read


def test_a_text_without_a_day_knows_leaders_by_full_name_and_rare_family_name() -> None:
    read = parse(
        "Saddam/PROPN/3/nsubj Hussein/PROPN/1/flat condemned:condemn/VERB/0/root Arafat/PROPN/3/obj ./PUNCT/3/punct"
    )
    found = cast(_people(read, "Arafat"))
    assert ids(found, read, "Saddam") == ["person:saddam-hussein-irq"]
    assert ids(found, read, "Arafat") == ["person:yasser-arafat"]


def test_presidents_of_one_state_who_share_a_name_are_its_president_where_no_day_tells_them_apart() -> None:
    read = parse(
        "President/PROPN/2/nmod:desc Bush/PROPN/3/nsubj met:meet/VERB/0/root Blair/PROPN/3/obj ./PUNCT/3/punct"
    )
    party = cast(read).at(1)[0]
    assert (party.actor.id, party.actor.country) == ("USA:GOV:president", "USA")
    assert "without a date" in party.actor.why


def test_a_family_name_is_the_one_leader_in_office_on_the_day() -> None:
    said = "Bush/PROPN/2/nsubj criticised:criticise/VERB/0/root Iran/PROPN/2/obj ./PUNCT/2/punct"
    for day, who in ((date(1990, 5, 5), "person:george-h-w-bush"), (date(2005, 5, 5), "person:george-w-bush")):
        read = _people(parse(said, published=day), "Bush")
        assert ids(cast(read), read, "Bush") == [who]
    read = _people(parse(said, published=date(2019, 5, 5)), "Bush")
    assert ids(cast(read), read, "Bush") == []


def _dated(read: Parse, dateline: str) -> Parse:
    """The same parse of a report that opens with a dateline, which the sentences leave out."""
    words = [t.text for t in Doc(read.doc.vocab, dateline.split())] if dateline else []
    n, shift = len(words), len(dateline)
    old = read.doc
    whole = Doc(
        old.vocab,
        [*words, *(t.text for t in old)],
        spaces=[*(True for _ in words), *(bool(t.whitespace_) for t in old)],
        pos=[*("X" for _ in words), *(t.pos_ for t in old)],
        lemmas=[*words, *(t.lemma_ for t in old)],
        heads=[*range(n), *(t.head.i + n for t in old)],
        deps=[*("dep" for _ in words), *(t.dep_ for t in old)],
    )
    sentences = tuple(
        Sentence(s.index, s.start + shift, s.end + shift, s.first_token + n, s.last_token + n, "body")
        for s in read.sentences
    )
    return Parse(Article(whole.text, published=read.article.published), whole, sentences)


def test_a_bare_ministry_is_that_of_the_state_from_which_the_report_is_dated() -> None:
    prose = (
        "Norway/PROPN/2/nsubj warned:warn/VERB/0/root Turkey/PROPN/2/obj ./PUNCT/2/punct",
        "The/DET/3/det foreign/ADJ/3/amod ministry/NOUN/4/nsubj left:leave/VERB/0/root ./PUNCT/4/punct",
    )
    found = {}
    for dateline in ("OSLO, March 3 - ", "ANKARA (Reuters) - ", ""):
        read = _dated(parse(*prose, published=DAY), dateline)
        found[dateline] = ids(cast(read), read, "ministry")
    assert found == {
        "OSLO, March 3 - ": ["NOR:GOV:foreign-ministry"],
        "ANKARA (Reuters) - ": ["TUR:GOV:foreign-ministry"],
        "": [],
    }


def test_a_state_that_is_given_dollars_is_one_and_a_currency_is_none() -> None:
    read = parse("Japan/PROPN/2/nsubj gave:give/VERB/0/root Kenya/PROPN/2/iobj $/SYM/2/obj 50/NUM/4/nummod")
    assert ids(cast(read), read, "Kenya") == ["KEN"]
    glued = Doc(read.doc.vocab, ["US", "$", "50"], spaces=[False, False, False], pos=["PROPN", "SYM", "NUM"])
    whole = Sentence(0, 0, len(glued.text), 0, 3, "body")
    assert cast(Parse(Article(glued.text, published=DAY), glued, (whole,))).at(0) == ()


def test_a_region_is_no_actor_but_a_place_in_its_state() -> None:
    read = parse("Israel/PROPN/2/nsubj bombed:bomb/VERB/0/root the/DET/5/det Gaza/PROPN/5/compound Strip/PROPN/2/obj")
    read.doc.set_ents([Span(read.doc, 3, 5, label="LOC")])
    found = cast(read)
    place = found.place(4)
    assert found.at(4) == () and place is not None and place.actor.country == "PSE"


def test_whoever_belongs_to_a_group_acts_as_it_does() -> None:
    read = parse("Hamas/PROPN/2/compound members:member/NOUN/3/nsubj=NNS attacked:attack/VERB/0/root")
    party = cast(read).at(1)[0]
    assert (party.actor.id, party.actor.sector) == ("group:HAMAS:members", "REB")
