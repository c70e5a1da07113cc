"""What admins see of mail, and what they can do; nobody else sees any of it."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ion.base.extensions import db
from ion.core import clock
from ion.core.ports.mail import NotTaken
from ion.core.unit_of_work import unit_of_work
from ion.models import AuditRow, Delivery, Fate, Grant, OutboxRow
from tests.conftest import NOW, Browser
from tests.counting import questions
from tests.factories import PersonFactory, UserFactory, sign_in
from tests.factories.mail import DeliveryFactory
from tests.mailbox import read_mail
from tests.mailing.carriers import Pigeon
from tests.mailing.conftest import Use
from tests.mailing.posting import fates, left, work
from tests.reading import visit

pytestmark = pytest.mark.usefixtures("app", "now")
GETS = ("/staff/mail", "/staff/mail?fate=sent", "/staff/mail/{id}")
POSTS = ("/staff/mail/{id}/again", "/staff/mail/again", "/staff/mail/test")


@pytest.fixture
def admin(client: FlaskClient) -> FlaskClient:
    sign_in(client, UserFactory(Grant.MEMBER, Grant.ADMIN, email="admin@ion.example"))
    return client


def post(client: FlaskClient, path: str, page: str = "/staff/mail") -> Any:
    """Send the form that stands on the page and leads to `path`, as a browser does."""
    (form,) = [form for form in visit(client, page).forms() if form.action == path]
    assert form.method == "post"
    return client.post(path, data=dict(form.fields))


def viewers(app: Flask) -> dict[str, FlaskClient]:
    users = {
        "owner": UserFactory(email="reader@ion.example"),
        "member": UserFactory(),
        "editor": UserFactory(Grant.MEMBER, Grant.EDITOR),
        "facilitator": UserFactory(Grant.MEMBER, Grant.FACILITATOR),
        "admin": UserFactory(Grant.MEMBER, Grant.ADMIN),
        "suspended admin": UserFactory(Grant.ADMIN, suspended_at=clock.now()),
    }
    browsers = {"nobody": Browser(app)}
    for name, user in users.items():
        browsers[name] = Browser(app)
        sign_in(browsers[name], user)
    return browsers


@pytest.mark.parametrize("path", GETS)
def test_only_admins_see_mail(app: Flask, path: str) -> None:
    path = path.format(id=DeliveryFactory(fate=Fate.SENT, subject="Secret subject").id)

    answers = {name: browser.get(path) for name, browser in viewers(app).items()}

    assert {name: answer.status_code for name, answer in answers.items()} == {
        "nobody": 303,
        "owner": 403,
        "member": 403,
        "editor": 403,
        "facilitator": 403,
        "admin": 200,
        "suspended admin": 303,
    }
    seen = {name for name, answer in answers.items() if "Secret subject" in answer.text}
    assert seen == {"admin"}
    assert answers["admin"].headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", POSTS)
def test_only_admins_can_do_anything_about_mail(app: Flask, path: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    path = path.format(id=DeliveryFactory(fate=Fate.UNKNOWN).id)
    browsers = viewers(app)
    before = fates()
    try:
        answers = {name: browsers[name].post(path).status_code for name in browsers if name != "admin"}
        unchanged = fates()
        allowed = browsers["admin"].post(path).status_code
    finally:
        app.config["WTF_CSRF_ENABLED"] = True

    assert answers == {
        "nobody": 401,
        "owner": 403,
        "member": 403,
        "editor": 403,
        "facilitator": 403,
        "suspended admin": 401,
    }
    assert (unchanged, allowed) == (before, 303)


@pytest.mark.parametrize("id", ["7", "99999999999999999999", "-1", "x"])
def test_a_mail_that_is_not_there_is_a_missing_page(admin: FlaskClient, id: str) -> None:
    assert visit(admin, f"/staff/mail/{id}").status == 404


def test_before_any_mail_the_list_says_what_will_stand_there(admin: FlaskClient) -> None:
    page = visit(admin, "/staff/mail")

    assert page.text(".ion-empty h2") == "Nothing was mailed yet"
    assert page.all("#standings-heading") == []


def test_the_list_tells_how_many_stand_how_and_narrows_to_each(admin: FlaskClient, use: Use) -> None:
    use(Pigeon(NotTaken("no route")))
    for fate, number in ((Fate.SENT, 3), (Fate.UNKNOWN, 2), (Fate.REFUSED, 1), (Fate.DROPPED, 1)):
        for _ in range(number):
            DeliveryFactory(fate=fate, subject=f"{fate} mail", error="550 no" if fate is Fate.REFUSED else "")
    DeliveryFactory(subject="still waiting")
    give_up(DeliveryFactory(subject="given up mail"))

    page = visit(admin, "/staff/mail")
    narrowed = {
        key: visit(admin, f"/staff/mail?fate={key}") for key in ("unknown", "waiting", "given-up", "nonsense")
    }

    assert page.texts("#standings-heading ~ ul li") == [
        "All mail 9",
        "Unknown 2",
        "Refused 1",
        "Given up 1",
        "Waiting 1",
        "Sent 3",
        "Not sent 1",
    ]
    assert page.href("Unknown", "#standings-heading ~ ul") == "/staff/mail?fate=unknown"
    assert {
        key: found.texts(".ion-result__title") for key, found in narrowed.items() if key != "nonsense"
    } == {
        "unknown": ["unknown mail"] * 2,
        "waiting": ["still waiting"],
        "given-up": ["given up mail"],
    }
    assert narrowed["unknown"].text("#mail-heading") == "2 emails: unknown"
    assert narrowed["nonsense"].text("#mail-heading") == "9 emails"
    assert "550 no" in page.text("main")


def test_the_newest_mail_stands_first_twenty_to_a_page(admin: FlaskClient) -> None:
    for number in range(23):
        DeliveryFactory(subject=f"Mail {number}", created_at=NOW - timedelta(minutes=number), fate=Fate.SENT)

    first, second = visit(admin, "/staff/mail?fate=sent"), visit(admin, "/staff/mail?fate=sent&page=2")

    assert first.texts(".ion-result__title") == [f"Mail {number}" for number in range(20)]
    assert second.texts(".ion-result__title") == ["Mail 20", "Mail 21", "Mail 22"]
    assert first.href("Next") == "/staff/mail?fate=sent&page=2"


@pytest.mark.parametrize("path", ["/staff/mail", "/staff/mail?fate=waiting", "/staff/mail?fate=given-up"])
def test_the_list_asks_as_much_for_many_mails_as_for_few(admin: FlaskClient, path: str) -> None:
    for _ in range(10):
        DeliveryFactory()
    few = questions(admin, path)
    for _ in range(10):
        DeliveryFactory()

    assert questions(admin, path) == few
    assert len(few) <= 6


def test_a_kept_mail_can_be_read_and_its_links_followed(admin: FlaskClient, written: Any) -> None:
    written(
        "typed", "{{ typed }}\n{{ '/blog/'|absolute }}\nhttps://evil.example/\nhttp://localhost//evil.example"
    )
    DeliveryFactory(template="typed", context={"typed": "<script>alert(1)</script>"})
    read_mail()

    page = visit(admin, visit(admin, "/staff/mail").href("Subject"))

    assert page.heading == "Subject"
    assert page.text("pre").startswith("<script>alert(1)</script> http://localhost/blog/")
    assert page.all("pre script") == []
    assert [link.href for link in page.links("#links-heading ~ ul")] == ["/blog/"]
    facts = page.facts(".ion-facts")
    assert facts["To"] == "reader@ion.example"
    assert facts["Why"] == "No mail server is set."
    assert facts["Asked for"] == "Sat., Nov. 21, 2026, 10:00 a.m. ET"
    assert [form.action for form in page.forms() if "again" in form.action] == []


def test_the_list_says_whether_mail_leaves(admin: FlaskClient, use: Use) -> None:
    kept = visit(admin, "/staff/mail").text(".ion-lead")
    use(Pigeon())
    sent = visit(admin, "/staff/mail").text(".ion-lead")

    assert kept.startswith("No mail server is set")
    assert sent.startswith("What this site mailed")


@pytest.mark.parametrize("fate", [Fate.UNKNOWN, Fate.REFUSED])
def test_a_mail_can_be_sent_again_as_a_new_one(admin: FlaskClient, use: Use, fate: Fate) -> None:
    pigeon = Pigeon()
    use(pigeon)
    old = DeliveryFactory(kind="news", fate=fate, error="why", handed_at=NOW)
    (id, message_id) = old.id, old.message_id

    answer = post(admin, f"/staff/mail/{id}/again", f"/staff/mail/{id}")
    work()

    new = db.session.scalars(select(Delivery).order_by(Delivery.id.desc())).first()
    assert new and answer.location == f"/staff/mail/{new.id}"
    assert answer.status_code == 303
    assert fates() == [Fate.DROPPED, Fate.SENT]
    assert (new.kind, new.address, new.message_id == message_id) == ("news", "reader@ion.example", False)
    assert pigeon.tried == [new.message_id]
    audit = db.session.execute(
        select(AuditRow.action, AuditRow.subject_id, AuditRow.before, AuditRow.after)
    ).one()
    assert tuple(audit) == ("sent again", id, {"fate": fate}, {"id": new.id})
    assert "It was sent again as a new mail." in visit(admin, f"/staff/mail/{id}").text("main")


@pytest.mark.parametrize("fate", [each for each in Fate if each not in (Fate.UNKNOWN, Fate.REFUSED)])
def test_a_mail_that_arrived_or_waits_is_not_sent_again(admin: FlaskClient, fate: Fate) -> None:
    id = DeliveryFactory(fate=Fate.UNKNOWN).id
    (form,) = [form for form in visit(admin, f"/staff/mail/{id}").forms() if "again" in form.action]
    with unit_of_work() as session:
        session.get_one(Delivery, id).fate = fate

    answer = admin.post(form.action, data=dict(form.fields))

    assert answer.status_code == 409
    assert "Nothing was sent now." in answer.text
    assert fates() == [fate]
    assert db.session.scalar(select(AuditRow.id)) is None


def test_what_was_given_up_is_tried_again_with_one_button(admin: FlaskClient, use: Use) -> None:
    pigeon = Pigeon()
    use(pigeon)
    give_up(DeliveryFactory())
    give_up(DeliveryFactory())
    ids = [row.message_id for row in db.session.scalars(select(Delivery).order_by(Delivery.id))]
    assert work() == 0
    assert "Try 2 given-up emails again" in visit(admin, "/staff/mail").text("main")

    answer = post(admin, "/staff/mail/again")
    work()

    assert (answer.status_code, answer.location) == (303, "/staff/mail")
    assert pigeon.tried == ids
    assert fates() == [Fate.SENT, Fate.SENT]
    assert db.session.scalars(select(AuditRow.action)).all() == ["tried again"] * 2


def test_an_admin_can_mail_themselves_a_test(admin: FlaskClient) -> None:
    answer = post(admin, "/staff/mail/test")

    (mail,) = read_mail("admin@ion.example")
    assert answer.status_code == 303
    assert (
        visit(admin, answer.location).text("pre").startswith("Mail from Innovation and Opportunity Network")
    )
    assert "10:00 a.m. ET" in mail.text


def test_a_test_to_a_sample_admin_says_why_it_was_kept(client: FlaskClient, use: Use) -> None:
    use(Pigeon())
    sample = UserFactory(Grant.ADMIN, person=PersonFactory(is_sample=True))
    sign_in(client, sample)

    answer = post(client, "/staff/mail/test")
    work()

    page = visit(client, answer.location)
    assert "It is for a sample person, who does not exist." in page.text("main")


def give_up(delivery: Delivery) -> None:
    """As the worker leaves a mail that was tried too often."""
    id = delivery.id
    with unit_of_work() as session:
        row = session.scalars(select(OutboxRow).where(OutboxRow.subject_id == id)).one()
        row.failed_at, row.attempts = clock.now(), 8
    assert any(row.subject_id == id for row in left())
