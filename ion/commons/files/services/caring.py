"""What goes when it is no longer needed: files whose parent is gone, and bytes that no file names."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from itertools import islice

from sqlalchemy import delete, select

from ion.base.extensions import db
from ion.commons.files import queries
from ion.core import clock
from ion.core.ports import storage
from ion.core.ports.parents import PARENTS
from ion.core.ports.subjects import SUBJECTS
from ion.models import Attachment, File

GRACE = timedelta(days=1)
"""Whatever is younger may belong to something that is being written."""
SOME = 500


def forget_of(kind: str, id: int) -> None:
    """Remove all files of (kind, id), which is about to be deleted; inside a unit of work."""
    remove(db.session.scalars(select(File.id).where(File.parent_kind == kind, File.parent_id == id)).all())


def forget_gone() -> None:
    """Remove a day-old file whose parent is gone; once a night, inside a unit of work.

    Files of a kind that nobody speaks for stay: who knows nothing of a parent does not know that it is gone.
    """
    before = clock.now() - GRACE
    kinds = [kind for kind in SUBJECTS.kinds() if kind not in PARENTS]
    while ids := queries.without_item(kinds, before, SOME):
        remove(ids)
    for parent in PARENTS:
        named = queries.parent_ids(parent.kind, before)
        for id in named - set(parent.existing(named)):
            forget_of(parent.kind, id)


def remove(ids: Collection[int]) -> None:
    db.session.execute(delete(Attachment).where(Attachment.file_id.in_(ids)))
    db.session.execute(delete(File).where(File.id.in_(ids)))


def forget_unnamed() -> int:
    """Remove bytes that were put a day ago or earlier and that no file names; how many. Writes no row."""
    before = clock.now() - GRACE
    keys = iter(storage.storage().put_before(before))
    removed = 0
    while some := list(islice(keys, SOME)):
        removed += sum(storage.storage().forget(key, before) for key in unnamed(some))
    return removed


def unnamed(keys: Sequence[str]) -> list[str]:
    known = queries.named(keys)
    return [key for key in keys if key not in known]
