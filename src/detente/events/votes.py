"""Lexicon and model decide together: one log-linear mix, fitted on labelled sentences (docs/event-model.md).

The lexicon votes for the type of the entry that matched, the more firmly the more conditions it named; the model votes
with its probabilities. Neither overrides the other: what is weighed is a sum. The weights lie in `events.json`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

# A mode of the model's own type is given when it is likelier than not; one that the entry left open, when it is sure,
# since two tellings of one deed are told apart by their modes.
EVEN, SURE = 0.5, 0.8
# No vote of the model speaks against a type by more than this share: what it has not been taught it finds impossible.
LEAST_SHARE = 0.01
# Of 0.3, 0.4 and 0.5 the best F1 on sentences of the teaching corpus that the model was not taught (model card).
LEAST_CONTEXT = 0.3


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the model says of one candidate.

    types: probability of each PLOVER type of what the sentence tells between the parties, given that it tells of an
    event; they sum to 1. predicate_types: the same of what the marked predicate tells. event: probability that there
    is one, from the actor to the recipient. modes: probability of each mode of each type (None is no mode), summing to
    1 within a type. status: probability of each status. contexts: probability of each context by itself.
    """

    types: Mapping[str, float]
    predicate_types: Mapping[str, float]
    event: float
    modes: Mapping[tuple[str, str | None], float]
    status: Mapping[str, float]
    contexts: Mapping[str, float]

    def mode(self, event_type: str, least: float) -> str | None:
        """The likeliest mode of a type, None where that is none or below `least`."""
        best = max((m for m in self.modes if m[0] == event_type), key=self.modes.__getitem__)
        return best[1] if self.modes[best] >= least else None


@dataclass(frozen=True, slots=True)
class Found:
    """What the rules found: the type they give, and how they came to it.

    conditions: how many the entry named; direct: whether the parties stood in its own slots; weak: the entry is one
    that tells of an event only between international actors; ruled: PLOVER's rules made the type out of a plan, a
    demand or a refusal, so that it is theirs alone; alone: the sentence tells of no other act.
    """

    event_type: str
    event_mode: str | None
    conditions: int
    direct: bool
    weak: bool
    ruled: bool
    alone: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """Type and mode after the vote, contexts, and the probability that there is such an event between the parties."""

    event_type: str
    event_mode: str | None
    contexts: tuple[str, ...]
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class Weights:
    """What each vote counts.

    temperature: divides the logits of `types`. pair, predicate, lexicon, condition: weights of the model's log
    probabilities (`types`, `predicate_types`), of the entry's own type, and of each condition that it named. bias
    to named: the terms of the logistic sum that tells whether there is an event. least: a candidate below this
    probability is no event.
    """

    temperature: float
    pair: float
    predicate: float
    lexicon: float
    condition: float
    bias: float
    event: float
    agreement: float
    direct: float
    weak: float
    named: float
    least: float


def weigh(found: Found, judgement: Judgement, weights: Weights) -> Verdict:
    """The verdict on one candidate of the rules."""
    shares = type_shares(found, judgement, weights)
    event_type = found.event_type if found.ruled else max(shares, key=shares.__getitem__)
    mode = found.event_mode if event_type == found.event_type else judgement.mode(event_type, EVEN)
    if event_type == found.event_type and mode is None and not found.ruled:
        mode = judgement.mode(event_type, SURE)
    confidence = event_share(found, judgement, weights)
    pair, predicate = _likely(judgement.types), _likely(judgement.predicate_types)
    why = (
        f"an event {judgement.event:.2f}; between the parties {pair}; by the predicate {predicate}; "
        f"with the lexicon's {found.event_type}: {event_type}"
    )
    contexts = tuple(sorted(c for c, share in judgement.contexts.items() if share >= LEAST_CONTEXT))
    return Verdict(event_type, mode, contexts, round(confidence, 3), why)


def _likely(shares: Mapping[str, float]) -> str:
    best = sorted(shares, key=shares.__getitem__, reverse=True)[:2]
    return " ".join(f"{t} {shares[t]:.2f}" for t in best)


def type_shares(found: Found, judgement: Judgement, weights: Weights) -> dict[str, float]:
    """The probability of each type after the vote; they sum to 1.

    What the sentence tells between the parties is a witness only where it tells of one act: else it speaks of the other
    one ("could not accept the agreement" after a call is no refusal of the call).
    """
    pair = weights.pair if found.alone else 0.0
    sums = {
        t: pair * _log(judgement.types[t]) + weights.predicate * _log(judgement.predicate_types[t])
        for t in judgement.types
    }
    sums[found.event_type] += weights.lexicon + weights.condition * min(2, found.conditions)
    top = max(sums.values())
    powers = {t: math.exp(value - top) for t, value in sums.items()}
    whole = sum(powers.values())
    return {t: power / whole for t, power in powers.items()}


def _log(share: float) -> float:
    return math.log(max(share, LEAST_SHARE))


def event_share(found: Found, judgement: Judgement, weights: Weights) -> float:
    """The probability that the candidate is an event."""
    w = weights
    terms = event_terms(found, judgement)
    factors = (w.bias, w.event, w.agreement, w.direct, w.weak, w.named)
    return 1 / (1 + math.exp(-sum(factor * term for factor, term in zip(factors, terms, strict=True))))


def event_terms(found: Found, judgement: Judgement) -> tuple[float, ...]:
    """What the logistic sum of an event adds up, in the order of its weights from `bias` to `named`."""
    return (
        1.0,
        _logit(judgement.event),
        math.log(max(judgement.predicate_types[found.event_type], 1e-4)),
        float(found.direct),
        float(found.weak),
        float(min(2, found.conditions)),
    )


def _logit(share: float) -> float:
    share = min(max(share, 1e-4), 1 - 1e-4)
    return math.log(share / (1 - share))
