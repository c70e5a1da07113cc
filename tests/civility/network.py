"""A small network in which one person is everything somebody can be: what of it may offer them?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ion.accounts import services as accounts
from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import (
    Conversation,
    ConversationMember,
    Follow,
    GroupMember,
    GroupStanding,
    MentoringRequest,
    Message,
    PeerGroup,
    Person,
    QuestionState,
    User,
    Webinar,
)
from tests.discussion.talk import CommentFactory
from tests.factories import (
    DeckFactory,
    GroupFactory,
    OrganizationFactory,
    PersonFactory,
    PostFactory,
    PracticeFactory,
    QuestionFactory,
    RegistrationFactory,
    TopicFactory,
    UserFactory,
    WebinarFactory,
)
from tests.factories.mentoring import MentorFactory, MentoringRequestFactory, NeedFactory
from tests.factories.profiles import MemberFactory, terms_of

TERMS = {"state": ["KY"], "role": ["colleges"], "topic": ["welding"]}
NAME, EMAIL = "Sam Everywhere", "sam.everywhere@ion.example"
ASK, BIO = "Asking about forges", "Forged in Paducah."


@dataclass(frozen=True)
class Network:
    """The one who is everything, a friend in the same groups and conversations, and where they meet."""

    sam: User
    friend: User
    ahead: Webinar
    group: PeerGroup
    practice_id: int
    pair: Conversation
    circle: Conversation
    request: MentoringRequest

    def suspend(self) -> None:
        """ION staff suspend Sam."""
        with unit_of_work() as session:
            accounts.suspend(session.get_one(User, self.sam.id))


def NetworkFactory(now: datetime) -> Network:
    TopicFactory("welding", "Welding")
    board = OrganizationFactory("Forge Works", TERMS, slug="forge")
    person = PersonFactory(
        name=NAME,
        job_title="Smith",
        ask_me_about=ASK,
        bio=BIO,
        bio_html=f"<p>{BIO}</p>",
        organization_id=board.id,
        terms=terms_of(TERMS),
    )
    sam = UserFactory(person=person, email=EMAIL)
    friend = MemberFactory(name="Fran Friend", terms=TERMS)
    practice = PracticeFactory(authors=[person, friend.person], terms=TERMS, submitted_by_id=person.id)
    published(person, now)
    ahead = WebinarFactory(
        authors=[person], terms=TERMS, posted_by_id=person.id, webinar={"moderator_id": person.id}
    )
    talk(sam, friend, practice.item_id, ahead.item_id)
    RegistrationFactory(ahead, sam)
    RegistrationFactory(ahead, friend)
    group = GroupFactory(facilitator=person, roster=[friend], is_open=False, terms=TERMS)
    facilitated(group, sam)
    GroupFactory(roster=[sam, friend])
    follows(friend, ("person", person.id), ("topic", "welding"), ("practice", practice.item_id))
    follows(sam, ("person", friend.person_id), ("topic", "welding"), ("group", group.item_id))
    follows(sam, ("practice", practice.item_id))
    pair = conversation(sam, friend, pair=f"{sam.id}:{friend.id}")
    circle = conversation(sam, friend, UserFactory(), title="Forge circle")
    request = mentored(sam, friend)
    return Network(sam, friend, ahead, group, practice.item_id, pair, circle, request)


def mentored(sam: User, friend: User) -> MentoringRequest:
    """Sam mentors, the friend asks Sam, and looks for a mentor for something else."""
    welding = ("topic", "welding")
    mentor = MentorFactory(welding, user=sam, talks_about="Forging together.", is_shown_publicly=True)
    NeedFactory(welding, mentee=friend, question="Who helps us to weld?")
    return MentoringRequestFactory(NeedFactory(welding, mentee=friend), mentor)


def published(person: Person, now: datetime) -> None:
    """What stands under a person's name besides the practice."""
    PostFactory(authors=[person], terms=TERMS, posted_by_id=person.id)
    DeckFactory(authors=[person], terms=TERMS)
    over = (now - timedelta(days=3)).strftime("%Y-%m-%d %H:%M")
    WebinarFactory(starts=over, authors=[person], terms=TERMS, webinar={"moderator_id": person.id})


def talk(sam: User, friend: User, practice_id: int, webinar_id: int) -> None:
    """Comments and questions of both."""
    first = CommentFactory(practice_id, sam, "We forged it.")
    CommentFactory(practice_id, friend, "So did we.", parent_id=first)
    QuestionFactory(webinar_id, sam, text="Who forges?")
    QuestionFactory(webinar_id, friend, text="Who hammers?", owner_id=sam.id)
    QuestionFactory(webinar_id, friend, state=QuestionState.HELD, text="Who waits?")


def facilitated(group: PeerGroup, sam: User) -> None:
    with unit_of_work() as session:
        place = {"group_id": group.item_id, "user_id": sam.id}
        session.add(GroupMember(**place, standing=GroupStanding.FACILITATOR, at=clock.now()))


def follows(user: User, *things: tuple[str, str | int]) -> None:
    with unit_of_work() as session:
        for kind, key in things:
            session.add(Follow(user_id=user.id, kind=kind, key=str(key), at=clock.now()))


def conversation(sam: User, *others: User, pair: str | None = None, title: str = "") -> Conversation:
    """An answered conversation in which Sam wrote last; the others have not read it."""
    at = clock.now()
    with unit_of_work() as session:
        made = Conversation(
            pair=pair, title=title, created_by_id=sam.id, created_at=at, answered_at=at, last_at=at
        )
        made.last_number = made.version = 1
        made.members = [
            ConversationMember(user_id=user.id, joined_at=at, unread=0 if user is sam else 1)
            for user in (sam, *others)
        ]
        session.add(made)
        session.flush()
        words = "Shall we forge?"
        session.add(
            Message(
                conversation_id=made.id,
                number=1,
                version=1,
                user_id=sam.id,
                client_id=f"first-{made.id}",
                markdown=words,
                html=f"<p>{words}</p>",
                words=words.lower(),
                created_at=at,
            )
        )
    return made
