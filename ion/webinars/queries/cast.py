"""Who presents a webinar and who leads through it, as its page shows them."""

from typing import NamedTuple

from sqlalchemy import Integer, bindparam, select

from ion.core import reading
from ion.core.bylines import Name, named
from ion.core.people import PersonCard, cards, page_id
from ion.models import Person

BIOS = select(Person.id, Person.bio_html).where(Person.id.in_(bindparam("ids", expanding=True)))
MODERATOR = select(Person.name, page_id(Person).label("page")).where(
    Person.id == bindparam("id", type_=Integer)
)


class Presenter(NamedTuple):
    """A presenter: the name as every reader may know it; `card` and `bio_html` where the page may be seen."""

    name: Name
    card: PersonCard | None
    bio_html: str

    @property
    def initials(self) -> str:
        """What stands where a picture would: the first letters of the first and the last name."""
        names = [word for word in self.name.name.split() if word[0].isalpha() and not word.endswith(".")]
        return "".join(word[0] for word in dict.fromkeys((*names[:1], *names[-1:]))).upper()


def people(shown: list[tuple[int, Name]], scopes: frozenset[str]) -> list[Presenter]:
    """These persons in their order, with what a holder of `scopes` may read of each."""
    seen = cards([id for id, _ in shown], scopes)
    bios = {row.id: row.bio_html for row in reading.rows(BIOS, ids=list(seen))} if seen else {}
    return [Presenter(name, seen.get(id), bios.get(id, "")) for id, name in shown]


def moderator(id: int | None, scopes: frozenset[str]) -> list[tuple[int, Name]]:
    """Who leads through the webinar, where somebody does."""
    row = reading.rows(MODERATOR, id=id, scopes=sorted(scopes)).one_or_none() if id else None
    return [(id, named(row.name, row.page))] if id and row else []
