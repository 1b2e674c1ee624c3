"""What stands for an entity without a past of its own: its home, role and kind, and what those do to one another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.forecast.data import Floats, Ints
from benchmarks.forecast.history import HALF_LIVES, share

if TYPE_CHECKING:
    from benchmarks.forecast.past import Past

# Groups that stand for subject, relation and object, and the half-lives (positions in HALF_LIVES) they are counted by.
GROUPS = {
    "homes_relation": (0, 1, 2),
    "homes": (2,),
    "home_relation_object": (1, 2),
    "home_object": (0, 1, 2),
    "roles_relation": (2,),
    "role_relation_object": (2,),
    "kinds_relation": (2,),
    "home_relation_kind": (1, 2),
    "kind_relation_home": (1,),
}
_BELONGS = 0.2  # from this share of its dealings on, an entity is taken to be at home somewhere


class Sums:
    """Sums of values by key, 0 for keys that do not occur; negative keys are left out."""

    def __init__(self, keys: Ints, values: Floats) -> None:
        live = (values > 0) & (keys >= 0)
        self.keys, at = np.unique(np.append(keys[live], np.iinfo(np.int64).max), return_inverse=True)
        self.values = np.bincount(at, np.append(values[live], 0)).astype(np.float32)

    def of(self, keys: Ints) -> Floats:
        at = np.searchsorted(self.keys, keys)
        return np.where(self.keys[at] == keys, self.values[at], np.float32(0))


class Homes:
    """Homes and roles as of one day, and decayed counts of what those of one home, role or kind do to those of another.

    `belongs` `(n, n_homes)` has rows of length 1 at most, `home` and `role` `(n,)` are -1 where not known. A kind is a
    role, a home itself, or neither (people, mostly).
    """

    def __init__(self, past: Past) -> None:
        h, names = past.history, past.names
        belongs = names.homes_by_partners(h)
        self.belongs = belongs / (np.linalg.norm(belongs, axis=1, keepdims=True) + 1e-6)
        self.home = np.where(belongs.max(axis=1) > _BELONGS, belongs.argmax(axis=1), -1)
        self.role = names.role
        self._kind = np.where(names.role >= 0, names.role + 2, (names.home >= 0).astype(np.int64))
        self._sizes = h.n, h.both, len(names.homes) + 1, len(names.roles) + 2
        s, r, o = h.triple_subject, h.triple_relation, h.triple_object
        done = h.triple.values[:-1]
        same = (self.home[s] == self.home[o]) & (self.home[s] >= 0)
        self.at_home = (np.bincount(r, done[:, 2] * same, h.both) + 0.5) / (np.bincount(r, done[:, 2], h.both) + 1)
        self._sums = {
            (name, k): (Sums(key, done[:, k]), Sums(whole, done[:, k]))
            for name, key, whole in self._keys(s, r, o)
            for k in GROUPS[name]
        }

    def counts(self, s: Ints, r: Ints, o: Ints) -> Iterator[tuple[str, Floats]]:
        """Counts `(n,)` of the groups that stand for each subject, relation and object, and their shares of all that
        the subject's home, role or kind does (by the relation, where the group looks at it)."""
        for name, key, whole in self._keys(s, r, o):
            for k in GROUPS[name]:
                part, of = self._sums[name, k]
                count = part.of(key)
                yield f"{name}_{HALF_LIVES[k]:g}", count
                yield f"{name}_share_{HALF_LIVES[k]:g}", share(count, of.of(whole))

    def _keys(self, s: Ints, r: Ints, o: Ints) -> Iterator[tuple[str, Ints, Ints]]:
        """Groups with the keys of the group and of what it is a share of; -1 where a home or role is not known."""
        n, both, homes, kinds = self._sizes
        hs, ho, ks, ko = self.home[s], self.home[o], self._kind[s], self._kind[o]
        same = ((hs == ho) & (hs >= 0)).astype(np.int64)
        at_home, abroad = hs >= 0, ho >= 0
        home_relation, kind_relation, none = np.where(at_home, hs * both + r, -1), ks * both + r, np.int64(-1)
        yield "homes_relation", np.where(at_home & abroad, home_relation * homes + ho, none), home_relation
        yield "homes", np.where(at_home & abroad, hs * homes + ho, none), hs
        yield "home_relation_object", np.where(at_home, home_relation * n + o, none), home_relation
        yield "home_object", np.where(at_home, hs * n + o, none), hs
        yield "roles_relation", kind_relation * kinds + ko, kind_relation
        yield "role_relation_object", np.where(self.role[s] >= 0, kind_relation * n + o, none), kind_relation
        yield "kinds_relation", (kind_relation * 2 + same) * kinds + ko, kind_relation
        yield "home_relation_kind", np.where(at_home, (home_relation * 2 + same) * kinds + ko, none), home_relation
        yield "kind_relation_home", np.where(abroad, kind_relation * homes + ho, none), kind_relation
