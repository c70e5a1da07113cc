"""Messages that somebody reports, and those that the site holds: what ION staff see, and what they do to them."""

from ion.core.ports.reports import Passage, Snapshot, Witness
from ion.messaging import services
from ion.messaging.policies import KIND
from ion.messaging.queries import reporting


class MessageReports:
    """Private messages: only who is in the conversation may report one, and ION staff see that part only."""

    kind = KIND
    label = "message"

    def snapshot(self, id: int, witness: Witness | None) -> Snapshot | None:
        found = reporting.reported(id, witness.user_id if witness else None)
        if found is None:
            return None
        row, around = found
        address = f"/messages/{row.conversation_id}"
        name = reporting.name_of(row)
        return Snapshot(
            kind=KIND,
            id=id,
            title=f"Message from {name}",
            path=f"{address}?around={row.number}#m{row.number}" if row.number else address,
            name=name,
            about_id=row.user_id,
            passages=[
                Passage(reporting.name_of(each), reporting.text_of(each), each.created_at, each.id == id)
                for each in around
            ],
            is_private=True,
            files=reporting.file_names(id),
        )

    def hide(self, id: int, *, user_id: int, reason: str) -> None:
        try:
            services.hide(id)
        except services.NotThere:
            return

    def release(self, id: int, *, user_id: int) -> None:
        try:
            services.release(id)
        except services.NotThere:
            return
