"""The text as a string of word classes, and patterns over it.

Each word, number or mark of the text becomes one `Lexeme` with a one-character code, so that the grammar of dates can
be written as regular expressions over words. Words that no date is made of share the code OTHER. The lexemes are cut
independently of the Doc's tokens, since tokenisers disagree on "1990s", "8-10" and "4:00pm"; offsets link the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from detente.events.dates import words

OTHER, BREAK = " ", "\n"
YEAR, DAYNUM, NUMBER, ORDINAL, CLOCK = "Y", "d", "N", "o", "c"
ISO, SLASHED, DOTTED, DECADE, FRACTION, ZULU = "i", "s", "p", "D", "f", "z"
MARKS = {
    ",": ",",
    ".": ".",
    "-": "-",
    "‐": "-",
    "‑": "-",
    "–": "-",
    "—": "—",
    "/": "/",
    "'": "'",
    "’": "'",
    "‘": "'",
    "`": "'",
    "(": "(",
    ")": ")",
    "$": "$",
    "€": "$",
    "£": "$",
    "¥": "$",
    "#": "#",
    "%": "%",
    ":": ":",
}

_LEXEME = re.compile(
    r"""(?P<BREAK>\n[ \t\r]*\n\s*)
      | (?P<ISO>\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?(?![\w-]))
      | (?P<SLASHED>\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?![\w/]))
      | (?P<DOTTED>\d{1,2}\.\d{1,2}\.\d{4}(?!\w|\.\d))
      | (?P<CLOCK>\d{1,2}:\d{2}(?::\d{2})?(?![\d:]))
      | (?P<FRACTION>[½¼¾]|\d/\d(?![\d/]))
      | (?P<DECADE>(?:\d{3}0|(?<!\d)['’‘]?[1-9]0)['’]?s(?!\w))
      | (?P<ORDINAL>\d{1,2}(?:st|nd|rd|th)(?!\w))
      | (?P<ZULU>\d{4}(?=\s?(?:GMT|UTC|Z|hrs|hours\ local)(?!\w)))
      | (?P<NUMBER>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\w)|\d+\.\d+|\d+)
      | (?P<WORD>[QH][1-4](?!\w)|[^\W\d_]+(?:['’]clock(?!\w))?)
      | (?P<MARK>[^\w\s]|_)""",
    re.VERBOSE,
)


class Lexeme(NamedTuple):
    """A word, number or mark: characters start to end of the text, lower-case form, code, whether it has a capital."""

    start: int
    end: int
    lower: str
    code: str
    capital: bool


class Vocabulary:
    """One code for each word that some pattern names; made while the grammar is read."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}

    def code(self, word: str) -> str:
        """The code of a word, which from now on has one."""
        return self._codes.setdefault(word, chr(0xE000 + len(self._codes)))

    def lookup(self, word: str) -> str:
        """The code of a word, or OTHER."""
        return self._codes.get(word, OTHER)

    def any_of(self, group: Iterable[str], extra: str = "") -> str:
        """A character class of the codes of some words, and of `extra` codes."""
        return "[" + "".join(self.code(word) for word in group) + extra + "]"


VOCABULARY = Vocabulary()

_COUNT_WORDS = (*words.SMALL, *words.TENS, *words.SCALES)
_V = VOCABULARY.any_of
_MONTH = f"(?:{_V(words.MONTHS)}|{_V(words.MONTH_SHORT)}\\.?)"
_NUMERAL = f"(?:[dN]|{_V(_COUNT_WORDS)}|{_V(['a'])}{_V(words.SCALES)})(?:-?{_V(_COUNT_WORDS)})*"
_COUNT = f"(?:{_NUMERAL}(?:{_V(['and'])}?{_V(['a'])}?(?:f|{_V(['half'])}))?)"
MACROS = {
    "MON": _MONTH,
    "MONTHNAME": _V(words.MONTHS),
    "DAY": "d",
    "NTH": f"(?:o|{_V(('twenty', 'thirty'))}-?{_V(words.ORDINALS)}|{_V(words.ORDINALS)})",
    "YEAR": "Y",
    "TWO": "[dN]",
    "W": f"(?:{_V(words.WEEKDAYS)}|{_V(words.WEEKDAY_SHORT)}\\.)",
    "WEEKDAYS": _V(words.WEEKDAY_PLURAL),
    "ISO": "i",
    "SLASHED": "s",
    "DOTTED": "p",
    "DECADE": "D",
    "CLOCK": "c",
    "ZULU": "z",
    "HOUR": "d",
    "NINETIES": _V(words.NINETIES),
    "SPELT": (
        f"{_V(('nineteen', 'eighteen', 'twenty'))}-?(?:{_V(words.TENS)}(?:-?{_V(words.SMALL)})?|{_V(words.SMALL)})"
    ),
    "SPELTFULL": f"{_V(('nineteen', 'eighteen'))}{_V(words.TENS)}-{_V(words.SMALL)}",
    "COUNT": _COUNT,
    "ROUGH": f"(?:{_V(('several', 'many', 'some'))}|{_V(['a'])}?{_V(('few', 'couple'))}(?:{_V(['of'])})?)",
    "UNIT": _V(words.UNITS),
    "LENGTH": _V(word for word, unit in words.UNITS.items() if unit != "half"),
    "CLOCKUNIT": _V(words.CLOCK_UNITS),
    "SEASON": _V(("spring", "summer", "autumn", "fall", "winter")),
    "PARTOFDAY": _V(words.DAY_PARTS),
    "PARTSOFDAYS": _V(word for word in words.DAY_PARTS if word.endswith("s")),
    "PART": _V(words.PARTS),
    "FREQUENCY": _V(words.FREQUENCIES),
    "COMMA": ",",
    "DOT": "\\.",
    "DASH": "-",
    "APOS": "'",
    "SLASH": "/",
    "OPEN": "\\(",
    "CLOSE": "\\)",
    "MONEY": "[$#]",
    "ANY": ".",
}
_ELEMENT = re.compile(
    r"\(\?<?[=!]|<(?P<group>\w+)\s|>|(?P<macro>[A-Z]+)|(?P<word>[a-z](?:[a-z']*[a-z])?\d?)|[()|?*+]|\{[\d,]+\}|\s+"
)


def pattern(source: str) -> re.Pattern[str]:
    """Compiles a pattern over codes.

    Lower-case words stand for themselves, upper-case ones for the classes in MACROS, `<name ...>` for a named group,
    which may stand in several branches (the later ones get underscores added to their name); `( ) | ? * +` and
    look-arounds mean what they mean in `re`, and parentheses do not capture.
    """
    out: list[str] = []
    uses_of: dict[str, int] = {}
    position = 0
    while position < len(source):
        element = _ELEMENT.match(source, position)
        if element is None:
            raise ValueError(f"cannot read pattern {source!r} at {position}")
        position = element.end()
        if element["group"]:
            name, uses = element["group"], uses_of.get(element["group"], 0)
            uses_of[name] = uses + 1
            out.append(f"(?P<{name}{'_' * uses}>")
        elif element["macro"]:
            out.append(MACROS[element["macro"]])
        elif element["word"]:
            out.append(VOCABULARY.code(element["word"]))
        elif element[0] == ">":
            out.append(")")
        elif element[0] == "(":
            out.append("(?:")
        elif not element[0].isspace():
            out.append(element[0])
    return re.compile("".join(out), re.DOTALL)


def _code_of(kind: str, text: str, lower: str) -> str:
    match kind:
        case "BREAK":
            return BREAK
        case "WORD":
            if lower in words.NEED_CAPITAL and not text[0].isupper():
                return OTHER
            return VOCABULARY.lookup(lower)
        case "MARK":
            return MARKS.get(text, OTHER)
        case "NUMBER":
            if len(text) == 4 and text.isdecimal() and "1000" <= text <= "2199":
                return YEAR
            if len(text) <= 2 and text.isdecimal() and 1 <= int(text) <= 31:
                return DAYNUM
            return NUMBER
    return {
        "ISO": ISO,
        "SLASHED": SLASHED,
        "DOTTED": DOTTED,
        "CLOCK": CLOCK,
        "FRACTION": FRACTION,
        "DECADE": DECADE,
        "ORDINAL": ORDINAL,
        "ZULU": ZULU,
    }[kind]


def lexemes(text: str) -> tuple[Lexeme, ...]:
    """The text cut into lexemes, in order; white space between them is left out except for blank lines."""
    found: list[Lexeme] = []
    for match in _LEXEME.finditer(text):
        kind = match.lastgroup or "MARK"
        lower = match[0].lower().replace("’", "'")
        found.append(Lexeme(match.start(), match.end(), lower, _code_of(kind, match[0], lower), match[0][0].isupper()))
    return tuple(found)
