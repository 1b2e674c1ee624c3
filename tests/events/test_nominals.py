"""Statements that nouns and adjectives make, each with what it must leave alone."""

from tests.events.test_contents import contents, said
from tests.paragraphs import article


def test_an_opinion_with_its_holder():
    possessed = article(
        ["His:he/PRON/2/nmod:poss disdain/NOUN/5/nsubj for/ADP/4/case rules:rule/NOUN/2/nmod grew:grow=VBD/VERB/0/root"]
    )
    assert said(possessed) == [("His", "disdain", "rules", "attitude")]
    nobody = article(
        ["The/DET/2/det disdain/NOUN/5/nsubj for/ADP/4/case rules:rule/NOUN/2/nmod grew:grow=VBD/VERB/0/root"]
    )
    assert said(nobody) == []


def test_an_opinion_that_somebody_voices():
    voiced = article(
        ["Lee/PROPN/2/nsubj expressed:express=VBD/VERB/0/root concern/NOUN/2/obj about/ADP/5/case trade/NOUN/3/nmod"]
    )
    assert contents(voiced) == [("Lee", "trade")]
    other = article(
        ["Lee/PROPN/2/nsubj rejected:reject=VBD/VERB/0/root concern/NOUN/2/obj about/ADP/5/case trade/NOUN/3/nmod"]
    )
    assert ("Lee", "trade") not in contents(other)


def test_whose_a_pronoun_before_a_voiced_opinion_is():
    read = article(
        [
            "Lee/PROPN/2/nsubj repeated:repeat=VBD/VERB/0/root her/PRON/4/nmod:poss criticism/NOUN/2/obj "
            "of/ADP/6/case Kim/PROPN/4/nmod"
        ]
    )
    assert ("Lee", "Kim") in contents(read)
    rejected = article(
        [
            "Lee/PROPN/2/nsubj rejected:reject=VBD/VERB/0/root her/PRON/4/nmod:poss criticism/NOUN/2/obj "
            "of/ADP/6/case Kim/PROPN/4/nmod"
        ]
    )
    assert ("her", "Kim") in contents(rejected)


def test_supporters_and_opponents():
    read = article(
        ["Lee/PROPN/4/nsubj is/AUX/4/cop an/DET/4/det opponent/NOUN/0/root of/ADP/6/case quotas:quota/NOUN/4/nmod"]
    )
    assert contents(read) == [("Lee", "quotas")]
    unnamed = article(
        ["An/DET/2/det opponent/NOUN/5/nsubj of/ADP/4/case quotas:quota/NOUN/2/nmod left:leave=VBD/VERB/0/root"]
    )
    assert contents(unnamed) == []


def test_adjectives_of_opinion():
    critical = article(["Lee/PROPN/3/nsubj was/AUX/3/cop critical/ADJ/0/root of/ADP/5/case quotas:quota/NOUN/3/obl"])
    assert said(critical) == [("Lee", "critical", "quotas", "attitude")]
    other = article(["Lee/PROPN/3/nsubj was/AUX/3/cop full/ADJ/0/root of/ADP/5/case energy/NOUN/3/obl"])
    assert said(other) == []


def test_adjectives_with_clauses():
    sure = article(
        [
            "Lee/PROPN/3/nsubj was/AUX/3/cop sure/ADJ/0/root talks:talk/NOUN/6/nsubj would=MD/AUX/6/aux "
            "fail=VB/VERB/3/ccomp and/CCONJ/9/cc prices:price/NOUN/9/nsubj rise=VB/VERB/3/ccomp"
        ]
    )
    assert contents(sure) == [("Lee", "talks would fail | and prices rise")]
    angry = article(
        [
            "Lee/PROPN/3/nsubj was/AUX/3/cop angry/ADJ/0/root that/SCONJ/6/mark talks:talk/NOUN/6/nsubj "
            "failed:fail=VBD/VERB/3/advcl"
        ]
    )
    assert contents(angry) == [("Lee", "that talks failed")]


def test_a_participle_of_opinion():
    read = article(
        [
            "Lee/PROPN/3/nsubj is/AUX/3/cop convinced:convince=VBN/VERB/0/root talks:talk/NOUN/5/nsubj "
            "failed:fail=VBD/VERB/3/ccomp"
        ]
    )
    assert contents(read) == [("Lee", "talks failed")]
