"""What is published as it is reported: its words, and its withdrawal, which takes it from readers."""

from ion.base.extensions import db
from ion.commons.publishing.queries.history import told
from ion.commons.publishing.queries.working import content_of, version
from ion.commons.publishing.services import withdraw
from ion.commons.publishing.services.refusals import IllegalStep
from ion.core import items
from ion.core.people import user_of
from ion.core.ports.reports import Passage, Snapshot, Witness
from ion.core.ports.subjects import SUBJECTS
from ion.models import Item

LONGEST = 5_000
"""Characters of one part that are kept; the page itself stays where it is."""


class ItemReportable:
    """Items of one kind that is written and published here."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    @property
    def label(self) -> str:
        return SUBJECTS[self.kind].label

    def snapshot(self, id: int, witness: Witness | None) -> Snapshot | None:
        """The version that readers have. Nobody holds an item, so there is none for the site itself."""
        found = items.subjects([id], witness.scopes).get(id) if witness else None
        item = db.session.get(Item, id) if found and found.kind == self.kind else None
        if found is None or item is None:
            return None
        content = version(item, item.live_revision) if item.live_revision else None
        parts = told(self.kind, content or content_of(item, None))
        return Snapshot(
            kind=self.kind,
            id=id,
            title=f"{self.label.capitalize()}: {found.title}",
            path=found.path,
            name=item.submitted_by.name if item.submitted_by else "",
            about_id=user_of(item.submitted_by_id) or user_of(item.posted_by_id),
            passages=[Passage(part.label, part.text[:LONGEST], is_subject=True) for part in parts],
        )

    def hide(self, id: int, *, user_id: int, reason: str) -> None:
        """Withdraw it; no version is lost, and an editor may publish it again."""
        try:
            withdraw(id, reason="other", user_id=user_id, note=reason)
        except IllegalStep:
            return

    def release(self, id: int, *, user_id: int) -> None:
        """Nothing: a withdrawn item comes back when an editor publishes it again."""
