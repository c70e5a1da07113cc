"""What an import brings is news once, when it becomes published, unless it was published elsewhere long ago."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ion.commons.importing import services
from ion.core import clock, signals
from ion.models import Item
from tests.conftest import NOW

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]


@pytest.fixture
def news() -> Iterator[list[str]]:
    """The slugs of what was told to be published, in order."""
    told: list[str] = []

    def hear(item: Item, **_: object) -> None:
        assert item.id
        told.append(item.slug)

    with signals.item_published.connected_to(hear):
        yield told


def write(folder: Path, name: str, day: str, *, weight: int | None = None, text: str = "Text.") -> None:
    lines = [
        f"title: {name.capitalize()}",
        f"date: {day}",
        *([f"weight: {weight}"] if weight is not None else []),
    ]
    (folder / f"{name}.md").write_text("---\n" + "\n".join(lines) + f"\n---\n{text}\n", "utf-8")


def bring(folder: Path) -> None:
    services.import_folder(folder, "posts")


def test_what_is_new_here_and_recent_is_news_once(tmp_path: Path, news: list[str]) -> None:
    write(tmp_path, "recent", "2026-11-20")
    write(tmp_path, "old", "2026-11-01")
    bring(tmp_path)
    assert news == ["recent"]

    write(tmp_path, "recent", "2026-11-20", text="Changed.")
    write(tmp_path, "other", "2026-11-21")
    bring(tmp_path)

    assert news == ["recent", "other"]


def test_two_weeks_are_recent_and_not_a_day_more(tmp_path: Path, news: list[str]) -> None:
    edge = (NOW - timedelta(days=14)).isoformat()
    beyond = (NOW - timedelta(days=14, seconds=1)).isoformat()
    write(tmp_path, "edge", f'"{edge}"')
    write(tmp_path, "beyond", f'"{beyond}"')

    bring(tmp_path)

    assert news == ["edge"]


def test_a_draft_is_news_when_it_is_published(tmp_path: Path, news: list[str]) -> None:
    write(tmp_path, "plan", "2026-11-25")
    bring(tmp_path)
    assert news == []

    with clock.frozen(NOW + timedelta(days=5)):
        write(tmp_path, "plan", "2026-11-25", text="Its day has come.")
        bring(tmp_path)

    assert news == ["plan"]


def test_a_dry_run_tells_nothing(tmp_path: Path, news: list[str]) -> None:
    write(tmp_path, "recent", "2026-11-20")

    services.import_folder(tmp_path, "posts", dry_run=True)

    assert news == []
