"""Makes the font that briefs are set in: Latin, kana, the kanji of JIS X 0208 and all hangul of Noto Sans CJK.

Needs fonttools and Noto Sans CJK (Debian package fonts-noto-cjk):
python bundle/subset_font.py NotoSansCJK-Regular.ttc OUT
"""

import sys

from fontTools import subset
from fontTools.ttLib import TTCollection

RANGES = ((0x20, 0x24F), (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x20A0, 0x20BF), (0x2100, 0x22FF), (0x3000, 0x30FF))


def characters() -> set[int]:
    """The code points that the font keeps."""
    kept = {c for first, last in RANGES for c in range(first, last + 1)} | set(range(0xAC00, 0xD7A4))
    for row in range(0x21, 0x7F):
        for cell in range(0x21, 0x7F):
            try:
                kept.add(ord(bytes((row | 0x80, cell | 0x80)).decode("euc_jp")))
            except (UnicodeDecodeError, TypeError):
                continue
    return kept


def main(source: str, out: str) -> None:
    """Writes the subset of the collection's Japanese face."""
    font = TTCollection(source).fonts[0]
    options = subset.Options(layout_features=["kern", "locl", "ccmp"], name_IDs=["*"], hinting=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters())
    subsetter.subset(font)
    font.save(out)


if __name__ == "__main__":
    main(*sys.argv[1:])
