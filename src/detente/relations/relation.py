"""A relation: two states and the ledger that tells of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from detente.errors import UsageError
from detente.ledger import country_code
from detente.relations import agreements, contacts, firsts, keeping, moves, promises, third, tracks
from detente.relations.agreements import Agreement
from detente.relations.breaks import CHANCE, TurningPoint, turning_points
from detente.relations.contacts import Contact
from detente.relations.firsts import FirstContact
from detente.relations.keeping import Keeping
from detente.relations.leaders import Leaders, compare_leaders
from detente.relations.moves import Moves
from detente.relations.outlook import Outlook, outlook
from detente.relations.promises import Promise
from detente.relations.series import series, wanted_from
from detente.relations.steps import Books
from detente.relations.third import Edge


@dataclass(frozen=True, slots=True)
class Relation:
    """Two states, in the order in which they were named. The ledger is read anew by each question."""

    ledger: Books
    one: str
    other: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "one", country_code(self.one))
        object.__setattr__(self, "other", country_code(self.other))
        if self.one == self.other:
            raise UsageError(f"a relation is between two states, not {self.one} and itself")

    @property
    def pair(self) -> str:
        """The two codes as the journal writes them: in alphabetical order, with a hyphen."""
        return "-".join(sorted((self.one, self.other)))

    def promises(self, on: date | None = None) -> tuple[Promise, ...]:
        """What was promised or announced and what became of it by a day; default: the last day of the ledger."""
        return promises.promises(self.ledger, self.one, self.other, on)

    def keeping(self, by: str = "promiser", on: date | None = None) -> tuple[Keeping, ...]:
        """How often and how soon promises were kept, by pair, promiser, leader, act, strength or track."""
        return keeping.keeping(self.promises(on), on or promises.last_day(self.ledger) or date.max, by)

    def contacts(self) -> tuple[Contact, ...]:
        """Calls, meetings, visits and summits of the two, each once, by day."""
        return contacts.contacts(self.ledger, self.one, self.other)

    def first_contacts(self) -> tuple[FirstContact, ...]:
        """When in the order of their first contacts the leaders of either side turned to the other, by leader."""
        return firsts.between(self.ledger, self.one, self.other)

    def agreements(self) -> tuple[Agreement, ...]:
        """Agreements and disputes of the two, each with what was done to it, by whom and when."""
        return agreements.agreements(self.ledger, self.one, self.other)

    def tracks(self, freq: str = "month") -> pa.Table:
        """Acts by period and track (history, security, economy ...), as `tracks.track_series` gives them."""
        return tracks.track_series(self.ledger, self.one, self.other, freq)

    def moves(self, freq: str = "month") -> tuple[Moves, ...]:
        """Whether the tracks move together or apart, with intervals; what cannot be told says why."""
        return moves.moves(self.tracks(freq))

    def third_parties(self, limit: int = 10) -> tuple[Edge, ...]:
        """Who else acts with or on the two, as edges of a network."""
        return third.third_parties(self.ledger, self.one, self.other, limit)

    def forecast(self, days: int = 30, on: date | None = None) -> Outlook:
        """How probable each kind of act is in the `days` after a day, why, and how such forecasts have done so far.

        on: only what was known on it counts; default: the last day of the ledger. UsageError for days not 1 to 366.
        """
        return outlook(self.ledger, self.one, self.other, days, on)

    def acts(self) -> pa.Table:
        """The rows of the view `journal` between the two, by day (undated ones last), then by id."""
        return self.ledger.sql(
            "SELECT * FROM journal WHERE pair = $pair ORDER BY date_start NULLS LAST, date_end, event_id, actor",
            {"pair": self.pair},
        )

    def series(
        self,
        freq: str = "month",
        *,
        split: str | None = None,
        since: date | None = None,
        until: date | None = None,
        status: str | Sequence[str] = "actual",
        historical: bool = False,
        coder: str | Sequence[str] = (),
    ) -> pa.Table:
        """One row for each direction and period, from the pair's first act to the last period that was read.

        freq: day, week (from Monday), month, quarter or year. split: "quad", "type" or "track", a row for each `group`.
        since, until: days whose periods are the first and last. status: of the acts that count. historical: background
        counts too. coder: "detente", "GDELT", "ICEWS" or "POLECAT", all unless some are named. What the columns mean
        is in docs/relations.md; counts are null, not 0, in periods of which nothing was read. UsageError for an unknown
        word.
        """
        wanted = wanted_from(freq, since, until, status, historical, coder)
        return series(self.ledger, self.one, self.other, wanted, split)

    def turning_points(
        self,
        freq: str = "month",
        *,
        direction: str = "all",
        since: date | None = None,
        until: date | None = None,
        status: str | Sequence[str] = "actual",
        historical: bool = False,
        coder: str | Sequence[str] = (),
        chance: float = CHANCE,
        rows: int = 20,
    ) -> tuple[TurningPoint, ...]:
        """When the index shifted, oldest first, with confidence and the acts that made it.

        direction: as in the column of `series`. chance: the largest p-value that a shift may have. rows: at most so
        many acts of each. The others are those of `series`.
        """
        wanted = wanted_from(freq, since, until, status, historical, coder)
        return turning_points(self.ledger, self.one, self.other, wanted, direction, chance, rows)

    def compare_leaders(
        self,
        side: str,
        freq: str = "month",
        *,
        office: str | None = None,
        direction: str = "all",
        since: date | None = None,
        until: date | None = None,
        status: str | Sequence[str] = "actual",
        historical: bool = False,
        coder: str | Sequence[str] = (),
    ) -> Leaders:
        """The relation under each leader of one of the two, and how probable it is that it differed.

        office: "President" and the like; by default whoever led the state (`leading.terms`).
        direction: as in the column of `series`. The others are those of `series`. UsageError for a third state.
        """
        wanted = wanted_from(freq, since, until, status, historical, coder)
        return compare_leaders(self.ledger, self.one, self.other, wanted, country_code(side), direction, office)
