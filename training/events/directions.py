"""Whether the event model tells the actor from the recipient: `python -m training.events.directions taught.pt ...`.

ZSP's labelled sentences say who acts towards whom, and that is never taught: of them only types are. Each sentence is
read as it is labelled and turned round, without its predicate; types that hold in both directions are left out.
"""

from __future__ import annotations

import argparse
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from training.events.corpus import MUTUAL, Record, zsp
from training.events.data import examples
from training.events.model import Meaning
from training.events.train import predict
from training.language.data import data_folder

TURNED = {"actor": "recipient", "recipient": "actor"}


def turned(record: Record) -> Record:
    """The record with actor and recipient exchanged."""
    return replace(record, marks=tuple(replace(m, role=TURNED[m.role]) for m in record.marks))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("taught", type=Path, nargs="+", help="models after their first phase")
    config = tomllib.loads(Path(__file__).with_name("config.toml").read_text())
    directed = [r for r in zsp(data_folder()) if r.event_type not in MUTUAL and len(r.marks) == 2]
    as_is, round_ = examples(directed), examples([turned(r) for r in directed])
    for path in parser.parse_args().taught:
        model = Meaning(config["layers"], config["dropout"])
        model.load_state_dict(torch.load(path, weights_only=True))
        model.eval()
        said, denied = (predict(model, data)["event"][:, 0] for data in (as_is, round_))
        loss = (np.logaddexp(0, -said).mean() + np.logaddexp(0, denied).mean()) / 2
        ranked = (said[:, None] > denied[None]).mean()
        print(f"{path}: {len(directed)} sentences; the right direction likelier in {(said > denied).mean():.3f}")
        print(f"  area under the curve {ranked:.3f}, log loss {loss:.3f}")
        print(f"  more than even: {(said > 0).mean():.3f} as labelled, {(denied > 0).mean():.3f} turned round")


if __name__ == "__main__":
    main()
