"""Roles: whose they are, handed over in one step, and what is nobody's."""

import pytest
from sqlalchemy import select

from ion.base.extensions import db
from ion.commons.publishing import services as publishing
from ion.core.unit_of_work import unit_of_work
from ion.models import (
    Delivery,
    GroupMember,
    GroupStanding,
    Item,
    PeerGroup,
    Person,
    Question,
    QuestionState,
    Revision,
    User,
    Webinar,
)
from ion.privacy.queries.roles import key_of, roles, successor, vacant
from ion.privacy.services import handing
from ion.privacy.services.refusals import Refused
from tests.accounts.people import Member
from tests.factories import GroupFactory, PersonFactory, PostFactory, QuestionFactory, WebinarFactory

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]


class Work:
    """A group, a webinar to come and one that is over, a question and a post, all of them somebody's."""

    def __init__(self, user: User) -> None:
        self.group = GroupFactory(facilitator=user.person, title="Rural peers").item_id
        self.presented = WebinarFactory(authors=[user.person], title="Presented").item_id
        self.moderated = WebinarFactory(
            title="Moderated", webinar={"moderator_id": user.person_id}, authors=[PersonFactory()]
        ).item_id
        past = WebinarFactory("2026-11-10 14:00", title="Past", authors=[user.person])
        self.question = QuestionFactory(past.item_id, owner_id=user.id, state=QuestionState.OPEN).id
        self.past = past.item_id
        self.post = PostFactory(owner_id=user.id, title="A post").item_id


def told(person_id: int) -> set[tuple[str, int, str]]:
    return {(role.kind, role.id, role.role) for role in roles(person_id)}


def hand_over(user: User, to: User | None, chosen: list[str] | None = None) -> int:
    with unit_of_work():
        return len(
            handing.hand_over(
                chosen,
                person_id=user.person_id,
                to_person_id=to.person_id if to else None,
                by_user_id=None,
            )
        )


def test_roles_are_every_open_one_of_the_person_and_nothing_else(nora: User, omar: User) -> None:
    work = Work(nora)
    Work(omar)

    assert told(nora.person_id) == {
        ("group", work.group, "Facilitator"),
        ("webinar", work.presented, "Presenter"),
        ("webinar", work.moderated, "Moderator"),
        ("question", work.question, "Answers this question"),
        ("item", work.post, "Owner"),
    }


def test_hand_over_gives_all_of_it_to_somebody_in_one_step_and_tells_them(nora: User, omar: User) -> None:
    work = Work(nora)

    given = hand_over(nora, omar)

    assert given == 5
    assert told(nora.person_id) == set()
    assert len(told(omar.person_id)) == 5
    assert db.session.get_one(PeerGroup, work.group).facilitator_id == omar.person_id
    assert db.session.get_one(GroupMember, (work.group, omar.id)).standing is GroupStanding.FACILITATOR
    presented = db.session.get_one(Item, work.presented)
    assert [author.person_id for author in presented.authors] == [omar.person_id]
    past = db.session.get_one(Item, work.past)
    assert [author.person_id for author in past.authors] == [nora.person_id]
    mail = db.session.scalars(select(Delivery).where(Delivery.template == "privacy/handed")).one()
    assert (mail.user_id, len(mail.context["roles"])) == (omar.id, 5)


def test_hand_over_gives_only_what_was_chosen(nora: User, omar: User) -> None:
    work = Work(nora)

    hand_over(nora, omar, [f"group:{work.group}", "webinar:999999", "nonsense"])

    assert told(omar.person_id) == {("group", work.group, "Facilitator")}


def test_what_is_handed_to_nobody_is_listed_as_nobodys(nora: User) -> None:
    work = Work(nora)

    hand_over(nora, None)

    keys = {key_of(role) for role in vacant()}
    assert {f"group:{work.group}", f"webinar:{work.presented}", f"webinar:{work.moderated}"} <= keys
    assert f"question:{work.question}" in keys
    assert db.session.get_one(Question, work.question).owner_id is None
    assert db.session.get_one(Webinar, work.moderated).moderator_id is None


def test_what_is_nobodys_is_given_to_somebody(nora: User, omar: User) -> None:
    work = Work(nora)
    hand_over(nora, None)

    with unit_of_work():
        handing.hand_over(None, person_id=None, to_person_id=omar.person_id, by_user_id=omar.id)

    assert {("group", work.group, "Facilitator"), ("webinar", work.presented, "Moderator")} <= told(
        omar.person_id
    )
    assert not {key_of(role) for role in vacant()} & {f"group:{work.group}", f"webinar:{work.presented}"}


def test_a_version_that_waits_names_whoever_took_over(nora: User, omar: User) -> None:
    with unit_of_work():
        item_id = publishing.start("group", title="Rural peers", user_id=omar.id).id
        publishing.save(item_id, {"facilitator": nora.person_id, "summary": "s"}, base=1, user_id=omar.id)
        publishing.publish(item_id, user_id=omar.id)

    hand_over(nora, omar)

    assert db.session.get_one(Revision, (item_id, 2)).content["facilitator"] == omar.person_id


@pytest.mark.parametrize("who", ["nobody", "suspended", "oneself"])
def test_roles_go_to_nobody_who_cannot_take_them(nora: User, who: str) -> None:
    Work(nora)
    stranger = Member("gone@ion.example", name="Gone", suspended_at=nora.created_at)
    person = {"nobody": PersonFactory(), "suspended": stranger.person, "oneself": nora.person}[who]

    with pytest.raises(Refused), unit_of_work():
        handing.hand_over(None, person_id=nora.person_id, to_person_id=person.id, by_user_id=None)

    assert len(told(nora.person_id)) == 5


def test_a_member_names_only_members_whose_page_they_may_see(nora: User) -> None:
    seen: Person = Member("ada@ion.example", name="Ada Lin").person
    Member("hidden@ion.example", person=PersonFactory(name="Hidden Hand", audience="staff"))
    members = frozenset({"public", "members"})

    assert successor("ada lin", members) == seen.id
    assert successor(f"Ada #{seen.id}", members) == seen.id
    assert successor("", members) is None
    for typed in ("Hidden Hand", "Nobody At All"):
        with pytest.raises(Exception, match="known to you"):
            successor(typed, members)
