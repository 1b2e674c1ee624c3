"""Quadruples as the published ICEWS sets write them, and the queries that a day of them asks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from detente.errors import InputError

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts in order of time, columns of equal length `(n,)`: subject, relation, object, and day as a count of the
    set's shortest step of time since its first moment."""

    subject: Ints
    relation: Ints
    object: Ints
    day: Ints

    def __len__(self) -> int:
        return len(self.day)

    def where(self, mask: npt.NDArray[np.bool_]) -> Facts:
        return Facts(self.subject[mask], self.relation[mask], self.object[mask], self.day[mask])

    def __add__(self, later: Facts) -> Facts:
        """These facts and later ones."""
        columns = zip(self.columns, later.columns, strict=True)
        return Facts(*(np.concatenate(pair) for pair in columns))

    @property
    def columns(self) -> tuple[Ints, Ints, Ints, Ints]:
        return self.subject, self.relation, self.object, self.day

    def on(self, day: int) -> Facts:
        """The facts of one day."""
        low, high = np.searchsorted(self.day, [day, day + 1])
        return Facts(*(column[low:high] for column in self.columns))

    def both_ways(self, relations: int) -> Facts:
        """Each fact, and its inverse with the relation `relation + relations`, in order of time."""
        order = np.argsort(np.concatenate([self.day, self.day]), kind="stable")
        return Facts(
            np.concatenate([self.subject, self.object])[order],
            np.concatenate([self.relation, self.relation + relations])[order],
            np.concatenate([self.object, self.subject])[order],
            np.concatenate([self.day, self.day])[order],
        )


@dataclass(frozen=True, slots=True)
class Dataset:
    """One set: its splits by name, its entities and relations by number."""

    name: str
    splits: dict[str, Facts]
    entities: tuple[str, ...]
    relations: tuple[str, ...]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise InputError(str(path), f"cannot be read: {error}") from None


def _names(path: Path, count: int) -> tuple[str, ...]:
    """Names by number from lines `name<TAB>number`; numbers without a line are named by their number."""
    names = [f"#{number}" for number in range(count)]
    if path.is_file():
        for line_number, line in enumerate(_text(path).splitlines(), 1):
            name, _, number = line.rstrip().rpartition("\t")
            if not number.strip().isdigit() or int(number) >= count:
                raise InputError(f"{path}, line {line_number}", f"no name and number below {count}")
            names[int(number)] = name.strip().replace("_", " ")
    return tuple(names)


def _quadruples(path: Path, entities: int, relations: int) -> Ints:
    """Rows `(n, 4)` of subject, relation, object, time; further columns are ignored."""
    rows = []
    for line_number, line in enumerate(_text(path).splitlines(), 1):
        parts = line.split()[:4]
        try:
            subject, relation, object_, time = map(int, parts)
        except ValueError:
            raise InputError(f"{path}, line {line_number}", "not four whole numbers") from None
        if not (0 <= subject < entities and 0 <= object_ < entities and 0 <= relation < relations):
            raise InputError(f"{path}, line {line_number}", "a number beyond what stat.txt declares")
        rows.append((subject, relation, object_, time))
    if not rows:
        raise InputError(str(path), "no facts")
    return np.unique(np.array(rows, dtype=np.int64), axis=0)


def read(folder: Path) -> Dataset:
    """Reads `stat.txt`, the splits that are there of train, valid and test, and the names.

    Repeated facts count once. Raises `InputError`, which names file and line, for what cannot be read.
    """
    try:
        entities, relations = map(int, _text(folder / "stat.txt").split()[:2])
    except ValueError:
        raise InputError(str(folder / "stat.txt"), "no numbers of entities and relations") from None
    tables = {
        split: _quadruples(folder / f"{split}.txt", entities, relations)
        for split in ("train", "valid", "test")
        if (folder / f"{split}.txt").is_file()
    }
    if "train" not in tables:
        raise InputError(str(folder), "no train.txt")
    times = np.unique(np.concatenate([table[:, 3] for table in tables.values()]))
    step = int(np.diff(times).min()) if len(times) > 1 else 1
    splits = {}
    for split, table in tables.items():
        table = table[np.argsort(table[:, 3], kind="stable")]
        splits[split] = Facts(table[:, 0], table[:, 1], table[:, 2], (table[:, 3] - times[0]) // step)
    return Dataset(
        folder.name,
        splits,
        _names(folder / "entity2id.txt", entities),
        _names(folder / "relation2id.txt", relations),
    )
