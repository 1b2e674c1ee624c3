"""Text to parsed sentences: `load("en")` gives a `Reader`, and a `Reader` turns text into a spaCy `Doc`.

Stages that follow rely on nothing but Universal Dependencies in that `Doc`. To put another parser in this one's place,
give them any callable with the signature of `Parser`; `SpacyReader` makes one from a spaCy pipeline with UD labels.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from detente.errors import ModelError
from detente.language.parse import Reader
from detente.language.protocol import Parser, SpacyReader

__all__ = ["Parser", "Reader", "SpacyReader", "load", "model_folder"]


def load(name: str = "en", threads: int = 1) -> Reader:
    """The reader for a language, loaded once per process.

    threads: how many cores one call may use. The environment variable DETENTE_MODEL names another folder with a model.

    Raises:
        ModelError: there is no model of that name, or it is damaged.
    """
    return _load(model_folder(name), threads)


def model_folder(name: str = "en") -> Path:
    """Where the model of that name lies.

    Raises:
        ModelError: there is none.
    """
    other = os.environ.get("DETENTE_MODEL")
    folder = Path(other) if other else Path(__file__).parent / f"model_{name}"
    if not (folder / "model.onnx").is_file():
        raise ModelError(f"no language model {name!r} in {folder}")
    return folder


@lru_cache(maxsize=4)
def _load(folder: Path, threads: int) -> Reader:
    return Reader(folder, threads)
