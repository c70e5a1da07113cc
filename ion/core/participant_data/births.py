"""Days on which somebody was born, and numbers of cases, beside a name."""

import re
from collections.abc import Iterator

from ion.core.participant_data.masking import Suspicion
from ion.core.participant_data.names import names_somebody
from ion.core.participant_data.reading import Text

BIRTH = "a birth date with a name"
CASE = "a name with a case number"
SIGNS = ("dob", "d.o.b", "birth", "born")
"""A text without any of these tells nobody's day of birth."""
YEAR = r"(?:19[3-9][0-9]|20[0-2][0-9])"
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
DAY, SHORT_MONTH = r"(?:0?[1-9]|[12][0-9]|3[01])", r"(?:0?[1-9]|1[0-2])"
IN_WORDS = rf"{MONTH} {DAY}(?:st|nd|rd|th)?,? {YEAR}|{DAY}(?:st|nd|rd|th)?[ -]{MONTH}[ -]{YEAR}"
IN_NUMBERS = rf"{SHORT_MONTH}([/.-]){DAY}\1(?:{YEAR}|[0-9]{{2}})|{YEAR}-(?:0[1-9]|1[0-2])-{DAY}"
DATE = rf"(?:{IN_WORDS}|{IN_NUMBERS})(?![\w/-])"
LABEL = r"[db](?<!\w.)(?:ob|\.o\.b\.|ate of birth|irth ?dates?|irthdays?)"
LABELED = re.compile(
    rf"{LABEL}(?: ?\([^()\n]{{0,40}}\))?[^\w]{{0,14}}(?:(?:is|was|of|on)\b[^\w]{{0,4}})?{DATE}"
)
LABEL_AFTER = re.compile(r"[db](?<!\w.)(?:ob|\.o\.b\.|ate of birth)(?!\w)")
DATE_BEFORE = re.compile(rf"(?<!\w){DATE}[^\w]{{1,4}}\Z")
BORN = re.compile(rf"b(?<!\w.)orn(?: on)?[:,]? {DATE}")
SERVED = "participant|client|customer|claimant|applicant|student"
CLOSE = re.compile(rf"(?<!\w)(?:her|his|their|hers|theirs|{SERVED})(?!\w)", re.I)
IN_SMALL = re.compile(r"(?:\A|[\n.;:,|])[^\S\n]*[a-z'-]{2,20} [a-z'-]{2,20},?\s*\(?\Z")
BEFORE, CLOSELY, AFTER = 90, 30, 50

CASE_NUMBER = re.compile(
    r"[cp](?<!\w.)(?:ase|articipant|lient|ustomer|laimant)(?: (?:no\.?|number|num|id)|\s?\#)\W{0,6}[\w-]{0,6}?[0-9]{4}"
)
NAME_FIELD = re.compile(
    rf"(?<!\w)(?:(?:{SERVED})(?:'s)?(?: name)?|name)\W{{0,4}}:[*\s|]*[^\W\d_]{{2,20}}[ ,]{{1,2}}[^\W\d_]{{1,20}}",
    re.I,
)
CASE_BEFORE = 200


def births_in(text: Text) -> Iterator[Suspicion]:
    """Every birth date that stands with a name."""
    if not any(sign in text.small for sign in SIGNS):
        return
    for start, end, is_labeled in dates_in(text):
        before, after = text.before(start, BEFORE), text.after(end, AFTER)
        is_close = is_labeled and (CLOSE.search(before[-CLOSELY:]) or IN_SMALL.search(before))
        if is_close or any(map(names_somebody, (before, text.typed[start:end], after))):
            yield Suspicion(BIRTH, text.around(start, end))


def dates_in(text: Text) -> Iterator[tuple[int, int, bool]]:
    """Where birth dates stand, and whether they are called so in a form's words."""
    for found in text.places(LABELED):
        yield *found.span(), True
    for found in text.places(LABEL_AFTER):
        if date := DATE_BEFORE.search(text.small, max(0, found.start() - CLOSELY), found.start()):
            yield date.start(), found.end(), True
    for found in text.places(BORN):
        yield *found.span(), False


def cases_in(text: Text) -> Iterator[Suspicion]:
    """Every number of a case that stands below or beside a field with a name."""
    for found in text.places(CASE_NUMBER):
        if NAME_FIELD.search(text.before(found.start(), CASE_BEFORE)):
            yield Suspicion(CASE, text.around(*found.span()))
