"""The rooms' importers, plugged in as the application does."""

from pathlib import Path

import pytest

from ion.blog.imports import PostImporter
from ion.core.ports.importing import IMPORTERS
from ion.library.imports import PracticeImporter
from ion.webinars.imports import WebinarImporter

SAMPLES = Path(__file__).parent.parent / "samples" / "importing"


@pytest.fixture(autouse=True)
def importers() -> None:
    IMPORTERS.plug(PracticeImporter(), PostImporter(), WebinarImporter())


@pytest.fixture
def sample_site(tmp_path: Path) -> Path:
    """A copy of the small site of our own, free to change."""
    for file in sorted((SAMPLES / "site").rglob("*.*")):
        copy = tmp_path / "site" / file.relative_to(SAMPLES / "site")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    return tmp_path / "site"
