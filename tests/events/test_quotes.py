"""Quotation marks, who spoke between them, to whom, where and by what means."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import records
from detente.events.attribution import statements
from detente.events.marks import paragraphs, quotations
from detente.events.quotes import channel, find
from tests.paragraphs import article
from tests.parses import Cast


def quoted(text):
    return [text[q.start : q.end] for q in quotations(text) if q.depth == 0]


def spoken(parse):
    """(speaker, cue, content) of the direct quotations of a parse."""
    found = find(parse, statements(parse), Cast(parse.doc, {}))
    return [
        (q.speaker.text if q.speaker else None, q.cue.text if q.cue else None, q.content[0].text)
        for q in found
        if q.direct
    ]


# -- marks ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("He said “we will go” today.", ["we will go"]),
        ('He said "we will go" today.', ["we will go"]),
        ("He said «we will go» today.", ["we will go"]),
        ("He said „we will go“ today.", ["we will go"]),
        ("He said ``we will go'' today.", ["we will go"]),
        ("He said ‘we will go’ today.", ["we will go"]),
        ("He said 'we will go' today.", ["we will go"]),
        ("He said “we ‘all’ will go” today.", ["we ‘all’ will go"]),
        ("“One,” he said. “Two.”", ["One,", "Two."]),
        ("The leaders’ meeting and Iran’s ships", []),
        ("the '90s and rock 'n' roll and 'em", []),
        ('a 5\'10" man and a 6" pipe', []),
        ('An open " mark that nothing closes\n\nand "another" here', ["another"]),
        ("“It [the pact] holds,” he said.", ["It [the pact] holds,"]),
    ],
)
def test_marks(text, inside):
    assert quoted(text) == inside


def test_nested_quotation_has_depth():
    found = quotations("“He said ‘no’ to us”")
    assert [(q.depth, q.end - q.start) for q in found] == [(0, 18), (1, 2)]


def test_paragraphs_that_open_again_continue_one_quotation():
    text = "“First part.\n\n“Second part,” he said."
    assert [(text[q.start : q.end], q.continued) for q in quotations(text)] == [
        ("First part.", True),
        ("Second part,", False),
    ]


def test_paragraphs_are_cut_at_blank_lines_else_at_lines():
    assert [*paragraphs("a\nb\n\nc")] == [(0, 3), (5, 6)]
    assert [*paragraphs("a\nb")] == [(0, 1), (2, 3)]


@given(st.text(alphabet="\"'“”‘’«»„` \nab.,", max_size=80))
def test_marks_of_any_text(text):
    for q in quotations(text):
        assert 0 <= q.start < q.end <= len(text)


@pytest.mark.parametrize("piece", ["“a ", ' "a', " 'a", "``a ", "‘a", "“a 'b "])
def test_unmatched_marks_cost_linear_time(piece):
    quotations(piece * 2000)
    begun = time.process_time()
    quotations(piece * 5000)
    short = time.process_time() - begun
    begun = time.process_time()
    quotations(piece * 50000)
    assert time.process_time() - begun < 40 * max(short, 0.01)


# -- speakers ---------------------------------------------------------------------------------------------------------

FRONTED = (
    "“/PUNCT/4/punct We:we/PRON/4/nsubj will/AUX/4/aux go=VB/VERB/9/ccomp there/ADV/4/advmod ,/PUNCT/4/punct "
    "”/PUNCT/4/punct Lee/PROPN/9/nsubj said:say=VBD/VERB/0/root ./PUNCT/9/punct"
)
STAY = (
    "“/PUNCT/4/punct They:they/PRON/4/nsubj will/AUX/4/aux stay=VB/VERB/0/root here/ADV/4/advmod ./PUNCT/4/punct "
    "”/PUNCT/4/punct"
)
OPEN_STAY = (
    "“/PUNCT/4/punct They:they/PRON/4/nsubj will/AUX/4/aux stay=VB/VERB/0/root here/ADV/4/advmod ./PUNCT/4/punct"
)


def test_fronted_quotation():
    assert spoken(article([FRONTED])) == [("Lee", "said", "We will go there,")]


def test_next_sentence_in_marks_is_the_same_speaker():
    assert spoken(article([FRONTED, STAY])) == [
        ("Lee", "said", "We will go there,"),
        ("Lee", "said", "They will stay here."),
    ]


def test_quotation_over_sentences_before_its_cue():
    before = "“/PUNCT/3/punct They:they/PRON/3/nsubj left:leave=VBD/VERB/0/root ./PUNCT/3/punct"
    fronted = FRONTED.removeprefix("“/PUNCT/4/punct ")
    shifted = (
        "We:we/PRON/3/nsubj will/AUX/3/aux go=VB/VERB/8/ccomp there/ADV/3/advmod ,/PUNCT/3/punct ”/PUNCT/3/punct "
        "Lee/PROPN/8/nsubj said:say=VBD/VERB/0/root ./PUNCT/8/punct"
    )
    assert fronted != shifted
    read = article([before, shifted])
    assert spoken(read) == [("Lee", "said", "They left. We will go there,")]
    of = statements(read).of
    assert of(2) is not None
    assert of(2) == of(6)


def test_quotation_over_paragraphs():
    opening = (
        "Lee/PROPN/2/nsubj said:say=VBD/VERB/0/root :/PUNCT/7/punct “/PUNCT/7/punct We:we/PRON/7/nsubj "
        "will/AUX/7/aux "
        "go=VB/VERB/2/ccomp there/ADV/7/advmod ./PUNCT/2/punct"
    )
    read = article([opening], [OPEN_STAY, "”/PUNCT/0/root"])
    assert [(s, c) for s, _, c in spoken(read)] == [("Lee", "We will go there."), ("Lee", "They will stay here.")]
    stay = next(t.i for t in read.doc if t.text == "stay")
    assert statements(read).of(stay) is not None


def test_quotation_after_a_sentence_that_names_the_speaker():
    named = (
        "Lee/PROPN/2/nsubj warned:warn=VBD/VERB/0/root that/SCONJ/5/mark war/NOUN/5/nsubj "
        "looms:loom=VBZ/VERB/2/ccomp ./PUNCT/2/punct"
    )
    assert spoken(article([named, STAY])) == [("Lee", "warned", "They will stay here.")]


def test_words_at_arms_length_are_no_quotation():
    scare = (
        "Lee/PROPN/2/nsubj advocates:advocate=VBZ/VERB/0/root “/PUNCT/5/punct pragmatic/ADJ/5/amod "
        "diplomacy/NOUN/2/obj "
        "”/PUNCT/5/punct ./PUNCT/2/punct"
    )
    read = article([scare])
    assert spoken(read) == []
    assert len(statements(read).reported.spoken) == 1


def test_a_fragment_that_goes_on_after_the_cue():
    more = "“/PUNCT/2/punct Everybody/PRON/0/root ./PUNCT/2/punct ”/PUNCT/2/punct"
    assert spoken(article([FRONTED, more])) == [
        ("Lee", "said", "We will go there,"),
        ("Lee", "said", "Everybody."),
    ]
    assert spoken(article([FRONTED], [more])) == [("Lee", "said", "We will go there,")]


def test_a_title_before_a_clause_of_its_own_is_not_spoken():
    read = article(
        [
            "On:on/ADP/4/case “/PUNCT/4/punct Morning/PROPN/4/compound Radio/PROPN/7/obl ,/PUNCT/4/punct "
            "”/PUNCT/4/punct said:say=VBD/VERB/0/root Lee/PROPN/7/nsubj talks:talk/NOUN/10/nsubj "
            "failed:fail=VBD/VERB/7/ccomp ./PUNCT/7/punct"
        ]
    )
    assert spoken(read) == []
    assert [(q.speaker.text, q.content[0].text) for q in find(read, statements(read), Cast(read.doc, {}))] == [
        ("Lee", "talks failed")
    ]


def test_a_speaker_before_brackets():
    read = article(
        [
            "On:on/ADP/2/case Monday/PROPN/7/obl Lee/PROPN/2/appos (/PUNCT/5/punct D-Ohio/PROPN/3/appos "
            ")/PUNCT/5/punct said:say=VBD/VERB/0/root talks:talk/NOUN/9/nsubj failed:fail=VBD/VERB/7/ccomp"
        ]
    )
    (quote,) = find(read, statements(read), Cast(read.doc, {}))
    assert "Lee" in quote.speaker.text


def test_fragment_within_reported_speech_is_quoted():
    read = article(
        [
            "Lee/PROPN/2/nsubj said:say=VBD/VERB/0/root it/PRON/7/nsubj was:be=VBD/AUX/7/cop a/DET/7/det "
            "“/PUNCT/7/punct "
            "mistake/NOUN/2/ccomp ”/PUNCT/7/punct ./PUNCT/2/punct"
        ]
    )
    assert spoken(read) == [("Lee", "said", "mistake")]


def test_audience_occasion_and_channel():
    read = article(
        [
            "“/PUNCT/4/punct We:we/PRON/4/nsubj will/AUX/4/aux go=VB/VERB/9/ccomp there/ADV/4/advmod "
            ",/PUNCT/4/punct "
            "”/PUNCT/4/punct Lee/PROPN/9/nsubj told:tell=VBD/VERB/0/root reporters:reporter/NOUN/9/obj "
            "at/ADP/14/case "
            "a/DET/14/det press/NOUN/14/compound conference/NOUN/9/obl ./PUNCT/9/punct"
        ]
    )
    (quote,) = [q for q in find(read, statements(read), Cast(read.doc, {"Lee": "KOR"})) if q.direct]
    assert quote.actor.country == "KOR"
    assert (quote.audience.text, quote.occasion.text, quote.channel) == (
        "reporters",
        "a press conference",
        "press conference",
    )
    assert read.article.text[quote.content[0].start : quote.content[0].end] == "We will go there,"


def test_indirect_speech_is_a_span():
    read = article(
        [
            "Lee/PROPN/2/nsubj said:say=VBD/VERB/0/root Iran/PROPN/4/nsubj "
            "attacked:attack=VBD/VERB/2/ccomp ./PUNCT/2/punct"
        ]
    )
    (quote,) = find(read, statements(read), Cast(read.doc, {}))
    assert (quote.direct, quote.content[0].text, quote.channel) == (False, "Iran attacked", None)


# -- channels ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "word", "expected"),
    [
        ("They:they/PRON/2/nsubj talked:talk/VERB/0/root by/ADP/4/case phone/NOUN/2/obl", "talked", "phone"),
        (
            "They:they/PRON/2/nsubj held:hold/VERB/0/root a/DET/5/det phone/NOUN/5/compound call/NOUN/2/obj",
            "call",
            "phone",
        ),
        (
            "They:they/PRON/2/nsubj met:meet/VERB/0/root via/ADP/5/case video/NOUN/5/compound link/NOUN/2/obl",
            "met",
            "video",
        ),
        (
            "Lee/PROPN/6/nsubj ,/PUNCT/5/punct on/ADP/5/case X/PROPN/5/compound account/NOUN/6/obl "
            "praised:praise/VERB/0/root",
            "praised",
            "social media",
        ),
        ("Lee/PROPN/2/nsubj tweeted:tweet/VERB/0/root", "tweeted", "social media"),
        ("They:they/PRON/2/nsubj met:meet/VERB/0/root in/ADP/4/case Seoul/PROPN/2/obl", "met", None),
        ("They:they/PRON/2/nsubj cut:cut/VERB/0/root phone/NOUN/4/compound lines:line/NOUN/2/obj", "cut", None),
    ],
)
def test_channel(sentence, word, expected):
    read = article([sentence])
    assert channel(read, next(t.i for t in read.doc if t.text == word)) == expected


def test_thousands_of_quotations_read_the_whole_text_once(monkeypatch):
    """The article's id is a hash of its text: asked for each quotation it made many of them cost the square."""
    read = article([FRONTED, *[STAY] * 500], *[[OPEN_STAY]] * 500)
    hashed = []
    monkeypatch.setattr(records, "stable_hash", lambda *parts: hashed.append(parts) or "id")
    quotes = find(read, statements(read), Cast(read.doc, {}))
    assert len(quotes) > 500
    assert len(hashed) == 1


def test_thousands_of_quotations_cost_about_linear_time():
    def seconds(number):
        read = article([FRONTED, *[STAY] * number], *[[OPEN_STAY]] * number)
        begun = time.process_time()
        find(read, statements(read), Cast(read.doc, {}))
        return time.process_time() - begun

    assert seconds(1600) < 40 * max(seconds(200), 0.01)
