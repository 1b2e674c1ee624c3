"""Tokens: offsets and the cuts of the English treebanks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.language.tokens import Tokens, word_spans


def cut(text: str) -> str:
    return " ".join(text[start:end] for start, end in word_spans(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("don't can't won’t isn't", "do n't ca n't wo n’t is n't"),
        ("cannot gonna", "can not gon na"),
        ("Japan's leaders’ talks", "Japan 's leaders ’ talks"),
        ("I'm they've we'll she'd", "I 'm they 've we 'll she 'd"),
        ("the U.S.-led talks in Washington, D.C.", "the U.S. - led talks in Washington , D.C."),
        ("Mr. Lee Jae-myung met Gen. J. W. Smith.", "Mr. Lee Jae - myung met Gen. J. W. Smith ."),
        ("at 5 p.m. on Jan. 3", "at 5 p.m. on Jan. 3"),
        ("$5.2 billion, 10% and €300", "$ 5.2 billion , 10 % and € 300"),
        ("re-election of a non-state co-sponsor", "re-election of a non-state co-sponsor"),
        ("an in-person, 10-year deal", "an in - person , 10 - year deal"),
        ("talks—he said—failed", "talks — he said — failed"),
        ("talks -- he said", "talks -- he said"),
        ("“We [the South] agree,” he said.", "“ We [ the South ] agree , ” he said ."),
        ("O'Brien and the Shi'ite bloc", "O'Brien and the Shi'ite bloc"),
        ("Wait... what?!", "Wait ... what ?!"),
        ("see https://example.org/a?b=1, or a@b.org.", "see https://example.org/a?b=1 , or a@b.org ."),
        ("1,200 troops, 3.5 km, 10:30", "1,200 troops , 3.5 km , 10:30"),
        ("the 1990s and the 21st century", "the 1990s and the 21st century"),
        ("No. 5 said no.", "No. 5 said no ."),
        ("AT&T and U.N. aid", "AT&T and U.N. aid"),
        ("France/Germany", "France / Germany"),
    ],
)
def test_hard_cases(text: str, expected: str) -> None:
    assert cut(text) == expected


@given(st.text(max_size=300), st.lists(st.integers(0, 300), max_size=4))
def test_tokens_rebuild_the_text_and_respect_edges(text: str, edges: list[int]) -> None:
    edges = [edge for edge in edges if edge <= len(text)]
    tokens = Tokens(text, edges)
    rebuilt = "".join(word + " " * blank for word, blank in zip(tokens.words, tokens.blanks, strict=True))
    assert rebuilt == text
    for word, start, space in zip(tokens.words, tokens.starts.tolist(), tokens.space, strict=True):
        assert text.startswith(word, start)
        assert word.isspace() == bool(space)
        if not space:
            assert not any(start < edge < start + len(word) for edge in edges)


def test_a_long_run_without_a_space_takes_linear_time() -> None:
    assert len(word_spans("x" * 300_000)) == 1
    assert len(word_spans("(" * 100_000)) == 100_000
    assert word_spans("a-" * 50_000)
