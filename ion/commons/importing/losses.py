"""What could not be taken over as it was: noted while converting, counted in the report."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Losses:
    """Notes of one file: (what, detail) with how often. `what` is a word of the report such as "picture"."""

    seen: Counter[tuple[str, str]] = field(default_factory=Counter)

    def note(self, what: str, detail: str = "", times: int = 1) -> None:
        self.seen[(what, " ".join(detail.split())[:300])] += times

    def rows(self) -> list[tuple[str, str]]:
        """One row per kind of loss and detail, in the order seen: ("html", "attribute style (12 times)")."""
        return [
            (what, detail if times == 1 else f"{detail} ({times:,} times)".strip())
            for (what, detail), times in self.seen.items()
        ]
