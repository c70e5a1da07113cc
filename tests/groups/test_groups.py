"""Peer-learning groups: joining and leaving, the roster, and a discussion that is read by the roster alone."""

from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from ion.base.extensions import db
from ion.commons.publishing import services as publishing
from ion.core.unit_of_work import unit_of_work
from ion.groups import services
from ion.models import Correction, Follow, Grant, GroupMember, GroupStanding, PeerGroup, User
from ion.notifications.queries import who_may_see
from tests.conftest import Browser
from tests.counting import questions
from tests.discussion.talk import CommentFactory, who
from tests.factories import GroupFactory, PersonFactory, PostFactory, UserFactory, WebinarFactory, sign_in
from tests.racing import at_once


@pytest.fixture(autouse=True)
def _no_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


def standing(group: PeerGroup, user: User) -> GroupStanding | None:
    db.session.rollback()
    row = db.session.get(GroupMember, (group.item_id, user.id), populate_existing=True)
    return row.standing if row else None


def follows(user: User, group: PeerGroup) -> bool:
    db.session.rollback()
    return db.session.get(Follow, (user.id, "group", str(group.item_id))) is not None


def browser_of(app: Flask, user: User | None) -> Browser:
    browser = Browser(app)
    if user:
        sign_in(browser, user)
    return browser


def join(group: PeerGroup, user: User) -> None:
    with unit_of_work():
        services.join(group.item_id, user_id=user.id, note="I run the same program.")


@pytest.mark.database
def test_joining_an_open_group_is_one_step_and_follows_it(now: datetime) -> None:
    group, user = GroupFactory(), UserFactory(Grant.MEMBER)

    join(group, user)

    assert standing(group, user) is GroupStanding.MEMBER
    assert follows(user, group)


@pytest.mark.database
def test_two_requests_at_once_put_somebody_on_the_roster_once(app: Flask, now: datetime) -> None:
    group, user = GroupFactory(), UserFactory(Grant.MEMBER)
    id, user_id = group.item_id, user.id

    def one(_: int) -> int:
        with unit_of_work():
            return services.join(id, user_id=user_id).user_id

    assert at_once(app, one) == [user_id] * 8
    assert standing(group, user) is GroupStanding.MEMBER


@pytest.mark.database
def test_the_facilitator_of_a_closed_group_lets_people_in(app: Flask, now: datetime) -> None:
    lead, asker = UserFactory(Grant.MEMBER), UserFactory(Grant.MEMBER)
    group = GroupFactory(is_open=False, facilitator=lead.person)
    with unit_of_work() as session:
        services.name_facilitator(session.get_one(PeerGroup, group.item_id))
    join(group, asker)
    assert standing(group, asker) is GroupStanding.ASKED

    page = browser_of(app, lead).get(f"/groups/{group.item.slug}/roster")
    browser_of(app, lead).post(f"/groups/{group.item.slug}/roster/{asker.id}/let-in")

    assert "I run the same program." in page.text
    assert standing(group, asker) is GroupStanding.MEMBER
    assert follows(asker, group)


def test_the_roster_is_for_those_on_it_and_for_ion_staff(app: Flask, now: datetime) -> None:
    insider, stranger = UserFactory(Grant.MEMBER), UserFactory(Grant.MEMBER)
    staff = UserFactory(Grant.MEMBER, Grant.FACILITATOR)
    group = GroupFactory(roster=[insider])
    asking = UserFactory(Grant.MEMBER)
    with unit_of_work() as session:
        session.add(GroupMember(group_id=group.item_id, user_id=asking.id, at=now))
    path = f"/groups/{group.item.slug}/roster"

    answers = [browser_of(app, user).get(path).status_code for user in (insider, staff, stranger, asking)]

    assert answers == [200, 200, 403, 403]
    assert browser_of(app, insider).post(f"{path}/{asking.id}/let-in").status_code == 403
    assert standing(group, asking) is GroupStanding.ASKED


def test_the_discussion_is_read_and_written_by_the_roster_alone(app: Flask, now: datetime) -> None:
    insider, stranger = UserFactory(Grant.MEMBER), UserFactory(Grant.MEMBER)
    staff = UserFactory(Grant.MEMBER, Grant.EDITOR)
    group = GroupFactory(roster=[insider])
    comment = CommentFactory(group.item_id, insider, "Said among peers.")
    seen = {
        name: [
            "Said among peers." in browser_of(app, user).get(path, follow_redirects=True).text
            for path in (
                group.item.slug and f"/groups/{group.item.slug}",
                f"/discussion/{group.item_id}",
                f"/comments/{comment}",
            )
        ]
        for name, user in {"insider": insider, "stranger": stranger, "staff": staff, "nobody": None}.items()
    }
    posted = browser_of(app, stranger).post(f"/discussion/{group.item_id}", data={"markdown": "Let me in."})

    assert seen["insider"] == seen["staff"] == [True, True, True]
    assert seen["stranger"] == seen["nobody"] == [False, False, False]
    assert posted.status_code == 404


def test_what_is_said_in_a_group_is_told_to_its_roster_alone(now: datetime) -> None:
    insider, other, stranger = (UserFactory(Grant.MEMBER) for _ in range(3))
    group = GroupFactory(roster=[insider, other])
    with unit_of_work() as session:
        for user in (other, stranger):
            session.add(Follow(user_id=user.id, kind="group", key=str(group.item_id), at=now))
    id = CommentFactory(group.item_id, insider, "A word among peers.")

    from_notices = told_of(id, [other, stranger])

    assert from_notices == [other.id]


def told_of(comment_id: int, users: list[User]) -> list[int]:
    thing = ("comment", comment_id, "")
    return [id for id, _ in who_may_see(thing, [(user.id, "") for user in users])]


@pytest.mark.database
def test_leaving_ends_following_and_the_facilitator_stays(now: datetime) -> None:
    lead, user = UserFactory(Grant.MEMBER), UserFactory(Grant.MEMBER)
    group = GroupFactory(facilitator=lead.person)
    with unit_of_work() as session:
        services.name_facilitator(session.get_one(PeerGroup, group.item_id))
    join(group, user)

    with unit_of_work():
        services.leave(group.item_id, user_id=user.id)
    with pytest.raises(services.Refused), unit_of_work():
        services.leave(group.item_id, user_id=lead.id)

    assert (standing(group, user), standing(group, lead)) == (None, GroupStanding.FACILITATOR)
    assert not follows(user, group)


def test_a_group_is_written_and_published_like_anything_else(app: Flask, now: datetime) -> None:
    editor, lead = UserFactory(Grant.MEMBER, Grant.EDITOR), UserFactory(Grant.MEMBER)
    own: dict[str, Any] = {"facilitator": lead.person_id, "series": "Quartz calls", "summary": "For miners."}
    with unit_of_work():
        item = publishing.start("group", title="Quartz group", user_id=editor.id, content=own)
        publishing.publish(item.id, user_id=editor.id, override="A test.")
        slug = item.slug
    WebinarFactory(title="Quartz, third call", webinar={"series": "Quartz calls"})

    page = Browser(app).get(f"/groups/{slug}").text

    assert "Quartz, third call" in page
    assert lead.person.name in page
    row = db.session.get(GroupMember, (item.id, lead.id))
    assert row is not None and row.standing is GroupStanding.FACILITATOR
    writing = browser_of(app, editor).get(f"/staff/publishing/{item.id}").text
    assert f"{lead.person.name} #{lead.person_id}" in writing


def test_an_item_can_be_for_the_roster_of_one_group(app: Flask, now: datetime) -> None:
    insider, stranger = UserFactory(Grant.MEMBER), UserFactory(Grant.MEMBER)
    editor = UserFactory(Grant.MEMBER, Grant.EDITOR)
    group = GroupFactory(roster=[insider])
    post = PostFactory(title="For the group")
    with unit_of_work():
        publishing.change_audience(post.item_id, f"group:{group.item_id}", user_id=editor.id)

    answers = [
        browser_of(app, user).get(f"/blog/{post.item.slug}").status_code for user in (insider, stranger, None)
    ]

    assert answers == [200, 404, 404]


def test_the_list_asks_the_same_number_of_questions_however_many_groups_there_are(
    app: Flask, now: datetime
) -> None:
    GroupFactory()
    few = questions(app.test_client(), "/groups/")
    for number in range(15):
        GroupFactory(title=f"Group {number}", facilitator=PersonFactory())
    many = questions(app.test_client(), "/groups/")

    assert len(few) == len(many) <= 6


def test_viewers_hold_a_token_of_each_group_they_are_on(now: datetime) -> None:
    user = UserFactory(Grant.MEMBER)
    group = GroupFactory(roster=[user])
    other = GroupFactory()
    with unit_of_work() as session:
        session.add(GroupMember(group_id=other.item_id, user_id=user.id, at=now))

    assert who(user).groups == {group.item_id}


def test_a_call_leads_to_its_group_and_shows_its_corrections(app: Flask, now: datetime) -> None:
    group = GroupFactory(title="Quartz circle", series="Quartz calls")
    call = WebinarFactory(webinar={"series": "Quartz calls"})
    with unit_of_work() as session:
        session.add(Correction(item_id=call.item_id, at=now, text="It was Tuesday."))

    page = Browser(app).get(call.path).text

    assert f'<a href="/groups/{group.item.slug}">Quartz circle</a>' in page
    assert "It was Tuesday." in page
