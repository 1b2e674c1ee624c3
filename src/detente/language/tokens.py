"""Text to tokens with exact offsets, cut the way the English treebanks EWT and GUM cut them."""

from __future__ import annotations

import re

import numpy as np
from spacy.tokens import Doc
from spacy.vocab import Vocab

_TITLES = (
    "Mr|Mrs|Ms|Mx|Dr|Prof|Rev|Hon|Gen|Lt|Col|Sgt|Maj|Capt|Cmdr|Adm|Sen|Sens|Rep|Reps|Gov|Pres|Amb|Sec|Messrs|Fr|Sr|Jr|"
    "St|Ste"
)
_PLACES = (
    "Ft|Mt|Ave|Blvd|Dept|Univ|Calif|Conn|Fla|Tenn|Ariz|Ala|Ark|Colo|Minn|Mich|Wis|Okla|Nev|Neb|Mont|Ky|Va|Pa|Ga|Md|Que|"
    "Ont"
)
_OTHERS = (
    r"Inc|Ltd|Corp|Co|Cos|Bros|vs|etc|al|Jan|Feb|Aug|Sept|Sep|Oct|Nov|Dec|Tues|Thurs|Attn|Ph\.D|Ed|Esq|approx|eg|ca|cf|"
    "viz"
)
_BEFORE_NUMBER = (
    "No|Nos|no|nos|p|pp|vol|Vol|Art|art|Fig|fig|Mar|Apr|Jun|Jul|Mon|Wed|Thu|Fri|Sat|Sun|Para|para|est|Sec|sec|Ch|ch"
)
_PREFIXES = (
    "non|e|mid|re|anti|co|pro|pre|cross|post|multi|ex|sub|counter|semi|mini|neo|socio|inter|over|arch|ultra|un|trans|extra|"
    "intra|micro|macro|quasi|pseudo|hyper|psycho|geo"
)
_TITLE_PREFIXES = "|".join(prefix.title() for prefix in _PREFIXES.split("|") if len(prefix) > 1)
_UNITS = "am|pm|AM|PM|km|kg|cm|mm|mph|kph|lb|lbs|ft|mg|ml|hrs|kW|MW|GW|km2|bn|mn|m|k|K|M|GB|MB|sq|C|F"
_W = r"[\w\u0300-\u036f\u200c\u200d\u00ad]"  # a letter, digit or mark
_L = r"[^\W\d_\u00aa][\u0300-\u036f\u00ad]*"
_Q = "['’`´]"
_CLITIC = rf"(?:{_Q}(?:s|S|m|M|re|RE|ve|VE|ll|LL|d|D))(?!{_W})"

_TOKEN = re.compile(
    rf"""
      (?:https?|ftp)://[^\s<>"“”]*[\w/=&\#]
    | (?<!\w)www\.[^\s<>"“”]*[\w/]
    | [\w.+-]{{1,64}}@\w[\w-]{{0,62}}(?:\.\w[\w-]{{0,62}}){{0,8}}
    | (?<!\w)(?:[\w-]{{1,63}}\.){{1,8}}(?:com|org|net|edu|gov|co\.uk|info)(?:/[^\s<>"“”]*[\w/])?(?!\w)
    | \d{{3}}[-.]\d{{3}}[-.]\d{{4}}(?!\w) | \d{{3}}-\d{{4}}(?!\w)
    | \d{{1,4}}/\d{{1,2}}(?:/\d{{2,4}})?(?!\w)
    | (?:{_Q}\d\ds?|\d+{_Q}s)(?!\w)
    | (?<![\w.])[.]\d+(?!\w)
    | \d+(?:[.,:]\d+)*(?=(?:{_UNITS})(?!\w))
    | \d+(?:[.,:]\d+)*(?:st|nd|rd|th|s)?(?!{_W})
    | (?<![\w.])(?:Cdn|CAN)\$
    | (?:[A-Za-z]\.){{2,}}(?!{_W}) | (?<![\w.])(?:[A-Z]\.)+[A-Z](?![\w.])
    | (?<![\w.])(?:{_TITLES}|{_PLACES}|{_OTHERS})\.(?!{_W})
    | (?<![\w.])(?:{_BEFORE_NUMBER})\.(?=\s?\d)
    | (?<![\w.])[A-Z]\.(?=[ \n-]?[A-Z][\w.'’]|[ ]?,)
    | (?<!\w)(?:[Cc]an|CAN)(?=(?:not|NOT)(?!\w))
    | (?<!\w)(?:[Gg]on|[Ww]an|[Gg]ot)(?=(?:na|ta)(?!\w))
    | {_L}(?:{_L})*?(?=[nN]{_Q}[tT](?!{_W})) | [nN]{_Q}[tT](?!{_W})
    | {_CLITIC}
    | (?<![\w-])(?:{_PREFIXES}|{_PREFIXES.upper()})-{_W}+(?:-(?={_W}))?{_W}*
    | (?<!\w)(?:{_TITLE_PREFIXES})-{_W}+
    | [A-Z]+&[A-Z]+(?!\w)
    | (?:(?!{_CLITIC}){_W})+(?:['’](?!(?:s|m|re|ve|ll|d|t|S|M|RE|VE|LL|D|T)(?!{_W})){_W}+)*
    | \.{{2,}} | …+ | -{{2,}} | [!?]{{2,}} | ={{2,}} | \*{{2,}} | _{{2,}} | ~{{2,}} | \#{{2,}} | \+{{2,}}
    | <{{2,}} | >{{2,}}
    | '' | `` | ’’ | ‘‘
    | [:;=]-?[()DP](?![\w)]) | [:;]-[()]
    | \S[\u0300-\u036f\ufe0e\ufe0f\u200d]*
    """,
    re.VERBOSE,
)


def word_spans(text: str) -> list[tuple[int, int]]:
    """Start and end (half-open) of every token that is not white space."""
    return [match.span() for match in _TOKEN.finditer(text)]


class Tokens:
    """A text's tokens before they become a `Doc`.

    words: the tokens, white space included where it is more than the one blank after a word.
    starts: int64 `(n,)`; space: bool `(n,)`, true for white-space tokens.
    """

    def __init__(self, text: str, edges: list[int]) -> None:
        """edges: offsets at which a token must begin (the borders of the segments)."""
        spans = word_spans(text)
        if edges:
            spans = _cut(spans, edges)
        words: list[str] = []
        blanks: list[bool] = []
        starts: list[int] = []
        space: list[bool] = []
        position = 0
        for start, end in spans:
            if start > position:
                if words and not space[-1] and text[position] == " ":
                    blanks[-1] = True
                    position += 1
                if start > position:
                    _add_space(text, position, start, words, blanks, starts, space)
            words.append(text[start:end])
            blanks.append(False)
            starts.append(start)
            space.append(False)
            position = end
        if position < len(text):
            if words and not space[-1] and text[position] == " ":
                blanks[-1] = True
                position += 1
            if position < len(text):
                _add_space(text, position, len(text), words, blanks, starts, space)
        self.words, self.blanks = words, blanks
        self.starts = np.array(starts, np.int64)
        self.space = np.array(space, bool)

    def doc(self, vocab: Vocab) -> Doc:
        """The tokens as a spaCy `Doc` whose text is the text given."""
        return Doc(vocab, words=self.words, spaces=self.blanks)


def _add_space(
    text: str, start: int, end: int, words: list[str], blanks: list[bool], starts: list[int], space: list[bool]
) -> None:
    words.append(text[start:end])
    blanks.append(False)
    starts.append(start)
    space.append(True)


def _cut(spans: list[tuple[int, int]], edges: list[int]) -> list[tuple[int, int]]:
    """The spans, divided where an edge falls inside one."""
    result, at = [], 0
    edges = sorted(set(edges))
    for start, end in spans:
        while at < len(edges) and edges[at] <= start:
            at += 1
        while at < len(edges) and edges[at] < end:
            result.append((start, edges[at]))
            start = edges[at]
            at += 1
        result.append((start, end))
    return result
