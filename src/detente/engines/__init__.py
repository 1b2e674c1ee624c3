"""Where work runs: on one machine, in this process or in several, or on a cluster."""

from detente.engines.base import Engine, Prepare, Sql
from detente.engines.limits import processor_limit
from detente.engines.local import Local, map_batches

__all__ = ["Engine", "Local", "Prepare", "Sql", "map_batches", "processor_limit"]
