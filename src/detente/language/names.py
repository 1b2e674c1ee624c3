"""Names from the labels of their words."""

from __future__ import annotations

from collections.abc import Sequence

_JOINTS = ("flat", "compound")
_HYPHENS = ("-", "–")


def name_spans(labels: Sequence[str]) -> list[tuple[int, int, str]]:
    """Names as (start, end, type), half-open positions, from one sentence's IOB2 labels ("O", "B-PER", "I-PER" ...).

    Words that continue a name take its type, whatever they were labelled: the commonest, else the first. A name that no
    word begins is begun by its first word.
    """
    spans = []
    start = 0
    while start < len(labels):
        if labels[start] == "O":
            start += 1
            continue
        end = start + 1
        while end < len(labels) and labels[end].startswith("I-"):
            end += 1
        kinds = [label[2:] for label in labels[start:end]]
        spans.append((start, end, max(kinds, key=kinds.count)))
        start = end
    return spans


def whole_names(
    spans: Sequence[tuple[int, int, str]],
    words: Sequence[str],
    upos: Sequence[str],
    heads: Sequence[int],
    relations: Sequence[str],
) -> list[tuple[int, int, str]]:
    """The names with the proper nouns beside them that the tree joins to them ("Lee Jae" becomes "Lee Jae-myung"), and
    without those that hold no proper noun.

    upos, relations: UD labels; heads: 0 for the root, else the 1-based position of the head.
    """

    def tied(outer: int, start: int, end: int) -> bool:
        """Whether a flat or compound link joins a proper noun to the name, directly."""
        if upos[outer] != "PROPN":
            return False
        if relations[outer] in _JOINTS and start <= heads[outer] - 1 < end:
            return True
        return any(relations[inner] in _JOINTS and heads[inner] - 1 == outer for inner in range(start, end))

    whole: list[tuple[int, int, str]] = []
    for start, end, kind in spans:
        if not any(upos[i] == "PROPN" for i in range(start, end)) or (whole and start < whole[-1][1]):
            continue
        floor = whole[-1][1] if whole else 0
        while True:
            left, right = start - 1, end
            while left > floor and words[left] in _HYPHENS:
                left -= 1
            while right < len(words) - 1 and words[right] in _HYPHENS:
                right += 1
            if right < len(words) and tied(right, start, end):
                end = right + 1
            elif left >= floor and tied(left, start, end):
                start = left
            else:
                break
        whole.append((start, end, kind))
    return whole
