"""detente reads news reports on how states treat one another and keeps the books."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.actors import resolve
    from detente.ontology import explain
    from detente.pipeline import Coder, load
    from detente.records import Article
    from detente.relations import Ledger

__version__ = "0.1.0"

__all__ = ["Article", "Coder", "Ledger", "__version__", "explain", "load", "resolve"]

# Imported on first use (PEP 562), so that `import detente` loads neither the language stage nor the ledger.
_HOMES = {
    "Article": "detente.records",
    "Coder": "detente.pipeline",
    "Ledger": "detente.relations",
    "explain": "detente.ontology",
    "load": "detente.pipeline",
    "resolve": "detente.actors",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'detente' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
