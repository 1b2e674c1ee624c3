"""Background: what belongs to an earlier time than the report."""

from datetime import date

import pytest

from detente.events.background import historical
from detente.records import Interval
from tests.paragraphs import article
from tests.parses import parse

PUBLISHED = date(2025, 6, 10)
SIGNED = "They:they/PRON/2/nsubj signed:sign=VBD/VERB/0/root it/PRON/2/obj"


def past(read, word="signed", interval=None):
    return historical(read, next(t.i for t in read.doc if t.text == word), interval)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2017, 5, 11), date(2017, 5, 11), True),
        (date(2025, 5, 10), date(2025, 5, 10), True),
        (date(2025, 5, 11), date(2025, 5, 11), False),
        (date(2025, 6, 9), date(2025, 6, 9), False),
        (date(2025, 12, 1), date(2025, 12, 31), False),
    ],
)
def test_interval_decides(start, end, expected):
    answer, why = past(parse(SIGNED, published=PUBLISHED), interval=Interval(start, end, "day", "as stated"))
    assert answer is expected
    assert why


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("", False),
        (" in/ADP/5/case 2015/NUM/2/obl", True),
        (" in/ADP/5/case 2025/NUM/2/obl", False),
        (" last/ADJ/5/amod year/NOUN/2/obl:unmarked", True),
        (" last/ADJ/5/amod week/NOUN/2/obl:unmarked", False),
        (" two/NUM/5/nummod years:year/NOUN/6/obl:unmarked ago/ADV/2/advmod", True),
        (" two/NUM/5/nummod days:day/NOUN/6/obl:unmarked ago/ADV/2/advmod", False),
        (" on/ADP/5/case Monday/PROPN/2/obl", False),
        (" in/ADP/5/case January/PROPN/2/obl", True),
        (" in/ADP/5/case June/PROPN/2/obl", False),
        (" in/ADP/6/case the/DET/6/det 1990s/NOUN/2/obl", True),
    ],
)
def test_words_of_time(tail, expected):
    assert past(parse(SIGNED + tail, published=PUBLISHED))[0] is expected


def test_office_as_it_was_then():
    then = (
        "Moon/PROPN/2/nsubj called:call=VBD/VERB/0/root then/ADV/5/advmod Prime/PROPN/5/compound "
        "Minister/PROPN/2/obj "
        "Abe/PROPN/5/flat"
    )
    assert past(parse(then, published=PUBLISHED), "called")[0] is True
    later = "Then:then/ADV/3/advmod Moon/PROPN/3/nsubj called:call=VBD/VERB/0/root Abe/PROPN/3/obj"
    assert past(parse(later, published=PUBLISHED), "called")[0] is False


def test_event_noun_with_its_year():
    read = parse(
        "Ties:tie/NOUN/2/nsubj warmed:warm=VBD/VERB/0/root since/ADP/6/case the/DET/6/det "
        "2015/NUM/6/nummod accord/NOUN/2/obl",
        published=PUBLISHED,
    )
    assert past(read, "accord")[0] is True


def test_pluperfect_with_previously():
    read = parse(
        "They:they/PRON/4/nsubj had:have=VBD/AUX/4/aux previously/ADV/4/advmod "
        "signed:sign=VBN/VERB/0/root it/PRON/4/obj",
        published=PUBLISHED,
    )
    assert past(read)[0] is True


def test_narrative_goes_on_within_a_paragraph():
    first = "Moon/PROPN/2/nsubj met:meet=VBD/VERB/0/root Abe/PROPN/2/obj in/ADP/5/case 2017/NUM/2/obl ./PUNCT/2/punct"
    second = "He:he/PRON/3/nsubj subsequently/ADV/3/advmod nullified:nullify=VBD/VERB/0/root it/PRON/3/obj"
    assert past(article([first, second], published=PUBLISHED), "nullified")[0] is True
    assert past(article([first], [second], published=PUBLISHED), "nullified")[0] is False
    fresh = second + " on/ADP/6/case Monday/PROPN/3/obl"
    assert past(article([first, fresh], published=PUBLISHED), "nullified")[0] is False
    present = "He:he/PRON/2/nsubj rejects:reject=VBZ/VERB/0/root it/PRON/2/obj"
    assert past(article([first, present], published=PUBLISHED), "rejects")[0] is False


def test_unknown_publication_date_leaves_only_words():
    read = parse(SIGNED + " in/ADP/5/case 2015/NUM/2/obl")
    assert past(read)[0] is False


@pytest.mark.parametrize("relation", ["compound", "nummod"])
def test_a_year_that_names_what_is_acted_on_does_not_date_the_act(relation):
    read = parse(
        "Iran/PROPN/2/nsubj suspended:suspend=VBD/VERB/0/root its/PRON/5/nmod:poss "
        f"2015/NUM/5/{relation} accord/NOUN/2/obj",
        published=date(2019, 6, 4),
    )
    assert historical(read, 1, None)[0] is False


def test_a_year_of_the_act_itself_dates_it():
    read = parse(
        "Iran/PROPN/2/nsubj suspended:suspend=VBD/VERB/0/root its/PRON/4/nmod:poss accord/NOUN/2/obj in/ADP/6/case "
        "2015/NUM/2/obl",
        published=date(2019, 6, 4),
    )
    assert historical(read, 1, None)[0] is True
