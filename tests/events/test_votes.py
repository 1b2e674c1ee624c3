"""Lexicon and model weighed against each other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import ontology
from detente.events.votes import Found, Judgement, Weights, event_share, type_shares, weigh

WEIGHTS = Weights(
    temperature=1, pair=0.5, predicate=0.5, lexicon=1, condition=0.5, bias=0, event=1, agreement=0.2,
    direct=0.5, weak=-0.5, named=0.1, least=0.3,
)  # fmt: skip
FOUND = Found("ACCUSE", None, conditions=0, direct=True, weak=False, ruled=False, alone=True)
TYPES = tuple(ontology.types())


def judgement(event: float = 0.9, **types: float) -> Judgement:
    rest = (1 - sum(types.values())) / (16 - len(types))
    modes = {(owner, None): 0.4 for owner in TYPES} | dict.fromkeys(ontology.modes(), 0.1)
    modes["COERCE", "arrest"] = 0.6
    shares = {t: types.get(t, rest) for t in TYPES}
    return Judgement(shares, shares, event, modes, {}, {})


def test_a_sure_model_changes_the_type_and_gives_its_mode() -> None:
    verdict = weigh(FOUND, judgement(COERCE=0.9), WEIGHTS)
    assert (verdict.event_type, verdict.event_mode) == ("COERCE", "arrest")


def test_an_unsure_model_leaves_the_lexicons_type() -> None:
    assert weigh(FOUND, judgement(COERCE=0.3, ACCUSE=0.25), WEIGHTS).event_type == "ACCUSE"


def test_what_the_codebook_made_of_a_plan_stays() -> None:
    ruled = replace(FOUND, event_type="AGREE", ruled=True)
    assert weigh(ruled, judgement(CONSULT=0.99), WEIGHTS).event_type == "AGREE"


def test_an_entry_that_named_more_is_harder_to_outvote() -> None:
    shares = [type_shares(replace(FOUND, conditions=n), judgement(COERCE=0.6), WEIGHTS) for n in (0, 1, 2, 5)]
    own = [s["ACCUSE"] for s in shares]
    assert own == sorted(own) and own[0] < own[2] == own[3]


@given(st.lists(st.floats(0, 1), min_size=16, max_size=16), st.sampled_from(TYPES), st.integers(0, 6))
def test_shares_sum_to_one(raw: list[float], event_type: str, conditions: int) -> None:
    whole = sum(raw) or 1.0
    model = {t: value / whole for t, value in zip(TYPES, raw, strict=True)}
    heard = Judgement(model, model, 0.5, {}, {}, {})
    shares = type_shares(replace(FOUND, event_type=event_type, conditions=conditions), heard, WEIGHTS)
    assert sum(shares.values()) == pytest.approx(1)
    assert all(0 <= share <= 1 for share in shares.values())


@given(st.floats(0, 1), st.floats(0, 1))
def test_confidence_rises_with_the_models(low: float, high: float) -> None:
    low, high = sorted((low, high))
    assert event_share(FOUND, judgement(low), WEIGHTS) <= event_share(FOUND, judgement(high), WEIGHTS)
    assert 0 <= event_share(FOUND, judgement(high), WEIGHTS) <= 1


def test_what_a_sentence_tells_between_the_parties_is_no_witness_where_it_tells_of_several_acts() -> None:
    heard = replace(judgement(REJECT=0.96), predicate_types=judgement(CONSULT=0.5).types)
    weights = replace(WEIGHTS, pair=2.0)
    found = replace(FOUND, event_type="CONSULT")
    assert weigh(found, heard, weights).event_type == "REJECT"
    assert weigh(replace(found, alone=False), heard, weights).event_type == "CONSULT"
