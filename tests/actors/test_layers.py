"""Actors of one's own over the tables: dictionaries, tables, what was learnt, and what wins."""

from __future__ import annotations

import pickle
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import detente
from detente.actors import known, registry, resolve
from detente.actors.codes import read_code
from detente.actors.learned import Learned, taught
from detente.errors import InputError
from detente.records import Actor
from detente.settings import Settings
from detente.views.cli import app

DICTIONARY = """# people and groups of a desk
RUTH_VALE_ ; an envoy
+R._VALE_
    [NORGOV 040501-120331]
    [NORELI >120401]

RIVERSIDE_COLUMN [SSDREB]
+THE_COLUMN_OF_THE_RIVER_
NORWEGIA_ [NOR]
BAD_CODE [NORXXQ]
    [NORGOV 049901-120331]
HARBOUR_BOARD_
    [SWEBUS]
"""
AGENTS = """!PERSON! = MAN, WOMAN
KITE_FLYER [~OPP]
ICE!PERSON! {ICEFOLK} [~AGR]
"""
TABLE = """name,aliases,country,office,sector,start,end,colour
Ada Roe,A. Roe|Ada M. Roe,SWE,Prime Minister,,2020-03,2021,red
Grey Lakes Front,GLF,Uganda,,REB,,,
Nobody,,ZZZ,President,,2020,2021,
Eve Late,,SWE,President,,2021,2020,
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "desk.actors").write_text(DICTIONARY, encoding="utf-8")
    (tmp_path / "desk.agents").write_text(AGENTS, encoding="utf-8")
    (tmp_path / "desk.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path


def who(text: str, on: date | None, *paths: Path) -> Actor:
    found = resolve(text, on, look=known(*paths, problems=[]))
    assert isinstance(found, Actor), found
    return found


def test_codes_hold_for_their_days(files: Path) -> None:
    file = files / "desk.actors"
    envoy = who("Ruth Vale", date(2010, 1, 1), file)
    assert (envoy.country, envoy.sector) == ("NOR", "GOV")
    assert "desk.actors, line 4" in envoy.why
    assert who("R. Vale", date(2013, 1, 1), file).sector == "ELI"
    assert who("Norwegian envoy Ruth Vale", date(2010, 1, 1), file).id == envoy.id


def test_names_without_days_are_bodies(files: Path) -> None:
    file = files / "desk.actors"
    column = who("the Column of the River", None, file)
    assert (column.country, column.sector) == ("SSD", "REB")
    assert "desk.actors, line 7" in column.why
    assert who("Riverside Column fighters", None, file).sector == "REB"
    state = who("Norwegia", None, file)
    assert (state.id, state.country, state.sector) == ("NOR", "NOR", None)
    assert "desk.actors, line 9" in state.why


def test_a_states_code_alone_says_no_sector_and_names_the_state_where_no_other_code_does(files: Path) -> None:
    file = files / "states.actors"
    file.write_text(
        "PORT_VELA [DDR 491007-901003]\n  [DEU >901003]\nADA_ROE_HOLT\n  [NOR 990101-040101]\n  [NORGOV >040102]\n",
        encoding="utf-8",
    )
    problems: list[InputError] = []
    look = known(file, problems=problems)
    place = resolve("Port Vela", look=look)
    assert isinstance(place, Actor) and (place.id, place.sector) == ("DEU", None)
    assert "DEU on all days" in str(problems[0])
    sectors = [resolve("Ada Roe Holt", date(year, 1, 1), look=look).sector for year in (2000, 2006)]  # type: ignore[union-attr]
    assert sectors == [None, "GOV"]


def test_agents_win_over_the_nouns_of_the_package(files: Path) -> None:
    file = files / "desk.agents"
    assert who("Norwegian kite flyers", None, file).sector == "OPP"
    assert who("a Norwegian icewoman", None, file).sector == "AGR"
    (files / "mine.agents").write_text("FISHERMEN [~REB]\n", encoding="utf-8")
    fishers = who("Norwegian fishermen", None, files / "mine.agents")
    assert fishers.sector == "REB"
    assert "mine.agents, line 1" in fishers.why


def test_tables_of_persons_and_groups(files: Path) -> None:
    file = files / "desk.csv"
    minister = who("the Swedish prime minister", date(2021, 12, 31), file)
    assert (minister.name, minister.office, minister.sector) == ("Ada Roe", "Prime Minister", "GOV")
    assert "desk.csv, line 2" in minister.why
    assert who("Ada M. Roe", date(2020, 5, 1), file).id == minister.id
    before = resolve("the Swedish prime minister", date(2020, 2, 1), look=known(file, problems=[]))
    assert isinstance(before, Actor)
    assert before.id != minister.id
    assert who("GLF", None, file).country == "UGA"


def test_what_cannot_be_used_is_told_with_its_line(files: Path) -> None:
    problems: list[InputError] = []
    known(files / "desk.actors", files / "desk.csv", problems=problems)
    told = [str(problem).removeprefix(f"{files}/") for problem in problems]
    assert told == [
        "desk.actors, line 10: unknown code XXQ in [NORXXQ]",
        "desk.actors, line 11: not a day: 049901",
        "desk.csv, line 1: column 'colour' is not used",
        "desk.csv, line 4: unknown country 'ZZZ'",
        "desk.csv, line 5: ends (2020-12-31) before it begins (2021-01-01)",
    ]
    with pytest.raises(InputError, match="line 10"):
        known(files / "desk.actors")
    with pytest.raises(InputError, match=r"nothing\.actors"):
        known(files / "nothing.actors")


def test_the_last_layer_wins(files: Path) -> None:
    (files / "other.csv").write_text("name,country,sector\nRiverside Column,UGA,PRM\n", encoding="utf-8")
    both = who("Riverside Column", None, files / "desk.actors", files / "other.csv")
    assert (both.country, both.sector) == ("UGA", "PRM")
    swapped = who("Riverside Column", None, files / "other.csv", files / "desk.actors")
    assert (swapped.country, swapped.sector) == ("SSD", "REB")


def test_a_layer_wins_over_the_tables(files: Path) -> None:
    (files / "own.csv").write_text("name,country,sector\nHamas,PSE,GOV\nGeorgia,GEO,\n", encoding="utf-8")
    assert who("Hamas", None, files / "own.csv").sector == "GOV"
    assert resolve("Hamas").sector == "REB"  # type: ignore[union-attr]
    assert who("Georgia", None, files / "own.csv").country == "GEO"


def test_a_users_files_lie_over_what_was_learnt(files: Path) -> None:
    from detente.actors.describe import Directory
    from detente.actors.user_tables import with_files

    fact = Learned(
        "person:bo-lind", "Bo Lind", "Prime Minister", "SWE", "SWE", date(2021, 6, 1), date(2021, 6, 2), 1, 1
    )
    tables, _ = with_files([files / "desk.csv"], taught(registry.load(), [fact]))
    found = resolve("the Swedish prime minister", date(2021, 6, 2), look=Directory(tables))
    assert isinstance(found, Actor)
    assert found.name == "Ada Roe"


def test_articles_are_coded_with_ones_own_actors(files: Path) -> None:
    article = detente.Article(
        text="The Riverside Column attacked Ugandan soldiers on Monday.", published=date(2024, 5, 7)
    )
    plain = detente.load("en")
    coder = detente.load("en", Settings(actors=(str(files / "desk.actors"),)))
    ids = {a.actor.id for e in coder.code(article).events for a in (*e.actors, *e.recipients)}
    assert "group:RIVERSIDE_COLUMN" in ids
    assert coder.name != plain.name


def test_a_coder_takes_ones_own_actors_to_where_their_files_are_not(files: Path) -> None:
    article = detente.Article(
        text="The Riverside Column attacked Ugandan soldiers on Monday.", published=date(2024, 5, 7)
    )
    coder = detente.load("en", Settings(actors=(str(files / "desk.csv"), str(files / "desk.actors"))))
    here, sent = coder.code(article), pickle.dumps(coder.prepare())
    for name in ("desk.csv", "desk.actors"):
        (files / name).unlink()
    there = pickle.loads(sent)()(article)
    assert there == here and there.coder == coder.name
    assert "group:RIVERSIDE_COLUMN" in {a.actor.id for e in there.events for a in (*e.actors, *e.recipients)}


def test_the_command_names_bad_lines_and_goes_on(files: Path) -> None:
    command = ["actor", "Ruth Vale", "--on", "2010-01-01", "--actors", str(files / "desk.actors")]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 1
    assert "desk.actors, line 4" in done.stdout
    assert "line 10: unknown code XXQ" in done.stderr


@pytest.mark.parametrize(
    ("code", "country", "sectors"),
    [
        ("USAGOV", "USA", ("GOV",)),
        ("CHNMIL", "CHN", ("MIL",)),
        ("PALREB", "PSE", ("REB",)),
        ("IGOUNO", "UNO", ()),
        ("IGOEUREEC", "EUR", ()),
        ("NGOHLH", "NGO", ("MED",)),
        ("MNCUSAMED", "USA", ("BUS", "JRN")),
        ("IMGMUSALQ", "IMG", ("REL",)),
        ("FRAGOVMIL", "FRA", ("GOV", "MIL")),
        ("~COP", None, ("COP",)),
        ("BMUGOV", "GBR", ("GOV",)),
        ("IMGSEAREB", "IMG", ("REB",)),
    ],
)
def test_codes(code: str, country: str | None, sectors: tuple[str, ...]) -> None:
    found = read_code(code, registry.load())
    assert (found.country, found.sectors, found.unknown) == (country, sectors, ())


@given(st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ~", max_size=12))
def test_any_code_is_read_or_told(code: str) -> None:
    found = read_code(code, registry.load())
    assert all(part in code for part in found.unknown)


@given(text=st.text(max_size=300))
def test_any_file_gives_a_layer(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    from detente.actors.dictionaries import read_dictionary

    path = tmp_path_factory.mktemp("any") / "any.actors"
    path.write_bytes(text.encode("utf-8", errors="replace"))
    layer = read_dictionary(path, registry.load())
    assert all(", line " in problem.where for problem in layer.problems)
