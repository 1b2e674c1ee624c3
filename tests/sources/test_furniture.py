"""Headline, byline, dateline, credit, caption and page furniture told from prose."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.records import Article
from detente.sources import prepare, segments
from detente.sources.furniture import headline, stated_date

PROSE = "Ministers of the two countries met for talks on trade and agreed to meet again."


def parts(text: str, title: str | None = None) -> list[tuple[str, str]]:
    return [(s.kind, text[s.start : s.end]) for s in segments(text, title)]


@pytest.mark.parametrize(
    "dateline",
    [
        "WASHINGTON, March 3 -",
        "WASHINGTON, March 3 --",
        "SEOUL (Reuters) -",
        "GENEVA, 4 June (AP) —",
        "GENEVA, 4 June 2019 (AP) —",
        "PARIS —",
        "NEW DELHI:",
        "KYIV, Ukraine (AP) —",
        "TEL AVIV/GAZA (Reuters) -",
        "WASHINGTON/SEOUL, Dec. 12 (Reuters) -",
        "UNITED NATIONS, Sept 5 (IPS) -",
        "BEIJING, June 4 (Xinhua) --",
        "SEOUL, June 4 (Yonhap) --",
        "MOSCOW, June 4. /TASS/.",
        "Washington, D.C. (CNN) --",
        "Paris (AFP) -",
        "RIO DE JANEIRO (AP) -",
        "ST. PETERSBURG, Russia —",
        "(Reuters) -",
        "(CNN)",
        "March 3 (UPI) --",
        "Geneva, 4 June 2019 -",
    ],
)
def test_only_the_dateline_is_furniture(dateline: str) -> None:
    assert parts(f"{dateline} {PROSE}") == [("dateline", dateline), ("body", PROSE)]


def test_who_asks_in_a_transcript_is_no_word_of_the_question() -> None:
    asked = ("Will the President answer Iran?", "-- and when will he?")
    answer = "MR. GIBBS: Not today."
    assert parts("\n".join(f"Q {one}\n{answer}" for one in asked)) == [
        ("speaker", "Q"),
        ("body", f"{asked[0]}\n{answer}"),
        ("speaker", "Q"),
        ("body", f"{asked[1]}\n{answer}"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Q Branch built the watch.",
        "MR. GIBBS: Yes. The President will meet the King tomorrow.",
        "Q: Has the President spoken to him?",
        "Obama — Washington's man of the hour — left for Geneva.",
        "China - The world's largest exporter - said it would answer.",
        "The talks (AP reported) were cut short.",
        "Reuters reported that the two ministers met.",
        "By Monday the two sides had agreed on a text.",
        "Share prices fell after the talks collapsed.",
        "Sources close to the minister said that talks would go on.",
        "Follow us into the abyss, the minister warned, and nobody will return.",
        "Associated Press reporters were expelled by the government.",
        "On Friday, January 4, 2019, ministers met in Geneva.",
        "He was told so by the U.S. ambassador to NATO.",
        "AP-GfK polls showed that voters wanted talks.",
        "AFL-CIO leaders met the Mexican delegation.",
        "Read the treaty again, the minister said, and you will see.",
    ],
)
def test_prose_is_not_lost(text: str) -> None:
    assert parts(text) == [("body", text)]
    assert parts(f"{PROSE}\n\n{text}\n\n{PROSE}") == [("body", f"{PROSE}\n\n{text}\n\n{PROSE}")]


def test_head_of_a_page() -> None:
    text = (
        "Two leaders meet in Geneva\n\nBy Jane Doe, Staff Writer\nJune 5, 2019\n\nThe Associated Press\n"
        "Leader A greets Leader B in Geneva on June 4.\n\nGENEVA, 4 June (AP) — " + PROSE
    )
    assert parts(text) == [
        ("headline", "Two leaders meet in Geneva"),
        ("byline", "By Jane Doe, Staff Writer"),
        ("dateline", "June 5, 2019"),
        ("credit", "The Associated Press"),
        ("caption", "Leader A greets Leader B in Geneva on June 4."),
        ("dateline", "GENEVA, 4 June (AP) —"),
        ("body", PROSE),
    ]
    assert stated_date(text, segments(text)) == date(2019, 6, 5)


@pytest.mark.parametrize(
    "credit", ["REUTERS/Jane Doe", "AP Photo/Jane Doe", "Photo: Jane Doe", "(AFP)", "© 2019 The Post"]
)
def test_credit_lines(credit: str) -> None:
    assert parts(f"{PROSE}\n\n{credit}\n\n{PROSE}")[1] == ("credit", credit)


@pytest.mark.parametrize("sign", ["REUTER", "Reuter", "(AFP)", "-- Xinhua", "ENDS", "-30-", "###", "REUTER\x03"])
def test_signature_after_the_last_sentence(sign: str) -> None:
    text = f"{PROSE}\n\n{PROSE} {sign}"
    assert parts(text) == [("body", f"{PROSE}\n\n{PROSE}"), ("credit", sign)]


def test_reporters_after_the_last_sentence() -> None:
    assert parts(f"{PROSE} (Reporting by Jane Doe; Editing by Richard Roe)")[1:] == [
        ("byline", "(Reporting by Jane Doe; Editing by Richard Roe)")
    ]


def test_credit_at_the_end_of_a_caption() -> None:
    caption = "Leader A greets Leader B in Geneva."
    assert parts(f"{PROSE}\n\n{caption} (AP Photo/Jane Doe)\n\n{PROSE}")[1:3] == [
        ("caption", caption),
        ("credit", "(AP Photo/Jane Doe)"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Read more: Ministers to meet in May",
        "READ MORE",
        "Share this article",
        "Related articles",
        "Advertisement",
        "Sign up for our newsletter",
        "Follow us on Facebook",
        "Last updated: 5 June 2019",
        "3 comments",
    ],
)
def test_page_furniture(line: str) -> None:
    kinds = [kind for kind, _ in parts(f"{PROSE}\n{line}\n{PROSE}")]
    assert kinds == (["body", "furniture", "body"] if line != "READ MORE" else kinds)


def test_list_of_sources_ends_with_the_list() -> None:
    text = f"{PROSE}\n\nSources\n\n“Ministers meet”. The Post, June 4, 2019\nhttps://example.org/a\n\n{PROSE}"
    assert [kind for kind, _ in parts(text)] == ["body", "furniture", "furniture", "furniture", "body"]


def test_wrapped_lines_stay_together() -> None:
    text = "The minister told\nReuters\nthat talks would go on, and that\nSources\nwere wrong."
    assert parts(text) == [("body", text)]


def test_headline_needs_a_blank_line_and_no_full_stop() -> None:
    assert headline("Two leaders meet\n\n" + PROSE) == "Two leaders meet"
    assert headline("Two leaders meet.\n\n" + PROSE) is None
    assert headline("Two leaders meet\n" + PROSE) is None
    assert headline("Friday, January 4, 2019\n\n" + PROSE) is None
    assert parts("Leaders meet!\n" + PROSE, "Leaders meet")[0] == ("headline", "Leaders meet!")
    assert parts("Another line\n\n" + PROSE, "Leaders meet")[0][0] == "body"


def test_windows_line_ends() -> None:
    text = "Leaders meet\r\n\r\nBy Jane Doe\r\n\r\n" + PROSE
    assert [kind for kind, _ in parts(text)] == ["headline", "byline", "body"]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300), st.none() | st.text(max_size=40))
def test_segments_cover_all_but_white_space(text: str, title: str | None) -> None:
    found = segments(text, title)
    covered = 0
    for segment in found:
        assert covered <= segment.start < segment.end <= len(text)
        assert not text[covered : segment.start].strip()
        covered = segment.end
    assert not text[covered:].strip()


@given(st.lists(st.sampled_from(["Reuters", "By Jane Doe", "(AFP)", PROSE, "Sources", "", "May 4, 2019", "PARIS — A"])))
def test_segments_cover_furniture_too(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert "".join("".join(t.split()) for _, t in parts(text)) == "".join(text.split())


def test_prepare_keeps_segments_that_are_there() -> None:
    article = prepare(Article("PARIS — " + PROSE))
    assert [s.kind for s in article.segments] == ["dateline", "body"]
    assert prepare(article) is article


def test_newspaper_prose_is_kept(data_dir: object) -> None:
    """Of real reports nearly all characters are prose."""
    from pathlib import Path

    from detente.sources import PROSE as KINDS
    from detente.sources import read

    kept = total = 0
    for article in read(Path(str(data_dir)) / "news" / "wikinews_en_2019_2020.jsonl"):
        total += sum(not c.isspace() for c in article.text)
        kept += sum(not c.isspace() for s in article.segments if s.kind in KINDS for c in article.text[s.start : s.end])
    assert kept / total > 0.99
