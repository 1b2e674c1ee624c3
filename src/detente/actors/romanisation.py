"""Spellings of one name in Latin letters, where the differences are regular: names of Korea, of China and Taiwan, of
states that write in Cyrillic, and of Arab states.

`skeleton` makes spellings of a name equal: of Korean names by the letters that McCune-Reischauer, Revised Romanisation
and newspapers write for one sound, of Chinese ones by those of Pinyin and of Wade-Giles without its apostrophes, of
Cyrillic ones by the ways to write its letters, of Arabic ones by consonants.
"""

from __future__ import annotations

import re

from detente.actors.names import fold

KOREAN = frozenset({"KOR", "PRK"})
CHINESE = frozenset({"CHN", "TWN"})
CYRILLIC = frozenset("RUS UKR BLR KAZ KGZ TJK UZB TKM BGR SRB MKD MNG".split())
ARABIC = frozenset("DZA BHR EGY IRQ JOR KWT LBN LBY MRT MAR OMN PSE QAT SAU SDN SYR TUN ARE YEM".split())

_FAMILIES = {
    "yi": "lee", "rhee": "lee", "ri": "lee", "pak": "park", "bak": "park", "choe": "choi", "chung": "jung",
    "jeong": "jung", "chong": "jung", "yun": "yoon", "mun": "moon", "noh": "roh", "no": "roh", "im": "lim",
    "rim": "lim", "sin": "shin", "cho": "jo", "kang": "gang", "kwon": "gwon", "ku": "koo", "gu": "koo", "paek": "baek",
    "an": "ahn", "chang": "jang",
}  # fmt: skip
# In order: what stands for one sound in the syllables of given names.
_KOREAN = (
    ("eo", "o"), ("eu", "o"), ("ou", "o"), ("u", "o"), ("oo", "o"), ("ae", "e"), ("ya", "a"), ("yo", "o"), ("ye", "e"),
    ("ui", "i"), ("ee", "i"), ("ch", "j"), ("k", "g"), ("t", "d"), ("p", "b"), ("sh", "s"), ("r", "l"), ("h", ""),
)  # fmt: skip
# Finals and initials that Wade-Giles and Pinyin write differently. Aspirated and plain sounds are one, since newspapers
# leave out the apostrophe between them; "j" is Pinyin's before "i" and "u", and Wade-Giles' "r" elsewhere.
_CHINESE = (
    (r"v", "u"), (r"j(?=[aeo]|ui|ung|ih)", "r"), (r"tzu", "zi"), (r"s[zs]u", "si"),
    (r"hs", "x"), (r"zh|ch|j|q", "C"), (r"sh", "S"), (r"ts|tz|c", "z"), (r"h", ""), (r"oo", "u"), (r"ee", "i"),
    (r"ung", "ong"), (r"([iy])en", r"\1an"), (r"uei", "ui"), (r"you", "yu"), (r"yi", "i"), (r"ue", "o"), (r"uo", "o"),
    (r"o", "e"), (r"b", "p"), (r"d", "t"), (r"g", "k"),
)  # fmt: skip
_CYRILLIC = (
    ("shch", "s"), ("sch", "s"), ("zh", "j"), ("kh", "h"), ("tch", "c"), ("ch", "c"), ("sh", "s"), ("ts", "z"),
    ("tz", "z"), ("x", "ks"), ("ck", "k"), ("w", "v"), ("ff", "v"), ("g", "h"), ("q", "k"), ("ya", "a"), ("ia", "a"),
    ("ja", "a"), ("yu", "u"), ("iu", "u"), ("yo", "o"), ("ye", "e"), ("y", "i"), ("j", "i"), ("io", "o"), ("ie", "e"),
)  # fmt: skip
_ARABIC = (
    ("kh", "x"),
    ("dh", "d"),
    ("th", "t"),
    ("sh", "c"),
    ("gh", "g"),
    ("q", "k"),
    ("g", "k"),
    ("j", "k"),
    ("z", "d"),
)
_PARTS = frozenset("al el ul as ash ad ar an bin ibn ben abd".split())


def skeleton(name: str, code: str | None) -> str | None:
    """What the spellings of a name of that state share; None where none is defined.

    Of a Korean name the family name stands first or last; the words of the others are taken in order.
    """
    parts = re.split(r"[\s-]+", fold(name))
    if code in KOREAN:
        return _korean(parts)
    if code in CHINESE:
        return " ".join(_rewritten(part) for part in (parts[0], "".join(parts[1:])))
    if code in CYRILLIC:
        return " ".join(_replaced(part, _CYRILLIC).rstrip("i") for part in parts)
    if code in ARABIC:
        bones = (re.sub(r"[aeiouywh']", "", _replaced(part, _ARABIC)) for part in parts if part not in _PARTS)
        return " ".join(re.sub(r"(.)\1", r"\1", bone) for bone in bones if bone)
    return None


def _korean(parts: list[str]) -> str:
    family, given = parts[0], parts[1:]
    if len(parts) > 1 and _FAMILIES.get(parts[-1], parts[-1]) in _NAMES and _FAMILIES.get(family, family) not in _NAMES:
        family, given = parts[-1], parts[:-1]
    return f"{_FAMILIES.get(family, family)} {_replaced(''.join(given), _KOREAN)}"


_NAMES = frozenset(_FAMILIES.values()) | {
    "kim",
    "han",
    "song",
    "hwang",
    "ko",
    "suh",
    "seo",
    "ban",
    "ha",
    "hong",
    "oh",
    "yoo",
}


def _rewritten(word: str) -> str:
    """A Chinese family name or given name by sounds that Pinyin and Wade-Giles tell apart alike."""
    for spelt, sound in _CHINESE:
        word = re.sub(spelt, sound, word)
    return re.sub(r"(.)\1+", r"\1", word)


def _replaced(word: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for spelt, sound in pairs:
        word = word.replace(spelt, sound)
    return re.sub(r"(.)\1+", r"\1", word)
