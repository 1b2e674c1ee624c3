"""How well a language is told from a text: `python -m benchmarks.languages FOLDER`.

FOLDER is `usr/share/doc/installation-guide-amd64` of Debian's package of that name (18 translations of one manual, by
its translators; `dpkg -x` unpacks it); English news are those of DETENTE_DATA. Paragraphs that a translation
left in English are not asked. Libraries are compared as far as they are installed.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.histories import DATA
from detente.sources.languages import LEAST, language_of

LENGTHS = (60, 120, 300)  # characters that a paragraph has or is cut to
EACH = 150  # paragraphs of a language and length


def paragraphs(file: Path) -> Iterator[str]:
    """Prose of a manual: paragraphs of letters, without listings and headings."""
    for block in re.split(r"\n\s*\n", gzip.decompress(file.read_bytes()).decode("utf-8", "replace")):
        text = " ".join(block.split())
        letters = sum(c.isalpha() for c in text)
        if len(text) >= min(LENGTHS) and letters > 0.7 * len(text) and "  " not in block.strip()[:3]:
            yield text


def cut(text: str, length: int) -> str:
    """The first words, up to a length (scripts without blanks: characters)."""
    return text[:length].rsplit(" ", 1)[0] if " " in text[: length // 2] else text[:length]


def libraries() -> dict[str, Callable[[str], str]]:
    """What tells a language, by name."""
    found: dict[str, Callable[[str], str]] = {}
    if importlib.util.find_spec("py3langid"):
        import py3langid

        found["py3langid"] = lambda text: str(py3langid.classify(text)[0])
    if importlib.util.find_spec("langdetect"):
        import langdetect

        def by_langdetect(text: str) -> str:
            langdetect.DetectorFactory.seed = 0
            try:
                return str(langdetect.detect(text))[:2]
            except langdetect.LangDetectException:
                return "?"

        found["langdetect"] = by_langdetect
    if importlib.util.find_spec("lingua"):
        from lingua import LanguageDetectorBuilder

        detector = LanguageDetectorBuilder.from_all_languages().build()

        def by_lingua(text: str) -> str:
            told = detector.detect_language_of(text)
            return told.iso_code_639_1.name.lower() if told else "?"

        found["lingua"] = by_lingua
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    english = set(paragraphs(folder / "en" / "install.en.txt.gz"))
    drawn = random.Random(1)
    asked: dict[int, list[tuple[str, str]]] = {length: [] for length in LENGTHS}
    foreign_whole: list[str] = []
    for file in sorted(folder.glob("*/install.*.txt.gz")):
        code = file.parent.name[:2]
        some = sorted({p for p in paragraphs(file) if code == "en" or p not in english})
        drawn.shuffle(some)
        if code != "en":
            foreign_whole += [p for p in some if len(p) >= LEAST][:EACH]
        for length in LENGTHS:
            long_enough = [cut(p, length) for p in some if len(p) >= length]
            asked[length] += [(code, text) for text in long_enough[:EACH]]
    news = [
        json.loads(line) for file in sorted((DATA / "news").glob("*.jsonl")) for line in file.open(encoding="utf-8")
    ]
    english_news = {
        "titles of news": [row["title"] for row in news if row.get("title")],
        "first sentences of news": [cut(row["text"], 120) for row in news],
        "first 300 characters of news": [row["text"][:300] for row in news],
        "articles of news": [row["text"] for row in news],
    }
    rule = Counter("another" if told not in (None, "en") else str(told) for told in map(language_of, foreign_whole))
    print(f"the rule in use, {len(foreign_whole):,} whole paragraphs of {LEAST} characters or more: {dict(rule)}")
    for what, texts in english_news.items():
        told = Counter(map(str, (language_of(text) for text in texts)))
        print(f"the rule in use, {what}: {dict(told)}")
    for name, tell in libraries().items():
        for length, rows in asked.items():
            start = time.process_time()
            told = [(code, tell(text)) for code, text in rows]
            spent = (time.process_time() - start) / len(rows) * 1000
            right = sum(a == b for a, b in told) / len(told)
            foreign = [(a, b) for a, b in told if a != "en"]
            taken = sum(b == "en" for _, b in foreign) / len(foreign)
            ours = [b for a, b in told if a == "en"]
            missed = sum(b != "en" for b in ours) / len(ours)
            print(
                f"{name}, {length} characters, {len(rows):,} paragraphs in {len({a for a, _ in rows})} languages: "
                f"right {right:.3f}; others taken for English {taken:.4f}; English taken for another {missed:.4f}; "
                f"{spent:.2f} ms"
            )
        for what, texts in english_news.items():
            lost = [text for text in texts if tell(text) != "en"]
            print(f"{name}, {what}: {len(lost)} of {len(texts)} not taken for English {[t[:50] for t in lost[:4]]}")


if __name__ == "__main__":
    main()
