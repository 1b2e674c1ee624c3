"""In which language a text is written, so that what is not English is passed over before it is coded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from detente.records import Article

CODED = "en"  # the language that the shipped models read
LEAST = 200  # characters, below which a text tells too little
LOOKED_AT = 2_000  # first characters of a text
SURE = 0.99


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of a text's language; None where the text is short or may be English or may not.

    py3langid tells it (a naive Bayes classifier over byte n-grams, Lui and Baldwin 2012). Only whether a text is
    English is sure: of others the likeliest is named, and Danish may be called Norwegian. docs/howto/sources.md has
    how often it is right.
    """
    if len(text) < LEAST:
        return None
    ranked = _classifier().rank(text[:LOOKED_AT])
    english = next(probability for code, probability in ranked if code == CODED)
    return None if 1 - SURE < english < SURE else str(ranked[0][0])


def other_language(article: Article) -> str | None:
    """The language of an article that is not English: the one its words are in, else the one it states."""
    told = language_of(article.text) or article.language.partition("-")[0]
    return None if told == CODED else told


def coded_languages(articles: Iterable[Article], others: Counter[str]) -> Iterator[Article]:
    """The articles that can be coded; the rest is passed over and counted in `others`, by language."""
    for article in articles:
        if (told := other_language(article)) is None:
            yield article
        else:
            others[told] += 1


def passed_over(others: Counter[str]) -> str | None:
    """How many articles were passed over, in words; None where none was."""
    if not others:
        return None
    counted = ", ".join(f"{code} {number:,}" for code, number in others.most_common())
    return f"{others.total():,} passed over, not English: {counted}"


@cache
def _classifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
