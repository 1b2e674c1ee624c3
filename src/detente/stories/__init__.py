"""Near-identical articles, and one event reported many times."""

from detente.stories.cluster import COPIES, STORIES, Grouping, Stretches, place
from detente.stories.copies import Copy, copy
from detente.stories.telling import Telling, telling

__all__ = ["COPIES", "STORIES", "Copy", "Grouping", "Stretches", "Telling", "copy", "place", "telling"]
