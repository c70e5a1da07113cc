"""People of a cohort from a spreadsheet: members by their email address, each row taken or named with why not."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from ion.base.extensions import db
from ion.cohorts.services import holding, joining
from ion.core.labels import facet_labels
from ion.core.matching.scoring import Criterion
from ion.core.refusals import Refused
from ion.models import CohortState, MentoringCohort, Side, User

MOST_BYTES = 1_000_000
MOST_ROWS = 5_000
LONGEST_QUESTION = 500
COLUMNS = ("email", "side", "openings", "question", "topics")
BETWEEN = ";"
NO_COLUMNS = "The first line names the columns: email, side, and, where you like, openings, question, topics."
NOT_TEXT = "This is no CSV file in UTF-8."
TOO_LONG = f"At most {MOST_ROWS:,} rows fit in one file."
NOT_OPEN = "People come in while the cohort is a draft or open to join."
UNKNOWN = "no member has this email address"
NO_PROFILE = "this member did not say yet what they can talk about as a mentor"
NO_SIDE = "the side is neither mentor nor mentee"
NO_NUMBER = "openings is no number from 1 to 10"


@dataclass(frozen=True, slots=True)
class Trouble:
    """A row that was not taken; `row` counts as spreadsheets do, the heading being 1."""

    row: int
    email: str
    why: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file."""

    people: int
    troubles: list[Trouble]


def read(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file by column, in small letters. Raises Refused."""
    try:
        text = content.decode("utf-8-sig").replace("\x00", "")
        sheet = csv.DictReader(text.splitlines(), restkey="rest", strict=True)
        named = {(name or "").strip().lower(): name for name in sheet.fieldnames or ()}
        rows = [{key: str(row[name] or "").strip() for key, name in named.items()} for row in sheet]
    except (UnicodeDecodeError, csv.Error) as error:
        raise Refused(NOT_TEXT) from error
    if not {"email", "side"} <= named.keys():
        raise Refused(NO_COLUMNS)
    if len(rows) > MOST_ROWS:
        raise Refused(TOO_LONG)
    return rows


def bring_in(cohort_id: int, rows: list[dict[str, str]], *, user_id: int) -> Taken:
    """Put those in whom the rows name; what cannot be taken is told. Raises NotThere and Refused."""
    cohort = holding.not_published(cohort_id)
    if cohort.state not in (CohortState.DRAFT, CohortState.OPEN):
        raise Refused(NOT_OPEN)
    members = members_of(row.get("email", "") for row in rows)
    troubles = []
    for number, row in enumerate(rows, start=2):
        person_id = members.get(row.get("email", "").lower())
        why = UNKNOWN if person_id is None else put_in(cohort, person_id, row)
        if why:
            troubles.append(Trouble(number, row.get("email", "")[:254], why))
    holding.changed(cohort)
    people = len(rows) - len(troubles)
    holding.note("cohort people imported", cohort, user_id, people=people, not_taken=len(troubles))
    return Taken(people, troubles)


def members_of(addresses: Iterator[str]) -> dict[str, int]:
    """The persons of members who can be matched, by their addresses in small letters."""
    wanted = sorted({address.lower() for address in addresses if address})
    found = select(func.lower(User.email).label("email"), User.person_id).where(
        func.lower(User.email).in_(wanted), User.suspended_at.is_(None), User.confirmed_at.is_not(None)
    )
    return {row.email: row.person_id for row in db.session.execute(found)} if wanted else {}


def put_in(cohort: MentoringCohort, person_id: int, row: Mapping[str, str]) -> str:
    """Take one row; why it cannot be taken, or nothing."""
    side = row["side"].lower()
    if side not in tuple(Side):
        return NO_SIDE
    try:
        if side == Side.MENTOR:
            return put_mentor_in(cohort, person_id, row.get("openings", ""))
        return put_mentee_in(cohort, person_id, row.get("question", ""), row.get("topics", ""))
    except Refused as refused:
        return refused.words[0].lower() + refused.words[1:].rstrip(".")


def put_mentor_in(cohort: MentoringCohort, person_id: int, openings: str) -> str:
    number = int(openings) if openings.isascii() and openings.isdigit() and len(openings) < 4 else 0
    if openings and not 1 <= number <= joining.MOST_OPENINGS:
        return NO_NUMBER
    if not joining.has_profile(person_id):
        return NO_PROFILE
    joining.put_in(cohort, person_id, Side.MENTOR).openings = number or 1
    return ""


def put_mentee_in(cohort: MentoringCohort, person_id: int, question: str, topics: str) -> str:
    """A mentee whose question and topics are not in the file says them on the site."""
    known = {label.casefold(): key for key, label in facet_labels("topic").items()} | {
        key: key for key in facet_labels("topic")
    }
    asked = [word.strip().casefold() for word in topics.split(BETWEEN) if word.strip()]
    if strange := [word for word in asked if word not in known]:
        return f"there is no topic “{strange[0][:60]}”"
    joining.put_in(cohort, person_id, Side.MENTEE)
    if question and asked:
        criteria = [Criterion("topic", known[word]) for word in dict.fromkeys(asked)]
        joining.keep_need(cohort, person_id, joining.Wish(question[:LONGEST_QUESTION], criteria))
    return ""
