"""Outbox work of search: the index follows the database."""

from collections.abc import Sequence

from ion.core.outbox import Work
from ion.core.ports.documents import DOCUMENTS
from ion.core.ports.engine import engine
from ion.core.ports.search import Document

BATCH = 200


def put(works: Sequence[Work]) -> None:
    """Bring the index up to date for these things; reads what they are now, so doing it twice does no harm."""
    wanted: dict[str, set[int]] = {}
    for work in works:
        if work.subject_id is not None and work.kind in DOCUMENTS:
            wanted.setdefault(work.kind, set()).add(work.subject_id)
    for kind, ids in [*wanted.items()]:
        for follower, id in DOCUMENTS[kind].followers(ids):
            wanted.setdefault(follower, set()).add(id)
    documents: list[Document] = []
    for kind, ids in wanted.items():
        documents += DOCUMENTS[kind].documents(sorted(ids))
    found = {document.key for document in documents}
    gone = [(kind, id) for kind, ids in wanted.items() for id in sorted(ids) if (kind, id) not in found]
    if documents:
        engine().put(documents)
    if gone:
        engine().remove(gone)
