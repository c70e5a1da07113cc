"""Reading values that a file gives: every wrong one becomes a sentence that names it and what comes nearest."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from ion.commons.importing.keys import wrong_key

Mapped = dict[str, Any]


@dataclass(slots=True)
class Checks:
    """Reads values and gathers problems; what is wrong reads as empty."""

    problems: list[str] = field(default_factory=list)

    def key(self, where: str, given: Any, known: Collection[str], list_name: str = "the list") -> str:
        """One key of a list; "" when it is not in it."""
        wrong = wrong_key(where, given, known, list_name)
        if wrong:
            self.problems.append(wrong)
        return "" if wrong else str(given)

    def keys(self, where: str, given: Any, known: Collection[str]) -> list[str]:
        entries = given if isinstance(given, list) else [given]
        keys = [self.key(where, entry, known) for entry in entries if entry not in (None, "")]
        return list(dict.fromkeys(key for key in keys if key))

    def mapping(self, where: str, given: Any, parts: Collection[str]) -> Mapped:
        """A mapping with these names only."""
        if not isinstance(given, dict):
            self.problems.append(f"{where} is not a list of names and values")
            return {}
        for name in given:
            if name not in parts:
                self.key(f"{where}: name", name, parts, "what is known")
        return {name: each for name, each in given.items() if name in parts}

    def mappings(
        self, where: str, given: Any, parts: Collection[str], needed: Collection[str]
    ) -> list[Mapped]:
        """A list of mappings with these names only, each of which has what is needed."""
        if not isinstance(given, list):
            self.problems.append(f"{where} is not a list")
            return []
        rows = [self.mapping(f"{where} {at}", entry, parts) for at, entry in enumerate(given, 1)]
        for at, row in enumerate(rows, 1):
            for name in needed:
                if not self.words(f"{where} {at}: {name}", row.get(name)):
                    self.problems.append(f"{where} {at}: {name} is missing")
        return rows

    def words(self, where: str, given: Any, limit: int = 100_000) -> str:
        """A text of at most `limit` characters."""
        if given is None:
            return ""
        if not isinstance(given, str):
            self.problems.append(f"{where} is not a text")
            return ""
        if len(given.strip()) > limit:
            self.problems.append(f"{where} is longer than {limit:,} characters")
        return given.strip()

    def day(self, where: str, given: Any) -> date | None:
        words = self.words(where, given)
        try:
            return date.fromisoformat(words) if words else None
        except ValueError:
            self.problems.append(f"{where} is not a date: {words[:40]!r}")
            return None

    def address(self, where: str, given: Any) -> str:
        words = self.words(where, given, 1000)
        try:
            parts = urlsplit(words)
        except ValueError:
            parts = urlsplit("")
        if words and not (parts.scheme in ("http", "https") and parts.netloc):
            self.problems.append(f"{where} is not a web address: {words[:80]!r}")
        return words
