"""Briefs for the pages: written once for each state of the ledger."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from detente.relations import Ledger
from detente.views.briefs import Brief, brief


class Briefs:
    """The last briefs that were asked for, each good for one snapshot of the ledger."""

    def __init__(self, most: int = 32) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[str, str, int], Brief] = OrderedDict()
        self._writing = Lock()

    def get(self, books: Ledger, one: str, other: str) -> Brief:
        """The brief on a pair as the ledger stands now. One is written at a time: each takes a whole processor."""
        key = (one, other, books.snapshots()[-1].number)
        with self._writing:
            if key not in self._kept:
                self._kept[key] = brief(books.relation(one, other))
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
            return self._kept[key]
