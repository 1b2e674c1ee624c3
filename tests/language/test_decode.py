"""Tree decoding against every tree there is."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from detente.language.decode import is_tree, tree_from_scores


def best_tree(scores: np.ndarray) -> float:
    """The total of the best single-rooted tree, by trying all."""
    n = len(scores)
    normal = scores - np.log(np.exp(scores).sum(1, keepdims=True))
    return max(
        sum(normal[i, head] for i, head in enumerate(heads))
        for heads in product(range(n + 1), repeat=n)
        if heads.count(0) == 1 and all(head != i + 1 for i, head in enumerate(heads)) and is_tree(np.array(heads))
    )


@pytest.mark.parametrize("seed", range(60))
def test_the_best_of_all_trees_is_found(seed: int) -> None:
    draw = np.random.default_rng(seed)
    n = int(draw.integers(2, 5))
    scores = draw.normal(0, 3, (n, n + 1))
    scores[np.arange(n), np.arange(n) + 1] = -1e9
    heads = tree_from_scores(scores.copy())
    assert (heads == 0).sum() == 1 and is_tree(heads)
    normal = scores - np.log(np.exp(scores).sum(1, keepdims=True))
    assert normal[np.arange(n), heads].sum() == pytest.approx(best_tree(scores))


@pytest.mark.parametrize("n", [1, 2, 3, 17, 120])
def test_any_scores_give_one_root_and_no_cycle(n: int) -> None:
    draw = np.random.default_rng(n)
    for scores in (np.zeros((n, n + 1)), draw.normal(0, 1, (n, n + 1)), draw.normal(0, 30, (n, n + 1))):
        heads = tree_from_scores(scores)
        assert heads.shape == (n,) and (heads == 0).sum() == 1 and is_tree(heads)


def test_a_cycle_is_no_tree() -> None:
    assert is_tree(np.array([0, 1, 2]))
    assert not is_tree(np.array([0, 3, 2]))
