"""What a verb reports and where it ends: one construction a test, each with what it must leave alone."""

from detente.events.attribution import statements
from tests.paragraphs import article


def said(read):
    """(source, cue, content, kind) of every statement, in words."""
    found = statements(read).reported.statements
    return [
        (
            None if s.source is None else read.doc[s.source[0] : s.source[1]].text,
            read.doc[s.cue[0] : s.cue[1]].text,
            " | ".join(read.doc[start:end].text for start, end in s.content),
            s.kind,
        )
        for s in found
    ]


def contents(read):
    return [(source, content) for source, _, content, _ in said(read)]


GO = "Lee/PROPN/2/nsubj said:say=VBD/VERB/0/root he/PRON/5/nsubj would=MD/AUX/5/aux go=VB/VERB/2/ccomp "


def test_a_finite_verb_joined_to_one_under_a_modal_goes_on_about_the_speaker():
    read = article([GO + "and/CCONJ/7/cc warned:warn=VBD/VERB/5/conj against/ADP/9/case delays:delay/NOUN/7/obl"])
    assert contents(read) == [("Lee", "he would go"), ("Lee", "delays")]
    bare = article([GO + "and/CCONJ/7/cc warn=VB/VERB/5/conj against/ADP/9/case delays:delay/NOUN/7/obl"])
    assert contents(bare) == [("Lee", "he would go and warn against delays"), ("he", "delays")]


def test_a_participle_of_saying_after_a_comma_is_the_speakers_own():
    tail = "that/SCONJ/10/mark talks:talk/NOUN/10/nsubj failed:fail=VBD/VERB/7/ccomp"
    read = article([GO + ",/PUNCT/7/punct adding:add=VBG/VERB/5/advcl " + tail])
    assert contents(read) == [("Lee", "he would go"), ("Lee", "that talks failed")]
    other = article([GO + ",/PUNCT/7/punct leaving:leave=VBG/VERB/5/advcl home/NOUN/7/obj"])
    assert contents(other) == [("Lee", "he would go, leaving home")]


def test_a_joined_clause_with_the_same_pronoun_is_still_said():
    tail = "but/CCONJ/8/cc {}/8/nsubj stayed:stay=VBD/VERB/2/conj"
    clause = "Lee/PROPN/2/nsubj said:say=VBD/VERB/0/root she/PRON/4/nsubj left:leave=VBD/VERB/2/ccomp ,/PUNCT/8/punct "
    assert contents(article([clause + tail.format("she/PRON")])) == [("Lee", "she left | but she stayed")]
    assert contents(article([clause + tail.format("Kim/PROPN")])) == [("Lee", "she left")]


def test_what_would_follow_is_still_said():
    read = article([GO + "and/CCONJ/9/cc talks:talk/NOUN/9/nsubj would=MD/AUX/9/aux end=VB/VERB/2/conj"])
    assert contents(read) == [("Lee", "he would go | and talks would end")]


def test_a_subject_taken_for_the_object_belongs_to_the_clause():
    read = article(
        [
            "Lee/PROPN/2/nsubj says:say=VBZ/VERB/0/root the/DET/4/det letters:letter/NOUN/2/obj are/AUX/6/cop "
            "forged/ADJ/2/ccomp"
        ]
    )
    assert contents(read) == [("Lee", "the letters are forged")]
    told = article(
        [
            "Lee/PROPN/2/nsubj told:tell=VBD/VERB/0/root reporters:reporter/NOUN/2/obj talks:talk/NOUN/5/nsubj "
            "failed:fail=VBD/VERB/2/ccomp"
        ]
    )
    assert contents(told) == [("Lee", "talks failed")]


def test_an_object_and_what_is_said_of_it():
    blamed = article(
        [
            "Lee/PROPN/2/nsubj attacked:attack=VBD/VERB/0/root Kim/PROPN/2/obj as/ADP/6/case a/DET/6/det "
            "fraud/NOUN/2/obl during/ADP/8/case debates:debate/NOUN/2/obl"
        ]
    )
    assert contents(blamed) == [("Lee", "Kim as a fraud")]
    charged = article(
        [
            "Prosecutors:prosecutor/NOUN/2/nsubj charged:charge=VBD/VERB/0/root Kim/PROPN/2/obj with/ADP/5/case "
            "fraud/NOUN/2/obl"
        ]
    )
    assert contents(charged) == [("Prosecutors", "Kim with fraud")]


def test_a_reason_apart_from_the_object_is_a_piece_of_its_own():
    read = article(
        [
            "Lee/PROPN/2/nsubj slammed:slam=VBD/VERB/0/root Kim/PROPN/2/obj on/ADP/5/case Monday/PROPN/2/obl "
            "for/ADP/7/case silence/NOUN/2/obl"
        ]
    )
    assert contents(read) == [("Lee", "Kim | for silence")]


def test_naming_by_a_complement_or_a_second_object():
    for second in ("xcomp", "obj"):
        read = article(
            [
                "Lee/PROPN/2/nsubj called:call=VBD/VERB/0/root the/DET/4/det pact/NOUN/2/obj a/DET/6/det "
                f"hoax/NOUN/2/{second}"
            ]
        )
        assert contents(read) == [("Lee", "the pact a hoax")]
    plain = article(["Lee/PROPN/2/nsubj called:call=VBD/VERB/0/root the/DET/4/det police/NOUN/2/obj"])
    assert contents(plain) == []


def test_whom_somebody_urges_belongs_to_what_is_urged():
    read = article(
        [
            "Lee/PROPN/2/nsubj encouraged:encourage=VBD/VERB/0/root voters:voter/NOUN/2/obj to=TO/PART/5/mark "
            "register=VB/VERB/2/xcomp"
        ]
    )
    assert said(read) == [("Lee", "encouraged", "voters to register", "attitude")]
    likened = article(
        [
            "Lee/PROPN/2/nsubj likened:liken=VBD/VERB/0/root it/PRON/2/obj to=IN/SCONJ/5/mark "
            "burning:burn=VBG/VERB/2/advcl books:book/NOUN/5/obj"
        ]
    )
    assert contents(likened) == [("Lee", "it to burning books")]


def test_a_plan_ends_before_a_clause_of_its_own_and_before_a_remark():
    head = "Firms:firm/NOUN/2/nsubj want=VBP/VERB/0/root to=TO/PART/4/mark save=VB/VERB/2/xcomp "
    joined = article([head + "and/CCONJ/7/cc banks:bank/NOUN/7/nsubj lend=VBP/VERB/4/conj"])
    assert contents(joined) == [("Firms", "to save")]
    remark = article([head + ",/PUNCT/6/punct starting:start=VBG/VERB/4/advcl now/ADV/6/advmod"])
    assert contents(remark) == [("Firms", "to save")]
    both = article([head + "and/CCONJ/6/cc grow=VB/VERB/4/conj"])
    assert contents(both) == [("Firms", "to save and grow")]


def test_a_demand_with_its_preposition_drawn_to_the_infinitive():
    read = article(
        [
            "Lee/PROPN/2/nsubj called:call=VBD/VERB/0/root for/ADP/6/mark voters:voter/NOUN/2/obl to=TO/PART/6/mark "
            "wait=VB/VERB/4/acl"
        ]
    )
    assert contents(read) == [("Lee", "voters to wait")]


def test_a_day_is_no_topic():
    said_on = "Lee/PROPN/2/nsubj commented:comment=VBD/VERB/0/root on/ADP/4/case {}/2/obl"
    assert contents(article([said_on.format("trade/NOUN")])) == [("Lee", "trade")]
    assert contents(article([said_on.format("Friday/PROPN")])) == []


def test_the_writers_remark_after_a_comma_is_not_content():
    head = "Lee/PROPN/2/nsubj praised:praise=VBD/VERB/0/root the/DET/4/det plan/NOUN/2/obj "
    remark = article([head + ",/PUNCT/7/punct which=WDT/PRON/7/nsubj failed:fail=VBD/VERB/4/acl:relcl"])
    assert contents(remark) == [("Lee", "the plan")]
    defining = article([head + "that=WDT/PRON/6/nsubj failed:fail=VBD/VERB/4/acl:relcl"])
    assert contents(defining) == [("Lee", "the plan that failed")]


def test_a_question_after_a_denied_statement():
    tail = "if/SCONJ/7/mark talks:talk/NOUN/7/nsubj failed:fail=VBD/VERB/4/advcl"
    denied = article(["Lee/PROPN/4/nsubj would=MD/AUX/4/aux not/PART/4/advmod say=VB/VERB/0/root " + tail])
    assert contents(denied) == [("Lee", "if talks failed")]
    condition = article(["Lee/PROPN/4/nsubj will=MD/AUX/4/aux then/ADV/4/advmod say=VB/VERB/0/root " + tail])
    assert contents(condition) == []


def test_words_in_the_place_of_a_clause():
    read = article(
        ["Lee/PROPN/2/nsubj said:say=VBD/VERB/0/root as/ADP/4/case much/ADJ/2/obl on/ADP/6/case Monday/PROPN/2/obl"]
    )
    assert contents(read) == [("Lee", "as much")]


def test_an_embedded_question_and_a_gerund_as_objects():
    question = article(
        [
            "Lee/PROPN/2/nsubj debated:debate=VBD/VERB/0/root how=WRB/ADV/5/advmod they/PRON/5/nsubj "
            "lost:lose=VBD/VERB/2/ccomp"
        ]
    )
    assert contents(question) == [("Lee", "how they lost")]
    gerund = article(
        ["Lee/PROPN/2/nsubj proposed:propose=VBD/VERB/0/root ending:end=VBG/VERB/2/xcomp tariffs:tariff/NOUN/3/obj"]
    )
    assert contents(gerund) == [("Lee", "ending tariffs")]


def test_a_plan_after_a_colon_is_no_comment_on_the_words_before_it():
    read = article(
        [
            "Coal/NOUN/0/root ://PUNCT/4/punct Lee/PROPN/4/nsubj vowed:vow=VBD/VERB/1/parataxis to=TO/PART/6/mark "
            "mine=VB/VERB/4/xcomp".replace("://", ":/")
        ]
    )
    assert contents(read) == [("Lee", "to mine")]


def test_whose_purpose_an_infinitive_tells():
    read = article(
        [
            "Lee/PROPN/2/nsubj came:come=VBD/VERB/0/root to=TO/PART/4/mark talk=VB/VERB/2/advcl about/ADP/6/case "
            "trade/NOUN/4/obl"
        ]
    )
    assert contents(read) == [("Lee", "trade")]


def test_according_to_at_the_end_covers_its_whole_sentence():
    read = article(
        [
            "Prices:price/NOUN/2/nsubj rose:rise=VBD/VERB/0/root to=TO/PART/4/mark hold=VB/VERB/2/advcl "
            "records:record/NOUN/4/obj ,/PUNCT/9/punct according/VERB/9/case to/ADP/7/fixed banks:bank/NOUN/4/obl "
            "./PUNCT/2/punct"
        ]
    )
    assert contents(read) == [("banks", "Prices rose to hold records")]


def test_attitudes_vouch_for_nothing():
    read = article(["Lee/PROPN/2/nsubj admires:admire=VBZ/VERB/0/root Kim/PROPN/2/obj"])
    assert said(read) == [("Lee", "admires", "Kim", "attitude")]
    assert statements(read).asserted(2) is None
