"""Databases of our own spill nowhere near the user's files."""

from __future__ import annotations

import tempfile
from pathlib import Path

from detente.engines.duck import connect


def test_spilling_stays_out_of_the_working_folder(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    one, other = connect(), connect()
    places = {c.execute("SELECT current_setting('temp_directory')").fetchall()[0][0] for c in (one, other)}
    assert len(places) == 2
    assert all(Path(place).parent == Path(tempfile.gettempdir()) for place in places)
    one.execute("SET memory_limit = '40MB'")
    one.execute(
        "SELECT count(*) FROM (SELECT range AS n FROM range(3000000) ORDER BY hash(range)) WHERE n > 1"
    ).fetchall()
    assert list(tmp_path.iterdir()) == []
