"""How two states stand: what the journal of a ledger says about a pair, as series, promises, contacts and the like."""

from detente.relations.ledger import Ledger
from detente.relations.relation import Relation

__all__ = ["Ledger", "Relation"]
