"""The books: coded articles in a folder of Delta Lake tables, queried by DuckDB."""

from detente.ledger.annotations import VERDICTS, Annotation
from detente.ledger.corrections import ACTS, FIELDS, KINDS, LEVELS, RELATIONS, UNDONE, Correction
from detente.ledger.filed import Filed
from detente.ledger.filters import country_code
from detente.ledger.scores import Reliability, Scored, Skill, TrackRecord
from detente.ledger.store import Ledger
from detente.ledger.unreadable import Unreadable

__all__ = [
    "ACTS",
    "FIELDS",
    "KINDS",
    "LEVELS",
    "RELATIONS",
    "UNDONE",
    "VERDICTS",
    "Annotation",
    "Correction",
    "Filed",
    "Ledger",
    "Reliability",
    "Scored",
    "Skill",
    "TrackRecord",
    "Unreadable",
    "country_code",
]
