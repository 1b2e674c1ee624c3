"""The names that users hold: few, light to import, and what they were."""

from __future__ import annotations

import subprocess
import sys

import pytest

import detente


def test_names() -> None:
    assert detente.__all__ == ["Article", "Coder", "Ledger", "__version__", "explain", "load", "resolve"]
    for name in detente.__all__:
        assert getattr(detente, name) is not None
        assert name in dir(detente)


def test_names_stay_themselves_after_their_modules_are_loaded() -> None:
    import detente.ontology
    import detente.pipeline
    import detente.relations

    assert detente.load is detente.pipeline.load
    assert detente.explain is detente.ontology.explain
    assert detente.Ledger is detente.relations.Ledger


def test_unknown_names() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'forecast'"):
        _ = detente.forecast


def test_help_and_version_load_no_model() -> None:
    script = (
        "import sys; from detente.views import cli; "
        "print(*[m for m in ('spacy', 'onnxruntime', 'pyarrow', 'duckdb', 'deltalake') if m in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == ""


def test_explain_a_code() -> None:
    assert "phone" in detente.explain("CONSULT phone")


def test_resolve_an_actor() -> None:
    from datetime import date

    assert detente.resolve("Japan", on=date(2020, 1, 1)).country == "JPN"
