"""Each format, told from its content; each thing that cannot be used, reported by file and item."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from detente.errors import SourceError
from detente.records import Article
from detente.settings import Settings
from detente.sources import read
from detente.sources.parquet import NULL

TEXT = "Ministers of the two countries met in Geneva on Monday.\n\nThey agreed to meet again, officials said."
ROW = {
    "id": 7,
    "text": TEXT,
    "published": "2019-06-04",
    "title": "Ministers meet",
    "source": "The Post",
    "url": "http://a.example/1",
}
EXPECTED = Article(TEXT, date(2019, 6, 4), "Ministers meet", "The Post", "http://a.example/1")


def reads(path: Path, **options: object) -> tuple[list[Article], list[str]]:
    """Articles without their segments, and the errors with the folder left out."""
    errors: list[SourceError] = []
    found = list(read(path, on_error=errors.append, **options))  # type: ignore[arg-type]
    assert all(article.segments for article in found)
    bare = [Article(a.text, a.published, a.title, a.source, a.url, a.language) for a in found]
    return bare, [str(error).replace(f"{path.parent}/", "") for error in errors]


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str, bytes | str], Path]:
    def write(name: str, content: bytes | str) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


Written = Callable[[str, bytes | str], Path]


def table(rows: list[dict[str, object]], **options: object) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), **options)  # type: ignore[arg-type]
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def parquet(rows: list[dict[str, object]], **options: object) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out, **options)
    return out.getvalue()


# ---------------------------------------------------------------- plain text


def test_text_keeps_its_words_and_gives_its_headline_and_date(written: Written) -> None:
    text = "Ministers meet\n\nTuesday, June 4, 2019\n\n" + TEXT
    assert reads(written("a.txt", text)) == ([Article(text, date(2019, 6, 4), "Ministers meet")], [])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (f"GENEVA, 4 June 2019 (AP) — {TEXT}", date(2019, 6, 4)),
        (f"GENEVA, 4 June (AP) — {TEXT}", None),
        (TEXT, None),
        (f"On June 4, 2019, they met. {TEXT}", None),
    ],
)
def test_date_at_the_head_of_the_text(written: Written, text: str, day: date | None) -> None:
    path = written("a.txt", text)
    assert reads(path)[0][0].published == day
    assert reads(path, published=date(2020, 1, 1))[0][0].published == (day or date(2020, 1, 1))


def test_impossible_date_at_the_head_is_reported_and_the_text_read(written: Written) -> None:
    found, errors = reads(written("a.txt", f"GENEVA, 31 June 2019 (AP) — {TEXT}"))
    assert found[0].published is None
    assert errors == ["a.txt: read without its date: '31 June 2019' is not a day of the calendar"]


def test_line_ends_are_read_as_newlines(written: Written) -> None:
    assert reads(written("a.txt", "One talk.\r\nTwo talks.\rThree."))[0][0].text == "One talk.\nTwo talks.\nThree."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings(written: Written, encoding: str) -> None:
    text = "President Erdoğan met Mr. Müller – “a friend” – in Ankara.".replace(
        "ğ", "g" if encoding == "cp1252" else "ğ"
    )
    assert reads(written("a.txt", text.encode(encoding))) == ([Article(text)], [])


def test_cyrillic_code_page_is_detected(written: Written) -> None:
    text = "Президент встретился с министром иностранных дел и обсудил с ним договор о дружбе. " * 5
    assert reads(written("a.txt", text.encode("cp1251")))[0][0].text == text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b" \n\n ", "is empty"),
        (codecs.BOM_UTF8, "holds no text"),
        (b"abc\x00def ghi", "holds NUL bytes: binary data, not text"),
        (bytes(range(1, 9)) * 50, "holds control characters throughout: binary data, not text"),
        (codecs.BOM_UTF16_LE + b"a\x00b", "not valid UTF-16-LE at byte 4"),
        (b"%PDF-1.4 ...", "a PDF file; convert it to text or HTML first"),
        (b"PK\x03\x04....", "a ZIP archive or an Office document; unpack it or save it as text first"),
        (b"\x1f\x8b\x08\x00 cut", "cannot be read further"),
    ],
)
def test_what_is_not_text(written: Written, content: bytes, reason: str) -> None:
    found, errors = reads(written("a.txt", content))
    assert (found, len(errors)) == ([], 1)
    assert errors[0].startswith(f"a.txt: {reason}")


def test_missing_file_and_folder(tmp_path: Path) -> None:
    assert reads(tmp_path / "none.txt") == ([], ["none.txt: no such file"])
    (tmp_path / "sub").mkdir()
    assert reads(tmp_path / "sub") == ([], ["sub: is a folder, not a file"])
    assert reads(tmp_path / "a\x00b")[1] != []


def test_without_on_error_the_first_error_is_raised(written: Written) -> None:
    path = written("a.jsonl", json.dumps(ROW) + "\nnot json\n" + json.dumps(ROW))
    found = read(path)
    assert next(found).title == "Ministers meet"
    with pytest.raises(SourceError, match="line 2: is not valid JSON"):
        next(found)


def test_an_article_too_long_is_refused(written: Written) -> None:
    short = Settings(max_characters=50)
    for name, content in (("a.txt", TEXT), ("a.jsonl", json.dumps(ROW)), ("a.csv", table([ROW]))):
        found, errors = reads(written(name, content), settings=short)
        assert (found, len(errors)) == ([], 1)


# ---------------------------------------------------------------- JSON


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.txt", "a"])
@pytest.mark.parametrize(
    "content",
    [
        json.dumps(ROW),
        json.dumps(ROW) + "\n",
        json.dumps([ROW]),
        json.dumps(ROW, indent=2),
        json.dumps([ROW], indent=2),
        "\ufeff" + json.dumps(ROW),
        "\n\n" + json.dumps(ROW) + "\n\n",
    ],
)
def test_json_however_it_is_laid_out(written: Written, name: str, content: str) -> None:
    assert reads(written(name, content)) == ([EXPECTED], [])


@pytest.mark.parametrize("indent", [None, 1])
def test_many_articles_in_one_array(written: Written, indent: int | None) -> None:
    rows = [{**ROW, "title": f"Number {n}", "text": TEXT * 20} for n in range(200)]
    found, errors = reads(written("a.json", json.dumps(rows, indent=indent)))
    assert ([a.title for a in found], errors) == ([f"Number {n}" for n in range(200)], [])


def test_objects_one_after_another(written: Written) -> None:
    assert reads(written("a.json", json.dumps(ROW, indent=1) * 3)) == ([EXPECTED] * 3, [])


def test_a_bad_line_is_one_error_with_its_number(written: Written) -> None:
    good = json.dumps(ROW).encode()
    lines = [
        good,
        b"{broken",
        b"",
        b'["a list"]',
        b'{"text": 5}',
        b'{"title": "no text"}',
        b'{"text": "  "}',
        b"\xff\x00\x01",
        good,
    ]
    found, errors = reads(written("a.jsonl", b"\n".join(lines)))
    assert found == [EXPECTED, EXPECTED]
    assert [error.partition(":")[0] for error in errors] == [f"a.jsonl, line {n}" for n in (2, 4, 5, 6, 7, 8)]


def test_an_array_that_breaks_off(written: Written) -> None:
    whole = json.dumps([ROW, ROW, ROW])
    for cut, count in ((len(whole) - 1, 3), (len(whole) - 20, 2), (20, 0)):
        found, errors = reads(written("a.json", whole[:cut]))
        assert (len(found), len(errors)) == (count, 1), cut


def test_broken_first_line_does_not_change_the_format(written: Written) -> None:
    found, errors = reads(written("a.jsonl", '{"text": "cut off\n' + json.dumps(ROW)))
    assert (found, len(errors)) == ([EXPECTED], 1)


def test_json_lines_in_utf_16(written: Written) -> None:
    assert reads(written("a.jsonl", f"{json.dumps(ROW)}\n{json.dumps(ROW)}\n".encode("utf-16"))) == ([EXPECTED] * 2, [])


def test_a_line_in_another_encoding_is_still_read(written: Written) -> None:
    lines = [json.dumps({"text": "Müller met Šefčovič."}, ensure_ascii=False).encode("utf-8")]
    lines += [json.dumps({"text": "Müller called."}, ensure_ascii=False).encode("cp1252")]
    assert [a.text for a in reads(written("a.jsonl", b"\n".join(lines)))[0]] == [
        "Müller met Šefčovič.",
        "Müller called.",
    ]


def test_text_of_records_is_kept_to_the_character(written: Written) -> None:
    text = "  One.\r\nTwo.\rThree.\u2028Four 🕊.\t\n"
    assert reads(written("a.jsonl", json.dumps({"text": text})))[0][0].text == text


def test_half_characters_are_read_as_unknown_ones(written: Written) -> None:
    assert reads(written("a.jsonl", '{"text": "A\\ud83d met B."}'))[0][0].text == "A\ufffd met B."


def test_other_names_for_the_fields(written: Written) -> None:
    row = {"Headline": "Ministers meet", "Body": TEXT, "publication date": "2019-06-04", "link": "http://a.example/1"}
    row |= {"publisher": "The Post", "lang": "en"}
    assert reads(written("a.jsonl", json.dumps(row))) == ([EXPECTED], [])


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2019-06-04", date(2019, 6, 4)),
        ("2019-06-04T23:30:00-05:00", date(2019, 6, 4)),
        ("20190604", date(2019, 6, 4)),
        (20190604, date(2019, 6, 4)),
        ("June 4, 2019", date(2019, 6, 4)),
        ("Tuesday, 4 June 2019", date(2019, 6, 4)),
        ("Tue, 04 Jun 2019 10:00:00 GMT", date(2019, 6, 4)),
        ("25/12/2019", date(2019, 12, 25)),
        (1559606400, date(2019, 6, 4)),
        (1559606400000, date(2019, 6, 4)),
        (None, None),
        ("", None),
        ("NaN", None),
    ],
)
def test_dates(written: Written, value: object, day: date | None) -> None:
    found, errors = reads(written("a.jsonl", json.dumps({"text": TEXT, "published": value})))
    assert (found[0].published, errors) == (day, [])


@pytest.mark.parametrize(
    "value",
    [
        "2019-02-30",
        "31 June 2019",
        "04/06/2019",
        "9999-12-31",
        "soon",
        "99999999",
        5,
        1.5e300,
        [2019],
        True,
        "0000-00-00",
    ],
)
def test_a_date_that_cannot_be_is_reported_and_the_article_read(written: Written, value: object) -> None:
    found, errors = reads(written("a.jsonl", json.dumps({"text": TEXT, "published": value})))
    assert found == [Article(TEXT)]
    assert len(errors) == 1
    assert errors[0].startswith("a.jsonl, line 1: read without its date: ")


def test_published_fills_in_only_where_the_item_has_none(written: Written) -> None:
    path = written("a.jsonl", json.dumps(ROW) + "\n" + json.dumps({"text": TEXT}))
    assert [a.published for a in reads(path, published=date(2020, 1, 1))[0]] == [date(2019, 6, 4), date(2020, 1, 1)]


# ---------------------------------------------------------------- tables


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.txt", "-"])
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"delimiter": "\t"},
        {"delimiter": ";"},
        {"delimiter": "|", "lineterminator": "\n"},
        {"quoting": csv.QUOTE_ALL},
        {"quoting": csv.QUOTE_ALL, "quotechar": "'"},
        {"quoting": csv.QUOTE_ALL, "doublequote": False, "escapechar": "\\"},
    ],
)
def test_csv_dialects(written: Written, name: str, options: dict[str, object]) -> None:
    quoted = {**ROW, "text": 'He said "yes, and no"; they met.\n\nSo it was.'}
    path = written("x" + name, table([ROW, quoted, ROW], **options))
    assert reads(path) == ([EXPECTED, Article(str(quoted["text"]), *_rest(EXPECTED)), EXPECTED], [])


def _rest(article: Article) -> tuple[object, ...]:
    return article.published, article.title, article.source, article.url


def test_csv_from_a_spreadsheet(written: Written) -> None:
    assert reads(written("a.csv", table([ROW], delimiter="\t").encode("utf-16"))) == ([EXPECTED], [])
    assert reads(written("b.csv", table([ROW]).encode("utf-8-sig"))) == ([EXPECTED], [])
    assert reads(written("c.csv", table([{**ROW, "title": "Café"}]).encode("cp1252")))[0][0].title == "Café"


def test_csv_rows_that_cannot_be_used(written: Written) -> None:
    content = 'title,text\nA,They met.\nB,"They "met".\nC,They met, and agreed, it seems.\nD\n\nE,They left.\n'
    content += 'F,"never closed\n'
    found, errors = reads(written("a.csv", content))
    assert [a.title for a in found] == ["A", "E"]
    assert [error.partition(": ")[0] for error in errors] == [f"a.csv, item {n}" for n in (2, 3, 4, 6)]
    assert "4 fields where the header names 2" in errors[1]
    assert "never closed" in errors[3]


def test_csv_without_a_text_column(written: Written) -> None:
    assert reads(written("a.csv", "name,date\nA,2019-01-01\n"))[1] == [
        "a.csv: has no column named text or body or content (columns: name, date)"
    ]
    assert reads(written("b.csv", "text,title\n"))[1] == ["b.csv: holds no articles"]


def test_csv_with_one_column_and_a_huge_field(written: Written) -> None:
    text = "They met. " * 200_000
    assert reads(written("a.csv", table([{"text": text}])))[0][0].text == text


def test_parquet(written: Written) -> None:
    rows: list[dict[str, object]] = [ROW, {**ROW, "title": None}, {**ROW, "text": None}, {**ROW, "published": "never"}]
    found, errors = reads(written("a.parquet", parquet(rows, row_group_size=2)))
    assert found == [
        EXPECTED,
        Article(TEXT, *_rest(EXPECTED)[:1], None, *_rest(EXPECTED)[2:]),
        Article(TEXT, None, *_rest(EXPECTED)[1:]),
    ]
    assert [error.partition(": ")[0] for error in errors] == ["a.parquet, item 3", "a.parquet, item 4"]


@pytest.mark.parametrize("kind", [pa.date32(), pa.timestamp("ns"), pa.timestamp("us", "UTC"), pa.large_string()])
def test_parquet_dates(tmp_path: Path, kind: pa.DataType) -> None:
    day: object = "2019-06-04" if kind == pa.large_string() else datetime(2019, 6, 4, 12, 30, 5)
    rows = pa.table({"text": pa.array([TEXT]).dictionary_encode(), "date": pa.array([day], kind)})
    pq.write_table(rows, tmp_path / "a.parquet")
    assert reads(tmp_path / "a.parquet") == ([Article(TEXT, date(2019, 6, 4))], [])


def test_parquet_that_is_damaged(written: Written) -> None:
    whole = parquet([ROW] * 1000)
    assert reads(written("a.parquet", whole[: len(whole) // 2]))[1][0].startswith(
        "a.parquet: is not a whole Parquet file"
    )
    assert reads(written("b.parquet", b"some text"))[1] == ["b.parquet: is not a Parquet file, though its name says so"]
    assert "has no column named text" in reads(written("c.parquet", parquet([{"a": 1}])))[1][0]


def test_a_damaged_row_group_costs_its_own_rows(written: Written) -> None:
    rows = [{"text": f"They met {n * n} times, on day {n * 7919 % 365}. " * 9} for n in range(300)]
    whole = bytearray(parquet(rows, row_group_size=100, compression="gzip", use_dictionary=False))
    column = pq.ParquetFile(io.BytesIO(bytes(whole))).metadata.row_group(1).column(0)
    middle = column.data_page_offset + column.total_compressed_size // 2
    whole[middle : middle + 50] = bytes(50)
    found, errors = reads(written("a.parquet", bytes(whole)))
    assert len(found) == 200
    assert errors[0].startswith("a.parquet, items 101 to 200: cannot be read")


# ---------------------------------------------------------------- gzip, standard input


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl.gz", json.dumps(ROW).encode()),
        ("a.csv.gz", table([ROW]).encode()),
        ("a.parquet.gz", parquet([ROW])),
        ("a.gz", json.dumps([ROW]).encode()),
    ],
)
def test_gzip(written: Written, name: str, content: bytes) -> None:
    assert reads(written(name, gzip.compress(content))) == ([EXPECTED], [])


def test_gzip_that_breaks_off(written: Written) -> None:
    import random

    noise = random.Random(1)
    rows = [json.dumps({"text": f"They met {noise.random()} times."}) for _ in range(20_000)]
    whole = gzip.compress("\n".join(rows).encode())
    found, errors = reads(written("a.jsonl.gz", whole[: len(whole) // 2]))
    assert 1000 < len(found) < 20_000
    assert errors == [f"a.jsonl.gz, after item {len(found)}: cannot be read further: ends too early"]


def test_a_short_gzip_that_breaks_off_gives_what_it_holds(written: Written) -> None:
    whole = gzip.compress("\n".join([json.dumps({"text": f"They met {n * n} times."}) for n in range(200)]).encode())
    found, errors = reads(written("a.jsonl.gz", whole[: len(whole) * 3 // 4]))
    assert len(found) > 50
    assert len(errors) == 1


@pytest.mark.parametrize("content", [json.dumps(ROW).encode(), table([ROW]).encode(), parquet([ROW])])
def test_standard_input(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert [a.title for a in read("-")] == ["Ministers meet"]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
    errors: list[SourceError] = []
    assert list(read("-", on_error=errors.append)) == []
    assert str(errors[0]) == "standard input: is empty"


def test_folders_of_a_partitioned_set_say_what_columns_do_not(tmp_path: Path) -> None:
    folder = tmp_path / "source=The%20Times" / "date=2020-01-05" / "year=2020" / f"url={NULL}"
    folder.mkdir(parents=True)
    pq.write_table(pa.table({"text": ["A met B."], "title": ["One"]}), folder / "1.parquet")
    (one,) = read(folder / "1.parquet")
    assert (one.source, one.published, one.url, one.title) == ("The Times", date(2020, 1, 5), None, "One")
    pq.write_table(pa.table({"text": ["A met B."], "source": ["Own"]}), folder / "2.parquet")
    assert [article.source for article in read(folder / "2.parquet")] == ["Own"]
