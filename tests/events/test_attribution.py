"""Who asserts what: one construction a test, each with a contrast."""

from hypothesis import given

from detente.events.attribution import attribution, statements
from detente.records import Article, Parse, Sentence, Unresolved
from tests.events.test_status import trees
from tests.paragraphs import article
from tests.parses import Cast

NOBODY: dict[str, str] = {}


def source(parse, word, countries=NOBODY):
    """(source words, cue words) of the attribution of the token with these letters, or None."""
    token = next(t.i for t in parse.doc if t.text == word)
    found = attribution(parse, token, statements(parse), Cast(parse.doc, countries))
    return None if found is None else (found.span.text, found.verb)


def test_clause_under_a_verb_of_saying():
    read = article(
        [
            "A:a/DET/3/det senior/ADJ/3/amod official/NOUN/4/nsubj said:say=VBD/VERB/0/root "
            "that/SCONJ/7/mark Iran/PROPN/7/nsubj attacked:attack=VBD/VERB/4/ccomp"
        ]
    )
    assert source(read, "attacked") == ("A senior official", "said")
    assert source(read, "said") is None


def test_source_is_resolved_and_keeps_its_words():
    read = article(["Iran/PROPN/2/nsubj said:say=VBD/VERB/0/root Iraq/PROPN/4/nsubj attacked:attack=VBD/VERB/2/ccomp"])
    found = attribution(read, 3, statements(read), Cast(read.doc, {"Iran": "IRN"}))
    assert found.actor.country == "IRN"
    assert read.article.text[found.span.start : found.span.end] == "Iran"
    assert isinstance(attribution(read, 3, statements(read), Cast(read.doc, {})).actor, Unresolved)


def test_comment_clause():
    read = article(
        [
            "Iran/PROPN/2/nsubj attacked:attack=VBD/VERB/0/root ,/PUNCT/2/punct "
            "officials:official/NOUN/5/nsubj said:say=VBD/VERB/2/parataxis ./PUNCT/2/punct"
        ]
    )
    assert source(read, "attacked") == ("officials", "said")


def test_fronted_content():
    read = article(
        [
            "Iran/PROPN/2/nsubj attacked:attack=VBD/VERB/5/ccomp ,/PUNCT/5/punct "
            "officials:official/NOUN/5/nsubj said:say=VBD/VERB/0/root"
        ]
    )
    assert source(read, "attacked") == ("officials", "said")


def test_according_to():
    read = article(
        [
            "Ishiba/PROPN/2/nsubj hopes:hope=VBZ/VERB/0/root to/PART/4/mark meet=VB/VERB/2/xcomp Lee/PROPN/4/obj "
            ",/PUNCT/2/punct according/VERB/10/case to/ADP/7/fixed government/NOUN/10/compound "
            "sources:source/NOUN/2/obl ./PUNCT/2/punct"
        ]
    )
    assert source(read, "meet") == ("government sources", "according to")
    assert source(read, "hopes") == ("government sources", "according to")


def test_as_reported_by_an_agency():
    read = article(
        [
            "As:as/SCONJ/3/mark Reuters/PROPN/3/nsubj reported:report=VBD/VERB/6/advcl ,/PUNCT/3/punct "
            "Iran/PROPN/6/nsubj attacked:attack=VBD/VERB/0/root"
        ]
    )
    assert source(read, "attacked") == ("Reuters", "reported")


def test_passive_with_and_without_a_source():
    named = article(
        [
            "It:it/PRON/3/expl was:be=VBD/AUX/3/aux:pass reported:report=VBN/VERB/0/root by/ADP/5/case "
            "Reuters/PROPN/3/obl:agent "
            "that/SCONJ/8/mark Iran/PROPN/8/nsubj attacked:attack=VBD/VERB/3/csubj:pass"
        ]
    )
    assert source(named, "attacked") == ("Reuters", "reported")
    unnamed = article(
        [
            "Iran/PROPN/3/nsubj:pass is:be=VBZ/AUX/3/aux:pass said:say=VBN/VERB/0/root to/PART/6/mark "
            "have/AUX/6/aux "
            "attacked:attack=VBN/VERB/3/xcomp"
        ]
    )
    assert source(unnamed, "attacked") == ("said", "said")


def test_nested_statements_give_the_nearest_source():
    read = article(
        [
            "Reuters/PROPN/2/nsubj quoted:quote=VBD/VERB/0/root an/DET/4/det official/NOUN/2/obj as/SCONJ/6/mark "
            "saying:say=VBG/VERB/2/advcl Iran/PROPN/8/nsubj attacked:attack=VBD/VERB/6/ccomp"
        ]
    )
    assert source(read, "attacked") == ("an official", "saying")


def test_source_of_a_joined_verb_and_of_a_reduced_clause():
    joined = article(
        [
            "Lee/PROPN/2/nsubj met:meet=VBD/VERB/0/root reporters:reporter/NOUN/2/obj and/CCONJ/5/cc "
            "said:say=VBD/VERB/2/conj Iran/PROPN/7/nsubj attacked:attack=VBD/VERB/5/ccomp"
        ]
    )
    assert source(joined, "attacked") == ("Lee", "said")
    reduced = article(
        [
            "Officials:official/NOUN/5/nsubj saying:say=VBG/VERB/1/acl Iran/PROPN/4/nsubj "
            "attacked:attack=VBD/VERB/2/ccomp "
            "left:leave=VBD/VERB/0/root"
        ]
    )
    assert source(reduced, "attacked") == ("Officials", "saying")
    relative = article(
        [
            "Lee/PROPN/6/nsubj who/PRON/3/nsubj said:say=VBD/VERB/1/acl:relcl Iran/PROPN/5/nsubj "
            "attacked:attack=VBD/VERB/3/ccomp left:leave=VBD/VERB/0/root"
        ]
    )
    assert source(relative, "attacked") == ("Lee", "said")


def test_claim_as_a_noun():
    read = article(
        [
            "They:they/PRON/2/nsubj heard:hear=VBD/VERB/0/root Iran/PROPN/5/nmod:poss 's/PART/3/case "
            "claim/NOUN/2/obj "
            "that/SCONJ/8/mark Iraq/PROPN/8/nsubj attacked:attack=VBD/VERB/5/acl"
        ]
    )
    assert source(read, "attacked") == ("Iran", "claim")


def test_accusation_attributes_the_deed_and_not_itself():
    read = article(
        [
            "Iran/PROPN/2/nsubj accused:accuse=VBD/VERB/0/root Iraq/PROPN/2/obj of/SCONJ/5/mark "
            "attacking:attack=VBG/VERB/2/advcl ships:ship/NOUN/5/obj"
        ]
    )
    assert source(read, "attacking") == ("Iran", "accused")
    assert source(read, "accused") is None
    outer = article(
        [
            "Reuters/PROPN/2/nsubj said:say=VBD/VERB/0/root Iran/PROPN/4/nsubj accused:accuse=VBD/VERB/2/ccomp "
            "Iraq/PROPN/4/obj of/SCONJ/7/mark attacking:attack=VBG/VERB/4/advcl"
        ]
    )
    assert source(outer, "accused") == ("Reuters", "said")
    assert source(outer, "attacking") == ("Iran", "accused")


def test_what_is_announced_as_a_noun_is_the_clause_itself():
    read = article(
        [
            "Iran/PROPN/2/nsubj announced:announce=VBD/VERB/0/root a/DET/4/det ban/NOUN/2/obj on/ADP/6/case "
            "imports:import/NOUN/4/nmod"
        ]
    )
    assert source(read, "ban") is None


def test_headline_with_a_colon():
    line = "UN/PROPN/0/root ://PUNCT/1/punct talks:talk/NOUN/4/nsubj resume:resume=VBP/VERB/1/parataxis".replace(
        "://", ":/"
    )
    assert source(article([line], kind="headline"), "resume") == ("UN", ":")
    assert source(article([line]), "resume") is None


def test_the_clause_beside_a_statement_is_the_articles_own():
    read = article(
        [
            "Lee/PROPN/2/nsubj left:leave=VBD/VERB/0/root after/SCONJ/5/mark aides:aide/NOUN/5/nsubj "
            "said:say=VBD/VERB/2/advcl "
            "Iran/PROPN/7/nsubj attacked:attack=VBD/VERB/5/ccomp"
        ]
    )
    assert source(read, "left") is None
    assert source(read, "attacked") == ("aides", "said")


@given(trees())
def test_any_tree_is_read(read):
    parse = Parse(Article(read.text), read, (Sentence(0, 0, len(read.text), 0, len(read)),))
    found = statements(parse)
    for token in range(len(read)):
        attribution(parse, token, found, Cast(read, {"Iran": "IRN"}))
        statement = found.of(token)
        if statement is not None:
            assert any(start <= token < end for start, end in statement.content)


def test_a_name_that_somebody_gives_is_attributed():
    read = article(
        [
            "Homes:home/NOUN/2/nsubj burned:burn=VBD/VERB/0/root after/ADP/4/case what/PRON/2/obl Kyiv/PROPN/6/nsubj "
            "called:call=VBD/VERB/4/acl:relcl Russian/ADJ/8/amod shelling/NOUN/6/obj"
        ]
    )
    assert source(read, "shelling") == ("Kyiv", "called")
    assert source(read, "burned") is None


def test_a_clause_with_a_content_of_its_own_comments_on_nothing():
    read = article(
        [
            "Iran/PROPN/2/nsubj jailed:jail=VBD/VERB/0/root him/PRON/2/obj ;/PUNCT/6/punct Berlin/PROPN/6/nsubj "
            "considers:consider=VBZ/VERB/2/parataxis him/PRON/6/obj a/DET/9/det hostage/NOUN/6/xcomp"
        ]
    )
    assert source(read, "jailed") is None
