"""Accuracy on data that nobody here wrote: one table, and the floors below which continuous integration fails.

    python -m benchmarks.accuracy                    prints the table and checks the floors
    python -m benchmarks.accuracy --write            writes docs/accuracy.md and raises floors that were passed
    python -m benchmarks.accuracy --lower REASON     lets floors fall, and keeps the reason beside them

The data are found through DETENTE_DATA and DETENTE_GOLD. A floor fails only when a figure falls more than one standard
error below it; standard errors are by bootstrap over documents, or binomial where the figure is a share.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.actors import __main__ as phrases
from detente.evaluation import coreference
from detente.evaluation.articles import score_folder, summary
from detente.evaluation.records import read_records, score_records
from detente.events.dates.scores import timex_scores
from detente.events.scores import meantime, polnear, uw
from detente.formats.events import event_to_json
from detente.language import load as load_language
from detente.language import scores as language_scores
from detente.language.scores import name_scores, parse_scores
from detente.pipeline import load
from detente.records import Article

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "benchmarks" / "floors.json"
TABLE = ROOT / "docs" / "accuracy.md"
# Enough for a standard error of one point, few enough for continuous integration.
POLNEAR_ARTICLES = 40
# By bootstrap over the 60 documents.
MEANTIME_ERRORS = {"certainty": 0.038, "time": 0.012, "polarity": 0.039}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: higher is better unless `lower_is_better`; `error` is its standard error."""

    name: str
    data: str
    value: float
    error: float
    note: str = ""
    lower_is_better: bool = False


def data_dir() -> Path:
    """Folder of public data, from DETENTE_DATA."""
    return Path(os.environ.get("DETENTE_DATA") or ROOT.parent / "shared" / "data")


def gold_dir() -> Path:
    """Folder of hand-coded articles, from DETENTE_GOLD."""
    return Path(os.environ.get("DETENTE_GOLD") or ROOT.parent / "shared" / "gold")


def share_error(value: float, count: int) -> float:
    """Binomial standard error of a share of `count`."""
    return math.sqrt(max(value * (1 - value), 1e-9) / max(1, count))


def code_json(record: dict) -> list[dict]:
    """Events of an article given as JSON, as JSON."""
    article = Article(
        record["text"],
        published=date.fromisoformat(record["published"]) if record.get("published") else None,
        title=record.get("title"),
        source=record.get("source"),
        url=record.get("url"),
    )
    return [event_to_json(event, article) for event in load().code(article).events]


def gold() -> Iterator[Figure]:
    """Events of the hand-coded development articles."""
    found = summary(score_folder(gold_dir() / "dev", code_json))
    data = f"gold/dev, {found['articles']} articles, {found['tp'] + found['fn']} required events"
    for name in ("precision", "recall", "f1"):
        low, high = found[f"{name}_90"]
        yield Figure(f"events {name}", data, found[name], (high - low) / 3.29, f"90% {low:.2f} to {high:.2f}")
    for name in ("status", "historical", "date", "attribution"):
        count = found[f"{name}_of"]
        yield Figure(f"events {name} right", data, found[name], share_error(found[name], count), f"of {count} matched")


def records() -> Iterator[Figure]:
    """PLOVER gold records: a smoke check by sentence."""
    path = data_dir() / "events" / "plover_gold_records_dev.json"
    coder = load().set(scope="all")

    def code(text: str) -> list[dict]:
        article = Article(text)
        return [event_to_json(event, article) for event in coder.code(article).events]

    scores = score_records(read_records(path), code)
    typed = sum(s.typed for s in scores) / len(scores)
    yield Figure(
        "PLOVER records typed", f"{len(scores)} records", typed, share_error(typed, len(scores)), "smoke check only"
    )


def unpolitical() -> Iterator[Figure]:
    """Events found in domestic, sport and science articles, where as a rule there are none: all of them, and those that
    the text does not tell by whoever read it (`unpolitical_told.tsv`)."""
    chosen = set(_rows("unpolitical.txt"))
    told = {tuple(row.split("\t")[:4]) for row in _rows("unpolitical_told.tsv")}
    articles = events = untold = 0
    with (data_dir() / "news" / "wikinews_en_2019_2020.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["id"] in chosen:
                found = code_json(record)
                articles += 1
                events += len(found)
                untold += sum(_told_as(record["id"], event) not in told for event in found)
    data = f"{articles} domestic, sport and science articles of Wikinews"
    for name, count in (("spurious events an article", events), ("events an article that it does not tell", untold)):
        error = math.sqrt(max(count, 1)) / articles
        yield Figure(name, data, count / articles, error, f"{count} events", lower_is_better=True)


def _rows(name: str) -> list[str]:
    lines = (ROOT / "benchmarks" / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _told_as(article: str, event: dict) -> tuple[str, ...]:
    sides = ("+".join(sorted({a["country"] or a["id"] for a in event[role]})) for role in ("actors", "recipients"))
    return (article, event["event_type"], *(side or "-" for side in sides))


def parsing() -> Iterator[Figure]:
    """Tags, lemmas, trees and names, on test parts, with gold tokens."""
    reader = load_language("en")
    folder = data_dir() / "treebank"
    for label, file, only in (
        ("EWT test", "en_ewt-test.conllu", ""),
        ("GUM test", "en_gum-test.conllu", ""),
        ("GUM test news", "en_gum-test.conllu", "_news_"),
    ):
        found = parse_scores(folder / file, reader, only=only)
        for key in ("uas", "las", "upos", "lemma"):
            yield percent(f"{key} {label}", f"UD {label}, {found.words} words", getattr(found, key))
    names = name_scores(folder / "en_ewt-ud-test.iob2", reader)
    yield percent("names f1", f"Universal NER, EWT test, {names.gold} names", names.f1)


def percent(name: str, data: str, found: language_scores.Figure) -> Figure:
    """A figure of the language stage, per cent with a 95% interval, as a share with its standard error."""
    note = f"95% {found.low / 100:.3f} to {found.high / 100:.3f}"
    return Figure(name, data, found.value / 100, (found.high - found.low) / 392, note)


def dates() -> Iterator[Figure]:
    """DATE and TIME expressions of TimeBank and AQUAINT, read with the parse."""
    reader = load_language("en")
    for part in ("TimeBank", "AQUAINT"):
        found = timex_scores(data_dir() / "dates" / "TBAQ-cleaned" / part, read=reader)
        data = f"{part}, DATE and TIME, {found['annotated']} expressions"
        for key in ("strict_f1", "relaxed_f1", "value_f1"):
            yield Figure(f"dates {key} {part}", data, found[key], share_error(found[key], found["annotated"]))


def statuses() -> Iterator[Figure]:
    """Event status on the UW factuality corpus and on MEANTIME."""
    parse = load().parse
    found = uw.score(parse, data_dir() / "status" / "uw" / "dev.conll")
    yield Figure("status macro-f1", "UW factuality dev", found.macro_f1, 0.02, "asserted, open, negated")
    events = meantime.score(parse, data_dir() / "status" / "meantime")
    yield Figure("event status macro-f1", "MEANTIME", events.mean, 0.019, "mean of certainty, time, polarity")
    for attribute, error in MEANTIME_ERRORS.items():
        data = f"MEANTIME, {events.count(attribute)} mentions"
        note = ", ".join(meantime.CLASSES[attribute])
        yield Figure(f"event {attribute} macro-f1", data, events.macro_f1(attribute), error, note)


def attributions() -> Iterator[Figure]:
    """Attributions and the speakers of direct quotations on PolNeAR."""
    found = polnear.score(load().parse, data_dir() / "quotes" / "polnear" / "dev", POLNEAR_ARTICLES)
    data = f"PolNeAR dev, first {found.documents} annotated articles"
    yield Figure(
        "attribution f1", data, found.f1, share_error(found.f1, found.annotated), f"{found.annotated} annotated"
    )
    speaker = found.spoken / max(1, found.quoted)
    yield Figure(
        "quotations with right speaker", data, speaker, share_error(speaker, found.quoted), f"of {found.quoted}"
    )


def antecedents() -> Iterator[Figure]:
    """Antecedents of pronouns and definite nouns in GUM's test documents, which the weights were not fitted on."""
    parse = load().parse
    documents = list(coreference.read_documents(data_dir() / "treebank" / "en_gum-test.conllu"))
    ways = {
        "gold trees": [coreference.by_cast(d) for d in documents],
        "own parse": [coreference.end_to_end(d, parse) for d in documents],
    }
    for way, answers in ways.items():
        shares = coreference.score(zip(documents, answers, strict=True)).shares
        for kind in ("pronouns", coreference.NOUN):
            share = shares[kind]
            note = f"95% {share.low:.3f} to {share.high:.3f}; {share.of_answered:.3f} of the {share.answered} answered"
            error = (share.high - share.low) / 3.92
            yield Figure(f"antecedent of {kind}, {way}", f"GUM test, {share.asked} words", share.of_all, error, note)


def actors() -> Iterator[Figure]:
    """Country and sector of the labelled phrases, whose errors were mended by class, so that they only guard."""
    for sample in phrases.SAMPLES:
        total, wrong = phrases.phrases(phrases.HERE / f"phrases_{sample}.tsv")
        right = 1 - len(wrong) / total
        yield Figure(f"actor phrases, {sample} sample", f"{total} phrases", right, share_error(right, total))


PARTS: dict[str, Callable[[], Iterator[Figure]]] = {
    "gold": gold,
    "records": records,
    "unpolitical": unpolitical,
    "parsing": parsing,
    "dates": dates,
    "statuses": statuses,
    "attributions": attributions,
    "antecedents": antecedents,
    "actors": actors,
}


def failures(figures: list[Figure], floors: dict[str, float]) -> list[str]:
    """What fell more than a standard error below its floor (above, where lower is better)."""
    found = []
    for figure in figures:
        floor = floors.get(figure.name)
        if floor is None:
            continue
        fallen = figure.value - floor if figure.lower_is_better else floor - figure.value
        if fallen > figure.error:
            found.append(f"{figure.name}: {figure.value:.3f}, floor {floor:.3f}, standard error {figure.error:.3f}")
    return found


def table(figures: list[Figure]) -> str:
    """The figures as Markdown."""
    rows = ["| figure | value | standard error | data | note |", "|---|---|---|---|---|"]
    rows += [f"| {f.name} | {f.value:.3f} | {f.error:.3f} | {f.data} | {f.note} |" for f in figures]
    return "\n".join(rows)


def main() -> int:
    """Prints the table; 1 when a floor is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which parts; all when none is named")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--lower", metavar="REASON")
    options = parser.parse_args()
    figures = [figure for part in options.parts or PARTS for figure in PARTS[part]()]
    print(table(figures))
    kept = json.loads(FLOORS.read_text()) if FLOORS.exists() else {"floors": {}, "lowered": []}
    broken = failures(figures, kept["floors"])
    for line in broken:
        print(f"below its floor: {line}", file=sys.stderr)
    if options.write or options.lower:
        floors = kept["floors"]
        for figure in figures:
            old = floors.get(figure.name)
            better = old is None or (figure.value < old if figure.lower_is_better else figure.value > old)
            if better or options.lower:
                floors[figure.name] = round(figure.value, 4)
        if options.lower:
            kept["lowered"].append(options.lower)
        FLOORS.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")
    if options.write:
        head = TABLE.read_text().split("<!-- figures -->")[0]
        TABLE.write_text(f"{head}<!-- figures -->\n\n{table(figures)}\n")
    return 1 if broken and not options.lower else 0


if __name__ == "__main__":
    sys.exit(main())
