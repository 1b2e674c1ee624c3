"""Accuracy on a labelled file or folder: which kind of gold it is, the figures, and how to read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from detente.errors import InputError, UsageError
from detente.formats import event_to_json
from detente.records import Article

KINDS = ("articles", "records", "parse", "names", "dates", "pairs", "coreference")

Figures = Iterator[tuple[str, str]]


def kind_of(path: Path) -> str:
    """What a path holds, told by its ending and its contents. InputError where that is unclear."""
    if not path.exists():
        raise InputError(str(path), "there is no such file or folder")
    by_ending = {".conllu": "parse", ".iob2": "names", ".json": "records", ".tsv": "pairs"}
    if path.suffix in by_ending:
        return by_ending[path.suffix]
    if path.is_dir() and (path / "events").is_dir() and (path / "articles").is_dir():
        return "articles"
    if path.is_dir() and next(path.rglob("*.tml"), None) is not None:
        return "dates"
    raise InputError(str(path), f"is none of the labelled kinds; name one of {', '.join(KINDS)}")


def figures(kind: str, path: Path) -> Figures:
    """The figures of a labelled file, as name and value. UsageError for another kind than `KINDS`."""
    if kind not in KINDS:
        raise UsageError(f"no kind {kind!r} of labelled data; there are {', '.join(KINDS)}")
    if not path.exists():
        raise InputError(str(path), "there is no such file or folder")
    scored = {
        "articles": _articles, "records": _records, "parse": _parse, "names": _names, "dates": _dates, "pairs": _pairs,
        "coreference": _coreference,
    }  # fmt: skip
    return scored[kind](path)


def _articles(path: Path) -> Figures:
    from detente.evaluation.articles import score_folder, summary
    from detente.pipeline import load

    coder = load()

    def code(record: Mapping[str, Any]) -> list[dict[str, Any]]:
        published = record.get("published")
        article = Article(
            record["text"],
            None if published is None else date.fromisoformat(published),
            record.get("title"),
            record.get("source"),
            record.get("url"),
        )
        return [event_to_json(event, article) for event in coder.code(article).events]

    found = summary(score_folder(path, code))
    yield "articles", str(found["articles"])
    yield "events found, spurious, missed", f"{found['tp']}, {found['fp']}, {found['fn']}"
    for name in ("precision", "recall", "f1"):
        low, high = found[f"{name}_90"]
        yield name, f"{found[name]:.3f}  (90% interval {low:.3f} to {high:.3f})"
    for name in ("status", "historical", "date", "attribution"):
        yield f"{name} right", f"{found[name]:.3f}  (of {found[f'{name}_of']} matched)"
    yield "words right", f"{found['evidence']:.3f}  (of {found['evidence_of']} matched)"
    yield "codings plainly wrong", f"{found['never_broken']}  (of {found['never']} listed)"


def _records(path: Path) -> Figures:
    from detente.evaluation.records import read_records, score_records
    from detente.pipeline import load

    coder = load().set(scope="all")

    def code(text: str) -> list[dict[str, Any]]:
        article = Article(text)
        return [event_to_json(event, article) for event in coder.code(article).events]

    scores = score_records(read_records(path), code)
    yield "records", str(len(scores))
    if scores:
        yield "type right", f"{sum(s.typed for s in scores) / len(scores):.3f}"
        yield "type and parties right", f"{sum(s.placed for s in scores) / len(scores):.3f}"


def _parse(path: Path) -> Figures:
    from detente.language import load
    from detente.language.scores import parse_scores

    yield from _table(_scored(path, lambda: parse_scores(path, load())))


def _names(path: Path) -> Figures:
    from detente.language import load
    from detente.language.scores import name_scores

    yield from _table(_scored(path, lambda: name_scores(path, load())))


def _dates(path: Path) -> Figures:
    from detente.events.dates import timex_scores

    yield from _table(timex_scores(path))


def _pairs(path: Path) -> Figures:
    from detente.evaluation.pairs import read_pairs, score_pairs
    from detente.pipeline import load

    coder = load()
    found = score_pairs(read_pairs(path), lambda p: coder.type_between(p.text, p.actor, p.recipient))
    yield "sentences", f"{found.sentences:,}"
    yield "type macro-F1", f"{found.types:.3f}"
    yield "quad class macro-F1", f"{found.quads:.3f}"
    yield "type right", f"{found.accuracy:.3f}"


def _coreference(path: Path) -> Figures:
    from detente.evaluation import coreference
    from detente.pipeline import load

    parse = load().parse
    documents = list(coreference.read_documents(path))
    ways: dict[str, Callable[[coreference.GoldDocument], coreference.Antecedents]] = {
        "gold trees": coreference.by_cast,
        "own parse": lambda document: coreference.end_to_end(document, parse),
        "nearest": coreference.nearest,
    }
    yield "documents", str(len(documents))
    for way, answer in ways.items():
        answered = [(document, answer(document)) for document in documents]
        parts = {way: answered, f"{way}, news": [pair for pair in answered if pair[0].genre == "news"]}
        for label, part in parts.items():
            scores = coreference.score(part)
            for kind, share in scores.shares.items():
                if share.asked:
                    yield f"{label}: {kind}", str(share)
            if scores.new:
                yield f"{label}: false links", f"{scores.false_links} of {scores.new} definite nouns new in the text"


def _scored(path: Path, scores: Callable[[], Any]) -> dict[str, Any]:
    """The fields of a record of scores; a file that is not what it should be as an InputError."""
    try:
        found = scores()
    except (ValueError, IndexError, KeyError) as error:
        raise InputError(str(path), str(error)) from error
    return {f.name: getattr(found, f.name) for f in fields(found)}


def _table(found: Mapping[str, Any]) -> Figures:
    for name, value in found.items():
        shown = f"{value:.3f}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)
        yield name.replace("_", " "), shown
