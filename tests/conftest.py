"""What every test may ask for: the data of others that this project measures itself on, and does not contain.

`data_dir`, `gold_dir` and `seed_dir` are folders named by DETENTE_DATA, DETENTE_GOLD and DETENTE_SEED (default: the
neighbouring ../shared). Where a folder is absent the test is skipped and says so; with DETENTE_REQUIRE_DATA=1, as in
continuous integration, it fails instead.
"""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest

# Time limits would fail on a busy machine. Where data is required, as in continuous integration, the same examples are
# drawn each time; elsewhere new ones.
REQUIRED = os.environ.get("DETENTE_REQUIRE_DATA", "") not in ("", "0")
hypothesis.settings.register_profile("detente", deadline=None, derandomize=REQUIRED)
hypothesis.settings.load_profile("detente")

ROOT = Path(__file__).resolve().parent.parent


def _folder(variable: str, default: str) -> Path:
    folder = Path(os.environ.get(variable) or ROOT.parent / "shared" / default)
    if folder.is_dir():
        return folder
    message = f"needs the folder that {variable} names ({folder} is absent)"
    if REQUIRED:
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


@pytest.fixture(scope="session")
def root_dir() -> Path:
    """The root of the project."""
    return ROOT


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """Public data to develop and measure on (treebanks, news, dates, quotes ...)."""
    return _folder("DETENTE_DATA", "data")


@pytest.fixture(scope="session")
def gold_dir() -> Path:
    """Articles coded by hand."""
    return _folder("DETENTE_GOLD", "gold")


@pytest.fixture(scope="session")
def seed_dir() -> Path:
    """The report that started the project."""
    return _folder("DETENTE_SEED", "seed")
