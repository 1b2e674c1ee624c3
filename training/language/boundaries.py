"""Trains and measures the sentence splitter: `python -m training.language.boundaries --output .../sentences.json`."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import torch

from detente.language.conllu import Sentence
from detente.language.scores import SpanScores, span_scores
from detente.language.sentences import Splitter, gaps, line_width
from detente.language.tokens import word_spans
from training.language.data import data_folder, treebank


def documents(sentences: list[Sentence]) -> Iterator[tuple[str, str, list[tuple[int, int]]]]:
    """Raw documents rebuilt from a treebank: name, text, and the gold sentences' spans. Paragraphs are divided by a
    blank line, sentences within one by a blank unless the treebank says that none stood there."""
    name, text, spans = None, "", []
    glue = ""
    for sentence in sentences:
        if sentence.document != name:
            if name is not None:
                yield name, text, spans
            name, text, spans, glue = sentence.document, "", [], ""
        elif sentence.starts_paragraph:
            glue = "\n\n"
        text += glue
        spans.append((len(text), len(text) + len(sentence.text)))
        text += sentence.text
        glue = "" if "SpaceAfter=No" in sentence.misc[-1] else " "
    if name is not None:
        yield name, text, spans


def with_gaps(sentences: list[Sentence]) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The features of every uncertain gap of the documents, and whether a gold sentence ends there."""
    for _, text, spans in documents(sentences):
        ends = {end for _, end in spans}
        tokens = word_spans(text)
        words, starts = [text[a:b] for a, b in tokens], [a for a, _ in tokens]
        for gap in gaps(text, words, starts, line_width(text)):
            if not gap.certain:
                yield gap.features, tokens[gap.after][1] in ends


def train(sentences: list[Sentence], weight_decay: float = 0.3) -> dict:
    """A logistic model over the gaps of `sentences`; features seen once are left out."""
    data = list(with_gaps(sentences))
    counts = Counter(feature for features, _ in data for feature in features)
    index = {feature: i for i, feature in enumerate(sorted(f for f, c in counts.items() if c >= 3))}
    flat = [[index[f] for f in features if f in index] for features, _ in data]
    offsets = torch.tensor([0, *torch.tensor([len(row) for row in flat]).cumsum(0)[:-1].tolist()])
    indices = torch.tensor([i for row in flat for i in row])
    gold = torch.tensor([float(is_end) for _, is_end in data])
    weights = torch.zeros(len(index), 1, requires_grad=True)
    bias = torch.zeros(1, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights, bias], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        scores = torch.nn.functional.embedding_bag(indices, weights, offsets, mode="sum")[:, 0] + bias
        loss = torch.nn.functional.binary_cross_entropy_with_logits(scores, gold, reduction="sum")
        loss = loss + weight_decay / 2 * (weights**2).sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    values = weights[:, 0].tolist()
    kept = {feature: round(values[i], 3) for feature, i in index.items() if abs(values[i]) >= 0.02}
    return {"bias": round(bias.item(), 3), "weights": kept}


def sentence_scores(sentences: list[Sentence], split: Callable[[str], list[tuple[int, int]]]) -> SpanScores:
    """Sentence spans (start and end both exact) over rebuilt documents."""
    return span_scores((set(spans), set(split(text))) for _, text, spans in documents(sentences))


def split_with(splitter: Splitter) -> Callable[[str], list[tuple[int, int]]]:
    """A function from text to sentence spans."""

    def split(text: str) -> list[tuple[int, int]]:
        tokens = word_spans(text)
        ends = splitter.ends(text, [text[a:b] for a, b in tokens], [a for a, _ in tokens], line_width(text))
        starts = [0, *(end + 1 for end in ends[:-1])]
        return [(tokens[a][0], tokens[b][1]) for a, b in zip(starts, ends, strict=True)]

    return split


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    folder = data_folder()
    model = train(treebank(folder, "en_ewt-train") + treebank(folder, "en_gum-train"))
    arguments.output.write_text(
        json.dumps(model, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
