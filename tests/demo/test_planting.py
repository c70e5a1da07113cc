"""The sample network is planted once, lives, and goes without a trace."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import func, select

from ion.accounts.passwords import is_right
from ion.base.extensions import db
from ion.commons.importing import services as importing
from ion.commons.reactions import services as reactions
from ion.core import clock, throttle, tokens, working
from ion.core.unit_of_work import unit_of_work
from ion.demo import services as demo
from ion.demo.services import planting
from ion.models import (
    AuditRow,
    Delivery,
    Fate,
    Follow,
    Item,
    ItemAuthor,
    ItemCount,
    ItemLike,
    LastVisit,
    Notice,
    Organization,
    OutboxRow,
    Person,
    Revision,
    SavedItem,
    Token,
    User,
)
from ion.worker import HANDLERS
from tests.conftest import NOW
from tests.counting import statements
from tests.demo.conftest import HOME
from tests.factories import PersonFactory, PostFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.usefixtures("few_samples", "now")

GOES_ON = {"audit", "kind_version", "alembic_version"}
"""Tables that remember that something was: the log of deeds, and counts of changes."""
Tables = dict[str, list[tuple[Any, ...]]]


def plant() -> str:
    return demo.plant(lambda done, total: None)


def work() -> None:
    """Let the worker do what is due."""
    working.run_due(HANDLERS, "worker")


def everything() -> Tables:
    """Every row of every table, once the worker has nothing to do."""
    work()
    with db.engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(table.select())), key=repr)
            for table in db.metadata.sorted_tables
            if table.name not in GOES_ON
        }


def later_on() -> Tables:
    """The same a week later: what waited for its day was done, and the nights forgot how often things were tried."""
    with clock.frozen(NOW + timedelta(days=8)):
        with unit_of_work():
            throttle.forget_past()
        return everything()


def person(name: str) -> Person:
    return db.session.scalars(select(Person).where(Person.name == f"{name} (sample)")).one()


def user(email: str) -> User:
    return db.session.scalars(select(User).where(User.email == f"{email}@ion.example")).one()


def item(slug: str) -> Item:
    return db.session.scalars(select(Item).where(Item.slug == slug)).one()


def entries(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((HOME / name).read_text("utf-8"))
    return found


def pairs(model: type[ItemLike] | type[SavedItem]) -> set[tuple[str, str]]:
    """Who likes or saved what, by e-mail and slug."""
    rows = db.session.execute(
        select(User.email, Item.slug)
        .join(model, model.user_id == User.id)
        .join(Item, Item.id == model.item_id)
    )
    return {(email, slug) for email, slug in rows}


@contextmanager
def no_writes() -> Iterator[None]:
    with statements() as told:
        yield
    reads = ("SELECT", "PRAGMA", "SET", "SHOW", "BEGIN")
    assert [each for each in told if not each.lstrip().upper().startswith(reads)] == []


def test_everybody_of_the_file_has_a_confirmed_login_and_six_have_the_password_of_the_demo() -> None:
    plant()

    users = {row.person.name: row for row in db.session.scalars(select(User))}
    people = {entry["name"]: entry for entry in entries("people.yaml")}
    assert users.keys() == people.keys()
    assert all(row.confirmed_at == NOW and row.suspended_at is None for row in users.values())
    assert {row.email for row in users.values()} == {
        entry.get("email") or f"{entry['slug']}@ion.example" for entry in people.values()
    }
    hashes = {name: row.password_hash for name, row in users.items() if row.password_hash}
    assert hashes.keys() == {name for name, entry in people.items() if "email" in entry}
    assert is_right("peer-learning", only := set(hashes.values()).pop()) and {*hashes.values()} == {only}
    assert {name: sorted(grant.grant for grant in row.grants) for name, row in users.items()} == {
        name: sorted(["member", *entry.get("grants", [])]) for name, entry in people.items()
    }
    assert db.session.scalars(select(LastVisit)).all() == []


def test_a_person_says_and_follows_what_the_file_says() -> None:
    plant()

    dana, luis = person("Dana Whitcomb"), person("Luis Arrieta")
    entry = next(each for each in entries("people.yaml") if each["slug"] == "dana-whitcomb")
    assert dana.organization is not None
    assert (dana.organization.slug, dana.job_title, dana.zone, dana.audience, dana.is_sample) == (
        entry["organization"],
        entry["job_title"],
        entry["zone"],
        entry["audience"],
        True,
    )
    assert dana.bio.split() == entry["bio"].split()
    facets = {"role": "roles", "state": "states", "topic": "topics", "language": "languages"}
    assert {(term.facet, term.key) for term in dana.terms} == {
        *((facet, key) for facet, part in facets.items() for key in entry[part]),
        ("workplace", entry["workplace"]),
    }
    followed = select(Follow.kind, Follow.key).join(User, User.id == Follow.user_id)
    rows = db.session.execute(followed.where(User.person_id == dana.id))
    assert {f"{kind}:{key}" for kind, key in rows} == set(entry["follows"])
    assert person("Nadia Petrov").audience in ("public", "members")
    assert luis.audience == "public"


def test_a_byline_is_the_person_of_the_file() -> None:
    plant()

    named = db.session.execute(
        select(Item.slug, Person.name, User.email)
        .join(ItemAuthor, ItemAuthor.item_id == Item.id)
        .join(Person, Person.id == ItemAuthor.person_id)
        .join(User, User.person_id == Person.id, isouter=True)
    ).all()
    assert {row.name for row in named if row.email is None} == {"Les Range"}
    assert ("spotlight-dana-whitcomb", "Simone Baptiste (sample)") in {(row.slug, row.name) for row in named}
    assert db.session.scalar(select(func.count()).where(Person.is_sample)) == len(entries("people.yaml"))


def test_samples_planted_before_there_were_logins_become_the_same_people(few_samples: Path) -> None:
    importing.import_folder(few_samples / "posts", "posts")
    before = person("Simone Baptiste").id

    plant()

    assert person("Simone Baptiste").id == before
    assert db.session.scalars(select(User).where(User.person_id == before)).one()
    assert person("Simone Baptiste").job_title


@pytest.mark.parametrize("days", [0, 1, 5, 400])
def test_again_on_another_day_changes_nothing(days: int) -> None:
    plant()
    before = everything()

    with clock.frozen(NOW + timedelta(days=days)), no_writes():
        again = plant()

    assert everything() == before
    assert [line for line in again.splitlines() if "unchanged" not in line] == []
    assert "new" not in again.split()


@pytest.mark.database
def test_what_people_here_made_of_it_stays() -> None:
    plant()
    with unit_of_work() as session:
        dana = session.get_one(User, user("member").id)
        dana.password_hash, dana.person.bio, dana.person.audience = "other", "Mine now.", "staff"
        dana.grants = [grant for grant in dana.grants if grant.grant != "member"]
        reactions.follow(dana.id, "topic", "sector-partnerships", followed=False)
        for item_id in session.scalars(select(ItemLike.item_id).where(ItemLike.user_id == dana.id)).all():
            reactions.like(dana.id, item_id, liked=False)
        for item_id in session.scalars(select(SavedItem.item_id).where(SavedItem.user_id == dana.id)).all():
            reactions.save(dana.id, item_id, saved=False)
    before = everything()

    with no_writes():
        plant()

    assert everything() == before


def test_a_new_text_in_the_folder_is_planted_beside_the_others(few_samples: Path) -> None:
    text = few_samples / "posts" / "words-i-did-not-know.md"
    later = text.read_text("utf-8")
    text.unlink()
    plant()
    likes = pairs(ItemLike)
    text.write_text(later, "utf-8")

    report = plant()

    assert "Posts: 1 new, 2 unchanged" in report
    assert {pair for pair in pairs(ItemLike) if pair[1] != "words-i-did-not-know"} == likes


def test_an_address_that_somebody_has_is_left_to_them() -> None:
    real = UserFactory(email="member@ion.example")

    plant()
    plant()

    assert user("member").person_id == real.person_id
    assert db.session.scalar(select(User).where(User.person_id == person("Dana Whitcomb").id)) is None


def test_likes_are_rows_of_sample_people_on_the_texts_of_others_and_counted_truly() -> None:
    real = PostFactory()

    plant()

    rows = db.session.execute(select(ItemLike.item_id, func.count()).group_by(ItemLike.item_id)).all()
    likes = {item_id: number for item_id, number in rows}
    counts = {row.item_id: row.likes for row in db.session.scalars(select(ItemCount)) if row.likes}
    assert likes == counts
    assert likes and all(2 <= number <= 9 for number in likes.values())
    assert real.item_id not in likes
    saves = db.session.execute(select(SavedItem.user_id, func.count()).group_by(SavedItem.user_id)).all()
    assert {user_id for user_id, _ in saves} == set(db.session.scalars(select(User.id)))
    assert all(1 <= number <= 4 for _, number in saves)
    authors = set(
        db.session.execute(
            select(User.email, Item.slug)
            .join(ItemAuthor, ItemAuthor.person_id == User.person_id)
            .join(Item, Item.id == ItemAuthor.item_id)
        )
    )
    assert {tuple(row) for row in authors} & (pairs(ItemLike) | pairs(SavedItem)) == set()


def test_two_plantings_look_the_same() -> None:
    plant()
    first = pairs(ItemLike), pairs(SavedItem)
    demo.remove()
    PersonFactory()  # ids are others now

    plant()

    assert (pairs(ItemLike), pairs(SavedItem)) == first


def test_followers_hear_of_what_is_recent_and_no_mail_leaves() -> None:
    plant()

    work()
    with clock.frozen(NOW + timedelta(days=8)):
        work()

    told = db.session.scalars(select(Notice).where(Notice.kind == "followed.published")).all()
    about = {db.session.get_one(Item, notice.subject_id).slug for notice in told}
    assert about == {"spotlight-dana-whitcomb", "after-the-storm"}
    dana = user("member")
    assert [notice.why for notice in told if notice.user_id == dana.id]
    fates = set(db.session.scalars(select(Delivery.fate)))
    assert fates == {Fate.KEPT}


def real_network() -> User:
    """A member of the real world with real things around, none of which is a sample; returns the member."""
    author = PersonFactory(slug="les-range", name="Les Range")
    member = UserFactory(person=PersonFactory(name="Real Member", affiliation="City College"))
    post, practice = PostFactory(authors=[author]), PracticeFactory(terms={"topic": ["funding"]})
    with unit_of_work() as session:
        session.add(Organization(slug="real", name="Real Board"))
        reactions.follow(member.id, "topic", "funding", followed=True)
        reactions.follow(member.id, "practice", str(practice.item_id), followed=True)
        reactions.like(member.id, post.item_id, liked=True)
        reactions.save(member.id, post.item_id, saved=True)
        tokens.issue("reset", lasts=timedelta(days=1), kind="user", id=member.id)
    return member


def attach(member: User) -> None:
    """Let a real member use the sample network as one does."""
    practice = item("launch-an-employer-led-health-care-partnership")
    with unit_of_work() as session:
        for slug in ("spotlight-dana-whitcomb", "after-the-storm"):
            reactions.like(member.id, item(slug).id, liked=True)
        reactions.save(member.id, practice.id, saved=True)
        reactions.follow(member.id, "person", str(person("Dana Whitcomb").id), followed=True)
        reactions.follow(member.id, "practice", str(practice.id), followed=True)
        reactions.follow(
            member.id, "organization", str(person("Dana Whitcomb").organization_id), followed=True
        )
        session.add(Revision(item_id=practice.id, number=2, at=NOW, note="Edited", content={}))


def use(sample: User, liked: Item) -> None:
    """Be a sample person for a while: sign-ins, links and likes elsewhere are left behind."""
    with unit_of_work() as session:
        reactions.like(sample.id, liked.id, liked=True)
        tokens.issue("reset", lasts=timedelta(days=1), kind="user", id=sample.id)
        session.add(LastVisit(user_id=sample.id, seen_at=NOW))
        session.add(
            Delivery(
                message_id="<1@x>",
                user_id=sample.id,
                address=sample.email,
                kind="t",
                template="t",
                created_at=NOW,
            )
        )
        session.add(
            Notice(user_id=sample.id, kind="k", subject_kind="post", subject_id=liked.id, created_at=NOW)
        )


@pytest.mark.database
def test_the_whole_network_is_planted_and_goes_without_a_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planting, "FOLDER", HOME)
    real_network()
    before = everything()

    report = plant()
    planted = everything()
    gone = demo.remove()

    people, organizations = len(entries("people.yaml")), len(entries("organizations.yaml"))
    rooms = ("practices", "posts", "webinars", "decks")
    files = {room: len(list((HOME / room).glob("*.md"))) for room in rooms}
    assert report.splitlines() == [
        f"Organizations: {organizations} new",
        f"People: {people} new",
        *(f"{room.capitalize()}: {number} new" for room, number in files.items()),
    ]
    assert (gone.organizations, gone.named) == (organizations, ())
    assert len(planted["user"]) == 1 + people
    assert later_on() == before


@pytest.mark.database
def test_whatever_was_attached_goes_with_the_samples_and_what_is_real_stays() -> None:
    member = real_network()
    before = everything()
    plant()
    work()
    attach(member)
    use(user("member"), item(real_post()))

    assert demo.attached() == {"likes": 2, "saved items": 1, "follows": 3, "edits": 1}
    demo.remove()

    assert later_on() == before
    assert demo.attached() == {}


def real_post() -> str:
    return db.session.scalars(select(Item.slug).where(Item.kind == "post", ~Item.is_sample)).one()


def test_a_real_person_of_a_sample_organization_keeps_its_name() -> None:
    plant()
    board = person("Dana Whitcomb").organization
    assert board is not None
    PersonFactory(slug="new", name="New", organization_id=board.id)
    PersonFactory(slug="wrote", name="Wrote", organization_id=board.id, affiliation="My own words")
    assert demo.attached() == {"people at a sample organization": 2}
    name = board.name

    demo.remove()

    rows = db.session.execute(select(Person.slug, Person.affiliation, Person.organization_id))
    assert {tuple(row) for row in rows} == {("new", name, None), ("wrote", "My own words", None)}


def test_a_sample_person_whom_a_real_text_names_stays_without_a_login() -> None:
    plant()
    dana, tom = person("Dana Whitcomb"), user("editor")
    post = PostFactory(authors=[dana], owner_id=tom.id)
    real = UserFactory()
    with unit_of_work():
        reactions.follow(real.id, "person", str(dana.id), followed=True)

    gone = demo.remove()

    assert gone.named == ("Dana Whitcomb (sample)",)
    assert [author.person.name for author in db.session.get_one(Item, post.item_id).authors] == list(
        gone.named
    )
    assert db.session.get_one(Item, post.item_id).owner_id is None
    assert db.session.scalars(select(User.id)).all() == [real.id]
    assert [follow.key for follow in db.session.scalars(select(Follow))] == [str(dana.id)]
    assert person("Dana Whitcomb").organization_id is None


def test_the_author_of_a_quoted_text_stays_where_they_were_here_before_or_wrote_more() -> None:
    plant()
    PostFactory(authors=[db.session.scalars(select(Person).where(Person.name == "Les Range")).one()])
    UserFactory(person=db.session.scalars(select(Person).where(Person.name == "Brandon Carter")).one())

    demo.remove()

    assert sorted(db.session.scalars(select(Person.name))) == ["Brandon Carter", "Les Range"]


@pytest.mark.database
def test_nothing_that_waits_to_be_done_for_a_sample_is_left(few_samples: Path) -> None:
    plant()
    work()
    with clock.frozen(NOW + timedelta(days=8)):
        work()
    assert db.session.scalar(select(func.count()).select_from(Delivery))

    demo.remove()
    work()

    for model in (Delivery, Notice, OutboxRow, Token, Follow):
        assert db.session.scalar(select(func.count()).select_from(model)) == 0, model


def test_the_log_says_that_the_samples_came_and_went() -> None:
    plant()
    demo.remove()
    demo.remove()

    rows = [
        (row.action, row.subject_kind) for row in db.session.scalars(select(AuditRow).order_by(AuditRow.id))
    ]
    assert rows[-1] == ("removed", "sample")
    assert rows.count(("removed", "sample")) == 1
    assert ("imported", "person") in rows


def test_where_there_are_no_samples_there_is_nothing_to_remove() -> None:
    real_network()
    before = everything()

    gone = demo.remove()

    assert (gone.items, gone.people, gone.organizations, gone.named) == (0, 0, 0, ())
    assert later_on() == before
