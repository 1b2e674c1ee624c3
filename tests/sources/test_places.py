"""Which files a place names."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.sources import files_of


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("b.txt", "a.jsonl", "deep/er/c.warc.gz", ".git/config", "_SUCCESS", "deep/.hidden", "odd[1].txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    (tmp_path / "deep" / "up").symlink_to(tmp_path, target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("places", "files"),
    [
        (["."], ["a.jsonl", "b.txt", "deep/er/c.warc.gz", "odd[1].txt"]),
        (["*.txt"], ["b.txt", "odd[1].txt"]),
        (["odd[1].txt"], ["odd[1].txt"]),
        (["deep/**/*.gz"], ["deep/er/c.warc.gz"]),
        (["d*"], ["deep/er/c.warc.gz"]),
        (["b.txt", "-", "a.jsonl"], ["b.txt", "-", "a.jsonl"]),
        (["none.txt", "*.none"], ["none.txt", "*.none"]),
        ([".git"], [".git/config"]),
    ],
)
def test_files(tree: Path, places: list[str], files: list[str]) -> None:
    assert list(files_of(places)) == files


def test_whole_paths(tree: Path) -> None:
    assert list(files_of([str(tree / "*.txt")])) == [str(tree / "b.txt"), str(tree / "odd[1].txt")]
