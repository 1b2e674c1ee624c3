"""What a filing did."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Filed:
    """Articles by what became of them, events and quotations written, the snapshot that shows it."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    events: int = 0
    quotes: int = 0
    snapshot: int | None = None

    def __add__(self, later: Filed) -> Filed:
        """Both, one after the other."""
        return Filed(
            self.added + later.added,
            self.replaced + later.replaced,
            self.unchanged + later.unchanged,
            self.events + later.events,
            self.quotes + later.quotes,
            self.snapshot if later.snapshot is None else later.snapshot,
        )
