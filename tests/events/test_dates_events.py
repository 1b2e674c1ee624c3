"""Which expression dates an event, on parses built by hand."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from detente.events.dates import before_publication, event_date, expressions, inaugural, tenure_bounds
from detente.records import Article, Interval, Office, Parse, Sentence

TUESDAY = date(2025, 6, 10)


KINDS = {"VB": "VERB", "NNP": "PROPN", "NN": "NOUN", "PRP": "PRON"}


def parse(*sentences: str, published: date | None = TUESDAY) -> Parse:
    """A parse from sentences of word/TAG/label/head, heads counted from 1 within the sentence, 0 for its root."""
    words: list[str] = []
    tags: list[str] = []
    labels: list[str] = []
    heads: list[int] = []
    starts: list[bool] = []
    for sentence in sentences:
        offset = len(words)
        for position, token in enumerate(sentence.split()):
            word, tag, label, head = token.rsplit("/", 3)
            words.append(word)
            tags.append(tag)
            labels.append(label)
            heads.append(offset + (int(head) - 1 if head != "0" else position))
            starts.append(position == 0)
    lemmas = [LEMMAS.get(word.lower(), word.lower()) for word in words]
    pos = [next((value for prefix, value in KINDS.items() if tag.startswith(prefix)), "X") for tag in tags]
    doc = Doc(Vocab(), words=words, tags=tags, pos=pos, lemmas=lemmas, heads=heads, deps=labels, sent_starts=starts)
    bounds = [index for index, start in enumerate(starts) if start] + [len(words)]
    found = tuple(
        Sentence(index, doc[first].idx, doc[last - 1].idx + len(doc[last - 1]), first, last)
        for index, (first, last) in enumerate(pairwise(bounds))
    )
    return Parse(Article(doc.text, published), doc, found)


LEMMAS = {
    "met": "meet", "agreed": "agree", "held": "hold", "talks": "talk", "said": "say", "attacked": "attack",
    "signed": "sign", "plans": "plan", "began": "begin", "shelling": "shell", "rejected": "reject", "killing": "kill",
}  # fmt: skip


def when(parsed: Parse, word: str) -> tuple[str, str] | None:
    trigger = next(token.i for token in parsed.doc if token.text == word)
    interval, why = event_date(parsed, trigger, expressions(parsed.doc, parsed.article.published))
    assert why
    return (interval.start.isoformat(), interval.end.isoformat()) if interval else None


def day(text: str) -> tuple[str, str]:
    return (text, text)


def test_the_event_takes_the_date_of_its_own_clause() -> None:
    parsed = parse("They/PRP/nsubj/2 met/VBD/root/0 on/IN/case/4 Monday/NNP/obl/2 ././punct/2")
    assert when(parsed, "met") == day("2025-06-09")


def test_an_event_noun_takes_the_date_of_the_verb_that_carries_it() -> None:
    parsed = parse("They/PRP/nsubj/2 held/VBD/root/0 talks/NNS/obj/2 yesterday/NN/obl:unmarked/2 ././punct/2")
    assert when(parsed, "talks") == day("2025-06-09")


def test_an_event_noun_keeps_its_own_date_from_the_verb_above() -> None:
    parsed = parse(
        "They/PRP/nsubj/2 rejected/VBD/root/0 the/DT/det/6 June/NNP/nmod:unmarked/6 "
        "4/CD/nummod/4 offer/NN/obj/2 ././punct/2"
    )
    assert when(parsed, "offer") == day("2025-06-04")
    assert when(parsed, "rejected") is None


def test_the_date_of_saying_is_not_the_date_of_what_is_said() -> None:
    parsed = parse(
        "He/PRP/nsubj/2 said/VBD/root/0 on/IN/case/4 Monday/NNP/obl/2 that/IN/mark/7 they/PRP/nsubj/7 "
        "attacked/VBD/ccomp/2 in/IN/case/9 May/NNP/obl/7 ././punct/2"
    )
    assert when(parsed, "said") == day("2025-06-09")
    assert when(parsed, "attacked") == ("2025-05-01", "2025-05-31")
    without = parse(
        "He/PRP/nsubj/2 said/VBD/root/0 on/IN/case/4 Monday/NNP/obl/2 that/IN/mark/7 they/PRP/nsubj/7 "
        "attacked/VBD/ccomp/2 ././punct/2"
    )
    assert when(without, "attacked") is None


def test_an_agreement_has_the_day_it_was_made_and_the_planned_act_its_own() -> None:
    parsed = parse(
        "They/PRP/nsubj/2 agreed/VBD/root/0 on/IN/case/4 Monday/NNP/obl/2 to/TO/mark/6 meet/VB/xcomp/2 "
        "next/JJ/amod/8 week/NN/obl:unmarked/6 ././punct/2"
    )
    assert when(parsed, "agreed") == day("2025-06-09")
    assert when(parsed, "meet") == ("2025-06-16", "2025-06-22")


def test_a_coming_day_hung_on_the_plan_belongs_to_what_is_planned() -> None:
    parsed = parse(
        "He/PRP/nsubj/2 plans/VBZ/root/0 to/TO/mark/4 meet/VB/xcomp/2 "
        "them/PRP/obj/4 tomorrow/NN/obl:unmarked/2 ././punct/2"
    )
    assert when(parsed, "plans") is None
    assert when(parsed, "meet") == day("2025-06-11")


def test_a_date_before_two_verbs_holds_for_both_while_they_share_their_subject() -> None:
    parsed = parse(
        "On/IN/case/2 Monday/NNP/obl/4 they/PRP/nsubj/4 met/VBD/root/0 and/CC/cc/6 "
        "signed/VBD/conj/4 it/PRP/obj/6 ././punct/4"
    )
    assert when(parsed, "signed") == day("2025-06-09")
    other = parse(
        "On/IN/case/2 Monday/NNP/obl/4 they/PRP/nsubj/4 met/VBD/root/0 and/CC/cc/7 "
        "others/NNS/nsubj/7 signed/VBD/conj/4 "
        "it/PRP/obj/7 ././punct/4"
    )
    assert when(other, "signed") is None
    later = parse(
        "They/PRP/nsubj/2 met/VBD/root/0 on/IN/case/4 Monday/NNP/obl/2 and/CC/cc/7 later/RB/advmod/7 signed/VBD/conj/2"
    )
    assert when(later, "signed") is None


def test_what_begins_on_a_day_happens_on_it() -> None:
    parsed = parse(
        "They/PRP/nsubj/2 began/VBD/root/0 shelling/VBG/xcomp/2 it/PRP/obj/3 yesterday/NN/obl:unmarked/2 ././punct/2"
    )
    assert when(parsed, "shelling") == day("2025-06-09")


def test_a_participle_shares_the_day_of_its_clause() -> None:
    parsed = parse(
        "They/PRP/nsubj/2 attacked/VBD/root/0 on/IN/case/4 Monday/NNP/obl/2 ,/,/punct/6 "
        "killing/VBG/advcl/2 ten/CD/obj/6 ././punct/2"
    )
    assert when(parsed, "killing") == day("2025-06-09")


@pytest.mark.parametrize("limit", ["until", "before", "after"])
def test_a_limit_is_not_the_date(limit: str) -> None:
    parsed = parse(f"They/PRP/nsubj/2 attacked/VBD/root/0 {limit}/IN/case/4 Monday/NNP/obl/2 ././punct/2")
    assert when(parsed, "attacked") is None


def test_durations_and_sets_are_no_dates() -> None:
    parsed = parse("They/PRP/nsubj/2 met/VBD/root/0 every/DT/det/4 year/NN/obl:unmarked/2 ././punct/2")
    assert when(parsed, "met") is None


def test_the_publication_date_is_never_filled_in() -> None:
    assert when(parse("They/PRP/nsubj/2 met/VBD/root/0 ././punct/2"), "met") is None
    undated = parse("They/PRP/nsubj/2 met/VBD/root/0 on/IN/case/4 Monday/NNP/obl/2 ././punct/2", published=None)
    assert when(undated, "met") is None


def test_a_past_event_of_this_year_lies_before_publication() -> None:
    parsed = parse("They/PRP/nsubj/2 met/VBD/root/0 this/DT/det/4 year/NN/obl:unmarked/2 ././punct/2")
    assert when(parsed, "met") == ("2025-01-01", "2025-06-09")


@settings(deadline=None, max_examples=40)
@given(st.dates(), st.dates(), st.dates())
def test_what_has_happened_lies_before_publication(first: date, last: date, published: date) -> None:
    interval = Interval(min(first, last), max(first, last), "span", "then")
    cut = before_publication(interval, published)
    assert interval.start == cut.start <= cut.end <= interval.end
    assert before_publication(interval, None) == interval
    if interval.start < published < interval.end:
        assert cut.end + timedelta(days=1) == published


def test_a_year_right_behind_a_participle_is_its_own() -> None:
    parsed = parse(
        "It/PRP/nsubj/2 attacked/VBD/root/0 an/DT/det/4 agreement/NN/obj/2 signed/VBN/acl/4 by/IN/case/7 "
        "them/PRP/obl:agent/5 in/IN/case/9 1985/CD/obl/2"
    )
    assert when(parsed, "agreement") == when(parsed, "signed") == ("1985-01-01", "1985-12-31")
    assert when(parsed, "attacked") is None


def test_a_sentence_that_goes_on_keeps_the_day_and_one_that_does_not_has_none() -> None:
    first = "They/PRP/nsubj/2 met/VBD/root/0 on/IN/case/4 Monday/NNP/obl/2 ././punct/2"
    assert when(parse(first, "They/PRP/nsubj/3 also/RB/advmod/3 signed/VBD/root/0 it/PRP/obj/3"), "signed") == day(
        "2025-06-09"
    )
    assert when(parse(first, "Others/NNS/nsubj/2 signed/VBD/root/0 it/PRP/obj/2"), "signed") is None
    event = "The/DT/det/2 death/NN/nsubj:pass/4 was/VBD/aux:pass/4 announced/VBN/root/0 on/IN/case/6 Monday/NNP/obl/4"
    assert when(parse(event, "He/PRP/nsubj/2 signed/VBD/root/0 it/PRP/obj/2"), "signed") is None
    named = "Abe/NNP/nsubj/2 met/VBD/root/0 them/PRP/obj/2 on/IN/case/5 Monday/NNP/obl/2 ././punct/2"
    assert when(parse(named, "Abe/NNP/nsubj/2 signed/VBD/root/0 it/PRP/obj/2"), "signed") == day("2025-06-09")
    assert when(parse(named, "Moon/NNP/nsubj/2 signed/VBD/root/0 it/PRP/obj/2"), "signed") is None


def test_a_date_within_a_nouns_phrase_is_the_nouns() -> None:
    parsed = parse(
        "He/PRP/nsubj/2 welcomed/VBD/root/0 the/DT/det/4 offer/NN/obj/2 Monday/NNP/obl:unmarked/2 to/TO/mark/7 "
        "talk/VB/acl/4 ././punct/2"
    )
    assert when(parsed, "offer") == day("2025-06-09")
    assert when(parsed, "welcomed") is None


def test_a_day_right_behind_what_comes_before_is_its_own() -> None:
    parsed = parse(
        "It/PRP/nsubj/2 ended/VBD/root/0 after/IN/case/5 the/DT/det/5 signing/NN/obl/2 on/IN/case/7 Monday/NNP/obl/2"
    )
    assert when(parsed, "signing") == day("2025-06-09")
    assert when(parsed, "ended") is None


def test_an_occasion_told_again_keeps_its_day_and_an_ambiguous_one_has_none() -> None:
    first = "A/DT/det/2 meeting/NN/nsubj/4 was/VBD/aux/4 held/VBN/root/0 on/IN/case/6 Monday/NNP/obl/4"
    again = "Others/NNS/nsubj/2 left/VBD/root/0 the/DT/det/4 Meeting/NN/obj/2"
    assert when(parse(first, again), "Meeting") == day("2025-06-09")
    other = "A/DT/det/2 meeting/NN/nsubj/4 was/VBD/aux/4 held/VBN/root/0 on/IN/case/6 Friday/NNP/obl/4"
    assert when(parse(first, other, again), "Meeting") is None


def office(start: date | None, end: date | None, title: str = "Prime Minister") -> Office:
    return Office(title, "JPN", "GOV", start, end)


def test_tenures_bound_an_event() -> None:
    bounds = tenure_bounds(
        [office(date(2012, 12, 26), date(2020, 9, 16)), office(date(2017, 5, 10), date(2022, 5, 9), "President")]
    )
    assert bounds is not None
    assert (bounds.start, bounds.end, bounds.granularity) == (date(2017, 5, 10), date(2020, 9, 16), "span")
    assert bounds.basis == "tenures of Prime Minister and President"
    assert tenure_bounds([]) is None
    assert (
        tenure_bounds([office(date(2001, 1, 1), date(2002, 1, 1)), office(date(2003, 1, 1), date(2004, 1, 1))]) is None
    )
    assert tenure_bounds([office(None, date(2002, 1, 1))]) is None


def test_an_inaugural_call_falls_in_the_first_weeks() -> None:
    bounds = tenure_bounds([office(date(2017, 5, 10), date(2020, 9, 16))])
    assert bounds is not None
    parsed = parse("his/PRP$/nmod:poss/4 inaugural/JJ/amod/4 phone/NN/compound/4 call/NN/root/0")
    first = inaugural(parsed, 3, bounds)
    assert (first.start, first.end) == (date(2017, 5, 10), date(2017, 5, 30))
    assert inaugural(parsed, 2, bounds) == bounds


_WORDS = "They met on Monday and signed at talks in May to plan the meeting tomorrow , which was held in 1985 .".split()
_LABELS = ["nsubj", "obj", "obl", "nmod", "acl", "acl:relcl", "advcl", "xcomp", "conj", "case", "mark", "appos", "amod"]


@st.composite
def trees(draw: st.DrawFn) -> Parse:
    words = draw(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=14))
    root = draw(st.integers(1, len(words)))
    order = draw(st.permutations([number for number in range(1, len(words) + 1) if number != root]))
    placed, heads = [root], {root: 0}
    for number in order:
        heads[number] = draw(st.sampled_from(placed))
        placed.append(number)
    tokens = [
        f"{word}/{draw(st.sampled_from(['VBD', 'VB', 'VBN', 'NN', 'NNP', 'IN']))}"
        f"/{draw(st.sampled_from(_LABELS))}/{heads[number]}"
        for number, word in enumerate(words, 1)
    ]
    return parse(*[" ".join(tokens)] * draw(st.integers(1, 3)))


@settings(deadline=None, max_examples=60)
@given(trees())
def test_any_tree_gives_a_date_of_the_text_or_a_reason(parsed: Parse) -> None:
    found = expressions(parsed.doc, parsed.article.published)
    for token in parsed.doc:
        interval, why = event_date(parsed, token.i, found)
        assert why
        starts = [e.interval.start for e in found if e.interval]
        assert interval is None or interval.start in starts


_NEAR = st.integers(min_value=0, max_value=60).map(lambda days: date(2020, 2, 1) + timedelta(days=days))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(_NEAR, _NEAR), min_size=1, max_size=4))
def test_bounds_are_the_days_common_to_all_tenures(tenures: list[tuple[date, date]]) -> None:
    spans = [(min(pair), max(pair)) for pair in tenures]
    common = set.intersection(*(set(range(a.toordinal(), b.toordinal() + 1)) for a, b in spans))
    bounds = tenure_bounds([office(start, end) for start, end in spans])
    if bounds is None:
        assert not common
    else:
        assert common == set(range(bounds.start.toordinal(), bounds.end.toordinal() + 1))
