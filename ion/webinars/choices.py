"""What the list of webinars offers to choose from, as links that keep the other choices."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple

from ion.base.vocabulary import FACETS as ALL_FACETS
from ion.core.labels import facet_labels
from ion.web.choices import Choice
from ion.web.pagination import address
from ion.webinars.months import Stretch
from ion.webinars.queries import FACETS, MONTH, PAST, PATH, UPCOMING, Filter, Totals, WebinarRow

NARROWING = ("topic", "series", "role", "state")
SHOWN = 8
"""A panel shows so many choices and keeps the rest folded."""


class Panel(NamedTuple):
    """One facet beside the list: the first choices, and the rest."""

    key: str
    heading: str
    choices: list[Choice]
    rest: list[Choice]


class Month(NamedTuple):
    """Webinars of one page that begin in the same month."""

    heading: str
    rows: list[WebinarRow]


def months(rows: list[WebinarRow]) -> list[Month]:
    """The rows in their order, under the months they begin in, each in its own zone."""
    return [Month(month, list(group)) for month, group in groupby(rows, lambda row: row.times.month)]


@dataclass(frozen=True, slots=True)
class Lists:
    """The choices around one filtered list; choosing what is chosen takes it away.

    `path` is the list's own address, and `fixed` what that holds besides the filter.
    """

    chosen: Filter
    path: str = PATH
    fixed: tuple[tuple[str, str], ...] = ()

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        return parameters(self.chosen)

    @property
    def heading(self) -> str:
        """What the list holds, in words."""
        chosen = self.chosen
        about = f" about {label('topic', chosen.topic)}" if chosen.topic else ""
        series = f" in the series {chosen.series}" if chosen.series else ""
        past = chosen.when == PAST
        return f"{'Past webinars' if past else 'Webinars'}{about}{series}"

    def heading_in(self, stretch: Stretch) -> str:
        """The same for a part of the calendar."""
        if self.is_narrowed:
            return f"{self.heading}: {stretch.name}"
        return f"{self.heading} {'on' if stretch.is_day else 'in'} {stretch.name}"

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chips)

    @property
    def clear_href(self) -> str:
        """The address of the same time with no filter."""
        return address(self.path, (*self.fixed, *parameters(Filter(self.chosen.scopes, self.chosen.when))))

    @property
    def chips(self) -> list[Choice]:
        """The filters in use, each with the address that takes it away."""
        chosen = self.chosen
        found = [
            Choice(key, label(facet, key), self.to(**{facet: ""}), selected=True)
            for facet in NARROWING
            if (key := getattr(chosen, facet))
        ]
        if chosen.recorded:
            found.append(Choice("recorded", "With a recording", self.to(recorded=False), selected=True))
        if chosen.archived:
            found.append(Choice("archived", "Archived included", self.to(archived=False), selected=True))
        return found

    def tabs(self, totals: Totals) -> list[Choice]:
        """The two times with how many webinars each has, and the calendar."""
        told = ((UPCOMING, "Upcoming", totals.upcoming), (PAST, "Past", totals.past))
        lists = [Choice(when, words, self.of(when), n, when == self.chosen.when) for when, words, n in told]
        return [*lists, Choice("month", "Month", self.of("", MONTH), selected=self.path == MONTH)]

    def of(self, when: str, path: str = PATH) -> str:
        """The address of another list with the same filters; archived webinars are asked for in each anew."""
        return address(path, parameters(replace(self.chosen, when=when, archived=False)))

    def panels(self, count: Callable[[Filter, str], Mapping[str, int]]) -> list[Panel]:
        """Every facet of which there is something to choose."""
        drawn = []
        for facet in NARROWING:
            choices = [
                Choice(
                    key, label(facet, key), self.to(**{facet: "" if self.is_on(facet, key) else key}), n, on
                )
                for key, n in count(self.chosen, facet).items()
                for on in (self.is_on(facet, key),)
            ]
            if choices:
                drawn.append(Panel(facet, heading_of(facet), choices[:SHOWN], choices[SHOWN:]))
        return drawn

    def is_on(self, facet: str, key: str) -> bool:
        return bool(getattr(self.chosen, facet) == key)

    def recorded(self, totals: Totals) -> Choice | None:
        """The switch to what can be watched; absent where there is nothing."""
        on = self.chosen.recorded
        if not totals.recorded and not on:
            return None
        return Choice("recorded", "With a recording", self.to(recorded=not on), totals.recorded, on)

    def archived(self, totals: Totals) -> Choice | None:
        """The switch that lets archived webinars in; absent when there are none."""
        on = self.chosen.archived
        if not totals.archived and not on:
            return None
        return Choice("archived", "Include archived webinars", self.to(archived=not on), totals.archived, on)

    def to(self, **changes: Any) -> str:
        """The address of the list with other choices."""
        return address(self.path, (*self.fixed, *parameters(replace(self.chosen, **changes))))

    def month(self, first: date) -> Choice:
        """The calendar of another month with the same filters."""
        link = replace(self, path=MONTH, fixed=(("m", f"{first:%Y-%m}"),))
        return Choice(f"{first:%Y-%m}", f"{first:%B %Y}", link.to())

    def day(self, day: date) -> str:
        """The address of one day in the calendar."""
        return replace(self, path=MONTH, fixed=(("m", f"{day:%Y-%m-%d}"),)).to()

    def months(self, stretch: Stretch, instants: tuple[datetime | None, datetime | None]) -> list[Choice]:
        """The months in which these instants lie."""
        return [self.month(at.astimezone(stretch.zone).date()) for at in instants if at]


def parameters(chosen: Filter) -> tuple[tuple[str, str], ...]:
    """What an address says of a filter, in one order, defaults left out."""
    pairs = [("when", chosen.when if chosen.when == PAST else "")]
    pairs += [(facet, getattr(chosen, facet)) for facet in NARROWING]
    pairs += [(name, "1" if getattr(chosen, name) else "") for name in ("recorded", "archived")]
    return tuple(pair for pair in pairs if pair[1])


def label(facet: str, key: str) -> str:
    return facet_labels(facet).get(key, key) if facet in FACETS else key


def heading_of(facet: str) -> str:
    return ALL_FACETS[facet].label if facet in ALL_FACETS else "Series"


class Nothing(NamedTuple):
    """What stands in place of an empty list; `actions` are (label, href)."""

    heading: str
    text: str
    actions: list[tuple[str, str]]


def empty_list(lists: Lists, totals: Totals) -> Nothing:
    """Why nothing is listed, and where to look instead."""
    elsewhere = [tab for tab in lists.tabs(totals) if not tab.selected and tab.count]  # the other time
    actions = [(f"{tab.label} webinars", tab.href) for tab in elsewhere]
    if lists.is_narrowed:
        told = "No webinar matches all of that. Take a filter away, or look at the other webinars."
        return Nothing("No webinars here", told, [*actions, ("All webinars", PATH)])
    if lists.chosen.when == PAST:
        return Nothing("No past webinars yet", "Webinars stay here to be read once they are over.", actions)
    told = "ION staff announce new webinars here, with presenters, agenda, and time."
    return Nothing("No webinars are announced", told, [*actions, ("Search ION", "/search")])
