"""Mention spans: the words that belong to a mention, given the word that heads it and the tree."""

from __future__ import annotations

from collections.abc import Sequence

# Relations of dependents that are not part of a noun phrase they hang on. `appos` is left out because GUM marks an
# apposition as a mention of its own.
_OUTSIDE = frozenset(
    "conj cc cc:preconj appos parataxis mark cop nsubj nsubj:pass nsubj:outer csubj csubj:outer aux aux:pass ccomp "
    "discourse vocative expl dislocated orphan list reparandum root punct".split()
)
_OUTSIDE_PREDICATE = _OUTSIDE | {"advmod", "obl", "obl:unmarked", "obl:agent", "advcl", "advcl:relcl"}


def mention_spans(
    heads: Sequence[int], relations: Sequence[str], mentions: Sequence[int]
) -> list[tuple[int, int, int]]:
    """Spans of the mentions of one sentence of `n` words.

    heads: 0 for the root, else the 1-based position of the head; relations: UD labels; mentions: 0 for a word that
    heads no mention, else the class of the mention. Returns (start, end, class) with 0-based half-open word positions,
    in order of their heads. Relative clauses are kept, punctuation at the edges is not.
    """
    wanted = [position for position, kind in enumerate(mentions) if kind]
    if not wanted:
        return []
    n = len(heads)
    children: list[list[int]] = [[] for _ in range(n)]
    for position, head in enumerate(heads):
        if head:
            children[head - 1].append(position)
    low, high = _edges(heads, children)
    spans = []
    for position in wanted:
        predicate = any(relations[child] == "cop" for child in children[position])
        outside = _OUTSIDE_PREDICATE if predicate else _OUTSIDE
        start = end = position
        for child in children[position]:
            relation = relations[child]
            if relation in outside or (relation == "case" and child < position):
                continue
            start, end = min(start, low[child]), max(end, high[child])
        while start < position and relations[start] == "punct":
            start += 1
        while end > position and relations[end] == "punct":
            end -= 1
        spans.append((start, end + 1, int(mentions[position])))
    return spans


def _edges(heads: Sequence[int], children: list[list[int]]) -> tuple[list[int], list[int]]:
    """First and last position of each word's subtree."""
    n = len(heads)
    low, high = list(range(n)), list(range(n))
    order = [position for position in range(n) if not heads[position]]
    for position in order:
        order.extend(children[position])
    for position in reversed(order):
        head = heads[position] - 1
        if head >= 0:
            low[head] = min(low[head], low[position])
            high[head] = max(high[head], high[position])
    return low, high
