"""What could not be taken over as it was: noted while converting, counted in the report."""

from collections import Counter
from dataclasses import dataclass, field

ATTRIBUTE = "attribute"


@dataclass(slots=True)
class Losses:
    """Notes of one file: (what, detail) with how often. `what` is a word of the report such as "picture"."""

    seen: Counter[tuple[str, str]] = field(default_factory=Counter)

    def note(self, what: str, detail: str = "", times: int = 1) -> None:
        self.seen[(what, " ".join(detail.split())[:300])] += times

    def rows(self) -> list[tuple[str, str]]:
        """One row for each thing lost, in the order seen; lost attributes of HTML share a row."""
        rows = [
            (what, detail if times == 1 else f"{detail} ({times:,} times)".strip())
            for (what, detail), times in self.seen.items()
            if what != ATTRIBUTE
        ]
        lost = [f"{detail} ({times:,})" for (what, detail), times in self.seen.items() if what == ATTRIBUTE]
        return [*rows, ("html", f"attributes: {', '.join(lost)}")] if lost else rows
