"""Lemmas of verbs that no table has."""

from __future__ import annotations

import pytest

from detente.language.lemmas import with_silent_e

WITH = "announcing denounced observing recognized challenged settled violated secured urged surviving collapsed agreed"
WITHOUT = "visited killing focused called belonging treated repeated labouring combating bringing laboured agreeing"


@pytest.mark.parametrize("form", WITH.split())
def test_a_lost_e_comes_back(form: str) -> None:
    stem = form.removesuffix("ed").removesuffix("ing")
    assert with_silent_e(form, stem) == stem + "e"


@pytest.mark.parametrize("form", WITHOUT.split())
def test_what_had_no_e_gets_none(form: str) -> None:
    stem = form.removesuffix("ed").removesuffix("ing")
    assert with_silent_e(form, stem) == stem


def test_a_lemma_that_is_more_than_cut_short_stays() -> None:
    assert with_silent_e("stopped", "stop") == "stop"
    assert with_silent_e("was", "be") == "be"
