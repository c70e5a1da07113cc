"""Planting: organizations, people, what they wrote, and what they liked. Again, it adds only what is missing."""

from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.importing import services as importing
from ion.commons.importing.report import Report
from ion.core.ports.importing import IMPORTERS
from ion.core.unit_of_work import unit_of_work
from ion.decks.imports import DeckImporter
from ion.demo.services.desk import lay_out, talk
from ion.demo.services.letters import write_letters
from ion.demo.services.liveliness import react
from ion.demo.services.logins import give_logins, people_in, without_login
from ion.demo.services.mentoring import bring_together
from ion.demo.services.scenes import stage
from ion.models import Item, Person, User

FOLDER = Path(__file__).parents[1]
DECKS = DeckImporter()
LISTS = ("organizations", "people")
COUNTED = ("new", "changed", "unchanged", "left as it is here", "beside staff changes", "refused")
NAMED = frozenset({"refused", "left as it is here", "beside staff changes"})


def plant(progress: Callable[[int, int], None]) -> str:
    """Plant the sample files; returns the report as text.

    Again, on whatever day, it changes nothing: not what is there, and nothing of what people here made of it.
    """
    items, users = sample_items(), sample_users()
    reports = {name: importing.import_records(FOLDER / f"{name}.yaml", name) for name in LISTS}
    people = people_in(FOLDER / "people.yaml")
    if without_login(people):
        with unit_of_work():
            give_logins(people)
    for importer in IMPORTERS:
        folder = FOLDER / importer.name
        if folder.is_dir():
            reports[importer.name] = importing.import_folder(folder, importer.name, progress=progress)
    if (FOLDER / DECKS.name).is_dir():  # after what slides belong to
        reports[DECKS.name] = importing.import_items(FOLDER / DECKS.name, DECKS, progress=progress)
    new_items, new_users = sample_items() - items, sample_users() - users
    if new_items or new_users:
        with unit_of_work():
            react(new_items, new_users)
            lay_out(FOLDER / "desk.yaml")
            talk(FOLDER / "comments.yaml")
            stage(FOLDER)
            write_letters(FOLDER / "messages.yaml")
            bring_together(FOLDER / "mentoring.yaml")
    return "\n".join(line for name, report in reports.items() for line in told(name, report))


def sample_items() -> set[int]:
    """The ids of all sample items, tools among them."""
    return set(db.session.scalars(select(Item.id).where(Item.is_sample)))


def sample_users() -> set[int]:
    """The ids of the logins of sample people."""
    return set(db.session.scalars(select(User.id).join(Person).where(Person.is_sample)))


def told(name: str, report: Report) -> Iterator[str]:
    """One line of counts, and a line for each file or entry that was not taken as it is."""
    counts = [f"{report.counts[what]:,} {what}" for what in COUNTED if report.counts[what]]
    yield f"{name.capitalize()}: {', '.join(counts)}"
    yield from (f"  {row.file}: {row.why}" for row in report.rows if row.what in NAMED)
