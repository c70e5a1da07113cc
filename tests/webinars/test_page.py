"""The page of one webinar."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from ion.core import clock
from ion.core.unit_of_work import unit_of_work
from ion.models import Grant, ItemCount
from tests.factories import (
    OrganizationFactory,
    PersonFactory,
    PostFactory,
    PracticeFactory,
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
    assert page.facts("dl") == {
        "Host": "A board",
        "Series": "Peer calls",
        "Length": "1 hour 30 minutes",
        "Topics": "Youth",
    }
    assert page.href("Add to calendar") == "/webinars/one.ics"
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
            told.append((page.text(".ion-eyebrow").split(" · ")[0], "Add to calendar" in page.html))

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
    WebinarFactory(slug="one", link_url="https://a.example/register", webinar={"cancelled_at": now})

    page = visit(client, PATH)

    assert page.text(".ion-eyebrow") == "Canceled"
    assert "This webinar does not take place." in page.text("article")
    assert "Add to calendar" not in page.html
    assert "Register" not in page.html


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

    assert page.texts(".ion-presenter") == ["Zoe Seen Director, A board Her bio.", "Al Hidden"]
    assert page.href("Zoe Seen", ".ion-presenters") == f"/people/{seen.id}"
    assert "Secret" not in page.html

    sign_in(client, UserFactory())
    assert visit(client, PATH).texts(".ion-presenter")[1] == "Al Hidden Secret job Secret bio."


def test_a_changed_person_is_shown_as_changed(client: FlaskClient, now: datetime) -> None:
    person = PersonFactory(name="Ann Ames", job_title="Coach")
    WebinarFactory(slug="one", authors=[person])
    visit(client, PATH)

    with unit_of_work():
        person.job_title = "Director"

    assert visit(client, PATH).texts(".ion-presenter") == ["Ann Ames Director"]


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

    assert page.href("Watch the recording at video.example") == "https://www.video.example/1"
    assert "Part 1" in page.text("#recordings")
    assert "https://video.example/2" not in page.html


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
