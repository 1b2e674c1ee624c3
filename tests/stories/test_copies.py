"""Texts by their signatures: what is the same to them, and what is not."""

from __future__ import annotations

from datetime import date

from detente.records import Article, Sentence
from detente.stories import copies
from detente.stories.copies import FEWEST, SHINGLE, copy

SENTENCES = [
    "The two ministers met in the old town hall of the port on a rainy Tuesday morning in spring.",
    "They spoke for almost three hours about fishing rights, grain, pipelines and the islands in the strait.",
    "Neither side would say afterwards whether a second round of talks had been agreed upon at all.",
]


def article(sentences: list[str], head: str = "") -> tuple[Article, list[Sentence]]:
    text, found = head, []
    for number, sentence in enumerate(sentences):
        found.append(Sentence(number, len(text), len(text) + len(sentence), 0, 0))
        text += sentence + " "
    return Article(text, date(2025, 6, 10)), found


def test_neither_the_order_of_sentences_nor_what_surrounds_them_counts() -> None:
    one, other = article(SENTENCES), article(SENTENCES[::-1], "By A. Writer, LONDON (AFP) - ")
    assert copy(one[0], "a", one[1]).keys == copy(other[0], "b", other[1]).keys
    assert copy(other[0], "b", other[1]).agency == "Agence France-Presse"
    assert copy(one[0], "a", one[1]).agency is None


def test_stored_keys_stay_comparable() -> None:
    # Signatures are kept in ledgers: another version of the library must give the same.
    assert copies.keys([f"run {n}" for n in range(20)])[:2] == (2395524788561842409, 8132706332903149524)


def test_a_text_of_a_few_words_is_a_copy_of_nothing() -> None:
    short, spans = article(["Talks were held."])
    assert copy(short, "a", spans).keys == ()
    words = " ".join(f"w{n}" for n in range(SHINGLE + FEWEST))
    assert copy(Article(words), "b", []).keys != ()
    assert copy(short, "a", spans).fingerprint != copy(short, "b", spans).fingerprint
