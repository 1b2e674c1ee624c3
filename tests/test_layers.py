"""The order of the packages, and a light import."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAVY = ("spacy", "onnxruntime", "tokenizers", "pyarrow", "duckdb", "deltalake", "trafilatura", "torch", "numpy")


def test_a_package_imports_only_what_stands_above_it(root_dir: Path) -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=root_dir, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_every_package_has_its_layer(root_dir: Path) -> None:
    """A new package must say where it stands."""
    import tomllib

    settings = tomllib.loads((root_dir / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    named = {name.strip() for layer in layers for part in layer.split("|") for name in part.split(":")}
    package = root_dir / "src" / "detente"
    found = {p.stem for p in package.glob("*.py")} | {p.parent.name for p in package.glob("*/__init__.py")}
    assert {f"detente.{name}" for name in found - {"__init__", "__main__"}} == named


def _loaded_by(statement: str) -> set[str]:
    script = f"import sys\n{statement}\nprint(*sys.modules)"
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in ended.stdout.split()}


def test_import_is_light() -> None:
    assert not _loaded_by("import detente").intersection(HEAVY)
    assert not _loaded_by("import detente; detente.Article('A met B.')").intersection(HEAVY)
    assert not _loaded_by("import detente.sources").intersection(HEAVY)
    assert not _loaded_by("import detente.engines").intersection(HEAVY)


def test_pytorch_is_for_training_only() -> None:
    script = "import sys; sys.modules['torch'] = None; import detente; [getattr(detente, n) for n in detente.__all__]"
    subprocess.run([sys.executable, "-c", script], check=True)
