"""The recurrence baseline of Gastinger et al. (IJCAI 2024), written anew after their paper.

A fact seen before scores by how long ago it was seen last, `2 ** (-DECAY * days)`; beside it counts the share that an
entity has of all objects of the relation so far. `WEIGHT` balances the two. The paper picks both numbers for each
relation on the valid split; here they are the same for all, since what was seen almost always outranks what was not,
whatever they are.
"""

from __future__ import annotations

import numpy as np

from benchmarks.forecast.data import Floats
from benchmarks.forecast.history import History, share, spans
from benchmarks.forecast.protocol import Queries

DECAY = 0.1
WEIGHT = 0.999


def scores(history: History, asked: Queries) -> Floats:
    """Scores `(n_queries, n_entities)` of all entities."""
    h = history
    found = np.zeros((len(asked), h.n))
    key = (asked.subject * h.both + asked.relation) * h.n
    at, owner = spans(np.searchsorted(h.triple.keys, key), np.searchsorted(h.triple.keys, key + h.n))
    seen = h.triple.last[at] >= 0
    at, owner = at[seen], owner[seen]
    found[owner, h.triple_object[at]] = WEIGHT * 2.0 ** (-DECAY * (h.day - h.triple.last[at]))
    relations, which = np.unique(asked.relation, return_inverse=True)
    popular = np.zeros((len(relations), h.n))
    for row, relation in enumerate(relations):
        acts = np.nonzero(h.act_relation == h.inverse(relation))[0]
        popular[row, h.act_entity[acts]] = share(h.act.values[acts, 3], h.relation.values[relation, 3])
    return found + (1 - WEIGHT) * popular[which.ravel()]
