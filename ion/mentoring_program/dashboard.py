"""The figures of the program as they may be shown: a funnel, days to match, satisfaction, tables by state and topic."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from ion.core.labels import facet_labels
from ion.mentoring_program.periods import Period
from ion.mentoring_program.queries import figures
from ion.mentoring_program.queries.figures import Opinions, Question
from ion.mentoring_program.suppression import LEAST, shown, suppressed

STEPS: tuple[tuple[str, Callable[[Question], bool]], ...] = (
    ("Asked a mentor", lambda each: True),
    ("Got an answer", lambda each: each.is_answered or each.accepted_at is not None),
    ("Accepted by a mentor", lambda each: each.accepted_at is not None),
    ("Conversation took place", lambda each: each.is_held),
    ("Became a mentorship", lambda each: each.is_begun),
    ("Mentorship completed", lambda each: each.is_completed),
)
COLUMNS = ("Asked", "Accepted", "Took place")
COLUMN_STEPS = (0, 2, 3)
NOT_SAID = {"state": "No state given", "topic": "No topic given"}
FACETS = {"state": "By state of the mentee", "topic": "By topic"}
KEPT_BACK = f"Fewer than {LEAST}, or kept back to protect those"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the funnel: None is a number that is kept back; `percent` is of those who asked."""

    label: str
    number: int | None
    percent: int


@dataclass(frozen=True, slots=True)
class Row:
    """One state or topic, with the numbers of COLUMNS; `percent` is its share of the longest row."""

    label: str
    numbers: tuple[int | None, ...]
    percent: int


@dataclass(frozen=True, slots=True)
class Table:
    """A breakdown; `facet` is "state" or "topic". Rows of which everything is kept back stand last, by name, so that
    their order tells nothing."""

    facet: str
    title: str
    rows: Sequence[Row]

    @property
    def told(self) -> list[Row]:
        """The rows that say something."""
        return [row for row in self.rows if row.numbers[0] is not None]

    @property
    def kept_back(self) -> list[str]:
        """The names of the others."""
        return [row.label for row in self.rows if row.numbers[0] is None]


@dataclass(frozen=True, slots=True)
class Said:
    """How useful something was found: None where too few answered to show it."""

    label: str
    number: int | None
    average: float | None


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The figures of one period. `days` is the median from asking to acceptance, None where too few were accepted;
    `cohorts` how many mentorships of cohorts began, and how many of them were completed."""

    period: Period
    steps: Sequence[Step]
    days: float | None
    said: Sequence[Said]
    cohorts: tuple[int | None, int | None]
    tables: Sequence[Table]

    @property
    def is_empty(self) -> bool:
        return not (self.steps[0].number != 0 or self.cohorts[0] != 0)


def dashboard(period: Period) -> Dashboard:
    """The figures of a period, with small numbers kept back."""
    found, said = figures.questions(period), figures.opinions(period)
    terms = figures.terms(period) if found else {}
    days = [each.days for each in found if each.days is not None]
    cohorts = said["cohorts"]
    return Dashboard(
        period,
        list(steps(found)),
        round(median(days), 1) if len(days) >= LEAST else None,
        [
            opinion("Conversations", said["conversations"]),
            opinion("Mentorships", said["mentorships"]),
        ],
        (shown(cohorts.number), shown(cohorts.total)),
        [table(facet, found, keys) for facet, keys in terms.items()],
    )


def steps(found: Sequence[Question]) -> Iterator[Step]:
    for label, is_there in STEPS:
        number = sum(map(is_there, found))
        visible = shown(number)
        yield Step(label, visible, round(100 * number / len(found)) if found and visible else 0)


def opinion(label: str, given: Opinions) -> Said:
    number = shown(given.number)
    return Said(label, number, round(given.average, 1) if number else None)


def table(facet: str, found: Sequence[Question], keys: Mapping[int, Sequence[str]]) -> Table:
    """A breakdown of the questions, the most asked first; who said nothing stands last."""
    groups: dict[str, list[Question]] = {}
    for each in found:
        for key in keys.get(each.id) or ("",):
            groups.setdefault(key, []).append(each)
    ordered = sorted(groups, key=lambda key: (not key, -len(groups[key]), key))
    counted = [[sum(map(STEPS[at][1], groups[key])) for key in ordered] for at in COLUMN_STEPS]
    columns = [suppressed(column) for column in counted]
    labels = facet_labels(facet)
    most = max((number for number in columns[0] if number), default=0)
    rows = [
        Row(labels.get(key, key) or NOT_SAID[facet], numbers, percent_of(numbers[0], most))
        for key, numbers in zip(ordered, zip(*columns, strict=True), strict=True)
    ]
    return Table(facet, FACETS[facet], sorted(rows, key=place))


def place(row: Row) -> tuple[bool, str]:
    """Rows that are told keep their order, the others are sorted by name."""
    is_kept_back = row.numbers[0] is None
    return is_kept_back, row.label if is_kept_back else ""


def percent_of(number: int | None, most: int) -> int:
    return round(100 * number / most) if number and most else 0


def lines(made: Dashboard) -> Iterator[tuple[str, str, str, int | float | str | None]]:
    """The same for a spreadsheet: part, name, measure, number."""
    for step in made.steps:
        yield "Funnel", step.label, "Questions", cell(step.number)
    yield "Time", "Asked until accepted", "Median days", "" if made.days is None else made.days
    for said in made.said:
        yield "Usefulness, 1 to 5", said.label, "Answers", cell(said.number)
        yield "Usefulness, 1 to 5", said.label, "Average", "" if said.average is None else said.average
    yield "Cohorts", "Mentorships", "Began", cell(made.cohorts[0])
    yield "Cohorts", "Mentorships", "Completed", cell(made.cohorts[1])
    for each in made.tables:
        for row in each.rows:
            for measure, number in zip(COLUMNS, row.numbers, strict=True):
                yield each.title, row.label, measure, cell(number)


def cell(number: int | None) -> int | str:
    return KEPT_BACK if number is None else number
