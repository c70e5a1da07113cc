"""Outbox work of decks: PowerPoint files are read, each by a process of its own."""

from collections.abc import Sequence
from contextlib import closing

from ion.base.extensions import db
from ion.core.outbox import Work
from ion.core.ports import storage
from ion.core.ports.storage import Missing
from ion.core.unit_of_work import unit_of_work
from ion.decks import queries, services
from ion.decks.outside import NotRead, Read, read_slides

GONE = "The file is not here any more. Send it again."


def read(works: Sequence[Work]) -> None:
    """Read the files that decks wait for. Done twice, the second time finds nothing that waits."""
    for work in works:
        found = queries.reading_of(work.subject_id or 0)
        db.session.rollback()  # nobody waits for the other process inside a transaction
        if found is None or found.asked_at is None or found.file_id != work.payload["file"]:
            continue
        try:
            told = read_file(found.storage_key)
        except NotRead as why:
            give_up(work, str(why))
        except Missing:
            give_up(work, GONE)
        else:
            keep(work, told)


def read_file(key: str) -> Read:
    with closing(storage.storage().open(key)) as file:
        return read_slides(file)


def give_up(work: Work, words: str) -> None:
    with unit_of_work():
        services.give_up(work.subject_id or 0, work.payload["file"], words)


def keep(work: Work, told: Read) -> None:
    with unit_of_work():
        services.take_text(
            work.subject_id or 0,
            work.payload["file"],
            told.slides,
            base=work.payload["base"],
            user_id=work.payload["user"],
            note=told.note,
        )
