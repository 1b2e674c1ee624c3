"""Other languages than English are told from the words, before what is stated; short texts are not judged."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from detente.records import Article
from detente.sources.languages import language_of, other_language
from detente.views.cli import app

ENGLISH = (
    "The ministers of both countries met in the capital on Tuesday and signed an agreement on fishing rights. "
    "They said that talks about the border would go on in the spring, and that neither side would send ships."
)
GERMAN = (
    "Die Minister beider Länder trafen sich am Dienstag in der Hauptstadt und unterzeichneten ein Abkommen. "
    "Sie sagten, die Gespräche über die Grenze würden im Frühjahr fortgesetzt, und keine Seite werde Schiffe schicken."
)
JAPANESE = (
    "両国の閣僚は火曜日に首都で会談し、漁業権に関する協定に署名した。国境をめぐる協議は春に続けられるという。" * 5
)


def test_the_words_decide_and_then_what_is_stated() -> None:
    assert [language_of(text) for text in (ENGLISH, GERMAN, JAPANESE)] == ["en", "de", "ja"]
    assert language_of(GERMAN[:120] + ENGLISH[:120]) in (None, "de", "en")
    assert language_of("Guten Tag") is None and language_of("") is None
    assert other_language(Article(ENGLISH, language="de-at")) is None
    assert other_language(Article(GERMAN)) == "de"
    assert other_language(Article("Guten Tag", language="de")) == "de"
    assert other_language(Article("Good day", language="en-gb")) is None


def test_code_passes_over_and_counts(tmp_path: Path) -> None:
    rows = [{"text": GERMAN}, {"text": JAPANESE}, {"text": GERMAN + " Ja."}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    done = CliRunner().invoke(app, ["code", str(tmp_path / "a.jsonl"), "--format", "jsonl"])
    assert done.exit_code == 0 and "3 passed over, not English: de 2, ja 1" in done.output
