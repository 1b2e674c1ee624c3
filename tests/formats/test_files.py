"""Events in files: what is written can be read by others, and a file is complete or absent."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import InputError, UsageError
from detente.formats import COLUMNS, event_to_json, flat_row, flat_schema, read_events, replacing, write_events
from tests.examples import coded
from tests.strategies import articles, events

FEW = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


def pairs():
    for number in range(3):
        one = coded(number)
        for event in one.events:
            yield event, one.article


def split(cell: str) -> list[str]:
    """The documented way to take a list cell apart: at each ";" that no "\\" stands before."""
    parts = [""]
    escaped = False
    for letter in cell:
        if not escaped and letter == ";":
            parts.append("")
        elif not escaped and letter == "\\":
            escaped = True
            continue
        else:
            parts[-1] += letter
        escaped = False
    return parts


def test_jsonl_is_one_object_a_line(tmp_path: Path) -> None:
    out = io.BytesIO()
    assert write_events(pairs(), out, "jsonl") == 6
    lines = out.getvalue().decode().splitlines()
    assert [json.loads(line) for line in lines] == [event_to_json(e, a) for e, a in pairs()]
    path = tmp_path / "events.jsonl"
    path.write_bytes(out.getvalue())
    assert [event_to_json(e, c) for e, c in read_events(path)] == [json.loads(line) for line in lines]


def test_csv_has_a_header_and_joined_lists() -> None:
    out = io.BytesIO()
    write_events(pairs(), out, "csv")
    rows = list(csv.DictReader(io.StringIO(out.getvalue().decode())))
    assert list(rows[0]) == [name for name, _, _ in COLUMNS]
    assert len(rows) == 6
    assert rows[0]["actor_countries"] == "ALA;BOR"
    assert rows[0]["recipient_names"] == ""
    assert (rows[0]["date_start"], rows[0]["reciprocal"], rows[0]["cameo"]) == ("2025-06-09", "true", "041")
    assert rows[1]["attribution_name"] == ""


@FEW
@given(st.data())
def test_csv_lists_come_apart_again(data: st.DataObject) -> None:
    article = data.draw(articles)
    event = data.draw(events(article))
    out = io.BytesIO()
    write_events([(event, article)], out, "csv")
    (row,) = csv.DictReader(io.StringIO(out.getvalue().decode(), newline=""))
    flat = flat_row(event, article)
    assert row["sentence"] == flat["sentence"]
    for name in ("actor_names", "actor_texts"):
        assert split(row[name]) == [v or "" for v in flat[name]]


def test_parquet_has_real_lists_and_days() -> None:
    out = io.BytesIO()
    write_events(pairs(), out, "parquet")
    table = pq.read_table(io.BytesIO(out.getvalue()))
    assert table.schema.equals(flat_schema())
    assert table.to_pylist() == [flat_row(e, a) for e, a in pairs()]


def test_parquet_without_events_still_has_its_columns() -> None:
    out = io.BytesIO()
    assert write_events([], out, "parquet") == 0
    assert pq.read_table(io.BytesIO(out.getvalue())).schema.names == [name for name, _, _ in COLUMNS]


def test_columns_and_rows_agree() -> None:
    event, article = next(iter(pairs()))
    assert list(flat_row(event, article)) == [name for name, _, _ in COLUMNS]


def test_unknown_format() -> None:
    with pytest.raises(UsageError, match="jsonl, csv, parquet"):
        write_events([], io.BytesIO(), "xls")


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_lone_surrogates_are_written(form: str) -> None:
    one = coded()
    odd = replace(one.events[0], story="\ud800")
    out = io.BytesIO()
    write_events([(odd, one.article)], out, form)
    assert b"\\ud800" in out.getvalue()


def test_a_file_is_complete_or_absent(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    with pytest.raises(RuntimeError), replacing(path) as out:
        out.write(b"half")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []
    with replacing(path) as out:
        out.write(b"whole")
        assert not path.exists()
    assert path.read_bytes() == b"whole"
    with pytest.raises(KeyboardInterrupt), replacing(path) as out:
        out.write(b"other")
        raise KeyboardInterrupt
    assert path.read_bytes() == b"whole"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"), replacing(tmp_path / "no" / "file"):
        pass


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"{", "line 1: not JSON"), (b"\n[]\n", "line 2: not a JSON object"), (b"\xff", "not JSON"), (b"{}", "no field")],
)
def test_unreadable_events_name_the_line(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "events.jsonl"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        list(read_events(path))
