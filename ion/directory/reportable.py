"""Profiles as they are reported: what a page says of somebody, and how ION staff take it from sight."""

from ion.base.extensions import db
from ion.core import audit, signals
from ion.core.access import MEMBERS, STAFF_ONLY
from ion.core.people import page_path, user_of
from ion.core.ports.reports import Passage, Snapshot, Witness
from ion.core.text import passages
from ion.directory.queries.person import person_page
from ion.directory.services.profile import locked
from ion.models import Person

LONGEST = 5_000
LABELS = {"job_title": "Job title", "affiliation": "Organization", "ask_me_about": "Ask me about"}


class PersonReportable:
    """Pages of people, members or not."""

    kind = "person"
    label = "profile"

    def snapshot(self, id: int, witness: Witness | None) -> Snapshot | None:
        """What the page says, as text."""
        person = db.session.get(Person, id)
        if person is None or (witness is not None and person_page(id, witness.scopes) is None):
            return None
        about = " ".join(part.text for part in passages(person.bio))
        said = [f"{label}: {words}" for name, label in LABELS.items() if (words := getattr(person, name))]
        text = "\n".join([*said, *([f"About: {about}"] if about else [])]) or person.name
        return Snapshot(
            kind=self.kind,
            id=id,
            title=f"Profile of {person.name}",
            path=page_path(id),
            name=person.name,
            about_id=user_of(id),
            passages=[Passage(person.name, text[:LONGEST], is_subject=True)],
        )

    def hide(self, id: int, *, user_id: int, reason: str) -> None:
        """Show the page to its owner and ION staff alone; the owner may change it and show it again."""
        self.let_see(id, STAFF_ONLY, "hidden", user_id=user_id, reason=reason)

    def release(self, id: int, *, user_id: int) -> None:
        """Show a hidden page to members."""
        if (person := db.session.get(Person, id)) and person.audience == STAFF_ONLY:
            self.let_see(id, MEMBERS, "shown again", user_id=user_id, reason="")

    def let_see(self, id: int, audience: str, action: str, *, user_id: int, reason: str) -> None:
        if db.session.get(Person, id) is None:
            return
        person = locked(id)
        before, person.audience = person.audience, audience
        db.session.flush()
        signals.person_changed.send(person)
        audit.record(
            action,
            kind=self.kind,
            id=id,
            user_id=user_id,
            before={"audience": before},
            after={"audience": audience} | ({"reason": reason} if reason else {}),
        )
