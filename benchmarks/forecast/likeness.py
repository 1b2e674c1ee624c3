"""Which entities are alike, where they are at home, and what they are: from their partners and from their names."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sparse

from benchmarks.forecast.data import Floats, Ints
from benchmarks.forecast.history import History

NEIGHBOURS = 50
FACTORS = 48
_ITERATIONS = 4
_BLOCK = 2000
_NAME = re.compile(r"^(?P<role>.*\S)\s*\((?P<home>[^()]*)\)\s*$")


class Likeness:
    """What entities did to whom and had done to them so far, seen three ways.

    `alike` `(n, n)`: cosine likeness of each entity to its 50 nearest. `taste` `(n, k)` and `offer` `(n_acts + 1, k)`:
    latent factors, whose product says how much an entity's profile suits an act (as object of it), whether or not it
    has met it (latent semantic analysis). `bond` and `bound` `(n, k)`: the same of who deals with whom by whatever
    acts. Counts fade with a half-life of 50 days; rarer acts weigh more, as rarer words do in tf-idf, and dealings of
    the busy less.
    """

    def __init__(self, history: History) -> None:
        weight = np.log1p(2 * history.triple.values[:-1, 2])
        live = weight > 0.02
        acts, column = np.unique(
            history.act_index(history.triple_object[live], history.inverse(history.triple_relation[live])),
            return_inverse=True,
        )
        shape = (history.n, max(len(acts), 1))
        profile = sparse.csr_matrix((weight[live], (history.triple_subject[live], column)), shape)
        shared = np.bincount(profile.indices, minlength=shape[1])
        profile = profile @ sparse.diags(np.log(1 + history.n / np.maximum(shared, 1)))
        length = np.sqrt(np.asarray(profile.multiply(profile).sum(axis=1)).ravel())
        profile = (sparse.diags(1 / np.maximum(length, 1e-9)) @ profile).tocsr().astype(np.float32)
        self.alike = _alike(profile)
        left, right = _factors(profile)
        self.taste = left
        self.offer = np.zeros((len(history.act) + 1, FACTORS), np.float32)
        self.offer[acts] = right[: len(acts)]
        self.bond, self.bound = _factors(_dealings(history))


def _dealings(history: History) -> sparse.csr_matrix:
    weight = np.log1p(2 * history.pair.values[:-1, 2])
    live = weight > 0.05
    where = (history.pair_subject[live], history.pair_object[live])
    dealt = sparse.csr_matrix((weight[live], where), (history.n, history.n))
    scale = sparse.diags(1 / np.sqrt(np.asarray(dealt.sum(axis=1)).ravel() + 1))
    return (scale @ dealt @ scale).tocsr().astype(np.float32)


def _factors(profile: sparse.csr_matrix) -> tuple[Floats, Floats]:
    """Left singular factors, and right ones times singular values, of the largest `FACTORS` (randomised subspace
    iteration, Halko et al. 2011, from a fixed start; any rotation of them serves)."""
    basis = np.random.default_rng(0).standard_normal((profile.shape[0], FACTORS), np.float32)
    turned = profile.T.tocsr()
    for _ in range(_ITERATIONS):
        basis = np.linalg.qr(profile @ (turned @ basis))[0]
    left = np.zeros((profile.shape[0], FACTORS), np.float32)
    left[:, : basis.shape[1]] = basis
    return left, turned @ left


def _alike(profile: sparse.csr_matrix) -> sparse.csr_matrix:
    turned, count = profile.T.tocsr(), profile.shape[0]
    blocks = []
    for start in range(0, count, _BLOCK):
        found = (profile[start : start + _BLOCK] @ turned).tocoo()
        other = found.row + start != found.col
        rows = min(_BLOCK, count - start)
        blocks.append(_nearest(found.row[other], found.col[other], found.data[other], (rows, count)))
    return sparse.vstack(blocks).tocsr()


def _nearest(row: Ints, column: Ints, value: Floats, shape: tuple[int, int]) -> sparse.csr_matrix:
    order = np.lexsort((column, -value, row))
    row, column, value = row[order], column[order], value[order]
    position = np.arange(len(row)) - np.searchsorted(row, np.arange(shape[0]))[row]
    near = position < NEIGHBOURS
    return sparse.csr_matrix((value[near], (row[near], column[near])), shape)


class Names:
    """What the sets' names tell: `Police (India)` has the role Police and the home India, and so has `India`.

    `home` and `role` are `(n,)`, -1 where the name does not tell.
    """

    def __init__(self, names: Sequence[str]) -> None:
        found = [_NAME.match(name) for name in names]
        homes = sorted({match["home"] for match in found if match})
        roles = sorted({match["role"] for match in found if match})
        self.homes, self.roles = tuple(homes), tuple(roles)
        home = {name: number for number, name in enumerate(homes)}
        role = {name: number for number, name in enumerate(roles)}
        pairs = [
            (match["home"], match["role"]) if match else (name, "") for match, name in zip(found, names, strict=True)
        ]
        self.home = np.array([home.get(h, -1) for h, _ in pairs], dtype=np.int64)
        self.role = np.array([role.get(r, -1) for _, r in pairs], dtype=np.int64)

    def homes_by_partners(self, history: History) -> Floats:
        """How much each entity belongs to each home `(n, n_homes)`, rows sum to at most 1: by name one half, by the
        homes of its partners so far the rest; by partners alone where the name does not tell."""
        named = np.nonzero(self.home >= 0)[0]
        width = max(len(self.homes), 1)
        told = sparse.csr_matrix((np.ones(len(named)), (named, self.home[named])), (history.n, width))
        dealt = sparse.csr_matrix(
            (np.log1p(history.pair.values[:-1, 3]), (history.pair_subject, history.pair_object)), (history.n, history.n)
        )
        belongs = np.asarray((dealt @ told).todense(), np.float32)
        belongs /= belongs.sum(axis=1, keepdims=True) + 1e-6
        belongs[named] *= 0.5
        belongs[named, self.home[named]] += 0.5
        return belongs
