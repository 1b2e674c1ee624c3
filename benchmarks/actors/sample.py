"""Draws noun phrases with a state's name from news, to be labelled by hand: country and sector of those that are
actors.

    python -m benchmarks.actors.sample --seed 5 --number 40 timebank polnear wikinews sentences > phrases.tsv

A phrase is a noun with what stands before it, an "of" phrase and a name behind it, two to ten words, one of them a
name, adjective, demonym or capital of a state in the tables. Documents are taken in random order until there are
eight phrases (`--pool`) for each that is drawn. Phrases of the samples beside this file, and documents that they come
from, are left out. What may not be passed on (PolNeAR, TimeBank and AQUAINT, the sentences of plv_train) and MEANTIME
is told by file and offsets, and read from DETENTE_DATA when it is scored.
"""

from __future__ import annotations

import argparse
import csv
import functools
import html
import json
import os
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from spacy.tokens import Doc, Token

from detente.actors.entries import STATE_KINDS
from detente.actors.resolve import directory
from detente.language import load

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("DETENTE_DATA", HERE.parents[2] / "shared" / "data"))
_BEFORE = frozenset({"det", "amod", "compound", "nmod:poss", "nummod", "advmod", "nmod:unmarked", "nmod:desc", "case"})
NEWS = {"wikinews": "wikinews_en_2019_2020", "whitehouse": "white_house_briefings_sample"}
Text = tuple[str, str, str]  # source, day, text


def texts(source: str) -> Iterator[Text]:
    """Documents of one source."""
    if source in NEWS:
        for line in (DATA / "news" / f"{NEWS[source]}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield row["id"], row["published"][:10], row["text"]
    elif source == "polnear":
        for path in sorted((DATA / "quotes" / "polnear").glob("*/text/*.txt")):
            day = re.search(r"\d{4}-\d{2}-\d{2}", path.name)
            name = f"polnear:{path.parent.parent.name}/{path.stem}"
            yield name, day[0] if day else "", unshipped(name)
    elif source == "timebank":
        for path in sorted((DATA / "dates" / "TBAQ-cleaned").glob("*/*.tml")):
            day = re.search(r'value="(\d{4}-\d{2}-\d{2})[^"]*"[^>]*CREATION_TIME', path.read_text(encoding="utf-8"))
            name = f"timebank:{path.parent.name}/{path.stem}"
            yield name, day[1] if day else "", unshipped(name)
    elif source == "meantime":
        for path in sorted((DATA / "status" / "meantime").glob("corpus_*/*.xml")):
            day = re.search(r'CREATION_TIME"[^>]*value="(\d{4}-\d{2}-\d{2})', path.read_text(encoding="utf-8"))
            name = f"meantime:{path.parent.name}/{path.stem}"
            yield name, day[1] if day else "", unshipped(name)
    elif source == "sentences":
        for ident in _sentences():
            yield f"sentences:{ident}", "", unshipped(f"sentences:{ident}")
    else:
        for part in ("train", "dev"):
            for document in (
                (DATA / "treebank" / f"en_gum-{part}.conllu").read_text(encoding="utf-8").split("# newdoc id = ")[1:]
            ):
                name = document.split("\n", 1)[0]
                day = re.search(r"dateCreated = (\d{4}-\d{2}-\d{2})", document)
                if "_news_" in name:
                    yield name, day[1] if day else "", "\n".join(re.findall(r"# text = (.+)", document))


def unshipped(name: str) -> str:
    """The text of a document that stays out of the project, "" where DETENTE_DATA lacks it."""
    source, _, where = name.partition(":")
    if source == "sentences":
        return _sentences().get(where, "")
    folder, _, stem = where.partition("/")
    if source == "meantime":
        path = DATA / "status" / "meantime" / folder / f"{stem}.xml"
        return _meantime(path.read_text(encoding="utf-8")) if path.is_file() else ""
    if source == "polnear":
        path = DATA / "quotes" / "polnear" / folder / "text" / f"{stem}.txt"
        return path.read_text(encoding="utf-8") if path.is_file() else ""
    path = DATA / "dates" / "TBAQ-cleaned" / folder / f"{stem}.tml"
    marked = path.read_text(encoding="utf-8") if path.is_file() else ""
    return html.unescape(re.sub(r"<[^>]+>", "", marked.partition("<TEXT>")[2].partition("</TEXT>")[0]))


def _meantime(text: str) -> str:
    """The tokens of a MEANTIME document, a sentence a line."""
    lines: dict[str, list[str]] = {}
    for sentence, token in re.findall(r'<token [^>]*sentence="(\d+)"[^>]*>([^<]*)</token>', text):
        lines.setdefault(sentence, []).append(html.unescape(token))
    return "\n".join(" ".join(tokens) for tokens in lines.values())


@functools.cache
def _sentences() -> dict[str, str]:
    path = DATA / "events" / "plv_train.tsv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8") as lines:
        return {r["sentence_id"]: r["sentence"] for r in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}


def phrases(doc: Doc) -> Iterator[tuple[int, int]]:
    """Spans of tokens of noun phrases that name a state."""
    tokens = [t.text for t in doc]
    named = {
        i
        for item in directory().scanner.scan(tokens)
        if any(a.body.kind in STATE_KINDS for a in item.aliases)
        for i in range(item.start, item.end)
    }
    for head in doc:
        if head.pos_ not in {"NOUN", "PROPN"} or head.dep_ in {"compound", "flat", "amod"}:
            continue
        start, end = _span(head)
        if 2 <= end - start <= 10 and named & set(range(start, end)):
            yield start, end


def _span(head: Token) -> tuple[int, int]:
    start, end = head.i, head.i + 1
    for child in sorted(head.children, key=lambda t: -t.i):
        if child.i < head.i and child.dep_.split(":")[0] in {d.split(":")[0] for d in _BEFORE} and child.dep_ != "case":
            start = min(start, min(t.i for t in child.subtree))
    for child in head.children:
        of = child.dep_ == "nmod" and any(c.lower_ == "of" and c.dep_ == "case" for c in child.children)
        if child.i > head.i and (of or child.dep_ in {"flat", "appos"}) and child.dep_ != "appos":
            end = max(end, max(t.i for t in child.subtree) + 1)
    return start, end


def samples() -> list[dict[str, str]]:
    """The rows of the samples that there are."""
    found = []
    for path in HERE.glob("phrases_*.tsv"):
        with path.open(encoding="utf-8") as lines:
            found += map(worded, csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return found


def worded(row: dict[str, str]) -> dict[str, str]:
    """The row with its phrase: what may not be passed on is read from DETENTE_DATA."""
    if row["phrase"]:
        return row
    name, start, end = row["source"].rsplit(":", 2)
    return row | {"phrase": " ".join(unshipped(name)[int(start) : int(end)].split())}


def draw(source: str, number: int, seed: int, pool: int = 8) -> list[tuple[str, str, str]]:
    """(phrase, day, source with offsets) drawn at random from `pool` times as many, each wording once."""
    dice, read = random.Random(seed), load("en")
    known = {row["phrase"].casefold() for row in samples()}
    read_before = {row["source"].rsplit(":", 2)[0] for row in samples()}
    documents = [text for text in texts(source) if text[0] not in read_before]
    dice.shuffle(documents)
    found: dict[str, tuple[str, str, str]] = {}
    for name, day, text in documents:
        if len(found) >= pool * number:
            break
        doc = read(text[:20_000])
        for start, end in phrases(doc):
            span = doc[start:end]
            wording = " ".join(span.text.split())
            if wording.casefold() not in known:
                found.setdefault(wording.casefold(), (wording, day, f"{name}:{span.start_char}:{span.end_char}"))
    return dice.sample(sorted(found.values()), min(number, len(found)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "sources",
        nargs="+",
        choices=["wikinews", "whitehouse", "polnear", "gum", "timebank", "sentences", "meantime"],
    )
    parser.add_argument("--number", type=int, default=100)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--pool", type=int, default=8)
    given = parser.parse_args()
    out = csv.writer(sys.stdout, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
    out.writerow(("phrase", "day", "country", "sector", "source"))
    for chosen in given.sources:
        for wording, day, place in draw(chosen, given.number, given.seed, given.pool):
            out.writerow((wording, day, "", "", place))
