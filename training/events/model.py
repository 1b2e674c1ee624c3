"""The event model in plain torch: two transformer layers over the word vectors of the shipped encoder, and heads."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from detente import ontology
from training.language.model import WIDTH, Layer

# Roles of words; 0 is none.
ROLES = ("", "actor", "recipient", "predicate", "party")
TYPES = tuple(ontology.types())
STATUSES = ("actual", "future", "hypothetical", "negated")
# Modes as classes: each type has one for "no mode" and one for each of its modes.
MODES = tuple((t, m) for t in TYPES for m in (None, *(mode for owner, mode in ontology.modes() if owner == t)))
CONTEXTS = tuple(ontology.contexts())
SIZES = {"types": len(TYPES), "event": 1, "modes": len(MODES), "status": len(STATUSES), "contexts": len(CONTEXTS)}


@dataclass(frozen=True, slots=True)
class Scores:
    """Logits of `b` candidates, `(b, classes)` each; event: `(b, 1)`."""

    types: Tensor
    event: Tensor
    modes: Tensor
    status: Tensor
    contexts: Tensor


class Meaning(nn.Module):
    """Word vectors and roles to scores.

    vectors: `(b, n, 384)` of the shipped encoder; roles: int `(b, n)`, index in ROLES; real: `(b, n)`, 1 for a word.
    """

    def __init__(self, layers: int, dropout: float) -> None:
        super().__init__()
        self.summary = nn.Parameter(torch.zeros(WIDTH))
        self.roles = nn.Embedding(len(ROLES), WIDTH)
        nn.init.normal_(self.roles.weight, std=0.3)
        with torch.no_grad():
            self.roles.weight[0] = 0
        self.layers = nn.ModuleList(Layer(0.1) for _ in range(layers))
        self.middle = nn.Linear(3 * WIDTH, WIDTH)
        self.heads = nn.Linear(WIDTH, sum(SIZES.values()))
        self.dropout = nn.Dropout(dropout)

    def forward(self, vectors: Tensor, roles: Tensor, real: Tensor) -> Scores:
        """The scores of `b` candidates."""
        b = len(vectors)
        x = torch.cat([self.summary.expand(b, 1, -1), vectors + self.roles(roles)], dim=1)
        real = torch.cat([torch.ones_like(real[:, :1]), real], dim=1)
        mask = torch.where(real.bool(), 0.0, -1e4)[:, None, None, :].expand(-1, 1, x.shape[1], -1)
        for layer in self.layers:
            x = layer(x, mask)
        words = x[:, 1:]
        actor = pooled(words, (roles == 1) | (roles == 4))
        recipient = pooled(words, (roles == 2) | (roles == 4))
        hidden = F.gelu(self.middle(self.dropout(torch.cat([x[:, 0], actor, recipient], dim=-1))))
        return Scores(*self.heads(self.dropout(hidden)).float().split(list(SIZES.values()), dim=-1))


def pooled(words: Tensor, chosen: Tensor) -> Tensor:
    """The mean of the chosen words, zero where there are none."""
    weights = chosen.to(words.dtype)[:, :, None]
    return (words * weights).sum(1) / weights.sum(1).clamp(min=1)
