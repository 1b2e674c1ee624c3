"""`make audit` says what is known, and says so where nothing is."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import pytest

FILE = Path(__file__).resolve().parent.parent / ".ci" / "audit.py"


def run(tmp_path: Path, script: str, **said: Any) -> int:
    """The status with a program in the place of pip-audit; it gets the arguments that pip-audit gets."""
    spec = importlib.util.spec_from_file_location("audit", FILE)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "fake.py").write_text("import sys\nout = open(sys.argv[sys.argv.index('-o') + 1], 'w')\n" + script)
    status: int = module.audit((sys.executable, str(tmp_path / "fake.py")), **said)
    return status


def answer(*packages: dict[str, Any]) -> str:
    return f"out.write({json.dumps(json.dumps({'dependencies': packages, 'fixes': []}))})\n"


def test_known_vulnerabilities_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = {"id": "PYSEC-2099-1", "aliases": ["CVE-2099-1"], "fix_versions": ["1.1"], "description": "x"}
    script = answer(
        {"name": "one", "version": "1.0", "vulns": [bad]},
        {"name": "two", "version": "2.0", "vulns": []},
        {"name": "detente", "skip_reason": "distribution marked as editable"},
    )
    assert run(tmp_path, script + "sys.exit(1)") == 1
    told = capsys.readouterr().out
    assert "one 1.0: PYSEC-2099-1 CVE-2099-1; mended in 1.1" in told
    assert "2 packages audited, 1 known" in told and "not audited: detente" in told


def test_nothing_known_is_status_0(tmp_path: Path) -> None:
    assert run(tmp_path, answer({"name": "one", "version": "1.0", "vulns": []})) == 0


def test_a_service_that_knows_no_package_has_not_answered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, answer({"name": "one", "skip_reason": "not found: one"}), required=True) == 2
    assert capsys.readouterr().out.startswith("NOT AUDITED: the advisory service gave no answer (not found: one)")


@pytest.mark.parametrize("required", [False, True])
def test_without_an_answer_nothing_is_claimed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], required: bool
) -> None:
    script = "sys.stderr.write('ERROR: could not connect to the service\\n')\nsys.exit(1)"
    assert run(tmp_path, script, required=required) == 2 * required
    assert capsys.readouterr().out.startswith("NOT AUDITED: the advisory service gave no answer (ERROR: could not")
