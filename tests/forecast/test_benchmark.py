"""The protocol's ranks against counting, what is read, and the command on a small made history."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("lightgbm", reason="needs the extra `forecast`")

from benchmarks.forecast.__main__ import main
from benchmarks.forecast.data import read
from benchmarks.forecast.protocol import Queries, figures, ranks
from detente.errors import InputError


@given(st.lists(st.lists(st.integers(0, 3), min_size=5, max_size=5), min_size=1, max_size=4), st.data())
def test_ranks_are_expected_ranks_over_ties_without_the_other_right_answers(scores, data):
    answers = [data.draw(st.sets(st.integers(0, 4), min_size=1, max_size=3)) for _ in scores]
    pairs = [(query, answer) for query, right in enumerate(answers) for answer in sorted(right)]
    query, answer = (np.array(column) for column in zip(*pairs, strict=True))
    zeros = np.zeros(len(scores), dtype=np.int64)
    found = ranks(np.array(scores, dtype=float), Queries(zeros, zeros, query, answer))
    for (number, right), rank in zip(pairs, found, strict=True):
        others = [scores[number][e] for e in range(5) if e not in answers[number]]
        own = scores[number][right]
        better, tied = sum(o > own for o in others), sum(o == own for o in others)
        # ties broken by lot: the mean over all places that the answer may get among its equals
        assert rank == pytest.approx(np.mean([1 + better + place for place in range(tied + 1)]))


def test_figures_are_means_over_answers():
    found = figures(np.array([1.0, 2.0, 4.0, 20.0]))
    assert (found.answers, found.mrr) == (4, pytest.approx((1 + 0.5 + 0.25 + 0.05) / 4))
    assert (found.hits1, found.hits3, found.hits10) == (0.25, 0.5, 0.75)


def write_set(folder: Path, splits: dict[str, list[tuple[int, int, int, int]]], names: list[str]) -> None:
    folder.mkdir()
    (folder / "stat.txt").write_text(f"{len(names)}\t2\t0")
    (folder / "entity2id.txt").write_text("".join(f"{name}\t{number}\n" for number, name in enumerate(names)))
    (folder / "relation2id.txt").write_text("Threaten\t0\nMake_a_visit\t1\n")
    for split, rows in splits.items():
        lines = ["\t".join(map(str, (s, r, o, 24 * day, -1))) for s, r, o, day in rows]
        (folder / f"{split}.txt").write_text("\n".join(lines))


@pytest.fixture
def visits(tmp_path: Path) -> Path:
    """A set in which whoever was threatened yesterday visits the one who threatened: what recurs tells nothing."""
    lot = np.random.default_rng(0)
    names = [f"Minister (State {number})" for number in range(30)]
    rows, before = [], []
    for day in range(60):
        rows += [(o, 1, s, day) for s, o in before]
        before = [tuple(lot.choice(30, 2, replace=False).tolist()) for _ in range(8)]
        rows += [(s, 0, o, day) for s, o in before]
    days = {"train": range(40), "valid": range(40, 50), "test": range(50, 60)}
    write_set(tmp_path / "ICEWS14", {k: [row for row in rows if row[3] in v] for k, v in days.items()}, names)
    return tmp_path


@pytest.mark.parametrize("split", ["valid", "test"])
def test_the_command_learns_what_follows_and_says_why(visits, split, capsys):
    output = visits / "figures.jsonl"
    workers = 2 if split == "valid" else 1
    arguments = f"--data {visits} --set ICEWS14 --split {split} --days 25 --rounds 30 --explain 4"
    arguments += f" --workers {workers} --output {output}"
    assert main(arguments.split()) == 0
    baseline, learner = map(json.loads, output.read_text().splitlines())
    assert (baseline["model"], learner["model"]) == ("recurrence", "learner")
    assert baseline["answers"] == learner["answers"] == 2 * 16 * 10
    assert learner["mrr"] > baseline["mrr"] + 0.15
    printed = capsys.readouterr().out
    assert "what passed between the two is often followed by this: Threaten" in printed


def test_unreadable_input_is_named(visits, capsys):
    valid = visits / "ICEWS14" / "valid.txt"
    whole = valid.read_text()
    for line, complaint in (
        ("1\t2\tx\t3", "not four whole numbers"),
        ("1\t2", "not four whole numbers"),
        ("1\t2\t3\t960", "beyond what stat.txt"),
    ):
        valid.write_text(f"{whole}\n{line}")
        with pytest.raises(InputError, match=rf"valid\.txt, line {len(whole.splitlines()) + 1}: .*{complaint}"):
            read(visits / "ICEWS14")
    valid.unlink()
    assert main(["--data", str(visits), "--set", "ICEWS14"]) == 1
    assert "no valid.txt" in capsys.readouterr().err
    assert main(["--data", str(visits / "nowhere")]) == 1
    assert "stat.txt" in capsys.readouterr().err


def test_the_published_sets_are_read_whole(data_dir):
    for name, train, valid, days in (("ICEWS14", 74845, 8514, 304), ("ICEWS18", 373018, 45995, 240)):
        found = read(data_dir / "forecast" / name)
        assert (len(found.splits["train"]), len(found.splits["valid"])) == (train, valid)
        assert found.splits["train"].day.max() == days - 1 == found.splits["valid"].day.min() - 1
        assert "test" not in found.splits
