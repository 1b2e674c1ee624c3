"""A small ledger behind the application, asked as a browser on this machine would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import detente
from detente.views.web import Access, create_app
from tests.examples import coded


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("web") / "books"
    detente.Ledger(folder).add(coded(number) for number in range(3))
    return folder


@pytest.fixture(scope="module")
def client(books: Path) -> Iterator[TestClient]:
    with TestClient(create_app(books), base_url="http://localhost") as client:
        yield client


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[TestClient]:
    detente.Ledger(tmp_path / "books").add(coded(number) for number in range(3))
    app = create_app(tmp_path / "books", Access(write=True))
    with TestClient(app, base_url="http://localhost") as client:
        yield client
