"""Where sentences end."""

from __future__ import annotations

import pytest

from detente.language import model_folder
from detente.language.sentences import Splitter, line_width
from detente.language.tokens import word_spans


@pytest.fixture(scope="module")
def splitter() -> Splitter:
    return Splitter(model_folder() / "sentences.json")


def split(splitter: Splitter, text: str) -> list[str]:
    spans = word_spans(text)
    ends = splitter.ends(text, [text[a:b] for a, b in spans], [a for a, _ in spans], line_width(text))
    starts = [0, *(end + 1 for end in ends[:-1])]
    return [text[spans[a][0] : spans[b][1]] for a, b in zip(starts, ends, strict=True)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Mr. Lee met Gen. Smith in the U.S. on Monday.", "They spoke for an hour."],
        ["“We had an excellent conversation.”", "He left at 5 p.m. for Tokyo."],
        ["“We agree,” he said.", "“It is time.”"],
        ['"It is time," Moon said.', '"We will sign."', "He did."],
        ["Ishiba (who spoke first) agreed.", "Lee did not."],
        ["What is next?", "Nobody knows!", "Talks go on."],
        ["John F. Kennedy met N. S. Khrushchev in Vienna.", "It went badly."],
        ["The U.N. Security Council met.", "It adopted Resolution No. 1701."],
        ["Prices rose 3.5 percent to $1.20.", "Exports fell."],
        ["He said the talks ... would go on.", "They did."],
        ["Toyota Motor Corp. and Ford Motor Co. signed.", "The deal is large."],
    ],
)
def test_marks_that_do_and_do_not_end_sentences(splitter: Splitter, sentences: list[str]) -> None:
    assert split(splitter, " ".join(sentences)) == sentences


def test_a_headline_without_a_stop_ends_at_a_blank_line(splitter: Splitter) -> None:
    assert split(splitter, "Japan and Korea agree\n\nThe two met on Monday") == [
        "Japan and Korea agree",
        "The two met on Monday",
    ]


def test_wrapped_lines_do_not_end_sentences(splitter: Splitter) -> None:
    text = (
        "The prime minister of Japan and the president of South\n"
        "Korea spoke by telephone on Monday and agreed to hold\n"
        "a meeting in person before the end of the month. They\n"
        "also discussed North Korea.\n"
    )
    assert len(split(splitter, text)) == 2


def test_lists_end_at_each_line(splitter: Splitter) -> None:
    long = "The two sides agreed on a number of points, " * 4
    text = long + "namely:\n- trade\n- Security talks\n- visits\n"
    assert split(splitter, text)[1:] == ["- trade", "- Security talks", "- visits"]


def test_nothing_has_no_sentence(splitter: Splitter) -> None:
    assert splitter.ends("", [], [], 0) == []
