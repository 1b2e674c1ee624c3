"""Status and strength: one construction a case, each with the contrast that must come out otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from detente.events.modality import EFFECTS, load
from detente.events.status import judge
from detente.records import STATUSES, STRENGTHS
from tests.parses import VOCAB, doc

CASES = [
    # -- the clause itself
    ("past", "Iran/PROPN/2/nsubj attacked:attack=VBD/VERB/0/root Iraq/PROPN/2/obj", "attacked", "actual", "asserted"),
    (
        "will",
        "Iran/PROPN/3/nsubj will/AUX/3/aux attack=VB/VERB/0/root Iraq/PROPN/3/obj",
        "attack",
        "future",
        "asserted",
    ),
    ("may", "Iran/PROPN/3/nsubj may/AUX/3/aux attack=VB/VERB/0/root", "attack", "hypothetical", "possible"),
    (
        "did not",
        "Iran/PROPN/4/nsubj did:do=VBD/AUX/4/aux not/PART/4/advmod attack=VB/VERB/0/root",
        "attack",
        "negated",
        "asserted",
    ),
    (
        "not only is no negation",
        "Iran/PROPN/4/nsubj not/PART/4/advmod only/ADV/4/advmod attacked:attack=VBD/VERB/0/root Iraq/PROPN/4/obj",
        "attacked",
        "actual",
        "asserted",
    ),
    (
        "not until is no negation",
        "They:they/PRON/4/nsubj did:do=VBD/AUX/4/aux not/PART/4/advmod meet=VB/VERB/0/root "
        "until/ADP/6/case May/PROPN/4/obl",
        "meet",
        "actual",
        "asserted",
    ),
    (
        "will not",
        "Iran/PROPN/4/nsubj will/AUX/4/aux not/PART/4/advmod attack=VB/VERB/0/root",
        "attack",
        "negated",
        "asserted",
    ),
    (
        "could not",
        "Moon/PROPN/4/nsubj could/AUX/4/aux not/PART/4/advmod accept=VB/VERB/0/root the/DET/6/det pact/NOUN/4/obj",
        "accept",
        "negated",
        "asserted",
    ),
    (
        "no longer",
        "Iran/PROPN/4/nsubj no/DET/3/det longer/ADV/4/advmod attacks:attack=VBZ/VERB/0/root",
        "attacks",
        "negated",
        "asserted",
    ),
    (
        "no talks were held",
        "No:no/DET/2/det talks:talk/NOUN/4/nsubj:pass were:be=VBD/AUX/4/aux:pass held:hold=VBN/VERB/0/root",
        "held",
        "negated",
        "asserted",
    ),
    (
        "no talks were held, asked of the noun",
        "No:no/DET/2/det talks:talk/NOUN/4/nsubj:pass were:be=VBD/AUX/4/aux:pass held:hold=VBN/VERB/0/root",
        "talks",
        "negated",
        "asserted",
    ),
    (
        "is to meet",
        "Lee/PROPN/4/nsubj is:be=VBZ/AUX/4/aux to/PART/4/mark meet=VB/VERB/0/root Xi/PROPN/4/obj",
        "meet",
        "future",
        "intended",
    ),
    (
        "condition on the main clause",
        "Iran/PROPN/3/nsubj will/AUX/3/aux attack=VB/VERB/0/root if/SCONJ/6/mark Iraq/PROPN/6/nsubj "
        "moves:move=VBZ/VERB/3/advcl",
        "attack",
        "hypothetical",
        "possible",
    ),
    (
        "the condition itself",
        "Iran/PROPN/3/nsubj will/AUX/3/aux attack=VB/VERB/0/root if/SCONJ/6/mark Iraq/PROPN/6/nsubj "
        "moves:move=VBZ/VERB/3/advcl",
        "moves",
        "hypothetical",
        "possible",
    ),
    (
        "would in reported speech",
        "Reagan/PROPN/2/nsubj said:say=VBD/VERB/0/root he/PRON/5/nsubj would/AUX/5/aux offer=VB/VERB/2/ccomp "
        "talks:talk/NOUN/5/obj",
        "offer",
        "future",
        "asserted",
    ),
    (
        "would on its own",
        "A:a/DET/2/det pact/NOUN/4/nsubj would/AUX/4/aux end=VB/VERB/0/root the/DET/6/det war/NOUN/4/obj",
        "end",
        "hypothetical",
        "possible",
    ),
    (
        "must have",
        "Iran/PROPN/4/nsubj must/AUX/4/aux have/AUX/4/aux attacked:attack=VBN/VERB/0/root",
        "attacked",
        "actual",
        "hinted",
    ),
    (
        "imperative",
        "Release:release=VB/VERB/0/root the/DET/3/det prisoners:prisoner/NOUN/1/obj",
        "Release",
        "hypothetical",
        "urged",
    ),
    (
        "reportedly",
        "Iran/PROPN/3/nsubj reportedly/ADV/3/advmod attacked:attack=VBD/VERB/0/root Iraq/PROPN/3/obj",
        "attacked",
        "actual",
        "reported",
    ),
    (
        "second verb shares the modal",
        "They:they/PRON/3/nsubj will/AUX/3/aux meet=VB/VERB/0/root and/CCONJ/5/cc sign=VB/VERB/3/conj "
        "pacts:pact/NOUN/5/obj",
        "sign",
        "future",
        "asserted",
    ),
    (
        "a second finite verb does not",
        "They:they/PRON/2/nsubj met:meet=VBD/VERB/0/root and/CCONJ/5/cc will/AUX/5/aux sign=VB/VERB/2/conj",
        "met",
        "actual",
        "asserted",
    ),
    # -- governing verbs
    (
        "plans to",
        "Iran/PROPN/2/nsubj plans:plan=VBZ/VERB/0/root to/PART/4/mark attack=VB/VERB/2/xcomp Iraq/PROPN/4/obj",
        "attack",
        "future",
        "intended",
    ),
    (
        "the plan itself is actual",
        "Iran/PROPN/2/nsubj plans:plan=VBZ/VERB/0/root to/PART/4/mark attack=VB/VERB/2/xcomp Iraq/PROPN/4/obj",
        "plans",
        "actual",
        "asserted",
    ),
    (
        "does not plan to",
        "Iran/PROPN/4/nsubj does:do=VBZ/AUX/4/aux not/PART/4/advmod plan=VB/VERB/0/root to/PART/6/mark "
        "attack=VB/VERB/4/xcomp",
        "attack",
        "negated",
        "asserted",
    ),
    (
        "hopes to",
        "Ishiba/PROPN/2/nsubj hopes:hope=VBZ/VERB/0/root to/PART/4/mark hold=VB/VERB/2/xcomp a/DET/6/det "
        "meeting/NOUN/4/obj",
        "meeting",
        "future",
        "hoped",
    ),
    (
        "pledged to",
        "Lee/PROPN/2/nsubj pledged:pledge=VBD/VERB/0/root to/PART/4/mark withdraw=VB/VERB/2/xcomp "
        "troops:troop/NOUN/4/obj",
        "withdraw",
        "future",
        "promised",
    ),
    (
        "is expected to",
        "Lee/PROPN/3/nsubj:pass is:be=VBZ/AUX/3/aux:pass expected:expect=VBN/VERB/0/root to/PART/5/mark "
        "visit=VB/VERB/3/xcomp",
        "visit",
        "future",
        "expected",
    ),
    (
        "failed to",
        "They:they/PRON/2/nsubj failed:fail=VBD/VERB/0/root to/PART/4/mark agree=VB/VERB/2/xcomp",
        "agree",
        "negated",
        "asserted",
    ),
    (
        "did not fail to",
        "They:they/PRON/4/nsubj did:do=VBD/AUX/4/aux not/PART/4/advmod fail=VB/VERB/0/root to/PART/6/mark "
        "agree=VB/VERB/4/xcomp",
        "agree",
        "actual",
        "asserted",
    ),
    (
        "may refuse to",
        "Iran/PROPN/3/nsubj may/AUX/3/aux refuse=VB/VERB/0/root to/PART/5/mark meet=VB/VERB/3/xcomp",
        "meet",
        "hypothetical",
        "possible",
    ),
    (
        "stopped short of",
        "Iran/PROPN/2/nsubj stopped:stop=VBD/VERB/0/root short/ADV/2/advmod of/SCONJ/5/mark "
        "attacking:attack=VBG/VERB/2/advcl",
        "attacking",
        "negated",
        "asserted",
    ),
    (
        "managed to",
        "They:they/PRON/2/nsubj managed:manage=VBD/VERB/0/root to/PART/4/mark agree=VB/VERB/2/xcomp",
        "agree",
        "actual",
        "asserted",
    ),
    (
        "urged to",
        "Iran/PROPN/2/nsubj urged:urge=VBD/VERB/0/root Iraq/PROPN/2/obj to/PART/5/mark withdraw=VB/VERB/2/xcomp",
        "withdraw",
        "hypothetical",
        "urged",
    ),
    (
        "insisted that, in the subjunctive",
        "Iran/PROPN/2/nsubj insisted:insist=VBD/VERB/0/root that/SCONJ/5/mark Iraq/PROPN/5/nsubj "
        "withdraw=VB/VERB/2/ccomp",
        "withdraw",
        "hypothetical",
        "urged",
    ),
    (
        "insisted that, of a fact",
        "Iran/PROPN/2/nsubj insisted:insist=VBD/VERB/0/root that/SCONJ/5/mark Iraq/PROPN/5/nsubj "
        "withdrew:withdraw=VBD/VERB/2/ccomp",
        "withdrew",
        "actual",
        "asserted",
    ),
    (
        "denied that",
        "Iran/PROPN/2/nsubj denied:deny=VBD/VERB/0/root that/SCONJ/5/mark it/PRON/5/nsubj "
        "attacked:attack=VBD/VERB/2/ccomp",
        "attacked",
        "negated",
        "denied",
    ),
    (
        "accused of",
        "Iran/PROPN/2/nsubj accused:accuse=VBD/VERB/0/root Iraq/PROPN/2/obj of/SCONJ/5/mark "
        "attacking:attack=VBG/VERB/2/advcl",
        "attacking",
        "actual",
        "claimed",
    ),
    (
        "the accusation itself",
        "Iran/PROPN/2/nsubj accused:accuse=VBD/VERB/0/root Iraq/PROPN/2/obj of/SCONJ/5/mark "
        "attacking:attack=VBG/VERB/2/advcl",
        "accused",
        "actual",
        "asserted",
    ),
    (
        "hinted that",
        "Lee/PROPN/2/nsubj hinted:hint=VBD/VERB/0/root that/SCONJ/5/mark they/PRON/5/nsubj met:meet=VBD/VERB/2/ccomp",
        "met",
        "actual",
        "hinted",
    ),
    (
        "said to have",
        "Iran/PROPN/3/nsubj:pass is:be=VBZ/AUX/3/aux:pass said:say=VBN/VERB/0/root to/PART/6/mark "
        "have/AUX/6/aux attacked:attack=VBN/VERB/3/xcomp",
        "attacked",
        "actual",
        "reported",
    ),
    (
        "fears that",
        "Iran/PROPN/2/nsubj fears:fear=VBZ/VERB/0/root that/SCONJ/6/mark Iraq/PROPN/6/nsubj "
        "will/AUX/6/aux attack=VB/VERB/2/ccomp",
        "attack",
        "hypothetical",
        "feared",
    ),
    (
        "threatened to",
        "Iran/PROPN/2/nsubj threatened:threaten=VBD/VERB/0/root to/PART/4/mark attack=VB/VERB/2/xcomp",
        "attack",
        "hypothetical",
        "possible",
    ),
    (
        "purpose",
        "They:they/PRON/2/nsubj met:meet=VBD/VERB/0/root to/PART/4/mark discuss=VB/VERB/2/advcl trade/NOUN/4/obj",
        "discuss",
        "future",
        "intended",
    ),
    (
        "participle beside a negated verb stands alone",
        "Iran/PROPN/4/nsubj did:do=VBD/AUX/4/aux not/PART/4/advmod attend=VB/VERB/0/root ,/PUNCT/6/punct "
        "citing:cite=VBG/VERB/4/advcl costs:cost/NOUN/6/obj",
        "citing",
        "actual",
        "asserted",
    ),
    # -- event nouns
    (
        "light verb in the future",
        "They:they/PRON/3/nsubj will/AUX/3/aux hold=VB/VERB/0/root talks:talk/NOUN/3/obj",
        "talks",
        "future",
        "asserted",
    ),
    (
        "light verb negated",
        "They:they/PRON/4/nsubj did:do=VBD/AUX/4/aux not/PART/4/advmod impose=VB/VERB/0/root "
        "sanctions:sanction/NOUN/4/obj",
        "sanctions",
        "negated",
        "asserted",
    ),
    (
        "what is definite is taken for granted",
        "They:they/PRON/3/nsubj will/AUX/3/aux condemn=VB/VERB/0/root the/DET/5/det attack/NOUN/3/obj",
        "attack",
        "actual",
        "asserted",
    ),
    (
        "call for",
        "They:they/PRON/2/nsubj called:call=VBD/VERB/0/root for/ADP/4/case talks:talk/NOUN/2/obl",
        "talks",
        "hypothetical",
        "urged",
    ),
    (
        "cancelled",
        "They:they/PRON/2/nsubj cancelled:cancel=VBD/VERB/0/root the/DET/4/det meeting/NOUN/2/obj",
        "meeting",
        "negated",
        "asserted",
    ),
    (
        "rejected an offer: the offer was made",
        "They:they/PRON/2/nsubj rejected:reject=VBD/VERB/0/root an/DET/4/det offer/NOUN/2/obj",
        "offer",
        "actual",
        "asserted",
    ),
    (
        "called off, with its particle",
        "They:they/PRON/2/nsubj called:call=VBD/VERB/0/root off/ADP/2/compound:prt a/DET/5/det visit/NOUN/2/obj",
        "visit",
        "negated",
        "asserted",
    ),
    (
        "planned",
        "A:a/DET/3/det planned:plan=VBN/VERB/3/amod visit/NOUN/4/nsubj collapsed:collapse=VBD/VERB/0/root",
        "visit",
        "future",
        "intended",
    ),
    (
        "alleged",
        "The:the/DET/3/det alleged/ADJ/3/amod attack/NOUN/4/nsubj killed:kill=VBD/VERB/0/root",
        "attack",
        "actual",
        "claimed",
    ),
    (
        "hopes for",
        "Hopes:hope/NOUN/4/nsubj for/ADP/3/case talks:talk/NOUN/1/nmod rose:rise=VBD/VERB/0/root",
        "talks",
        "future",
        "hoped",
    ),
    (
        "a plan to",
        "A:a/DET/2/det plan/NOUN/5/nsubj to/PART/4/mark attack=VB/VERB/2/acl failed:fail=VBD/VERB/0/root",
        "attack",
        "future",
        "intended",
    ),
    (
        "no plans to",
        "Iran/PROPN/2/nsubj has:have=VBZ/VERB/0/root no/DET/4/det plans:plan/NOUN/2/obj to/PART/6/mark "
        "attack=VB/VERB/4/acl",
        "attack",
        "negated",
        "asserted",
    ),
    (
        "talks are possible",
        "Talks:talk/NOUN/3/nsubj are:be=VBP/AUX/3/cop possible/ADJ/0/root",
        "Talks",
        "hypothetical",
        "possible",
    ),
    (
        "without",
        "They:they/PRON/2/nsubj met:meet=VBD/VERB/0/root without/ADP/4/case agreement/NOUN/2/obl",
        "agreement",
        "negated",
        "asserted",
    ),
    (
        "a relative clause is not governed from outside",
        "They:they/PRON/3/nsubj may/AUX/3/aux punish=VB/VERB/0/root Iran/PROPN/3/obj which/PRON/6/nsubj "
        "attacked:attack=VBD/VERB/4/acl:relcl Iraq/PROPN/6/obj",
        "attacked",
        "actual",
        "asserted",
    ),
    # -- clauses and adjuncts that are not complements
    (
        "a clause of concession is no complement",
        "They:they/PRON/2/nsubj rejected:reject=VBD/VERB/0/root it/PRON/2/obj although/SCONJ/6/mark "
        "aides:aide/NOUN/6/nsubj "
        "objected:object=VBD/VERB/2/advcl",
        "objected",
        "actual",
        "asserted",
    ),
    (
        "a participle is no content of its noun",
        "Lee/PROPN/2/nsubj lifted:lift=VBD/VERB/0/root threats:threat/NOUN/2/obj "
        "issued:issue=VBN/VERB/3/acl in/ADP/6/case "
        "May/PROPN/4/obl",
        "issued",
        "actual",
        "asserted",
    ),
    (
        "a gerund with its preposition is",
        "Threats:threat/NOUN/0/root of/SCONJ/3/mark bombing:bomb=VBG/VERB/1/acl",
        "bombing",
        "hypothetical",
        "possible",
    ),
    (
        "a cause is taken for granted",
        "Lee/PROPN/3/nsubj may/AUX/3/aux resign=VB/VERB/0/root because/ADP/6/case of/ADP/4/fixed "
        "defeats:defeat/NOUN/3/obl",
        "defeats",
        "actual",
        "asserted",
    ),
    (
        "a summit stands, whatever happens at it",
        "Lee/PROPN/3/nsubj may/AUX/3/aux speak=VB/VERB/0/root at/ADP/6/case the/DET/6/det summit/NOUN/3/obl",
        "summit",
        "actual",
        "asserted",
    ),
    (
        "what stops nobody happens",
        "Raids:raid/NOUN/4/nsubj did:do=VBD/AUX/4/aux not/PART/4/advmod deter=VB/VERB/0/root them/PRON/4/obj",
        "Raids",
        "actual",
        "asserted",
    ),
    # -- what is told stands by itself
    (
        "a plan to tell",
        "Lee/PROPN/2/nsubj plans:plan=VBZ/VERB/0/root to/PART/4/mark announce=VB/VERB/2/xcomp "
        "that/SCONJ/7/mark Iran/PROPN/7/nsubj "
        "attacked:attack=VBD/VERB/4/ccomp",
        "attacked",
        "actual",
        "asserted",
    ),
    (
        "a doubtful report",
        "They:they/PRON/2/nsubj question=VBP/VERB/0/root news/NOUN/2/obj that/SCONJ/6/mark Iran/PROPN/6/nsubj "
        "attacked:attack=VBD/VERB/3/acl",
        "attacked",
        "hypothetical",
        "possible",
    ),
    (
        "whether",
        "They:they/PRON/2/nsubj know=VBP/VERB/0/root whether/SCONJ/5/mark Iran/PROPN/5/nsubj "
        "attacked:attack=VBD/VERB/2/ccomp",
        "attacked",
        "hypothetical",
        "possible",
    ),
    (
        "why takes it for granted",
        "They:they/PRON/2/nsubj wonder=VBP/VERB/0/root why=WRB/ADV/5/advmod Iran/PROPN/5/nsubj "
        "attacked:attack=VBD/VERB/2/ccomp",
        "attacked",
        "actual",
        "asserted",
    ),
    # -- content of what is refused
    (
        "a rejected offer to visit",
        "Iran/PROPN/2/nsubj rejected:reject=VBD/VERB/0/root an/DET/4/det offer/NOUN/2/obj "
        "to/PART/6/mark visit=VB/VERB/4/acl",
        "visit",
        "negated",
        "promised",
    ),
    (
        "the offer itself was made",
        "Iran/PROPN/2/nsubj rejected:reject=VBD/VERB/0/root an/DET/4/det offer/NOUN/2/obj "
        "to/PART/6/mark visit=VB/VERB/4/acl",
        "offer",
        "actual",
        "asserted",
    ),
    # -- tense and mood
    (
        "had to",
        "Lee/PROPN/2/nsubj had:have=VBD/VERB/0/root to/PART/4/mark resign=VB/VERB/2/xcomp",
        "resign",
        "actual",
        "asserted",
    ),
    (
        "has to",
        "Lee/PROPN/2/nsubj has:have=VBZ/VERB/0/root to/PART/4/mark resign=VB/VERB/2/xcomp",
        "resign",
        "hypothetical",
        "urged",
    ),
    (
        "headline infinitive",
        "Lee/PROPN/3/nsubj to/PART/3/mark visit=VB/VERB/0/root Iran/PROPN/3/obj",
        "visit",
        "future",
        "intended",
    ),
    (
        "present of an appointed day",
        "Lee/PROPN/3/nsubj is:be=VBZ/AUX/3/aux flying:fly=VBG/VERB/0/root home/ADV/3/advmod "
        "on/ADP/6/case Monday/PROPN/3/obl",
        "flying",
        "future",
        "intended",
    ),
    (
        "past of such a day",
        "Lee/PROPN/3/nsubj was:be=VBD/AUX/3/aux flying:fly=VBG/VERB/0/root home/ADV/3/advmod "
        "on/ADP/6/case Monday/PROPN/3/obl",
        "flying",
        "actual",
        "asserted",
    ),
    (
        "the first to",
        "Lee/PROPN/5/nsubj was:be=VBD/AUX/5/cop the/DET/5/det first/ADJ/5/amod envoy/NOUN/0/root to/PART/7/mark "
        "visit=VB/VERB/5/acl Iran/PROPN/7/obj",
        "visit",
        "actual",
        "asserted",
    ),
    (
        "no one may",
        "No:no/DET/2/det one/PRON/4/nsubj could/AUX/4/aux leave=VB/VERB/0/root",
        "leave",
        "negated",
        "asserted",
    ),
    (
        "a copula stands as its predicate",
        "Lee/PROPN/5/nsubj will/AUX/5/aux be=VB/AUX/5/cop the/DET/5/det host/NOUN/0/root",
        "be",
        "future",
        "asserted",
    ),
    (
        "a bare verb shares the modal of an adjective",
        "Talks:talk/NOUN/4/nsubj will=MD/AUX/4/aux be=VB/AUX/4/cop brief/ADJ/0/root and/CCONJ/6/cc end=VB/VERB/4/conj",
        "end",
        "future",
        "asserted",
    ),
    # -- subjects, changes in what exists
    (
        "the subject of a raised infinitive",
        "Talks:talk/NOUN/4/nsubj:pass are:be=VBP/AUX/4/aux:pass not/PART/4/advmod "
        "expected:expect=VBN/VERB/0/root to/PART/6/mark "
        "start=VB/VERB/4/xcomp",
        "Talks",
        "negated",
        "asserted",
    ),
    (
        "what is to be ended exists",
        "Iran/PROPN/3/nsubj will/AUX/3/aux end=VB/VERB/0/root raids:raid/NOUN/3/obj",
        "raids",
        "actual",
        "asserted",
    ),
    (
        "who causes a delay",
        "Protests:protest/NOUN/2/nsubj delay=VBP/VERB/0/root the/DET/4/det visit/NOUN/2/obj",
        "Protests",
        "actual",
        "asserted",
    ),
]


@pytest.mark.parametrize(("name", "sentence", "word", "status", "strength"), CASES, ids=[c[0] for c in CASES])
def test_construction(name, sentence, word, status, strength):
    read = doc(sentence)
    token = next(t.i for t in read if t.text == word)
    judged = judge(read, token)
    assert (judged.status, judged.strength) == (status, strength), judged.why
    assert judged.why


AHEAD = [
    ("Iran/PROPN/3/nsubj will/AUX/3/aux attack=VB/VERB/0/root", "attack", True, False),
    ("Iran/PROPN/4/nsubj will/AUX/4/aux not/PART/4/advmod attack=VB/VERB/0/root", "attack", True, True),
    ("Iran/PROPN/4/nsubj did:do=VBD/AUX/4/aux not/PART/4/advmod attack=VB/VERB/0/root", "attack", False, True),
    ("Iran/PROPN/3/nsubj may/AUX/3/aux attack=VB/VERB/0/root", "attack", True, False),
    ("Iran/PROPN/4/nsubj may/AUX/4/aux have/AUX/4/aux attacked:attack=VBN/VERB/0/root", "attacked", False, False),
    ("Iran/PROPN/3/nsubj can/AUX/3/aux attack=VB/VERB/0/root", "attack", False, False),
    (
        "Lee/PROPN/2/nsubj urged:urge=VBD/VERB/0/root Iran/PROPN/2/obj not/PART/6/advmod "
        "to/PART/6/mark attack=VB/VERB/2/xcomp",
        "attack",
        True,
        True,
    ),
    ("Lee/PROPN/2/nsubj failed:fail=VBD/VERB/0/root to/PART/4/mark attack=VB/VERB/2/xcomp", "attack", False, True),
    (
        "Lee/PROPN/2/nsubj fears:fear=VBZ/VERB/0/root that/SCONJ/5/mark Iran/PROPN/5/nsubj "
        "attacked:attack=VBD/VERB/2/ccomp",
        "attacked",
        False,
        False,
    ),
]


@pytest.mark.parametrize(("sentence", "word", "ahead", "negative"), AHEAD)
def test_time_and_polarity(sentence, word, ahead, negative):
    read = doc(sentence)
    judged = judge(read, next(t.i for t in read if t.text == word))
    assert (judged.ahead, judged.negative) == (ahead, negative), judged


def test_tables_name_known_effects_and_strengths():
    words = load()
    assert {e.kind for e in words.governors.values()} <= EFFECTS
    for reading in [*words.modifiers.values(), *words.clauses.values(), *words.governors.values()]:
        assert reading.strength is None or reading.strength in STRENGTHS
    for reading in [*words.modifiers.values(), *words.clauses.values()]:
        assert reading.status is None or reading.status in STATUSES


WORDS = [
    "Iran",
    "plan",
    "not",
    "no",
    "if",
    "to",
    "will",
    "would",
    "deny",
    "fail",
    "talks",
    "the",
    "that",
    "attack",
    '"',
]
POS = ["VERB", "NOUN", "AUX", "PROPN", "PART", "SCONJ", "DET", "ADJ", "ADV", "PUNCT", "ADP"]
DEPS = "nsubj obj xcomp ccomp advcl acl acl:relcl conj aux mark case det amod obl nmod cop advmod parataxis".split()


@st.composite
def trees(draw):
    """Docs with arbitrary words and labels over arbitrary trees."""
    size = draw(st.integers(1, 25))
    words = draw(st.lists(st.sampled_from(WORDS), min_size=size, max_size=size))
    pos = draw(st.lists(st.sampled_from(POS), min_size=size, max_size=size))
    deps = draw(st.lists(st.sampled_from(DEPS), min_size=size, max_size=size))
    order = draw(st.permutations(range(size)))
    heads = [0] * size
    for place, token in enumerate(order):
        heads[token] = token if place == 0 else order[draw(st.integers(0, place - 1))]
    labels = ["root" if heads[i] == i else dep for i, dep in enumerate(deps)]
    return Doc(VOCAB, words, pos=pos, tags=["VB"] * size, lemmas=words, heads=heads, deps=labels)


@given(trees())
def test_any_tree_is_judged(read):
    for token in range(len(read)):
        judged = judge(read, token)
        assert judged.status in STATUSES
        assert judged.strength in STRENGTHS
