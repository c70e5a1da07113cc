"""What the blog's list offers to choose from, as links that keep the other choices."""

from collections.abc import Mapping
from dataclasses import dataclass

from ion.blog.queries import PATH, Filter, years
from ion.web.choices import Choice

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def href_of(topic: str, month: str, archived: bool) -> str:
    """The address of a list; topic keys and months are safe in addresses as they are."""
    parts = []
    if topic:
        parts.append(f"topic={topic}")
    if month:
        parts.append(f"month={month}")
    if archived:
        parts.append("archived=1")
    return f"{PATH}?{'&'.join(parts)}" if parts else PATH


def month_label(month: str) -> str:
    return f"{MONTHS[int(month[5:]) - 1]} {month[:4]}"


@dataclass(frozen=True, slots=True)
class Lists:
    """The choices beside one filtered list; choosing what is chosen takes it away."""

    chosen: Filter
    names: Mapping[str, str]

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        chosen = self.chosen
        pairs = (
            ("topic", chosen.topic),
            ("month", chosen.month),
            ("archived", "1" if chosen.archived else ""),
        )
        return tuple(pair for pair in pairs if pair[1])

    @property
    def heading(self) -> str:
        """What the list holds, in words."""
        about = f" about {self.names[self.chosen.topic]}" if self.chosen.topic else ""
        month = f" from {month_label(self.chosen.month)}" if self.chosen.month else ""
        return f"Posts{about}{month}" if about or month else "Blog"

    def topics(self, totals: Mapping[str, int]) -> list[Choice]:
        return [
            Choice(
                key,
                self.names.get(key, key),
                self.to(topic="" if key == self.chosen.topic else key),
                n,
                key == self.chosen.topic,
            )
            for key, n in totals.items()
        ]

    def years(self, totals: dict[str, int]) -> list[tuple[str, list[Choice]]]:
        return [(year, [self.month(*pair) for pair in months]) for year, months in years(totals)]

    def month(self, month: str, total: int) -> Choice:
        is_chosen = month == self.chosen.month
        return Choice(month, month_label(month), self.to(month="" if is_chosen else month), total, is_chosen)

    def archived(self, total: int) -> Choice | None:
        """The switch that lets archived posts in; absent when there are none."""
        if not total and not self.chosen.archived:
            return None
        href = href_of(self.chosen.topic, self.chosen.month, not self.chosen.archived)
        return Choice("archived", "Include archived posts", href, total, self.chosen.archived)

    def to(self, *, topic: str | None = None, month: str | None = None) -> str:
        """The address of the list with another topic or month."""
        chosen = self.chosen
        return href_of(
            chosen.topic if topic is None else topic,
            chosen.month if month is None else month,
            chosen.archived,
        )
