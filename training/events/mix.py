"""Fits how lexicon and model are weighed: `python -m training.events.mix --output src/detente/language/model_en`.

The rules code one half of the labelled sentences; the model that judges them has been trained on the other half. Writes
`weights` into `events.json` and prints what each vote gets right.
"""

from __future__ import annotations

import argparse
import json
import logging
import math
import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import torch
from spacy.tokens import Doc
from torch.nn import functional as F

from detente import language
from detente.actors import cast
from detente.errors import InputError
from detente.events.coder import code_parse
from detente.events.meaning import Meaning as Shipped
from detente.events.votes import LEAST_SHARE, Found, Judgement, Verdict, Weights
from detente.pipeline import Coder
from detente.records import Article
from training.events.corpus import MUTUAL, NONE, YIELD, Mark, Record, against_the_codebook, teaching, variants, zsp
from training.events.data import examples
from training.events.model import MODES, TYPES, Meaning
from training.events.news import NEUTRAL, news
from training.events.train import taught, tuned, types_of
from training.language.data import data_folder

log = logging.getLogger("training.events")


@dataclass(frozen=True, slots=True)
class Heard:
    """A candidate of the rules on a labelled pair: whether there is such an event, of which types, and both votes."""

    record: Record
    found: Found
    logits: dict[str, np.ndarray]
    event: bool


@dataclass(frozen=True, slots=True)
class Towers:
    """The models as they are shipped together: the types are the tuned ones', averaged; all else the taught one's."""

    taught: Meaning
    tuned: list[Meaning]


@dataclass
class Recorder:
    """Stands in for the event model: notes the candidates of the rules with what another model says of them."""

    towers: Towers
    reader: language.Reader
    weights: Weights = NEUTRAL
    noted: list[tuple[list[tuple[int, int, str]], Found, dict[str, np.ndarray]]] = field(default_factory=list)

    def judge(self, doc: Doc, sentences: Sequence[tuple[int, int]], spans: list[tuple[int, int, str]]) -> Judgement:
        """As the shipped model's."""
        self._spans = spans
        return Shipped.judge(self, doc, sentences, spans)  # type: ignore[arg-type]

    def logits(self, vectors: np.ndarray, roles: np.ndarray) -> dict[str, np.ndarray]:
        """The model's logits of one candidate."""
        given = (
            torch.from_numpy(vectors.astype(np.float32))[None],
            torch.from_numpy(roles)[None],
            torch.ones(1, len(roles)),
        )
        with torch.no_grad():
            taught = self.towers.taught(*given)
            types = torch.stack([F.log_softmax(model(*given).types, dim=-1) for model in self.towers.tuned]).mean(0)
        self._logits = {
            "types": types[0].numpy(),
            "predicate_types": taught.types[0].numpy(),
            "event": taught.event[0].numpy(),
        }
        return self._logits

    def _judgement(self, logits: dict[str, np.ndarray]) -> Judgement:
        even = dict.fromkeys(TYPES, 1 / len(TYPES))
        return Judgement(even, even, 0.5, dict.fromkeys(MODES, 0.0), {}, {})

    def weigh(self, found: Found, judgement: Judgement) -> Verdict:
        """Leaves the rules' own type and notes the candidate."""
        self.noted.append((self._spans, found, self._logits))
        return Verdict(found.event_type, found.event_mode, (), 1.0, "")


def overlap(marks: Sequence[Mark], spans: Sequence[tuple[int, int, str]], roles: set[str]) -> bool:
    """Whether a span of one of the roles touches one of the marks."""
    return any(m.start < end and m.end > start for m in marks for start, end, role in spans if role in roles)


def outcome(record: Record, spans: Sequence[tuple[int, int, str]]) -> bool | None:
    """Whether the candidate is an event by the record's label; None where the label is about something else."""
    if record.roles("predicate") and not overlap(record.roles("predicate"), spans, {"predicate"}):
        return None
    actor, recipient = record.roles("actor"), record.roles("recipient")
    if record.roles("party"):
        pair = all(overlap([m], spans, {"actor", "recipient", "party"}) for m in record.roles("party")[:2])
        return True if pair else None
    forward = overlap(actor, spans, {"actor", "party"}) and overlap(recipient, spans, {"recipient", "party"})
    backward = overlap(actor, spans, {"recipient"}) and overlap(recipient, spans, {"actor"})
    if forward:
        return record.event_type != NONE
    if backward and record.event_type not in MUTUAL and record.event_type != NONE:
        return False
    return None


def hear(records: Sequence[Record], towers: Towers) -> list[Heard]:
    """The candidates of the rules in these records that their labels speak of."""
    coder = Coder(language.load("en"), meaning=None).set(scope="all")
    found = []
    for record in records:
        recorder = Recorder(towers, language.load("en"))
        coder.meaning = recorder  # type: ignore[assignment]
        try:
            parse = coder.parse(Article(record.text))
        except InputError as error:  # a headline without a function word does not look English
            log.info("left out: %s", error)
            continue
        code_parse(parse, cast(parse), "all", recorder)  # type: ignore[arg-type]
        for spans, candidate, logits in recorder.noted:
            event = outcome(record, spans)
            if event is not None:
                found.append(Heard(record, candidate, logits, event))
    return found


def fit_weights(heard: Sequence[Heard], zsp_logits: np.ndarray, zsp_types: Sequence[str], least: float) -> Weights:
    """The weights that make the labels likeliest; temperature from ZSP's sentences, judged without the rules."""
    temperature = torch.ones(1, requires_grad=True)
    wanted = torch.from_numpy(np.stack([_columns(t) for t in zsp_types]))
    raw = torch.from_numpy(zsp_logits)

    def typed() -> torch.Tensor:
        logs = F.log_softmax(raw / temperature, dim=-1)
        return -torch.logsumexp(logs.masked_fill(wanted == 0, -1e4), dim=-1).mean()

    _minimise(typed, [temperature])
    t = float(temperature.detach())
    voting = [h for h in heard if h.event and not h.found.ruled]
    pair = F.log_softmax(torch.from_numpy(np.stack([h.logits["types"] for h in voting])) / t, dim=-1)
    predicate = F.log_softmax(torch.from_numpy(np.stack([h.logits["predicate_types"] for h in voting])), dim=-1)
    own = torch.tensor([TYPES.index(h.found.event_type) for h in voting])
    conditions = torch.tensor([min(2, h.found.conditions) for h in voting], dtype=torch.float32)
    right = torch.from_numpy(np.stack([_columns(h.record.event_type) for h in voting]))
    pair, predicate = (logs.clamp(min=math.log(LEAST_SHARE)) for logs in (pair, predicate))
    mix = torch.tensor([0.5, 0.5, 1.0, 0.0], requires_grad=True)

    def mixed() -> torch.Tensor:
        sums = mix[0] * pair + mix[1] * predicate + F.one_hot(own, len(TYPES)) * (mix[2] + mix[3] * conditions)[:, None]
        logs = F.log_softmax(sums, dim=-1)
        return -torch.logsumexp(logs.masked_fill(right == 0, -1e4), dim=-1).mean()

    _minimise(mixed, [mix])
    rows = torch.tensor([_event_row(h) for h in heard], dtype=torch.float32)
    labels = torch.tensor([float(h.event) for h in heard])
    terms = torch.zeros(rows.shape[1], requires_grad=True)
    _minimise(lambda: F.binary_cross_entropy_with_logits(rows @ terms, labels) + 1e-3 * (terms[1:] ** 2).sum(), [terms])
    numbers = [round(float(x), 3) for x in (t, *mix.detach(), *terms.detach())]
    return Weights(*numbers, least)


def _minimise(loss: object, parameters: list[torch.Tensor]) -> None:
    optimiser = torch.optim.LBFGS(parameters, max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        value = loss()  # type: ignore[operator]
        value.backward()
        return value

    optimiser.step(closure)


def _columns(event_type: str) -> np.ndarray:
    wanted = {YIELD: ("CONCEDE", "RETREAT")}.get(event_type, (event_type,))
    return np.array([float(t in wanted) for t in TYPES], np.float32)


def _event_row(h: Heard) -> list[float]:
    own = _logs(h.logits["predicate_types"])[TYPES.index(h.found.event_type)]
    event = float(np.clip(h.logits["event"][0], -9.2, 9.2))
    direct, weak, named = float(h.found.direct), float(h.found.weak), float(min(2, h.found.conditions))
    return [1.0, event, float(max(own, np.log(1e-4))), direct, weak, named]


def _logs(logits: np.ndarray) -> np.ndarray:
    return logits - np.logaddexp.reduce(logits)


def report(heard: Sequence[Heard], weights: Weights) -> None:
    """What lexicon, model and both get right, and how far the confidence can be believed."""
    voting = [h for h in heard if h.event and not h.found.ruled]
    rows = dict.fromkeys(("lexicon", "pair", "predicate", "together"), 0)
    for h in voting:
        right, own = _columns(h.record.event_type), TYPES.index(h.found.event_type)
        pair, predicate = _logs(h.logits["types"] / weights.temperature), _logs(h.logits["predicate_types"])
        sums = weights.pair * pair + weights.predicate * predicate
        sums[own] += weights.lexicon + weights.condition * min(2, h.found.conditions)
        for name, best in (("lexicon", own), ("pair", pair.argmax()), ("predicate", predicate.argmax())):
            rows[name] += int(right[best])
        rows["together"] += int(right[sums.argmax()])
    print(
        f"types, of {len(voting)} events that the rules found:", {k: round(v / len(voting), 3) for k, v in rows.items()}
    )
    terms = np.array([weights.bias, weights.event, weights.agreement, weights.direct, weights.weak, weights.named])
    shares = np.array([1 / (1 + np.exp(-np.dot(terms, _event_row(h)))) for h in heard])
    truth = np.array([h.event for h in heard])
    kept = shares >= weights.least
    print(
        f"events: {truth.sum()} of {len(truth)} candidates; kept at {weights.least}: "
        f"{kept[truth].mean():.3f} of events, {kept[~truth].mean():.3f} of others"
    )
    for low in np.arange(0, 1, 0.1):
        inside = (shares >= low) & (shares < low + 0.1)
        if inside.any():
            print(f"  confidence {low:.1f}-{low + 0.1:.1f}: {truth[inside].mean():.2f} of {inside.sum()}")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--config", type=Path, default=Path(__file__).with_name("config.toml"))
    parser.add_argument("--models", type=Path, default=Path("build/events"), help="where the model of one half is kept")
    parser.add_argument("--least", type=float, default=0.3, help="the probability below which there is no event")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    config = tomllib.loads(arguments.config.read_text())
    torch.set_num_threads(config["threads"])
    written, labelled = teaching(), [r for r in zsp(data_folder()) if not against_the_codebook(r)]
    own, others = _halves(written)
    tuning, judged = _halves(labelled)
    towers = half_towers(arguments.models / "half.pt", own, tuning, config)
    heard = hear([*others, *judged], towers)
    logits = types_of(towers.tuned, examples(judged))
    weights = fit_weights(heard, logits, [r.event_type for r in judged], arguments.least)
    report(heard, weights)
    path = arguments.output / "events.json"
    stored = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    path.write_text(json.dumps({**stored, "weights": asdict(weights)}, indent=1) + "\n", encoding="utf-8")


def half_towers(kept: Path, written: list[Record], labelled: list[Record], config: dict) -> Towers:
    """Both models, trained on one half; what written and real sentences taught lies in the file `kept`, or will."""
    real = [] if kept.exists() else _halves(news(data_folder(), config["seed"], config["untold"]))[0]
    teach = [] if kept.exists() else examples([*written, *variants(written), *real])
    first = taught(config, teach, config["seed"], kept)
    seeds = [config["seed"] + i for i in range(config["seeds"])]
    return Towers(first, tuned(config, first, examples(labelled), seeds))


def _halves(records: Sequence[Record]) -> tuple[list[Record], list[Record]]:
    """The records to train on and those to judge; a sentence lies in one of the two."""
    odd = [sum(r.text.encode()) % 2 for r in records]
    return (
        [r for r, one in zip(records, odd, strict=True) if not one],
        [r for r, one in zip(records, odd, strict=True) if one],
    )


if __name__ == "__main__":
    main()
