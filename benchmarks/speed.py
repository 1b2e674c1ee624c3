"""Speed of the whole coder, stage by stage, and its ratio to the bare encoder pass, side by side in one run.

    python -m benchmarks.speed                      100 Wikinews articles, one core, best of three rounds
    python -m benchmarks.speed --write              writes the table into docs/speed.md

The ratio needs the extra `train` (see benchmarks/bare_encoder.py); without it the rest is printed. Times are processor
time of this process, so that other work on the machine does not count; loading is measured in a fresh process.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import resource
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from detente import actors
from detente.events.coder import code_parse
from detente.pipeline import load
from detente.records import Article

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "docs" / "speed.md"
BEGIN, END = "<!-- figures: written by benchmarks/speed.py -->", "<!-- end of figures -->"


def articles(count: int) -> list[Article]:
    """The first `count` Wikinews articles of the development data."""
    folder = Path(os.environ.get("DETENTE_DATA") or ROOT.parent / "shared" / "data")
    found = []
    with (folder / "news" / "wikinews_en_2019_2020.jsonl").open(encoding="utf-8") as lines:
        for line, _ in zip(lines, range(count), strict=False):
            record = json.loads(line)
            found.append(Article(record["text"], date.fromisoformat(record["published"]), record["title"]))
    return found


def load_seconds() -> float:
    """Seconds from the start of Python to a coder that has coded one short sentence, in a fresh process as users have
    it: without the training packages, which spaCy would import if it found them."""
    plain = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    code = (
        "import time; t = time.perf_counter(); import detente; c = detente.load('en'); "
        "c.code(detente.Article('Japan met China.')); print(time.perf_counter() - t)"
    )
    runs = [
        float(
            subprocess.run([sys.executable, "-c", code], env=plain, capture_output=True, text=True, check=True).stdout
        )
        for _ in range(3)
    ]
    return min(runs)


def stages(texts: list[Article], rounds: int) -> dict[str, float]:
    """Best processor seconds of each stage over all articles."""
    coder = load("en")
    coder.code(texts[0])
    best: dict[str, float] = {}
    for _ in range(rounds):
        spent = {"language": 0.0, "actors": 0.0, "events": 0.0}
        for article in texts:
            began = time.process_time()
            parse = coder.parse(article)
            parsed = time.process_time()
            cast = actors.cast(parse)
            cast_at = time.process_time()
            code_parse(parse, cast, "international", coder.meaning)
            done = time.process_time()
            spent["language"] += parsed - began
            spent["actors"] += cast_at - parsed
            spent["events"] += done - cast_at
        best = {stage: min(seconds, best.get(stage, seconds)) for stage, seconds in spent.items()}
    return best


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    texts = articles(options.articles)
    coder = load("en")
    parses = [coder.parse(article) for article in texts]
    words = [
        [t.text for t in p.doc[s.first_token : s.last_token] if not t.is_space] for p in parses for s in p.sentences
    ]
    count = sum(map(len, words))
    best = stages(texts, options.rounds)
    whole = sum(best.values())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = [
        ("articles a second", f"{len(texts) / whole:.1f}"),
        ("sentences a second", f"{len(words) / whole:.0f}"),
        ("words a second", f"{count / whole:.0f}"),
        *((f"share of {stage}", f"{seconds / whole:.0%}") for stage, seconds in best.items()),
        ("seconds to load and code a first sentence", f"{load_seconds():.2f}"),
        ("peak memory, MB", f"{memory:.0f}"),
    ]
    if importlib.util.find_spec("torch"):
        from benchmarks.bare_encoder import bare_pass

        bare = min(bare_pass(words) for _ in range(options.rounds))
        rows += [
            ("bare int8 pass of the base encoder, words a second", f"{count / bare:.0f}"),
            ("language stage, times the bare pass", f"{best['language'] / bare:.2f}"),
            ("whole coder, times the bare pass", f"{whole / bare:.2f}"),
        ]
    setting = f"{len(texts)} Wikinews articles, {len(words)} sentences, {count} words, one core, {platform.machine()}"
    table = "\n".join(["| figure | value |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)])
    print(setting, table, sep="\n\n")
    if options.write:
        head, _, rest = TABLE.read_text().partition(BEGIN)
        _, _, tail = rest.partition(END)
        TABLE.write_text(f"{head}{BEGIN}\n\n{setting}.\n\n{table}\n\n{END}{tail}")


if __name__ == "__main__":
    main()
