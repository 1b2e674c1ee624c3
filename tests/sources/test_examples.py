"""The shipped reports: real, dated, credited."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from detente.sources import read

DATES = {
    "us-brazil-readout.jsonl": date(2009, 7, 9),
    "us-cuba-flights.txt": date(2019, 10, 27),
    "us-ukraine-call.txt": date(2019, 9, 30),
}


def test_examples_state_their_date_and_title_and_are_credited(root_dir: Path) -> None:
    folder = root_dir / "src" / "detente" / "data" / "examples"
    credits = (folder / "README.md").read_text(encoding="utf-8")
    found = {path.name for path in folder.iterdir()} - {"README.md"}
    assert found == set(DATES)
    for name in found:
        assert f"| {name} |" in credits
        (article,) = read(folder / name)
        assert article.published == DATES[name]
        assert article.title
        assert {segment.kind for segment in article.segments} - {
            "headline",
            "dateline",
            "body",
            "furniture",
            "credit",
            "speaker",
        } == set()
