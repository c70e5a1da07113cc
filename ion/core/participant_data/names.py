"""What reads like the name of a person."""

import re

LETTERS = "[^\\W\\d_]"
CAPITAL = "[A-ZÀ-ÖØ-Þ]"
WORD = rf"{CAPITAL}{LETTERS}{{0,19}}(?:['’-]{LETTERS}{{1,19}})?"
LINK = r"(?:(?:de|del|de la|la|van|van der|von|bin|al|el) )?"
NAME = re.compile(rf"(?<!\w)({WORD})\.?,? (?:{CAPITAL}\.? )?{LINK}({WORD})(?!\w)")
TITLED = re.compile(rf"(?<!\w)(?:Mr|Mrs|Ms|Miss|Mx)\.? {WORD}")
PARTS = re.compile(r"[\s,]+")
PART = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")
MOST_PARTS = 5
WORDS = """
about academy act account action address adult adults after agency agreement alien all amended america american
and annual any apartment applicant application apprenticeship area associates association at authority
avenue bank barrier before benefits birth birthday board born boulevard building bureau business by called
career case center centers central certificate chapter church city claimant class client clinic coalition
code college commission committee community company congress consortium control corporation council
counselor county court customer data date day december demonstration department description development
disability district division dob document documents drive driver due each east education effective
eligibility email employer employment end enrollment entry example exit expected february federal field file
first florida for form foundation friday from full fund general goal government governor grant group head
health high highway his home hospital house housing how human id if in inc income industry information
initiative institute insurance investment is issue itin january job july labor last learning letter level library
license list llc local location manager march may measure medicaid meeting member memorial minimum ministry
monday month more national network new no north not note notes november number october of office officer on
one online opportunity order organization other our outcome participant partner partners partnership people
performance person phase phone place plan planning please policy position post practice president printed
program programs project provider public published quarter record records referral region regional
registration report request required resource resources result results review road room rural sample
saturday school secretary section sector security selective september service services sex social society
solutions south special ssn staff standard start state states status step street student sunday support
system systems table talent tax team technical telephone test text the this thursday time title to topic
total town training transportation tribe trust tuesday type unemployment union unit united university update
updated v valid versus veteran veterans village vs wage washington wednesday week welcome when where who
wioa with work worker workers workforce year years york youth zip
"""
NOT_IN_NAMES = frozenset(WORDS.split())
"""Words that stand in capitals in headings, addresses and names of offices, and are rarely anybody's name."""

GIVEN = """
aaron adam alan alex alexander alice amanda amber amy ana andrea andrew angel angela ann anna anthony
antonio ashley  barbara benjamin betty beverly brandon brenda brian brittany bruce bryan carl carlos
carmen carol carolyn catherine charles cheryl christian christina christine christopher cynthia daniel
danielle david deborah debra denise dennis diana diane diego donald donna dorothy douglas dylan edward
elizabeth emily emma eric ethan eva evelyn fernando frances francisco frank gabriel gary george gerald
gloria grace gregory hannah harold heather helen henry jack jacob jacqueline james janet janice jason javier
jean jeffrey jennifer jeremy jerry jesse jessica joan joe john jonathan jorge jose joseph joshua juan juana
judith judy julia julie justin karen katherine kathleen kathryn keith kelly kenneth kevin kimberly kyle
larry laura lauren lawrence linda lisa logan lori louis luis luz  manuel margaret maria marie marilyn
mark martha martin mary matthew megan melissa michael michelle miguel mohamed monica muhammad nancy natalie
nathan nguyen nicholas nicole noah olivia pamela patricia patrick paul pedro peter philip rachel ralph ramon
randy raymond rebecca ricardo richard robert roberto roger ronald rosa rose roy russell ruth ryan samantha
samuel sandra sara sarah scott sean sharon shirley sofia sophia stephanie stephen steven susan teresa terry
theresa thomas timothy tyler victoria vincent  walter wayne william zachary
"""
GIVEN_NAMES = frozenset(GIVEN.split())
"""The given names that are most often met in the United States."""


def names_somebody(text: str) -> bool:
    """Whether a name in full, or one with a title, stands in a short text."""
    if TITLED.search(text):
        return True
    at = 0
    while found := NAME.search(text, at):
        if not {found[1].lower(), found[2].lower()} & NOT_IN_NAMES:
            return True
        at = found.end(1)  # the second word may begin the name
    return False


def is_name(cell: str, *, in_full: bool = True) -> bool:
    """Whether a cell holds a name and nothing else; `in_full` asks for more than one word."""
    parts = [part for part in PARTS.split(cell.strip(" .*_")) if part]
    fewest = 2 if in_full else 1
    return (
        fewest <= len(parts) <= MOST_PARTS
        and len(cell) <= 80
        and all(PART.fullmatch(part) for part in parts)
        and not any(part.lower().rstrip(".") in NOT_IN_NAMES for part in parts)
    )


def begins_with_name(line: str) -> bool:
    """Whether a line begins with a name in capitals, before anything else that is written."""
    found = NAME.match(line)
    return found is not None and not {found[1].lower(), found[2].lower()} & NOT_IN_NAMES


def holds_given_name(line: str) -> bool:
    """Whether one of the first words of a line is a given name that is often met."""
    return any(word.lower() in GIVEN_NAMES for word in PARTS.split(line, maxsplit=4)[:4])
