"""What the blog's list offers to choose from, as links that keep the other choices."""

from collections.abc import Mapping
from dataclasses import dataclass

from ion.base.vocabulary.posts import POST_FORMS
from ion.blog.queries import PATH, Filter, years
from ion.web.choices import Choice

FEED = PATH + "feed.atom"
PLAIN = "post"
ALL = "Blog"
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


def address(path: str, parameters: tuple[tuple[str, str], ...]) -> str:
    """An address with what is not empty; keys and months are safe in addresses as they are."""
    parts = [f"{name}={value}" for name, value in parameters if value]
    return f"{path}?{'&'.join(parts)}" if parts else path


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
            ("form", chosen.form),
            ("topic", chosen.topic),
            ("month", chosen.month),
            ("archived", "1" if chosen.archived else ""),
        )
        return tuple(pair for pair in pairs if pair[1])

    @property
    def feed(self) -> tuple[str, str]:
        """The address of the feed of this list, whatever its month, and what it is called."""
        words = self.words if self.words != ALL else "blog"
        return address(FEED, (("form", self.chosen.form), ("topic", self.chosen.topic))), words

    @property
    def words(self) -> str:
        """The posts of this list without their month, in words; ALL for all of them."""
        about = f" about {self.names[self.chosen.topic]}" if self.chosen.topic else ""
        return f"{plural(self.chosen.form)}{about}" if about or self.chosen.form else ALL

    @property
    def heading(self) -> str:
        """What the list holds, in words."""
        if not self.chosen.month:
            return self.words
        words = "Posts" if self.words == ALL else self.words
        return f"{words} from {month_label(self.chosen.month)}"

    def forms(self, totals: Mapping[str, int]) -> list[Choice]:
        """The kinds of post there are; nothing where all are plain ones."""
        if not set(totals) - {PLAIN}:
            return []
        chosen = self.chosen.form
        return [
            Choice(key, plural(key), self.to(form="" if key == chosen else key), totals[key], key == chosen)
            for key in POST_FORMS
            if key in totals
        ]

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
        href = self.to(archived="" if self.chosen.archived else "1")
        return Choice("archived", "Include archived posts", href, total, self.chosen.archived)

    def to(self, **others: str) -> str:
        """The address of the list with another form, topic or month, or with and without archived posts."""
        names = ("form", "topic", "month", "archived")
        values = dict(self.parameters) | others
        return address(PATH, tuple((name, values.get(name, "")) for name in names))


def plural(form: str) -> str:
    """Announcements, Spotlights; Posts for plain ones and for all."""
    return f"{POST_FORMS.label(form or PLAIN)}s"
