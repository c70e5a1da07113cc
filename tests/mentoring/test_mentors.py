"""The list of mentors: who stands in it for whom, in which order, how it is counted; and mentors in search."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert

from ion.base.extensions import db
from ion.commons.finding.question import Question
from ion.core import clock, signals, tallies
from ion.core.ports.engine import engine
from ion.core.ports.query import parse
from ion.core.ports.search import Search
from ion.core.unit_of_work import unit_of_work
from ion.mentoring.queries import front, mentors
from ion.mentoring.queries.cards import cards
from ion.mentoring.services import profiles
from ion.models import (
    LastVisit,
    MentorProfile,
    MentorTerm,
    Person,
    PersonTerm,
    RequestState,
    User,
    WhoMayAsk,
)
from tests.conftest import Browser
from tests.counting import questions
from tests.factories import OrganizationFactory, PostFactory, TopicFactory, UserFactory, sign_in
from tests.factories.mentoring import HeldTermFactory, MentorFactory, MentoringRequestFactory
from tests.factories.profiles import MemberFactory
from tests.indexing import index
from tests.reading import visit

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("app", "now")]
PUBLIC, MEMBERS = frozenset({"public"}), frozenset({"public", "members"})


def mentor(name: str, *terms: tuple[str, str], state: str = "", person: Any = None, **fields: Any) -> int:
    user = MemberFactory(name=name, terms={"state": [state]} if state else {}, **(person or {}))
    return MentorFactory(*terms, user=user, **fields).person_id


def listed(looks: int = 0, q: str = "", **facets: str) -> list[str]:
    by = mentors.reader(looks or UserFactory().person_id, MEMBERS)
    question = Question(mentors.PATH, q, facets={facet: (key,) for facet, key in facets.items()})
    ids = mentors.ids(question, by, offset=0, limit=20)
    assert mentors.totals(question, by).mentors == len(ids)
    return [card.name for card in cards(ids, MEMBERS).values()]


def test_who_may_be_asked_now_stands_first_and_who_ended_or_may_not_sign_in_not_at_all() -> None:
    looks = MemberFactory(terms={"state": ["CO"]}).person_id
    mentor("Paused", paused_at=clock.now())
    mentor("Away", away_until=clock.now().date() + timedelta(days=3))
    full = mentor("Full", monthly_limit=1)
    MentoringRequestFactory(mentor=db.session.get_one(MentorProfile, full), state=RequestState.ACCEPTED)
    mentor("Cohorts", who_may_ask=WhoMayAsk.COHORTS)
    mentor("Near", state="UT", who_may_ask=WhoMayAsk.REGION)
    mentor("Far", state="ME", who_may_ask=WhoMayAsk.REGION)
    mentor("Zed")
    mentor("Ended", ended_at=clock.now())
    mentor("Hidden", person={"audience": "staff"})
    MentorFactory(user=UserFactory(suspended_at=clock.now()))

    assert listed(looks) == ["Near", "Zed", "Away", "Cohorts", "Far", "Full", "Paused"]
    assert listed(looks, who="now") == ["Near", "Zed"]


def test_filters_and_words_look_at_what_mentors_offer_and_are() -> None:
    TopicFactory("welding", "Welding and metalwork")
    place = OrganizationFactory("Harbor Works").id
    mentor("Ann", ("topic", "welding"), ("sector", "23"), state="CO", talks_about="Night shifts")
    mentor("Bea", ("population", "veterans"), state="CO", person={"organization_id": place})
    mentor("Cy", person={"job_title": "Welding dean"})

    assert listed(topic="welding") == ["Ann"]
    assert listed(state="CO") == ["Ann", "Bea"]
    assert listed(state="CO", population="veterans") == ["Bea"]
    assert listed(q="welding") == ["Ann", "Cy"]
    assert listed(q="night SHIFTS") == ["Ann"]
    assert listed(q="harbor") == ["Bea"]
    assert listed(q="harbor", topic="welding") == []


def test_counts_of_a_facet_are_not_narrowed_by_what_is_chosen_in_it() -> None:
    mentor("Ann", ("topic", "welding"), state="CO")
    mentor("Bea", ("topic", "welding"), state="UT", monthly_limit=1, paused_at=clock.now())
    mentor("Cy", ("topic", "rural"), state="CO")
    by = mentors.reader(UserFactory().person_id, MEMBERS)

    counts = mentors.totals(Question(mentors.PATH, facets={"topic": ("welding",)}), by)

    assert counts.mentors == 2
    assert counts.facets["topic"] == {"welding": 2, "rural": 1}
    assert counts.facets["state"] == {"CO": 1, "UT": 1}
    assert counts.facets["who"] == {"now": 1}


def test_cards_say_how_soon_a_mentor_answers_and_when_they_were_here() -> None:
    id = mentor(
        "Ann",
        state="CO",
        usual_reply_hours=30,
        when_words="Fridays after 2 p.m.",
        person={"zone": "America/Denver"},
    )
    seen = db.session.query(User).filter_by(person_id=id).one().id
    with unit_of_work() as session:
        session.add(LastVisit(user_id=seen, seen_at=clock.now() - timedelta(days=5)))

    card = cards([id, id, UserFactory().person_id], MEMBERS)[id]

    assert (card.openings, card.openings_words) == (2, "2 openings this month")
    assert (card.reply_words, card.active_words) == ("Usually answers within 2 days", "Active this week")
    assert (card.place, card.when_words) == ("Colorado", "Fridays after 2 p.m. (MT)")


def test_a_card_follows_what_was_accepted_at_once() -> None:
    id = mentor("Ann", monthly_limit=1)
    before = cards([id], MEMBERS)[id].openings_words

    MentoringRequestFactory(mentor=db.session.get_one(MentorProfile, id), state=RequestState.ACCEPTED)
    db.session.rollback()

    assert (before, cards([id], MEMBERS)[id].openings_words) == (
        "1 opening this month",
        "No openings left this month",
    )
    assert listed(who="now") == []


def test_openings_are_counted_by_topic_and_state_as_they_are() -> None:
    TopicFactory("welding", "Welding")
    TopicFactory("rural", "Rural areas")
    ann = mentor("Ann", ("topic", "welding"), ("topic", "rural"), state="CO", monthly_limit=3)
    MentoringRequestFactory(mentor=db.session.get_one(MentorProfile, ann), state=RequestState.ACCEPTED)
    mentor("Bea", ("topic", "welding"), state="CO", person={"audience": "members"})
    mentor("Cy", ("topic", "welding"), state="UT", who_may_ask=WhoMayAsk.COHORTS)
    mentor("Di", ("topic", "rural"), state="UT", away_until=date(2027, 2, 1))

    offer = front.offer()

    assert (offer.openings, offer.mentors) == (4, 2)
    assert [(room.label, room.openings, room.mentors) for room in offer.topics] == [
        ("Welding", 4, 2),
        ("Rural areas", 2, 1),
    ]
    assert [(room.key, room.openings) for room in offer.states] == [("CO", 4)]


def test_only_who_agreed_is_named_to_visitors_and_by_first_name_and_role() -> None:
    for number in range(4):
        HeldTermFactory(mentor(f"Open{number} Last", is_shown_publicly=True), ("role", "employers"))
    HeldTermFactory(mentor("Private Last"), ("role", "employers"))
    HeldTermFactory(
        mentor("Paused Last", is_shown_publicly=True, paused_at=clock.now()), ("role", "employers")
    )
    mentor("Roleless Last", is_shown_publicly=True)

    named = front.named()

    assert len({each.name for each in named}) == 3
    assert all(each.name.startswith("Open") and "Last" not in each.name for each in named)
    assert {each.role for each in named} == {"Employers and industry"}


def found(words: str, scopes: frozenset[str]) -> list[tuple[str, int]]:
    hits = engine().search(Search(parse(words), scopes)).hits
    return [(hit.kind, hit.id) for hit in hits]


def test_search_finds_mentors_for_members_as_long_as_they_mentor(app: Flask) -> None:
    TopicFactory("welding", "Welding")
    id = mentor("Ann Ash", ("topic", "welding"), talks_about="Foundry supervisors")
    PostFactory(title="Foundry news")
    person = db.session.get_one(Person, id)
    with unit_of_work():
        signals.person_changed.send(db.session.get_one(Person, person.id))
    index()

    assert ("mentor", id) in found("foundry", MEMBERS)
    assert found("welding", PUBLIC) == []
    browser = Browser(app)
    sign_in(browser, UserFactory())
    page = visit(browser, "/search?q=foundry")
    assert {link.href for link in page.links(".ion-result__title")} >= {f"/people/{id}"}
    assert "Mentors 1" in page.texts(".ion-tabs__link")
    with unit_of_work():
        profiles.end(id)
    index()
    assert ("mentor", id) not in found("foundry", MEMBERS)


def test_a_hit_of_a_mentor_is_no_item_of_the_same_number(app: Flask) -> None:
    id = mentor("Ann Ash", talks_about="Foundry supervisors")
    with unit_of_work():
        profiles.changed(db.session.get_one(MentorProfile, id))
    index()
    PostFactory(id=id, title="Another thing altogether")
    browser = Browser(app)
    sign_in(browser, UserFactory())

    page = visit(browser, "/search?q=foundry")

    assert page.texts(".ion-result__title") == ["Ann Ash"]


def many(number: int, start: int) -> None:
    ids, at = range(start, start + number), clock.now()
    rows: dict[type[Any], list[dict[str, Any]]] = {
        Person: [{"id": id, "slug": f"many-{id}", "name": f"Many {id}"} for id in ids],
        User: [
            {"id": id, "person_id": id, "email": f"{id}@ion.example", "created_at": at, "confirmed_at": at}
            for id in ids
        ],
        MentorProfile: [{"person_id": id, "began_at": at, "changed_at": at} for id in ids],
        MentorTerm: [{"person_id": id, "facet": "topic", "key": "welding"} for id in ids],
        PersonTerm: [{"person_id": id, "facet": "state", "key": "CO"} for id in ids],
    }
    with unit_of_work() as session:
        for model, values in rows.items():
            session.execute(insert(model), values)
        for kind in ("mentor", "person"):
            tallies.raise_version(session, kind)


def test_the_list_asks_as_little_of_many_mentors_as_of_few(app: Flask) -> None:
    TopicFactory("welding", "Welding")
    browser = Browser(app)
    sign_in(browser, UserFactory())
    path = "/mentoring/mentors?topic=welding&who=now"
    many(10, 500_000)
    few = questions(browser, path)

    many(1_500, 600_000)

    assert questions(browser, path) == few
    assert len(few) <= 6
