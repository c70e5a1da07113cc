"""A small part of the sample network, to be planted where all of it would only take longer."""

import shutil
from pathlib import Path

import pytest

from ion.core.unit_of_work import unit_of_work
from ion.demo.services import planting
from ion.library.services import plant_vocabulary

HOME = planting.FOLDER
FEW = (
    "practices/launch-an-employer-led-health-care-partnership.md",
    "practices/tried-a-job-list-at-release.md",
    "posts/no-passengers-on-this-mission.md",
    "posts/spotlight-dana-whitcomb.md",
    "posts/words-i-did-not-know.md",
    "webinars/after-the-storm.md",
    "webinars/what-stopped-us.md",
)


@pytest.fixture
def vocabulary(app: object) -> None:
    """Topics and stages, as `ion upgrade` plants them."""
    with unit_of_work():
        plant_vocabulary()


@pytest.fixture
def few_samples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, vocabulary: None) -> Path:
    """A folder with everybody of the sample network and a few of their texts; `plant` reads it."""
    folder = tmp_path / "demo"
    for name in ("people.yaml", "organizations.yaml", *FEW):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(HOME / name, folder / name)
    monkeypatch.setattr(planting, "FOLDER", folder)
    return folder
