"""How long a commit waits for the disk is a setting, on every connection."""

from pathlib import Path

import pytest
from sqlalchemy import text

from ion.app import create_app
from ion.base.extensions import db
from tests import databases


@pytest.mark.parametrize(("setting", "pragma"), [("normal", 1), ("full", 2)])
def test_sqlite_waits_for_the_disk_as_set(tmp_path: Path, setting: str, pragma: int) -> None:
    app = create_app(
        databases.settings(tmp_path, f"sqlite:///{tmp_path / 'ion.db'}", sqlite_synchronous=setting)
    )

    with app.app_context():
        with db.engine.connect() as first, db.engine.connect() as second:
            found = [one.execute(text("PRAGMA synchronous")).scalar() for one in (first, second)]
            mode = first.execute(text("PRAGMA journal_mode")).scalar()
        db.engine.dispose()

    assert found == [pragma, pragma]
    assert mode == "wal"
