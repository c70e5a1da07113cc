"""Lists of people in tables with headings: in Markdown, pasted from a sheet, or out of a file."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from ion.core.participant_data import columns
from ion.core.participant_data.masking import Suspicion, masked
from ion.core.participant_data.numbers import SSN
from ion.core.participant_data.reading import Text

LIST = "a list of people with personal details"
MOST_HEADINGS = 10_000
"""Lines that are read as headings."""
MOST_ROWS = 200
MOST_COLUMNS = 60
LONGEST_LINE = 2_000
LONGEST_TABLE = 100_000
MOST_LOOKED_AT = 1_000_000
"""Signs in all tables of one text, where tables and rows count as no shorter than this."""
SHORTEST_TABLE, SHORTEST_ROW = 200, 60
LONGEST_HEADING = 40
"""Signs of a heading, in the middle of its row: what has longer ones is prose with commas."""
FEWEST_LINES, FEWEST_SERVED = 3, 2

MENTIONS = re.compile(
    r"d\.?o\.?b|birth|born|ssn|ss ?#|ss n|social.sec|soc.? sec|itin|case|participant|client|customer|claimant"
    r"|enrollee|seeker|home|residen|address|street|driver|alien|race|ethnic|gender|sex|age|veteran|disab|exit|enroll|wioa|pirl"
)
"""What a row of headings cannot do without, if it is to be any of `columns`."""
MARKS = re.compile(r"[|\t,;]|  ")
GAPS = re.compile(r"\s{2,}")
RULE = re.compile(r"[\s|:+=-]+")
Row = Sequence[str]


def tables_in(text: Text) -> Iterator[Suspicion]:
    """Every table that lists people, by a row of headings."""
    left = MOST_LOOKED_AT
    for start, end in islice(lines_of_headings(text), MOST_HEADINGS):
        headings = headings_of(text.typed[start:end])
        if not headings:
            continue
        rows = rows_of(text.typed[start : start + LONGEST_TABLE].split("\n", MOST_ROWS + 1)[: MOST_ROWS + 1])
        if found := people_under(headings, rows[1:]):
            yield found
        left -= SHORTEST_TABLE + sum(SHORTEST_ROW + sum(map(len, row)) for row in rows)
        if left < 0:
            return


def lines_of_headings(text: Text) -> Iterator[tuple[int, int]]:
    """Where the lines begin and end that may hold the headings of a table: short parts, and a line below."""
    start = 0
    lines = text.small.split("\n")
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if below and 3 < len(line) <= LONGEST_LINE and has_short_parts(line) and MENTIONS.search(line):
            yield start, start + len(line)
        start += len(line) + 1


def has_short_parts(line: str) -> bool:
    """Whether a line has parts, and these are as short as headings."""
    marks = len(MARKS.findall(line))
    return marks > 0 and len(line) <= LONGEST_HEADING * (marks + 1)


def headings_of(line: str) -> list[str]:
    """The headings in a line, as they are compared; empty where none of them is of names or numbers of people."""
    headings = [columns.heading(cell) for row in rows_of([line]) for cell in row]
    return headings if any(map(columns.is_of_people, headings)) else []


def rows_of(lines: list[str]) -> list[Row]:
    """The rows of the table at the beginning of these lines."""
    rows: list[Row] = []
    try:
        for row in split_like(lines[0])(line for line in lines if not RULE.fullmatch(line)):
            if not 1 < len(row) <= MOST_COLUMNS:
                break
            rows.append(row)
    except csv.Error:
        pass
    return rows


def split_like(line: str) -> Callable[[Iterable[str]], Iterator[Row]]:
    """How lines like this one are split into cells."""
    if line.count("|") > 1:
        return lambda lines: (tidy(each.strip().strip("|").split("|")) for each in lines)
    mark = max("\t,;", key=line.count)
    if mark in line:
        return lambda lines: map(tidy, csv.reader(lines, delimiter=mark))
    return lambda lines: (tidy(GAPS.split(each.strip())) for each in lines)


def tidy(cells: list[str]) -> Row:
    return [cell.strip(" \t*_") for cell in cells]


def people_under(headings: list[str], rows: list[Row]) -> Suspicion | None:
    """A list of people, where names stand under the headings beside details of theirs."""
    names = [at for at, heading in enumerate(headings) if columns.NAMES.fullmatch(heading)]
    named = [row for row in rows if any(columns.is_name_under(headings[at], cell(row, at)) for at in names)]
    for detail in columns.details(headings):
        told = sum(1 for row in named if detail.holds(cell(row, detail.at)))
        if told >= detail.fewest:
            return in_words(told, headings, [*names, detail.at])
        if detail.is_number and any(columns.WHOLE.fullmatch(cell(row, detail.at)) for row in rows):
            return Suspicion(SSN, f"under “{masked(headings[detail.at])}”")
    if columns.is_of_offices(headings):
        return None
    is_served = any(columns.OF_SERVED.fullmatch(headings[at]) for at in names)
    if is_served and len(named) >= FEWEST_LINES and not columns.is_of_meeting(headings):
        return in_words(len(named), headings, names)
    served = [at for at, heading in enumerate(headings) if columns.SERVED.fullmatch(heading)]
    told = sum(1 for row in named if sum(columns.is_filled(cell(row, at)) for at in served) >= FEWEST_SERVED)
    return in_words(told, headings, [*names, *served]) if told >= FEWEST_SERVED else None


def cell(row: Row, at: int) -> str:
    return row[at] if at < len(row) else ""


def in_words(rows: int, headings: list[str], found: list[int]) -> Suspicion:
    """The list by its headings alone."""
    told = ", ".join(f"“{masked(headings[at])}”" for at in sorted(set(found))[:5])
    return Suspicion(LIST, f"{rows} {'row' if rows == 1 else 'rows'} under {told}")
