"""What the columns of a platform's report may mean, and which headings say so.

The headings are those of the reports of Zoom, Teams and Webex. Others are chosen on the page, once for each heading.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ion.models import ReportKind

Columns = dict[str, int]
"""The place of the column by what it means."""


class Meaning(NamedTuple):
    """One thing that a column may tell; `headings` are names of such columns, without spaces and signs."""

    key: str
    label: str
    hint: str
    headings: tuple[str, ...]


ATTENDANCE = (
    Meaning(
        "name",
        "Name",
        "As it was shown on the platform",
        (
            "usernameoriginalname",
            "nameoriginalname",
            "fullname",
            "displayname",
            "username",
            "attendeename",
            "participantname",
            "name",
            "participant",
        ),
    ),
    Meaning("first_name", "First name", "Used where there is no full name", ("firstname", "givenname")),
    Meaning(
        "last_name", "Last name", "Used where there is no full name", ("lastname", "surname", "familyname")
    ),
    Meaning(
        "email",
        "Email",
        "Registrants are found by it",
        ("email", "emailaddress", "attendeeemail", "useremail", "participantemail", "participantidupn"),
    ),
    Meaning(
        "joined",
        "Joined",
        "Tells two devices at once from two visits",
        ("jointime", "firstjoin", "firstjointime", "joined", "starttime"),
    ),
    Meaning("left", "Left", "", ("leavetime", "lastleave", "lastleavetime", "left", "endtime")),
    Meaning(
        "minutes",
        "Time there",
        "Minutes, or as in 1h 5m",
        (
            "timeinsessionminutes",
            "attendanceduration",
            "inmeetingduration",
            "durationminutes",
            "totaldurationminutes",
            "timeinsession",
            "duration",
        ),
    ),
    Meaning("attended", "Was there", "Rows that say No are left out", ("attended", "attendance")),
    Meaning(
        "phone",
        "How they joined",
        "Says who called in by phone",
        ("connectiontype", "audiotype", "joinfrom", "joinedfrom", "devicetype"),
    ),
)
QUESTIONS = (
    Meaning("text", "Question", "", ("question", "questiontext", "questions")),
    Meaning("answer", "Answer", "", ("answers", "answer", "answertext", "reply", "replies", "response")),
    Meaning(
        "asker",
        "Asked by",
        "Shown to ION staff alone",
        ("askername", "askedby", "asker", "attendeename", "name", "from", "username"),
    ),
    Meaning(
        "asked_at",
        "Asked at",
        "In the webinar's time zone",
        (
            "questiontime",
            "askedat",
            "timeasked",
            "createdtime",
            "submittedtime",
            "datetime",
            "timestamp",
            "time",
        ),
    ),
    Meaning(
        "answered_at",
        "Answered at",
        "Gives the minute of what was answered live",
        ("answeredtime", "answertime", "answeredat", "timeanswered", "responsetime"),
    ),
)
POLLS = (
    Meaning(
        "question", "Poll", "The question of the poll", ("question", "pollquestion", "poll", "questiontext")
    ),
    Meaning(
        "choice",
        "Choice",
        "What was chosen, or could be",
        ("answer", "choice", "option", "response", "answeroption", "pollanswer"),
    ),
    Meaning(
        "count",
        "How many chose it",
        "Left out where each row is one person's choice",
        ("count", "responses", "votes", "numberofresponses", "responsecount", "totalresponses"),
    ),
)
MEANINGS: dict[ReportKind, tuple[Meaning, ...]] = {
    ReportKind.ATTENDANCE: ATTENDANCE,
    ReportKind.QUESTIONS: QUESTIONS,
    ReportKind.POLLS: POLLS,
}


def plain(heading: str) -> str:
    """A heading without spaces, signs and case: "In-Meeting Duration" is inmeetingduration."""
    return re.sub(r"[\W_]+", "", heading.casefold())


def guessed(kind: ReportKind, heading: Sequence[str]) -> Columns:
    """Which column means what, by the names of the columns; what no name says is left out."""
    names = [plain(cell) for cell in heading]
    columns: Columns = {}
    for meaning in MEANINGS[kind]:
        known = [name for name in meaning.headings if name in names]
        if known:
            columns[meaning.key] = names.index(known[0])
    return columns


def missing(kind: ReportKind, columns: Mapping[str, int]) -> str:
    """What cannot be done without, in words; empty where enough columns are named."""
    if kind is ReportKind.ATTENDANCE:
        named = "name" in columns or "email" in columns or "last_name" in columns
        return "" if named else "Say which column holds the names, the email addresses, or both."
    if kind is ReportKind.QUESTIONS:
        return "" if "text" in columns else "Say which column holds the questions."
    return (
        "" if {"question", "choice"} <= set(columns) else "Say which columns hold the polls and the choices."
    )
