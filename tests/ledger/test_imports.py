"""Events of other coders in the ledger: what becomes of rows, good, bad, repeated and nasty."""

from __future__ import annotations

import gzip
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import InputError, LedgerError, UsageError
from detente.formats import gdelt, polecat
from detente.ledger import Ledger
from detente.ledger.locking import locked
from tests.examples import coded
from tests.foreign import GDELT, POLECAT, line, write_gdelt, write_icews, write_polecat


@pytest.fixture
def ledger() -> Ledger:
    return Ledger(":memory:")


def one(ledger: Ledger, columns: str = "*", view: str = "imported") -> dict[str, object]:
    (row,) = ledger.sql(f"SELECT {columns} FROM {view}").to_pylist()
    return dict(row)


def test_a_gdelt_row(ledger: Ledger, tmp_path: Path) -> None:
    done = ledger.import_events("gdelt", [write_gdelt(tmp_path / "a.CSV", {"Actor1CountryCode": "ROM"})])
    assert (done.added, done.refused, done.snapshot) == (1, 0, 1)
    row = one(ledger)
    wanted = {
        "id": "gdelt:1",
        "original_id": "1",
        "coder": "GDELT 2",
        "file": "a.CSV",
        "pair": "KOR-ROU",
        "actor": "ROU",
        "recipient": "KOR",
        "actor_name": "JAPAN",
        "event_type": "ACCUSE",
        "quad": 3,
        "cameo": "112",
        "intensity": -2.0,
        "mentions": 4,
        "sources": 2,
        "articles": 3,
        "url": "https://news.example/1",
        "place": "Japan",
        "place_country": "JPN",
        "latitude": 36.0,
        "tone": -1.25,
        "actor_sectors": ["GOV"],
        "recipient_sectors": [],
    }
    assert {name: row[name] for name in wanted} == wanted
    assert str(row["date_start"]) == "2018-06-01"
    assert str(row["added"]).startswith("2018-06-02 10:15:00")
    act = one(ledger, view="journal")
    assert (act["origin"], act["coder"], act["actor"], act["recipient"]) == ("imported", "GDELT 2", "ROU", "KOR")
    assert (act["source"], act["mentions"], act["historical"], act["article_id"]) == ("news.example", 4, None, None)


def test_an_icews_row(ledger: Ledger, tmp_path: Path) -> None:
    ledger.import_events("icews", [write_icews(tmp_path / "a.tab", {})])
    row = one(ledger)
    assert (row["id"], row["pair"], row["source"]) == ("icews:1:2018-06-01", "JPN-MDA", "A Paper")
    assert (row["actor_sectors"], row["recipient_sectors"]) == (["GOV"], ["CVL"])
    assert (row["place_country"], row["place"]) == ("JPN", None)


@pytest.mark.parametrize(
    ("country", "name", "sectors", "code"),
    [
        ("NA", "United Nations", "International Government Organization", "UNO"),
        ("", "United Nations", "NA", "UNO"),
        ("Japan", "United Nations", "NA", "JPN"),
        ("NA", "Some Fund", "International Government Organization", "IGO"),
        ("NA", "Some Fund", "NA", None),
        ("Nowhere", "Some Fund", "NA", None),
    ],
)
def test_an_icews_body_is_known_by_its_name_where_it_has_no_country(
    ledger: Ledger, tmp_path: Path, country: str, name: str, sectors: str, code: str | None
) -> None:
    row = {"Source Country": country, "Source Name": name, "Source Sectors": sectors}
    ledger.import_events("icews", [write_icews(tmp_path / "a.tab", row)])
    assert (one(ledger)["actor"], one(ledger)["recipient"]) == (code, "MDA")


def test_a_polecat_row(ledger: Ledger, tmp_path: Path) -> None:
    ledger.import_events("polecat", [write_polecat(tmp_path / "a.txt", {})])
    row = one(ledger)
    assert (row["coder"], row["event_type"], row["event_mode"], row["score"]) == (
        "POLECAT 1.2",
        "CONSULT",
        "phone",
        1.5,
    )
    assert (row["contexts"], row["recipient_sectors"]) == (["diplomatic", "military"], ["GOV", "MIL"])
    assert (row["cameo"], row["place"], str(row["published"])) == ("041", None, "2018-06-02")


def test_mentions(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "a.mentions.CSV"
    values = ["1", "20180602101500", "20180603101500", "1", "news.example", "https://news.example/1", "2"]
    path.write_text("\t".join([*values, "-1", "5", "9", "1", "70", "300", "-1.5", "", ""]) + "\n")
    assert ledger.import_events("gdelt", [path]).added == 1
    assert ledger.import_events("gdelt", [path]).unchanged == 1
    row = one(ledger, view="mentions")
    assert (row["event_id"], row["url"], row["sentence"], row["confidence"]) == (
        "gdelt:1",
        "https://news.example/1",
        2,
        70,
    )


def test_importing_twice_changes_nothing(ledger: Ledger, tmp_path: Path) -> None:
    files = [write_gdelt(tmp_path / "a.CSV", {}, {"GLOBALEVENTID": "2"}), write_gdelt(tmp_path / "b.CSV", {})]
    first = ledger.import_events("gdelt", files)
    assert (first.added, first.unchanged) == (2, 1)
    again = ledger.import_events("gdelt", files)
    assert (again.added, again.replaced, again.unchanged, again.snapshot) == (0, 0, 3, first.snapshot)


def test_a_later_version_replaces(ledger: Ledger, tmp_path: Path) -> None:
    ledger.import_events("gdelt", [write_gdelt(tmp_path / "a.CSV", {}, {"GLOBALEVENTID": "2"})])
    done = ledger.import_events("gdelt", [write_gdelt(tmp_path / "b.CSV", {"AvgTone": "9"}, {"GLOBALEVENTID": "3"})])
    assert (done.added, done.replaced, done.unchanged) == (1, 1, 0)
    tones = ledger.sql("SELECT id, tone, file FROM imported ORDER BY id").to_pylist()
    assert [(t["id"], t["tone"], t["file"]) for t in tones] == [
        ("gdelt:1", 9.0, "b.CSV"),
        ("gdelt:2", -1.25, "a.CSV"),
        ("gdelt:3", -1.25, "b.CSV"),
    ]
    assert [s.imported for s in ledger.snapshots()] == [0, 2, 3]
    assert Ledger(ledger.path, snapshot=1).sql("SELECT count(*) AS n FROM imported").to_pylist() == [{"n": 2}]


def test_the_later_of_two_rows_counts(ledger: Ledger, tmp_path: Path) -> None:
    ledger.import_events("gdelt", [write_gdelt(tmp_path / "a.CSV", {"AvgTone": "1"}, {"AvgTone": "2"})])
    assert one(ledger, "tone") == {"tone": 2.0}


def test_icews_ids_repeat(ledger: Ledger, tmp_path: Path) -> None:
    ledger.import_events("icews", [write_icews(tmp_path / "a.tab", {}, {"Event Date": "2018-06-02"})])
    assert one(ledger, "count(*) AS n") == {"n": 2}


def test_bad_rows_are_named_and_the_rest_goes_on(ledger: Ledger, tmp_path: Path) -> None:
    path = write_gdelt(
        tmp_path / "a.CSV",
        {},
        {"GLOBALEVENTID": "x"},
        {"GLOBALEVENTID": "3", "SQLDATE": "20181301"},
        {"GLOBALEVENTID": "4", "SQLDATE": ""},
        {"GLOBALEVENTID": ""},
        {"GLOBALEVENTID": "6", "NumMentions": "many"},
        {"GLOBALEVENTID": "7", "SOURCEURL": "a\tb"},
        {"GLOBALEVENTID": "8"},
    )
    with path.open("a") as more:
        more.write("9\t20180601\tshort\n")
    told: list[InputError] = []
    done = ledger.import_events("gdelt", [path], told.append)
    assert (done.added, done.refused) == (2, 7)
    assert [str(error) for error in told] == [
        "a.CSV, line 2: GLOBALEVENTID is 'x', which is no number",
        "a.CSV, line 3: SQLDATE is '20181301', which is no day",
        "a.CSV, line 4: has no SQLDATE",
        "a.CSV, line 5: has no GLOBALEVENTID",
        "a.CSV, line 6: NumMentions is 'many', which is no number",
        "a.CSV, line 7: has 62 columns instead of 61",
        "a.CSV, line 9: has 3 columns instead of 61",
    ]


def test_without_on_error_nothing_is_filed(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a\.CSV, line 2: GLOBALEVENTID"):
        ledger.import_events("gdelt", [write_gdelt(tmp_path / "a.CSV", {}, {"GLOBALEVENTID": "x"})])
    assert one(ledger, "count(*) AS n") == {"n": 0}
    assert [p.name for p in ledger.path.iterdir() if p.name.startswith(".import")] == []


def test_files_that_cannot_be_used(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "words.txt").write_text("No events here.\n")
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 and nothing more")
    (tmp_path / "broken.gz").write_bytes(gzip.compress(b"x" * 100_000)[:60])
    names = ["absent", "empty", "words.txt", "broken.zip", "broken.gz"]
    told: list[str] = []
    done = ledger.import_events("icews", [tmp_path / n for n in names], lambda e: told.append(str(e)))
    assert done.added == 0
    assert len(told) == len(names)
    assert all(name in said for name, said in zip(names, told, strict=True))
    with pytest.raises(UsageError, match="no format 'cnn'"):
        ledger.import_events("cnn", [])


def test_archives_are_told_by_their_content(ledger: Ledger, tmp_path: Path) -> None:
    plain = write_gdelt(tmp_path / "a.CSV", {})
    with zipfile.ZipFile(tmp_path / "many.dat", "w") as archive:
        archive.write(plain, "x/a.CSV")
        archive.write(write_gdelt(tmp_path / "b.CSV", {"GLOBALEVENTID": "2"}), "b.CSV")
    (tmp_path / "packed").write_bytes(
        gzip.compress(write_gdelt(tmp_path / "c.CSV", {"GLOBALEVENTID": "3"}).read_bytes())
    )
    ledger.import_events("gdelt", [tmp_path / "many.dat", tmp_path / "packed"])
    rows = ledger.sql("SELECT id, file FROM imported ORDER BY id").to_pylist()
    assert [(r["id"], r["file"]) for r in rows] == [
        ("gdelt:1", "many.dat/a.CSV"),
        ("gdelt:2", "many.dat/b.CSV"),
        ("gdelt:3", "packed"),
    ]
    assert ledger.remove_imported("many.dat") == 2
    assert one(ledger, "id") == {"id": "gdelt:3"}


def test_early_gdelt_rows_have_no_address(ledger: Ledger, tmp_path: Path) -> None:
    early = {**GDELT, "GLOBALEVENTID": "2", "DATEADDED": "20130203"}
    path = write_gdelt(tmp_path / "a.csv", {"DATEADDED": "20130501"}, columns=gdelt.EVENTS_1)
    path.write_text(line(gdelt.EVENTS_EARLY, early) + "\n" + path.read_text() + "3\t20130101\n")
    told: list[str] = []
    done = ledger.import_events("gdelt", [path], lambda e: told.append(str(e)))
    assert (done.added, told) == (2, ["a.csv, line 3: has 2 columns instead of 58"])
    rows = ledger.sql("SELECT coder, url FROM imported ORDER BY id").to_pylist()
    assert [(r["coder"], r["url"]) for r in rows] == [("GDELT 1", GDELT["SOURCEURL"]), ("GDELT 1", None)]


def test_words_in_any_encoding_and_with_any_line_end(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "a.CSV"
    rows = [
        line(gdelt.EVENTS_2, {**GDELT, "Actor1Name": "S\xe3o Tom\xe9"}).encode("latin-1"),
        line(gdelt.EVENTS_2, {**GDELT, "GLOBALEVENTID": "2", "Actor1Name": 'S\xe3o "Tom\xe9'}).encode(),
        line(gdelt.EVENTS_2, {**GDELT, "GLOBALEVENTID": "3", "Actor1Name": "A\rB"}).encode(),
    ]
    path.write_bytes(b"\r\n".join(rows) + b"\n")
    ledger.import_events("gdelt", [path])
    found = ledger.sql("SELECT actor_name FROM imported ORDER BY id").to_pylist()
    assert [f["actor_name"] for f in found] == ["S\xe3o Tom\xe9", 'S\xe3o "Tom\xe9', "A B"]


HEADER = "\t".join(polecat.EVENTS)


@pytest.mark.parametrize(
    ("header", "tail"),
    [
        (HEADER, ""),
        (HEADER + "\t\t", ""),
        (HEADER + "\t", "\t"),
        (HEADER, "\t\t"),
        (HEADER.replace("Language", "Headline\tLanguage"), ""),
        (HEADER.replace("Intensity", "Event Intensity"), ""),
    ],
)
def test_malformed_polecat_files(ledger: Ledger, tmp_path: Path, header: str, tail: str) -> None:
    path = write_polecat(tmp_path / "a.txt", {}, {"Event ID": "2_X"}, header=header, tail=tail)
    assert ledger.import_events("polecat", [path]).added == 2
    rows = ledger.sql("SELECT original_id, source, coder, intensity FROM imported ORDER BY id").to_pylist()
    assert {r["original_id"] for r in rows} == {POLECAT["Event ID"], "2_X"}
    assert {(r["source"], r["coder"], r["intensity"]) for r in rows} == {("A Paper", "POLECAT 1.2", 1.5)}


def test_a_polecat_headline_that_the_rows_have(ledger: Ledger, tmp_path: Path) -> None:
    columns = HEADER.replace("Language", "Headline\tLanguage").split("\t")
    path = tmp_path / "a.txt"
    path.write_text("\t".join(columns) + "\n" + line(columns, {**POLECAT, "Headline": "Calls"}) + "\n")
    ledger.import_events("polecat", [path])
    assert one(ledger, "polecat.Language AS language, coder") == {"language": "Japanese", "coder": "POLECAT 1.2"}


def test_early_polecat_without_intensity_in_latin_1(ledger: Ledger, tmp_path: Path) -> None:
    columns = [name for name in polecat.EVENTS if name != "Intensity"]
    path = tmp_path / "a.txt"
    text = "\t".join(columns) + "\n" + line(columns, {**POLECAT, "Actor Name": "Jos\xe9"}) + "\n"
    path.write_text(text, encoding="latin-1")
    ledger.import_events("polecat", [path])
    assert one(ledger, "actor_name, intensity, score") == {"actor_name": "Jos\xe9", "intensity": None, "score": 1.5}


def test_words_beyond_the_columns_are_refused(ledger: Ledger, tmp_path: Path) -> None:
    path = write_polecat(tmp_path / "a.txt", {}, header=HEADER, tail="\t")
    path.write_text(path.read_text() + line(polecat.EVENTS, {**POLECAT, "Event ID": "2"}) + "\tmore\n")
    told: list[str] = []
    assert ledger.import_events("polecat", [path], lambda e: told.append(str(e))).added == 1
    assert told == ["a.txt, line 3: has more columns than the header names"]


def test_one_polecat_event_in_several_rows(ledger: Ledger, tmp_path: Path) -> None:
    path = write_polecat(tmp_path / "a.txt", {}, {"Event Mode": "visit"}, {"Actor Name": "Taro Kono"})
    assert ledger.import_events("polecat", [path]).added == 3


def test_several_states_on_a_side_are_several_acts(ledger: Ledger, tmp_path: Path) -> None:
    rows = [
        {"Actor Country": "JPN; USA", "Event Type": "SANCTION", "Event Mode": "None"},
        {"Event ID": "2_X", "Actor Country": "JPN; USA; KOR", "Recipient Country": "None", "Recipient Name": "None"},
        {"Event ID": "3_X", "Actor Country": "JPN; USA", "Recipient Country": "None", "Event Type": "PROTEST"},
    ]
    ledger.import_events("polecat", [write_polecat(tmp_path / "a.txt", *rows)])
    query = "SELECT event_id, actor, recipient, pair, reciprocal FROM {} ORDER BY ALL"
    acts = ledger.sql(query.format("journal")).to_pylist()
    assert ledger.sql(query.format("journal_of_several")).to_pylist() == acts
    found = Counter(
        (a["event_id"].split(":")[1][:1], a["actor"], a["recipient"], a["pair"], a["reciprocal"]) for a in acts
    )
    assert found == Counter(
        [
            ("2", "JPN", "KOR", "JPN-KOR", False),
            ("2", "USA", "KOR", "KOR-USA", False),
            ("2", "JPN", "USA", "JPN-USA", True),
            ("2", "JPN", "KOR", "JPN-KOR", True),
            ("2", "KOR", "USA", "KOR-USA", True),
        ]
    )


def test_a_meeting_told_from_both_sides_is_one_act(ledger: Ledger, tmp_path: Path) -> None:
    there = {"CAMEO Code": "040", "Source Name": "A", "Target Name": "B", "Target Country": "Vietnam"}
    back = {**there, "Source Name": "B", "Target Name": "A", "Source Country": "Vietnam", "Target Country": "Japan"}
    rows = [
        {"Event ID": "1", **there},
        {"Event ID": "2", **back},
        {"Event ID": "3", **there, "Sentence Number": "5"},
        {"Event ID": "4", **there, "CAMEO Code": "042"},
        {"Event ID": "5", **back, "CAMEO Code": "043"},
        {"Event ID": "6", **back, "CAMEO Code": "043", "Sentence Number": "9"},
        {"Event ID": "7", **there, "CAMEO Code": "112"},
        {"Event ID": "8", **back, "CAMEO Code": "112"},
    ]
    ledger.import_events("icews", [write_icews(tmp_path / "a.tab", *rows)])
    assert one(ledger, "count(*) AS n") == {"n": 8}
    acts = ledger.sql("SELECT event_id, actor, recipient, reciprocal FROM journal ORDER BY event_id").to_pylist()
    assert [(a["event_id"][6], a["actor"], a["recipient"], a["reciprocal"]) for a in acts] == [
        ("1", "JPN", "VNM", True),
        ("3", "JPN", "VNM", False),
        ("4", "JPN", "VNM", False),
        ("6", "JPN", "VNM", False),
        ("7", "JPN", "VNM", False),
        ("8", "VNM", "JPN", False),
    ]


def test_own_and_imported_events_stand_side_by_side(tmp_path: Path) -> None:
    books = tmp_path / "books"
    ledger = Ledger(books)
    ledger.add([coded(0)])
    ledger.import_events("gdelt", [write_gdelt(tmp_path / "a.CSV", {})])
    counts = {
        r["origin"]: r["n"] for r in ledger.sql("SELECT origin, count(*) AS n FROM journal GROUP BY origin").to_pylist()
    }
    assert counts == {"coded": 2, "imported": 1}
    ledger.remove(coded(0).article.id)
    ledger.add([coded(1)])
    ledger.compact()
    assert ledger.compact().number == ledger.snapshots()[-1].number
    last = ledger.snapshots()[-1]
    assert (last.articles, last.imported) == (1, 1)
    ledger.forget(last.number)
    assert one(ledger, "id") == {"id": "gdelt:1"}
    assert len(list((books / "imported").glob("*.parquet"))) == 1


def test_forgetting_clears_what_killed_imports_left(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "books")
    ledger.add([coded(0)])
    left, busy = (ledger.path / f".import-{name}" for name in ("left", "busy"))
    for aside in (left, busy):
        (aside / "staged").mkdir(parents=True)
        (aside / "staged" / "rows.parquet").write_bytes(b"half a file")
    with locked(busy / ".lock"):
        ledger.forget(0)
    assert not left.exists()
    assert (busy / "staged" / "rows.parquet").exists()


def test_a_snapshot_takes_nothing_in(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "books")
    ledger.add([])
    with pytest.raises(LedgerError, match="does not change"):
        Ledger(ledger.path, snapshot=0).import_events("gdelt", [])


def test_many_small_files_are_put_in_order(ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.ledger import imports

    monkeypatch.setattr(imports.sort_files, "__defaults__", (3,))
    for number in range(7):
        country = ("KOR", "CHN", "USA")[number % 3]
        row = {"GLOBALEVENTID": str(number), "Actor2CountryCode": country}
        ledger.import_events("gdelt", [write_gdelt(tmp_path / "a.CSV", row)])
    assert sorted(p.name[:4] for p in map(Path, _files(ledger))) == ["part", "sort", "sort"]
    ledger.compact()
    assert [p.name[:6] for p in map(Path, _files(ledger))] == ["sorted"]
    pairs = [r["pair"] for r in ledger.sql("SELECT pair FROM imported").to_pylist()]
    assert pairs == sorted(pairs) and len(pairs) == 7
    assert ledger.snapshots()[-1].imported == 7


def _files(ledger: Ledger) -> list[str]:
    with ledger._folder.writing() as writing:
        return writing.files("imported")


def test_the_real_samples(ledger: Ledger, data_dir: Path) -> None:
    folder = data_dir / "formats"
    done = ledger.import_events("gdelt", sorted(folder.glob("gdelt?_events.tsv")))
    assert (done.added, done.refused) == (200, 0)
    assert ledger.import_events("gdelt", [folder / "gdelt2_mentions.tsv"]).added == 100
    assert ledger.import_events("icews", [folder / "icews_2018_sample.tab"]).added == 3705
    told: list[InputError] = []
    ledger.import_events("gdelt", [folder / "gdelt2_gkg.tsv"], told.append)
    assert len(told) == 1


def test_acts_of_the_real_icews_sample(ledger: Ledger, data_dir: Path) -> None:
    """The journal against a count in plain Python: no act of cooperation is counted once for each side."""
    path = data_dir / "formats" / "icews_2018_sample.tab"
    ledger.import_events("icews", [path])
    rows = ledger.sql("SELECT *, icews FROM imported WHERE pair IS NOT NULL AND event_type IS NOT NULL").to_pylist()
    sides: Counter[tuple[object, ...]] = Counter()
    alone = 0
    for row in rows:
        if row["event_type"] not in ("AGREE", "CONSULT", "SUPPORT", "COOPERATE"):
            alone += 1
            continue
        names = [row["actor_name"], row["recipient_name"]]
        code = "042" if row["cameo"] == "043" else row["cameo"]
        kind = (row["event_type"], row["event_mode"])
        del code
        sides[(row["pair"], row["date_start"], kind, row["story"], row["sentence"], *sorted(names), names[0])] += 1
    acts = alone
    for key, count in sides.items():
        other = (*key[:-1], key[-2] if key[-1] == key[-3] else key[-3])
        back = sides.get(other, 0)
        acts += count if count > back or (count == back and key[-1] < other[-1]) else 0
    assert ledger.sql("SELECT count(*) AS n FROM journal").to_pylist() == [{"n": acts}]
    assert acts < len(rows)


CELLS = st.text(st.characters(exclude_characters="\t\n\r", exclude_categories=("Cs",)), max_size=12)


@settings(max_examples=15)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8))
def test_any_words_in_a_cell_come_through(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("cells")
    rows = [{"GLOBALEVENTID": str(n), "Actor1Name": a, "Actor1EthnicCode": b} for n, (a, b) in enumerate(cells)]
    ledger = Ledger(":memory:")
    ledger.import_events("gdelt", [write_gdelt(folder / "a.CSV", *rows)])
    found = ledger.sql("SELECT actor_name, gdelt.Actor1EthnicCode AS ethnic FROM imported ORDER BY original_id::INT")
    assert [(f["actor_name"] or "", f["ethnic"] or "") for f in found.to_pylist()] == cells


@settings(max_examples=15)
@given(st.lists(st.binary(max_size=400), min_size=1, max_size=6))
def test_any_bytes_end_in_rows_or_errors(tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]) -> None:
    path = write_gdelt(tmp_path_factory.mktemp("bytes") / "a.CSV", {})
    with path.open("ab") as more:
        more.write(b"\n".join(lines))
    told: list[InputError] = []
    done = Ledger(":memory:").import_events("gdelt", [path], told.append)
    assert done.added == 1
    assert done.refused == len(told)


def test_imported_acts_count_in_a_series(tmp_path: Path) -> None:
    from detente.relations import Ledger as Related

    books = Related(tmp_path / "books")
    books.import_events("gdelt", [write_gdelt(tmp_path / "a.CSV", {})])
    assert books.relation("JPN", "KOR").acts().num_rows == 1
    series = books.relation("JPN", "KOR").series("month").to_pylist()
    assert [row for row in series if 1 in row.values()]
