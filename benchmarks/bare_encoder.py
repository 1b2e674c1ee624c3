"""The yardstick of speed: the untouched base encoder in int8 over the same sentences, beside the language stage.

`python -m benchmarks.bare_encoder` needs the extra `train` and the base model's package (docs/model-card.md). The base
model is exported as it is and quantised by onnxruntime's own dynamic int8; it reads batches of 32 sentences of like
length on one core. Its time is that of the runs alone: tokenising and padding are not counted. The language stage is
timed whole, from text to `Doc`. Both are processor time, so that other work on the machine does not count.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
import warnings
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnxruntime

BATCH = 32


@lru_cache(maxsize=1)
def bare_session() -> onnxruntime.InferenceSession:
    """The base model's encoder in dynamic int8, on one core."""
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    from training.language.model import Trunk, base_folder, load_base

    class Bare(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.trunk = Trunk()
            load_base(self.trunk, base_folder())

        def forward(self, ids: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
            return self.trunk(ids, torch.zeros_like(ids), real)

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exported, quantised = Path(folder) / "base.onnx", Path(folder) / "base-int8.onnx"
        axes = {name: {0: "sentences", 1: "pieces"} for name in ("ids", "real", "states")}
        example = (torch.full((2, 9), 2023), torch.ones(2, 9, dtype=torch.int64))
        torch.onnx.export(
            Bare().eval(),
            example,
            str(exported),
            input_names=["ids", "real"],
            output_names=["states"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(str(exported), str(quantised), weight_type=QuantType.QInt8, per_channel=True)
        return onnxruntime.InferenceSession(quantised.read_bytes(), options, providers=["CPUExecutionProvider"])


def bare_batches(sentences: Sequence[Sequence[str]]) -> list[dict[str, np.ndarray]]:
    """The sentences as the base model's input: batches of 32 of like length, padded."""
    from detente.language.pieces import WordPieces
    from training.language.model import base_folder

    pieces = WordPieces(base_folder() / "tokenizer.json")
    ids = sorted((pieces.sentence(words).ids[:512] for words in sentences), key=len)
    batches = []
    for start in range(0, len(ids), BATCH):
        rows = ids[start : start + BATCH]
        padded = np.zeros((len(rows), max(map(len, rows))), np.int64)
        real = np.zeros_like(padded)
        for i, row in enumerate(rows):
            padded[i, : len(row)], real[i, : len(row)] = row, 1
        batches.append({"ids": padded, "real": real})
    return batches


def bare_pass(sentences: Sequence[Sequence[str]]) -> float:
    """Processor seconds of one pass of the base encoder over sentences of words, their input prepared beforehand."""
    session, batches = bare_session(), bare_batches(sentences)
    began = time.process_time()
    for batch in batches:
        session.run(None, batch)
    return time.process_time() - began


def main() -> None:
    """Times the bare pass and the language stage by turns and prints words a second and the ratio."""
    from detente.language import load
    from training.language.data import data_folder

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with (data_folder() / "news" / "wikinews_en_2019_2020.jsonl").open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line, _ in zip(lines, range(arguments.articles), strict=False)]
    reader = load("en")
    docs = [reader(text) for text in texts]
    sentences = [[t.text for t in sentence if not t.is_space] for doc in docs for sentence in doc.sents]
    words = sum(map(len, sentences))
    bare, stage = [], []
    bare_pass(sentences[:BATCH])
    for _ in range(arguments.rounds):
        bare.append(bare_pass(sentences))
        began = time.process_time()
        for text in texts:
            reader(text)
        stage.append(time.process_time() - began)
    print(f"{len(texts)} articles, {len(sentences)} sentences, {words} words, one core, best of {arguments.rounds}")
    print(f"bare int8 pass of the base model: {words / min(bare):.0f} words a second")
    print(f"language stage, text to Doc:      {words / min(stage):.0f} words a second")
    print(f"ratio: {min(stage) / min(bare):.2f}")


if __name__ == "__main__":
    main()
