"""The panel of registration: what it says to whom, and its deeds with and without script."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import Standing, User, Webinar
from ion.webinars import services
from tests.conftest import NOW, Browser
from tests.counting import questions
from tests.factories import PersonFactory, UserFactory
from tests.factories.registrations import AttendanceFactory, RegistrationFactory
from tests.mailbox import read_mail
from tests.reading import Page, visit
from tests.webinars.lining import OpenWebinar, enter, registrations

pytestmark = pytest.mark.usefixtures("now")

HTMX = {"HX-Request": "true"}
WAITING, CANCELLED = Standing.WAITING, Standing.CANCELLED
STARTS = NOW + timedelta(days=10)
ASKS = [
    {"key": "cover", "kind": "text", "label": "What should we cover?", "required": False, "choices": []},
    {
        "key": "work",
        "kind": "choice",
        "label": "Where do you work?",
        "required": True,
        "choices": ["State", "Local"],
    },
    {
        "key": "tried",
        "kind": "several",
        "label": "What did you try?",
        "required": False,
        "choices": ["A", "B", "C"],
    },
]


@pytest.fixture(autouse=True)
def without_tokens(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)


@pytest.fixture
def ana(client: FlaskClient) -> User:
    """Ana, signed in, who lives in Denver."""
    user = UserFactory(person=PersonFactory(name="Ana Ruiz", zone="America/Denver"))
    enter(client, user)
    return user


def browser_of(app: Flask, user: User) -> Browser:
    browser = Browser(app)
    enter(browser, user)
    return browser


def panel(client: FlaskClient, webinar: Webinar, at: datetime = NOW, path: str = "/register") -> Page:
    with clock.frozen(at):
        return visit(client, webinar.path + path)


def said(page: Page) -> str:
    """What the panel says before its form and links."""
    return " ".join(page.texts("#seat > p"))


def post(client: FlaskClient, webinar: Webinar, verb: str, at: datetime = NOW, **data: Any) -> Page:
    headers = data.pop("headers", {})
    fields = {f"registration-{name}": value for name, value in data.items()}
    with clock.frozen(at):
        return Page(client.post(f"{webinar.path}/{verb}", data=fields, headers=headers))


def test_a_visitor_is_led_to_sign_in_or_to_a_form_for_guests_and_gets_no_cookie(client: FlaskClient) -> None:
    webinar = OpenWebinar(12, slug="one")

    page = visit(client, webinar.path)

    assert page.text("#seat-heading") == "Register"
    assert said(page).startswith("12 places are left.")
    assert page.href("Sign in to register", "#seat") == "/account/sign-in?next=/webinars/one%23seat"
    assert page.href("Register as a guest", "#seat") == "/webinars/one/register"
    assert "Set-Cookie" not in page.response.headers


def test_a_member_registers_in_one_step_from_the_page(client: FlaskClient, ana: User) -> None:
    webinar = OpenWebinar(slug="one")

    (form,) = [form for form in visit(client, webinar.path).forms() if form.action.endswith("/register")]
    answer = post(client, webinar, "register")

    assert form.action == "/webinars/one/register"
    assert (answer.status, answer.response.location) == (303, "/webinars/one#seat")
    (row,) = registrations(webinar.item_id)
    assert (row.user_id, row.state, row.zone) == (ana.id, Standing.REGISTERED, "America/Denver")
    page = visit(client, webinar.path)
    assert page.text("#seat-heading") == "You are registered"
    assert said(page) == (
        "You can join from Tue., Dec. 1, 2026, 2:45 p.m. UTC (Tue., Dec. 1, 2026, 7:45 a.m. MT your time)."
    )


def test_registering_answers_htmx_with_the_panel_alone(client: FlaskClient, ana: User) -> None:
    answer = post(client, OpenWebinar(), "register", headers=HTMX)

    assert answer.html.strip().startswith("<section")
    assert answer.text("#seat-heading") == "You are registered"
    assert answer.all("#seat")[0]["data-announce"] == "Your registration is noted."
    assert answer.response.headers["HX-Trigger"] == "registration-changed"


def test_where_the_webinar_asks_something_the_form_opens_and_keeps_what_was_typed(
    client: FlaskClient, ana: User
) -> None:
    webinar = OpenWebinar(
        slug="one",
        webinar={
            "asks": ASKS,
            "omb_number": "1205-0123",
            "privacy_note": "Read by two people.",
            "ask_by": (NOW + timedelta(days=4)).date(),
        },
    )

    closed = visit(client, webinar.path)
    opened = panel(client, webinar)
    refused = post(client, webinar, "register", ask_0="Costs", ask_1="", ask_2="B", needs="ASL")

    assert closed.href("Register", "#seat") == "/webinars/one/register"
    assert not [form for form in closed.forms() if form.action.endswith("/register")]
    assert opened.texts("#seat label.usa-label, #seat legend") == [
        "What should we cover? (optional)",
        "Where do you work?",
        "What did you try? (optional)",
        "What do you need to take part? (optional)",
    ]
    assert "OMB control number 1205-0123 Read by two people." in opened.text("#seat")
    assert "Please ask by Nov. 25, 2026." in opened.text("#seat")
    assert refused.status == 422
    assert refused.text("#form-errors + ul") == "Please answer this question."
    assert [tag["value"] for tag in refused.all("#seat input[checked]")] == ["B"]
    assert [tag["value"] for tag in refused.all("#registration-ask_0")] == ["Costs"]
    assert refused.text("#registration-needs") == "ASL"
    assert registrations(webinar.item_id) == []


def test_answers_are_kept_by_the_keys_of_the_questions(client: FlaskClient, ana: User) -> None:
    webinar = OpenWebinar(webinar={"asks": ASKS})

    post(
        client,
        webinar,
        "register",
        ask_0=" ",
        ask_1="Local",
        ask_2=["A", "C"],
        needs="ASL",
        user_id="7",
        state="x",
    )

    (row,) = registrations(webinar.item_id)
    assert (row.user_id, row.needs, row.answers) == (ana.id, "ASL", {"work": "Local", "tried": ["A", "C"]})


def test_what_was_not_offered_and_what_is_too_long_is_refused(client: FlaskClient, ana: User) -> None:
    webinar = OpenWebinar(webinar={"asks": ASKS})

    page = post(client, webinar, "register", ask_0="x" * 1_001, ask_1="Mars", ask_2=["D"], needs="n" * 1_001)

    assert page.status == 422
    assert len(page.all("#form-errors + ul li")) == 4


def test_the_waiting_list_says_where_one_stands_until_when_it_moves_and_why_not_any_more(
    client: FlaskClient, ana: User
) -> None:
    webinar = OpenWebinar(1, webinar={"promotes_until": 120})
    RegistrationFactory(webinar)
    RegistrationFactory(webinar, state=WAITING, number=0)

    before = panel(client, webinar)
    post(client, webinar, "register")
    RegistrationFactory(webinar, state=WAITING, number=10_000)
    waits = panel(client, webinar)
    late = panel(client, webinar, STARTS - timedelta(minutes=119))

    assert before.text("#seat-heading") == "Join the waiting list"
    assert said(before).startswith("All places are taken. 1 person waits already. When a place comes free")
    assert waits.text("#seat-heading") == "You are on the waiting list"
    assert "You are number 2 of 3 in line." in said(waits)
    assert "until Tue., Dec. 1, 2026, 1:00 p.m. UTC (Tue., Dec. 1, 2026, 6:00 a.m. MT your time)." in said(
        waits
    )
    assert "Nobody has moved up unasked since Tue., Dec. 1, 2026, 1:00 p.m. UTC" in said(late)
    assert not [form for form in late.forms() if form.action.endswith("/take")]


def test_a_place_that_is_free_after_the_cut_off_is_offered_to_the_next_in_line(
    client: FlaskClient, ana: User
) -> None:
    webinar = OpenWebinar(1)
    RegistrationFactory(webinar, user=ana, state=WAITING)
    late = STARTS - timedelta(minutes=30)

    page = panel(client, webinar, late)
    taken = post(client, webinar, "take", late)

    assert "A place is free for you." in said(page)
    assert taken.status == 303
    assert said(panel(client, webinar, late)).startswith("A place came free for you.")


def test_a_deed_that_is_refused_is_answered_with_the_reason(client: FlaskClient, ana: User) -> None:
    webinar = OpenWebinar(1)
    RegistrationFactory(webinar)
    RegistrationFactory(webinar, user=ana, state=WAITING)

    page = post(client, webinar, "take")

    assert page.status == 409
    assert "No place is free for you yet." in page.text("#seat .usa-alert")


def test_giving_up_asks_once_and_can_be_undone(client: FlaskClient, ana: User) -> None:
    webinar = OpenWebinar(slug="one")
    post(client, webinar, "register")

    asks = panel(client, webinar, path="/give-up")
    still = registrations(webinar.item_id)[0].state
    gone = post(client, webinar, "give-up", headers=HTMX)
    back = post(client, webinar, "undo", headers=HTMX)

    assert said(asks).startswith(
        "Cancel your registration? You could come back later, at the end of the line."
    )
    assert still is Standing.REGISTERED
    assert said(gone) == "You canceled your registration."
    assert [form.action for form in gone.forms()] == ["/webinars/one/undo"]
    assert back.text("#seat-heading") == "You are registered"
    assert [each.number for each in registrations(webinar.item_id)] == [2]


def test_after_the_start_a_place_is_kept_and_it_is_said_why(client: FlaskClient, ana: User) -> None:
    webinar = OpenWebinar()
    RegistrationFactory(webinar, user=ana)

    page = post(client, webinar, "give-up", STARTS)

    assert page.status == 409
    assert "A registration can be canceled until then." in page.text("#seat .usa-alert")
    assert page.all("#seat [href$='/give-up']") == []


@pytest.mark.parametrize(
    ("own", "words"),
    [
        (
            {"opens_at": NOW + timedelta(days=1)},
            "Registration opens Sun., Nov. 22, 2026, 3:00 p.m. UTC (Sun., Nov. 22, 2026, 8:00 a.m. MT your time).",
        ),
        (
            {"closes_at": NOW - timedelta(days=1)},
            "Registration closed Fri., Nov. 20, 2026, 3:00 p.m. UTC (Fri., Nov. 20, 2026, 8:00 a.m. MT your time).",
        ),
    ],
)
def test_outside_of_its_hours_registration_says_when_and_takes_nobody(
    client: FlaskClient, ana: User, own: dict[str, Any], words: str
) -> None:
    webinar = OpenWebinar(webinar=own)

    page, refused = visit(client, webinar.path), post(client, webinar, "register", needs="ASL")

    assert (page.text("#seat-heading"), said(page)) == ("Registration", words)
    assert refused.status == 409
    assert refused.text("#registration-needs") == "ASL"
    assert registrations(webinar.item_id) == []


def test_a_webinar_that_is_canceled_over_or_elsewhere_has_no_panel_but_for_who_was_there(
    client: FlaskClient, ana: User
) -> None:
    was_at, was_not = OpenWebinar(), OpenWebinar()
    AttendanceFactory(was_at, RegistrationFactory(was_at, user=ana))
    RegistrationFactory(was_not, user=ana)
    canceled, elsewhere = (
        OpenWebinar(webinar={"cancelled_at": NOW}),
        OpenWebinar(webinar={"takes_registration": False}),
    )
    over = STARTS + timedelta(hours=1)

    headings = [panel(client, each, over, "").text("#seat-heading") for each in (was_at, was_not)]

    assert headings == ["You attended", ""]
    for webinar in (canceled, elsewhere):
        assert visit(client, webinar.path).all("#seat") == []
        assert post(client, webinar, "register", headers=HTMX).status == 409


def test_who_may_not_see_the_webinar_finds_no_registration(client: FlaskClient, ana: User) -> None:
    webinar = OpenWebinar(audience="staff")

    for verb in ("register", "guests", "give-up", "undo", "take", "join"):
        assert post(client, webinar, verb, name="Ana", email="a@example.org").status == 404
    for path in ("/register", "/check-mail", "/give-up", "/join"):
        assert panel(client, webinar, path=path).status == 404
    assert registrations(webinar.item_id) == []


@pytest.mark.parametrize("who", ["team mate", "stranger", "nobody"])
def test_nobody_touches_the_registration_of_somebody_else(app: Flask, who: str) -> None:
    webinar, owner = OpenWebinar(1, webinar={"join_url": "https://zoom.example/1"}), UserFactory()
    own = RegistrationFactory(webinar, user=owner)
    browser = Browser(app)
    if who != "nobody":
        other = UserFactory()
        enter(browser, other)
        if who == "team mate":
            RegistrationFactory(webinar, user=other, state=CANCELLED)
    status = {"nobody": 401, "stranger": 404}.get(who)

    for verb in ("give-up", "undo", "take", "join"):
        answer = post(browser, webinar, verb, at=STARTS, id=str(own.id))
        assert status is None or answer.status == status
    page = panel(browser, webinar, STARTS, "/join")

    assert "zoom.example" not in page.html
    rows = {each.id: each.state for each in registrations(webinar.item_id)}
    assert rows[own.id] is Standing.REGISTERED


def test_a_guest_asks_with_an_address_and_is_told_the_same_for_any(app: Flask, client: FlaskClient) -> None:
    webinar = OpenWebinar(slug="one")
    UserFactory(email="member@example.org")
    RegistrationFactory(webinar, email="known@example.org")
    told = set()

    for name in ("new", "member", "known"):
        answer = post(client, webinar, "guests", name="Gus", email=f"{name}@example.org")
        page = panel(client, webinar, path="/check-mail")
        told.add((answer.status, answer.response.location, page.text("main").replace(f"{name}@", "@")))

    assert len(told) == 1
    assert {mail.address for mail in read_mail()} == {
        f"{name}@example.org" for name in ("new", "member", "known")
    }
    assert "We wrote to @example.org. Open the link in our mail within two days" in told.pop()[2]


def test_a_guest_is_answered_in_place_by_htmx(client: FlaskClient) -> None:
    webinar = OpenWebinar(1)
    RegistrationFactory(webinar)

    page = post(client, webinar, "guests", name="Gus", email="Gus@Example.org", headers=HTMX)

    assert page.html.strip().startswith("<section")
    assert page.text("#seat-heading") == "Check your mail"
    assert "only then you are registered or in line" in said(page)
    assert [each.email for each in registrations(webinar.item_id) if each.email] == ["gus@example.org"]


@pytest.mark.parametrize(
    ("name", "email", "problem"),
    [
        ("", "gus@example.org", "Enter your name."),
        ("Visit https://spam.example", "gus@example.org", "Enter your name as your peers know it."),
        ("Gus\r\nBcc: all@example.org", "gus@example.org", "Enter your name as your peers know it."),
        ("Gus\u202eGuest", "gus@example.org", "Enter your name in one line, without invisible characters."),
        ("x" * 101, "gus@example.org", "Use at most 100 characters."),
        ("Gus", "", "Enter your email address."),
        ("Gus", "gus@", "Enter an email address, like name@example.org."),
        ("Gus", "a" * 250 + "@example.org", "This is too long for an email address."),
    ],
)
def test_a_guest_without_name_or_address_is_asked_again(
    client: FlaskClient, name: str, email: str, problem: str
) -> None:
    webinar = OpenWebinar()

    page = post(client, webinar, "guests", name=name, email=email)

    assert (page.status, page.text("#form-errors + ul")) == (422, problem)
    assert page.all("#registration-email")[0]["value"] == email
    assert registrations(webinar.item_id) == []


def test_too_many_guests_from_one_network_are_asked_to_wait(client: FlaskClient) -> None:
    webinar = OpenWebinar()
    for _ in range(30):
        with unit_of_work():
            services.wait_before_another("127.0.0.1")

    page = post(client, webinar, "guests", name="Gus", email="gus@example.org")

    assert (page.status, page.response.headers["Retry-After"]) == (429, "3600")
    assert page.text("#form-errors + ul") == "Too many tries. Please wait 60 minutes, then try again."
    assert page.all("#registration-name")[0]["value"] == "Gus"
    assert registrations(webinar.item_id) == []


def test_the_panel_costs_a_member_one_question_whatever_the_crowd(client: FlaskClient, ana: User) -> None:
    webinar = OpenWebinar(2)
    for _ in range(4):
        RegistrationFactory(webinar, state=WAITING)
    alone = questions(client, webinar.path)
    RegistrationFactory(webinar, user=ana, state=WAITING, number=10_000)

    crowded = questions(client, webinar.path)

    own = [each for each in crowded if "AS own " in each or "registration AS own" in each]
    assert len(own) == 1
    assert len(crowded) <= len(alone)


def test_a_registration_that_waits_for_its_member_counts_when_they_register(
    client: FlaskClient, ana: User
) -> None:
    webinar = OpenWebinar()
    pending = RegistrationFactory(webinar, user=ana, state=Standing.PENDING, number=0)

    before = visit(client, webinar.path).text("#seat-heading")
    post(client, webinar, "register")

    assert before == "Register"
    assert [(each.id, each.state) for each in registrations(webinar.item_id)] == [
        (pending.id, Standing.REGISTERED)
    ]


def test_one_browser_after_another_sees_its_own_panel(app: Flask, ana: User, client: FlaskClient) -> None:
    webinar = OpenWebinar(1)
    post(client, webinar, "register")
    other = browser_of(app, UserFactory())

    assert visit(other, webinar.path).text("#seat-heading") == "Join the waiting list"
    assert visit(client, webinar.path).text("#seat-heading") == "You are registered"
    assert visit(Browser(app), webinar.path).text("#seat-heading") == "Join the waiting list"


def test_a_webinar_for_members_refuses_a_guest_whom_a_member_would_bring(
    client: FlaskClient, ana: User
) -> None:
    webinar = OpenWebinar(audience="members")

    page = post(client, webinar, "guests", name="Gus", email="gus@example.org")

    assert page.status == 409
    assert page.text("#form-errors + ul") == "This webinar is for members of ION. Sign in to register."
    assert registrations(webinar.item_id) == []


def test_who_asked_for_nothing_has_nothing_to_check_or_give_up(client: FlaskClient, ana: User) -> None:
    webinar = OpenWebinar(slug="one")

    checked = panel(client, webinar, path="/check-mail")

    assert (checked.status, checked.response.location) == (303, "/webinars/one")
    assert panel(client, webinar, path="/give-up").status == 404


def test_who_gives_up_after_registration_closed_is_told_that_there_is_no_way_back(
    client: FlaskClient, ana: User
) -> None:
    webinar = OpenWebinar(webinar={"closes_at": NOW})
    RegistrationFactory(webinar, user=ana)

    asks = panel(client, webinar, path="/give-up")
    gone = post(client, webinar, "give-up", headers=HTMX)

    assert "Registration is closed: you could not come back." in said(asks)
    assert said(gone).startswith("You canceled your registration. Registration closed")
    assert gone.forms() == []
