"""Briefs: how two states stand, on one page to read and then in detail, every statement with its evidence."""

from detente.views.briefs.facts import brief
from detente.views.briefs.parts import Brief

__all__ = ["Brief", "brief"]
