"""detente reads news reports on how states treat one another and keeps the books."""

__version__ = "0.1.0"
