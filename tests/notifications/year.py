"""A network that lives: people of every kind, who publish, comment, follow, stop, read and fall silent; and what must
hold of every mail at the instant it is made."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from ion.base.extensions import db
from ion.base.vocabulary.places import STATES as PLACES
from ion.base.vocabulary.roles import ROLES
from ion.commons.discussion import services as discussion
from ion.commons.reactions import services as reactions
from ion.core import clock, items, sightings
from ion.core.access import Viewer, scopes
from ion.core.unit_of_work import unit_of_work
from ion.models import Delivery, Follow, Item, ItemState, Notice, OutboxRow, PersonTerm, User
from ion.notifications import services
from ion.notifications.queries import viewers
from ion.notifications.schedule import Channel, zone_of
from tests.factories import PersonFactory, PostFactory, UserFactory, WebinarFactory
from tests.notifications.telling import choose, follow, publish, work

STATES = ("CO", "KY", "OR", "PR", "GU", "UT")
ROLE_KEYS = ("employers", "colleges", "intermediary")
ZONES = ("", "Pacific/Guam", "America/Denver", "America/Puerto_Rico", "America/Phoenix", "Pacific/Honolulu")
AUDIENCES = ("public", "public", "public", "members", "members", "staff")
OFFERED = ("New", "Coming")
NEWS = "New in what you follow"
SLOW = (Channel.DAILY, Channel.WEEKLY)


@dataclass
class Member:
    """Somebody of the network, as the simulation knows them."""

    id: int
    person_id: int
    zone: ZoneInfo
    own: set[str] = field(default_factory=set)
    is_quiet: bool = False
    stopped_at: datetime | None = None
    channel: Channel | None = None
    named: set[str] = field(default_factory=set)
    briefed: list[datetime] = field(default_factory=list)
    mailed: list[datetime] = field(default_factory=list)
    lines: int = 0


@dataclass
class Year:
    """So many people, and chance. `run` lives until the end and looks at every mail as it is made.

    Something happens every `pace` hours.
    """

    people: int
    chance: random.Random
    pace: float
    members: dict[int, Member] = field(default_factory=dict)
    looked_at: int = 0
    published: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def join(self) -> None:
        """Everybody joins: a tenth say and follow nothing, some leave no channel as it was."""
        for number in range(self.people):
            zone = ZONES[number % len(ZONES)]
            user = UserFactory(person=PersonFactory(zone=zone, name=f"Member {number}"))
            member = Member(user.id, user.person_id, zone_of(zone), is_quiet=number % 10 == 9)
            self.members[user.id] = member
            if not member.is_quiet:
                self.care(user, member)

    def care(self, user: User, member: Member) -> None:
        said = {("state", self.chance.choice(STATES)), ("role", self.chance.choice(ROLE_KEYS))}
        followed = {("state", state) for state in self.chance.sample(STATES, self.chance.randrange(3))}
        with unit_of_work() as session:
            session.add_all(PersonTerm(person_id=member.person_id, facet=f, key=k) for f, k in said)
        member.own = {f"Your state: {PLACES.label(k)}" for f, k in said if f == "state"}
        member.own |= {f"Your partner role: {ROLES.label(k)}" for f, k in said if f == "role"}
        follow(user, *followed)
        member.channel = self.chance.choice([None, None, None, *Channel])
        if member.channel:
            choose(user, member.channel, "followed.published", "comment.followed")

    def run(self, start: datetime, end: datetime) -> None:
        """From one instant at which anything happens to the next."""
        at = start
        with clock.frozen(at):
            self.join()
        while at < end:
            with clock.frozen(at):
                self.live()
                self.night()
                work()
                self.look()
            pause = timedelta(hours=self.chance.expovariate(1 / self.pace))
            at = min(at + pause, max(self.next_due(), at + timedelta(seconds=1)))

    def night(self) -> None:
        """What the worker does once a night, a little more often."""
        with unit_of_work():
            services.plan_briefs()

    def next_due(self) -> datetime:
        """When the worker has to come next."""
        db.session.rollback()
        found = db.session.scalar(select(func.min(OutboxRow.due_at)).where(OutboxRow.task.like("notif%")))
        return found or datetime.max.replace(tzinfo=ZoneInfo("UTC"))

    def live(self) -> None:
        """One thing happens, or another."""
        deed = self.chance.choices(
            [
                self.publish,
                self.comment,
                self.change_mind,
                self.read,
                self.take_back,
                self.stop,
                self.nothing,
            ],
            [7, 5, 5, 4, 2, 0.2, 4],
        )[0]
        deed()

    def someone(self) -> Member:
        """Somebody who takes part."""
        return self.chance.choice([member for member in self.members.values() if not member.is_quiet])

    def publish(self) -> None:
        """Somebody publishes one thing, or a few."""
        for _ in range(self.chance.choice([1, 1, 1, 5])):
            self.publish_one()

    def publish_one(self) -> None:
        author = self.someone()
        terms = {"state": [self.chance.choice(STATES)], "role": [self.chance.choice(ROLE_KEYS)]}
        made = {
            "title": f"Thing {len(self.published)}",
            "terms": terms,
            "audience": self.chance.choice(AUDIENCES),
            "authors": [db.session.get_one(User, author.id).person],
        }
        if self.chance.random() < 0.3:
            start = clock.now() + timedelta(days=self.chance.randrange(1, 40))
            item = WebinarFactory(start.strftime("%Y-%m-%d 14:00"), **made).item
        else:
            item = PostFactory(**made).item
        self.published.append(item.id)
        if self.chance.random() < 0.8:  # the rest is not news: it was imported, or is old
            publish(item)

    def comment(self) -> None:
        """Somebody comments on a post, or answers."""
        post = self.chance.choice(self.published[-30:] or [0])
        writer = viewers([self.someone().id])
        (who,) = writer.values()
        db.session.rollback()
        item = db.session.get(Item, post)
        if item is None or item.kind != "post" or not self.sees(who, item.id):
            return
        with unit_of_work():
            discussion.write(who, item.id, f"Words {self.chance.random()}", None)

    def change_mind(self) -> None:
        """Somebody follows something, or no more."""
        member, state = self.someone(), self.chance.choice(STATES)
        with unit_of_work():
            reactions.follow(member.id, "state", state, self.chance.random() < 0.5)
        if self.published and self.chance.random() < 0.5:
            with unit_of_work():
                id = self.chance.choice(self.published)
                kind = db.session.get_one(Item, id).kind
                reactions.follow(member.id, kind, str(id), self.chance.random() < 0.7)

    def read(self) -> None:
        member = self.someone()
        unread = select(Notice.id).where(Notice.user_id == member.id, Notice.read_at.is_(None))
        ids = list(db.session.scalars(unread))
        sightings.notices_read(member.id, self.chance.sample(ids, len(ids) // 2), clock.now())

    def take_back(self) -> None:
        """Something is withdrawn, or meant for others from now on."""
        if not self.published:
            return
        with unit_of_work() as session:
            item = session.get_one(Item, self.chance.choice(self.published[-20:]))
            if self.chance.random() < 0.5:
                item.state = ItemState.WITHDRAWN
            else:
                item.audience = self.chance.choice(AUDIENCES)

    def stop(self) -> None:
        member = self.someone()
        member.stopped_at = member.stopped_at or clock.now()
        with unit_of_work():
            services.choose(member.id, {"brief": Channel.OFF})

    def nothing(self) -> None:
        """Time goes by."""

    def sees(self, who: Viewer, item_id: int) -> bool:
        return item_id in items.subjects([item_id], scopes(who))

    def look(self) -> None:
        """Every mail that was made since the last look."""
        db.session.rollback()
        fresh = select(Delivery).where(Delivery.id > self.looked_at).order_by(Delivery.id)
        for mail in db.session.scalars(fresh).all():
            self.looked_at = mail.id
            self.check(mail, self.members[mail.user_id or 0])

    def check(self, mail: Delivery, member: Member) -> None:
        if member.is_quiet:
            self.wrong.append(f"{mail.kind} to {member.id}, who is quiet")
        follows = select(Follow.kind, Follow.key).where(Follow.user_id == member.id)
        pairs = {tuple(row) for row in db.session.execute(follows)}
        for line in mail.context["lines"]:
            if line["label"] in (*OFFERED, NEWS):
                self.check_line(line, mail, member, {key for kind, key in pairs if kind == "state"})
        if mail.kind == "brief":
            self.check_brief(mail, member)
        else:
            member.mailed.append(mail.created_at)

    def check_line(self, line: dict[str, str], mail: Delivery, member: Member, states: set[str]) -> None:
        """It may be opened, has not been named, and its reason holds."""
        told = f"{mail.kind} {mail.id} to {member.id}: {line['title']}, {line['why']}"
        (who,) = viewers([member.id]).values()
        item_id = db.session.scalar(select(Item.id).where(Item.title == line["title"]))
        if item_id is None or not self.sees(who, item_id):
            self.wrong.append(f"{told}: may not be opened")
        if line["title"] in member.named:
            self.wrong.append(f"{told}: twice")
        member.named.add(line["title"])
        true = member.own | {f"You follow {PLACES.label(state)}" for state in states}
        if line["why"] not in true and not line["why"].startswith("You follow this"):
            self.wrong.append(f"{told}: not why")

    def check_brief(self, mail: Delivery, member: Member) -> None:
        """On a Monday at eight, of one to seven lines, the only one of the week, to who wants it."""
        local = mail.created_at.astimezone(member.zone)
        told = f"brief {mail.id} to {member.id} at {local}"
        if (local.weekday(), local.hour, local.minute) != (0, 8, 0):
            self.wrong.append(f"{told}: not on Monday at eight")
        if not 1 <= len(mail.context["lines"]) <= 7:
            self.wrong.append(f"{told}: {len(mail.context['lines'])} lines")
        if any(mail.created_at - before < timedelta(days=6) for before in member.briefed):
            self.wrong.append(f"{told}: the second of the week")
        if member.stopped_at and member.stopped_at < mail.created_at:
            self.wrong.append(f"{told}: was stopped")
        member.briefed.append(mail.created_at)
        member.lines += len(mail.context["lines"])

    def by_kind(self) -> dict[str, int]:
        """How many mails of each kind were made."""
        rows = db.session.execute(select(Delivery.kind, func.count()).group_by(Delivery.kind))
        found: dict[str, int] = defaultdict(int)
        for kind, number in rows:
            found[kind] = number
        return found
