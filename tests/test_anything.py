"""Whatever the bytes: imports of other coders, files of events, a user's dictionaries and tables are read or told.

Articles in all their forms are in tests/sources/test_anything.py.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.actors import registry
from detente.actors.user_tables import read_layer
from detente.errors import InputError
from detente.formats import gdelt, read_events, write_events
from detente.ledger import Ledger
from tests.actors.test_layers import AGENTS, DICTIONARY, TABLE
from tests.examples import coded
from tests.foreign import write_gdelt, write_icews, write_polecat

SPLINTERS = [
    *(b"\x00", b"\xff\xfe", b'"', b"\r", b"\n\n", b"\t", b"\t\t\t\n", b"{", b"]", b"[", b"<", b"\\", b"#", b",,,"),
    *(b"\xe2\x80", b"-1e999", b"99999999999999999999", b"20189999", b"NaN", b"PK\x03\x04", b"\x1f\x8b", b"!PERSON!"),
]
few = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@st.composite
def damaged(draw: st.DrawFn, wholes: Callable[[], list[bytes]]) -> bytes:
    """A good file, cut short, with bytes changed, taken out or put in, once or several times."""
    data = bytearray(draw(st.sampled_from(wholes())))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        match draw(st.sampled_from(["cut", "change", "drop", "insert"])):
            case "cut":
                del data[at:]
            case "change":
                new = draw(st.binary(min_size=1, max_size=8))
                data[at : at + len(new)] = new
            case "drop":
                del data[at : at + draw(st.integers(1, 60))]
            case _:
                data[at:at] = draw(st.sampled_from(SPLINTERS))
    return bytes(data)


@pytest.fixture(scope="module")
def books() -> Ledger:
    return Ledger(":memory:")


@pytest.mark.parametrize("form", ["gdelt", "icews", "polecat"])
def test_damaged_imports(form: str, books: Ledger, tmp_path: Path) -> None:
    rows = [{name: str(n)} for n in range(3) for name in ["GLOBALEVENTID" if form == "gdelt" else "Event ID"]]
    plain = {
        "gdelt": lambda: [
            write_gdelt(tmp_path / "a", *rows),
            write_gdelt(tmp_path / "b", *rows, columns=gdelt.EVENTS_1),
        ],
        "icews": lambda: [write_icews(tmp_path / "a", *rows)],
        "polecat": lambda: [write_polecat(tmp_path / "a", *rows)],
    }[form]()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(2):
            archive.write(plain[0], f"{number}.tsv")
    wholes = [*(path.read_bytes() for path in plain), gzip.compress(plain[0].read_bytes()), packed.getvalue()]

    @few
    @given(damaged(lambda: wholes))
    def check(data: bytes) -> None:
        path = tmp_path / "damaged.dat"
        path.write_bytes(data)
        told: list[InputError] = []
        before = books.snapshots()[-1].imported
        done = books.import_events(form, [path], told.append)
        assert books.snapshots()[-1].imported == before + done.added
        assert all(error.where.startswith(str(path)) or error.where.startswith(path.name) for error in told)
        assert all(error.why and "\n" not in error.why for error in told)

    books.import_events(form, [plain[0]])
    check()


def test_damaged_files_of_events(tmp_path: Path) -> None:
    out = io.BytesIO()
    one = coded()
    write_events(((event, one.article) for event in one.events), out, "jsonl")

    @few
    @given(damaged(lambda: [out.getvalue()]))
    def check(data: bytes) -> None:
        path = tmp_path / "damaged.jsonl"
        path.write_bytes(data)
        try:
            found = list(read_events(path))
        except InputError as error:
            assert error.where.startswith(str(path)) and "\n" not in error.why
        else:
            assert len(found) <= 3

    check()


@pytest.mark.parametrize(("name", "whole"), [("a.actors", DICTIONARY), ("a.agents", AGENTS), ("a.csv", TABLE)])
def test_damaged_actors_of_ones_own(tmp_path: Path, name: str, whole: str) -> None:
    known = registry.load()

    @settings(few, max_examples=100)
    @given(damaged(lambda: [whole.encode()]))
    def check(data: bytes) -> None:
        path = tmp_path / name
        path.write_bytes(data)
        try:
            layer = read_layer(path, known)
        except InputError as error:
            assert error.where.startswith(str(path)) and "\n" not in error.why
        else:
            assert all(problem.where.startswith(str(path)) and "\n" not in problem.why for problem in layer.problems)

    check()
