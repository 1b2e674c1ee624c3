"""Whatever the bytes: articles, or errors that name the file; never another exception, never silence."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import SourceError
from detente.records import Article
from detente.sources import read
from tests.sources.test_pages import ATOM, FEED, PAGE, archive
from tests.sources.test_read import ROW, TEXT, parquet, table

NAMES = ["a.txt", "a.html", "a.jsonl", "a.json", "a.csv", "a.tsv", "a.parquet", "a.xml", "a.warc.gz", "a.gz", "a"]
WHOLE = {
    "a.txt": f"Ministers meet\n\nGENEVA, 4 June 2019 (AP) — {TEXT}".encode(),
    "a.html": PAGE.encode(),
    "a.jsonl": "\n".join([json.dumps(ROW)] * 4).encode(),
    "a.json": json.dumps([ROW] * 4, indent=1).encode(),
    "a.csv": table([ROW] * 4).encode(),
    "a.parquet": parquet([ROW] * 40),
    "a.xml": FEED.encode(),
    "b.xml": ATOM.encode(),
    "a.warc.gz": archive(("200 OK", "text/html", PAGE.encode())),
    "a.warc": archive(("200 OK", "text/html", PAGE.encode()), gzipped=False),
    "a.jsonl.gz": gzip.compress("\n".join([json.dumps(ROW)] * 4).encode()),
}
examples = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def check(path: Path, data: bytes) -> list[Article]:
    path.write_bytes(data)
    errors: list[SourceError] = []
    found = list(read(path, on_error=errors.append))
    assert found or errors
    for error in errors:
        assert type(error) is SourceError
        assert error.where.startswith(str(path))
        assert error.why
        assert "\n" not in error.why
    for article in found:
        assert article.text.strip()
        article.text.encode("utf-8")
        assert all(part is None or part.encode("utf-8") for part in (article.title, article.source, article.url))
        assert article.id
        for segment in article.segments:
            assert 0 <= segment.start < segment.end <= len(article.text)
    return found


@examples
@given(name=st.sampled_from(NAMES), data=st.binary(max_size=400))
def test_random_bytes(tmp_path: Path, name: str, data: bytes) -> None:
    check(tmp_path / name, data)


@examples
@given(name=st.sampled_from(NAMES), text=st.text(max_size=200), encoding=st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_random_text(tmp_path: Path, name: str, text: str, encoding: str) -> None:
    check(tmp_path / name, text.encode(encoding, "ignore"))


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """A good file, cut short, with bytes changed or put in, or with the bytes of another in the middle."""
    name = draw(st.sampled_from(sorted(WHOLE)))
    data = bytearray(WHOLE[name])
    at = draw(st.integers(0, len(data) - 1))
    match draw(st.sampled_from(["cut", "change", "insert", "mix"])):
        case "cut":
            del data[at:]
        case "change":
            new = draw(st.binary(min_size=1, max_size=8))
            data[at : at + len(new)] = new
        case "insert":
            data[at:at] = draw(st.sampled_from([b"\x00", b"\xff\xfe", b'"', b"\r", b"\n\n", b"<", b"]", b"\xe2\x80"]))
        case _:
            data[at:at] = draw(st.sampled_from(sorted(WHOLE.values())))
    return name, bytes(data)


@settings(examples, max_examples=250)
@given(damaged())
def test_damaged_files(tmp_path: Path, file: tuple[str, bytes]) -> None:
    check(tmp_path / file[0], file[1])


@examples
@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<div", ">", "<!--", "-->", "<html>", "</html>", "<article>", "&amp", "&#0;"])
        | st.sampled_from(
            ["<script>", "<![CDATA[", "<meta charset=utf-16>", "<br/>", "\x00", "<time datetime='x'>", TEXT]
        ),
        max_size=30,
    )
)
def test_broken_pages(tmp_path: Path, parts: list[str]) -> None:
    check(tmp_path / "a.html", b"<html><body>" + "".join(parts).encode())


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@examples
@given(
    st.lists(
        st.fixed_dictionaries(
            {}, optional=dict.fromkeys(("text", "published", "date", "title", "source", "url", "language"), json_values)
        ),
        min_size=1,
        max_size=4,
    )
)
def test_any_values_in_the_fields(tmp_path: Path, rows: list[dict[str, object]]) -> None:
    check(tmp_path / "a.jsonl", "\n".join(json.dumps(row) for row in rows).encode())


@examples
@given(
    st.sampled_from([pa.string(), pa.int64(), pa.float64(), pa.bool_(), pa.binary(), pa.timestamp("s"), pa.date64()]),
    st.sampled_from(["text", "published", "title"]),
    st.integers(-(2**62), 2**62),
)
def test_any_column_types(tmp_path: Path, kind: pa.DataType, field: str, value: int) -> None:
    if kind in (pa.string(), pa.binary()):
        column = pa.array([str(value)], kind)
    elif kind in (pa.bool_(), pa.float64()):
        column = pa.array([bool(value) if kind == pa.bool_() else float(value)])
    else:
        column = pa.array([value if kind == pa.int64() else value // 1000]).view(kind)
    columns = {"text": pa.array([TEXT]), field: column}
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    check(tmp_path / "a.parquet", out.getvalue())


def test_nesting_without_end(tmp_path: Path) -> None:
    for data in (b'{"text": ' + b"[" * 100_000, b'[{"a":' + b"[" * 100_000, b'{"a":' * 50_000):
        assert check(tmp_path / "a", data) == []
    check(tmp_path / "a", b"<div>" * 50_000 + TEXT.encode())


def test_memory_is_bounded_by_one_article(tmp_path: Path) -> None:
    """8 MB of JSON lines, and as much in one array, pass through in less than 3 MB."""
    line = json.dumps({**ROW, "text": TEXT * 100})
    count = 8_000_000 // len(line)

    def peak(path: Path) -> float:
        def seen() -> Iterator[int]:
            for article in read(path):
                yield len(article.text)

        next(read(path))
        tracemalloc.start()
        total = sum(1 for _ in seen())
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert total == count
        return highest / 1e6

    with (tmp_path / "a.jsonl").open("w") as file:
        for _ in range(count):
            file.write(line + "\n")
    assert peak(tmp_path / "a.jsonl") < 3
    with (tmp_path / "a.json").open("w") as file:
        file.write("[" + line)
        for _ in range(count - 1):
            file.write("," + line)
        file.write("]")
    assert peak(tmp_path / "a.json") < 3


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv", "a.parquet"])
def test_an_article_of_five_megabytes(tmp_path: Path, name: str) -> None:
    text = (TEXT + "\n\n") * (5_000_000 // len(TEXT))
    data = {
        "a.txt": text.encode(),
        "a.jsonl": json.dumps({"text": text}).encode(),
        "a.csv": table([{"text": text, "title": "Long"}]).encode(),
        "a.parquet": parquet([{"text": text}]),
    }[name]
    (article,) = check(tmp_path / name, data)
    assert article.text == text
