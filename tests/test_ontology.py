"""The codebook as data: complete, consistent, and in step with the published facts."""

import csv
from pathlib import Path

import pytest

from detente import ontology
from detente.errors import UsageError

PAIRS = [*((t, None) for t in ontology.types()), *ontology.modes()]


def test_counts_are_those_of_plover_2() -> None:
    assert len(ontology.types()) == 16
    assert len(ontology.contexts()) == 37
    assert len(ontology.cameo_codes()) == 311
    assert {t.quad for t in ontology.types().values()} == set(ontology.QUADS)


@pytest.mark.parametrize(
    ("event_type", "mode", "expected"),
    [
        ("CONSULT", None, 2.5),
        ("CONSULT", "phone", 1.5),
        ("ACCUSE", None, -3.0),
        ("THREATEN", "arrest", -3.5),
        ("COERCE", "arrest", -7.0),
        ("PROTEST", "vandalize", -5.0),
        ("RETREAT", "return", 6.5),
        ("ASSAULT", "unconventional", -10.0),
    ],
)
def test_score_is_the_modes_else_the_types(event_type: str, mode: str | None, expected: float) -> None:
    assert ontology.score(event_type, mode) == expected


def test_sign_of_every_score_agrees_with_its_quad() -> None:
    for event_type, mode in PAIRS:
        score = ontology.score(event_type, mode)
        if event_type != "REQUEST":
            assert (score > 0) == (ontology.quad(event_type) <= 2), (event_type, mode)


def test_sanction_is_material_conflict() -> None:
    assert ontology.quad("SANCTION") == 4


@pytest.mark.parametrize(("event_type", "mode"), PAIRS)
def test_best_cameo_code_leads_back_to_the_type(event_type: str, mode: str | None) -> None:
    back = ontology.from_cameo(ontology.cameo(event_type, mode))
    assert back is not None
    if (event_type, mode) != ("RETREAT", "resign"):  # CAMEO's nearest code tells of granting a demand for new leaders
        assert back[0] == event_type


def test_every_cameo_code_names_codes_that_exist() -> None:
    for code in ontology.cameo_codes().values():
        if code.event_type is None:
            assert code.code.startswith(("01", "02"))
            continue
        ontology.score(code.event_type, code.mode)
        assert set(code.contexts) <= set(ontology.contexts())


def test_cameo_statements_and_appeals_are_no_events() -> None:
    assert ontology.from_cameo("010") is None
    assert ontology.from_cameo("0211") is None


def test_published_table_is_kept_but_for_the_documented_corrections(data_dir: Path) -> None:
    table = data_dir / "events" / "cameo_goldstein_plover.tsv"
    corrected = set(
        "055 056 105 112 114 116 124 1241 1242 163 1712 1722 175 185 186 195 200 201 202 203 0357 085 0872 0874 "
        "132 1321 1322 1641 1642 1643".split()
    )
    with table.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            mine = ontology.cameo_codes()[row["cameo"]]
            assert mine.goldstein == (float(row["goldstein"]) if row["goldstein"] else None)
            if row["cameo"] in corrected or len(row["cameo"]) == 2:
                continue
            assert (mine.event_type or "", mine.mode or "") == (row["plover_type"], row["mode"]), row["cameo"]


@pytest.mark.parametrize(
    "code", [*ontology.types(), *ontology.contexts(), *ontology.sectors(), *ontology.special_codes(), "057", "phone"]
)
def test_every_code_is_explained(code: str) -> None:
    assert code in ontology.explain(code)


def test_a_word_that_is_two_modes_gets_two_lines() -> None:
    lines = ontology.explain("arrest").splitlines()
    assert len(lines) == 2
    assert {line.split()[0] for line in lines} == {"THREATEN", "COERCE"}
    assert ontology.explain("COERCE arrest").splitlines() == [next(x for x in lines if x.startswith("COERCE"))]


def test_unknown_codes_are_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="AGREE"):
        ontology.score("FIGHT")
    with pytest.raises(UsageError, match="phone"):
        ontology.score("CONSULT", "telegram")
    with pytest.raises(UsageError, match="none"):
        ontology.score("AID", "military")
    with pytest.raises(UsageError):
        ontology.from_cameo("999")
    with pytest.raises(UsageError):
        ontology.explain("nonsense")


def test_codebook_lists_every_type_mode_context_and_sector_as_they_are(root_dir: Path) -> None:
    text = (root_dir / "docs" / "codebook.md").read_text(encoding="utf-8")
    for event_type in ontology.types().values():
        section = text.split(f"## {event_type.code}\n")[1].split("\n## ")[0]
        assert f"Quad {event_type.quad}, score {event_type.score:+g}," in section
        for mode in ontology.modes().values():
            if mode.event_type == event_type.code:
                assert f"| {mode.mode} | {mode.score:+g} | {mode.cameo} | {mode.meaning} |" in section
    for name, meaning in [*ontology.contexts().items(), *ontology.sectors().items(), *ontology.special_codes().items()]:
        assert f"| {name} | {meaning} |" in text
