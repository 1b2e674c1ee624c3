"""Actors as they were at a date: names, offices, organisations and groups, and who an article's words denote."""

from __future__ import annotations

from detente.actors.cast import Cast, cast
from detente.actors.resolve import resolve

__all__ = ["Cast", "cast", "resolve"]
