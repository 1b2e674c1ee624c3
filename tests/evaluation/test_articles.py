"""Scores of hand-coded articles: the counting rules one by one, and the same figures as the gold's own scorer."""

import json
import random
import re
import subprocess
import sys

import pytest

from detente.evaluation.articles import codes, gold_files, score_article, summary


def event(kind, actors, recipients=(), *, joint=False, status="actual", historical=False, words="they met", **more):
    return {
        "event_type": kind,
        "actors": [{"country": a} for a in actors],
        "recipients": [{"country": r} for r in recipients],
        "reciprocal": joint,
        "status": status,
        "historical": historical,
        "evidence": {"text": words},
        **more,
    }


def gold(kind, text, *, optional=False, also=(), **parties):
    return {
        "type": [kind],
        "text": text,
        "also": list(also),
        "status": "actual",
        "historical": False,
        "date": None,
        "attribution": None,
        "optional": optional,
        **parties,
    }


def counted(golds, said, **more):
    return score_article({"doc": "d", "events": golds, **more}, said).counts


def test_a_directed_event_matches_only_its_own_direction():
    golds = [gold("ACCUSE", "A blamed B", actor=["USA"], recipient=["IRN"])]
    assert counted(golds, [event("ACCUSE", ["USA"], ["IRN"])])["tp"] == 1
    reverse = counted(golds, [event("ACCUSE", ["IRN"], ["USA"])])
    assert (reverse["tp"], reverse["fp"], reverse["fn"]) == (0, 1, 1)


def test_joint_parties_match_by_pairs():
    golds = [gold("CONSULT", "they met", parties=["CYP", "GRC", "ISR"])]
    both = counted(golds, [event("CONSULT", ["CYP", "GRC"], joint=True)])
    assert (both["tp"], both["fn"]) == (1, 2)


def test_optional_events_cost_nothing_either_way():
    golds = [gold("CONSULT", "they met", optional=True, parties=["CYP", "GRC"])]
    assert counted(golds, [])["fn"] == 0
    said = counted(golds, [event("CONSULT", ["CYP", "GRC"], joint=True)] * 2)
    assert (said["tp"], said["fp"]) == (0, 0)


def test_a_listed_repetition_costs_nothing_and_an_unlisted_one_does():
    golds = [gold("ACCUSE", "A blamed B", also=["blame from A"], actor=["USA"], recipient=["IRN"])]
    first = event("ACCUSE", ["USA"], ["IRN"], words="A blamed B")
    assert counted(golds, [first, event("ACCUSE", ["USA"], ["IRN"], words="there was blame from A")])["fp"] == 0
    assert counted(golds, [first, event("ACCUSE", ["USA"], ["IRN"], words="something else entirely here")])["fp"] == 1


def test_domestic_pairs_are_left_out():
    assert counted([], [event("ACCUSE", ["USA"], ["USA"])])["fp"] == 0


def test_never_counts_a_plainly_wrong_coding():
    never = [{"parties": ["USA", "IRN"], "type": ["ASSAULT"], "why": "words only"}]
    assert counted([], [event("ASSAULT", ["IRN"], ["USA"])], never=never)["never_broken"] == 1
    assert counted([], [event("ACCUSE", ["IRN"], ["USA"])], never=never)["never_broken"] == 0


def test_groups_are_not_their_home_state():
    assert codes({"country": "YEM", "name": "Houthi movement"}) == {"HOUTHI"}
    assert codes({"country": "IGO", "name": "NATO"}) == {"NATO"}
    assert codes({"country": None, "name": "somebody"}) == {"?"}


def invented(golds, rng):
    """Predictions made from gold by dropping, reversing and retyping, so that every counting rule is exercised."""
    types = ["AGREE", "CONSULT", "ACCUSE", "REQUEST", "ASSAULT"]
    for g in golds["events"]:
        for _ in range(rng.choice([0, 1, 1, 2])):
            joint = "parties" in g
            actors, recipients = (g["parties"], []) if joint else (g["actor"], g.get("recipient") or [])
            joint = joint and len(actors) > 1
            if rng.random() < 0.2 and recipients:
                actors, recipients = recipients, actors
            said = event(
                g["type"][0] if rng.random() < 0.8 else rng.choice(types),
                actors,
                recipients,
                joint=joint,
                status=g["status"] if rng.random() < 0.8 else "future",
                historical=g["historical"],
                words=rng.choice([g["text"], *g["also"], "other words"]),
            )
            if rng.random() < 0.7 and g["date"]:
                day = g["date"] if isinstance(g["date"], str) else g["date"][0]
                said["date"] = {"start": day, "end": day}
            if rng.random() < 0.7 and g["attribution"]:
                said["attribution"] = {"text": g["attribution"], "name": None}
            yield said


@pytest.mark.parametrize("seed", range(3))
def test_same_figures_as_the_scorer_beside_the_gold(gold_dir, tmp_path, seed):
    rng = random.Random(seed)
    files = gold_files(gold_dir / "dev")
    said = {g["doc"]: list(invented(g, rng)) for g, _ in files}
    (tmp_path / "said.json").write_text(json.dumps(said))
    theirs = subprocess.run(
        [
            sys.executable,
            gold_dir / "score.py",
            gold_dir / "dev/events",
            gold_dir / "dev/articles",
            "--pred",
            tmp_path / "said.json",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    ours = summary([score_article(g, said[g["doc"]]) for g, _ in files], draws=10)
    number = {
        k: float(v) for k, v in re.findall(r"(P|R|F1|status|historical|date|attribution|evidence) ([\d.]+)", theirs)
    }
    names = {"P": "precision", "R": "recall", "F1": "f1"}
    for key, value in number.items():
        assert ours[names.get(key, key)] == pytest.approx(value, abs=0.006), key
    assert f"{ours['never_broken']}/{ours['never']}" in theirs
