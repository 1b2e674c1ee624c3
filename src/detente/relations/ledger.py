"""The ledger that users hold: events and articles, and the relations that they make up."""

from __future__ import annotations

from detente import ledger
from detente.relations.relation import Relation


class Ledger(ledger.Ledger):
    """A ledger of coded articles and imported events, which can be asked how two states stand."""

    def relation(self, one: str, other: str) -> Relation:
        """The relation of two states by their codes ("JPN", "KOR"); UsageError for what is no code."""
        return Relation(self, one, other)
