"""The page of one webinar."""

import json
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from ion.core import clock
from ion.core.bylines import Name
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, ItemCount, QuestionSheet, Webinar, WebinarPractice
from ion.webinars.queries import Presenter
from tests.factories import (
    OrganizationFactory,
    PersonFactory,
    PostFactory,
    PracticeFactory,
    QuestionFactory,
    RegistrationFactory,
    TopicFactory,
    UserFactory,
    WebinarFactory,
    sign_in,
)
from tests.indexing import index
from tests.reading import BROWSER, visit
from tests.samples.hostile import HOSTILE

PATH = "/webinars/one"


def test_the_page_tells_what_when_how_long_and_by_whom(client: FlaskClient, now: datetime) -> None:
    TopicFactory("youth", "Youth")
    WebinarFactory(
        "2026-12-01 14:00",
        "America/Chicago",
        90,
        "## Agenda\n\nFirst things.",
        {"topic": ["youth"]},
        slug="one",
        title="First & last",
        summary="A summary.",
        webinar={"series": "Peer calls", "host": "A board"},
    )

    page = visit(client, PATH)

    assert page.heading == "First & last"
    assert page.title.startswith("First & last | ")
    assert page.text(".ion-eyebrow") == "Upcoming webinar · Peer calls"
    assert page.href("Peer calls", ".ion-eyebrow") == "/webinars/?series=Peer+calls"
    assert page.text(".ion-when") == "Tue., Dec. 1, 2026, 2:00 to 3:30 p.m. CT (1 hour 30 minutes)"
    assert page.texts(".ion-prose h2") == ["Agenda"]
    assert page.facts(".ion-webinar__beside dl") == {
        "Host": "A board",
        "Series": "Peer calls",
        "Length": "1 hour 30 minutes",
        "Topics": "Youth",
    }
    assert page.href(".ics", ".ion-webinar__beside") == "/webinars/one.ics"
    assert page.all("time")[0]["datetime"] == "2026-12-01T20:00:00+00:00"


def test_the_phase_follows_the_clock(client: FlaskClient, now: datetime) -> None:
    WebinarFactory("2026-12-01 14:00", slug="one", webinar={"series": "Calls"})
    starts_at, second = datetime(2026, 12, 1, 19, tzinfo=UTC), timedelta(seconds=1)
    told = []

    for at in (
        starts_at - second,
        starts_at,
        starts_at + timedelta(hours=1) - second,
        starts_at + timedelta(hours=1),
    ):
        with clock.frozen(at):
            page = visit(client, PATH)
            told.append((page.text(".ion-eyebrow").split(" · ")[0], "Add to your calendar" in page.html))

    assert told == [
        ("Upcoming webinar", True),
        ("Happening now", True),
        ("Happening now", True),
        ("Past webinar", False),
    ]
    assert page.href("Calls", ".ion-eyebrow") == "/webinars/?when=past&series=Calls"


def test_a_cancelled_webinar_says_so_and_is_not_to_be_put_in_a_calendar(
    client: FlaskClient, now: datetime
) -> None:
    cancelled = {"cancelled_at": now, "cancelled_note": "Our presenter is ill.", "takes_registration": True}
    WebinarFactory(slug="one", link_url="https://a.example/register", webinar=cancelled)
    WebinarFactory(slug="other", webinar={"cancelled_at": now})

    page = visit(client, PATH)

    assert page.text(".ion-eyebrow") == "Canceled"
    assert page.text("article").startswith("This webinar is canceled Our presenter is ill.")
    assert "Add to your calendar" not in page.html
    assert "Register" not in page.html
    assert "a.example" not in page.html
    assert (
        visit(client, "/webinars/other")
        .text("article")
        .startswith("This webinar is canceled It does not take place.")
    )


def test_presenters_stand_in_order_with_their_work_where_their_page_may_be_seen(
    client: FlaskClient, now: datetime
) -> None:
    board = OrganizationFactory(name="A board")
    seen = PersonFactory(
        name="Zoe Seen", job_title="Director", organization_id=board.id, bio_html="<p>Her bio.</p>"
    )
    hidden = PersonFactory(
        name="Al Hidden", job_title="Secret job", bio_html="<p>Secret bio.</p>", audience="members"
    )
    WebinarFactory(slug="one", authors=[seen, hidden])

    page = visit(client, PATH)

    assert page.texts(".ion-presenter > div") == ["Zoe Seen Director, A board Her bio.", "Al Hidden"]
    assert page.texts(".ion-presenter__initials") == ["ZS", "AH"]
    assert page.href("Zoe Seen", ".ion-presenters") == f"/people/{seen.id}"
    assert "Secret" not in page.html

    sign_in(client, UserFactory())
    assert visit(client, PATH).texts(".ion-presenter")[1] == "AH Al Hidden Secret job Secret bio."


def test_a_changed_person_is_shown_as_changed(client: FlaskClient, now: datetime) -> None:
    person = PersonFactory(name="Ann Ames", job_title="Coach")
    WebinarFactory(slug="one", authors=[person])
    visit(client, PATH)

    with unit_of_work():
        person.job_title = "Director"

    assert visit(client, PATH).texts(".ion-presenter") == ["AA Ann Ames Director"]


def test_registration_elsewhere_is_offered_only_while_one_may_still_come(
    client: FlaskClient, now: datetime
) -> None:
    link = {"link_url": "https://www.a.example/r", "link_name": "a.example"}
    WebinarFactory(slug="one", **link)
    WebinarFactory("2026-01-05 10:00", slug="past", **link)
    WebinarFactory(slug="own")

    assert visit(client, PATH).href("Register at a.example") == "https://www.a.example/r"
    for path in ("/webinars/past", "/webinars/own"):
        page = visit(client, path)
        assert "egist" not in page.text("main")
        assert "a.example" not in page.html


def test_a_recording_is_shown_once_it_is_published_and_not_mentioned_before(
    client: FlaskClient, now: datetime
) -> None:
    made = WebinarFactory(
        "2026-01-05 10:00",
        slug="one",
        recordings=[
            {"url": "https://www.video.example/1", "title": "Part 1"},
            {"url": "https://video.example/2"},
        ],
    )
    page = visit(client, PATH)
    assert "video.example" not in page.html
    assert "ecording" not in page.text("main")

    with unit_of_work():
        made.recordings[0].published_at = now
    page = visit(client, PATH)

    assert page.href("Watch at video.example") == "https://www.video.example/1"
    assert "Part 1" in page.text("#recordings")
    assert "https://video.example/2" not in page.html


def test_the_agenda_has_the_times_that_follow_from_the_start(client: FlaskClient, now: datetime) -> None:
    agenda = [
        {"minutes": 10, "title": "Why", "who": "Ann Ames", "part": "welcome"},
        {"minutes": 50, "title": "How", "who": "", "part": "presentation"},
        {"minutes": 0, "title": "Thanks", "who": "", "part": ""},
    ]
    WebinarFactory("2026-12-01 11:30", "America/Denver", slug="one", webinar={"agenda": agenda})

    page = visit(client, PATH)

    assert page.texts("#agenda th") == ["Time (MT)", "Part"]
    assert page.texts("#agenda tbody tr") == [
        "11:30 a.m. MT Why Ann Ames Welcome, 10 min.",
        "11:40 a.m. MT How Presentation, 50 min.",
        "12:30 p.m. MT Thanks",
    ]
    assert page.all("#agenda time")[1]["datetime"] == "2026-12-01T18:40:00+00:00"

    sign_in(client, UserFactory(person=PersonFactory(zone="Asia/Kathmandu")))
    theirs = visit(client, PATH)
    assert theirs.texts("#agenda th") == ["Time (MT)", "Your time (UTC+0545)", "Part"]
    assert theirs.texts("#agenda tbody tr")[1].startswith("11:40 a.m. MT 12:25 a.m. UTC+0545")


def test_an_agenda_over_the_change_of_clocks_marks_each_time(client: FlaskClient, now: datetime) -> None:
    agenda = [
        {"minutes": 60, "title": title, "who": "", "part": ""} for title in ("First", "Second", "Third")
    ]
    WebinarFactory("2027-03-28 00:30", "Europe/London", 180, slug="one", webinar={"agenda": agenda})

    page = visit(client, PATH)

    assert page.texts("#agenda th") == ["Time", "Part"]
    assert page.texts("#agenda time") == ["12:30 a.m. GMT", "2:30 a.m. BST", "3:30 a.m. BST"]


def test_a_webinar_of_two_days_names_the_day_in_its_agenda(client: FlaskClient, now: datetime) -> None:
    agenda = [{"minutes": 120, "title": title, "who": "", "part": ""} for title in ("Late", "Early")]
    WebinarFactory("2026-12-01 23:00", length_minutes=240, slug="one", webinar={"agenda": agenda})

    assert visit(client, PATH).texts("#agenda time") == ["Tue. 11:00 p.m. ET", "Wed. 1:00 a.m. ET"]


def test_without_agenda_or_moderator_nothing_stands_for_them(client: FlaskClient, now: datetime) -> None:
    moderator = PersonFactory(name="Mo Dee", job_title="Coach")
    WebinarFactory(slug="one")
    WebinarFactory(slug="led", webinar={"moderator_id": moderator.id})

    assert not {"agenda", "moderated-by", "practices", "interest"} & set(visit(client, PATH).ids)
    assert visit(client, "/webinars/led").text("#moderated-by") == "Moderator MD Mo Dee Coach"


def test_access_is_stated_with_the_date_to_ask_by(client: FlaskClient, now: datetime) -> None:
    stated = {
        "has_captions": True,
        "has_sign_language": True,
        "phone_audio": "+1 555 0100",
        "ask_by": date(2026, 11, 24),
    }
    WebinarFactory("2026-12-01 14:00", slug="one", webinar=stated)
    told = []

    for day in (24, 25):
        with clock.frozen(datetime(2026, 11, day, 12, tzinfo=UTC)):
            page = visit(client, PATH)
            told.append((page.texts(".ion-access li"), page.section("Access").partition(" Contact")[0]))
    with clock.frozen(datetime(2026, 12, 2, tzinfo=UTC)):
        over = visit(client, PATH).section("Access")

    lists = ["Live captions", "Sign language interpreters", "Audio by phone: +1 555 0100"]
    assert [each for each, _ in told] == [lists, lists]
    assert told[0][1].endswith("Ask for other help by Nov. 24, 2026.")
    assert told[1][1].endswith(
        "Other help was to be asked for by Nov. 24, 2026; write to us all the same, and we do what we can."
    )
    assert over == ""


def test_linked_practices_stand_on_both_pages_in_order_for_those_who_may_see_them(
    client: FlaskClient, now: datetime
) -> None:
    first, hidden = PracticeFactory(title="First"), PracticeFactory(title="Hidden", audience="members")
    made = WebinarFactory("2026-01-05 10:00", slug="one", title="About both")
    secret = WebinarFactory(title="For members", audience="members")
    with unit_of_work() as session:
        for webinar, practice, at in ((made, first, 2), (made, hidden, 1), (secret, first, 0)):
            row = WebinarPractice(webinar_id=webinar.item_id, practice_id=practice.item_id, position=at)
            session.add(row)

    page = visit(client, PATH)
    about = visit(client, first.path).section("Webinars about this practice")

    assert [link.words for link in page.links("#practices")] == ["First"]
    assert page.href("First", "#practices") == first.path
    assert about == (
        "Webinars about this practice About both Past webinar: Mon., Jan. 5, 2026, 10:00 a.m. ET"
    )
    assert "Webinars about" not in visit(client, PracticeFactory().path).html
    sign_in(client, UserFactory())
    assert [link.words for link in visit(client, PATH).links("#practices")] == ["Hidden", "First"]
    assert "For members" in visit(client, first.path).section("Webinars about this practice")


def test_once_it_is_over_what_there_is_to_watch_comes_before_the_announcement(
    client: FlaskClient, now: datetime
) -> None:
    video = [{"url": "https://video.example/1", "published_at": now}]
    WebinarFactory("2026-01-05 10:00", slug="one", recordings=video)
    made = WebinarFactory("2026-01-06 10:00", slug="asked")
    WebinarFactory(slug="ahead")
    QuestionFactory(made.item_id)
    with unit_of_work() as session:
        session.add(QuestionSheet(item_id=made.item_id, version=20_261_121))

    def order(path: str) -> list[str]:
        return [id for id in visit(client, path).ids if id in ("recordings", "questions", "about")]

    assert order(PATH) == ["recordings", "about", "questions"]
    assert order("/webinars/asked") == ["questions", "about"]
    assert order("/webinars/ahead") == ["about", "questions"]
    with clock.frozen(datetime(2026, 12, 1, 19, 30, tzinfo=UTC)):
        assert order("/webinars/ahead") == ["questions", "about"]


def test_the_countdown_is_decoration_and_only_while_the_start_is_near(
    client: FlaskClient, now: datetime
) -> None:
    made = WebinarFactory(slug="one")
    left = timedelta(days=3, hours=4, minutes=5)
    told = []

    for before in (timedelta(days=60, seconds=1), left, timedelta(seconds=1), timedelta(0)):
        with clock.frozen(made.starts_at - before):
            box = visit(client, PATH).all("[data-countdown]")
            told.append([(tag["aria-hidden"], tag["data-countdown"]) for tag in box])
    with clock.frozen(made.starts_at - left):
        page = visit(client, PATH)

    seconds = str(int(left.total_seconds()))
    assert told == [[], [("true", seconds)], [("true", "1")], []]
    assert page.texts(".ion-countdown__unit") == ["3days", "4hours", "5min"]
    assert "ion-scripted" in page.all("[data-countdown]")[0]["class"]


def test_google_calendar_gets_the_instants_and_the_zone(client: FlaskClient, now: datetime) -> None:
    WebinarFactory(
        "2026-12-01 14:00",
        "Asia/Kathmandu",
        90,
        slug="one",
        title="A & B",
        summary="What it was.",
        is_sample=True,
    )

    address = urlsplit(visit(client, PATH).href("Google Calendar"))

    assert (address.hostname, address.path) == ("calendar.google.com", "/calendar/render")
    assert {name: value for name, (value,) in parse_qs(address.query).items()} == {
        "action": "TEMPLATE",
        "text": "A & B (sample)",
        "dates": "20261201T081500Z/20261201T094500Z",
        "ctz": "Asia/Kathmandu",
        "details": f"What it was.\n\nhttp://localhost{PATH}",
        "location": f"http://localhost{PATH}",
    }


def test_programs_read_the_event_with_its_offset_and_what_became_of_it(
    client: FlaskClient, now: datetime
) -> None:
    made = WebinarFactory("2026-12-01 14:00", "America/Denver", slug="one")

    def told() -> tuple[str, str, str]:
        block = visit(client, PATH).all('script[type="application/ld+json"]')[0].get_text()
        event = next(each for each in json.loads(block)["@graph"] if each["@type"] == "Event")
        assert event["location"] == {"@type": "VirtualLocation", "url": f"http://localhost{PATH}"}
        return event["eventStatus"], event["startDate"], event["endDate"]

    before = told()
    with unit_of_work() as session:
        webinar = session.get_one(Webinar, made.item_id)
        webinar.starts_at += timedelta(days=200)
        webinar.ends_at += timedelta(days=200)
    moved = told()
    with unit_of_work() as session:
        session.get_one(Webinar, made.item_id).cancelled_at = now
    cancelled = told()

    scheduled = "https://schema.org/EventScheduled"
    assert before == (scheduled, "2026-12-01T14:00:00-07:00", "2026-12-01T15:00:00-07:00")
    assert moved == (scheduled, "2027-06-19T15:00:00-06:00", "2027-06-19T16:00:00-06:00")
    assert cancelled == ("https://schema.org/EventCancelled", *moved[1:])


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ann Ames", "AA"),
        ("Dr. Bo van der Berg", "BB"),
        ("Cher", "C"),
        ("Élan Øst (sample)", "ÉØ"),
        ("7", ""),
    ],
)
def test_initials_stand_for_a_picture(name: str, letters: str) -> None:
    assert Presenter(Name(name, None), None, "").initials == letters


def test_a_sample_and_an_archived_webinar_are_marked(client: FlaskClient, now: datetime) -> None:
    WebinarFactory(slug="one", is_sample=True, expires_at=now)
    WebinarFactory(slug="real")

    page = visit(client, PATH)
    real = visit(client, "/webinars/real")

    assert "This webinar is sample content" in page.text("article")
    assert "Archived: may be out of date" in page.text("article")
    assert page.all('meta[name="robots"]')[0]["content"] == "noindex"
    assert "sample" not in real.text("article").lower()
    assert real.all('meta[name="robots"]') == []


def test_practices_on_its_topics_are_linked_where_there_are_any(client: FlaskClient, now: datetime) -> None:
    TopicFactory("youth", "Youth")
    TopicFactory("funding", "Funding")
    PracticeFactory(terms={"topic": ["youth"]})
    WebinarFactory(slug="one", terms={"topic": ["youth", "funding"]})
    WebinarFactory(slug="other", terms={"topic": ["funding"]})

    page = visit(client, PATH)

    assert [link for link in page.links("aside") if link.href.startswith("/practices/")] == [
        ("/practices/?topic=youth", "Youth")
    ]
    assert "Practices on these topics" not in visit(client, "/webinars/other").text("aside")


def test_related_items_lead_from_and_to_webinars(client: FlaskClient, now: datetime) -> None:
    words = "Apprenticeship sponsors meet rural employers about paperwork and mileage."
    WebinarFactory(slug="one", title="Sponsors meet employers", markdown=words)
    PostFactory(words, slug="two", title="Employers meet sponsors")
    PracticeFactory({"problem": words}, slug="three", title="Sponsors and employers")
    index()

    page = visit(client, PATH)

    assert {link.words for link in page.links(".ion-related")} == {
        "Employers meet sponsors",
        "Sponsors and employers",
    }
    assert "Sponsors meet employers" in visit(client, "/blog/two").text(".ion-related")


def test_a_view_is_counted_once_a_day_and_not_of_staff(client: FlaskClient, now: datetime) -> None:
    made = WebinarFactory(slug="one")

    for _ in range(2):
        visit(client, PATH, agent=BROWSER, address="10.9.9.9")
    sign_in(client, UserFactory(Grant.MEMBER, Grant.EDITOR))
    visit(client, PATH, agent=BROWSER, address="10.9.9.8")

    with unit_of_work() as session:
        assert session.get_one(ItemCount, made.item_id).views == 1


@pytest.mark.parametrize("payload", HOSTILE.values(), ids=HOSTILE)
def test_nothing_that_was_typed_becomes_a_part_of_the_page(
    client: FlaskClient, now: datetime, payload: str
) -> None:
    payload = payload.replace("\x00", "")
    person = PersonFactory(name=payload, job_title=payload)
    made = WebinarFactory(
        slug="one",
        title=payload,
        summary=payload,
        markdown=payload,
        authors=[person],
        webinar={"series": payload[:120], "host": payload},
        link_url="https://a.example/",
        link_name=payload,
        recordings=[{"url": "https://a.example/", "title": payload, "published_at": now}],
    )

    for path in (PATH, "/webinars/"):
        page = visit(client, path)

        assert (
            page.all("main script, main iframe, main object, main style, main img, main svg:not(.ion-icon)")
            == []
        )
        hrefs = [link.href for link in page.links("main")]
        assert not [
            href for href in hrefs if href.lower().startswith(("javascript:", "data:", "vbscript:", "//"))
        ]
        assert not [
            name
            for tag in page.all("main *")
            for name in tag.attrs
            if name.startswith("on") or name == "style"
        ]
        assert page.ids.count("main") == 1
    assert made.item.title == payload


def test_feedback_and_the_desk_are_one_press_away_for_those_concerned(
    client: FlaskClient, now: datetime
) -> None:
    presenter, moderator = UserFactory(), UserFactory()
    made = WebinarFactory(
        "2026-01-05 10:00",
        slug="one",
        authors=[presenter.person],
        webinar={"moderator_id": moderator.person_id, "takes_registration": True},
    )
    registrant = UserFactory()
    RegistrationFactory(made, registrant)
    readers = [registrant, presenter, moderator, UserFactory(Grant.MEMBER, Grant.FACILITATOR), UserFactory()]
    told = []

    for reader in readers:
        sign_in(client, reader)
        hrefs = {link.href for link in visit(client, PATH).links("article")}
        known = (f"{PATH}/feedback", f"{PATH}/feedback/results", f"/staff/webinars/{made.item_id}")
        told.append([href in hrefs for href in known])

    assert told == [
        [True, False, False],
        [False, True, False],
        [False, True, False],
        [False, True, True],
        [False, False, False],
    ]
