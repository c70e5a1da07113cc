"""An item held for a change: its row is locked first, so that of two deeds at once the second sees the first."""

from dataclasses import dataclass

from ion.base.extensions import db
from ion.commons.publishing.policies import UNFINISHED, Step, is_live, standing, why_not
from ion.commons.publishing.queries.working import Working, newest, working
from ion.commons.publishing.services.refusals import IllegalStep, NoSuchItem, TextMoved
from ion.core import clock
from ion.core.ports.publishable import PUBLISHABLES
from ion.models import Edition, Item, ItemState, User


@dataclass(slots=True)
class Held:
    """The locked item, its edition if it has one, and the number of the version worked on."""

    item: Item
    edition: Edition | None
    number: int

    @property
    def state(self) -> ItemState:
        return standing(self.item, self.edition)

    def refuse_unless(self, step: Step) -> None:
        """Raise IllegalStep where the step does not lead on from here."""
        if why := why_not(step, self.item, self.edition):
            raise IllegalStep(why)

    def refuse_other_than(self, number: int | None) -> None:
        """Raise TextMoved where `number` was looked at and another version is worked on by now."""
        if number is not None and number != self.number:
            raise TextMoved(self.number)

    def edited(self, user_id: int | None) -> Edition:
        """The edition, made where there is none, marked as changed by that user now."""
        if self.edition is None:
            self.edition = Edition(item_id=self.item.id, state=ItemState.DRAFT, revision=self.number)
            db.session.add(self.edition)
        self.edition.user_id, self.edition.changed_at = user_id, clock.now()
        return self.edition

    def move(self, state: ItemState, user_id: int | None) -> Edition:
        """Let the edition stand at `state`, for the version worked on; an item without readers stands there too."""
        edition = self.edited(user_id)
        edition.state, edition.revision = state, self.number
        if state is not ItemState.SCHEDULED:
            self.item.publish_at = None
        if state is ItemState.DRAFT:
            edition.publish_local, edition.publish_at, edition.zone = None, None, ""
        if self.item.state in UNFINISHED:
            self.item.state = state
        return edition

    def drop_edition(self) -> None:
        """Nothing waits any more."""
        if self.edition is not None:
            db.session.delete(self.edition)
            self.edition = None
        self.item.publish_at = None

    @property
    def is_live(self) -> bool:
        return is_live(self.item)

    def look(self) -> Working:
        """The item as the pages see it, with what was changed so far."""
        db.session.flush()
        found = working(self.item.id)
        assert found is not None
        return found


def hold(item_id: int) -> Held:
    """Lock an item for a change; raises NoSuchItem. Inside a unit of work."""
    item = db.session.get(Item, item_id, with_for_update=True, populate_existing=True)
    if item is None or item.kind not in PUBLISHABLES:
        raise NoSuchItem(item_id)
    revision = newest(item_id)
    return Held(item, db.session.get(Edition, item_id), revision.number if revision else 0)


def person_of(user_id: int) -> int:
    """The id of a user's person."""
    user = db.session.get(User, user_id)
    assert user is not None
    return user.person_id
