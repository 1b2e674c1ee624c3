"""Scores of heads to one tree per sentence: greedy where that is a tree, else the best single-rooted tree."""

from __future__ import annotations

import numpy as np


def tree_from_scores(scores: np.ndarray) -> np.ndarray:
    """The head of each word.

    scores: float `(n, n + 1)`; entry (i, j) says how well word j - 1 heads word i, and column 0 is the root.
    Returns int64 `(n,)` with values 0 (the root) to n: exactly one 0, no cycle.
    """
    n = len(scores)
    if n == 1:
        return np.zeros(1, np.int64)
    scores = scores.astype(np.float64)
    rows = np.arange(n)
    scores[rows, rows + 1] = -1e9
    heads: np.ndarray = scores.argmax(1)
    if (heads == 0).sum() == 1 and is_tree(heads):
        return heads
    scores -= scores.max(1, keepdims=True)
    scores -= np.log(np.exp(scores).sum(1, keepdims=True))
    scores = np.maximum(scores, -1e6)
    # The few most likely roots are tried in turn, each with all other links to the root forbidden.
    best, best_total = heads, -np.inf
    for root in np.argsort(-scores[:, 0], kind="stable")[:3]:
        limited = scores.copy()
        limited[:, 0] = -1e7
        limited[root, 0] = 0.0
        candidate = _best_arborescence(limited)
        total = scores[rows, candidate].sum()
        if total > best_total:
            best, best_total = candidate, total
    return best


def is_tree(heads: np.ndarray) -> bool:
    """Whether following `heads` (0 is the root) leads every word to the root."""
    up = np.concatenate([[0], heads])
    for _ in range(max(1, len(up).bit_length())):
        up = up[up]
    return not bool(up.any())


def _best_arborescence(scores: np.ndarray) -> np.ndarray:
    """Chu-Liu/Edmonds by repeated contraction; scores as in `tree_from_scores`."""
    n = len(scores) + 1
    weight = np.full((n, n), -np.inf)  # weight[head, dependent], node 0 is the root
    weight[:, 1:] = scores.T
    np.fill_diagonal(weight, -np.inf)
    return np.array(_contract(weight), np.int64)[1:]


def _contract(weight: np.ndarray) -> list[int]:
    """Heads of all nodes of a dense graph; `weight[head, dependent]`. Iterative: one level per cycle."""
    levels = []
    while True:
        heads = weight.argmax(0)
        heads[0] = 0
        cycle = _cycle(heads)
        if cycle is None:
            break
        loop = np.array(cycle)
        outside = np.setdiff1d(np.arange(len(weight)), loop)
        levels.append((weight, heads, loop))
        kept = weight[heads[loop], loop]
        into = weight[np.ix_(outside, loop)] - kept[None, :]
        smaller = np.full((len(outside) + 1,) * 2, -np.inf)
        smaller[:-1, :-1] = weight[np.ix_(outside, outside)]
        smaller[:-1, -1] = into.max(1) + kept.sum()
        smaller[-1, :-1] = weight[np.ix_(loop, outside)].max(0)
        smaller[:, 0] = -np.inf
        np.fill_diagonal(smaller, -np.inf)
        weight = smaller
    result: list[int] = heads.tolist()
    for weight, heads, loop in reversed(levels):
        inside = set(loop.tolist())
        outside_nodes = [node for node in range(len(weight)) if node not in inside]
        new = len(outside_nodes)
        full = [0] * len(weight)
        for node in loop:
            full[node] = int(heads[node])
        for position, node in enumerate(outside_nodes):
            head = result[position]
            full[node] = int(loop[weight[loop, node].argmax()]) if head == new else outside_nodes[head]
        entry = outside_nodes[result[new]]
        broken = int(loop[(weight[entry, loop] - weight[heads[loop], loop]).argmax()])
        full[broken] = entry
        full[0] = 0
        result = full
    return result


def _cycle(heads: np.ndarray) -> list[int] | None:
    """One cycle in `heads`, if there is any; node 0 is the root and has none."""
    state = [0] * len(heads)
    state[0] = 2
    for start in range(1, len(heads)):
        path, node = [], start
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = int(heads[node])
        if state[node] == 1:
            return path[path.index(node) :]
        for visited in path:
            state[visited] = 2
    return None
