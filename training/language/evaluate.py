"""All figures of the model card: `python -m training.language.evaluate [--model FOLDER] [--test]`.

Without `--test`, development parts only.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from detente.language.conllu import Sentence
from detente.language.mentions import mention_spans
from detente.language.parse import Reader
from detente.language.scores import SpanScores, name_scores, parse_scores, span_scores
from detente.language.sentences import Splitter
from detente.language.tokens import word_spans
from training.language.boundaries import documents, sentence_scores, split_with
from training.language.data import data_folder, entities, treebank


def token_scores(sentences: list[Sentence]) -> SpanScores:
    """Token spans against the treebank's, sentence by sentence; the words of a token such as "don't" count each."""
    return span_scores((set(zip(s.starts, s.ends, strict=True)), set(word_spans(s.text))) for s in sentences)


def mention_scores(sentences: list[Sentence], reader: Reader) -> SpanScores:
    """Mentions with their type against GUM's, on gold words."""

    def pairs() -> Iterator[tuple[set, set]]:
        by_document: dict[str, tuple[set, set]] = {}
        for number, sentence in enumerate(sentences):
            reading = reader.parse_words(sentence.forms)
            relations = [reader.labels["relations"][i] for i in reading.relations]
            found = mention_spans(reading.heads.tolist(), relations, reading.mentions.tolist())
            gold_set, found_set = by_document.setdefault(sentence.document, (set(), set()))
            gold_set.update((number, e.start, e.end, e.type) for e in entities(sentence))
            found_set.update((number, start, end, reader.labels["mentions"][kind]) for start, end, kind in found)
        yield from by_document.values()

    return span_scores(pairs())


def sentencizer(text: str) -> list[tuple[int, int]]:
    """spaCy's rule-based sentences, to compare; a blank line always ends one, as in ours."""
    import spacy

    nlp = sentencizer.__dict__.setdefault("nlp", spacy.blank("en"))
    if "sentencizer" not in nlp.pipe_names:
        nlp.add_pipe("sentencizer")
    spans, start = [], 0
    for paragraph in text.split("\n\n"):
        for sentence in nlp(paragraph).sents:
            stripped = sentence.text.strip()
            if stripped:
                at = start + sentence.start_char + sentence.text.index(stripped[0])
                spans.append((at, at + len(stripped)))
        start += len(paragraph) + 2
    return spans


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=Path("src/detente/language/model_en"))
    parser.add_argument("--test", action="store_true", help="the test parts too: once a release")
    arguments = parser.parse_args()
    folder, reader = data_folder(), Reader(arguments.model)
    parts = [("en_ewt-dev", ""), ("en_gum-dev", "")]
    names = ["en_ewt-ud-dev"]
    if arguments.test:
        parts += [("en_ewt-test", ""), ("en_gum-test", ""), ("en_gum-test", "_news_")]
        names.append("en_ewt-ud-test")
    for name, only in parts:
        scores = parse_scores(folder / "treebank" / f"{name}.conllu", reader, only=only)
        print(f"{name} {only} ({scores.documents} documents, {scores.sentences} sentences, {scores.words} words)")
        for measure in ("uas", "las", "upos", "xpos", "feats", "lemma"):
            print(f"  {measure.upper():6} {getattr(scores, measure)}")
    for name in names:
        print(f"{name}.iob2: names F1 {name_scores(folder / 'treebank' / f'{name}.iob2', reader).f1}")
    gum = treebank(folder, "en_gum-dev") + (treebank(folder, "en_gum-test") if arguments.test else [])
    print(f"GUM: mentions with type F1 {mention_scores(gum, reader).f1}")
    for name in ("en_ewt-dev", "en_gum-dev"):
        print(f"{name}: tokens F1 {token_scores(treebank(folder, name)).f1}")
    ours = split_with(Splitter(arguments.model / "sentences.json"))
    news = [s for s in gum if "_news_" in s.document]
    for name, part in (("GUM news", news), ("GUM", gum), ("EWT dev", treebank(folder, "en_ewt-dev"))):
        count = sum(1 for _ in documents(part))
        print(f"{name} ({count} documents): sentences F1, ours {sentence_scores(part, ours).f1}")
        print(f"{name} ({count} documents): sentences F1, spaCy's sentencizer {sentence_scores(part, sentencizer).f1}")


if __name__ == "__main__":
    main()
