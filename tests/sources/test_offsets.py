"""Errors say at which byte their item begins."""

from __future__ import annotations

import gzip
import pickle
from pathlib import Path

import pytest

from detente.errors import SourceError
from detente.sources import read
from tests.sources.test_pages import PAGE, archive

LINES = [b'{"text": "Japan and China met."}\n', b"{broken\n", b'{"title": "\xc3\xa9"}\n', b'{"text": 5}\n']
TABLE = [b"text,title\n", b'"one\nmore",a\n', b"two,b,c\n", b"three,c\n", b'fo"ur,d\n']


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.csv"])
def test_lines_and_rows(tmp_path: Path, name: str) -> None:
    parts = TABLE if name == "a.csv" else LINES
    whole = b"".join(parts)
    path = tmp_path / name
    path.write_bytes(gzip.compress(whole) if name.endswith("gz") else whole)
    errors: list[SourceError] = []
    list(read(path, on_error=errors.append))
    assert errors
    begins = {sum(map(len, parts[:n])): part for n, part in enumerate(parts)}
    for error in errors:
        assert error.offset in begins
        assert pickle.loads(pickle.dumps(error)).offset == error.offset
    expected = [2] if name == "a.csv" else [1, 2, 3]
    assert [e.offset for e in errors] == [sum(map(len, parts[:n])) for n in expected]


@pytest.mark.parametrize("gzipped", [True, False])
def test_records_of_archives(tmp_path: Path, gzipped: bool) -> None:
    pages = [("200 OK", "text/html", PAGE.encode()), ("200 OK", "text/html", b"<html><body></body></html>")]
    data = archive(*pages, gzipped=gzipped)
    path = tmp_path / "a.warc"
    path.write_bytes(data)
    errors: list[SourceError] = []
    list(read(path, on_error=errors.append))
    (error,) = errors
    plain = gzip.decompress(data) if gzipped else data
    assert plain[error.offset :].startswith(b"WARC/1")
    assert error.offset == plain.rindex(b"WARC/1.")
