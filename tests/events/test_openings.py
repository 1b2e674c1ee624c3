"""Turns of a transcript, titles with a name and a colon, datelines."""

from detente.events.attribution import statements
from tests.events.test_contents import contents
from tests.events.test_quotes import spoken
from tests.paragraphs import article

COLON = ":/PUNCT/1/punct"
GO = "We:we/PRON/5/nsubj will/AUX/5/aux go=VB/VERB/1/parataxis ./PUNCT/1/punct"
STAY = "They:they/PRON/2/nsubj stay=VBP/VERB/0/root ./PUNCT/2/punct"


def test_turns_of_a_transcript_reach_to_the_end_of_their_paragraph():
    read = article([f"LEE/PROPN/0/root {COLON} {GO}", STAY], [f"KIM/PROPN/0/root {COLON} {GO}"])
    assert contents(read) == [("LEE", "We will go. They stay"), ("KIM", "We will go")]
    alone = article([f"UPDATE/PROPN/0/root {COLON} {GO}", STAY], [STAY])
    assert contents(alone) == []


def test_a_name_within_the_marks_of_a_transcript_is_not_spoken():
    opened = (
        "“/PUNCT/2/punct {}/PROPN/0/root :/PUNCT/2/punct We:we/PRON/6/nsubj will/AUX/6/aux "
        "go=VB/VERB/2/parataxis ./PUNCT/2/punct"
    )
    read = article([opened.format("LEE")], [opened.format("KIM")], [opened.format("LEE") + " ”/PUNCT/2/punct"])
    assert [(who, words) for who, _, words in spoken(read)] == [
        ("LEE", "We will go."),
        ("KIM", "We will go."),
        ("LEE", "We will go."),
    ]


def test_a_title_in_the_text():
    title = f"{{}}/0/root {COLON} Talks:talk/NOUN/4/nsubj Fail=VBP/VERB/1/parataxis ./PUNCT/1/punct"
    assert contents(article([title.format("Lee/PROPN")], [STAY])) == [("Lee", "Talks Fail")]
    assert contents(article([title.format("Poll:poll/NOUN")], [STAY])) == [("Poll", "Talks Fail")]
    assert contents(article([title.format("Sports:sport/NOUN")], [STAY])) == []
    assert contents(article([STAY], [title.format("Lee/PROPN")])) == []


def test_a_dateline_speaks_for_nobody():
    read = article(
        [
            "LONDON/PROPN/4/nsubj —/PUNCT/4/punct Lee/PROPN/4/obj said:say=VBD/VERB/0/root talks:talk/NOUN/6/nsubj "
            "failed:fail=VBD/VERB/4/ccomp ./PUNCT/4/punct"
        ]
    )
    assert contents(read) == [("Lee", "talks failed")]
    assert statements(read).of(0) is None
