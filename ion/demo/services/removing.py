"""Removing: every sample item, person, login and organization with all that hangs on them, and nothing else."""

from dataclasses import dataclass

from sqlalchemy import case, delete, func, or_, select, update

from ion.base.extensions import db
from ion.core import audit, signals
from ion.core.unit_of_work import unit_of_work
from ion.demo.services.liveliness import count_likes
from ion.demo.services.samples import Samples, samples
from ion.demo.services.unmentoring import remove_mentoring
from ion.messaging.policies import KIND as MESSAGE
from ion.models import (
    Comment,
    CommentState,
    Conversation,
    ConversationMember,
    Delivery,
    File,
    Follow,
    Item,
    ItemCount,
    ItemLike,
    Message,
    Notice,
    OldAddress,
    Organization,
    OutboxRow,
    Person,
    PollVote,
    Question,
    QuestionVote,
    Report,
    Token,
    Tool,
    User,
)


@dataclass(frozen=True, slots=True)
class Removed:
    """How much went. `named` are sample people who stay, without a login, since other content names them."""

    items: int
    people: int
    organizations: int
    named: tuple[str, ...]


def remove() -> Removed:
    """Remove the sample network with all that was attached to it; what is not sample content stays as it is.

    The audit log keeps what was written down. Real people at a sample organization keep its name as text.
    """
    with unit_of_work():
        found = samples()
        remove_traces(found)
        remove_comments(found)
        remove_questions(found)
        remove_mentoring(found)
        remove_conversations(found)
        remove_items(found)
        remove_logins(found)
        remove_organizations(found)
        remove_people(found)
        gone = Removed(
            len(found.item_ids), len(found.people), len(found.organizations), tuple(found.named.values())
        )
        if gone.items or gone.people or gone.organizations:
            counts = {"items": gone.items, "people": gone.people, "organizations": gone.organizations}
            audit.record("removed", kind="sample", id=None, after=counts)
    return gone


def remove_traces(found: Samples) -> None:
    """What points to samples by kind and id: notices, follows, tokens, old addresses, mail, work that waits."""
    session = db.session
    theirs = select(User.email).where(User.id.in_(found.users))
    mail = or_(Delivery.user_id.in_(found.users), Delivery.address.in_(theirs))
    letters = session.scalars(select(Delivery.id).where(mail)).all()
    is_letter = (OutboxRow.subject_kind == "delivery") & OutboxRow.subject_id.in_(letters)
    is_about = found.among(OutboxRow.subject_kind, OutboxRow.subject_id)
    session.execute(delete(OutboxRow).where(or_(is_about, is_letter)))
    session.execute(delete(Delivery).where(Delivery.id.in_(letters)))
    session.execute(delete(Notice).where(found.among(Notice.subject_kind, Notice.subject_id)))
    session.execute(delete(Token).where(found.among(Token.subject_kind, Token.subject_id)))
    session.execute(delete(Follow).where(found.among_keys(Follow.kind, Follow.key)))
    people = session.scalars(select(Person).where(Person.id.in_(found.people)))
    organizations = session.scalars(select(Organization).where(Organization.id.in_(found.organizations)))
    paths = [thing.path for thing in (*people, *organizations)]
    session.execute(delete(OldAddress).where(OldAddress.target.in_(paths)))


def remove_comments(found: Samples) -> None:
    """What sample people wrote under anything, with the answers to it; what is left there is counted again."""
    theirs = Comment.person_id.in_([*found.people, *found.named])
    said = db.session.scalars(select(Comment.item_id).where(theirs).distinct()).all()
    db.session.execute(delete(Comment).where(theirs))
    shown = select(func.count()).where(
        Comment.item_id == ItemCount.item_id, Comment.state == CommentState.SHOWN
    )
    db.session.execute(
        update(ItemCount).where(ItemCount.item_id.in_(said)).values(comments=shown.scalar_subquery())
    )


def remove_questions(found: Samples) -> None:
    """What sample people asked anywhere and whom they voted for; the votes that are left are counted again."""
    voters = [f"user:{id}" for id in found.users]
    voted = QuestionVote.voter.in_(voters)
    touched = db.session.scalars(select(QuestionVote.question_id).where(voted).distinct()).all()
    db.session.execute(delete(Question).where(Question.user_id.in_(found.users)))
    db.session.execute(delete(QuestionVote).where(voted))
    db.session.execute(delete(PollVote).where(PollVote.voter.in_(voters)))
    left = select(func.count()).where(QuestionVote.question_id == Question.id).scalar_subquery()
    db.session.execute(update(Question).where(Question.id.in_(touched)).values(votes=left))


def remove_conversations(found: Samples) -> None:
    """Whatever sample people wrote or were written, with the files, and what was reported of them."""
    session = db.session
    with_samples = select(ConversationMember.conversation_id).where(
        ConversationMember.user_id.in_(found.users)
    )
    theirs = session.scalars(select(Message.id).where(Message.conversation_id.in_(with_samples))).all()
    session.execute(delete(File).where(File.parent_kind == MESSAGE, File.parent_id.in_(theirs)))
    told = or_(
        found.among(Report.subject_kind, Report.subject_id),
        Report.about_id.in_(found.users),
        (Report.subject_kind == MESSAGE) & Report.subject_id.in_(theirs),
    )
    session.execute(delete(Report).where(told))
    ids = session.scalars(with_samples.distinct()).all()
    session.execute(delete(Token).where(Token.subject_kind == "conversation", Token.subject_id.in_(ids)))
    session.execute(delete(Conversation).where(Conversation.id.in_(ids)))


def remove_items(found: Samples) -> None:
    """The items with everything that hangs on them; search hears of it, and the night removes the bytes of files."""
    ids = found.item_ids
    for item in db.session.scalars(select(Item).where(Item.id.in_(ids))).all():
        signals.item_removed.send(item)
    db.session.execute(delete(Tool).where(Tool.item_id.in_(ids)))
    db.session.execute(delete(Item).where(Item.id.in_(ids)))
    db.session.execute(delete(File).where(found.among(File.parent_kind, File.parent_id)))


def remove_logins(found: Samples) -> None:
    """The logins with everything that is theirs; what they liked elsewhere is counted again."""
    theirs = ItemLike.user_id.in_(found.users)
    liked = db.session.scalars(select(ItemLike.item_id).where(theirs).distinct()).all()
    db.session.execute(update(Item).where(Item.owner_id.in_(found.users)).values(owner_id=None))
    db.session.execute(delete(User).where(User.id.in_(found.users)))
    count_likes(liked)


def remove_organizations(found: Samples) -> None:
    """The organizations; whoever else was at one is from now on at a place of that name."""
    ids = found.organizations
    name = select(Organization.name).where(Organization.id == Person.organization_id).scalar_subquery()
    kept = case((Person.affiliation == "", name), else_=Person.affiliation)
    there = Person.organization_id.in_(ids), Person.id.not_in(found.people)
    db.session.execute(update(Person).where(*there).values(affiliation=kept))
    db.session.execute(update(Person).where(Person.organization_id.in_(ids)).values(organization_id=None))
    db.session.execute(delete(Organization).where(Organization.id.in_(ids)))


def remove_people(found: Samples) -> None:
    db.session.execute(delete(Person).where(Person.id.in_(found.people)))
