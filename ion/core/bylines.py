"""Who wrote something and who posted it, each name leading to the person's page where the reader may see it."""

from dataclasses import dataclass
from typing import NamedTuple

from ion.core.labels import names_in_words
from ion.core.people import page_path


class Name(NamedTuple):
    """A person's name beside an item; `path` is None where the page of that person is not for this reader."""

    name: str
    path: str | None

    @property
    def person_id(self) -> int | None:
        """Whose page it is; None where there is none for this reader."""
        return int(self.path.rpartition("/")[2]) if self.path else None


@dataclass(frozen=True, slots=True)
class Byline:
    """The names beside one item: its authors in order, and who posted it."""

    authors: tuple[Name, ...] = ()
    poster: Name | None = None

    @property
    def submitted_by(self) -> str | None:
        """The authors in words, without links: "A, B, and C"; None for nobody."""
        return names_in_words([author.name for author in self.authors])

    @property
    def posted_by(self) -> str | None:
        return self.poster.name if self.poster else None

    @property
    def has_another_poster(self) -> bool:
        """Whether somebody else than the one author posted it, which a short byline then tells."""
        return self.poster is not None and self.posted_by != self.submitted_by


def named(name: str, page: int | None) -> Name:
    """A name, and the page with that id (`ion.core.people.page_id`), or none."""
    return Name(name, page_path(page) if page else None)


def poster(name: str | None, page: int | None) -> Name | None:
    """Who posted an item, where somebody did."""
    return named(name, page) if name else None
