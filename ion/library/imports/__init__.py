"""Practices from elsewhere: the whole profile from front matter and headings, or a plain text."""

from collections.abc import Sequence
from typing import Any

from ion.core.ports.importing import ImportedItem
from ion.library import services
from ion.library.imports import profile
from ion.models import Item


class PracticeImporter:
    """Takes imported items as practices, with their sections and tools."""

    kind = "practice"
    name = "practices"
    path_prefix = "/practices/"
    fields = profile.FIELDS
    happens = False

    def problems(self, item: ImportedItem) -> list[str]:
        return profile.read(item).problems

    def terms(self, item: ImportedItem) -> dict[str, list[str]]:
        return profile.read(item).facets

    def body(self, item: ImportedItem) -> str:
        return profile.read(item).body

    def content(self, item: ImportedItem) -> dict[str, Any]:
        return profile.read(item).content()

    def project(self, rows: Sequence[tuple[Item, ImportedItem]]) -> None:
        services.project([(row, profile.read(item)) for row, item in rows])
