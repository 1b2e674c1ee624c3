"""Builds members.tsv of src/detente/data/actors from members.txt.

python training/actors/members.py
"""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
TO = HERE.parents[1] / "src" / "detente" / "data" / "actors" / "members.tsv"
_LINE = re.compile(r"(\w+); (\d{4}(?:-\d{2}-\d{2})?) = (.+)")


def build() -> int:
    """Writes the table and returns the number of its rows."""
    rows = []
    for number, line in enumerate((HERE / "members.txt").read_text(encoding="utf-8").splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            raise ValueError(f"members.txt, line {number}: {line}")
        start = found[2] if "-" in found[2] else f"{found[2]}-01-01"
        for member in found[3].split():
            code, _, end = member.partition("/")
            rows.append(
                (found[1], code, start, end, "day" if "-" in found[2] else "year", "recollection of accessions")
            )
    rows.sort()
    with TO.open("w", encoding="utf-8", newline="") as out:
        out.write("organisation\tcode\tstart\tend\tgrain\tsource\n")
        out.writelines("\t".join(row) + "\n" for row in rows)
    return len(rows)


if __name__ == "__main__":
    print(build(), "memberships")
