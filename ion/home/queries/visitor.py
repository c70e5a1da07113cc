"""What the front page shows a visitor: what is new in the practice library, and who could help."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import exists, func, select

from ion.base.extensions import db
from ion.base.vocabulary import Term
from ion.base.vocabulary.evidence import TIERS
from ion.core import clock, items, reading, tallies
from ion.core.access import CURRENT, SEEN, current, visible
from ion.core.labels import facet_labels, place_in_words
from ion.core.people import HAS_LOGIN, PERSON_SEEN
from ion.library.queries import KIND, PATH
from ion.models import Item, ItemTerm, Organization, Person, Practice

SHOWN = 3


@dataclass(frozen=True, slots=True)
class PracticeCard:
    """A practice in a row of cards. `year` is the year it was first published."""

    path: str
    title: str
    summary: str
    kind: str
    place: str
    year: str
    evidence: Term | None
    is_sample: bool


CARDS = (
    select(
        Item.id,
        Item.slug,
        Item.title,
        Item.summary,
        Item.first_published_on,
        Item.is_sample,
        Practice.form,
        Practice.tier,
    )
    .join(Practice, Practice.item_id == Item.id)
    .where(Item.kind == KIND, SEEN, CURRENT)
    .where(exists().where(ItemTerm.item_id == Item.id, ItemTerm.facet == "state"))
    .order_by(Item.published_at.desc(), Item.id.desc())
    .limit(SHOWN)
)


def practice_cards(scopes: frozenset[str]) -> list[PracticeCard]:
    """The newest practices that say where they were done; an attempt and a success count the same."""
    return tallies.recall(KIND, ("cards", scopes), lambda: read_cards(scopes))


def read_cards(scopes: frozenset[str]) -> list[PracticeCard]:
    rows = reading.rows(CARDS, scopes=sorted(scopes), now=clock.now()).all()
    terms = items.terms_of([row.id for row in rows])
    return [
        PracticeCard(
            path=PATH + row.slug,
            title=row.title,
            summary=row.summary,
            kind=row.form,
            place=place_in_words(terms[row.id].get("state", ())),
            year=str(row.first_published_on.year) if row.first_published_on else "",
            evidence=TIERS.get(row.tier),
            is_sample=row.is_sample,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class LibraryTotals:
    """How many current practices there are, and how many each topic has."""

    practices: int
    topics: dict[str, int]


def library_totals(scopes: frozenset[str]) -> LibraryTotals:
    """Counts of the practice library for a holder of `scopes`."""
    chosen = (Item.kind == KIND, visible(scopes), current(clock.now()))

    def tally() -> LibraryTotals:
        total = db.session.scalar(select(func.count()).select_from(Item).where(*chosen)) or 0
        rows = db.session.execute(
            select(ItemTerm.key, func.count())
            .where(ItemTerm.facet == "topic", ItemTerm.item_id.in_(select(Item.id).where(*chosen)))
            .group_by(ItemTerm.key)
        )
        return LibraryTotals(total, dict(Counter({key: n for key, n in rows}).most_common()))

    return tallies.recall(KIND, ("library", scopes), tally)


@dataclass(frozen=True, slots=True)
class Helper:
    """A member whose page is open to everyone, and what they can be asked about."""

    name: str
    path: str
    job_title: str
    organization: str
    ask_me_about: str
    is_sample: bool


HELPERS = (
    select(
        Person.id,
        Person.name,
        Person.job_title,
        Person.affiliation,
        Person.ask_me_about,
        Person.is_sample,
        Organization.name.label("organization"),
    )
    .join(Organization, Organization.id == Person.organization_id, isouter=True)
    .where(Person.ask_me_about != "", PERSON_SEEN, HAS_LOGIN)
    .order_by(Person.id.desc())
    .limit(SHOWN)
)


def who_could_help(scopes: frozenset[str]) -> list[Helper]:
    """The members who joined last among those who said, to everyone, what to ask them about."""

    def read() -> list[Helper]:
        return [
            Helper(
                row.name,
                f"/people/{row.id}",
                row.job_title,
                row.organization or row.affiliation,
                row.ask_me_about,
                row.is_sample,
            )
            for row in reading.rows(HELPERS, scopes=sorted(scopes))
        ]

    return tallies.recall(("person", "organization"), ("helpers", scopes), read)


def leading_topics(totals: LibraryTotals, most: int = 6) -> list[tuple[str, str, int]]:
    """The topics with the most practices, as (key, label, how many)."""
    labels = facet_labels("topic")
    return [(key, labels.get(key, key), n) for key, n in list(totals.topics.items())[:most]]
