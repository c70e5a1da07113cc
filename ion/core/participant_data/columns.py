"""What the headings of a table of people say, and what then stands under them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ion.core.participant_data.names import is_name

PEOPLE = "participant|client|customer|claimant|applicant|student|trainee|enrollee|job ?seeker|individual|youth|worker"
NAMES = re.compile(
    rf"(?:{PEOPLE}|person)(?: ?s)?(?: (?:full|legal|first|last))?(?: names?)?"
    r"|(?:(?:full|legal|first|last|given|family|middle) )?names?|surname|first|last"
    r"|last (?:name )?first(?: name)?|first (?:name )?(?:and )?last(?: name)?"
    rf"|names? of (?:the )?(?:{PEOPLE}|person)s?"
)
ONE_PART = re.compile(r"(?:.* )?(?:first|last|given|family|middle)(?: names?)?|surname")
"""Headings of columns that hold a part of a name."""

DATE = re.compile(
    r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-](?:19|20)?[0-9]{2}|(?:19|20)[0-9]{2}[/-][0-9]{1,2}[/-][0-9]{1,2}(?:[ T][0-9:.]+)?"
    r"|[A-Za-z]{3,9}\.? [0-9]{1,2},? (?:19|20)[0-9]{2}|[0-9]{1,2}[ -][A-Za-z]{3,9}[ -](?:19|20)?[0-9]{2}"
    r"|[1-4][0-9]{4}(?:\.0)?"
)
"""A day; five digits alone are one as sheets keep it."""
LONG_AGO = re.compile(r"(?<![0-9])1[0-9](?:[0-2][0-9]|3[0-4])(?![0-9])")
SSN = re.compile(
    r"[0-9]{3}[ .-]?[0-9]{2}[ .-]?[0-9]{4}|[0-9]{7,8}|[X*•#]{3}-?[X*•#]{2}-?[0-9]{4}|[0-9]{4}", re.IGNORECASE
)
"""Sheets drop zeros in front; of some numbers only the end is written."""
WHOLE = re.compile(r"(?!000|666|9)[0-9]{3}([ .-]?)(?!00)[0-9]{2}\1(?!0000)[0-9]{4}")
NUMBER = re.compile(r"(?=(?:[^0-9]*[0-9]){4})[A-Z0-9][A-Z0-9 ./-]{3,20}", re.IGNORECASE)
STREET = re.compile(r"(?:P\.? ?O\.? box )?[0-9]{1,6}[A-Z]? \w.*|P\.? ?O\.? box [0-9]+.*", re.IGNORECASE)

BIRTHS = re.compile(r"(?:.* )?(?:dob|d o b|dates? of birth|birth ?dates?|birth ?days?|born)(?: .*)?")
NUMBERS = re.compile(
    r"(?:.* )?(?:ssns?|social security|soc sec|itin)(?: (?:number|num|no))?|ss (?:number|num|no)"
)
CASES = re.compile(
    rf"case(?: (?:number|num|no|id))?|(?:{PEOPLE}|wioa|pirl|unique)(?: (?:number|num|no|id|identifier)){{1,2}}"
    r"|(?:.* )?drivers? (?:s )?licen[sc]e.*|alien (?:registration )?(?:number|no)|a number"
)
HOMES = re.compile(r"home (?:street )?address|residence|residential address")
ADDRESSES = re.compile(r"(?:(?:street|mailing|physical) )?address(?: line)?(?: 1)?|street")
SERVED = re.compile(
    r"race|ethnicity|race (?:and )?ethnicity|hispanic.*|disabilit.*|disabled|gender|sex|veteran(?: status)?|tanf|snap"
    r"|ssi|medicaid|low income|(?:household |family )?income|barriers?.*|offender|.*homeless.*|foster.*"
    r"|justice involved|pregnant.*|single parent|english learner|(?:date )?enroll(?:ed|ment)(?: date)?|date enrolled"
    r"|exit(?:ed)?(?: date| reason)?|case manager|career planner|diagnosis|public assistance|age"
)
"""What is written down of people who are served, of which one alone says little."""
OF_SERVED = re.compile(
    r"(?:participant|client|customer|claimant|enrollee|job ?seeker)s?(?: full| legal)?(?: names?)?"
)
"""Headings of names that already say what the people are."""
MEETINGS = re.compile(
    r"(?:.* )?(?:join\w*|leave|left|duration|minutes|attend\w*|session|upn|poll\w*)(?: .*)?"
)
"""Headings of reports of who came to a meeting."""
OFFICES = re.compile(
    r"(?:.* )?(?:title|position|role|organi[sz]ation|agency|office|company|department|center|affiliation|represent\w*"
    r"|firm|website|url|link|hours|fax)(?: .*)?"
)
"""Headings of lists of offices and of people at their desks, whose addresses are no secret."""


def heading(cell: str) -> str:
    """A heading as it is compared: lower case, words and numbers alone."""
    return " ".join(re.findall(r"[a-z]+|[0-9]+", cell[:80].casefold().replace("'s", "").replace("’s", "")))


def is_birth(cell: str) -> bool:
    """Whether a cell holds the birth date of somebody who may be served today."""
    return bool(DATE.fullmatch(cell)) and not LONG_AGO.search(cell)


def is_filled(cell: str) -> bool:
    return cell.strip(" -–—.").casefold() not in ("", "n/a", "na", "none", "tbd")


@dataclass(frozen=True, slots=True)
class Detail:
    """A column that says something of people: where it stands, what its cells hold, in how many rows to count."""

    at: int
    holds: Callable[[str], object]
    fewest: int
    is_number: bool


def details(headings: Sequence[str]) -> Iterator[Detail]:
    """The columns of which one alone makes names a list of people who are served."""
    sorts: list[tuple[re.Pattern[str], Callable[[str], object], int]] = [
        (BIRTHS, is_birth, 1),
        (NUMBERS, SSN.fullmatch, 1),
        (CASES, NUMBER.fullmatch, 2),
        (HOMES, STREET.fullmatch, 2),
    ]
    if not is_of_offices(headings):
        sorts.append((ADDRESSES, STREET.fullmatch, 2))
    for at, words in enumerate(headings):
        for pattern, holds, fewest in sorts:
            if pattern.fullmatch(words):
                yield Detail(at, holds, fewest, pattern is NUMBERS)
                break


def is_of_people(words: str) -> bool:
    """Whether a heading may head a column that makes a list of people."""
    return bool(NAMES.fullmatch(words) or NUMBERS.fullmatch(words))


def is_of_offices(headings: Sequence[str]) -> bool:
    return any(OFFICES.fullmatch(words) for words in headings)


def is_of_meeting(headings: Sequence[str]) -> bool:
    return any(MEETINGS.fullmatch(words) for words in headings)


def is_name_under(words: str, cell: str) -> bool:
    """Whether a cell under a heading of names holds one."""
    return is_name(cell, in_full=not ONE_PART.fullmatch(words))
