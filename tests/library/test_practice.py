"""The page of one practice: its profile in order, its tools, its evidence in words, and how it can be reached."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from ion.base.extensions import db
from ion.core.text import safe_html
from ion.core.unit_of_work import unit_of_work
from ion.library.services import plant_vocabulary
from ion.models import ItemCount
from tests.factories import PersonFactory, PostFactory, PracticeFactory, ToolFactory
from tests.indexing import index
from tests.reading import BROWSER, Page, visit


def parts(page: Page) -> list[str]:
    """The headings of the article, in order."""
    return page.texts("article h2")


def toc(page: Page) -> list[tuple[str, str]]:
    return [(link.href, link.words) for link in page.links(".ion-toc")]


def told(title: str, text: str) -> dict[str, str]:
    return {"title": title, "text": text, "html": safe_html(text)}


def test_the_profile_stands_in_its_order_with_steps_after_what_they_did(
    client: FlaskClient, now: datetime
) -> None:
    sections = {
        "problem": "Few came.",
        "what-they-did": "They called.",
        "results": "More came.",
        "context": "Rural.",
    }
    practice = PracticeFactory(
        sections,
        practice={
            "glance": [{"label": "Use it when", "text": "few come"}],
            "steps": [told("Call", "By *phone*."), told("Call again", "Later.")],
            "duties": [{"role": "employers", "text": "Answer.", "html": safe_html("Answer.")}],
            "reading": [
                {"title": "A book", "url": ""},
                {"title": "A report", "url": "https://example.org/r"},
            ],
        },
    )
    ToolFactory(practice, title="Call sheet", anchor="sheet", summary="Who to call.")

    page = visit(client, practice.path)

    assert parts(page) == [
        "At a glance",
        "The problem",
        "What they did",
        "Steps, in order",
        "Did it work?",
        "Context",
        "Who does what",
        "Tools",
        "References",
    ]
    assert page.texts("#steps li h3") == ["Call", "Call again"] and page.all("#steps em")
    assert page.facts("#duties") == {"Employers and industry": "Answer."}
    assert page.text("#tool-sheet h3") == "Call sheet" and page.text("#tool-sheet .ion-small") == "Checklist"
    assert page.href("A report") == "https://example.org/r" and "A book" in page.text("#references")
    assert [words for _, words in toc(page)] == parts(page)[1:]
    assert {href.removeprefix("#") for href, _ in toc(page)} <= set(page.ids)


def test_steps_come_after_the_sections_where_none_says_what_they_did(
    client: FlaskClient, now: datetime
) -> None:
    practice = PracticeFactory(
        {"problem": "Few came.", "context": "Rural."}, practice={"steps": [told("Call", "By phone.")]}
    )

    page = visit(client, practice.path)

    assert parts(page) == ["The problem", "Context", "Steps, in order"]
    assert [words for _, words in toc(page)] == parts(page)


def test_what_a_practice_does_not_have_is_not_drawn(client: FlaskClient, now: datetime) -> None:
    page = visit(client, PracticeFactory({"problem": "Few came."}).path)

    assert parts(page) == ["The problem"]
    assert not page.all("#steps, #duties, #tools, #references")
    assert not page.section("Related")


def test_evidence_is_told_in_words_with_the_reason(client: FlaskClient, now: datetime) -> None:
    practice = PracticeFactory(
        practice={
            "tier": "moderate",
            "finding": "mixed",
            "tier_reason": "One study of two sites.",
            "rated_by": "ION staff",
            "rated_on": date(2026, 3, 2),
        }
    )

    page = visit(client, practice.path)

    words = page.section("Evidence")
    assert "Moderate" in words and "One study of two sites." in words
    assert page.facts('section[aria-labelledby="evidence-heading"]')["Rated by"] == "ION staff, March 2, 2026"
    assert "What the findings say" in words and "Mixed" in words


def test_what_is_not_rated_is_not_called_weak(client: FlaskClient, now: datetime) -> None:
    words = visit(client, PracticeFactory().path).section("Evidence")

    assert "Not rated" in words and "What the findings say" not in words


def test_an_attempt_is_shown_with_the_same_dignity(client: FlaskClient, now: datetime) -> None:
    attempt = PracticeFactory(
        {"problem": "Few came.", "why-not": "Nobody asked."}, practice={"form": "attempt"}
    )

    page = visit(client, attempt.path)

    assert "Tried, did not work" in page.text(".ion-article__head")
    assert parts(page) == ["The problem", "Why it did not work"]


def test_details_lead_to_the_lists_they_narrow(client: FlaskClient, now: datetime) -> None:
    with unit_of_work():
        plant_vocabulary()
    practice = PracticeFactory(
        terms={
            "topic": ["career-pathways"],
            "program": ["wioa-youth"],
            "stage": ["launch"],
            "state": ["CO", "WY"],
            "sector": ["62"],
            "setting": ["rural"],
        }
    )

    page = visit(client, practice.path)

    details = 'section[aria-labelledby="details-heading"]'
    assert page.facts(details) == {
        "Program": "WIOA Title I Youth",
        "Stage": "Launch",
        "Industry sector": "Health Care and Social Assistance",
        "Setting": "Rural",
        "State or territory": "Colorado; Wyoming",
        "ETA Region": "ETA Region 4 (Dallas)",
    }
    assert page.href("Wyoming", details) == "/practices/?state=WY"
    assert page.href("Career pathways", ".ion-eyebrow") == "/practices/?topic=career-pathways"
    assert "Colorado and Wyoming" in page.text(".ion-article__head")


def test_show_tells_who_when_and_how_often(client: FlaskClient, now: datetime) -> None:
    practice = PracticeFactory(
        authors=[PersonFactory(name="Ana Ruiz"), PersonFactory(name="Bo Li")],
        posted_by_id=PersonFactory(name="Brandon Carter").id,
        published_at=datetime(2026, 7, 1, 16, 30, tzinfo=UTC),
        first_published_on=date(2015, 9, 1),
        reviewed_on=date(2026, 10, 5),
    )

    facts = visit(client, practice.path).facts('section[aria-labelledby="information-heading"]')

    assert facts == {
        "Posted": "Wed., July 1, 2026, 12:30 p.m. ET",
        "First published": "Sept. 1, 2015",
        "Last reviewed": "Oct. 5, 2026",
        "Submitted by": "Ana Ruiz and Bo Li",
        "Posted by": "Brandon Carter",
    }


def test_an_imported_text_without_sections_is_shown_whole(client: FlaskClient, now: datetime) -> None:
    practice = PracticeFactory(
        {},
        markdown="Before.\n\n## A heading\n\nUnder it: quartz.",
        link_url="https://example.org/x",
        link_name="Example",
    )
    with unit_of_work() as session:
        session.refresh(practice)
        practice.sections = []
    index()

    page = visit(client, practice.path)
    hit = visit(client, "/practices/?q=quartz")

    assert page.texts(".ion-prose h2") == ["A heading"]
    assert (
        hit.href("A heading", ".ion-result__part") == f"{practice.path}#{page.all('.ion-prose h2')[0]['id']}"
    )
    assert page.href("Read this at Example") == "https://example.org/x"


def test_archived_and_sample_are_said_at_the_top(client: FlaskClient, now: datetime) -> None:
    practice = PracticeFactory(expires_at=now - timedelta(seconds=1), is_sample=True)

    page = visit(client, practice.path)

    assert "Archived: may be out of date" in page.text(".usa-alert--warning")
    assert "This practice is sample content" in page.text(".usa-alert--info")


def test_a_page_shows_the_tools_of_its_practice_that_the_reader_may_see(
    client: FlaskClient, now: datetime
) -> None:
    practice = PracticeFactory()
    ToolFactory(practice, title="Open sheet", anchor="open")
    ToolFactory(practice, title="Draft sheet", anchor="draft", state="draft")
    ToolFactory(practice, title="Staff sheet", anchor="staff", audience="staff")
    ToolFactory(PracticeFactory(), title="Sheet of another practice")

    assert visit(client, practice.path).texts("#tools h3") == ["Open sheet"]


def test_related_items_come_with_the_words_they_share(client: FlaskClient, now: datetime) -> None:
    practice = PracticeFactory({"problem": "No apprenticeship sponsors."}, title="Share a sponsor")
    PostFactory("Apprenticeship sponsors meet.", title="Sponsors meet")
    PostFactory("Apprenticeship sponsors again.", title="Withheld", audience="members")
    index()

    panel = visit(client, practice.path).section("Related")

    assert "Sponsors meet" in panel and "In both: " in panel and "Withheld" not in panel


def test_reading_a_practice_is_counted(client: FlaskClient, now: datetime) -> None:
    practice = PracticeFactory()

    visit(client, practice.path, agent=BROWSER)
    visit(client, practice.path)

    db.session.rollback()
    assert db.session.scalar(select(ItemCount.views).where(ItemCount.item_id == practice.item_id)) == 1


@pytest.mark.parametrize("slug", ["no-such-practice", "%00", "%FF", "x" * 3000, "..%2fblog"])
def test_an_address_without_a_practice_is_not_found(client: FlaskClient, slug: str) -> None:
    assert visit(client, f"/practices/{slug}").status == 404


def test_a_post_is_no_practice(client: FlaskClient, now: datetime) -> None:
    PostFactory(slug="one-thing")

    assert visit(client, "/practices/one-thing").status == 404
