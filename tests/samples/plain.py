"""A small folder of texts to import: one good, one without a title."""

from pathlib import Path


def folder(place: Path) -> None:
    """Write the files."""
    place.mkdir()
    good = '---\ntitle: A text\ndate: "2026-03-02 09:00 America/Chicago"\n---\nWords about **boards**.\n'
    (place / "a-text.md").write_text(good, encoding="utf-8")
    (place / "no-title.md").write_text("---\nsummary: nothing\n---\nWords.\n", encoding="utf-8")
